from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from kitsu_site import adoption

HELP = """\
Take over the PostgreSQL database of a Kitsu server, the one that DATABASE_URL names.

The tables and columns are compared with those that this server knows. Where something
differs, it is listed, nothing is changed, and the exit code is 1. Otherwise the migrations
of these tables are recorded as done, and the tables of our own are made beside them. Running
it again is safe: it says that nothing is left to do.

Make a backup first, and stop the old server: two servers do not share one database.

To go back, stop this server, run `manage.py hand_back_database`, and point the old server at
the database again: secrets of second factors, which are in tables of our own meanwhile, are then
where it looks for them. Its own tables were not changed otherwise, so there is nothing to undo but
ours, which it does not know: drop those that the command lists as made, whose rows may refer
to people that the old server would delete.
"""


class Command(BaseCommand):
    help = HELP

    def create_parser(self, *args, **kwargs):
        from argparse import RawDescriptionHelpFormatter

        # The paragraphs of the help are kept as they are.
        return super().create_parser(*args, formatter_class=RawDescriptionHelpFormatter, **kwargs)

    requires_system_checks = []  # they load every route

    def add_arguments(self, parser):
        parser.add_argument(
            "--dry-run", action="store_true", help="only compare, and say what would be done; change nothing"
        )

    def handle(self, *, dry_run=False, **options):
        if connection.vendor != "postgresql":
            raise CommandError(
                "Kitsu's databases are PostgreSQL, and this one is not: set DATABASE_URL to the address"
                " of one, such as postgres://user:password@host:5432/kitsu."
            )
        review = adoption.review()
        if review.empty:
            raise CommandError(
                "This database holds no table of Kitsu: check DATABASE_URL, or make a new one with"
                " `manage.py migrate`."
            )
        if review.differences:
            self.stdout.write(table(review.differences))
            raise CommandError(f"Differences: {len(review.differences)}. Nothing was changed.")
        self.name_the_rest(review)
        plan = adoption.plan()
        if not plan:
            self.stdout.write("This database is adopted already: nothing to do.")
            return
        for app, name in plan.recorded:
            self.stdout.write(f"record {app}.{name}: its tables are there")
        for app, name in plan.run:
            self.stdout.write(f"run {app}.{name}")
        if dry_run:
            self.stdout.write("Nothing was changed.")
            return
        made = adoption.carry_out(plan)
        self.stdout.write(f"Tables made: {', '.join(made) or 'none'}.")
        self.stdout.write("The database is adopted.")

    def name_the_rest(self, review):
        """Say what there is besides, and will be left alone."""
        if review.unknown_tables:
            self.stdout.write(f"Other tables, left alone: {', '.join(review.unknown_tables)}.")
        if review.unknown_columns:
            self.stdout.write(f"Other columns, left alone: {', '.join(review.unknown_columns)}.")


def table(differences) -> str:
    """The differences as aligned lines under a heading."""
    rows = [("TABLE", "COLUMN", "WANTED", "FOUND")]
    rows += [(d.table, d.column or "", d.wanted, d.found) for d in differences]
    widths = [max(len(row[place]) for row in rows) for place in range(3)]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, [*widths, 0], strict=True)).rstrip()
        for row in rows
    )
