"""The stored files of another server: previews with their variants, attachments, pictures of people."""

import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

from accounts.models import Organisation, Person
from files.models import PreviewFile
from files.services import background_files, preview_places
from imports.services.sync.mirrors import AttachmentFiles
from imports.services.sync.remote import Remote
from kitsu_site import avatars, storage
from kitsu_site.exceptions import Invalid
from production.models import AttachmentFile, PreviewBackgroundFile, Project
from production.services import attachments

PICTURES = {
    "originals": "original",
    "previews": "previews",
    "thumbnails": "thumbnails",
    "thumbnails-square": "thumbnails-square",
}
MOVIES = {"originals": preview_places.NORMALISED, "low": preview_places.LOW}


def wanted(project_id) -> Iterator[tuple[str, storage.Stored]]:
    """(address there, place here) of every file that our rows speak of."""
    for path, model in (("persons", Person), ("projects", Project), ("organisations", Organisation)):
        for pk in model.objects.filter(has_avatar=True).values_list("pk", flat=True):
            yield f"pictures/thumbnails/{path}/{pk}.png", avatars.place(pk)
    for pk, extension in PreviewBackgroundFile.objects.values_list("pk", "extension"):
        if extension:
            path = f"preview-background-files/{pk}"
            yield f"pictures/{path}.{extension}", background_files.place(pk)
            yield f"pictures/thumbnails/{path}.png", background_files.thumbnail_place(pk)
    for row in AttachmentFiles().within(project_id).only("pk", "name"):
        yield of_attachment(row)
    previews = PreviewFile.objects.exclude(extension=None)
    if project_id:
        previews = previews.filter(task__project_id=project_id)
    for pk, extension in previews.order_by("created_at").values_list("pk", "extension"):
        yield from of_preview(pk, extension)


def of_attachment(row: AttachmentFile) -> tuple[str, storage.Stored]:
    address = f"data/attachment-files/{row.pk}/file/{quote(row.name or 'file', safe='')}"
    return address, attachments.place(row.pk)


def of_preview(pk, extension: str) -> Iterator[tuple[str, storage.Stored]]:
    if extension not in ("png", "mp4"):
        yield f"pictures/originals/preview-files/{pk}.{extension}", preview_places.file(pk)
        return
    for word, variant in PICTURES.items():
        yield f"pictures/{word}/preview-files/{pk}.png", preview_places.picture(pk, variant)
    if extension == "mp4":
        for word, version in MOVIES.items():
            yield f"movies/{word}/preview-files/{pk}.mp4", preview_places.movie(pk, version)
        yield f"movies/tiles/preview-files/{pk}.png", preview_places.picture(pk, preview_places.TILES)


@dataclass
class FilePull:
    """Files that are here are left alone; each appears whole, hence a run may be cut short."""

    remote: Remote
    project_id: str | None = None
    begin: Callable[[str, int | None], None] = lambda step, total: None
    tell: Callable[[int], None] = lambda number: None
    stored: int = 0
    absent: list[str] = field(default_factory=list)  # addresses that the other server has not
    failed: list[tuple[str, str]] = field(default_factory=list)

    def run(self) -> None:
        found = list(wanted(self.project_id))
        self.begin("files", len(found))
        with tempfile.TemporaryDirectory(prefix="kitsu-") as folder:
            self.take_all(found, Path(folder))

    def take_all(self, places: Iterable[tuple[str, storage.Stored]], folder: Path, *, again=False) -> None:
        """Fetch those that are not here; `again`: the others too."""
        for address, place in places:
            if again or not storage.exists(place):
                self.take(address, place, folder / "file")
            self.tell(1)

    def take(self, address: str, place: storage.Stored, path: Path) -> None:
        try:
            if not self.remote.download(address, path):
                self.absent.append(address)
                return
        except Invalid as error:
            self.failed.append((address, error.message))
            return
        storage.save_path(place, path)
        self.stored += 1
