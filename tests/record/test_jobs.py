"""Work that must leave the house is done at least once, by one worker at a time."""

import asyncio
from datetime import timedelta

from sqlalchemy import select
from sqlmodel import Session

from app.db.clock import clock_at, now
from app.db.database import connect
from app.record.jobs import JOB, LEASE, TRIES, Job, ask_for, claim, finish, postpone

LETTER = {"to": "anna@example.org", "text": "Guten Tag"}


def make_job(session: Session, key: str = "mandate:1") -> None:
    ask_for(session, "mail", key, LETTER)


def claimed_in(session: Session, later: timedelta) -> list[Job]:
    session.expire_all()
    with clock_at(now() + later):
        return claim(session, "mail")


def test_asking_twice_for_the_same_queues_it_once(session: Session) -> None:
    asked = [ask_for(session, "mail", key, LETTER) for key in ("one", "one", "two")]

    assert asked == [True, False, True]
    assert len(session.execute(select(JOB.c.id)).all()) == 2


def test_what_was_done_is_not_done_again_when_asked_again(session: Session) -> None:
    make_job(session)
    [job] = claim(session, "mail")
    finish(session, job.id)

    assert not ask_for(session, "mail", "mandate:1", LETTER)
    assert claimed_in(session, LEASE * 2) == []


def test_a_worker_takes_its_own_kind_of_work_and_the_oldest_first(session: Session) -> None:
    for minutes, (task, key) in enumerate([("other", "0"), ("mail", "2"), ("mail", "3")]):
        with clock_at(now() - timedelta(minutes=9 - minutes)):
            ask_for(session, task, key, LETTER)

    assert [job.key for job in claim(session, "mail", most=1)] == ["2"]
    assert [job.key for job in claim(session, "mail")] == ["3"]


def test_claimed_work_belongs_to_one_worker_until_its_lease_is_over(session: Session) -> None:
    make_job(session)
    [mine] = claim(session, "mail")

    early = claimed_in(session, LEASE - timedelta(seconds=5))
    [late] = claimed_in(session, LEASE + timedelta(seconds=5))

    assert early == []
    assert (late.id, late.tries, late.content) == (mine.id, 2, LETTER)


def test_what_failed_waits_longer_each_time_and_is_given_up_in_the_end(session: Session) -> None:
    make_job(session)
    waits, moment = [], now()

    for _ in range(TRIES):
        session.expire_all()
        with clock_at(moment):
            [job] = claim(session, "mail")
            postpone(session, job.id, job.tries, "451 Later " + "x" * 1000)
        session.refresh(job)
        waits.append(job.run_at - moment)
        moment = job.run_at

    assert waits == [timedelta(minutes=2**tries) for tries in range(TRIES)]
    assert len(job.failure) == 500
    assert claimed_in(session, timedelta(days=30)) == []


def test_what_was_done_leaves_no_address_behind(session: Session) -> None:
    make_job(session)
    [job] = claim(session, "mail")

    finish(session, job.id)

    session.refresh(job)
    assert (job.content, job.key) == ({}, "mandate:1")
    assert job.done_at is not None


def test_two_workers_never_hold_the_same_work(database_url: str) -> None:
    jobs = 40

    async def work() -> list[int]:
        databases = [connect(database_url), connect(database_url)]

        def ask(session: Session) -> None:
            for number in range(jobs):
                make_job(session, str(number))

        await databases[0].write(ask)
        taken = await asyncio.gather(
            *(
                database.write(lambda session: [job.id for job in claim(session, "mail", 5)])
                for database in databases * 6
            )
        )
        for database in databases:
            await database.close()
        return [job for each in taken for job in each]

    taken = asyncio.run(work())

    assert len(taken) == len(set(taken)) == jobs
