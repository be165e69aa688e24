"""The stored files of preview backgrounds: /pictures/[thumbnails/]preview-background-files."""

from rest_framework.decorators import action
from rest_framework.response import Response

from files.services import background_files
from kitsu_site import sending
from kitsu_site.api.crud import ScopedViewSet
from kitsu_site.api.uploads import PARSERS, uploaded
from kitsu_site.api.wire import Wire
from kitsu_site.exceptions import Missing, Refused
from production.models import PreviewBackgroundFile

BACKGROUND = Wire(PreviewBackgroundFile)
KIND = "image/vnd.radiance"


class BackgroundFiles(ScopedViewSet):
    parser_classes = PARSERS

    @action(detail=False, methods=["post"], url_path="{instance_id}")
    def upload(self, request, instance_id):
        return self.store(request, instance_id)

    @action(detail=False, methods=["get"], url_path="{instance_id}.{extension}")
    def file(self, request, instance_id, extension):
        background = self.find(PreviewBackgroundFile, instance_id)
        if not background.extension or extension.lower() != background.extension:
            raise Missing(f"The background is not stored as {extension}.")
        place = background_files.place(background.pk)
        return sending.answer(request, place, kind=KIND, changed=background.updated_at)

    def store(self, request, pk):
        background = self.find(PreviewBackgroundFile, pk)
        if not self.scope.is_admin:
            raise Refused("Only admins upload backgrounds.")
        background = background_files.store(background=background, file=uploaded(request), by=self.person)
        return Response(BACKGROUND.row(background), status=201)


class BackgroundThumbnails(BackgroundFiles):
    @action(detail=False, methods=["get"], url_path="{instance_id}.png")
    def picture(self, request, instance_id):
        background = self.find(PreviewBackgroundFile, instance_id)
        place = background_files.thumbnail_place(background.pk)
        return sending.answer(request, place, kind="image/png", changed=background.updated_at)

    @picture.mapping.post
    def upload_png(self, request, instance_id):
        """The same upload: some clients post to the address that they read."""
        return self.store(request, instance_id)


def register(router):
    router.register("pictures/preview-background-files", BackgroundFiles)
    router.register("pictures/thumbnails/preview-background-files", BackgroundThumbnails)
