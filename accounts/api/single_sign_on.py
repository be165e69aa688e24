"""Single sign-on: /auth/oidc, /auth/saml (notes on accounts, section 2.5)."""

from django.conf import settings
from django.http import HttpResponseRedirect
from rest_framework.decorators import action

from accounts.api.auth import Sessions, address, agent, set_session_cookies
from accounts.services import oidc, saml, single_sign_on
from kitsu_site.api import throttles
from kitsu_site.api.crud import ScopedViewSet

OIDC_COOKIE, SAML_COOKIE = "oidc", "saml"


class SingleSignOn(ScopedViewSet):
    """People come from the browser, go to the provider, and come back to the client with a session."""

    authentication_classes = []
    permission_classes = []
    throttle_classes = throttles.GUESSES
    parser_classes = Sessions.parser_classes

    @action(detail=False, methods=["get"], url_path="oidc/login")
    def oidc_login(self, request):
        refuse_unless(settings.OIDC_ENABLED, "OpenID Connect")
        url, sealed = oidc.begin()
        response = HttpResponseRedirect(url)
        keep(response, OIDC_COOKIE, sealed, oidc.LIFE)
        return response

    @action(detail=False, methods=["get"], url_path="oidc/callback")
    def oidc_callback(self, request):
        refuse_unless(settings.OIDC_ENABLED, "OpenID Connect")
        claims = oidc.finish(request.query_params, request.COOKIES.get(OIDC_COOKIE))
        response = self.signed_in(email=claims["email"], values=oidc.values_of(claims))
        response.delete_cookie(OIDC_COOKIE, samesite="Lax")
        return response

    @action(detail=False, methods=["get"], url_path="saml/login")
    def saml_login(self, request):
        refuse_unless(settings.SAML_ENABLED, "SAML")
        url, sealed = saml.begin()
        response = HttpResponseRedirect(url)
        keep(response, SAML_COOKIE, sealed, saml.LIFE, across_sites=settings.DOMAIN_PROTOCOL == "https")
        return response

    @action(detail=False, methods=["post"], url_path="saml/sso")
    def saml_sso(self, request):
        refuse_unless(settings.SAML_ENABLED, "SAML")
        told = saml.finish(request.data, request.COOKIES.get(SAML_COOKIE))
        response = self.signed_in(email=told.email, values=told.values, departments=told.departments)
        response.delete_cookie(SAML_COOKIE)
        return response

    def signed_in(self, **vouched) -> HttpResponseRedirect:
        """To the client, with the cookies of a session; without them for who is not active."""
        _, opened = single_sign_on.sign_in(
            ip_address=address(self.request), agent=agent(self.request), **vouched
        )
        response = HttpResponseRedirect(f"{settings.DOMAIN_PROTOCOL}://{settings.DOMAIN_NAME}")
        if opened is not None:
            set_session_cookies(response, opened)
        return response


def refuse_unless(enabled: bool, name: str) -> None:
    """Raise the refusal of a kind of single sign-on that is not configured."""
    if not enabled:
        raise single_sign_on.refused(f"{name} is not enabled.")


def keep(response, name: str, value: str, seconds: int, *, across_sites: bool = False) -> None:
    """Have the browser keep something until it comes back from the provider."""
    response.set_cookie(
        name,
        value,
        max_age=seconds,
        httponly=True,
        samesite="None" if across_sites else "Lax",
        secure=across_sites or settings.SESSION_COOKIE_SECURE,
    )
