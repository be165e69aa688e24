"""An OpenID Connect provider, made of Authlib's server parts, on a local port."""

import base64
import hmac
import json
import logging
import threading
import time
from contextlib import contextmanager

from authlib.integrations.flask_oauth2 import AuthorizationServer
from authlib.oauth2.rfc6749 import ClientMixin, grants
from authlib.oauth2.rfc7636 import CodeChallenge
from authlib.oidc.core import OpenIDCode, UserInfo
from flask import Flask, jsonify
from joserfc import jwt
from joserfc.jwk import RSAKey
from werkzeug.serving import make_server

CLIENT_ID, CLIENT_SECRET = "kitsu", "secret-of-kitsu"
CALLBACK = "https://localhost:8080/api/auth/oidc/callback"
ANN = {
    "sub": "ann",
    "email": "Animator@example.com",
    "email_verified": True,
    "given_name": "Ann",
    "family_name": "Mator",
}


class Client(ClientMixin):
    """The one client that the provider knows."""

    client_id = CLIENT_ID

    def get_client_id(self):
        return CLIENT_ID

    def get_default_redirect_uri(self):
        return CALLBACK

    def get_allowed_scope(self, scope):
        return scope

    def check_redirect_uri(self, redirect_uri):
        return redirect_uri == CALLBACK

    def check_client_secret(self, client_secret):
        return client_secret == CLIENT_SECRET

    def check_endpoint_auth_method(self, method, endpoint):
        return method in ("client_secret_basic", "client_secret_post")

    def check_response_type(self, response_type):
        return response_type == "code"

    def check_grant_type(self, grant_type):
        return grant_type == "authorization_code"


class Code(dict):
    """An authorization code, and what belongs to it."""

    def __getattr__(self, name):
        return self.get(name)

    def get_redirect_uri(self):
        return self["redirect_uri"]

    def get_scope(self):
        return self["scope"]

    def get_nonce(self):
        return self["nonce"]

    def get_auth_time(self):
        return None

    def get_acr(self):
        return None

    def get_amr(self):
        return None


class Provider:
    """`person`: the claims of who is signed in; `lies`: what the ID token says instead, and its `alg`."""

    def __init__(self):
        self.key = RSAKey.generate_key(2048, {"kid": "first", "use": "sig"})
        self.person, self.lies, self.codes, self.issuer = dict(ANN), {}, {}, ""

    def make(self) -> Flask:
        provider = self
        app = Flask(__name__)
        server = AuthorizationServer(app, query_client=lambda name: Client(), save_token=lambda *_: None)

        class CodeGrant(grants.AuthorizationCodeGrant):
            TOKEN_ENDPOINT_AUTH_METHODS = ["client_secret_basic", "client_secret_post"]

            def save_authorization_code(self, code, request):
                asked = request.payload.data
                names = ("nonce", "scope", "redirect_uri", "code_challenge", "code_challenge_method")
                provider.codes[code] = Code({name: asked.get(name) for name in names}, client_id=CLIENT_ID)

            def query_authorization_code(self, code, client):
                return provider.codes.get(code)

            def delete_authorization_code(self, authorization_code):
                provider.codes = {k: v for k, v in provider.codes.items() if v is not authorization_code}

            def authenticate_user(self, authorization_code):
                return provider.person

        class IdToken(OpenIDCode):
            def exists_nonce(self, nonce, request):
                return False

            def resolve_client_private_key(self, client):
                return provider.key

            def get_client_algorithm(self, client):
                return "RS256"

            def get_client_claims(self, client):
                now = int(time.time())
                return {"iss": provider.issuer, "aud": CLIENT_ID, "iat": now, "exp": now + 300}

            def get_encode_header(self, client):
                return {"alg": "RS256", "kid": provider.key.kid}

            def generate_user_info(self, user, scope):
                return UserInfo(user)

        server.register_grant(CodeGrant, [IdToken(require_nonce=True), CodeChallenge(required=True)])

        @app.get("/.well-known/openid-configuration")
        def description():
            return jsonify(
                issuer=provider.issuer,
                authorization_endpoint=f"{provider.issuer}/authorize",
                token_endpoint=f"{provider.issuer}/token",
                jwks_uri=f"{provider.issuer}/jwks",
                id_token_signing_alg_values_supported=["RS256", "HS256", "none"],
            )

        @app.get("/jwks")
        def jwks():
            return jsonify(keys=[provider.key.as_dict(private=False)])

        @app.get("/authorize")
        def authorize():
            return server.create_authorization_response(grant_user=provider.person)

        @app.post("/token")
        def token():
            answer = server.create_token_response()
            return provider.lie(answer) if provider.lies and answer.status_code == 200 else answer

        return app

    def lie(self, answer):
        """The same answer, its ID token signed anew with other claims."""
        told = answer.get_json()
        claims = jwt.decode(told["id_token"], self.key).claims
        claims = {name: value for name, value in {**claims, **self.lies}.items() if value is not None}
        algorithm, header = claims.pop("alg", "RS256"), {"kid": self.key.kid}
        if algorithm == "RS256":
            told["id_token"] = jwt.encode({"alg": algorithm, **header}, claims, self.key)
        else:
            told["id_token"] = self.forged({"alg": algorithm, **header}, claims)
        return jsonify(told)

    def forged(self, header: dict, claims: dict) -> str:
        """A token without the private key: unsigned, or by HS256 with the public key as the secret."""
        text = ".".join(encoded(json.dumps(part).encode()) for part in (header, claims))
        secret = self.key.as_pem(private=False)
        signature = hmac.digest(secret, text.encode(), "sha256") if header["alg"] == "HS256" else b""
        return f"{text}.{encoded(signature)}"


def encoded(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


@contextmanager
def running():
    """A provider that answers on a free port of this machine."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    provider = Provider()
    server = make_server("127.0.0.1", 0, provider.make(), threaded=True)
    provider.issuer = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield provider
    server.shutdown()
    thread.join()
    server.server_close()
