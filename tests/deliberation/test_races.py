"""Twenty presses of one person at the same moment, through real connections of their own."""

import asyncio
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy import Connection, func, select, text, update
from sqlmodel import Session

from app.accounts.sessions import actor_of
from app.db.clock import now
from app.db.database import PostgresDatabase, sqlite_engine
from app.deliberation.commands import support_item
from app.deliberation.models import SUPPORT
from app.deliberation.targets import find_target
from app.items.models import ITEM, Item
from app.items.spine import set_state
from app.participation.models import PLANNED_PHASE
from app.process.refusal import Refused
from app.process.rules import WRONG_PHASE
from app.process.vocabulary import Group, Office, Phase, State
from tests.makers import make_officer, make_person, make_problem

PARALLEL = 20
ROUNDS = 3
WITHOUT_KEY = (
    'CREATE TABLE keyless AS SELECT item_id, person_id, "group", at FROM support',
    "DROP TABLE support",
    "ALTER TABLE keyless RENAME TO support",
)
Press = Callable[[Session], object]


def press(reference: str, person_id: int, session: Session) -> object:
    """One request: who asks, what for, the support."""
    actor = actor_of(session, person_id)
    target = find_target(session, reference)
    assert target is not None
    return support_item(session, actor, target)


def race(url: str, presses: list[Press]) -> list[object]:
    """Run them all at once, each in a transaction of its own; refusals are answers."""
    run = _race_postgres if url.startswith("postgres") else _race_sqlite
    return run(url, presses)


def _race_sqlite(url: str, presses: list[Press]) -> list[object]:
    barrier = threading.Barrier(len(presses))

    def run(act: Press) -> object:
        engine = sqlite_engine(url)
        barrier.wait()
        try:
            with engine.begin() as connection:
                return _answer(connection, act)
        except Refused as refusal:
            return refusal
        finally:
            engine.dispose()

    with ThreadPoolExecutor(len(presses)) as threads:
        return list(threads.map(run, presses))


def _race_postgres(url: str, presses: list[Press]) -> list[object]:
    async def all_at_once() -> list[object]:
        database = PostgresDatabase(url)
        try:
            return await asyncio.gather(*map(database.write, presses), return_exceptions=True)
        finally:
            await database.close()

    return asyncio.run(all_at_once())


def _answer(connection: Connection, act: Press) -> object:
    with Session(connection) as session:
        answer = act(session)
        session.flush()
        return answer


def run_once(url: str, act: Callable[[Session], object]) -> object:
    return race(url, [act])[0]


def a_problem_and_a_person(session: Session) -> tuple[str, int]:
    problem, person = make_problem(session), make_person(session, Group.BUSINESS)
    session.flush()
    return problem.reference, person.id


def counted(reference: str, session: Session) -> tuple[int, int, int]:
    """Rows, supporters, supporters of the group."""
    item = session.execute(select(ITEM).where(ITEM.c.reference == reference)).one()
    rows = select(func.count()).select_from(SUPPORT).where(SUPPORT.c.item_id == item.id)
    return session.execute(rows).scalar_one(), item.supporters, item.supporters_business


def drop_the_key(session: Session) -> None:
    for statement in WITHOUT_KEY:
        session.execute(text(statement))


def storm(url: str) -> tuple[int, int, int]:
    """Twenty parallel supports of one person for one problem; what is there afterwards."""
    made = run_once(url, a_problem_and_a_person)
    assert isinstance(made, tuple)
    reference, person_id = made
    answers = race(url, [partial(press, reference, person_id)] * PARALLEL)
    assert all(isinstance(answer, bool) for answer in answers), answers
    found = run_once(url, partial(counted, reference))
    assert isinstance(found, tuple)
    return found


def test_ac03_twenty_supports_at_once_count_once(database_url: str) -> None:
    """AC03"""
    for _ in range(ROUNDS):
        assert storm(database_url) == (1, 1, 1)


def test_without_the_unique_key_the_same_storm_counts_more_than_once(database_url: str) -> None:
    """The test above would go red: it is the key that has the last word."""
    run_once(database_url, drop_the_key)

    rows, supporters, of_the_group = storm(database_url)

    assert rows == supporters == of_the_group == PARALLEL


def test_twenty_people_at_once_are_all_counted(database_url: str) -> None:
    made = run_once(database_url, a_problem_and_a_person)
    assert isinstance(made, tuple)
    reference, _ = made
    people = [_person(database_url) for _ in range(PARALLEL)]

    race(database_url, [partial(press, reference, person) for person in people])

    assert run_once(database_url, partial(counted, reference)) == (PARALLEL, PARALLEL, PARALLEL)


def test_a_support_never_outlives_a_withdrawal_that_came_first(database_url: str) -> None:
    """Parallel supports wait for the state that they are decided on."""
    made = run_once(database_url, a_problem_and_a_person)
    assert isinstance(made, tuple)
    reference, _ = made
    people = [_person(database_url) for _ in range(PARALLEL)]
    presses: list[Press] = [partial(press, reference, person) for person in people]

    answers = race(database_url, [*presses[:10], partial(_withdraw, reference), *presses[10:]])

    accepted = sum(answer is True for answer in answers)
    refused = sum(isinstance(answer, Refused) for answer in answers)
    assert accepted + refused == PARALLEL
    assert run_once(database_url, partial(counted, reference)) == (accepted,) * 3


def _person(url: str) -> int:
    person = run_once(url, lambda session: make_person(session, Group.BUSINESS).id)
    assert isinstance(person, int)
    return person


def _withdraw(reference: str, session: Session) -> None:
    set_state(session, _held(reference, session), State.WITHDRAWN)


def _held(reference: str, session: Session) -> Item:
    wanted = select(Item).where(ITEM.c.reference == reference).with_for_update()
    item: Item = session.execute(wanted).scalar_one()
    return item


def test_a_support_that_waits_until_the_phase_has_closed_is_refused(database_url: str) -> None:
    """It was sent in time, with staff rights; it is decided inside the transaction."""
    closing = now() + timedelta(seconds=1)
    made = run_once(database_url, partial(_a_closing_phase, closing))
    assert isinstance(made, tuple)
    reference, moderator_id = made
    held = threading.Event()

    def hold(session: Session) -> None:
        _held(reference, session)
        held.set()
        time.sleep(max(0.0, (closing - now()).total_seconds() + 0.2))

    with ThreadPoolExecutor(1) as other:
        holding = other.submit(run_once, database_url, hold)
        held.wait()
        sent_at = now()
        answer = run_once(database_url, partial(press, reference, moderator_id))
        holding.result()

    assert sent_at < closing < now()
    assert isinstance(answer, Refused)
    assert answer.reasons == (WRONG_PHASE[Phase.PAUSED],)
    assert run_once(database_url, partial(counted, reference)) == (0, 0, 0)


def _a_closing_phase(closing: datetime, session: Session) -> tuple[str, int]:
    problem = make_problem(session)
    ends = update(PLANNED_PHASE).where(PLANNED_PHASE.c.kind == Phase.COLLECTING)
    session.execute(ends.values(closes_at=closing))
    return problem.reference, make_officer(session, Office.MODERATOR).id
