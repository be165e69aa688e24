"""What previews look like, for pages of the back office: sent to who may see them, by the session."""

from django.http import Http404
from django.urls import path, reverse

from files import policies
from files.api import preview_contents
from files.models import PreviewFile
from files.services import preview_places as places
from kitsu_site.admin.resources import scope_of
from kitsu_site.exceptions import StudioError

VARIANTS = {
    "thumbnail": ("thumbnails", policies.can_see_picture),
    "preview": ("previews", policies.can_see_preview),
    "original": ("original", policies.can_see_picture),
    "tiles": (places.TILES, policies.can_see_preview),
}
MOVIE, FILE = "movie", "file"
RELATED = ("task__project", "task__task_type", "task__entity__entity_type", "task__entity__parent")


def routes(page) -> list:
    """The addresses of the contents of previews, below the page of their model."""

    def send(request, pk, what):
        rows = PreviewFile.objects.select_related(*RELATED)
        preview = rows.filter(pk=pk).first()
        variant, rule = VARIANTS.get(what, (None, policies.can_see_preview))
        if preview is None or not page.has_view_permission(request) or not rule(scope_of(request), preview):
            raise Http404("There is no such preview.")
        try:
            if variant:
                return preview_contents.picture(request, preview, variant)
            if what == MOVIE:
                return preview_contents.movie(request, preview, places.NORMALISED, places.LOW, places.SOURCE)
            if what == FILE:
                return preview_contents.whole(request, preview)
        except StudioError as error:
            raise Http404(error.message) from None
        raise Http404("There is no such picture.")

    view = page.admin_site.admin_view(send, cacheable=True)
    return [
        path("<uuid:pk>/show/<str:what>", view, name="files_previewfile_picture"),
        path("<uuid:pk>/thumbnail/", view, {"what": "thumbnail"}, name="files_previewfile_thumbnail"),
    ]


def address(preview_id, what: str) -> str:
    return reverse("admin:files_previewfile_picture", args=[preview_id, what])
