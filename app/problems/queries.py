"""Every read about problem statements."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select
from sqlmodel import Session

from app.accounts.models import PERSON
from app.goals.models import DISTRICT, ITEM_ACTION_FIELD
from app.items.models import ITEM, Item
from app.items.search import similar_ids
from app.items.visibility import public
from app.organisations.models import ORGANISATION
from app.organisations.queries import organisations_of
from app.participation.queries import participations
from app.problems.models import PROBLEM
from app.process.actor import Actor
from app.process.rules import TALKING
from app.process.vocabulary import Group, Kind, State, Verdict
from app.process.words import Choice


@dataclass(frozen=True, slots=True)
class ProblemCard:
    """One line of a list of problems."""

    id: int
    version: int
    reference: str
    title: str
    language: str
    state: State
    verdict: Verdict | None
    group: Group
    author: str
    organisation: str | None
    district: str | None
    supporters: int
    comments: int
    way: int
    way_ended: bool


@dataclass(frozen=True, slots=True)
class ProblemPage:
    """Everything the page of a problem shows of its own."""

    what: str
    affected: str
    everyday: str
    need: str
    place: str
    since: str
    consequence: str
    tried: str
    edited_at: datetime | None
    withdrawn_reason: str
    author: str
    organisation: str | None
    district: str | None
    participation: str
    participation_reference: str
    participation_language: str


@dataclass(frozen=True, slots=True)
class Similar:
    """A published problem that says something alike; `open`: this person may support it now."""

    reference: str
    title: str
    language: str
    supporters: int
    open: bool


@dataclass(frozen=True, slots=True)
class DraftHead:
    """What stands above each page on which a draft is written."""

    participation: str
    participation_reference: str
    language: str
    saved_at: datetime | None


CARD = (
    ITEM.c.id,
    ITEM.c.version,
    ITEM.c.reference,
    ITEM.c.title,
    ITEM.c.language,
    ITEM.c.state,
    ITEM.c.verdict,
    ITEM.c.author_group,
    PERSON.c.name,
    ORGANISATION.c.name,
    DISTRICT.c.name,
    ITEM.c.supporters,
    ITEM.c.comments,
    ITEM.c.way,
    ITEM.c.way_ended,
)
FROM = (
    ITEM.join(PROBLEM, PROBLEM.c.id == ITEM.c.id)
    .join(PERSON, PERSON.c.id == ITEM.c.author_id)
    .outerjoin(ORGANISATION, ORGANISATION.c.id == ITEM.c.organisation_id)
    .outerjoin(DISTRICT, DISTRICT.c.id == PROBLEM.c.district_id)
)
TEXTS = ("what", "affected", "everyday", "need", "place", "since", "consequence", "tried")
_PARENT = ITEM.alias("parent")


def problem_page(session: Session, item: Item) -> ProblemPage:
    """The words of a problem, its author and its participation."""
    return ProblemPage(*session.execute(_PAGE, {"item_id": item.id}).one())


_PAGE = (
    select(
        *(PROBLEM.c[name] for name in (*TEXTS, "edited_at", "withdrawn_reason")),
        PERSON.c.name,
        ORGANISATION.c.name,
        DISTRICT.c.name,
        _PARENT.c.title,
        _PARENT.c.reference,
        _PARENT.c.language,
    )
    .select_from(FROM.join(_PARENT, _PARENT.c.id == ITEM.c.participation_id))
    .where(ITEM.c.id == bindparam("item_id"))
)


def my_drafts(session: Session, actor: Actor) -> list[ProblemCard]:
    """What this person has begun and not handed in, or got back; the newest first."""
    rows = session.execute(
        select(*CARD)
        .select_from(FROM)
        .where(
            ITEM.c.kind == Kind.PROBLEM,
            ITEM.c.author_id == actor.id,
            ITEM.c.state.in_([State.DRAFT, State.RETURNED]),
        )
        .order_by(ITEM.c.id.desc())
        .limit(200)
    )
    return [ProblemCard(*row) for row in rows]


def similar_problems(
    session: Session, actor: Actor, words: str, *, but: int = 0, most: int = 4
) -> list[Similar]:
    """Published problems that share words with these, the most alike first; not `but`."""
    ids = similar_ids(session, words, most * 5)
    if not ids:
        return []
    found = [ITEM.c[name] for name in ("id", "reference", "title", "language", "supporters")]
    rows = session.execute(
        select(*found, ITEM.c.author_id, ITEM.c.verdict, ITEM.c.participation_id).where(
            ITEM.c.id.in_(ids),
            ITEM.c.id != but,
            public(),
            ITEM.c.kind == Kind.PROBLEM,
            ITEM.c.state == State.PUBLISHED,
        )
    ).all()
    talking = {each.id for each in participations(session, actor) if each.phase in TALKING}
    return [
        Similar(*(*row[1:5], row.participation_id in talking and _supportable(row, actor)))
        for row in sorted(rows, key=lambda row: ids.index(row.id))[:most]
    ]


def words_of(session: Session, item: Item) -> dict[str, Any]:
    """Everything its author has filled in, by the names of the form."""
    names = (*TEXTS, "district_id")
    row = session.execute(
        select(*(PROBLEM.c[name] for name in names)).where(PROBLEM.c.id == item.id)
    ).one()
    fields = session.execute(
        select(ITEM_ACTION_FIELD.c.action_field_id)
        .where(ITEM_ACTION_FIELD.c.item_id == item.id)
        .order_by(ITEM_ACTION_FIELD.c.action_field_id)
    ).scalars()
    words = dict(zip(names, row, strict=True)) | {"action_fields": list(fields)}
    return words | {"title": item.title, "organisation_id": item.organisation_id}


def draft_head(session: Session, item: Item) -> DraftHead:
    """Where a draft belongs, and when it was last kept."""
    row = session.execute(
        select(_PARENT.c.title, _PARENT.c.reference, _PARENT.c.language, PROBLEM.c.saved_at)
        .select_from(PROBLEM.join(_PARENT, _PARENT.c.id == item.participation_id))
        .where(PROBLEM.c.id == item.id)
    ).one()
    return DraftHead(*row)


def submitted_at(session: Session, item: Item) -> datetime | None:
    """When a problem was handed in, the last time."""
    return session.execute(
        select(PROBLEM.c.submitted_at).where(PROBLEM.c.id == item.id)
    ).scalar_one_or_none()


def my_organisations(session: Session, actor: Actor) -> list[Choice]:
    """The organisations in whose name this person may write."""
    return organisations_of(session, actor.id)


def _supportable(row: Any, actor: Actor) -> bool:
    return row.author_id != actor.id and row.verdict is not Verdict.NOT_TAKEN_UP
