"""The real parts work, so that a failing test elsewhere speaks of the app."""

import asyncio
import base64
import hashlib
import re
import signal
import smtplib
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from email.message import EmailMessage
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import asyncpg
import httpx2
import psutil
import pytest
from playwright.sync_api import Browser, expect

from app.settings import Settings
from tests.real import browser as real_browser
from tests.real import openid, postgres
from tests.real.openid import Provider
from tests.real.smtp import MailServer, mail_server

ROOT = Path(__file__).parents[2]
START_A_SERVER = (
    "import os, sys; from tests.real import postgres;"
    "print(postgres.server().get_pid(), flush=True);"
    "sys.argv[1:] and os.kill(os.getpid(), int(sys.argv[1]))"
)


def test_each_database_is_a_fresh_copy_of_its_template() -> None:
    postgres.template("with_a_table", make_table)

    with postgres.lent_database("with_a_table") as one, postgres.lent_database() as other:
        rows = sql(one, "INSERT INTO thing VALUES (2) RETURNING n; ")
        tables = sql(other, "SELECT FROM pg_tables WHERE tablename = 'thing'")

        assert [row["n"] for row in rows] == [2]
        assert tables == []


def test_what_comes_back_is_emptied_and_lent_again() -> None:
    postgres.template("with_a_table", make_table)
    with postgres.lent_database("with_a_table") as first:
        sql(first, "INSERT INTO thing VALUES (2)")

    with postgres.lent_database("with_a_table") as second:
        rows = sql(second, "SELECT n FROM thing")

    assert first == second
    assert rows == []


def test_what_comes_back_changed_is_not_lent_again() -> None:
    postgres.template("with_a_table", make_table)
    with postgres.lent_database("with_a_table") as first:
        sql(first, "ALTER TABLE thing ADD COLUMN more integer UNIQUE")

    with postgres.lent_database("with_a_table") as second:
        columns = sql(second, "SELECT * FROM thing")

    assert first != second
    assert columns == []


def test_a_template_is_built_once() -> None:
    built: list[str] = []

    postgres.template("built_once", built.append)
    postgres.template("built_once", built.append)

    assert len(built) <= 1


@pytest.mark.parametrize(("durable", "waits"), [(True, "on"), (False, "off")])
def test_a_durable_database_waits_for_the_disk(durable: bool, waits: str) -> None:
    with postgres.lent_database(durable=durable) as address:
        assert sql(address, "SHOW fsync")[0]["fsync"] == waits


def test_the_next_run_ends_the_server_of_a_killed_run() -> None:
    killed = start_a_server(signal.SIGKILL)
    outlived_its_run = runs(killed)

    ended = start_a_server()

    assert outlived_its_run
    assert not runs(killed)
    assert not runs(ended)


def test_mail_arrives_and_can_be_read(mail: MailServer) -> None:
    send(mail, "Grüße aus der Stadt")

    [received] = mail.wait_for("anna@example.org")

    assert received.text.strip() == "Grüße aus der Stadt"
    assert received.message["Subject"] == "Hello"


def test_a_refused_message_is_not_kept(mail: MailServer) -> None:
    mail.refusal = "451 Please come back later"

    with pytest.raises(smtplib.SMTPDataError) as refusal:
        send(mail, "Hello")

    assert refusal.value.smtp_code == 451
    assert (mail.attempts, mail.messages) == (1, [])


def test_a_server_that_hangs_up_has_kept_the_message(mail: MailServer) -> None:
    mail.hangs_up = True

    with pytest.raises(smtplib.SMTPServerDisconnected):
        send(mail, "Hello")

    assert len(mail.to("anna@example.org")) == 1


def test_a_slow_server_is_slow(mail: MailServer) -> None:
    mail.delay = 5

    with pytest.raises(smtplib.SMTPServerDisconnected, match="timed out"):
        send(mail, "Hello", timeout=0.2)


def test_the_everyday_provider_signs_a_person_in() -> None:
    with openid.provider() as provider:
        provider.add_user("anna", "anna@example.org", "Anna")
        known = httpx2.get(f"{provider.issuer}/.well-known/openid-configuration").json()
        back = provider.approve(f"{known['authorization_endpoint']}?{request()}", "anna")
        code = parse_qs(urlsplit(back).query)["code"][0]
        token = {"grant_type": "authorization_code", "code": code, "redirect_uri": "http://a/b"}
        login = (openid.CLIENT_ID, openid.CLIENT_SECRET)
        tokens = httpx2.post(known["token_endpoint"], data=token, auth=login).json()
        header = {"Authorization": f"Bearer {tokens['access_token']}"}
        person = httpx2.get(known["userinfo_endpoint"], headers=header).json()

    assert (person["email"], person["name"]) == ("anna@example.org", "Anna")
    assert provider.parameters("/oauth2/authorize")["nonce"] == "n"


def test_the_app_understands_the_settings_of_the_parts(mail: MailServer) -> None:
    read = Settings.read({**mail.settings, **openid.settings(city="http://localhost:1")})

    assert (read.smtp_host, read.smtp_port) == (mail.host, mail.port)
    assert [(each.slug, each.client_id) for each in read.providers] == [("city", "gemeinwerk")]


@pytest.mark.browser
def test_the_strict_provider_signs_a_person_in_and_out(browser: Browser, landing: Provider) -> None:
    back = f"{landing.issuer}/"
    leave = {"client_id": openid.CLIENT_ID, "post_logout_redirect_uri": back}

    with openid.strict_provider(back, back) as provider, real_browser.phone(browser) as phone:
        page = phone.new_page()
        page.goto(f"{provider.issuer}/auth?{request(redirect_uri=back, **proof())}")
        provider.sign_in(page, "anna@example.org")
        expect(page).to_have_url(re.compile(f"{back}.*code="))
        page.goto(f"{provider.issuer}/session/end?{urlencode(leave)}")
        provider.sign_out(page)

        expect(page).to_have_url(back)


def test_the_strict_provider_refuses_a_request_without_proof(landing: Provider) -> None:
    back = f"{landing.issuer}/"

    with openid.strict_provider(back, back) as provider:
        answer = httpx2.get(f"{provider.issuer}/auth?{request(redirect_uri=back)}")

    assert "error=invalid_request" in answer.headers["Location"]


@pytest.mark.browser
def test_the_accessibility_rules_name_what_is_wrong(browser: Browser) -> None:
    with real_browser.phone(browser) as phone:
        page = phone.new_page()
        page.set_content('<html lang="en"><title>A</title><main><h1>A</h1><img src="a"></main>')

        [broken] = real_browser.axe(page)

    assert "image-alt (critical)" in broken
    assert '<img src="a">' in broken


@pytest.mark.browser
def test_the_browser_reaches_nobody_but_this_machine(browser: Browser) -> None:
    with real_browser.phone(browser) as phone:
        page = phone.new_page()

        with pytest.raises(Exception, match="ERR_NAME_NOT_RESOLVED"):
            page.goto("http://example.org/")


@pytest.mark.browser
def test_a_phone_without_scripts_runs_none(browser: Browser) -> None:
    with real_browser.phone(browser, scripts=False) as phone:
        page = phone.new_page()
        page.set_content("<p>Plain</p><script>document.body.textContent = 'changed'</script>")

        expect(page.get_by_text("Plain")).to_be_visible()


@pytest.fixture
def mail() -> Iterator[MailServer]:
    with mail_server() as server:
        yield server


@pytest.fixture
def landing() -> Iterator[Provider]:
    """Any server that answers, for the strict provider to send people back to."""
    with openid.provider() as server:
        yield server


def send(mail: MailServer, text: str, timeout: float = 5) -> None:
    message = EmailMessage()
    message["From"], message["To"] = "city@example.org", "anna@example.org"
    message["Subject"] = "Hello"
    message.set_content(text)
    with smtplib.SMTP(mail.host, mail.port, timeout=timeout) as connection:
        connection.send_message(message)


def proof() -> dict[str, str]:
    digest = hashlib.sha256(b"v" * 43).digest()
    challenge = base64.urlsafe_b64encode(digest).decode().rstrip("=")
    return {"code_challenge": challenge, "code_challenge_method": "S256"}


def request(**changes: str) -> str:
    usual = {
        "client_id": openid.CLIENT_ID,
        "response_type": "code",
        "scope": "openid email profile",
        "redirect_uri": "http://a/b",
        "state": "s",
        "nonce": "n",
    }
    return urlencode({**usual, **changes})


def make_table(address: str) -> None:
    sql(address, "CREATE TABLE thing (n integer)")


def sql(address: str, statement: str) -> list[Any]:
    async def fetch() -> list[Any]:
        connection = await asyncpg.connect(address.replace("+asyncpg", ""))
        try:
            return list(await connection.fetch(statement))
        finally:
            await connection.close()

    return asyncio.run(fetch())


def start_a_server(*signals: int) -> int:
    """In a run of its own, which may end itself with a signal; the answer is the server's id."""
    command = [sys.executable, "-c", START_A_SERVER, *map(str, signals)]
    environment = {"PATH": "/usr/bin:/bin"}
    done = subprocess.run(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, check=False)
    return int(done.stdout)


def runs(process: int) -> bool:
    with suppress(psutil.NoSuchProcess):
        return bool(psutil.Process(process).status() != psutil.STATUS_ZOMBIE)
    return False
