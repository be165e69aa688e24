import uuid
from functools import reduce
from operator import or_

from django.core.management.base import CommandError
from django.db.models import Q

from files.management.repairs import RepairCommand, named, told
from files.models import PreviewFile
from files.services import preview_repairs, previews
from files.services.preview_repairs import MOVIE, PICTURE
from production.models import Entity, Project


class Command(RepairCommand):
    help = "Make smaller pictures, tiles and metadata of the previews of open productions that are ready."

    def add_arguments(self, parser):
        parser.add_argument("--project", help="only of this production (name or id)")
        parser.add_argument("--entity-id", type=uuid.UUID, help="only of this asset, shot, ...")
        parser.add_argument(
            "--episode",
            action="append",
            default=[],
            help="only of this episode (id, or name with --project); may be repeated",
        )
        kinds = parser.add_mutually_exclusive_group()
        kinds.add_argument("--only-shots", action="store_true")
        kinds.add_argument("--only-assets", action="store_true")
        parser.add_argument("--with-tiles", action="store_true", help="the tiles of movies that have none")
        parser.add_argument("--with-metadata", action="store_true", help="size, duration")
        parser.add_argument("--with-thumbnails", action="store_true", help="the smaller pictures, anew")
        parser.add_argument(
            "--force-regenerate-tiles",
            action="store_true",
            help="with --with-tiles: also tiles that are there",
        )
        parser.add_argument("--dry-run", action="store_true", help="say what would be made, and make nothing")

    def handle(self, **options):
        if not (options["with_tiles"] or options["with_metadata"] or options["with_thumbnails"]):
            wanted = "--with-tiles, --with-metadata, --with-thumbnails"
            raise CommandError(f"Say what to make: {wanted}.", returncode=2)
        chosen = self.chosen(**options)
        self.stdout.write("Generating preview extras...")
        self.stdout.write(f"{chosen.count()} previews found.")
        self.each(chosen, lambda preview: make(preview, **options))
        self.stdout.write("Nothing was made." if options["dry_run"] else "Preview extras generated.")

    def chosen(self, *, project, entity_id, episode, only_shots, only_assets, **options):
        """The previews that the options choose; raises `CommandError` for names of nothing."""
        found = preview_repairs.of_open_productions(MOVIE, PICTURE).filter(status=previews.READY)
        if project:
            row = Project.objects.open().filter(named(project)).first()
            if row is None:
                raise CommandError(f"There is no open production {project!r}.")
            found = found.filter(task__project=row)
        if entity_id:
            found = found.filter(task__entity_id=entity_id)
        if episode:
            ids = self.episode_ids(project and row, episode)
            # The episode's own, those of its sequences and edits, of their shots, and of its assets.
            places = ("pk", "parent", "parent__parent", "source")
            inside = reduce(or_, (Q(**{f"{place}__in": ids}) for place in places))
            found = found.filter(task__entity__in=Entity.objects.filter(inside))
        for wanted, kind in ((only_shots, "Shot"), (only_assets, "Asset")):
            if wanted:
                found = found.filter(task__entity__in=Entity.objects.of_kind(kind))
        return found

    def episode_ids(self, project: Project | None, names: list[str]) -> list:
        episodes = Entity.objects.of_kind("Episode")
        ids = []
        for name in names:
            rows = (
                episodes.filter(named(name), project=project) if project else episodes.filter(pk=as_id(name))
            )
            pk = rows.values_list("pk", flat=True).first()
            if pk is None:
                raise CommandError(f"There is no episode {name!r}.")
            ids.append(pk)
        return ids


def make(preview: PreviewFile, *, with_metadata, with_thumbnails, with_tiles, dry_run, **options) -> str:
    """Make what is asked for; answers in words what that was."""
    words = []
    if with_metadata:
        words.append(told(preview_repairs.measure(preview=preview, dry_run=dry_run)))
    if with_thumbnails:
        words.append("thumbnails")
        if not dry_run:
            preview_repairs.make_pictures(preview)
    forced = options["force_regenerate_tiles"] and preview.extension == MOVIE
    if with_tiles and (forced or preview_repairs.lacks_tiles(preview)):
        words.append("tiles")
        if not dry_run:
            previews.make_tiles(preview)
    return "; ".join(words) or "nothing to make"


def as_id(text: str) -> uuid.UUID:
    try:
        return uuid.UUID(text)
    except ValueError:
        raise CommandError(f"--episode: {text!r} is no id; names need --project.") from None
