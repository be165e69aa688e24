"""The JSON web tokens of sessions, bots and people's own API tokens (notes on accounts, section 1)."""

import datetime
import uuid

from rest_framework_simplejwt.tokens import Token

from kitsu_site.db.base import utcnow

PERSON, BOT, PERSON_API = "person", "bot", "person_api"
RESTRICTED = "requires_2fa_setup"
LAST_SECOND = 253_402_300_799  # of the year 9999: Python knows no later one


class StudioToken(Token):
    """simplejwt's token with the claims that Kitsu's clients and servers know.

    The role is not in it: it is read from the person at each call.
    """

    def __init__(self, token=None, verify=True):
        super().__init__(token, verify)
        if token is None:
            self["nbf"] = self["iat"]
            self["fresh"] = False

    def set_jti(self):
        self["jti"] = str(uuid.uuid4())

    def verify(self):
        # Who reads the token refuses it without a name, like one that was revoked.
        self.payload.setdefault("jti", "")
        super().verify()

    def check_exp(self, claim="exp", current_time=None):
        # Absent: an API token that never expires.
        if claim in self.payload and int(self.payload[claim]) < LAST_SECOND:
            super().check_exp(claim, current_time)

    @property
    def expires_at(self) -> datetime.datetime:
        """When it ends (naive UTC); a century from now where it never does."""
        if "exp" not in self.payload:
            return utcnow() + datetime.timedelta(days=36500)
        ends = min(self["exp"], LAST_SECOND)
        return datetime.datetime.fromtimestamp(ends, datetime.UTC).replace(tzinfo=None)


class AccessToken(StudioToken):
    token_type = "access"
    lifetime = datetime.timedelta(days=7)


class RefreshToken(StudioToken):
    token_type = "refresh"
    lifetime = datetime.timedelta(days=15)


def session_refresh(person, *, generation: int = 0, restricted: bool = False) -> RefreshToken:
    """A new session's refresh token, of the person's current `generation`.

    `restricted`: the session opens nothing but the set-up of a second factor.
    """
    token = RefreshToken()
    token["sub"], token["identity_type"] = str(person.pk), PERSON
    if generation:
        token["generation"] = generation
    return restrict(token) if restricted else token


def session_access(person, refresh: RefreshToken) -> AccessToken:
    """An access token of the session of `refresh`."""
    token = AccessToken()
    token["sub"], token["identity_type"] = str(person.pk), PERSON
    token["refresh_jti"] = refresh["jti"]
    for claim in ("generation", RESTRICTED):
        if claim in refresh:
            token[claim] = refresh[claim]
    return token


def restrict(token: StudioToken) -> StudioToken:
    """Make a token open nothing but the set-up of a second factor."""
    token[RESTRICTED] = True
    return token


def session_name(refresh_jti: str) -> str:
    """Under what a session is revoked as a whole, all its tokens."""
    return f"session:{refresh_jti}"


def api_token(person) -> AccessToken:
    """A bot's or a person's own API token, good until the end of their `expiration_date`.

    It is the one whose `jti` stands on the person; the caller writes it there.
    """
    token = AccessToken()
    token["sub"], token["identity_type"] = str(person.pk), BOT if person.is_bot else PERSON_API
    del token.payload["exp"]
    if person.expiration_date:
        end = datetime.datetime.combine(person.expiration_date, datetime.time(23, 59, 59), datetime.UTC)
        token["exp"] = int(end.timestamp())
    return token
