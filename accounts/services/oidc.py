"""Single sign-on by OpenID Connect: the code flow with PKCE, state and nonce (notes on accounts, 2.5).

Authlib speaks the protocol. What a sign-in must remember until the provider sends the browser back is
sealed in a cookie of that browser.
"""

import logging
from functools import cache

from django.conf import settings
from django.core import signing

from accounts.services.single_sign_on import refused
from kitsu_site.exceptions import Invalid

logger = logging.getLogger(__name__)

LIFE = 600  # seconds from the redirect to the callback
SEAL = "accounts.oidc"
TIMEOUT = 10  # seconds that the provider has for an answer
LEEWAY = 60  # seconds that its clock may be off
# What providers sign with; an algorithm that takes a shared secret, or none, is never accepted.
ALGORITHMS = {"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"}


def callback_url() -> str:
    """Where the provider sends people back to; it must know of it."""
    return f"{settings.DOMAIN_PROTOCOL}://{settings.DOMAIN_NAME}/api/auth/oidc/callback"


def begin() -> tuple[str, str]:
    """The address at the provider to go to, and what the browser keeps meanwhile (sealed)."""
    with answering():
        begun = provider().create_authorization_url(callback_url())
    kept = {name: begun[name] for name in ("state", "nonce", "code_verifier")}
    return begun["url"], signing.dumps(kept, salt=SEAL)


def finish(params, sealed: str | None) -> dict:
    """The claims of who comes back from the provider; raises `Invalid` unless it vouches for an address.

    `params`: those of the callback; `sealed`: what `begin` gave the browser to keep.
    """
    try:
        kept = signing.loads(sealed or "", salt=SEAL, max_age=LIFE)
    except signing.BadSignature:
        raise refused("The sign-in was not begun in this browser, or took too long.") from None
    if not params.get("state") or params["state"] != kept["state"]:
        raise refused("The answer of the provider belongs to another sign-in.")
    if error := params.get("error"):
        raise refused(f"The provider refused: {params.get('error_description') or error}")
    claims = exchanged(params.get("code") or "", kept)
    if not isinstance(claims.get("email"), str) or not claims["email"]:
        raise refused("The provider tells no email address (scope `email`).")
    # Some providers send the flag as text.
    if settings.OIDC_REQUIRE_VERIFIED_EMAIL and claims.get("email_verified") not in (True, "true"):
        raise refused("The provider has not verified that email address.")
    return claims


def exchanged(code: str, kept: dict) -> dict:
    """The claims of the ID token that a code is good for, with those of the userinfo endpoint."""
    app = provider()
    with answering():
        token = app.fetch_access_token(
            callback_url(), code=code, code_verifier=kept["code_verifier"], state=kept["state"]
        )
        issuer = app.load_server_metadata()["issuer"]
        options = {
            "iss": {"essential": True, "values": [issuer]},
            "aud": {"essential": True, "value": settings.OIDC_CLIENT_ID},
        }
        claims = app.parse_id_token(token, nonce=kept["nonce"], claims_options=options, leeway=LEEWAY)
        if claims is None:
            raise refused("The provider sent no ID token (scope `openid`).")
        if "email" not in claims and "userinfo_endpoint" in app.server_metadata:
            told = app.userinfo(token=token)
            if told.get("sub") != claims["sub"]:
                raise refused("The provider told about somebody else.")
            claims = {**told, **claims}
    return dict(claims)


def values_of(claims: dict) -> dict:
    """The columns of a person that claims fill."""
    named = {"first_name": claims.get("given_name"), "last_name": claims.get("family_name")}
    return {name: value.strip() for name, value in named.items() if isinstance(value, str)}


def provider():
    """The provider as Authlib knows it; its description is read once for each process."""
    return provider_of(settings.OIDC_ISSUER, settings.OIDC_CLIENT_ID, settings.OIDC_CLIENT_SECRET)


@cache
def provider_of(issuer: str, client_id: str, client_secret: str):
    from authlib.integrations.django_client import OAuth

    class Provider(OAuth.oauth2_client_cls):
        def load_server_metadata(self):
            metadata = super().load_server_metadata()
            if metadata.get("issuer", "").rstrip("/") != issuer.rstrip("/"):
                self.server_metadata = {}
                raise refused("The provider calls itself another issuer than OIDC_ISSUER.")
            offered = metadata.get("id_token_signing_alg_values_supported") or ["RS256"]
            metadata["id_token_signing_alg_values_supported"] = sorted(ALGORITHMS.intersection(offered))
            return metadata

    return Provider(
        OAuth(),
        "provider",
        client_id=client_id,
        client_secret=client_secret,
        server_metadata_url=f"{issuer.rstrip('/')}/.well-known/openid-configuration",
        client_kwargs={
            "scope": settings.OIDC_SCOPES,
            "code_challenge_method": "S256",
            "default_timeout": TIMEOUT,
        },
    )


class answering:
    """What goes wrong while the provider is asked is a refusal that says so; the log has the details."""

    def __enter__(self):
        return self

    def __exit__(self, kind, error, trace):
        if error is None or isinstance(error, Invalid):
            return
        from authlib.common.errors import AuthlibBaseError
        from joserfc.errors import JoseError
        from requests import RequestException

        if isinstance(error, RequestException):
            logger.error("the OpenID Connect provider does not answer", exc_info=error)
            raise refused("The provider cannot be reached.") from None
        if isinstance(error, (AuthlibBaseError, JoseError, ValueError, KeyError)):
            logger.warning("an OpenID Connect sign-in failed: %r", error)
            raise refused("The answer of the provider does not verify.") from None
