"""Sign-in, sessions and passwords: /auth (notes on accounts, section 2)."""

from django.conf import settings
from rest_framework import parsers, serializers
from rest_framework.decorators import action
from rest_framework.response import Response
from ua_parser import parse_os, parse_user_agent

from accounts import tasks
from accounts.api.wires import PERSON, organisation_wire
from accounts.authentication import PersonOnly, RefreshAuthentication
from accounts.models import LoginLog
from accounts.services import (
    mails,
    organisations,
    passwords,
    revocations,
    security_keys,
    sessions,
    two_factors,
)
from kitsu_site.api import throttles
from kitsu_site.api.crud import ScopedViewSet
from kitsu_site.api.parsers import FormParser, JSONParser
from kitsu_site.api.serializers import JsonObject, StrictText

BROWSERS = {
    "Brave",
    "Chrome",
    "Chrome Mobile",
    "Chrome Mobile iOS",
    "Edge",
    "Firefox",
    "Mobile Safari",
    "Opera",
    "Safari",
    "Vivaldi",
}
ACCESS_COOKIE, REFRESH_COOKIE = "access_token_cookie", "refresh_token_cookie"
REFRESH_PATH = "/auth/refresh-token"
CEREMONY_COOKIE = "session"  # holds the pending challenge of a security key, signed
COOKIE_AGE = 31_540_000  # seconds: a year


class FactorInput(serializers.Serializer):
    """A second factor: the first that fits an enabled method is checked."""

    totp = StrictText(required=False, allow_null=True)
    email_otp = StrictText(required=False, allow_null=True)
    fido_authentication_response = JsonObject(required=False, allow_null=True)
    recovery_code = StrictText(required=False, allow_null=True)


class LoginInput(FactorInput):
    email = StrictText(allow_blank=False)
    password = StrictText(default=sessions.DEFAULT_PASSWORD)


class ChangePasswordInput(serializers.Serializer):
    old_password = StrictText(allow_blank=False)
    password = StrictText(allow_blank=False)
    password_2 = StrictText(allow_blank=False)


class ForgottenInput(serializers.Serializer):
    email = StrictText(allow_blank=False)


class ResetInput(serializers.Serializer):
    email = StrictText(allow_blank=False)
    token = StrictText(allow_blank=False)
    password = StrictText(allow_blank=False)
    password2 = StrictText(allow_blank=False)


class Sessions(ScopedViewSet):
    """Signing in and out."""

    parser_classes = [JSONParser, FormParser, parsers.MultiPartParser]

    @action(
        detail=False,
        methods=["post"],
        authentication_classes=[],
        permission_classes=[],
        throttle_classes=throttles.GUESSES,
    )
    def login(self, request):
        body = self.read(LoginInput)
        person, opened = sessions.sign_in(
            login=body["email"],
            password=body["password"],
            proof=proof_of(request, body),
            ip_address=address(request),
            agent=agent(request),
            origin=LoginLog.Origin.WEB if is_browser(request) else LoginLog.Origin.SCRIPT,
        )
        answer = {**who(person), "login": True, **opened}
        if two_factors.is_required(person):
            answer["two_factor_authentication_required"] = True
        return with_session(request, answer, opened)

    @action(detail=False, methods=["get"])
    def authenticated(self, request):
        answer = who(self.person)
        answer["user"]["fido_devices"] = [
            security_keys.name_of(device) for device in self.person.fido_credentials or []
        ]
        return Response({"authenticated": True, **answer})

    @action(detail=False, methods=["get"], permission_classes=[PersonOnly])
    def logout(self, request):
        revocations.revoke(request.auth)
        response = Response({"logout": True})
        if is_browser(request):
            set_cookie(response, ACCESS_COOKIE, "", "/")
            set_cookie(response, REFRESH_COOKIE, "", REFRESH_PATH)
        return response

    @action(
        detail=False,
        methods=["get"],
        url_path="refresh-token",
        authentication_classes=[RefreshAuthentication],
        permission_classes=[PersonOnly],
    )
    def refresh_token(self, request):
        access = sessions.refresh(self.person, request.auth)
        if not is_browser(request):
            return Response({"access_token": access})
        response = Response({"refresh": True})
        set_cookie(response, ACCESS_COOKIE, access, "/")
        response.delete_cookie(REFRESH_COOKIE, path=REFRESH_PATH, samesite="Lax")
        return response


class Passwords(ScopedViewSet):
    """Changing one's password, and choosing another where it is forgotten."""

    parser_classes = Sessions.parser_classes

    def get_throttles(self):
        return [limit() for limit in (throttles.MAILS if self.action == "forgotten" else throttles.GUESSES)]

    @action(detail=False, methods=["post"], url_path="change-password", permission_classes=[PersonOnly])
    def change_password(self, request):
        body = self.read(ChangePasswordInput)
        sessions.check_password(self.person, body["old_password"])
        passwords.check_new(body["password"], body["password_2"])
        passwords.change(person=self.person, password=body["password"], by=request.auth)
        mails.password_changed(self.person)
        return Response({"success": True})

    @action(
        detail=False,
        methods=["post"],
        url_path="reset-password",
        authentication_classes=[],
        permission_classes=[],
    )
    def forgotten(self, request):
        tasks.start(tasks.mail_link, self.read(ForgottenInput)["email"])
        return Response({"success": "Reset token sent"})

    @forgotten.mapping.put
    def reset(self, request):
        body = self.read(ResetInput)
        passwords.reset(
            email=body["email"], token=body["token"], password=body["password"], again=body["password2"]
        )
        return Response({"success": True})


def who(person) -> dict:
    """The person and the studio as a session begins with them."""
    organisation = organisations.current()
    return {
        "user": PERSON.row(person, links=True),
        "organisation": organisation_wire(person).row(organisation),
    }


def proof_of(request, body: dict) -> two_factors.Proof:
    """The second factor of a checked body (`FactorInput`)."""
    return two_factors.Proof(
        totp=body.get("totp"),
        email_otp=body.get("email_otp"),
        fido=body.get("fido_authentication_response"),
        recovery_code=body.get("recovery_code"),
        ceremony=request.COOKIES.get(CEREMONY_COOKIE),
    )


def with_session(request, answer: dict, opened: dict) -> Response:
    """The answer that opens a session; a browser gets its tokens as cookies, too."""
    response = Response(answer)
    if is_browser(request):
        set_session_cookies(response, opened)
    return response


def set_session_cookies(response, opened: dict) -> None:
    """The two tokens of a session as cookies."""
    set_cookie(response, ACCESS_COOKIE, opened["access_token"], "/")
    set_cookie(response, REFRESH_COOKIE, opened["refresh_token"], REFRESH_PATH)


def is_browser(request) -> bool:
    """Whether a browser asks, which gets its tokens as cookies; everything else is a script."""
    agent = parse_user_agent(request.headers.get("User-Agent", ""))
    return agent is not None and agent.family in BROWSERS


def address(request) -> str:
    """Where the call comes from, as the front proxy says, else the peer."""
    return request.headers.get("X-Real-IP") or request.META.get("REMOTE_ADDR", "")


def agent(request) -> str:
    """The program that asks: the browser and the system, or as it names itself."""
    text = request.headers.get("User-Agent", "")
    found, system = parse_user_agent(text), parse_os(text)
    if not is_browser(request):
        return text
    return f"{found.family} {found.major}" + (f", {system.family}" if system else "")


def set_cookie(response, name: str, value: str, path: str) -> None:
    response.set_cookie(
        name,
        value,
        max_age=COOKIE_AGE,
        path=path,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
