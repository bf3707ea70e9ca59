"""The app as a process of its own, as a city runs it."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx2

from tests.real.ports import free_port, wait_until

APP = Path(sys.executable).with_name("app")


@dataclass
class Server:
    """Its data, its port and its settings stay when it is stopped and started again."""

    data: Path
    command: str = "serve"
    settings: Mapping[str, str] = field(default_factory=dict)
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None
    program: tuple[str | Path, ...] = (APP,)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def log(self) -> str:
        return self._log.read_text(errors="replace") if self._log.exists() else ""

    def start(self) -> None:
        """Returns when the app says that it is ready."""
        self.data.mkdir(parents=True, exist_ok=True)
        command = (*self.program, self.command, "--port", str(self.port), "--data", self.data)
        with self._log.open("ab") as log:
            self.process = subprocess.Popen(
                command, env=self._environment(), stdout=log, stderr=log, start_new_session=True
            )
        try:
            wait_until(self._is_ready, what=f"app {self.command} to be ready", seconds=60)
        except TimeoutError as late:
            raise RuntimeError(f"{late} It said:\n{self.log}") from late

    def run(self, *words: str | Path) -> str:
        """Run another command, such as migrate, grant or verify, on the same data."""
        command, *rest = words
        done = subprocess.run(
            (APP, command, "--data", self.data, *rest),
            env=self._environment(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise RuntimeError(f"app {command} failed. It said:\n{done.stdout}{done.stderr}")
        return done.stdout

    def stop(self) -> None:
        """Ask it to end, and make it end when it does not."""
        self._end(signal.SIGTERM)

    def kill9(self) -> None:
        """As a power cut would, with everything it has started."""
        self._end(signal.SIGKILL)

    @property
    def _log(self) -> Path:
        return self.data / "server.log"

    def _environment(self) -> dict[str, str]:
        inherited = {k: v for k, v in os.environ.items() if not k.startswith("GEMEINWERK_")}
        return {**inherited, "PYTHONUNBUFFERED": "1", **self.settings}

    def _is_ready(self) -> bool:
        if self.process and self.process.poll() is not None:
            raise RuntimeError(f"app {self.command} ended at once. It said:\n{self.log}")
        try:
            return httpx2.get(f"{self.address}/readyz", timeout=5).status_code == 200
        except httpx2.TransportError:
            return False

    def _end(self, how: signal.Signals) -> None:
        if self.process and self.process.poll() is None:
            os.killpg(self.process.pid, how)
            try:
                self.process.wait(15)
            except subprocess.TimeoutExpired:
                os.killpg(self.process.pid, signal.SIGKILL)
                self.process.wait()
        self.process = None


@contextmanager
def serving(
    data: Path, command: str = "serve", settings: Mapping[str, str] | None = None
) -> Iterator[Server]:
    """With its database brought up to date first; demo does that by itself."""
    server = Server(data, command, settings or {})
    try:
        if command == "serve":
            server.run("migrate")
        server.start()
        yield server
    finally:
        server.stop()
