from pathlib import Path

import httpx2
import pytest

from tests.real.server import Server, serving


def test_the_app_comes_back_on_its_port_after_a_kill(tmp_path: Path) -> None:
    with serving(tmp_path) as city:
        city.kill9()
        with pytest.raises(httpx2.TransportError):
            httpx2.get(f"{city.address}/healthz")
        city.start()

        assert httpx2.get(f"{city.address}/healthz").status_code == 200


def test_an_app_that_cannot_start_says_why(tmp_path: Path) -> None:
    bad = {"GEMEINWERK_SMTP_PORT": "many"}

    with (
        pytest.raises(RuntimeError, match="ended at once") as reason,
        serving(tmp_path, "demo", bad),
    ):
        pass

    assert "GEMEINWERK_SMTP_PORT" in str(reason.value)


def test_a_command_that_fails_shows_what_it_said(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="GEMEINWERK_SMTP_PORT"):
        Server(tmp_path, settings={"GEMEINWERK_SMTP_PORT": "many"}).run("settings")
