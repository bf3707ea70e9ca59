"""Every read about contributions."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, case, select
from sqlmodel import Session

from app.accounts.models import PERSON
from app.goals.models import DISTRICT, ITEM_ACTION_FIELD
from app.items.models import ITEM, Item
from app.items.search import similar_ids
from app.items.visibility import public
from app.organisations.models import ORGANISATION
from app.organisations.queries import organisations_of
from app.participation.models import PARTICIPATION
from app.participation.queries import participations
from app.problems.geometry import point_text
from app.problems.models import ASSIGNMENT, ASSISTED_ENTRY, PROBLEM
from app.process.actor import Actor, Subject
from app.process.rules import SIGN_IN_FIRST, objections
from app.process.vocabulary import (
    Action,
    Channel,
    Contribution,
    Group,
    Kind,
    Phase,
    Retraction,
    State,
    Verdict,
)
from app.process.words import Choice


@dataclass(frozen=True, slots=True)
class ProblemCard:
    """One line of a list of contributions. `channel` is how it came when staff have entered it."""

    id: int
    version: int
    reference: str
    contribution: Contribution
    channel: Channel | None
    title: str
    language: str
    state: State
    verdict: Verdict | None
    takes_place_at: datetime | None
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
    """Everything the page of a contribution shows of its own; the last four tell of the arena."""

    contribution: Contribution
    channel: Channel | None
    what: str
    affected: str
    everyday: str
    need: str
    place: str
    since: str
    consequence: str
    tried: str
    takes_place_at: datetime | None
    submitted_at: datetime | None
    edited_at: datetime | None
    withdrawn_for: Retraction | None
    withdrawn_reason: str
    latitude: float | None
    longitude: float | None
    author: str
    organisation: str | None
    district: str | None
    participation: str
    participation_reference: str
    participation_language: str
    entered_for: str | None
    assigned_at: datetime | None
    assigned_because: str | None
    came_through: str | None
    assigned_by: str | None


@dataclass(frozen=True, slots=True)
class Similar:
    """A published contribution that says something alike; `open`: may be supported now.

    `reasons`: why it may not, as sentences of the rules.
    """

    reference: str
    title: str
    language: str
    supporters: int
    open: bool
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DraftHead:
    """What stands above each page on which a draft is written."""

    contribution: Contribution

    participation: str
    participation_reference: str
    language: str
    saved_at: datetime | None


# Who was helped to take part is not named in public.
_AUTHOR = case((ITEM.c.entered_by_id.is_(None), PERSON.c.name), else_="")
CARD = (
    ITEM.c.id,
    ITEM.c.version,
    ITEM.c.reference,
    PROBLEM.c.contribution,
    PROBLEM.c.channel,
    ITEM.c.title,
    ITEM.c.language,
    ITEM.c.state,
    ITEM.c.verdict,
    PROBLEM.c.takes_place_at,
    ITEM.c.author_group,
    _AUTHOR,
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
PARENT, _ARENA = ITEM.alias("parent"), ITEM.alias("arena")
PARENTS = (PARENT.c.title, PARENT.c.reference, PARENT.c.language)


def problem_page(session: Session, item: Item) -> ProblemPage:
    """The words of a problem, its author and its participation."""
    return ProblemPage(*session.execute(_PAGE, {"item_id": item.id}).one())


_PAGE = (
    select(
        PROBLEM.c.contribution,
        PROBLEM.c.channel,
        *(PROBLEM.c[name] for name in TEXTS),
        *(PROBLEM.c[name] for name in ("takes_place_at", "submitted_at", "edited_at")),
        *(PROBLEM.c[name] for name in ("withdrawn_for", "withdrawn_reason")),
        *(PROBLEM.c[name] for name in ("latitude", "longitude")),
        _AUTHOR,
        ORGANISATION.c.name,
        DISTRICT.c.name,
        *PARENTS,
        ASSISTED_ENTRY.c.organisation,
        ASSIGNMENT.c.at,
        ASSIGNMENT.c.reason,
        _ARENA.c.title,
        PARTICIPATION.c.authority,
    )
    .select_from(
        FROM.join(PARENT, PARENT.c.id == ITEM.c.participation_id)
        .outerjoin(ASSISTED_ENTRY, ASSISTED_ENTRY.c.item_id == ITEM.c.id)
        .outerjoin(ASSIGNMENT, ASSIGNMENT.c.item_id == ITEM.c.id)
        .outerjoin(_ARENA, _ARENA.c.id == ASSIGNMENT.c.from_id)
        .outerjoin(PARTICIPATION, PARTICIPATION.c.id == ASSIGNMENT.c.from_id)
    )
    .where(ITEM.c.id == bindparam("item_id"))
    .order_by(ASSIGNMENT.c.id.desc())
    .limit(1)
)


def contributions_of(
    session: Session, organisation_id: int, *, most: int = 30
) -> list[ProblemCard]:
    """What an organisation has brought in and everybody may read; the newest first."""
    rows = session.execute(
        select(*CARD)
        .select_from(FROM)
        .where(
            ITEM.c.kind == Kind.PROBLEM,
            ITEM.c.organisation_id == organisation_id,
            ITEM.c.state == State.PUBLISHED,
            public(),
        )
        .order_by(ITEM.c.id.desc())
        .limit(most)
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
    phases = {each.id: each.phase for each in participations(session, actor)}
    nearest = sorted(rows, key=lambda row: ids.index(row.id))[:most]
    against = [_reasons(row, actor, phases.get(row.participation_id)) for row in nearest]
    return [
        Similar(*(*row[1:5], not reasons, reasons))
        for row, reasons in zip(nearest, against, strict=True)
    ]


def words_of(session: Session, item: Item) -> dict[str, Any]:
    """Everything its author has filled in, by the names of the form; moments as ISO 8601."""
    names = ("contribution", *TEXTS, "district_id", "takes_place_at")
    point = (PROBLEM.c.latitude, PROBLEM.c.longitude)
    row = session.execute(
        select(*(PROBLEM.c[name] for name in names), *point).where(PROBLEM.c.id == item.id)
    ).one()
    fields = session.execute(
        select(ITEM_ACTION_FIELD.c.action_field_id)
        .where(ITEM_ACTION_FIELD.c.item_id == item.id)
        .order_by(ITEM_ACTION_FIELD.c.action_field_id)
    ).scalars()
    words = dict(zip(names, row, strict=False)) | {"action_fields": list(fields)}
    words["point"] = point_text(row.latitude, row.longitude)
    words["takes_place_at"] = row.takes_place_at and row.takes_place_at.isoformat()
    return words | {"title": item.title, "organisation_id": item.organisation_id}


def draft_head(session: Session, item: Item) -> DraftHead:
    """Where a draft belongs, and when it was last kept."""
    row = session.execute(
        select(PROBLEM.c.contribution, *PARENTS, PROBLEM.c.saved_at)
        .select_from(PROBLEM.join(PARENT, PARENT.c.id == item.participation_id))
        .where(PROBLEM.c.id == item.id)
    ).one()
    return DraftHead(*row)


def submitted_at(session: Session, item: Item) -> datetime | None:
    """When a problem was handed in, the last time."""
    return session.execute(
        select(PROBLEM.c.submitted_at).where(PROBLEM.c.id == item.id)
    ).scalar_one_or_none()


def kinds_of(session: Session, ids: Iterable[int]) -> dict[int, Contribution]:
    """What kind of contribution each of these is; what is none is left out."""
    wanted = select(PROBLEM.c.id, PROBLEM.c.contribution).where(PROBLEM.c.id.in_(ids))
    return {row.id: row.contribution for row in session.execute(wanted)}


def my_organisations(session: Session, actor: Actor) -> list[Choice]:
    """The organisations in whose name this person may write."""
    return organisations_of(session, actor.id)


def _reasons(row: Any, actor: Actor, phase: Phase | None) -> tuple[str, ...]:
    """Why this may not be supported now, but for signing in."""
    subject = Subject(row.author_id, State.PUBLISHED, row.verdict)
    told = objections(Action.SUPPORT_ITEM, actor, phase or Phase.CLOSED, subject)
    return tuple(reason for reason in told if reason != SIGN_IN_FIRST)
