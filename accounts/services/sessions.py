"""Sign in, refresh, sign out (notes on accounts, section 2)."""

from django.core import signing

from accounts import tokens
from accounts.models import LoginLog, Person
from accounts.services import credentials, issued_tokens, lockouts, two_factors
from accounts.services import passwords as password_services
from kitsu_site.exceptions import Invalid, Unauthorized, Unavailable

NOTHING = two_factors.Proof()
DEFAULT_PASSWORD = "default"
HALF_SIGNED_IN, HALF_LIFE = "accounts.half-signed-in", 300  # seconds


def sign_in(
    *,
    login: str,
    password: str,
    ip_address: str,
    origin: str,
    agent: str = "",
    proof: two_factors.Proof = NOTHING,
) -> tuple[Person, dict]:
    """Check a login and open a session: the person and its two tokens, as text.

    Raises `Invalid` or `Unauthorized` with the keys that clients look for.
    """
    person = check(login=login, password=password, proof=proof)
    opened = open_session(person, ip_address=ip_address, agent=agent)
    LoginLog.objects.create(person=person, ip_address=ip_address[:50], origin=origin)
    return person, opened


def check(*, login: str, password: str, proof: two_factors.Proof = NOTHING) -> Person:
    """The person who signs in as `login`, an email or a desktop login, with `proof` as second factor.

    The order is the contract's: lock-out, password, active, second factor, default password.
    """
    person = Person.objects.by_login(login)
    check_password(person, password, login=login)
    check_active(person)
    if methods := two_factors.enabled(person):
        if proof.method(person) is None:
            raise missing_factor(person, methods)
        two_factors.prove(person, proof, more={"login": False})
    if password == DEFAULT_PASSWORD:
        raise default_password(person)
    lockouts.forget(person)
    return person


def half_signed_in(person: Person) -> str:
    """What a page keeps of a right password while it asks for the second factor: `second_half` takes it.

    It is signed, ends after minutes and with the password, and opens nothing by itself.
    """
    return signing.dumps(
        {"person": str(person.pk), "state": person.get_session_auth_hash()}, salt=HALF_SIGNED_IN
    )


def second_half(half: str) -> Person | None:
    """Who sent a right password before, if that still counts."""
    try:
        kept = signing.loads(half, salt=HALF_SIGNED_IN, max_age=HALF_LIFE)
    except signing.BadSignature:
        return None
    person = Person.objects.with_generation().filter(pk=kept["person"], active=True, is_bot=False).first()
    return person if person and person.get_session_auth_hash() == kept["state"] else None


def finish(person: Person, proof: two_factors.Proof) -> None:
    """Sign somebody in whose password was right before, with a second factor; raises as `check` does."""
    check_active(person)
    two_factors.prove(person, proof)
    if person.check_password(DEFAULT_PASSWORD):
        raise default_password(person)
    lockouts.forget(person)


def check_active(person: Person) -> None:
    """Raise `Unauthorized` for who may not sign in any more."""
    if not person.active:
        raise Unauthorized("This account is not active.", more={"login": False, "unactive": True})


def default_password(person: Person) -> Invalid:
    """The refusal of the password that accounts are made with, with a token to choose another."""
    # Who has no address cannot reset it: an admin chooses their password.
    token = password_services.reset_token(person.email, hours=2) if person.email else None
    return Invalid(
        "The password must be changed first.",
        more={"login": False, "default_password": True, "token": token},
    )


def check_password(person: Person | None, password: str, *, login: str = "") -> None:
    """Raise `Invalid` unless the password is that of `person`; failures are counted.

    It takes the same time for nobody as for somebody, who is looked for by `login` then. Raises
    `Unavailable` where the directory that knows the password cannot be asked.
    """
    if person is not None:
        lockouts.check(person)
    try:
        fitting = credentials.fits(person, password, login=login)
    except Unavailable as error:
        error.more["login"] = False
        raise
    if person is None:
        raise wrong()
    lockouts.judge(person, fitting=fitting, refusal=wrong())


def wrong() -> Invalid:
    return Invalid("Wrong login or password.", more={"login": False})


def missing_factor(person: Person, methods: list[str]) -> Invalid:
    """The refusal of a right password that came without a second factor; it is no failure."""
    return Invalid(
        "A second factor is wanted.",
        more={
            "login": False,
            "missing_OTP": True,
            "preferred_two_factor_authentication": person.preferred_two_factor_authentication,
            "two_factor_authentication_enabled": ["recovery_code", *methods],
        },
    )


def open_session(person: Person, *, ip_address: str = "", agent: str = "") -> dict:
    """New tokens for `person`: `{"access_token", "refresh_token"}`.

    `ip_address` and `agent` (the program) are told to admins. Where a second factor is required and not
    set up the tokens open the set-up alone.
    """
    refresh = tokens.session_refresh(
        person, generation=person.current_generation(), restricted=two_factors.is_required(person)
    )
    issued_tokens.note_session(person, refresh, ip_address=ip_address, agent=agent)
    return {"access_token": str(tokens.session_access(person, refresh)), "refresh_token": str(refresh)}


def refresh(person: Person, refresh_token: tokens.RefreshToken) -> str:
    """A new access token of the session of `refresh_token`."""
    access = tokens.session_access(person, refresh_token)
    if two_factors.is_required(person):
        tokens.restrict(access)
    return str(access)
