"""Measures the pages and acts that matter, on a large city, each as a ratio to a mere greeting.

Every row is measured several times and its best time counts: what else runs on the machine can
only make it slower.
"""

import argparse
import asyncio
import json
import os
import subprocess
import sys
import tempfile
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Any

import uvloop

from app.db.database import connect
from app.db.migrations import migrate
from tests.load.client import Asked, Figures, measure
from tests.load.data import FULL, QUICK, Size, fill
from tests.load.rows import rows
from tests.real import postgres
from tests.real.ports import free_port, wait_until

ROUNDS = 3
AIMS = {
    "sqlite": {"list_signed_in": 0.09, "support_post": 0.12},
    "postgresql": {"list_signed_in": 0.06, "support_post": 0.07},
}
AIMS_OF_BOTH = {"list_anonymous": 0.8, "list_304": 0.7, "detail_anonymous": 0.8}


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


@dataclass(frozen=True, slots=True)
class Server:
    """The process that is measured."""

    port: int
    process: "subprocess.Popen[bytes]"

    @property
    def resident_mb(self) -> float:
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return int(status.partition("VmRSS:")[2].split()[0]) / 1024


def main() -> None:
    parser = argparse.ArgumentParser(prog="dev.py bench", description=__doc__)
    parser.add_argument("--database", choices=AIMS, default="sqlite")
    parser.add_argument("--quick", action="store_true", help="a tenth of the data, in a minute")
    parser.add_argument("--json", type=Path, metavar="FILE")
    parser.add_argument("--seconds", type=float, help="how long each row is measured each time")
    asked = parser.parse_args()
    size = QUICK if asked.quick else FULL
    seconds = asked.seconds or (0.8 if asked.quick else 3.0)
    lines = run(asked.database, size, seconds)
    say("\n" + table(asked.database, lines))
    if asked.json:
        asked.json.write_text(json.dumps(report(asked.database, lines), indent=1))


def run(kind: str, size: Size, seconds: float) -> list[Line]:
    """Fill a database, serve it and measure every row."""
    with _database(kind) as url:
        _prepare(url, size)
        with _serving(url) as server:
            return uvloop.run(_measure_all(server, size, seconds))


def report(kind: str, lines: list[Line]) -> dict[str, Any]:
    """What is written as JSON."""
    return {"database": kind, "rows": [asdict(line) for line in lines]}


def table(kind: str, lines: list[Line]) -> str:
    """What is printed at the end."""
    names = ("req/s", "p50 ms", "p99 ms", "ratio", "aim", "queries", "MB")
    aims = AIMS_OF_BOTH | AIMS[kind]
    return "\n".join(
        [
            f"{kind:18}" + "".join(f"{name:>9}" for name in names),
            *(
                f"{line.name:18}{line.rps:9.0f}{line.p50_ms:9.2f}{line.p99_ms:9.2f}"
                f"{line.ratio:9.3f}{aims.get(line.name, ''):>9}{line.queries:9}{line.rss_mb:9.0f}"
                for line in lines
            ),
        ]
    )


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
    contents = f"{size.problems:,} problems, {size.comments:,} comments, {size.supports:,} supports"
    say(f"Filling: {contents}")
    fill(url, size, say)


@contextmanager
def _serving(url: str) -> Iterator[Server]:
    port = free_port()
    environment = os.environ | {
        "GEMEINWERK_DATABASE_URL": url,
        "GEMEINWERK_ORIGIN": f"http://127.0.0.1:{port}",
        "GEMEINWERK_SECRET": "load" * 10,
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "uvicorn", "tests.load.serving:app", "--port", str(port),
         "--log-level", "warning", "--no-access-log", "--timeout-graceful-shutdown", "3"],
        env=environment,
    )  # fmt: skip
    try:
        wait_until(partial(_answers, port), what="the measured server", seconds=30)
        yield Server(port, process)
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _answers(port: int) -> bool:
    try:
        return bool(_fetch(port, "/readyz"))
    except OSError:
        return False


def _fetch(port: int, path: str) -> bytes:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=10) as answer:
        body: bytes = answer.read()
        return body


async def _measure_all(server: Server, size: Size, seconds: float) -> list[Line]:
    """Every row in several rounds, so that a bad moment of the machine spoils no row."""
    asked = rows(size)
    best: dict[str, Figures] = {}
    memory: dict[str, float] = {}
    for number in range(1, ROUNDS + 1):
        say(f"Measuring, {number} of {ROUNDS}")
        for name, each in asked.items():
            await _measured(server, name, each, seconds / 4)  # lets caches fill
            figures = await _measured(server, name, each, seconds)
            best[name] = max(best.get(name, figures), figures, key=lambda found: found.rps)
            memory[name] = server.resident_mb
            say(f"  {name:18}{figures.rps:9,.0f} requests a second")
    hello = best["hello"].rps
    queries = {name: await _queries_of(server.port, each) for name, each in asked.items()}
    return [_line(name, best[name], hello, queries[name], memory[name]) for name in asked]


async def _queries_of(port: int, asked: Asked) -> int:
    """How many statements one request needs. Counted at the end, because counting costs time."""
    await asyncio.to_thread(_fetch, port, "/count/begin")
    await _send_once(port, asked)
    return int(await asyncio.to_thread(_fetch, port, "/count/end"))


async def _send_once(port: int, asked: Asked) -> None:
    async with asyncio.timeout(10):
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(asked.make())
        await reader.readuntil(b"\r\n\r\n")
        writer.close()


async def _measured(server: Server, name: str, asked: Asked, seconds: float) -> Figures:
    figures = await measure(server.port, asked, seconds)
    if figures.failed:
        raise SystemExit(f"{name}: {figures.failed} answers were not what they should be.")
    return figures


def _line(name: str, figures: Figures, hello: float, queries: int, memory: float) -> Line:
    return Line(
        name,
        round(figures.rps, 1),
        round(figures.p50_ms, 2),
        round(figures.p99_ms, 2),
        round(figures.rps / hello, 3),
        queries,
        round(memory, 1),
    )


def say(sentence: str) -> None:
    print(sentence, flush=True)


if __name__ == "__main__":
    main()
