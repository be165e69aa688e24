from django.apps import AppConfig


class KitsuSiteConfig(AppConfig):
    name = "kitsu_site"
    verbose_name = "Activity"

    def ready(self):
        from kitsu_site import checks  # noqa: F401 - registers them
        from kitsu_site.db import lookups, postgresql, sqlite  # noqa: F401 - the same
