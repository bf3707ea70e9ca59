"""The traceability matrix of a measure: whose sentence, which requirement, what work."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, product

from sqlalchemy import select
from sqlmodel import Session

from app.i18n.catalogues import gettext
from app.items.models import ITEM, LINK
from app.items.visibility import public
from app.plans.content import PackageLine, shown
from app.plans.models import PLAN, PLAN_VERSION
from app.process.vocabulary import Group, Kind, Link, State
from app.process.words import word
from app.requirements.models import REQUIREMENT
from app.requirements.origins import ORIGIN_KINDS, STANDING, UNENDED
from app.requirements.queries import RequirementCard, requirements_of

WIDTHS = (16, 50, 16, 16, 16, 50, 16, 40, 20, 50)


@dataclass(frozen=True, slots=True)
class Origin:
    """A public item that a requirement comes from."""

    reference: str
    kind: Kind
    title: str
    language: str
    group: Group


@dataclass(frozen=True, slots=True)
class MatrixLine:
    """A requirement that stands, what it comes from, and what covers it in the published plan."""

    card: RequirementCard
    acceptance: str
    origins: Sequence[Origin]
    work: Sequence[PackageLine]


@dataclass(frozen=True, slots=True)
class Matrix:
    """The lines, and the plan they look at: its reference and version, when one is published."""

    lines: Sequence[MatrixLine]
    plan: str
    version: int


def matrix(session: Session, measure_id: int) -> Matrix:
    """Every requirement of a measure that was not dropped, those that bind most first."""
    cards = [
        card for card in requirements_of(session, measure_id) if card.state is not State.DROPPED
    ]
    ids = [card.id for card in cards]
    origins = _origins(session, ids)
    tests = _acceptance(session, ids)
    plan, version, packages = _published(session, measure_id)
    lines = [
        MatrixLine(
            card,
            tests.get(card.id, ""),
            origins[card.id],
            [each for each in packages if _covers(each, card.reference)],
        )
        for card in cards
    ]
    return Matrix(lines, plan, version)


def _origins(session: Session, ids: Sequence[int]) -> dict[int, list[Origin]]:
    columns = (ITEM.c[name] for name in ("reference", "kind", "title", "language", "author_group"))
    rows = session.execute(
        select(LINK.c.to_id, *columns)
        .select_from(STANDING.join(ITEM, ITEM.c.id == LINK.c.from_id))
        .where(
            LINK.c.to_id.in_(ids),
            LINK.c.how == Link.ORIGIN_OF,
            UNENDED,
            ITEM.c.kind.in_(ORIGIN_KINDS),
            public(),
        )
        .order_by(ITEM.c.reference)
    )
    found: defaultdict[int, list[Origin]] = defaultdict(list)
    for requirement_id, *origin in rows:
        found[requirement_id].append(Origin(*origin))
    return found


def _acceptance(session: Session, ids: Sequence[int]) -> dict[int, str]:
    wanted = select(REQUIREMENT.c.id, REQUIREMENT.c.acceptance).where(REQUIREMENT.c.id.in_(ids))
    return {row.id: row.acceptance for row in session.execute(wanted)}


def _published(session: Session, measure_id: int) -> tuple[str, int, Sequence[PackageLine]]:
    """Reference, version and work packages of the measure's published plan."""
    row = session.execute(
        select(ITEM.c.reference, PLAN_VERSION.c.number, PLAN_VERSION.c.content)
        .select_from(
            PLAN.join(ITEM, ITEM.c.id == PLAN.c.id).join(
                PLAN_VERSION,
                (PLAN_VERSION.c.plan_id == PLAN.c.id) & (PLAN_VERSION.c.number == PLAN.c.version),
            )
        )
        .where(PLAN.c.measure_id == measure_id, public())
    ).first()
    return (row.reference, row.number, shown(row.content).packages) if row else ("", 0, ())


def _covers(package: PackageLine, reference: str) -> bool:
    return any(each.reference == reference for each in package.requirements)


def rows(lines: Iterable[MatrixLine]) -> Iterator[list[str]]:
    """The matrix as rows for a sheet, the head first: one for each pair of origin and work."""
    yield [
        gettext("Requirement"),
        gettext("Title"),
        gettext("Priority"),
        gettext("State"),
        gettext("Origin"),
        gettext("Title of the origin"),
        gettext("Group"),
        gettext("Work package"),
        gettext("Owner"),
        gettext("Acceptance test"),
    ]
    for line in lines:
        card = line.card
        about = [card.reference, card.title]
        about += [gettext(word(each)) for each in (card.priority, card.state)]
        said = [[each.reference, each.title, gettext(word(each.group))] for each in line.origins]
        done = [[each.title, each.owner] for each in line.work]
        for pair in product(said or [[""] * 3], done or [[""] * 2]):
            yield [*about, *chain(*pair), line.acceptance]
