"""Markup that somebody types is shown as text, wherever it turns up again."""

from html.parser import HTMLParser
from typing import Any
from urllib.parse import quote_plus

from sqlalchemy import JSON, Column, Table, UniqueConstraint, select, text, update
from sqlmodel import AutoString, Session, SQLModel

from app.process.actor import VISITOR, Actor
from app.process.vocabulary import State
from tests.client import CheckingClient
from tests.makers import make_problem
from tests.test_access import ROUTES, address_of, enter_as, method_of, on_sqlite
from tests.test_access import demo as demo  # noqa: PLC0414 - the fixture with every door
from tests.trust.test_reading import (
    Parameters,
    fitting,
    make_one_of_each,
    make_somebody_with_every_office,
)

MARKUP = """'"><gw-x onload="gw()"></gw-x><script>gw()</script></textarea></title><!--{{ gw }}"""
# What the app itself writes: words of vocabularies are no text, and neither are these.
WRITTEN_BY_THE_APP = {"language", "browser", "provider", "hash", "task", "key", "consumer"}
NAMES = {"name", "text", "theme", "purpose", "implementers"}
FIELDS = (
    *("title", "what", "affected", "everyday", "need", "place", "since", "consequence", "tried"),
    *("text", "stance", "reason", "words", "act", "reference", "digest", "verdict", "email"),
    *("name", "group", "scope", "office", "role", "responsible", "type", "effect", "aim", "source"),
    *("result", "year", "amount", "implementer_name", "owner", "cost", "starts_on", "further"),
    *("contribution", "explanation", "takes_place_at"),
    *("subject", "contact", "authority", "closes_on", "grounds", "to", "language", "organisation"),
)
ASKED = (
    *("q", "group", "field", "district", "state", "order", "after", "participation", "kept", "to"),
    *("next", "notice", "from", "old", "new", "skip", "before", "kind", "all", "topic", "failed"),
)


class Elements(HTMLParser):
    """The elements of a page that only typed markup can have made."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.foreign: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = dict(attrs)
        handlers = [name for name in names if name.startswith("on")]
        if tag == "gw-x" or (tag == "script" and "src" not in names) or handlers:
            self.foreign.append(tag)

    def handle_comment(self, data: str) -> None:
        self.foreign.append(data)


@on_sqlite
def test_typed_markup_is_shown_as_text_on_every_page(
    demo: CheckingClient, session: Session
) -> None:
    officer = make_somebody_with_every_office(session)
    parameters = make_one_of_each(session, officer)
    make_problem(session, state=State.SUBMITTED)
    poison_every_text(session)

    pages = all_pages(demo, parameters, VISITOR) | all_pages(demo, parameters, officer)

    assert [name for name, page in pages.items() if Elements(page).foreign] == []
    assert sum("&lt;gw-x" in page for page in pages.values()) > 40


@on_sqlite
def test_markup_in_search_and_filters_is_shown_as_text(
    demo: CheckingClient, session: Session
) -> None:
    officer = make_somebody_with_every_office(session)
    parameters = make_one_of_each(session, officer)
    asked = "?" + "&".join(f"{name}={quote_plus(MARKUP)}" for name in ASKED)

    pages = all_pages(demo, parameters, VISITOR, asked)
    pages |= all_pages(demo, parameters, officer, asked)

    assert [name for name, page in pages.items() if Elements(page).foreign] == []
    assert "&lt;gw-x" in pages["problems:index"]


@on_sqlite
def test_markup_in_every_field_of_a_form_comes_back_as_text(
    demo: CheckingClient, session: Session
) -> None:
    officer = make_somebody_with_every_office(session)
    parameters = make_one_of_each(session, officer)
    typed = dict.fromkeys(FIELDS, MARKUP)

    pages = {}
    for route in [each for each in ROUTES if method_of(each) == "POST"]:
        demo.sign_in(officer)
        answer = demo.post(address_of(route, fitting(parameters, route.path)), data=typed)
        pages[f"{route.name} {answer.status_code}"] = answer.text

    assert [name for name, page in pages.items() if Elements(page).foreign] == []
    assert sum("422" in name and "&lt;gw-x" in page for name, page in pages.items()) > 10


def all_pages(
    client: CheckingClient, parameters: Parameters, actor: Actor, asked: str = ""
) -> dict[str, str]:
    """Every page of HTML as this person sees it, by the name of its route."""
    enter_as(client, actor)
    answers = {
        route.name: client.get(address_of(route, fitting(parameters, route.path)) + asked)
        for route in ROUTES
        if method_of(route) == "GET"
    }
    return {
        name: answer.text
        for name, answer in answers.items()
        if answer.headers.get("content-type", "").startswith("text/html")
    }


def poison_every_text(session: Session) -> None:
    """Let everything that people write be the markup, past every form and every trigger."""
    triggers = session.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'"))
    for name in list(triggers.scalars()):
        session.execute(text(f"DROP TRIGGER {name}"))
    for table in SQLModel.metadata.sorted_tables:
        if values := dict.fromkeys(free_texts(table), MARKUP):
            session.execute(update(table).values(values))
        for column in [each for each in table.columns if isinstance(each.type, JSON)]:
            poison_within(session, table, column)
    session.commit()
    session.expire_all()


def free_texts(table: Table) -> list[str]:
    unique = [each for each in table.constraints if isinstance(each, UniqueConstraint)]
    return [
        column.name
        for column in table.columns
        if isinstance(column.type, AutoString)
        and not (column.unique or column.primary_key or column.foreign_keys)
        and not any(column.name in each.columns for each in unique)
        and column.name not in WRITTEN_BY_THE_APP
    ]


def poison_within(session: Session, table: Table, column: Column[Any]) -> None:
    """The same for the words inside of a column of JSON."""
    key = next(iter(table.primary_key.columns))
    for row_key, value in session.execute(select(key, column)).all():
        poisoned = poison(value, every=column.name in NAMES)
        session.execute(update(table).where(key == row_key).values({column.name: poisoned}))


def poison(value: Any, *, every: bool) -> Any:
    if isinstance(value, dict):
        return {name: poison(each, every=every) for name, each in value.items()}
    if isinstance(value, list):
        return [poison(each, every=every) for each in value]
    return MARKUP if isinstance(value, str) and (every or " " in value) else value
