"""Where the parts listen, and how one waits for them."""

import socket
import time
from collections.abc import Callable


def free_port() -> int:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        port: int = door.getsockname()[1]
        return port


def wait_until(ready: Callable[[], bool], *, what: str, seconds: float = 15) -> None:
    """Fails with a sentence when it takes too long."""
    end = time.monotonic() + seconds
    while not ready():
        if time.monotonic() > end:
            raise TimeoutError(f"Waited {seconds:g} seconds in vain for {what}.")
        time.sleep(0.02)
