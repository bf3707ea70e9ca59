"""Making consultations, and statements of organisations to them."""

from typing import Any

from sqlmodel import Session

from app.items.models import Item
from app.process.actor import Actor
from app.process.vocabulary import Office, Phase, Position
from app.statements.commands import draft_statement, release_statement, submit_statement
from app.statements.consulting import prepare_consultation, publish_consultation
from app.statements.content import sections_of
from app.statements.forms import Answer, ConsultationForm
from tests.makers import make_officer, make_participation
from tests.organisations.makers import make_member, make_verified

SECTIONS = (
    ("1", "Aim", "The plan makes streets safe. It is checked every year."),
    ("2", "Speed", "Thirty is the limit in all side streets."),
    ("3", "Which street comes first?", ""),
)


def consultation_form(**changes: Any) -> ConsultationForm:
    numbers, headings, texts = zip(*SECTIONS, strict=True)
    fields: dict[str, Any] = {
        "title": "Plan for safe streets",
        "introduction": "Please say what you think.",
    }
    fields |= {"number": numbers, "heading": headings, "text": texts}
    return ConsultationForm(**(fields | changes))


def make_consultation(
    session: Session,
    participation: Item | None = None,
    *,
    phase: Phase = Phase.COLLECTING,
    published: bool = True,
    **changes: Any,
) -> Item:
    """A consultation with three sections, the last one a question."""
    place = participation or make_participation(session, phase)
    officer = make_officer(session, Office.ADMINISTRATION)
    form = consultation_form(**changes)
    item = prepare_consultation(session, officer, place, form, language="en")
    if published:
        publish_consultation(session, officer, item)
    return item


def make_team(session: Session, **changes: Any) -> tuple[Actor, Actor]:
    """An author and a releaser of one verified organisation."""
    made = make_verified(session, **changes)
    return make_member(session, made), make_member(session, made, Office.RELEASER)


def organisation_of(actor: Actor) -> int:
    """The one organisation this person belongs to."""
    [holding] = actor.offices
    return holding.scope


def answer(position: Position = Position.SUPPORT, **words: str) -> Answer:
    return Answer(position=position, **words)


def make_statement(
    session: Session,
    consultation: Item,
    team: tuple[Actor, Actor] | None = None,
    *,
    submitted: bool = True,
    **answers: Answer,
) -> Item:
    """A statement; `answers` by "s" and the place of the section, such as s0=answer()."""
    author, releaser = team or make_team(session)
    sections = sections_of(session, consultation.id)
    said = {sections[int(name[1:])].id: each for name, each in answers.items()}
    item = draft_statement(
        session, author, consultation, organisation_id=organisation_of(author), language="en"
    )
    draft_statement(session, author, item, answers=said or {sections[0].id: answer()})
    if submitted:
        release_statement(session, releaser, item)
        submit_statement(session, releaser, item)
    return item
