"""Playlists shared with people without an account (notes on files, "Share links").

A link opens its playlist and nothing else, until it is revoked or over.
"""

import datetime
import uuid

import bcrypt
from django.conf import settings
from django.db import transaction
from django.template.defaultfilters import linebreaksbr, urlize
from email_validator import EmailNotValidError, validate_email

from accounts import tasks
from accounts.models import Person
from kitsu_site import events
from kitsu_site.db.base import utcnow
from kitsu_site.exceptions import Invalid, Missing, Refused
from kitsu_site.roles import Role
from production.models import Playlist, PlaylistShareLink

NO_LINK = "There is no such shared playlist."
LONGEST_PASSWORD = 72  # bytes that bcrypt looks at


@transaction.atomic
def share(
    *, playlist: Playlist, by: Person, expiration: str | None, can_comment: bool, password: str | None
) -> PlaylistShareLink:
    """A new link. Its password is stored hashed; raises `Invalid` for a date that is none."""
    return PlaylistShareLink.objects.create(
        token=str(uuid.uuid4()),
        playlist=playlist,
        created_by=by,
        expiration_date=end_of(expiration),
        can_comment=can_comment,
        password=hashed(password) if password else None,
    )


def hashed(password: str) -> str:
    if len(password.encode()) > LONGEST_PASSWORD:
        raise Invalid(f"password: {LONGEST_PASSWORD} bytes at most.", field="password")
    return bcrypt.hashpw(password.encode(), bcrypt.gensalt(settings.BCRYPT_LOG_ROUNDS)).decode()


def end_of(text: str | None) -> datetime.datetime | None:
    """When a link is over (naive UTC): a bare date lasts to its end. Raises `Invalid`."""
    if not text:
        return None
    try:
        moment = datetime.datetime.fromisoformat(text)
        if len(text) <= len("2030-01-31"):
            return moment.replace(hour=23, minute=59, second=59)
        return moment.astimezone(datetime.UTC).replace(tzinfo=None) if moment.tzinfo else moment
    except (TypeError, ValueError, OverflowError):
        message = "expiration_date: a date like 2030-01-31 expected."
        raise Invalid(message, field="expiration_date") from None


@transaction.atomic
def revoke(*, link: PlaylistShareLink) -> PlaylistShareLink:
    """Close a link for good; it is kept."""
    link.is_active = False
    link.save(update_fields=["is_active", "updated_at"])
    return link


def is_open(link: PlaylistShareLink) -> bool:
    """Whether a link opens its playlist now."""
    return link.is_active and (link.expiration_date is None or link.expiration_date > utcnow())


def opened(token: str, password: str | None) -> PlaylistShareLink:
    """The link of a token. Unknown, revoked, over, wrong password: all the same `Missing`."""
    link = PlaylistShareLink.objects.select_related("playlist__project").filter(token=token).first()
    if link is None or not is_open(link) or not fits(link, password):
        raise Missing(NO_LINK)
    return link


def fits(link: PlaylistShareLink, password: str | None) -> bool:
    if not link.password:
        return True
    given = (password or "").encode()
    return 0 < len(given) <= LONGEST_PASSWORD and bcrypt.checkpw(given, link.password.encode())


# Invitations


def invite(*, link: PlaylistShareLink, emails: list[str], person_ids: list, message: str) -> list[str]:
    """Mail the link to addresses and people; answers the addresses, each once, whatever the case.

    Raises `Invalid` for an address that is none; unknown people are passed over.
    """
    addresses = [checked(email) for email in emails]
    people = Person.objects.filter(pk__in=person_ids).in_bulk()
    addresses += [people[pk].email for pk in person_ids if pk in people and people[pk].email]
    sent = list({address.lower(): address for address in reversed(addresses)}.values())[::-1]
    if settings.MAIL_ENABLED:
        subject, text = invitation(link, message)
        for address in sent:
            tasks.start(tasks.send_mail, [address], subject, text, html(text))
    return sent


def checked(email: str) -> str:
    try:
        return validate_email(str(email), check_deliverability=False).normalized
    except EmailNotValidError as error:
        raise Invalid(f"emails: {email} is no address ({error}).", field="emails") from None


def invitation(link: PlaylistShareLink, message: str) -> tuple[str, str]:
    """Subject and text of a mail that invites to a review."""
    playlist = link.playlist
    address = f"{settings.DOMAIN_PROTOCOL}://{settings.DOMAIN_NAME}/shared-playlists/{link.token}"
    lines = [
        f"{playlist.project.name}: the playlist “{playlist.name}” is ready for your review.",
        "",
        address,
    ]
    if link.password:
        lines += ["", "A password opens it; who invited you will tell it to you."]
    if message:
        lines += ["", message]
    return f"{playlist.project.name}: {playlist.name}".replace("\n", " "), "\n".join(lines)


def html(text: str) -> str:
    """The text of a mail as HTML, its address to be clicked upon."""
    return f"<p>{linebreaksbr(urlize(text, autoescape=True))}</p>"


# Guests


@transaction.atomic
def guest(*, link: PlaylistShareLink, first_name: str, last_name: str, guest_id=None) -> tuple[Person, bool]:
    """Who reviews through the link, and whether they are new to the call.

    The guest of that id where they are of this link; else the one of that name there; else a new one.
    """
    PlaylistShareLink.objects.select_for_update().get(pk=link.pk)
    here = Person.objects.filter(is_guest=True, data__share_link_id=str(link.pk))
    if guest_id and (known := here.filter(pk=guest_id).first()):
        return known, False
    names = {"first_name": first_name.strip() or "Guest", "last_name": last_name.strip()}
    if known := here.filter(**names).first():
        return known, True
    person = Person.objects.create(
        **names,
        email=f"guest-{uuid.uuid4().hex[:8]}@guest.kitsu",
        role=Role.CLIENT,
        is_guest=True,
        data={"share_link_id": str(link.pk)},
    )
    events.emit("person:new", person_id=person.pk)
    return person, True


def guest_of(link: PlaylistShareLink, guest_id) -> Person:
    """The guest of a link who speaks; raises `Refused` where they may not, or are not of this link."""
    if not link.can_comment:
        raise Refused("This shared playlist takes no comments.")
    here = Person.objects.filter(pk=guest_id, is_guest=True, data__share_link_id=str(link.pk))
    person = here.first() if guest_id else None
    if person is None:
        raise Refused("guest_id: you are not a guest of this shared playlist.")
    return person
