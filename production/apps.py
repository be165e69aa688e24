from django.apps import AppConfig
from django.db.models.signals import post_migrate


class ProductionConfig(AppConfig):
    name = "production"

    def ready(self):
        from production import subscribers  # noqa: F401  they register themselves
        from production.change_triggers import make_triggers

        post_migrate.connect(make_triggers, sender=self)
