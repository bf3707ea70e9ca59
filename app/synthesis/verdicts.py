"""What becomes of contributions through the topics and answers that they lead to."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import case, select, update
from sqlmodel import Session

from app.items.models import ITEM, LINK, LINK_END
from app.process.vocabulary import Kind, Link, Station, Verdict

# From the strongest to the weakest, the order of the vocabulary.
STRENGTH = tuple(Verdict)
_NEXT = ITEM.alias("next")


@dataclass(frozen=True, slots=True)
class _Fate:
    """How far a contribution has come, all that it leads to taken together."""

    verdict: Verdict | None
    way: int
    ended: bool


@dataclass(frozen=True, slots=True)
class _Lead:
    how: Link
    verdict: Verdict | None
    way: int
    ended: bool


def strongest(verdicts: Iterable[Verdict | None]) -> Verdict | None:
    """The verdict that promises most, or None when there is none."""
    given = set(verdicts)
    return next((verdict for verdict in STRENGTH if verdict in given), None)


def settle_contributions(session: Session, ids: Sequence[int]) -> None:
    """Give contributions the strongest verdict that reaches them.

    Their way is as long as the longest one they lead to, and ends only where all of these end.
    """
    session.flush()
    leads = _leads_from(session, ids)
    alike: defaultdict[_Fate, list[int]] = defaultdict(list)
    for each in ids:
        alike[_fate(leads[each])].append(each)
    first = case((ITEM.c.kind == Kind.PROBLEM, int(Station.PROBLEM)), else_=0)
    for fate, same in alike.items():
        session.execute(
            update(ITEM)
            .where(ITEM.c.id.in_(same))
            .values(
                verdict=fate.verdict,
                way=fate.way or first,
                way_ended=fate.ended,
                version=ITEM.c.version + 1,
            )
        )
    session.expire_all()


def _leads_from(session: Session, ids: Sequence[int]) -> defaultdict[int, list[_Lead]]:
    rows = session.execute(
        select(LINK.c.from_id, LINK.c.how, _NEXT.c.verdict, _NEXT.c.way, _NEXT.c.way_ended)
        .join(_NEXT, _NEXT.c.id == LINK.c.to_id)
        .outerjoin(LINK_END, LINK_END.c.link_id == LINK.c.id)
        .where(LINK.c.from_id.in_(ids), LINK_END.c.link_id.is_(None))
    )
    leads: defaultdict[int, list[_Lead]] = defaultdict(list)
    for row in rows:
        leads[row.from_id].append(_Lead(*row[1:]))
    return leads


def _fate(leads: list[_Lead]) -> _Fate:
    answers = [lead.verdict for lead in leads if lead.how in {Link.PART_OF, Link.ANSWERED_BY}]
    return _Fate(
        strongest(answers),
        max((lead.way for lead in leads), default=0),
        bool(leads) and all(lead.ended for lead in leads),
    )
