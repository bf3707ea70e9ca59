"""Whatever people and moderators do in whatever order, everybody is counted once."""

import random

import pytest
from sqlalchemy import func, select
from sqlmodel import Session

from app.deliberation.commands import unsupport_item
from app.deliberation.models import SUPPORT
from app.items.models import Item
from app.merging.commands import unmerge_item
from app.process.actor import Actor
from app.process.refusal import Refused
from app.process.vocabulary import Group, Office, State
from tests.deliberation.makers import target_of
from tests.makers import make_officer, make_person
from tests.merging.makers import make_merge, same_things, support

STEPS = 25


class Crowd:
    """Three contributions, eight people, one moderator, and what is expected of them."""

    def __init__(self, session: Session, seed: int) -> None:
        self.session, self.chance = session, random.Random(seed)
        self.people = [make_person(session, group) for group in [*Group, Group.CITIZENS]]
        self.moderator = make_officer(session, Office.MODERATOR)
        self.items = same_things(session, 3)

    def step(self) -> None:
        act = self.chance.choice([self.press, self.press, self.take_back, self.merge, self.undo])
        try:
            act()
        except Refused:
            return  # what the rules refuse changes nothing, which is checked as well

    def press(self) -> None:
        support(self.session, self.chance.choice(self.items), self._person())

    def take_back(self) -> None:
        target = target_of(self.session, self.chance.choice(self.items))
        unsupport_item(self.session, self._person(), target)

    def merge(self) -> None:
        standing = [each for each in self.items if each.state is State.PUBLISHED]
        if len(standing) < 2:
            return
        sources = self.chance.sample(standing, 2)
        expected = self._supporters(*sources) - {each.author_id for each in sources}
        made = make_merge(self.session, *sources, moderator=self.moderator)
        assert self._supporters(made) == expected
        self.items.append(made)

    def undo(self) -> None:
        unmerge_item(self.session, self.moderator, self.chance.choice(self.items))

    def check(self) -> None:
        for item in self.items:
            self.session.refresh(item)
            by_group = sum(getattr(item, f"supporters_{group}") for group in Group)
            assert item.supporters == by_group == len(self._supporters(item)) == self._rows(item)

    def _person(self) -> Actor:
        return self.chance.choice(self.people)

    def _supporters(self, *items: Item) -> set[int]:
        wanted = select(SUPPORT.c.person_id).where(
            SUPPORT.c.item_id.in_([item.id for item in items])
        )
        return set(self.session.execute(wanted).scalars())

    def _rows(self, item: Item) -> int:
        rows = select(func.count()).where(SUPPORT.c.item_id == item.id)
        found: int = self.session.execute(rows).scalar_one()
        return found


@pytest.mark.parametrize("seed", range(3))
def test_everybody_is_counted_once_whatever_happens(session: Session, seed: int) -> None:
    crowd = Crowd(session, seed)

    for _ in range(STEPS):
        crowd.step()
        crowd.check()
