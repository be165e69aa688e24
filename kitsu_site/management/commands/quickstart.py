import contextlib
import getpass
import io
import os
import secrets
import sys

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connections, transaction

from kitsu_site import checks, quickstart
from kitsu_site.exceptions import Invalid

PATIENCE = 3  # seconds that calls get to end when the server stops; listeners would stay forever
DEFAULT_EMAIL = "admin@example.com"


class Command(BaseCommand):
    help = "Prepare what is missing - data folder, secret key, tables, an admin, a demo - and serve."
    requires_system_checks = []  # they look at things that are made here

    def add_arguments(self, parser):
        parser.add_argument("--host", default="127.0.0.1", help="address to serve at (default: %(default)s)")
        parser.add_argument("--port", type=int, default=8000, help="port (default: %(default)s; 0: any free)")
        parser.add_argument("--no-demo", action="store_true", help="do not load the demo productions")
        parser.add_argument("--admin-email", help=f"of the first admin (default: {DEFAULT_EMAIL})")
        parser.add_argument("--admin-password", help="of the first admin (default: asked for, or made up)")
        parser.add_argument("--no-serve", action="store_true", help="prepare, and stop there")

    def handle(self, *, host, port, no_demo, no_serve, admin_email, admin_password, **options):
        try:
            listening = None if no_serve else quickstart.listen(host, port)
            self.prepare(admin_email, admin_password, demo=not no_demo)
            if listening:
                self.serve(listening, host)
        except (Invalid, ImproperlyConfigured) as error:
            raise CommandError(getattr(error, "message", error)) from None
        except KeyboardInterrupt:
            self.say("Stopped.")

    def prepare(self, email, password, *, demo: bool) -> None:
        quickstart.make_folders()
        if quickstart.make_secret():
            self.start_over()
        checks.require_secret()
        quickstart.check_database()
        if not quickstart.is_migrated():
            self.say("Preparing the database ...")
            call_command("migrate", verbosity=0, interactive=False)
        if not quickstart.has_admin():
            self.make_admin(email, password)
        if demo and quickstart.is_empty_studio():
            self.say("Loading the demo ...")
            call_command("load_demo", stdout=self.stdout)
            call_command("load_demo_pictures", stdout=self.stdout)

    def start_over(self) -> None:
        """Run the same command in a process that reads the new secret key."""
        self.say(f"Wrote the secret key {settings.SECRET_KEY_FILE}.")
        sys.stdout.flush()
        os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:]])  # noqa: S606 - our own command line

    def make_admin(self, email: str | None, password: str | None) -> None:
        """The first admin. The password is shown before the account is there: it cannot get lost."""
        asked = sys.stdin.isatty()
        if email is None and asked:
            email = input(f"Email of the admin [{DEFAULT_EMAIL}]: ").strip()
        email = email or DEFAULT_EMAIL
        if password is None and asked:
            password = getpass.getpass("Password [empty: one is made up]: ")
        made_up = not password
        password = password or secrets.token_urlsafe(12)
        output = io.StringIO()
        with transaction.atomic():
            call_command("create_admin", email, password=password, stdout=output)
            if "created" not in output.getvalue():
                self.say(f"Admin: {email}, with the password they have.")
            else:
                self.say(f"Admin: {email}" + (f", password: {password} (shown this once)" if made_up else ""))

    def serve(self, listening, host: str) -> None:
        """Serve until Ctrl-C."""
        connections.close_all()
        import uvicorn

        from kitsu_site.asgi import application

        name = f"[{host}]" if ":" in host else host
        address = f"http://{name}:{listening.getsockname()[1]}"
        for what, path in (("API", "/"), ("Admin", "/admin/"), ("API documentation", "/docs/")):
            self.say(f"{what + ':':<18} {address}{path}")
        self.say("Ctrl-C stops the server.")
        config = uvicorn.Config(
            application,
            log_level="warning",
            access_log=False,
            lifespan="off",
            timeout_graceful_shutdown=PATIENCE,
        )
        with contextlib.suppress(KeyboardInterrupt):  # raised or not, by what the loop was at when it came
            uvicorn.Server(config).run(sockets=[listening])
        self.say("Stopped.")

    def say(self, text: str) -> None:
        self.stdout.write(text)
        self.stdout.flush()
