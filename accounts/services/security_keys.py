"""Security keys: WebAuthn, registration and sign-in (notes on accounts, section 2.4).

A key is stored in `fido_credentials` as `{"device_name": text, "credential": base64url of the
attested credential data}`. Between its two calls a ceremony lives in a signed cookie, which names the
person and is good once and for five minutes.
"""

import logging
import struct
import uuid

from cryptography.exceptions import UnsupportedAlgorithm
from django.conf import settings
from django.core import signing
from fido2.cose import CoseKey
from fido2.server import Fido2Server
from fido2.utils import websafe_decode, websafe_encode
from fido2.webauthn import (
    AttestedCredentialData,
    AuthenticatorAttachment,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialUserEntity,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from accounts.models import Person
from accounts.services import revocations
from kitsu_site.exceptions import Invalid

logger = logging.getLogger(__name__)

CEREMONY_LIFE = 300  # seconds
REGISTER, SIGN_IN = "accounts.security-key.register", "accounts.security-key.sign-in"
# What the library raises for responses that are not of the standard's shape or do not verify.
BROKEN = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    NotImplementedError,
    RecursionError,
    TypeError,
    UnsupportedAlgorithm,
    ValueError,
    struct.error,
)


def server() -> Fido2Server:
    """The relying party: the host that people's browsers show."""
    host = settings.DOMAIN_NAME.partition(":")[0]
    return Fido2Server(PublicKeyCredentialRpEntity(id=host, name="Kitsu"))


def begin_registration(person: Person) -> tuple[dict, str]:
    """The options of `navigator.credentials.create`, and the ceremony to send back with its answer."""
    user = PublicKeyCredentialUserEntity(
        id=str(person.pk).encode(), name=person.email or str(person), display_name=person.full_name
    )
    options, state = server().register_begin(
        user,
        credentials=credentials_of(person),
        resident_key_requirement=ResidentKeyRequirement.DISCOURAGED,
        user_verification=UserVerificationRequirement.PREFERRED,
        authenticator_attachment=AuthenticatorAttachment.CROSS_PLATFORM,
    )
    return dict(options.public_key), sealed(person, state, REGISTER)


def finish_registration(person: Person, *, response: dict, device_name: str, ceremony: str | None) -> dict:
    """The registered key as it is stored; raises `Invalid` where the response does not verify."""
    state = opened(person, ceremony, REGISTER)
    if state is None:
        raise Invalid("No registration of a key is pending.")
    try:
        data = server().register_complete(state, response).credential_data
        if data.public_key[3] not in CoseKey.supported_algorithms():  # it could never sign in
            raise ValueError("unsupported algorithm")
    except BROKEN as error:
        logger.info("a key was not registered: %r", error)
        raise Invalid("The key's answer does not verify.", field="registration_response") from None
    if data.credential_id in {known.credential_id for known in credentials_of(person)}:
        raise Invalid("This key is registered already.", field="registration_response")
    return {"device_name": device_name, "credential": websafe_encode(data)}


def begin_sign_in(person: Person) -> tuple[dict, str]:
    """The options of `navigator.credentials.get`, and the ceremony to send back with its answer.

    Raises `Invalid` where the person has no key.
    """
    credentials = credentials_of(person)
    if not credentials:
        raise no_key()
    options, state = server().authenticate_begin(
        credentials, user_verification=UserVerificationRequirement.PREFERRED
    )
    return dict(options.public_key), sealed(person, state, SIGN_IN)


def verify(person: Person, *, response: dict, ceremony: str | None) -> bool:
    """Whether one of the person's keys signed the pending challenge, which is then spent."""
    state = opened(person, ceremony, SIGN_IN)
    if state is None:
        return False
    try:
        server().authenticate_complete(state, credentials_of(person), response)
    except BROKEN as error:
        logger.info("a key did not sign in: %r", error)
        return False
    return True


def credentials_of(person: Person) -> list[AttestedCredentialData]:
    """The person's keys. One that another server stored in its own form cannot be used, only removed."""
    found = []
    for device in person.fido_credentials or []:
        try:
            found.append(AttestedCredentialData(websafe_decode(device["credential"])))
        except BROKEN:
            logger.warning("the key %s of %s cannot be read", name_of(device), person.pk)
    return found


def name_of(device) -> str | None:
    """The name that a stored key was given."""
    return device.get("device_name") if isinstance(device, dict) else None


def no_key() -> Invalid:
    """The same for strangers and for people without a key."""
    return Invalid("No security key is registered for this address.")


def sealed(person: Person, state: dict, purpose: str) -> str:
    """A ceremony, signed: only this server makes one, for one person and one purpose."""
    return signing.dumps({**state, "person": str(person.pk), "id": str(uuid.uuid4())}, salt=purpose)


def opened(person: Person, ceremony: str | None, purpose: str) -> dict | None:
    """The state of a ceremony of that person, which is thereby spent; None where there is none."""
    if not ceremony:
        return None
    try:
        state = signing.loads(ceremony, salt=purpose, max_age=CEREMONY_LIFE)
    except signing.BadSignature:
        return None
    if state["person"] != str(person.pk) or not revocations.spend(state["id"], seconds=CEREMONY_LIFE):
        return None
    return state
