from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from kitsu_site import (
    benchmarks,
    import_benchmarks,
    list_benchmarks,
    production_benchmarks,
    task_benchmarks,
)

RATIO = {"postgresql": 2.0, "sqlite": 3.0}  # how much more than a bare cursor a big list may take
MEMORY = 6.0  # times the answer
FIRST_BYTE = 0.10  # of the time of the streamed form
UNCHANGED = 0.05  # of the time of the whole list
APPLIED, DELETED = 10, 30  # seconds, of a plan and of a production with 40,000 tasks
IMPORTED = {"postgresql": 20, "sqlite": 40}  # seconds, of a sheet of 5,000 shots
GROWTH = (500, 5_000, 20_000)  # shots


class Command(BaseCommand):
    help = "Measure the API beside the least that the database and JSON take, in a scratch database."
    requires_system_checks = []  # they load every route

    def add_arguments(self, parser):
        kinds = parser.add_subparsers(dest="kind", required=True, metavar="KIND")
        rows = kinds.add_parser("rows", help="the list of a production's tasks")
        rows.add_argument("--tasks", type=int, default=40_000, help="how many (default: %(default)s)")
        rows.add_argument("--rounds", type=int, default=7, help="whose median counts (default: %(default)s)")
        rows.add_argument(
            "--limit",
            type=float,
            default=2.0,
            help="exit code 1 where the API takes more than so many times the CPU (default: %(default)s)",
        )

        lists = kinds.add_parser("lists", help="the list of a production's shots with their tasks")
        lists.add_argument(
            "--shots", type=int, help=f"how many (default: {', '.join(map(str, GROWTH))} in turn)"
        )
        lists.add_argument("--rounds", type=int, default=5, help="whose median counts (default: %(default)s)")

        tasks = kinds.add_parser("tasks", help="work on thousands of tasks at once")
        tasks.add_argument(
            "--shots", type=int, default=5_000, help="of 8 tasks each, and one more (default: %(default)s)"
        )
        tasks.add_argument("--assigned", type=int, default=2_000, help="at once (default: %(default)s)")

        production = kinds.add_parser("production", help="planning, counting and deleting a whole production")
        production.add_argument("--tasks", type=int, default=40_000, help="of it (default: %(default)s)")
        production.add_argument("--comments", type=int, default=150_000, help="of it (default: %(default)s)")

        sheet = kinds.add_parser("sheet", help="importing a sheet of shots with columns of tasks")
        sheet.add_argument("--shots", type=int, default=5_000, help="rows of it (default: %(default)s)")

    def handle(self, *, kind, **options):
        getattr(self, kind)(**options)

    def sheet(self, *, shots, **options):
        if shots < 1:
            raise CommandError("--shots: at least 1 is wanted.")
        self.stdout.write(
            f"{shots} shots with {import_benchmarks.TASK_TYPES} tasks, {connection.vendor},"
            f" seconds of the clock\n\n{'':12}    rows  seconds  queries  for 1,000 rows   events"
        )
        found = import_benchmarks.sheet(shots=shots)
        for step in found:
            self.stdout.write(
                f"{step.name:12} {step.rows:7} {step.seconds:8.2f} {step.queries:8}"
                f" {step.queries / step.rows * 1000:15.0f} {step.events:8}"
            )
        limit = IMPORTED[connection.vendor]
        self.stdout.write(f"limit: {limit} s for 5,000 new shots")
        if found[0].seconds / shots * 5_000 > limit and shots >= 5_000:
            raise CommandError("Over the limit.")

    def rows(self, *, tasks, rounds, limit, **options):
        if tasks < 1 or rounds < 1:
            raise CommandError("--tasks and --rounds: at least 1 is wanted.")
        found = benchmarks.rows(tasks=tasks, rounds=rounds)
        self.stdout.write(
            f"{found.rows} tasks of {found.columns} columns, {connection.vendor}, rounds: {rounds}\n\n"
            f"{'':24} CPU seconds  queries      bytes"
        )
        for one in (found.bare, found.api):
            self.stdout.write(f"{one.name:24} {one.seconds:11.3f}  {one.queries:7}  {one.size:9}")
        self.stdout.write(f"{'ratio':24} {found.ratio:11.2f}")
        if found.ratio > limit:
            raise CommandError(
                f"The API takes {found.ratio:.2f} times the CPU of a bare cursor, over {limit:g}."
            )

    def tasks(self, *, shots, assigned, **options):
        if not 1 <= assigned <= shots:
            raise CommandError("--shots: at least as many as --assigned, of which at least 1, are wanted.")
        found = task_benchmarks.tasks(shots=shots, assigned=assigned)
        self.stdout.write(f"{connection.vendor}\n\n{'':12}   rows  seconds  limit  queries  events")
        for one in found:
            self.stdout.write(
                f"{one.name:12} {one.rows:6} {one.seconds:8.2f} {one.limit:6.1f}"
                f" {one.queries:8} {one.events:7}"
            )
        broken = [one.name for one in found if one.seconds > one.limit]
        most = task_benchmarks.MOST_QUERIES
        broken += [f"queries of {s.name}" for s in found if s.name == "comment" and s.queries > most]
        if broken:
            raise CommandError(f"Over the limit: {', '.join(broken)}.")

    def lists(self, *, shots, rounds, **options):
        if (shots is not None and shots < 2) or rounds < 1:
            raise CommandError("--shots: at least 2, --rounds: at least 1 is wanted.")
        sizes = sorted({*GROWTH, shots}) if shots else list(GROWTH)
        found = list_benchmarks.lists(sizes=sizes, rounds=rounds)
        limit = RATIO[connection.vendor]
        self.stdout.write(
            f"{list_benchmarks.PATH}, {connection.vendor}, rounds: {rounds}, seconds of the clock\n\n"
            "  shots   tasks      bytes    bare   whole  ratio  compact  stream  1st byte  1st row"
            "     304  memory  ms/shot"
        )
        for one in found:
            self.stdout.write(
                f"{one.shots:7} {one.tasks:7} {one.size:10} {one.bare:7.3f} {one.whole:7.3f} {one.ratio:6.2f}"
                f" {one.compact:8.3f} {one.streamed:7.3f} {one.first_byte / one.streamed:9.1%}"
                f" {one.first_row / one.streamed:8.1%} {one.unchanged / one.whole:7.1%} {one.memory:6.1f}x"
                f" {one.whole / one.shots * 1000:8.3f}"
            )
        self.stdout.write(
            f"limits: ratio {limit:g}, 1st byte {FIRST_BYTE:.0%}, 304 {UNCHANGED:.0%}, memory {MEMORY:g}x"
        )
        one = next(m for m in found if m.shots == (shots or GROWTH[1]))
        broken = [
            name
            for name, value, most in (
                ("ratio", one.ratio, limit),
                ("memory", one.memory, MEMORY),
                ("1st byte", one.first_byte / one.streamed, FIRST_BYTE),
                ("304", one.unchanged / one.whole, UNCHANGED),
            )
            if value > most
        ]
        if broken:
            raise CommandError(f"Over the limit with {one.shots} shots: {', '.join(broken)}.")

    def production(self, *, tasks, comments, **options):
        if tasks < 1 or comments < 1:
            raise CommandError("--tasks and --comments: at least 1 is wanted.")
        found = production_benchmarks.whole_production(tasks=tasks, comments=comments)
        self.stdout.write(
            f"{tasks} tasks and {comments} comments, {connection.vendor}, seconds of the clock\n\n"
            f"{'':44}    rows  seconds"
        )
        for step in found:
            self.stdout.write(f"{step.name:44} {step.rows:7} {step.seconds:8.2f}")
        _, applied, _, deleted = found
        self.stdout.write(f"limits: {APPLIED} s to apply, {DELETED} s to delete")
        if applied.seconds > APPLIED or deleted.seconds > DELETED:
            raise CommandError("Over the limit.")
