"""Consultations with statements that were handed in, and their segments."""

from collections.abc import Sequence
from itertools import count
from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from app.db.clock import now
from app.items.models import ITEM, Item
from app.items.search import index_words
from app.items.spine import new_item
from app.organisations.models import Organisation
from app.process.actor import Actor
from app.process.vocabulary import Group, Kind, Office, Phase, Position, State, Verdict, Workplace
from app.segments.commands import cut_segment, edit_segment
from app.segments.forms import Cutting
from app.segments.models import SEGMENT
from app.statements.models import Consultation, CoSignature, Section, SectionPosition, Statement
from app.synthesis.commands import answer_item
from tests.makers import make_officer, make_participation, make_person
from tests.synthesis.makers import REASON

_numbers = count(1)
FARES = "The fare zones are too small. People at the edge pay twice. Make one zone of them."
HOURS = "Night buses must run until two. The clinic needs them."
REMARKS = "We thank you for asking us."


def make_organisation(session: Session, **changes: Any) -> Organisation:
    fields: dict[str, Any] = {
        "name": f"Passengers' League {next(_numbers)}",
        "group": Group.CIVIL_SOCIETY,
        "verified_at": now(),
    }
    organisation = Organisation(**(fields | changes))
    session.add(organisation)
    session.flush()
    return organisation


def make_consultation(
    session: Session, participation: Item | None = None, *, sections: int = 3
) -> Item:
    """A published consultation with numbered sections, by default in a synthesis."""
    place = participation or make_participation(session, Phase.SYNTHESIS)
    officer = make_officer(session, Office.ADMINISTRATION)
    item = new_item(
        session,
        officer,
        Kind.CONSULTATION,
        State.PUBLISHED,
        title="Rules for buses on demand",
        language="en",
        participation_id=place.id,
    )
    session.add(
        Consultation(id=item.id, introduction="Please say what you think.", published_at=now())
    )
    session.flush()
    for number in range(1, sections + 1):
        title, text = f"Title of section {number}", f"Section {number} says this. And then that."
        session.add(
            Section(
                consultation_id=item.id, place=number, number=str(number), title=title, text=text
            )
        )
    session.flush()
    return item


def make_statement(
    session: Session,
    consultation: Item,
    *,
    texts: Sequence[str] = (FARES, HOURS),
    organisation: Organisation | None = None,
    remarks: str = REMARKS,
    **changes: Any,
) -> Item:
    """A submitted statement with a text on each of the first sections."""
    author, speaker = make_person(session), organisation or make_organisation(session)
    item = new_item(
        session,
        author,
        Kind.STATEMENT,
        State.SUBMITTED,
        title=f"Statement of {speaker.name}",
        language="en",
        participation_id=consultation.participation_id,
        organisation_id=speaker.id,
    )
    moment = now()
    fields: dict[str, Any] = {"submitted_at": moment, "submitted_by": author.id, "remarks": remarks}
    session.add(Statement(id=item.id, consultation_id=consultation.id, **(fields | changes)))
    session.flush()
    sections = session.execute(
        select(Section).where(Section.consultation_id == consultation.id).order_by(Section.place)  # type: ignore[arg-type]
    ).scalars()
    for section, text in zip(sections, texts, strict=False):
        session.add(
            SectionPosition(
                statement_id=item.id,
                section_id=section.id,
                position=Position.CHANGE,
                reason=text,
            )
        )
    session.flush()
    index_words(session, item.id, item.title)
    return item


def cosign(session: Session, statement: Item) -> tuple[Organisation, Actor]:
    """Another organisation stands behind it."""
    organisation, person = make_organisation(session), make_person(session)
    session.add(
        CoSignature(statement_id=statement.id, organisation_id=organisation.id, by_id=person.id)
    )
    session.flush()
    return organisation, person


def cut(session: Session, statement: Item, officer: Actor | None = None) -> list[Item]:
    """The segments of a statement, in its order."""
    actor = officer or make_officer(session, Office.ADMINISTRATION)
    return cut_segment(session, actor, statement, Cutting())


def make_segments(session: Session, consultation: Item | None = None, **changes: Any) -> list[Item]:
    """The segments of a new statement."""
    asked = consultation or make_consultation(session)
    return cut(session, make_statement(session, asked, **changes))


def answer_segment(
    session: Session,
    item: Item,
    verdict: Verdict = Verdict.PARTLY,
    *,
    officer: Actor | None = None,
    reason: str = REASON,
) -> Item:
    actor = officer or make_officer(session, Office.ADMINISTRATION)
    return answer_item(session, actor, item, verdict, reason=reason)


def finish_segment(session: Session, item: Item, officer: Actor | None = None) -> Actor:
    """Answer a segment and lock it. Returns who did it."""
    actor = officer or make_officer(session, Office.ADMINISTRATION)
    if item.state is State.SUBMITTED:
        answer_segment(session, item, officer=actor)
    edit_segment(session, actor, item, {"workplace": Workplace.DONE})
    return actor


def text_of(session: Session, item: Item) -> str:
    text: str = session.execute(select(SEGMENT.c.text).where(SEGMENT.c.id == item.id)).scalar_one()
    return text


def live_segments(session: Session, statement: Item) -> list[Item]:
    """The segments of a statement that were not joined to others."""
    found = (
        select(Item)
        .join(SEGMENT, SEGMENT.c.id == ITEM.c.id)
        .where(SEGMENT.c.statement_id == statement.id, ITEM.c.state != State.MERGED)
        .order_by(SEGMENT.c.place, SEGMENT.c.id)
    )
    return list(session.execute(found).scalars())
