"""Finding contributions that look alike, when one is published, and keeping what was decided."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select, update
from sqlmodel import Session

from app.db.clock import now
from app.db.rows import insert_once
from app.items.likeness import SUGGESTED, are_opposed, likeness, may_contradict, same_words
from app.items.models import ITEM, Item
from app.items.search import similar_ids
from app.items.visibility import public
from app.merging.models import LIKE_PAIR, LikePair
from app.problems.models import PROBLEM
from app.process.actor import Actor
from app.process.vocabulary import Action, Kind, State
from app.record.consumers import Consumer, Line

CANDIDATES, BACKGROUND = 60, 150
LONGEST = 1500
APPEARING = frozenset({Action.PUBLISH_ITEM, Action.RESTORE_ITEM})


@dataclass(frozen=True, slots=True)
class Alike:
    """A contribution that looks like another one."""

    item_id: int
    likeness: float
    contrary: bool


def consumer() -> Consumer:
    """Looks at each contribution that has become public."""
    return Consumer("merging.pairs", APPEARING, _look)


def _look(session: Session, line: Line) -> None:
    item = session.get(Item, line.subject_id)
    if item is None or item.kind is not Kind.PROBLEM or item.state is not State.PUBLISHED:
        return
    for alike in alike_to(session, item, at_least=SUGGESTED):
        one, other = sorted((item.id, alike.item_id))
        row = {
            "one_id": one,
            "other_id": other,
            "participation_id": item.participation_id,
            "likeness": alike.likeness,
            "contrary": alike.contrary,
            "found_at": now(),
        }
        insert_once(session, LikePair, row)


def alike_to(session: Session, item: Item, *, at_least: float) -> list[Alike]:
    """The published contributions of the same participation that look like this one.

    Never its opposites, though they look most alike.

    The search index finds those that share words; only these are compared closely. Rarity is
    learned from them and from some others of the place.
    """
    words = _texts(session, item, ITEM.c.id == item.id).get(item.id, item.title)
    near = similar_ids(session, words[:LONGEST], CANDIDATES)
    candidates = _texts(session, item, ITEM.c.id.in_(near) & (ITEM.c.id != item.id))
    if not candidates:
        return []
    others = _texts(session, item, ITEM.c.id.not_in([item.id, *candidates]), most=BACKGROUND)
    found = likeness(words, candidates, others.values(), language=item.language)
    alike = [
        Alike(
            other,
            1.0 if same_words(words, candidates[other]) else round(score, 3),
            may_contradict(words, candidates[other]),
        )
        for other, score in found.items()
        if not are_opposed(words, candidates[other])
    ]
    wanted = [each for each in alike if each.likeness >= at_least]
    return sorted(wanted, key=lambda each: -each.likeness)


def decide_pairs(session: Session, actor: Actor, ids: Sequence[int]) -> None:
    """Nothing is left to decide between contributions that have been merged."""
    among = LIKE_PAIR.c.one_id.in_(ids) | LIKE_PAIR.c.other_id.in_(ids)
    session.execute(
        update(LIKE_PAIR)
        .where(among, LIKE_PAIR.c.decided_at.is_(None))
        .values(decided_at=now(), decided_by=actor.id)
    )


def _texts(session: Session, item: Item, which: object, most: int = CANDIDATES) -> dict[int, str]:
    """Title, text and need of published contributions beside this one, by their ids."""
    words = func.substr(ITEM.c.title + " " + PROBLEM.c.what + " " + PROBLEM.c.need, 1, LONGEST)
    wanted = (
        select(ITEM.c.id, words.label("words"))
        .join(PROBLEM, PROBLEM.c.id == ITEM.c.id)
        .where(
            which,  # type: ignore[arg-type]
            ITEM.c.kind == Kind.PROBLEM,
            ITEM.c.participation_id == item.participation_id,
            ITEM.c.state == State.PUBLISHED,
            public(),
        )
        .order_by(ITEM.c.shuffle)
        .limit(most)
    )
    return {row.id: row.words for row in session.execute(wanted)}
