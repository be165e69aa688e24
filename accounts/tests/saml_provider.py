"""A SAML 2 identity provider, of pysaml2 (which signs with xmlsec1), on a local port."""

import base64
import logging
import shutil
import threading
from contextlib import contextmanager
from pathlib import Path

import pytest
from flask import Flask, Response, request
from saml2 import BINDING_HTTP_REDIRECT
from saml2.config import IdPConfig
from saml2.metadata import entity_descriptor
from saml2.saml import NAME_FORMAT_BASIC, NAMEID_FORMAT_EMAILADDRESS, NameID
from saml2.server import Server
from saml2.xmldsig import DIGEST_SHA256, SIG_RSA_SHA256
from werkzeug.serving import make_server

from accounts.tests.certificates import make_key

ANN = {"email": "Animator@example.com", "first_name": "Ann", "last_name": "Mator"}


class Provider:
    """`person`: the attributes of who is signed in; `options`: of pysaml2, for the answer."""

    def __init__(self, folder: Path, our_metadata: str):
        self.folder, self.our_metadata = folder, our_metadata
        self.person, self.options, self.address = dict(ANN), {}, ""
        make_key(folder, "localhost")

    @property
    def metadata_url(self) -> str:
        return f"{self.address}/metadata"

    def make(self) -> Flask:
        app = Flask(__name__)

        @app.get("/metadata")
        def metadata():
            return Response(str(entity_descriptor(self.configuration())), mimetype="application/xml")

        @app.get("/sso")
        def sso():
            """Signs in whoever comes, and has their browser post the answer."""
            return Response(self.answer(request.args["SAMLRequest"]))

        return app

    def configuration(self, entity_id: str = "") -> IdPConfig:
        sso = [(f"{self.address}/sso", BINDING_HTTP_REDIRECT)]
        return IdPConfig().load(
            {
                "entityid": entity_id or self.metadata_url,
                "service": {
                    "idp": {
                        "endpoints": {"single_sign_on_service": sso},
                        "policy": {"default": {"lifetime": {"minutes": 5}, "name_form": NAME_FORMAT_BASIC}},
                    }
                },
                "key_file": str(self.folder / "key.pem"),
                "cert_file": str(self.folder / "certificate.pem"),
                "xmlsec_binary": xmlsec1(),
                "metadata": {"inline": [self.our_metadata]},
            }
        )

    def answer(self, asked: str | None = None, **options) -> str:
        """The answer to a request in base64; pysaml2's `options` change it."""
        options = {**self.options, **options}
        server = Server(config=self.configuration(options.pop("entity_id", "")))
        known = server.parse_authn_request(asked, BINDING_HTTP_REDIRECT)
        call = {
            "in_response_to": known.message.id,
            "destination": known.message.assertion_consumer_service_url,
            "sp_entity_id": known.message.issuer.text,
            "name_id": NameID(format=NAMEID_FORMAT_EMAILADDRESS, text=options.pop("name", "somebody")),
            "sign_assertion": True,
            "sign_response": False,
            "sign_alg": SIG_RSA_SHA256,
            "digest_alg": DIGEST_SHA256,
            "authn": {"class_ref": "urn:oasis:names:tc:SAML:2.0:ac:classes:Password"},
            **options,
        }
        return base64.b64encode(str(server.create_authn_response(self.person, **call)).encode()).decode()


def xmlsec1() -> str:
    """The program that signs."""
    found = shutil.which("xmlsec1")
    if found is None:
        pytest.fail("xmlsec1 is missing: the provider of this test signs with it. apt-get install xmlsec1")
    return found


@contextmanager
def running(folder: Path, our_metadata: str):
    """A provider that answers on a free port of this machine."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    logging.getLogger("saml2").setLevel(logging.CRITICAL)
    provider = Provider(folder, our_metadata)
    server = make_server("127.0.0.1", 0, provider.make(), threaded=True)
    provider.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield provider
    server.shutdown()
    thread.join()
    server.server_close()
