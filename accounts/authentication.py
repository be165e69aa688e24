"""Who calls: the token of the cookie or of the Authorization header."""

import uuid
from functools import cache

from django.db import connection
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.permissions import IsAuthenticated
from rest_framework_simplejwt.exceptions import ExpiredTokenError, TokenError

from accounts.models import Person
from accounts.services import revocations, two_factors
from accounts.tokens import BOT, PERSON, PERSON_API, RESTRICTED, AccessToken, RefreshToken, session_name
from kitsu_site.api.errors import InvalidToken
from kitsu_site.api.filters import as_uuid
from kitsu_site.exceptions import Invalid, Refused, Unauthorized

# What a session opens before its second factor is set up (notes on accounts, section 2.6).
SETUP_PATHS = {
    "/auth/authenticated",
    "/auth/email-otp",
    "/auth/fido",
    "/auth/login",
    "/auth/logout",
    "/auth/recovery-codes",
    "/auth/refresh-token",
    "/auth/totp",
}


class TokenAuthentication(BaseAuthentication):
    """Finds the person of an access token, with one query, the revocation included."""

    token_class = AccessToken
    cookie = "access_token_cookie"

    def authenticate(self, request):
        raw = request.COOKIES.get(self.cookie) or bearer(request.headers.get("Authorization", ""))
        if not raw:
            return None
        token = self.decoded(raw)
        person = self.person_of(token)
        if token.get(RESTRICTED):
            check_restricted(person, request.path_info)
        return person, token

    def authenticate_header(self, request):
        return "Bearer"

    def decoded(self, raw: str):
        """The verified token: expired is 401, anything else wrong is 422."""
        try:
            return self.token_class(raw)
        except ExpiredTokenError:
            raise AuthenticationFailed("The token has expired.") from None
        except TokenError as error:
            raise InvalidToken(str(error)) from None

    def person_of(self, token) -> Person:
        """The person of `token`, who must still be there, active, and not have revoked it."""
        try:
            pk = as_uuid("sub", token.get("sub"))
        except Invalid:
            raise InvalidToken("The token names nobody.") from None
        jti = token["jti"]
        if not jti:
            raise AuthenticationFailed("The token has no name by which it could be revoked.")
        person = read(pk, names_of(token))
        if person is None:
            raise AuthenticationFailed("The person of this token is gone.")
        if token.get("identity_type") in (BOT, PERSON_API):
            if person.jti != jti:
                raise AuthenticationFailed("The token was replaced by a newer one.")
        elif (
            token.get("identity_type") != PERSON
            or person.token_revoked
            or revocations.is_revoked(token, person)
        ):
            raise AuthenticationFailed("The token has been revoked.")
        if not person.active:
            revocations.revoke(token)
            raise Unauthorized("This account is not active.")
        return person


class RefreshAuthentication(TokenAuthentication):
    """The same for the refresh token."""

    token_class = RefreshToken
    cookie = "refresh_token_cookie"


def check_restricted(person: Person, path: str) -> None:
    """Let a token of a session without the second factor that is required do the set-up alone.

    Raises `Refused` elsewhere. Once there is a factor such a token opens nothing any more: whoever set it
    up was given others, and nobody else gets by without it.
    """
    if two_factors.enabled(person):
        raise AuthenticationFailed("Sign in with your second factor.")
    if path.removeprefix("/api").rstrip("/") not in SETUP_PATHS:
        raise Refused(
            "A second factor must be set up first.", more={"two_factor_authentication_required": True}
        )


class PersonOnly(IsAuthenticated):
    """Bots have no session, no password and no second factor."""

    message = "Bots may not do that."

    def has_permission(self, request, view):
        return super().has_permission(request, view) and not request.user.is_bot


def read(pk: uuid.UUID, names: list[str]) -> Person | None:
    """That person `with_generation`, and whether one of the two `names` of their token was revoked."""
    values = [*names, Person._meta.pk.get_db_prep_value(pk, connection)]
    return next(iter(Person.objects.raw(statement(), values)), None)


@cache
def statement() -> str:
    """What every request asks first: the ORM took 1 ms of each to compose it anew."""
    columns = ", ".join(f'person."{field.column}"' for field in Person._meta.concrete_fields)
    return f"""
        SELECT {columns}, COALESCE(number, 0) AS generation, COALESCE(kept_session, '') AS kept_session,
            EXISTS (SELECT 1 FROM accounts_revoked_token WHERE jti IN (%s, %s)) AS token_revoked
        FROM person LEFT JOIN accounts_token_generation ON person_id = person.id
        WHERE person.id = %s
    """  # noqa: S608 - no value is in it


def names_of(token) -> list[str]:
    """Under what the token of a session may have been revoked: itself, or the session."""
    return [str(token["jti"]), session_name(revocations.session_of(token))]


def bearer(header: str) -> str | None:
    """The token of an Authorization header; None for another scheme."""
    scheme, _, token = header.partition(" ")
    return token.strip() or None if scheme.lower() == "bearer" else None
