from django.apps import AppConfig


class KitsuSiteConfig(AppConfig):
    name = "kitsu_site"
    verbose_name = "Activity"

    def ready(self):
        from django.utils.module_loading import autodiscover_modules

        from kitsu_site import checks  # noqa: F401 - registers them
        from kitsu_site.admin import site
        from kitsu_site.db import lookups, postgresql, sqlite  # noqa: F401 - the same

        autodiscover_modules("admin", register_to=site)
