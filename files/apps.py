from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "files"

    def ready(self):
        from files.services import (  # noqa: F401  they subscribe themselves
            automations,
            background_files,
            playlist_builds,
            preview_places,
            working_files,
        )
