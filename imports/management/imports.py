"""What the commands that import files share: who imports, into what, and how it is told."""

from collections.abc import Callable, Iterable
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db.models import Q
from tqdm import tqdm

from accounts.models import Person
from imports.services import plans
from imports.services.plans import Action, Importer, ImportRefused, Plan
from kitsu_site.api.filters import as_uuid
from kitsu_site.exceptions import Invalid, StudioError
from production.models import Entity, Project

SHOWN = 20  # refused rows and warnings that are told one by one


class ImportCommand(BaseCommand):
    """An import applies whole or not at all: a refused row refuses the file (exit code 1)."""

    requires_system_checks = []  # they load every route

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help="the file to import")
        parser.add_argument("--by", help="email of who imports (default: the first active admin)")
        parser.add_argument(
            "--dry-run", action="store_true", help="say what would become of each row, and write nothing"
        )

    def content(self, path: Path) -> bytes:
        try:
            return path.read_bytes()
        except OSError as error:
            raise CommandError(f"{path}: {error.strerror}.") from None

    def person(self, email: str | None) -> Person:
        people = Person.objects.filter(is_bot=False)
        if email:
            person = people.filter(email=email.lower()).first()
        else:
            person = people.filter(role="admin", active=True).order_by("created_at", "pk").first()
        if person is None:
            raise CommandError(
                f"There is nobody with the email {email}." if email else "There is no active admin: use --by."
            )
        return person

    def project(self, name: str) -> Project:
        """The production of that name or id."""
        project = Project.objects.filter(named(name)).first()
        if project is None:
            raise CommandError(f"There is no production {name!r}.")
        return project

    def episode(self, project: Project, name: str | None) -> Entity | None:
        if name is None:
            return None
        episode = Entity.objects.filter(project=project).of_kind("Episode").filter(named(name)).first()
        if episode is None:
            raise CommandError(f"There is no episode {name!r} in {project}.")
        return episode

    def run(self, make: Callable[[], Importer], rows: Callable[[], Iterable], *, dry_run: bool) -> None:
        """Import the rows, and tell what became of them."""
        try:
            plan = plans.run(make(), rows(), dry_run=dry_run, progress=bar)
        except ImportRefused as refusal:
            self.tell(refusal.plan, verbose=False)
            raise CommandError(
                f"Nothing was imported: {len(refusal.plan.refused)} rows are refused."
            ) from None
        except StudioError as refusal:
            raise CommandError(refusal.message) from None
        self.tell(plan, verbose=dry_run)
        if plan.refused:
            raise CommandError(f"{len(plan.refused)} rows would be refused, and nothing imported.")
        self.stdout.write("Nothing was written." if dry_run else "Imported.")

    def tell(self, plan: Plan, *, verbose: bool) -> None:
        if verbose:
            for change in plan.changes:
                if change.action in (Action.CREATE, Action.UPDATE):
                    values = ", ".join(f"{key}={value!r}" for key, value in change.values.items())
                    self.stdout.write(
                        f"line {change.line}: {change.action} {change.kind} {change.name} {values}".rstrip()
                    )
        self.tell_some(self.stdout, [(line, f"warning: {words}") for line, words in plan.warnings])
        self.tell_some(self.stderr, [(change.line, f"refused: {change.reason}") for change in plan.refused])
        counts = plan.counts()
        self.stdout.write(", ".join(f"{number} {action}" for action, number in counts.items()) + ".")

    def tell_some(self, out, lines: list[tuple[int, str]]) -> None:
        for line, words in lines[:SHOWN]:
            out.write(f"line {line}: {words}")
        if len(lines) > SHOWN:
            out.write(f"... and {len(lines) - SHOWN} more.")


def named(name: str) -> Q:
    """By name, or by id."""
    try:
        return Q(name=name) | Q(pk=as_uuid("name", name))
    except Invalid:
        return Q(name=name)


def bar(rows: Iterable) -> Iterable:
    return tqdm(rows, unit=" rows", disable=None)
