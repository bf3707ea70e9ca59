"""What surrounds every answer: headers, protection against foreign forms, kept pages."""

import time
from collections.abc import MutableMapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.db.clock import now
from app.db.database import NO_ANSWER
from app.record.proofs import position

POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
SECURITY_HEADERS = [
    (b"content-security-policy", POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), microphone=(), geolocation=()"),
    (b"cross-origin-opener-policy", b"same-origin"),
]
FOREIGN_FORM = b"This form was sent from another site, so nothing was done. Please use our page."
TRUSTED_SITES = {b"same-origin", b"none"}
KEPT_AT_MOST = 500


class Headers:
    """Adds the security headers to every answer; no answer is stored by others unless it says.

    A page that needs other ones, such as a map that has tiles from elsewhere, brings its own.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                own = {name for name, _ in message["headers"]}
                usual = [header for header in SECURITY_HEADERS if header[0] not in own]
                headers = [*message["headers"], *usual]
                if b"cache-control" not in own:
                    headers.append((b"cache-control", b"private, no-store"))
                message = {**message, "headers": headers}  # kept pages send theirs again
            await send(message)

        await self.app(scope, receive, with_headers)


class NoForeignForms:
    """Refuses unsafe requests that a browser sends from another site.

    A browser says so itself by Sec-Fetch-Site, or else by Origin; a client that sends neither is
    no browser and carries nobody's cookies by accident.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["method"] not in {"GET", "HEAD", "OPTIONS"}:
            headers = dict(scope["headers"])
            if _is_foreign(headers):
                await _plain(send, 403, FOREIGN_FORM)
                return
        await self.app(scope, receive, send)


def _is_foreign(headers: MutableMapping[bytes, bytes]) -> bool:
    site = headers.get(b"sec-fetch-site")
    if site is not None:
        return site not in TRUSTED_SITES
    origin = headers.get(b"origin")
    return origin is not None and urlsplit(origin).netloc != headers.get(b"host", b"")


async def _plain(send: Send, status: int, text: bytes) -> None:
    headers = [(b"content-type", b"text/plain; charset=utf-8")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": text})


class SmallBodies:
    """Refuses a body of more than `most` bytes while it is read, so that it is never held.

    A file that somebody signed in sends to a page of files may be larger.
    """

    def __init__(self, app: ASGIApp, most: int, most_of_files: int) -> None:
        self.app = app
        self.most = most
        self.most_of_files = most_of_files

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] in {"GET", "HEAD"}:
            await self.app(scope, receive, send)
            return
        most = self.most_of_files if _brings_files(scope) else self.most
        read = 0

        async def receive_little() -> Message:
            nonlocal read
            message = await receive()
            read += len(message.get("body", b""))
            if read > most:
                raise HTTPException(413)
            return message

        await self.app(scope, receive_little, send)


def _brings_files(scope: Scope) -> bool:
    parts = scope["path"].split("/", 3)
    signed_in = any(name == b"cookie" and b"session=" in value for name, value in scope["headers"])
    if len(parts) < 4 or not signed_in:
        return False
    sheet = parts[2] == "statements" and parts[3].endswith("/upload")
    return bool(sheet or parts[2] == "files")


@dataclass(frozen=True, slots=True)
class _Kept:
    version: bytes
    start: Message
    body: Message
    not_modified: Message


class KeptPages:
    """Keeps the bytes of pages for visitors without a session, for as long as nothing changes.

    Every page is a function of its address, the record's position and the minute. That position
    is read at most once in `seconds`, so a visitor's page is never older than that; what was done
    through this process is seen by the next visitor.
    """

    def __init__(self, app: ASGIApp, seconds: float, build: str) -> None:
        self.app = app
        self.seconds = seconds
        self.build = build
        self.pages: dict[tuple[str, bytes, bytes], _Kept] = {}
        self.version = b""
        self.fresh_until = 0.0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "GET" or self.seconds == 0:
            await self.app(scope, receive, send)
            if scope.get("method") == "POST":
                self.fresh_until = 0.0
            return
        asked = _asked(scope)
        if asked is None:
            await self.app(scope, receive, send)
            return
        key, known = asked
        version = self.version
        if time.monotonic() > self.fresh_until:
            try:
                version = await self._current_version(scope)
            except NO_ANSWER:
                await self.app(scope, receive, send)
                return
        kept = self.pages.get(key)
        if kept is None or kept.version != version:
            await self.app(scope, receive, self._keeping(key, version, send))
        elif known == version:
            await send(kept.not_modified)
            await send({"type": "http.response.body"})
        else:
            await send(kept.start)
            await send(kept.body)

    async def _current_version(self, scope: Scope) -> bytes:
        newest: int = await scope["app"].state.database.read(position)
        minute = int(now().timestamp() // 60)
        version = f'W/"{newest:x}-{minute:x}-{self.build}"'.encode()
        if version != self.version:
            self.pages.clear()  # none of them is asked for again
        self.version = version
        self.fresh_until = time.monotonic() + self.seconds
        return self.version

    def _keeping(self, key: tuple[str, bytes, bytes], version: bytes, send: Send) -> Send:
        started: list[Message] = []

        async def keep(message: Message) -> None:
            if message["type"] == "http.response.start":
                if _may_be_kept(message):
                    message["headers"] = [*message["headers"], (b"etag", version), _REVALIDATE]
                    started.append(message)
            elif started and not message.get("more_body"):
                self._store(key, _Kept(version, started[0], message, _not_modified(started[0])))
            elif started:
                started.clear()
            await send(message)

        return keep

    def _store(self, key: tuple[str, bytes, bytes], kept: _Kept) -> None:
        if len(self.pages) >= KEPT_AT_MOST:
            self.pages.clear()
        self.pages[key] = kept


_REVALIDATE = (b"cache-control", b"public, max-age=0, must-revalidate")


def _asked(scope: Scope) -> tuple[tuple[str, bytes, bytes], bytes] | None:
    """What makes the page (address, query, how), and the version known; None for the signed-in."""
    known = how = b""
    for name, value in scope["headers"]:
        if name == b"cookie":
            if b"session=" in value:
                return None
        elif name == b"if-none-match":
            known = value
        elif name in {b"hx-target", b"hx-request"}:
            how += b";" + value
        elif name == b"accept-encoding" and b"gzip" in value:
            how += b";gzip"
    return (scope["path"], scope["query_string"], how), known


def _may_be_kept(start: Message) -> bool:
    names = {name for name, _ in start["headers"]}
    return start["status"] == 200 and not names & {b"set-cookie", b"cache-control", b"etag"}


def _not_modified(start: Message) -> Message:
    headers = [
        (name, value)
        for name, value in start["headers"]
        if name not in {b"content-length", b"content-type", b"content-encoding"}
    ]
    return {"type": "http.response.start", "status": 304, "headers": headers}
