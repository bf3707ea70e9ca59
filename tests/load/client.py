"""A small load client: some connections, each sending the next request when it has its answer."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import cast

CONNECTIONS = 16
PATIENCE = 15.0
MakeRequest = Callable[[], bytes]
ReadHead = Callable[[bytes], None]


@dataclass(frozen=True, slots=True)
class Asked:
    """What a client sends again and again; `read` is shown the head of each answer."""

    make: MakeRequest
    statuses: frozenset[int] = frozenset({200})
    read: ReadHead | None = None


@dataclass(frozen=True, slots=True)
class Figures:
    """What was measured: requests per second and latencies in milliseconds."""

    rps: float
    p50_ms: float
    p99_ms: float
    failed: int


class _Connection(asyncio.Protocol):
    def __init__(self, asked: Asked) -> None:
        self.asked = asked
        self.latencies: list[float] = []
        self.failed = 0
        self.running = True
        self.idle = asyncio.get_running_loop().create_future()
        self.received = bytearray()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast("asyncio.Transport", transport)
        self.send()

    def send(self) -> None:
        if not self.running:
            self.idle.set_result(None)
            return
        self.sent_at = time.perf_counter()
        self.transport.write(self.asked.make())

    def data_received(self, data: bytes) -> None:
        self.received += data
        end = self.received.find(b"\r\n\r\n")
        if end < 0 or len(self.received) < end + 4 + _length(bytes(self.received[:end])):
            return
        self.latencies.append(time.perf_counter() - self.sent_at)
        self.failed += int(self.received[9:12]) not in self.asked.statuses
        if self.asked.read:
            self.asked.read(bytes(self.received[:end]))
        self.received.clear()
        self.send()

    def connection_lost(self, exc: Exception | None) -> None:
        if not self.idle.done():
            self.failed += 1
            self.idle.set_result(None)


def header(head: bytes, name: bytes) -> bytes:
    """A header's text from the head of an answer, or nothing; `name` in small letters."""
    at = head.lower().find(b"\r\n" + name + b":")
    return head[at + len(name) + 3 :].partition(b"\r\n")[0].strip() if at >= 0 else b""


def _length(head: bytes) -> int:
    return int(header(head, b"content-length") or 0)


async def measure(
    port: int, asked: Asked, seconds: float, *, patience: float = PATIENCE
) -> Figures:
    """Load the server for some seconds; whoever is not answered in `patience` more has failed."""
    loop = asyncio.get_running_loop()
    async with asyncio.timeout(patience):
        made = [
            await loop.create_connection(lambda: _Connection(asked), "127.0.0.1", port)
            for _ in range(CONNECTIONS)
        ]
    connections = [protocol for _, protocol in made]
    started = time.perf_counter()
    await asyncio.sleep(seconds)
    for connection in connections:
        connection.running = False
    _, unanswered = await asyncio.wait([each.idle for each in connections], timeout=patience)
    elapsed = time.perf_counter() - started
    failed = len(unanswered) + sum(connection.failed for connection in connections)
    for connection in connections:
        connection.transport.abort()
    latencies = sorted(each for connection in connections for each in connection.latencies)
    return Figures(len(latencies) / elapsed, _at(latencies, 0.5), _at(latencies, 0.99), failed)


def _at(latencies: list[float], share: float) -> float:
    """The latency, in milliseconds, that this share of the answers kept to."""
    return latencies[int(len(latencies) * share)] * 1000 if latencies else 0.0
