"""A security key in software: what a browser and a key make of the server's options, with real signatures."""

import secrets

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2.cose import ES256
from fido2.utils import sha256, websafe_decode, websafe_encode
from fido2.webauthn import (
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorData,
    CollectedClientData,
)

Flag = AuthenticatorData.FLAG


class SecurityKey:
    """One key pair on P-256, as FIDO2 keys hold it."""

    def __init__(self, origin: str = "https://localhost:8080"):
        self.origin, self.counter = origin, 0
        self.private = ec.generate_private_key(ec.SECP256R1())
        self.credential = AttestedCredentialData.create(
            b"\0" * 16, secrets.token_bytes(32), ES256.from_cryptography_key(self.private.public_key())
        )
        self.id = websafe_encode(self.credential.credential_id)

    def register(self, options: dict) -> dict:
        """The answer to `navigator.credentials.create`."""
        data = self.authenticator_data(options["rp"]["id"], attested=True)
        return self.response(
            clientDataJSON=self.client_data(CollectedClientData.TYPE.CREATE, options),
            attestationObject=AttestationObject.create("none", data, {}),
        )

    def sign(self, options: dict) -> dict:
        """The answer to `navigator.credentials.get`."""
        client_data = self.client_data(CollectedClientData.TYPE.GET, options)
        data = self.authenticator_data(options["rpId"])
        signature = self.private.sign(data + client_data.hash, ec.ECDSA(hashes.SHA256()))
        return self.response(clientDataJSON=client_data, authenticatorData=data, signature=signature)

    def authenticator_data(self, rp_id: str, *, attested: bool = False) -> AuthenticatorData:
        self.counter += 1
        flags = Flag.UP | Flag.UV | (Flag.AT if attested else 0)
        credential = self.credential if attested else b""
        return AuthenticatorData.create(sha256(rp_id.encode()), flags, self.counter, credential)

    def client_data(self, kind: str, options: dict) -> CollectedClientData:
        return CollectedClientData.create(kind, websafe_decode(options["challenge"]), self.origin)

    def response(self, **parts: bytes) -> dict:
        return {
            "id": self.id,
            "rawId": self.id,
            "type": "public-key",
            "clientExtensionResults": {},
            "response": {name: websafe_encode(part) for name, part in parts.items()},
        }
