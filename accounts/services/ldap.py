"""The studio's directory (LDAP): who is in it, and whether a password is theirs (notes on accounts, 2.6).

ldap3 speaks the protocol. What goes wrong is told in the words of the server. Settings LDAP_...
"""

import logging
import re
import ssl
from dataclasses import dataclass
from functools import cached_property

from django.conf import settings

from kitsu_site.exceptions import Unavailable
from kitsu_site.roles import Role

logger = logging.getLogger(__name__)

TIMEOUT = 10  # seconds for a connection, and for an answer
PAGE = 500  # entries that are read at a time
DISABLED = 2  # the bit of Active Directory's userAccountControl
GROUP_CLASSES = ("groupOfNames", "groupOfUniqueNames", "posixGroup", "group")
GROUPS = f"(|{''.join(f'(objectClass={name})' for name in GROUP_CLASSES)})"
ESCAPED = re.compile(r"(?:\\[0-9a-fA-F]{2})+|\\.")  # within the name of an entry
ROLES_BY_RANK = (Role.ADMIN, Role.MANAGER, Role.SUPERVISOR, Role.USER, Role.CLIENT, Role.VENDOR)


@dataclass(frozen=True)
class Names:
    """What a kind of directory calls things."""

    people: str  # a filter
    login: str
    uid: str
    photo: str


OPEN_LDAP = Names("(objectClass=inetOrgPerson)", "uid", "entryUUID", "jpegPhoto")
ACTIVE_DIRECTORY = Names(
    "(&(objectClass=user)(objectCategory=person))", "sAMAccountName", "objectGUID", "thumbnailPhoto"
)


@dataclass(frozen=True)
class Entry:
    """Somebody in the directory."""

    dn: str
    login: str
    uid: str
    first_name: str
    last_name: str
    emails: tuple[str, ...]
    active: bool
    photo: bytes | None

    @property
    def email(self) -> str | None:
        """The address in the studio's domain (EMAIL_DOMAIN); one made of the login where there is none."""
        domain = settings.EMAIL_DOMAIN.lower()
        if not domain:
            return self.emails[0] if self.emails else None
        inside = [email for email in self.emails if email.lower().endswith(f"@{domain}")]
        return inside[0] if inside else f"{self.login}@{domain}"


def fits(login: str, password: str) -> bool:
    """Whether the directory knows somebody by that login or address, and takes the password for theirs.

    Raises `Unavailable` where the directory cannot be asked.
    """
    if not login or not password:  # without a password a server answers yes, and means nobody
        return False
    with Directory() as directory:
        entry = directory.find(login)
    if entry is None or not entry.active:
        return False
    connection = connected()
    try:
        return connection.rebind(entry.dn, password, authentication="SIMPLE")
    except ldap_errors() as error:
        raise unavailable("sign-in", error) from None
    finally:
        connection.unbind()


class Directory:
    """The directory as the account LDAP_USER reads it, within a `with`."""

    def __enter__(self):
        self.connection = connected()
        try:
            self.bind(account_dn())
        except ldap_errors() as error:
            raise unavailable("bind", error) from None
        return self

    def __exit__(self, *error):
        self.connection.unbind()

    def bind(self, account: str) -> None:
        """Be an account of the directory, or nobody in particular."""
        connection = self.connection
        if account:
            bound = connection.rebind(account, settings.LDAP_PASSWORD, authentication="SIMPLE")
        else:
            bound = connection.bind()
        if not bound:
            raise Unavailable(f"LDAP: bind as {account or 'nobody'}: {words(connection)}")

    @cached_property
    def names(self) -> Names:
        return ACTIVE_DIRECTORY if settings.LDAP_IS_AD else OPEN_LDAP

    def find(self, login: str) -> Entry | None:
        """Who signs in as `login`: by the directory's login, else by an address."""
        for attribute in (self.names.login, "mail"):
            found = list(self.search(f"(&{self.names.people}({attribute}={escaped(login)}))"))
            if len(found) == 1:  # several would be several people
                return found[0]
        return None

    def people(self) -> list[Entry]:
        """Everybody, of the group LDAP_GROUP where that is set, without LDAP_EXCLUDED_ACCOUNTS."""
        excluded = {login.lower() for login in settings.LDAP_EXCLUDED_ACCOUNTS}
        listed = [e for e in self.search(self.names.people) if e.login and e.login.lower() not in excluded]
        if not settings.LDAP_GROUP:
            return listed
        members = self.members(settings.LDAP_GROUP)
        return [entry for entry in listed if is_member(entry, members)]

    def roles(self, entries: list[Entry]) -> dict[str, Role]:
        """{dn: role} by the groups of LDAP_ROLE_GROUPS, the strongest that lists somebody; else an artist."""
        groups = {role: self.members(group) for role, group in settings.LDAP_ROLE_GROUPS.items()}
        ranked = [role for role in ROLES_BY_RANK if role in groups]
        return {
            entry.dn: next((role for role in ranked if is_member(entry, groups[role])), Role.USER)
            for entry in entries
        }

    def members(self, group: str) -> set[str]:
        """The names (of entries) and logins that a group lists; it is given by its full name or its `cn`."""
        by_name = "=" in group
        base = group if by_name else settings.LDAP_BASE_DN
        wanted = GROUPS if by_name else f"(&{GROUPS}(cn={escaped(group)}))"
        found = list(self.read(base, wanted, ["member", "uniqueMember", "memberUid"], whole=not by_name))
        if len(found) != 1:
            raise Unavailable(f"LDAP: there are {len(found)} groups {group!r}.")
        lists = (texts(found[0], name) for name in ("member", "uniqueMember", "memberUid"))
        return {comparable(member) for names in lists for member in names}

    def search(self, wanted: str):
        """The people that a filter finds."""
        names = self.names
        attributes = [
            names.login,
            names.uid,
            names.photo,
            "givenName",
            "sn",
            "cn",
            "mail",
            "userAccountControl",
        ]
        for found in self.read(settings.LDAP_BASE_DN, wanted, attributes):
            yield self.entry(found)

    def read(self, base: str, wanted: str, attributes: list[str], *, whole: bool = True):
        """The entries below `base` (or that alone) that a filter finds, as ldap3 has them, page by page."""
        scope = "SUBTREE" if whole else "BASE"
        try:
            found = self.connection.extend.standard.paged_search(
                base, wanted, search_scope=scope, attributes=attributes, paged_size=PAGE, generator=True
            )
            for item in found:
                if item["type"] == "searchResEntry":
                    yield item
        except ldap_errors() as error:
            raise unavailable("search", error) from None
        if self.connection.result["result"] != 0:
            raise Unavailable(f"LDAP: search below {base}: {words(self.connection)}")

    def entry(self, found: dict) -> Entry:
        """Somebody as this server knows people."""
        names = self.names
        [uid] = found["raw_attributes"].get(names.uid) or [b""]
        control = text(found, "userAccountControl")
        given, family = text(found, "givenName"), text(found, "sn")
        return Entry(
            dn=found["dn"],
            login=text(found, names.login),
            uid=uid.hex() if settings.LDAP_IS_AD else uid.decode(),
            first_name=given or text(found, "cn").partition(" ")[0],
            last_name=family,
            emails=tuple(texts(found, "mail")),
            active=not (control.isdigit() and int(control) & DISABLED),
            photo=next(iter(found["raw_attributes"].get(names.photo) or []), None),
        )


def connected():
    """A connection, encrypted where the settings say so, that nobody is bound to yet."""
    import ldap3

    tls = ldap3.Tls(validate=ssl.CERT_REQUIRED, ca_certs_file=settings.LDAP_CA_CERTIFICATE or None)
    server = ldap3.Server(
        settings.LDAP_HOST,
        port=settings.LDAP_PORT,
        use_ssl=settings.LDAP_SSL,
        tls=tls,
        connect_timeout=TIMEOUT,
        get_info=ldap3.NONE,
    )
    connection = ldap3.Connection(
        server, read_only=True, check_names=False, receive_timeout=TIMEOUT, auto_referrals=False
    )
    try:
        connection.open()
        if settings.LDAP_START_TLS and not connection.start_tls(read_server_info=False):
            raise Unavailable(f"LDAP: StartTLS: {words(connection)}")
    except ldap_errors() as error:
        raise unavailable(f"connection to {settings.LDAP_HOST}:{settings.LDAP_PORT}", error) from None
    return connection


def account_dn() -> str:
    """What LDAP_USER binds as: a full name as it is, else a login below the base or in the domain."""
    user = settings.LDAP_USER
    if not user or "=" in user or "@" in user or "\\" in user:
        return user
    return f"{user}@{settings.LDAP_DOMAIN}" if settings.LDAP_IS_AD else f"uid={user},{settings.LDAP_BASE_DN}"


def ldap_errors() -> tuple:
    from ldap3.core.exceptions import LDAPExceptionError

    return (LDAPExceptionError, OSError)


def unavailable(step: str, error: Exception) -> Unavailable:
    logger.error("LDAP: %s failed", step, exc_info=error)
    return Unavailable(f"LDAP: {step}: {error}")


def words(connection) -> str:
    """What the server said last."""
    result = connection.result
    said = f"{result['description']} ({result['result']})"
    return f"{said}: {result['message']}" if result.get("message") else said


def escaped(value: str) -> str:
    """A value within a filter: nothing in it is taken for the filter's own."""
    from ldap3.utils.conv import escape_filter_chars

    return escape_filter_chars(value)


def comparable(name: str) -> str:
    """The name of an entry in one spelling; logins are left as they are, in lower case."""
    from ldap3.core.exceptions import LDAPInvalidDnError
    from ldap3.utils.dn import parse_dn

    try:
        parts = parse_dn(name) if "=" in name else []
    except LDAPInvalidDnError:
        parts = []
    named = ",".join(f"{key}={ESCAPED.sub(unescaped, value)}" for key, value, _ in parts)
    return (named or name).lower()


def unescaped(found: re.Match) -> str:
    """What stands behind an escape: a sign, or the bytes of some."""
    text = found[0]
    if len(text) == 2:
        return text[1]
    return bytes.fromhex(text.replace("\\", "")).decode("utf-8", "replace")


def is_member(entry: Entry, members: set[str]) -> bool:
    return comparable(entry.dn) in members or entry.login.lower() in members


def texts(found: dict, name: str) -> list[str]:
    """The values of an attribute."""
    return [value.decode("utf-8", "replace") for value in found["raw_attributes"].get(name) or []]


def text(found: dict, name: str) -> str:
    """The first value of an attribute, or nothing."""
    return next(iter(texts(found, name)), "")
