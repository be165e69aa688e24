"""The stored files of previews: /pictures/.../preview-files, /movies/.../preview-files."""

from rest_framework.decorators import action
from rest_framework.response import Response

from files import policies
from files.api.preview_files import PREVIEW_FILE
from files.api.preview_names import download_name
from files.models import PreviewFile
from files.services import preview_places as places
from files.services import preview_uploads
from kitsu_site import sending, storage
from kitsu_site.api.uploads import PARSERS, uploaded
from kitsu_site.exceptions import Invalid, Missing
from production.api.reach import ReachViewSet

PNG, MP4, PDF, BYTES = "image/png", "video/mp4", "application/pdf", "application/octet-stream"


class PreviewRoutes(ReachViewSet):
    """Previews by the id of a path, within the reach of who asks."""

    parser_classes = PARSERS

    def preview(self, pk, rule=policies.can_see_preview) -> PreviewFile:
        related = ("task__project", "task__task_type", "task__entity__entity_type", "task__entity__parent")
        preview = self.find(PreviewFile.objects.select_related(*related), pk)
        self.check(rule, preview)
        return preview


def picture(request, preview: PreviewFile, variant: str):
    return sending.answer(request, places.picture(preview.pk, variant), kind=PNG, changed=preview.updated_at)


def movie(request, preview: PreviewFile, *versions: str, download: str | None = None):
    place = storage.first_of(places.movies_in_order(preview, *versions))
    return sending.answer(request, place, kind=MP4, changed=preview.updated_at, download=download)


def original(request, preview: PreviewFile, extension: str):
    """The original by its extension: 400 for one that no preview is stored with, 404 for another's."""
    extension = extension.lower()
    if extension == "png":
        return picture(request, preview, "original")
    if extension not in (*places.KEPT_AS_IS, *places.UPLOADED_PICTURES):
        raise Invalid(f"extension: nothing is served as {extension} here.", field="extension")
    if preview.extension != extension or extension in places.UPLOADED_PICTURES:
        raise Missing(f"The preview is not stored as {extension}.")
    kind = PDF if extension == "pdf" else BYTES
    return sending.answer(request, places.file(preview.pk), kind=kind, changed=preview.updated_at)


def whole(request, preview: PreviewFile):
    """The right file of any preview, to be saved."""
    kind = {"png": PNG, "mp4": MP4, "pdf": PDF}.get(preview.extension, BYTES)
    return sending.answer(
        request,
        places.content(preview),
        kind=kind,
        changed=preview.updated_at,
        download=download_name(preview),
    )


class Uploads(PreviewRoutes):
    """/pictures/preview-files/{instance_id}"""

    @action(detail=False, methods=["post"], url_path="{instance_id}")
    def upload(self, request, instance_id):
        preview = self.preview(instance_id, policies.can_fill_preview)
        params = {**request.query_params.dict(), **request.data.dict()} if request.FILES else {}
        preview = preview_uploads.store(
            preview=preview,
            file=uploaded(request),
            normalise=str(params.get("normalize", "true")).lower() != "false",
            at_once=str(params.get("no_job", "false")).lower() == "true",
            by=self.person,
        )
        return Response(PREVIEW_FILE.row(preview, links=True), status=201)


class Thumbnails(PreviewRoutes):
    variant = "thumbnails"

    @action(detail=False, methods=["get"], url_path="{instance_id}.png")
    def picture(self, request, instance_id):
        return picture(request, self.preview(instance_id, policies.can_see_picture), self.variant)


class SquareThumbnails(Thumbnails):
    variant = "thumbnails-square"


class Originals(Thumbnails):
    variant = "original"

    @action(detail=False, methods=["get"], url_path="{instance_id}.{extension}")
    def file(self, request, instance_id, extension):
        rule = policies.can_see_picture if extension.lower() == "png" else policies.can_see_preview
        return original(request, self.preview(instance_id, rule), extension)

    @action(detail=False, methods=["get"], url_path="{instance_id}/download")
    def download(self, request, instance_id):
        return whole(request, self.preview(instance_id))


class Previews(PreviewRoutes):
    variant = "previews"

    @action(detail=False, methods=["get"], url_path="{instance_id}.png")
    def picture(self, request, instance_id):
        return picture(request, self.preview(instance_id), self.variant)


class Tiles(Previews):
    variant = "tiles"


class Movies(PreviewRoutes):
    versions = (places.NORMALISED, places.LOW, places.SOURCE)

    @action(detail=False, methods=["get"], url_path="{instance_id}.mp4")
    def movie(self, request, instance_id):
        return movie(request, self.preview(instance_id), *self.versions)


class OriginalMovies(Movies):
    @action(detail=False, methods=["get"], url_path="{instance_id}/download")
    def download(self, request, instance_id):
        preview = self.preview(instance_id)
        return movie(request, preview, *self.versions, download=download_name(preview))


class LowMovies(Movies):
    versions = (places.LOW, places.NORMALISED, places.SOURCE)


class SourceMovies(PreviewRoutes):
    @action(detail=False, methods=["get"], url_path="{instance_id}.mp4")
    def movie(self, request, instance_id):
        preview = self.preview(instance_id)
        place = places.movie(preview.pk, places.SOURCE)
        # Of a broken one too: it may be all that there is of the work.
        return sending.answer(
            request, place, kind=BYTES, changed=preview.updated_at, download=download_name(preview)
        )


def register(router):
    router.register("pictures/preview-files", Uploads)
    router.register("pictures/thumbnails/preview-files", Thumbnails)
    router.register("pictures/thumbnails-square/preview-files", SquareThumbnails)
    router.register("pictures/previews/preview-files", Previews)
    router.register("pictures/originals/preview-files", Originals)
    router.register("movies/originals/preview-files", OriginalMovies)
    router.register("movies/low/preview-files", LowMovies)
    router.register("movies/source/preview-files", SourceMovies)
    router.register("movies/tiles/preview-files", Tiles)
