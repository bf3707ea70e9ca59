"""The measuring itself: every row is found, nothing hangs, no failure is hidden."""

import asyncio
import json
import sys
from collections.abc import Awaitable, Callable
from contextlib import suppress
from pathlib import Path

import pytest

from tests.load import bench
from tests.load.client import CONNECTIONS, Asked, header, measure
from tests.load.data import Size
from tests.load.rows import get

TINY = Size(people=60, problems=40, comments=200, supports=400, sessions=20)
NAMES = [
    "hello",
    "list_anonymous",
    "list_304",
    "detail_anonymous",
    "list_signed_in",
    "detail_signed_in",
    "support_post",
    "comment_post",
    "participation",
    "desk",
    "workbench",
    "segments",
    "synopsis",
]
OF_OFFICES = NAMES[-4:]
Talk = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


def test_a_tiny_run_measures_every_row_and_writes_them_as_json(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(bench, "QUICK", TINY)
    monkeypatch.setattr(bench, "ROUNDS", 1)
    path = tmp_path / "bench.json"
    words = ["--quick", "--seconds", "0.2", "--json", str(path)]
    monkeypatch.setattr(sys, "argv", ["bench", *words])

    bench.main()

    report = json.loads(path.read_text())
    rows = {row.pop("name"): row for row in report["rows"]}
    assert report["database"] == "sqlite"
    assert list(rows) == NAMES
    for row in rows.values():
        assert row.keys() == {"rps", "p50_ms", "p99_ms", "ratio", "queries", "rss_mb"}
        assert row["rps"] > 0
        assert 0 < row["p50_ms"] <= row["p99_ms"]
        assert 20 < row["rss_mb"] <= 110
    assert rows["hello"]["ratio"] == 1
    assert rows["hello"]["queries"] == 0
    assert 2 <= rows["list_signed_in"]["queries"] <= 6
    assert 2 <= rows["support_post"]["queries"] <= 6
    assert rows["participation"]["queries"] <= 9
    assert {name: rows[name]["queries"] for name in OF_OFFICES if rows[name]["queries"] > 6} == {}
    assert "Measuring, 1 of 1" in capsys.readouterr().out


def test_what_is_not_answered_in_time_has_failed() -> None:
    async def silent(reader: asyncio.StreamReader, _writer: asyncio.StreamWriter) -> None:
        await reader.read()

    figures = asyncio.run(measured_against(silent))

    assert figures == (0, CONNECTIONS)


def test_an_answer_that_is_not_what_it_should_be_has_failed() -> None:
    async def refuse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 403 Forbidden\r\nContent-Length: 2\r\n\r\nno")
        await reader.read()

    answers, failed = asyncio.run(measured_against(refuse))

    assert answers > 0
    assert failed >= CONNECTIONS


def test_a_connection_that_is_cut_has_failed() -> None:
    async def cut(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.close()

    assert asyncio.run(measured_against(cut)) == (0, CONNECTIONS)


async def measured_against(talk: Talk) -> tuple[float, int]:
    """How many answers a second, and how many failures, a server gives that talks like this."""

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError, asyncio.IncompleteReadError):
            await talk(reader, writer)
        writer.close()

    server = await asyncio.start_server(handle, "127.0.0.1", 0)
    async with server:
        port: int = server.sockets[0].getsockname()[1]
        figures = await measure(port, Asked(lambda: get("/")), 0.1, patience=0.3)
        await asyncio.sleep(0.05)  # lets the server see that all have gone
    return figures.rps, figures.failed


def test_a_header_is_found_whatever_its_capitals() -> None:
    head = b"HTTP/1.1 200 OK\r\nETAG: W/x\r\nContent-Length: 12"

    assert header(head, b"etag") == b"W/x"
    assert header(head, b"content-length") == b"12"
    assert header(head, b"age") == b""
