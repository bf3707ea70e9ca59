"""A city whose people walk through its pages: each step is a form as a browser sends it."""

import html
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlmodel import Session

from app.accounts.models import Person
from app.accounts.sessions import actor_of
from app.db.clock import clock_at, now
from app.process.actor import Actor
from app.process.vocabulary import Group, Office
from tests.client import CheckingClient
from tests.makers import make_body, make_officer, make_people, make_strategy


@dataclass
class City:
    """Its people, and its days counted from the first."""

    client: CheckingClient
    session: Session
    first_day: datetime = field(default_factory=now)

    def __post_init__(self) -> None:
        value, action_field, _ = make_strategy(self.session)
        self.values, self.action_fields = str(value.id), str(action_field.id)
        self.council = make_body(self.session)
        self.member = make_officer(self.session, Office.BODY, self.council.id)
        self.administration = make_officer(self.session, Office.ADMINISTRATION)
        self.people = make_people(
            self.session, [Group.CITIZENS] * 5 + [Group.BUSINESS] * 3 + [Group.CIVIL_SOCIETY] * 2
        )

    @contextmanager
    def on_day(self, number: float) -> Iterator[None]:
        with clock_at(self.first_day + timedelta(days=number)):
            yield

    def date(self, number: int) -> str:
        """A day as it is typed into a form."""
        day = (self.first_day + timedelta(days=number)).astimezone(ZoneInfo("Europe/Berlin"))
        return day.date().isoformat()

    def does(self, actor: Actor, path: str, **typed: Any) -> str:
        """Send a form; the answer is where one is led to: a page or a place on it."""
        answer = self.client.sign_in(actor).post(f"/de{path}", data=typed)
        assert answer.status_code == 303, visible_text(answer.text)
        page, _, place = answer.headers["location"].partition("#")
        return str(place or page.partition("?")[0].rsplit("/", 1)[-1])

    def is_refused(self, actor: Actor, path: str, **typed: Any) -> bool:
        return bool(self.client.sign_in(actor).post(f"/de{path}", data=typed).status_code == 403)

    def reads(self, path: str) -> str:
        """What everybody reads on a page."""
        answer = self.client.sign_out().get(path)
        assert answer.status_code == 200, path
        return visible_text(answer.text)

    def trail(self, reference: str) -> dict[str, Any]:
        whole: dict[str, Any] = self.client.get(f"/api/v1/items/{reference}/trail").json()
        return whole

    def address_of(self, actor: Actor) -> str:
        return str(self.session.get_one(Person, actor.id).email)

    def again(self, actor: Actor) -> Actor:
        """The same person with the offices held by now."""
        return actor_of(self.session, actor.id)


def visible_text(page: str) -> str:
    return html.unescape(page)


def kinds(entries: Sequence[dict[str, Any]]) -> list[str]:
    """Each kind on a trail once, in the order in which they come."""
    return list(dict.fromkeys(each["kind"] for each in entries))
