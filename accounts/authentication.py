"""Who calls: the token of the cookie or of the Authorization header."""

from django.db.models import Exists, Value
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.permissions import IsAuthenticated
from rest_framework_simplejwt.exceptions import ExpiredTokenError, TokenError

from accounts.models import Person, RevokedToken
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
        revoked = (
            Exists(RevokedToken.objects.filter(jti__in=names_of(token)))
            if token.get("identity_type") == PERSON
            else Value(False)
        )
        person = Person.objects.with_generation().annotate(token_revoked=revoked).filter(pk=pk).first()
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


def names_of(token) -> list[str]:
    """Under what the token of a session may have been revoked: itself, or the session."""
    return [token["jti"], session_name(revocations.session_of(token))]


def bearer(header: str) -> str | None:
    """The token of an Authorization header; None for another scheme."""
    scheme, _, token = header.partition(" ")
    return token.strip() or None if scheme.lower() == "bearer" else None
