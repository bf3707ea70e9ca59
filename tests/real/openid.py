"""Real OpenID providers: an easy one for every day, a strict one from npm for the rest.

Both answer at `.issuer`, know the client `CLIENT_ID` with `CLIENT_SECRET`, and lead a page of the
browser through their forms with `.sign_in(page, who)`.
"""

import json
import shutil
import subprocess
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Thread

import flask
import httpx2
import pytest
from authlib.deprecate import AuthlibDeprecationWarning
from playwright.sync_api import Page
from werkzeug.serving import make_server

from tests.real.ports import free_port

with warnings.catch_warnings():
    warnings.simplefilter("ignore", AuthlibDeprecationWarning)
    import oidc_provider_mock

CLIENT_ID = "gemeinwerk"
CLIENT_SECRET = "only-for-tests"
PROGRAM = Path(__file__).with_name("strict_provider.mjs")
NODE_MODULES = Path(__file__).parents[2] / ".venv/npm/node_modules"


@dataclass
class Provider:
    """It does not check PKCE itself: a test looks at what was asked of it, in `.asked`."""

    issuer: str
    app: flask.Flask
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    def add_user(self, sub: str, email: str, name: str) -> None:
        claims = {"email": email, "email_verified": True, "name": name}
        self.app.test_client().put(f"/users/{sub}", json=claims)

    def parameters(self, path: str) -> dict[str, str]:
        """Of the latest request to this path, such as `/oauth2/authorize`."""
        return next(values for asked, values in reversed(self.asked) if asked == path)

    def approve(self, address: str, sub: str) -> str:
        """Sign in without a browser; the answer is the address the provider sends one back to."""
        return httpx2.post(address, data={"sub": sub}).headers["Location"]

    def sign_in(self, page: Page, sub: str) -> None:
        page.get_by_placeholder("sub").fill(sub)
        page.get_by_role("button", name="Authorize").click()


@contextmanager
def provider() -> Iterator[Provider]:
    app: flask.Flask = oidc_provider_mock.app(require_nonce=True)
    server = make_server("localhost", 0, app, threaded=True)
    running = Provider(f"http://localhost:{server.server_port}", app)

    @app.before_request
    def remember() -> None:
        running.asked.append((flask.request.path, flask.request.values.to_dict()))

    thread = Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield running
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def settings(**issuers: str) -> dict[str, str]:
    """With these people sign in to the app at the providers: `settings(city=provider.issuer)`."""
    client = {"client_id": CLIENT_ID, "client_secret": CLIENT_SECRET}
    providers = [
        {"slug": slug, "name": slug.capitalize(), "issuer": issuer, **client}
        for slug, issuer in issuers.items()
    ]
    return {"GEMEINWERK_PROVIDERS": json.dumps(providers)}


@dataclass
class StrictProvider:
    """Refuses a request without PKCE, asks for consent, and signs out for good."""

    issuer: str

    def sign_in(self, page: Page, address: str) -> None:
        page.get_by_placeholder("Enter any login").fill(address)
        page.get_by_placeholder("and password").fill("any")
        page.get_by_role("button", name="Sign-in").click()
        page.get_by_role("button", name="Continue").click()

    def sign_out(self, page: Page) -> None:
        page.get_by_role("button", name="Yes, sign me out").click()


@contextmanager
def strict_provider(return_address: str, logout_address: str) -> Iterator[StrictProvider]:
    """The addresses are those of the app, to which the provider sends people back."""
    if not (shutil.which("node") and (NODE_MODULES / "oidc-provider").is_dir()):
        pytest.skip("needs Node.js and npm: python3 dev.py test fetches the rest")
    port = free_port()
    client = (CLIENT_ID, CLIENT_SECRET, return_address, logout_address)
    command = ("node", PROGRAM, NODE_MODULES, str(port), *client)
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        try:
            assert process.stdout
            assert process.stdout.readline() == b"ready\n"
            yield StrictProvider(f"http://localhost:{port}")
        finally:
            process.terminate()
