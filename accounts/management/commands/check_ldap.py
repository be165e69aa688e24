from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from accounts.services.credentials import LDAP
from accounts.services.ldap import Directory, account_dn
from kitsu_site.exceptions import StudioError


class Command(BaseCommand):
    help = "Try the settings of the directory (LDAP), and tell what its server says."

    def add_arguments(self, parser):
        parser.add_argument("--login", help="also look somebody up, by login or address")

    def handle(self, *, login=None, **options):
        tls = "TLS" if settings.LDAP_SSL else "StartTLS" if settings.LDAP_START_TLS else "not encrypted"
        self.stdout.write(f"server: {settings.LDAP_HOST}:{settings.LDAP_PORT}, {tls}")
        try:
            with Directory() as directory:
                self.stdout.write(f"bound as: {account_dn() or 'nobody'}")
                people = directory.people()
                self.stdout.write(f"people: {len(people)} below {settings.LDAP_BASE_DN}{self.of_group()}")
                roles = directory.roles(people) if settings.LDAP_ROLE_GROUPS else {}
                for role in sorted(set(roles.values())):
                    self.stdout.write(f"{role}: {sum(found == role for found in roles.values())}")
                if login:
                    self.tell(directory, login)
        except StudioError as error:
            raise CommandError(error.message) from None
        if settings.AUTH_STRATEGY != LDAP:
            self.stdout.write(f"People do not sign in by the directory yet: set AUTH_STRATEGY to {LDAP}.")

    def of_group(self) -> str:
        return f", of the group {settings.LDAP_GROUP}" if settings.LDAP_GROUP else ""

    def tell(self, directory, login: str) -> None:
        entry = directory.find(login)
        if entry is None:
            raise CommandError(f"Nobody, or more than one, is found by {login}.")
        state = "active" if entry.active else "disabled"
        self.stdout.write(f"{login}: {entry.dn} ({entry.email or 'no address'}, {state})")
