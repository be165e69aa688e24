"""`manage.py import_timeline cut.edl --project NAME`: the shots of a cut, whole or not at all."""

from imports.management.imports import ImportCommand
from imports.services import conventions, timelines
from imports.services.timeline_import import TimelineImporter
from production.services.quotas import frames_per_second


class Command(ImportCommand):
    help = "Import the shots of a timeline (EDL, OTIO, Final Cut XML, AAF): their frames, and new shots."

    def add_arguments(self, parser):
        super().add_arguments(parser)
        parser.add_argument("--project", required=True, help="name or id of the production")
        parser.add_argument("--episode", help="name or id of the episode; wanted in a series")
        parser.add_argument(
            "--naming-convention",
            help=f"how clips are named after shots (default: {conventions.FILM}; of an episode:"
            f" {conventions.SERIES})",
        )
        parser.add_argument("--ignore-case", action="store_true", help="compare names whatever their case")
        parser.add_argument("--fps", type=float, help="frames a second of an EDL (default: the production's)")

    def handle(self, *, file, project, episode, naming_convention, ignore_case, fps, by, dry_run, **options):
        project = self.project(project)
        episode = self.episode(project, episode)
        content, person = self.content(file), self.person(by)
        self.run(
            lambda: TimelineImporter(
                project=project,
                episode=episode,
                by=person,
                naming_convention=naming_convention,
                match_case=not ignore_case,
            ),
            lambda: timelines.read(content, file_name=file.name, rate=fps or frames_per_second(project)),
            dry_run=dry_run,
        )
