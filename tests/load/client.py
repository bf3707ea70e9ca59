"""A small load client: some connections, each sending the next request when it has its answer."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import cast

CONNECTIONS = 16
MakeRequest = Callable[[], bytes]


@dataclass(frozen=True, slots=True)
class Figures:
    """What was measured: requests per second and latencies in milliseconds."""

    rps: float
    p50_ms: float
    p99_ms: float
    failed: int


class _Connection(asyncio.Protocol):
    def __init__(self, make: MakeRequest, statuses: frozenset[int]) -> None:
        self.make = make
        self.statuses = statuses
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
        self.transport.write(self.make())

    def data_received(self, data: bytes) -> None:
        self.received += data
        end = self.received.find(b"\r\n\r\n")
        if end < 0:
            return
        if len(self.received) < end + 4 + _length(bytes(self.received[:end])):
            return
        status = int(self.received[9:12])
        self.received.clear()
        self.failed += status not in self.statuses
        self.latencies.append(time.perf_counter() - self.sent_at)
        self.send()

    def connection_lost(self, exc: Exception | None) -> None:
        if not self.idle.done():
            self.failed += 1
            self.idle.set_result(None)


def _length(head: bytes) -> int:
    lowered = head.lower()
    at = lowered.find(b"content-length:")
    if at < 0:
        return 0
    return int(lowered[at + 15 : lowered.find(b"\r", at) if b"\r" in lowered[at:] else None])


async def measure(
    port: int, make: MakeRequest, seconds: float, statuses: frozenset[int] = frozenset({200})
) -> Figures:
    """Load the server for some seconds."""
    loop = asyncio.get_running_loop()
    connections = [
        (await loop.create_connection(lambda: _Connection(make, statuses), "127.0.0.1", port))[1]
        for _ in range(CONNECTIONS)
    ]
    started = time.perf_counter()
    await asyncio.sleep(seconds)
    for connection in connections:
        connection.running = False
    await asyncio.gather(*(connection.idle for connection in connections))
    elapsed = time.perf_counter() - started
    for connection in connections:
        connection.transport.close()
    latencies = sorted(each for connection in connections for each in connection.latencies)
    failed = sum(connection.failed for connection in connections)
    return Figures(
        len(latencies) / elapsed,
        latencies[len(latencies) // 2] * 1000,
        latencies[int(len(latencies) * 0.99)] * 1000,
        failed,
    )
