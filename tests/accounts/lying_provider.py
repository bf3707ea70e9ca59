"""A provider that answers as a test tells it to: forged tokens, wrong names, nothing at all."""

import base64
import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Thread
from typing import Any

import flask
from joserfc import jwt
from joserfc.jwk import ECKey, OctKey, RSAKey
from joserfc.jws import JWSRegistry
from werkzeug.serving import make_server

from tests.real.openid import CLIENT_ID


@dataclass
class LyingProvider:
    """`claims` are changed in the token, `algorithm` and `key` sign it, `known` is announced."""

    issuer: str = ""
    nonce: str = ""
    algorithm: str = "RS256"
    own_key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "own"}))
    key: RSAKey | ECKey | OctKey | None = None
    header: dict[str, Any] = field(default_factory=dict)
    claims: dict[str, Any] = field(default_factory=dict)
    known: dict[str, Any] = field(default_factory=dict)

    def metadata(self) -> dict[str, Any]:
        usual = {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
            "id_token_signing_alg_values_supported": ["RS256", "HS256", "none"],
        }
        return usual | self.known

    def keys(self) -> dict[str, Any]:
        return {"keys": [self.own_key.as_dict(private=False)]}

    def token(self) -> dict[str, Any]:
        now = int(time.time())
        claims: dict[str, Any] = {
            "iss": self.issuer,
            "aud": CLIENT_ID,
            "sub": "anna",
            "nonce": self.nonce,
            "iat": now,
            "exp": now + 60,
            "email": "anna@example.org",
            "email_verified": True,
        }
        claims = {name: text for name, text in (claims | self.claims).items() if text is not None}
        header = {"alg": self.algorithm, "kid": "own"} | self.header
        return {
            "access_token": "access",
            "token_type": "Bearer",
            "id_token": self._signed(header, claims),
        }

    def _signed(self, header: dict[str, Any], claims: dict[str, Any]) -> str:
        if self.algorithm == "none":
            return f"{_encoded(header)}.{_encoded(claims)}."
        registry = JWSRegistry(algorithms=[self.algorithm], strict_check_header=False)
        return jwt.encode(header, claims, self.key or self.own_key, registry=registry)


def _encoded(value: dict[str, Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


@contextmanager
def lying_provider() -> Iterator[LyingProvider]:
    app, provider = flask.Flask("lying"), LyingProvider()
    app.get("/.well-known/openid-configuration")(provider.metadata)
    app.get("/keys")(provider.keys)
    app.post("/token")(provider.token)
    server = make_server("localhost", 0, app, threaded=True)
    provider.issuer = f"http://localhost:{server.server_port}"
    thread = Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
