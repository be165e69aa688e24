"""One's own second factors in the back office, for who has no web client at hand."""

import json

from django.shortcuts import render
from django.utils.safestring import mark_safe

from accounts.admin.second_factor import LABELS
from accounts.services import security_keys, two_factors
from kitsu_site.admin import site
from kitsu_site.api import throttles
from kitsu_site.exceptions import Invalid, StudioError

SETTING_UP = {
    two_factors.TOTP: two_factors.confirm_totp,
    two_factors.EMAIL_OTP: two_factors.confirm_email_otp,
}


def page(request):
    """What is on, and one step of setting a factor up or turning it off: `do`, with `method` and `code`.

    Secrets and recovery codes are in the answer to the step that makes them, and nowhere later.
    """
    return site.guessing(request, answer)


def answer(request):
    told, status = {}, 200
    if request.method == "POST":
        try:
            told = STEPS.get(request.POST.get("do"), unknown)(request)
        except StudioError as error:
            told, status = {"refusal": error.message, **again(request)}, 400
        request.user.refresh_from_db()
    on = two_factors.enabled(request.user)
    context = {
        **site.each_context(request),
        "title": "Second factors",
        "methods": [(str(name), LABELS[name], name in on) for name in two_factors.ENABLED_COLUMNS],
        "proofs": [(name, LABELS[name]) for name in [*on, "recovery_code"] if name != "fido"] if on else [],
        "keys": [name for key in request.user.fido_credentials or [] if (name := security_keys.name_of(key))],
        "mails": two_factors.EMAIL_OTP in on,
        **told,
    }
    return render(request, "admin/own_second_factors.html", context, status=status)


def begin(request) -> dict:
    """Draw a secret for an app, mail a first code, or ask for a new key."""
    if request.POST.get("method") == two_factors.FIDO:
        options, ceremony = security_keys.begin_registration(request.user)
        return {"key_options": options, "ceremony": ceremony}
    if method_of(request) == two_factors.TOTP:
        secret = two_factors.begin_totp(request.user)
        return {"asked": two_factors.TOTP, "secret": secret, "picture": picture(request.user, secret)}
    check_mails(request)
    two_factors.begin_email_otp(request.user)
    return {"asked": two_factors.EMAIL_OTP}


def confirm(request) -> dict:
    """Turn a method on by its first code."""
    method = method_of(request)
    codes = SETTING_UP[method](request.user, request.POST.get("code", "").strip())
    return {"done": f"{LABELS[method]}: on.", "codes": codes}


def register(request) -> dict:
    """Add a security key under a name."""
    name = request.POST.get("device_name", "").strip()
    if not name:
        raise Invalid("The key needs a name.", field="device_name")
    try:
        response = json.loads(request.POST.get("key") or "null")
    except ValueError:
        response = None
    if not isinstance(response, dict):
        raise Invalid("The key did not answer.", field="key")
    codes = two_factors.register_key(
        request.user, response=response, device_name=name, ceremony=request.POST.get("ceremony")
    )
    return {"done": f"The security key {name} is registered.", "codes": codes}


def turn_off(request) -> dict:
    """Turn a method off, or remove a key (`fido:` and its name), with any factor."""
    kind, _, name = request.POST.get("method", "").partition(":")
    if kind == two_factors.FIDO:
        two_factors.remove_key(request.user, device_name=name, proof=proof_of(request))
        return {"done": f"The security key {name} is removed."}
    method = method_of(request)
    two_factors.turn_off(request.user, method, proof_of(request))
    return {"done": f"{LABELS[method]}: off."}


def mail_code(request) -> dict:
    """Mail a code to who uses them, as a proof for another step."""
    if two_factors.EMAIL_OTP not in two_factors.enabled(request.user):
        raise Invalid("Codes by mail are not enabled.")
    check_mails(request)
    two_factors.mail_code(request.user)
    return {"done": "A code was mailed to you."}


def check_mails(request) -> None:
    """Raise `Invalid` for who had too many mails of late."""
    if throttles.seconds_to_wait(request, account=str(request.user.pk), limits=throttles.MAILS):
        raise Invalid("Too many mails: try again later.")


def renew(request) -> dict:
    """New recovery codes, with any factor."""
    codes = two_factors.renew_recovery_codes(request.user, proof_of(request))
    return {"done": "The former recovery codes are void.", "codes": codes}


def unknown(request):
    raise Invalid("There is no such step.", field="do")


STEPS = {
    "begin": begin,
    "confirm": confirm,
    "register": register,
    "turn_off": turn_off,
    "mail": mail_code,
    "renew": renew,
}


def method_of(request) -> str:
    """The method that a step is about."""
    method = request.POST.get("method")
    if method not in SETTING_UP:
        raise Invalid("An authenticator app or codes by mail expected.", field="method")
    return method


def proof_of(request) -> two_factors.Proof:
    """The factor that was typed."""
    name = request.POST.get("proof")
    if name not in (*SETTING_UP, "recovery_code"):
        raise Invalid("A second factor expected.", field="proof")
    return two_factors.Proof(**{name: request.POST.get("code", "").strip()})


def again(request) -> dict:
    """After a wrong first code the page asks for another one."""
    method = request.POST.get("method")
    return {"asked": method} if request.POST.get("do") == "confirm" and method in SETTING_UP else {}


def picture(person, secret: str) -> str:
    """What an authenticator app reads off the screen, as SVG."""
    import segno  # only where somebody sets an app up

    code = segno.make(two_factors.provisioning_uri(person, secret), error="m")
    return mark_safe(code.svg_inline(scale=5, border=2, dark="#000", light="#fff"))  # noqa: S308 - made here
