"""Members who press at the same moment, through real connections of their own."""

from collections.abc import Callable
from functools import partial
from typing import Any

from sqlalchemy import func, select
from sqlmodel import Session

from app.accounts.sessions import actor_of
from app.items.models import ITEM, Item
from app.organisations.commands import leave_organisation
from app.organisations.members import members
from app.process.refusal import Refused
from app.process.vocabulary import Kind, Office
from app.statements.commands import draft_statement
from tests.deliberation.test_races import race, run_once
from tests.organisations.makers import make_member, make_organisation
from tests.statements.makers import make_consultation, make_team, organisation_of


def begin(consultation_id: int, person_id: int, session: Session) -> int:
    actor, at = actor_of(session, person_id), session.get_one(Item, consultation_id)
    return draft_statement(session, actor, at, organisation_id=organisation_of(actor)).id


def leave(organisation_id: int, person_id: int, session: Session) -> None:
    leave_organisation(session, actor_of(session, person_id), organisation_id)


def a_team_of_ten(session: Session) -> tuple[int, list[int]]:
    own = organisation_of(make_team(session)[0])
    people = [make_member(session, own).id for _ in range(10)]
    return make_consultation(session).id, people


def four_heads(session: Session) -> tuple[int, list[int]]:
    own = make_organisation(session)
    make_member(session, own)
    for _ in range(3):
        make_member(session, own, Office.REPRESENTATIVE)
    return own, heads(own, session)


def heads(own: int, session: Session) -> list[int]:
    found = members(session, own)
    return [each.person_id for each in found if each.office is Office.REPRESENTATIVE]


def statements(session: Session) -> int:
    counted = select(func.count()).where(ITEM.c.kind == Kind.STATEMENT)
    return int(session.execute(counted).scalar_one())


def prepared(database_url: str, make: Callable[[Session], object]) -> tuple[int, list[int]]:
    made: Any = run_once(database_url, make)
    return made[0], made[1]


def test_ten_members_who_begin_at_once_begin_one_statement(database_url: str) -> None:
    consultation_id, people = prepared(database_url, a_team_of_ten)

    begun = race(database_url, [partial(begin, consultation_id, each) for each in people])

    assert len(set(begun)) == 1, begun
    assert run_once(database_url, statements) == 1


def test_of_representatives_who_leave_at_once_one_stays(database_url: str) -> None:
    own, people = prepared(database_url, four_heads)

    answers = race(database_url, [partial(leave, own, each) for each in people])

    assert sum(isinstance(each, Refused) for each in answers) == 1, answers
    left: Any = run_once(database_url, partial(heads, own))
    assert len(left) == 1
