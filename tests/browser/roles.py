"""What the walks of the roles share: a town, people in it with a phone each, and what they do."""

import re
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, FilePayload
from sqlmodel import Session

from app.accounts.models import Person
from app.db.database import sqlite_engine
from app.process.actor import Actor
from tests.browser.person import Somebody
from tests.browser.town import Town
from tests.makers import make_person, sign_in
from tests.real.browser import phone

_walks = count(1)


@dataclass
class Stage:
    """Where one walk takes place. Everybody has a phone of their own; `scripts` is for all.

    `name` tells apart what several walks bring about in the same town.
    """

    town: Town
    browser: Browser
    scripts: bool
    devices: ExitStack
    name: str = field(default_factory=lambda: f"of walk {next(_walks)}")
    people: list[Somebody] = field(default_factory=list)

    def visitor(self, email: str = "visitor@example.org", **options: Any) -> Somebody:
        device = phone(self.browser, scripts=self.scripts, locale="en-GB", **options)
        somebody = Somebody(self.devices.enter_context(device), self.town, email)
        self.people.append(somebody)
        return somebody

    def signed_in(self, actor: Actor) -> Somebody:
        """Somebody who has signed in before."""
        with self.database() as session:
            token = sign_in(session, actor)
            email = session.get_one(Person, actor.id).email
        somebody = self.visitor(email or "")
        cookie = {"name": "session", "value": token, "url": self.town.server.address}
        somebody.context.add_cookies([cookie])  # type: ignore[list-item]
        return somebody

    @contextmanager
    def database(self) -> Iterator[Session]:
        """For what is not the point of a walk; it is kept at the end."""
        data: Path = self.town.server.data
        with Session(sqlite_engine(f"sqlite:///{data / 'gemeinwerk.db'}")) as session:
            yield session
            session.commit()

    def somebody(self, name: str = "Anna") -> Somebody:
        """A citizen of this name who has signed in before."""
        with self.database() as session:
            actor = make_person(session, name=name)
        return self.signed_in(actor)

    def expect_no_trouble(self) -> None:
        trouble = [each for person in self.people for each in person.trouble]
        assert not trouble, trouble


@contextmanager
def stage_in(town: Town, browser: Browser, *, scripts: bool) -> Iterator[Stage]:
    with ExitStack() as devices:
        yield Stage(town, browser, scripts, devices)


def hands_over(person: Somebody, label: str, name: str, content: bytes, kind: str = "") -> None:
    """A file from the phone."""
    file: FilePayload = {"name": name, "mimeType": kind, "buffer": content}
    person.page.get_by_label(label).set_input_files(file)


def waits_to_read(person: Somebody, path: str, sentence: str) -> None:
    """What the town tells of a little later: the page is opened again until it stands there."""
    for _ in range(40):
        person.goes_to(path.removeprefix(person.town.server.address))
        if person.page.get_by_text(sentence).locator("visible=true").count():
            return
        person.page.wait_for_timeout(250)
    person.reads(sentence)


def follows_the_letter(person: Somebody, number: int = -1, *, count: int = 1) -> None:
    """Opens the first address in a letter."""
    letter = person.town.mail.wait_for(person.email, count)[number]
    found = re.search(r"https?://\S+", letter.text)
    assert found, letter.text
    person.page.goto(found.group())


def is_told_off(person: Somebody) -> None:
    """What was sent is not right yet; the browser complains of that answer too."""
    person.reads("Something is not right yet. Nothing you wrote is lost.")
    [complaint] = person.trouble
    assert "422" in complaint
    person.trouble.clear()
