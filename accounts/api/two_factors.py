"""Second factors: /auth/totp, email-otp, fido, recovery-codes (notes on accounts, section 2.4)."""

from django.conf import settings
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.response import Response

from accounts import tasks
from accounts.api.auth import CEREMONY_COOKIE, FactorInput, Sessions, address, agent, proof_of, with_session
from accounts.authentication import PersonOnly
from accounts.models import Person
from accounts.services import security_keys, sessions, two_factors
from kitsu_site.api import throttles
from kitsu_site.api.crud import ScopedViewSet
from kitsu_site.api.serializers import JsonObject, StrictText
from kitsu_site.exceptions import Invalid

NOBODY = {"authentication_classes": [], "permission_classes": []}


class TotpInput(serializers.Serializer):
    totp = StrictText(allow_blank=False)


class MailedCodeInput(serializers.Serializer):
    email_otp = StrictText(allow_blank=False)


class KeyInput(serializers.Serializer):
    registration_response = JsonObject()
    device_name = StrictText(allow_blank=False, max_length=80)


class KeyRemovalInput(FactorInput):
    device_name = StrictText(allow_blank=False)


class TwoFactors(ScopedViewSet):
    """Setting second factors up and turning them off; two routes need no token, before a sign-in."""

    parser_classes = Sessions.parser_classes
    permission_classes = [PersonOnly]

    def get_throttles(self):
        mailing = self.action in ("mail_code", "email_otp")
        return [limit() for limit in (throttles.MAILS if mailing else throttles.GUESSES)]

    @action(detail=False, methods=["put"], url_path="totp")
    def totp(self, request):
        secret = two_factors.begin_totp(self.person)
        uri = two_factors.provisioning_uri(self.person, secret)
        return Response({"totp_provisionning_uri": uri, "otp_secret": secret})

    @totp.mapping.post
    def confirm_totp(self, request):
        codes = two_factors.confirm_totp(self.person, self.read(TotpInput)["totp"])
        return self.enabled(codes)

    @totp.mapping.delete
    def turn_totp_off(self, request):
        return self.turned_off(two_factors.TOTP)

    @action(detail=False, methods=["get"], url_path="email-otp", **NOBODY)
    def mail_code(self, request):
        tasks.start(tasks.mail_code, self.login())
        return Response({"success": True})

    @action(detail=False, methods=["put"], url_path="email-otp")
    def email_otp(self, request):
        two_factors.begin_email_otp(self.person)
        return Response({"success": True})

    @email_otp.mapping.post
    def confirm_email_otp(self, request):
        codes = two_factors.confirm_email_otp(self.person, self.read(MailedCodeInput)["email_otp"])
        return self.enabled(codes)

    @email_otp.mapping.delete
    def turn_email_otp_off(self, request):
        return self.turned_off(two_factors.EMAIL_OTP)

    @action(detail=False, methods=["get"], url_path="fido", **NOBODY)
    def key_challenge(self, request):
        person = Person.objects.by_login(self.login())
        if person is None or not person.active or not person.fido_enabled:
            raise security_keys.no_key()
        return ceremony(*security_keys.begin_sign_in(person))

    @action(detail=False, methods=["put"], url_path="fido")
    def fido(self, request):
        return ceremony(*security_keys.begin_registration(self.person))

    @fido.mapping.post
    def register_key(self, request):
        body = self.read(KeyInput)
        codes = two_factors.register_key(
            self.person,
            response=body["registration_response"],
            device_name=body["device_name"],
            ceremony=request.COOKIES.get(CEREMONY_COOKIE),
        )
        response = self.enabled(codes)
        response.delete_cookie(CEREMONY_COOKIE, samesite="Lax")
        return response

    @fido.mapping.delete
    def remove_key(self, request):
        body = self.read(KeyRemovalInput)
        two_factors.remove_key(self.person, device_name=body["device_name"], proof=proof_of(request, body))
        return Response({"success": True})

    @action(detail=False, methods=["put"], url_path="recovery-codes")
    def recovery_codes(self, request):
        codes = two_factors.renew_recovery_codes(self.person, self.proof())
        return Response({"otp_recovery_codes": codes})

    def proof(self) -> two_factors.Proof:
        """The second factor that the body holds."""
        return proof_of(self.request, self.read(FactorInput))

    def login(self) -> str:
        """The address (or desktop login) that is asked about."""
        login = self.request.query_params.get("email", "").strip()
        if not login:
            raise Invalid("An address expected.", field="email")
        return login

    def enabled(self, codes: list[str] | None) -> Response:
        """The answer once a method is on: the recovery codes if they are new, and a new session."""
        opened = sessions.open_session(
            self.person, ip_address=address(self.request), agent=agent(self.request)
        )
        return with_session(self.request, {"otp_recovery_codes": codes, **opened}, opened)

    def turned_off(self, method: str) -> Response:
        two_factors.turn_off(self.person, method, self.proof())
        return Response({"success": True})


def ceremony(options: dict, sealed: str) -> Response:
    """The options for the browser, and the pending challenge as a cookie."""
    response = Response(options)
    response.set_cookie(
        CEREMONY_COOKIE,
        sealed,
        max_age=security_keys.CEREMONY_LIFE,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
    return response
