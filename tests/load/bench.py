"""Measures the pages and acts that matter, on a large city, each as a ratio to a mere greeting."""

import argparse
import asyncio
import json
import os
import random
import subprocess
import sys
import tempfile
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from itertools import count
from pathlib import Path
from urllib.parse import urlencode

import uvloop

from app.db.database import connect
from app.db.migrations import migrate
from tests.load.client import Figures, MakeRequest, measure
from tests.load.data import FULL, QUICK, Size, fill, problem_reference, session_token
from tests.real import postgres
from tests.real.ports import free_port, wait_until

SEEN_POSTS = frozenset({204, 303})
ORDERS = ("random", "newest", "supported", "discussed")


@dataclass(frozen=True, slots=True)
class Line:
    """One measured row of the report."""

    name: str
    rps: float
    p50_ms: float
    p99_ms: float
    ratio: float
    queries: int
    rss_mb: float


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    parser.add_argument("--quick", action="store_true", help="a tenth of the data, in a minute")
    parser.add_argument("--json", type=Path, metavar="FILE")
    parser.add_argument("--seconds", type=float, help="how long each row is measured")
    asked = parser.parse_args()
    size = QUICK if asked.quick else FULL
    seconds = asked.seconds or (2.0 if asked.quick else 5.0)
    with _database(asked.database) as url:
        _prepare(url, size)
        with _server(url) as (port, process):
            lines = uvloop.run(_measure_all(port, process, size, seconds))
    _print(asked.database, lines)
    if asked.json:
        rows = [asdict(line) for line in lines]
        asked.json.write_text(json.dumps({"database": asked.database, "rows": rows}, indent=1))


@contextmanager
def _database(kind: str) -> Iterator[str]:
    if kind == "postgresql":
        with postgres.lent_database(durable=True) as url:
            yield url
        return
    with tempfile.TemporaryDirectory() as folder:
        yield f"sqlite:///{folder}/load.db"


def _prepare(url: str, size: Size) -> None:
    async def make_tables() -> None:
        database = connect(url)
        await database.define(migrate)
        await database.close()

    asyncio.run(make_tables())
    _say(f"Filling: {size.problems} problems, {size.comments} comments, {size.supports} supports")
    fill(url, size, _say)


@contextmanager
def _server(url: str) -> Iterator[tuple[int, subprocess.Popen[bytes]]]:
    port = free_port()
    environment = os.environ | {
        "GEMEINWERK_DATABASE_URL": url,
        "GEMEINWERK_ORIGIN": f"http://127.0.0.1:{port}",
        "GEMEINWERK_SECRET": "load" * 10,
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "uvicorn", "tests.load.serving:app", "--port", str(port),
         "--log-level", "warning", "--no-access-log"],
        env=environment,
    )  # fmt: skip
    try:
        wait_until(lambda: _answers(port), what="the measured server")
        yield port, process
    finally:
        process.terminate()
        process.wait(20)


def _answers(port: int) -> bool:
    try:
        return bool(_fetch(port, "/readyz"))
    except OSError:
        return False


def _fetch(port: int, path: str, **headers: str) -> bytes:
    request = urllib.request.Request(f"http://127.0.0.1:{port}{path}", headers=headers)
    with urllib.request.urlopen(request, timeout=10) as answer:
        body: bytes = answer.read()
        return body


async def _measure_all(
    port: int, process: subprocess.Popen[bytes], size: Size, seconds: float
) -> list[Line]:
    lines: list[Line] = []
    hello = 0.0
    for name, make, statuses in _rows(size, _etag(port)):
        warm = await measure(port, make, seconds / 4, statuses)
        queries = _queries_of(port, make)
        figures = await measure(port, make, seconds, statuses)
        if warm.failed or figures.failed:
            raise SystemExit(f"{name}: {figures.failed} answers were not what they should be.")
        hello = hello or figures.rps
        lines.append(_line(name, figures, hello, queries, process.pid))
        _say(f"  {name}")
    return lines


def _line(name: str, figures: Figures, hello: float, queries: int, pid: int) -> Line:
    return Line(
        name,
        round(figures.rps, 1),
        round(figures.p50_ms, 2),
        round(figures.p99_ms, 2),
        round(figures.rps / hello, 3),
        queries,
        round(_resident_mb(pid), 1),
    )


def _rows(size: Size, etag: str) -> Iterator[tuple[str, MakeRequest, frozenset[int]]]:
    fine, unchanged = frozenset({200}), frozenset({200, 304})
    people = count()
    spread = random.Random(3)

    def somebody() -> str:
        return f"Cookie: session={session_token(next(people) % size.sessions)}\r\n"

    def some_problem() -> str:
        return problem_reference(spread.randrange(size.problems) + 1)

    yield "hello", lambda: _get("/hello"), fine
    yield "list_anonymous", lambda: _get("/de/problems"), fine
    yield (
        "list_304",
        lambda: _get("/de/problems", f"If-None-Match: {etag}\r\n"),
        unchanged,
    )
    yield "detail_anonymous", lambda: _get(f"/de/problems/{problem_reference(1)}"), fine
    yield (
        "list_signed_in",
        lambda: _get(f"/de/problems?order={spread.choice(ORDERS)}", somebody()),
        fine,
    )
    yield "detail_signed_in", lambda: _get(f"/de/problems/{some_problem()}", somebody()), fine
    yield (
        "support_post",
        lambda: _post(f"/de/items/{some_problem()}/supports", somebody(), next="/de/problems"),
        SEEN_POSTS,
    )
    comment = {"stance": "pro", "text": "This is true in our street as well."}
    yield (
        "comment_post",
        lambda: _post(f"/de/items/{some_problem()}/comments", somebody(), **comment),
        SEEN_POSTS,
    )


def _get(path: str, headers: str = "") -> bytes:
    return f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n{headers}\r\n".encode()


def _post(path: str, headers: str, **fields: str) -> bytes:
    body = urlencode(fields)
    return (
        f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nOrigin: http://127.0.0.1\r\n{headers}"
        "Content-Type: application/x-www-form-urlencoded\r\n"
        f"Content-Length: {len(body)}\r\n\r\n{body}"
    ).encode()


def _etag(port: int) -> str:
    request = urllib.request.Request(f"http://127.0.0.1:{port}/de/problems")
    with urllib.request.urlopen(request, timeout=10) as answer:
        return str(answer.headers["ETag"])


def _queries_of(port: int, make: MakeRequest) -> int:
    """How many statements one request of this row needs, the page freshly made."""
    _fetch(port, "/queries")
    head = make().decode()
    method, path, _ = head.split(" ", 2)
    headers = dict(line.split(": ", 1) for line in head.split("\r\n")[1:] if ": " in line)
    body = head.partition("\r\n\r\n")[2].encode() if method == "POST" else None
    headers = {name: text for name, text in headers.items() if name in {"Cookie", "Content-Type"}}
    request = urllib.request.Request(f"http://127.0.0.1:{port}{path}", body, headers, method=method)
    opener = urllib.request.build_opener(_NoRedirect)
    opener.open(request, timeout=10).close()
    return int(_fetch(port, "/queries"))


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def http_error_303(self, req, fp, code, msg, headers):  # type: ignore[no-untyped-def]
        return fp


def _resident_mb(pid: int) -> float:
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    return 0.0


def _print(database: str, lines: list[Line]) -> None:
    _say(f"\n{database}")
    _say(f"{'':18}{'req/s':>9}{'p50 ms':>9}{'p99 ms':>9}{'ratio':>8}{'queries':>9}{'MB':>7}")
    for line in lines:
        _say(
            f"{line.name:18}{line.rps:9.0f}{line.p50_ms:9.2f}{line.p99_ms:9.2f}"
            f"{line.ratio:8.3f}{line.queries:9}{line.rss_mb:7.0f}"
        )


def _say(sentence: str) -> None:
    print(sentence, flush=True)


if __name__ == "__main__":
    main()
