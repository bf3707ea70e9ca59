"""Phases that begin and end are told to who follows, once, by the clock and by the record."""

from datetime import datetime

import pytest
from sqlmodel import Session, select

from app.db.clock import clock_at
from app.items.models import Item
from app.notifications.happenings import Happened
from app.notifications.phase_news import tell_of_phases
from app.participation.commands import extend_phase
from app.participation.models import PlannedPhase
from app.process.actor import Actor
from app.process.vocabulary import Office, Phase
from app.settings import Settings
from tests.makers import in_days, make_officer, make_participation, make_person, phases
from tests.notifications.makers import follow, told, work


def _followed(session: Session) -> tuple[Actor, Item]:
    """Somebody follows a participation that collects from day 5 to day 15, and is then silent."""
    planned = phases((Phase.COLLECTING, 5, 15), (Phase.REQUIREMENTS, 20, 30))
    place = make_participation(session, phases=planned)
    person = make_person(session)
    follow(session, person, place)
    return person, place


def _look(session: Session, settings: Settings, moment: datetime) -> None:
    with clock_at(moment):
        tell_of_phases(session, settings)
        tell_of_phases(session, settings)


@pytest.mark.parametrize(
    ("day", "happened"),
    [
        (4.9, []),
        (5.1, [Happened.PHASE_BEGAN]),
        (8, []),
        (12.1, [Happened.PHASE_ENDS]),
        (15.1, [Happened.PHASE_CLOSED]),
        (18, []),
    ],
)
def test_the_clock_tells_each_once(
    session: Session, settings: Settings, day: float, happened: list[Happened]
) -> None:
    person, _ = _followed(session)

    _look(session, settings, in_days(day))

    assert told(session, person) == happened


def test_a_phase_of_few_days_is_told_to_begin_and_not_at_once_to_end(
    session: Session, settings: Settings
) -> None:
    person = make_person(session)
    place = make_participation(session, phases=phases((Phase.COLLECTING, 1, 3)))
    follow(session, person, place)

    _look(session, settings, in_days(1.1))

    assert told(session, person) == [Happened.PHASE_BEGAN]


def test_an_extended_phase_is_told_with_its_new_end(session: Session, settings: Settings) -> None:
    person, place = _followed(session)
    officer = make_officer(session, Office.ADMINISTRATION)
    phase = session.exec(
        select(PlannedPhase).where(
            PlannedPhase.participation_id == place.id, PlannedPhase.kind == Phase.COLLECTING
        )
    ).one()
    with clock_at(in_days(12.1)):
        tell_of_phases(session, settings)
        extend_phase(session, officer, place, phase, to=in_days(5), reason="Many asked for it.")
    with clock_at(in_days(12.2)):
        work(session, settings)

    _look(session, settings, in_days(14.5))

    assert told(session, person) == [
        Happened.PHASE_ENDS,
        Happened.PHASE_EXTENDED,
        Happened.PHASE_ENDS,
    ]


def test_who_does_not_follow_is_not_told(session: Session, settings: Settings) -> None:
    _followed(session)
    other = make_person(session)

    _look(session, settings, in_days(5.1))

    assert told(session, other) == []
