"""People and the studio on the wire: who sees what of them (notes on accounts, sections 3.2 and 5)."""

from accounts.models import Organisation, Person
from kitsu_site.api.wire import Wire

PERSON_SECRETS = (
    "password",
    "totp_secret",
    "email_otp_secret",
    "otp_recovery_codes",
    "fido_credentials",
    "jti",
    "login_failed_attemps",
    "last_login_failed",
)
SHORT_PERSON = (
    "id",
    "first_name",
    "last_name",
    "has_avatar",
    "active",
    "studio_id",
    "role",
    "desktop_login",
    "is_bot",
)
CHAT_SECRETS = ("chat_token_slack", "chat_webhook_mattermost", "chat_token_discord")


class PersonWire(Wire):
    """A person in full: everything but the secrets, and the computed `full_name`."""

    def rows(self, queryset, *, links=False, only=None, parsed=False) -> list[dict]:
        wanted = only if only is None else {*only, "first_name", "last_name"}
        rows = super().rows(queryset, links=links, only=wanted, parsed=parsed)
        for row in rows:
            row["full_name"] = " ".join(filter(None, [row["first_name"], row["last_name"]]))
            if only is not None:
                for name in {"first_name", "last_name", "full_name"} - only:
                    del row[name]
        return rows


class ShortPersonWire(PersonWire):
    """What everybody may know of a person; `departments` is there even when it is not asked for."""

    def rows(self, queryset, *, links=False, only=None, parsed=False) -> list[dict]:
        wanted = {*SHORT_PERSON, "full_name", "departments"} & (
            only or {*SHORT_PERSON, "full_name", "departments"}
        )
        rows = super().rows(queryset, links=links, only=wanted, parsed=parsed)
        if not links and "departments" in wanted:
            for row in rows:
                row["departments"] = []
        return rows


PERSON = PersonWire(Person, secret=PERSON_SECRETS)
PERSON_WITH_HASH = PersonWire(Person, secret=set(PERSON_SECRETS) - {"password"})
SHORT = ShortPersonWire(Person, secret=PERSON_SECRETS)
ORGANISATION = Wire(Organisation, secret=CHAT_SECRETS)
ORGANISATION_FOR_ADMINS = Wire(Organisation)


def organisation_wire(person) -> Wire:
    """The organisation as `person` may see it: its chat secrets are for admins."""
    return ORGANISATION_FOR_ADMINS if person.role == "admin" else ORGANISATION
