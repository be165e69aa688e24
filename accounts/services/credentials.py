"""Who knows the passwords: this server, or a directory (setting AUTH_STRATEGY)."""

from django.conf import settings

from accounts.models import Person
from accounts.services import ldap
from kitsu_site.exceptions import Invalid
from kitsu_site.roles import Role

LOCAL, NO_PASSWORD, LDAP = "auth_local_classic", "auth_local_no_password", "auth_remote_ldap"


def fits(person: Person | None, password: str, *, login: str = "") -> bool:
    """Whether that is the password of who signs in; it takes about as long for nobody as for somebody.

    Raises `Unavailable` where the directory that knows it cannot be asked.
    """
    if settings.AUTH_STRATEGY == NO_PASSWORD:
        return person is not None
    if settings.AUTH_STRATEGY == LDAP:
        if person is None:
            ldap.fits(login, password)  # as long as it takes for somebody
            return False
        if is_of_directory(person):
            return ldap.fits(person.desktop_login or person.email or "", password)
        # Without a way around the directory only admins get in when it is down.
        if not settings.LDAP_FALLBACK and person.role != Role.ADMIN:
            person.check_password(password)
            return False
    return (person or Person()).check_password(password)


def is_of_directory(person: Person) -> bool:
    """Whether a person's password is the directory's."""
    return settings.AUTH_STRATEGY == LDAP and bool(person.is_generated_from_ldap)


def check_changeable(person: Person) -> None:
    """Raise `Invalid` where the password cannot be changed here."""
    if is_of_directory(person):
        raise Invalid("The password is the directory's: it is changed there.", field="password")
