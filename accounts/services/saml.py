"""Single sign-on by SAML 2: to the provider and back, with its signed answer (notes on accounts, 2.5).

python3-saml speaks the protocol: signatures, what of the answer they cover, audience, times, recipient. Here
is added that an answer is to a request of this very browser, and good once. What of the request must be
remembered is sealed in a cookie, which browsers send along from another site over https alone.
"""

import logging
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.core import signing
from django.core.cache import cache

from accounts.services import revocations
from accounts.services.single_sign_on import refused, studio_id

logger = logging.getLogger(__name__)

LIFE = 600  # seconds from the redirect to the answer
SEAL = "accounts.saml"
TIMEOUT = 10  # seconds that the provider has to send its metadata
METADATA_LIFE = 3600  # seconds that they are kept
PATH = "/api/auth/saml/sso"
EMAIL_FORMAT = "urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress"
CLAIMS = "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/"
# What the columns are called by providers, the plain names first.
ATTRIBUTES = {
    "email": ("email", "mail", "urn:oid:0.9.2342.19200300.100.1.3", f"{CLAIMS}emailaddress"),
    "first_name": ("first_name", "givenName", "urn:oid:2.5.4.42", f"{CLAIMS}givenname"),
    "last_name": ("last_name", "sn", "surname", "urn:oid:2.5.4.4", f"{CLAIMS}surname"),
    "phone": ("phone", "telephoneNumber", "urn:oid:2.5.4.20"),
    "country": ("country", "c", "urn:oid:2.5.4.6", f"{CLAIMS}country"),
    "studio_id": ("studio_id", "studio"),
    "departments": ("departments", "department"),
}


@dataclass(frozen=True)
class Vouched:
    """Whom the provider vouches for."""

    email: str
    values: dict
    departments: list[str] | None


def answer_url() -> str:
    """Where the provider has the browser post its answer (the assertion consumer service)."""
    return f"{settings.DOMAIN_PROTOCOL}://{settings.DOMAIN_NAME}{PATH}"


def begin() -> tuple[str, str]:
    """The address at the provider to go to, and what the browser keeps meanwhile (sealed)."""
    from onelogin.saml2.auth import OneLogin_Saml2_Auth

    request = OneLogin_Saml2_Auth(request_data(), old_settings=configuration())
    url = request.login(return_to=f"{settings.DOMAIN_PROTOCOL}://{settings.DOMAIN_NAME}")
    return url, signing.dumps(request.get_last_request_id(), salt=SEAL)


def finish(form, sealed: str | None) -> Vouched:
    """Whom an answer vouches for; raises `Invalid` unless it verifies, for the first time.

    `form`: what the browser posted; `sealed`: what `begin` gave it to keep.
    """
    try:
        request_id = signing.loads(sealed or "", salt=SEAL, max_age=LIFE)
    except signing.BadSignature:
        raise refused("The sign-in was not begun in this browser, or took too long.") from None
    response = verified(form.get("SAMLResponse"), request_id)
    if not revocations.spend(request_id, seconds=LIFE):
        raise refused("This answer of the provider was used before.")
    return vouched(response)


def verified(posted, request_id: str):
    """The answer to a request, as python3-saml reads it; raises `Invalid`."""
    from lxml.etree import LxmlError
    from onelogin.saml2.errors import OneLogin_Saml2_Error, OneLogin_Saml2_ValidationError
    from onelogin.saml2.response import OneLogin_Saml2_Response
    from onelogin.saml2.xml_utils import OneLogin_Saml2_XML

    if not isinstance(posted, str) or not posted:
        raise refused("There is no answer of a provider.")
    try:
        response = OneLogin_Saml2_Response(configuration(), posted)
        response.is_valid(request_data(), request_id, raise_exceptions=True)
        audiences = response.get_audiences()
    except (OneLogin_Saml2_Error, OneLogin_Saml2_ValidationError, LxmlError, ValueError) as error:
        logger.warning("a SAML sign-in failed: %s", error)
        raise refused("The answer of the provider does not verify.") from None
    # The library lets an answer pass that does not say to which request, or for whom, it is.
    confirmed = OneLogin_Saml2_XML.query(response.document, "//saml:SubjectConfirmationData/@InResponseTo")
    if set(confirmed) != {request_id} or settings.SAML_ENTITY_ID not in audiences:
        logger.warning("a SAML sign-in failed: an answer to no request of this browser")
        raise refused("The answer of the provider belongs to another sign-in.")
    return response


def vouched(response) -> Vouched:
    """The person that a verified answer is about."""
    sent = {**response.get_friendlyname_attributes(), **response.get_attributes()}
    found = {
        column: next((sent[name] for name in names if sent.get(name)), None)
        for column, names in ATTRIBUTES.items()
    }
    texts = {column: values[0].strip() for column, values in found.items() if values and values[0]}
    email = texts.pop("email", None)
    if email is None and response.get_nameid_format() == EMAIL_FORMAT:
        email = response.get_nameid()
    if not email:
        raise refused("The provider tells no email address (attribute `email`).")
    texts.pop("departments", None)
    values = {**texts, "studio_id": studio_id(texts.get("studio_id"))}
    return Vouched(email=email, values=values, departments=found["departments"])


def request_data() -> dict:
    """The call as the provider knows it: what proxies make of the address does not matter."""
    return {
        "https": "on" if settings.DOMAIN_PROTOCOL == "https" else "off",
        "http_host": settings.DOMAIN_NAME,
        "script_name": PATH,
    }


def configuration():
    """python3-saml's settings: we and the provider."""
    from onelogin.saml2.settings import OneLogin_Saml2_Settings

    security = {
        "rejectDeprecatedAlgorithm": True,
        "requestedAuthnContext": False,
        "wantAttributeStatement": False,
    }
    known = {"strict": True, "security": security, "sp": ourselves(), "idp": provider()}
    return OneLogin_Saml2_Settings(known)


def ourselves() -> dict:
    """This server, as a provider must know it."""
    return {
        "entityId": settings.SAML_ENTITY_ID,
        "assertionConsumerService": {"url": answer_url()},
        "NameIDFormat": "urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified",
    }


def metadata() -> str:
    """The same as XML, for the provider."""
    from onelogin.saml2.settings import OneLogin_Saml2_Settings

    known = OneLogin_Saml2_Settings({"strict": True, "sp": ourselves()}, sp_validation_only=True)
    text = known.get_sp_metadata()
    return text.decode() if isinstance(text, bytes) else text


def provider() -> dict:
    """The provider as its metadata describe it: name, address, certificates."""
    source = settings.SAML_METADATA_URL
    return cache.get_or_set(f"saml-metadata:{source}", lambda: read_metadata(source), METADATA_LIFE)


def read_metadata(source: str) -> dict:
    """The provider that metadata at an address, or in a file, describe; raises `Invalid`."""
    from onelogin.saml2.idp_metadata_parser import OneLogin_Saml2_IdPMetadataParser as Parser

    try:
        if source.startswith(("http://", "https://")):
            read = Parser.parse_remote(source, timeout=TIMEOUT)
        else:
            read = Parser.parse(Path(source).read_bytes())
        return read["idp"]
    except Exception as error:  # of the network, the file, the XML or its shape
        logger.error("the metadata of the SAML provider cannot be read", exc_info=error)
        raise refused("The metadata of the provider cannot be read (setting SAML_METADATA_URL).") from None
