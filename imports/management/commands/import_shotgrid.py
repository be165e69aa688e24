"""`manage.py import_shotgrid`: a studio moves in from ShotGrid."""

import os
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from accounts.models import Person
from imports.services.bars import Bars
from imports.services.progress import Progress
from imports.services.shotgun.moving import Move
from imports.services.shotgun.sources import Folder, Site
from kitsu_site.exceptions import StudioError
from kitsu_site.roles import Role

KEY = "SHOTGRID_API_KEY"


class Command(BaseCommand):
    help = (
        "Take in what a studio has in ShotGrid: people, productions, assets, shots, tasks, versions with"
        " their films, notes. A run that was cut short goes on where it was when it is started again; rows"
        " that are here already are brought up to date, never doubled."
    )
    requires_system_checks = []  # they load every route

    def add_arguments(self, parser):
        parser.add_argument("folder", nargs="?", help="of JSON dumps: persons.json, projects.json, ...")
        parser.add_argument("--url", help="of the site, instead of a folder")
        parser.add_argument("--script-name", help="of the script that signs in to the site")
        parser.add_argument(
            "--api-key", help=f"of that script; better in the variable {KEY}: others see options"
        )
        parser.add_argument(
            "--project", action="append", default=[], metavar="NAME", help="only this production; repeatable"
        )
        parser.add_argument("--no-previews", action="store_true", help="without the films of versions")
        parser.add_argument(
            "--as", dest="email", help="who is said to have made new rows (default: the first admin)"
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="say what would come in, and change nothing"
        )
        parser.add_argument("--restart", action="store_true", help="begin anew instead of going on")

    def handle(
        self, *, folder, url, script_name, api_key, project, no_previews, email, dry_run, restart, **options
    ):
        try:
            source = self.source(folder, url, script_name, api_key)
            progress = Progress("shotgrid", source.name, *sorted(project), kept=not dry_run)
            if restart:
                progress.forget()
            elif not progress.is_new:
                self.stdout.write("Going on where the last run stopped (--restart begins anew).")
            bars = Bars()
            move = Move(
                source=source,
                by=person(email),
                progress=progress,
                projects=frozenset(project),
                films=not (no_previews or dry_run),
                begin=bars.begin,
                tell=bars.advance,
            )
            with bars, transaction.atomic() if dry_run else bars:
                outcome = move.run()
                if dry_run:
                    transaction.set_rollback(True)
        except StudioError as error:
            raise CommandError(error.message) from None
        progress.forget()
        self.sum_up(outcome, dry_run)

    def source(self, folder, url, script_name, api_key):
        if bool(folder) == bool(url):
            raise CommandError("Name either a folder of dumps or a site (--url).")
        if folder:
            return Folder(Path(folder))
        api_key = api_key or os.environ.get(KEY)
        if not script_name or not api_key:
            raise CommandError(f"--url needs --script-name, and --api-key or the variable {KEY}.")
        return Site(url, script_name, api_key)

    def sum_up(self, outcome, dry_run: bool) -> None:
        self.stdout.write(f"{'':<20}{'taken in':>10}{'passed over':>13}{'failed':>8}")
        for kind in outcome.kinds():
            numbers = outcome.stored[kind], outcome.passed[kind], outcome.failed[kind]
            self.stdout.write("{:<20}{:>10,}{:>13,}{:>8,}".format(kind, *numbers))
        if dry_run:
            self.stdout.write("Nothing was changed.")
        elif failed := outcome.failed.total():
            raise CommandError(
                f"{failed:,} could not be taken in: see the import errors in the back office, to try again."
            )


def person(email: str | None) -> Person:
    """The person of that address, or the first admin."""
    people = Person.objects.filter(is_bot=False, active=True).order_by("created_at")
    found = people.filter(email=email).first() if email else people.filter(role=Role.ADMIN).first()
    if found is None:
        raise CommandError(
            f"There is nobody active with the address {email}." if email else "There is no admin yet."
        )
    return found
