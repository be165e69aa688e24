"""What a client must know before anybody signs in: /config (notes on accounts, section 5)."""

from django.conf import settings
from rest_framework.decorators import action
from rest_framework.response import Response
from rest_framework.viewsets import ViewSet

from accounts.services import organisations


class Config(ViewSet):
    authentication_classes = []
    permission_classes = []

    @action(detail=False, methods=["get"], url_path="config")
    def config(self, request):
        answer = {
            "is_self_hosted": settings.IS_SELF_HOSTED,
            "crisp_token": settings.CRISP_TOKEN,
            "dark_theme_by_default": organisations.current().dark_theme_by_default,
            "indexer_configured": True,  # the database itself is searched
            "saml_enabled": settings.SAML_ENABLED,
            "saml_idp_name": settings.SAML_IDP_NAME,
            "oidc_enabled": settings.OIDC_ENABLED,
            "oidc_idp_name": settings.OIDC_IDP_NAME,
            "default_locale": settings.DEFAULT_LOCALE,
            "default_timezone": settings.DEFAULT_TIMEZONE,
            "enforce_2fa": settings.ENFORCE_2FA,
        }
        if settings.SENTRY_KITSU["dsn"]:
            answer["sentry"] = settings.SENTRY_KITSU
        return Response(answer)
