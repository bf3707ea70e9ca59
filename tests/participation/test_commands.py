from datetime import timedelta

import pytest
from pydantic import ValidationError
from sqlalchemy import select
from sqlmodel import Session

from app.db.clock import clock_at, now
from app.items.models import Item
from app.participation.commands import (
    NOT_LATER,
    NOT_OPEN,
    OVER,
    STILL_OWED,
    close_phase,
    extend_phase,
)
from app.participation.forms import OVERLAP
from app.participation.phases import phase_of
from app.process.refusal import Refused
from app.process.rules import WRONG_OFFICE, WRONG_PHASE
from app.process.vocabulary import Action, Office, Phase, State
from app.record.models import EVENT
from tests.makers import (
    in_days,
    make_officer,
    make_participation,
    make_person,
    make_problem,
    phases,
)
from tests.participation.makers import give_verdict, make_topic, the_phase

REASON = "The posters came late."


def details(session: Session, action: Action) -> list[dict[str, object]]:
    lines = select(EVENT.c.details).where(EVENT.c.action == action)
    return list(session.execute(lines).scalars())


@pytest.mark.parametrize("phase", Phase)
def test_the_clock_says_which_phase_it_is(session: Session, phase: Phase) -> None:
    place = make_participation(session, phase)

    assert phase_of(session, place.id) is phase


def test_collecting_twice_has_a_pause_between(session: Session) -> None:
    twice = phases((Phase.COLLECTING, -20, -10), (Phase.COLLECTING, 10, 20))
    place = make_participation(session, phases=twice)

    assert phase_of(session, place.id) is Phase.PAUSED


def test_a_synthesis_lasts_until_it_is_closed_whatever_comes_next(session: Session) -> None:
    planned = phases((Phase.SYNTHESIS, -20, -5), (Phase.REQUIREMENTS, -4, 10))
    place = make_participation(session, phases=planned)
    office = make_officer(session, Office.ADMINISTRATION)

    before = phase_of(session, place.id)
    close_phase(session, office, place, the_phase(session, place, Phase.SYNTHESIS))

    assert before is Phase.SYNTHESIS
    assert phase_of(session, place.id) is Phase.REQUIREMENTS
    assert len(details(session, Action.CLOSE_PHASE)) == 1


def make_unanswered_problem(session: Session, place: Item) -> Item:
    return make_problem(session, place)


def make_unanswered_topic(session: Session, place: Item) -> Item:
    return make_topic(session, place, make_person(session))


@pytest.mark.parametrize("make", [make_unanswered_problem, make_unanswered_topic])
def test_a_synthesis_is_not_closed_while_an_answer_is_owed(session: Session, make: object) -> None:
    place = make_participation(session, Phase.SYNTHESIS)
    owed = make(session, place)  # type: ignore[operator]
    office = make_officer(session, Office.ADMINISTRATION)
    phase = the_phase(session, place, Phase.SYNTHESIS)

    with pytest.raises(Refused) as refusal:
        close_phase(session, office, place, phase)
    give_verdict(session, owed)
    close_phase(session, office, place, phase)

    assert refusal.value.reasons == (STILL_OWED,)
    assert phase_of(session, place.id) is Phase.CLOSED


@pytest.mark.parametrize("state", [State.WITHDRAWN, State.HIDDEN, State.RETURNED])
def test_what_is_not_published_is_owed_no_answer(session: Session, state: State) -> None:
    place = make_participation(session, Phase.SYNTHESIS)
    make_problem(session, place, state=state)
    office = make_officer(session, Office.ADMINISTRATION)

    close_phase(session, office, place, the_phase(session, place, Phase.SYNTHESIS))

    assert phase_of(session, place.id) is Phase.CLOSED


def test_only_an_open_synthesis_is_closed_by_hand(session: Session) -> None:
    collecting = make_participation(session)
    answering = make_participation(session, Phase.SYNTHESIS)
    office = make_officer(session, Office.ADMINISTRATION)

    with pytest.raises(Refused) as too_early:
        close_phase(session, office, collecting, the_phase(session, collecting, Phase.SYNTHESIS))
    with pytest.raises(Refused) as other:
        close_phase(session, office, answering, the_phase(session, answering, Phase.COLLECTING))

    assert too_early.value.reasons == (WRONG_PHASE[Phase.COLLECTING],)
    assert other.value.reasons == (NOT_OPEN,)


def test_an_extension_is_public_and_on_record(session: Session) -> None:
    place = make_participation(session)
    office = make_officer(session, Office.ADMINISTRATION)
    phase = the_phase(session, place, Phase.COLLECTING)

    extend_phase(session, office, place, phase, to=in_days(5.5), reason=REASON)

    with clock_at(now() + timedelta(days=5.2)):
        assert phase_of(session, place.id) is Phase.COLLECTING
    assert details(session, Action.EXTEND_PHASE) == [{"phase": phase.id}]


@pytest.mark.parametrize(
    ("days", "reason"), [(4, NOT_LATER), (-1, NOT_LATER), (6.5, OVERLAP), (30, OVERLAP)]
)
def test_a_phase_is_not_shortened_and_does_not_reach_into_the_next(
    session: Session, days: float, reason: str
) -> None:
    place = make_participation(session)
    office = make_officer(session, Office.ADMINISTRATION)
    phase = the_phase(session, place, Phase.COLLECTING)

    with pytest.raises(Refused) as refusal:
        extend_phase(session, office, place, phase, to=in_days(days), reason=REASON)

    assert refusal.value.reasons == (reason,)


def test_a_phase_that_is_over_stays_over(session: Session) -> None:
    place = make_participation(session, Phase.DELIBERATING)
    office = make_officer(session, Office.ADMINISTRATION)
    phase = the_phase(session, place, Phase.COLLECTING)

    with pytest.raises(Refused) as refusal:
        extend_phase(session, office, place, phase, to=in_days(3), reason=REASON)

    assert refusal.value.reasons == (OVER,)


def test_other_people_neither_extend_nor_close(session: Session) -> None:
    place = make_participation(session, Phase.SYNTHESIS)
    phase = the_phase(session, place, Phase.SYNTHESIS)
    elsewhere = make_officer(session, Office.ADMINISTRATION, scope_id=17)

    for actor in (make_person(session), make_officer(session, Office.MODERATOR), elsewhere):
        with pytest.raises(Refused) as extending:
            extend_phase(session, actor, place, phase, to=in_days(9), reason=REASON)
        with pytest.raises(Refused) as closing:
            close_phase(session, actor, place, phase)
        assert WRONG_OFFICE in extending.value.reasons
        assert WRONG_OFFICE in closing.value.reasons


@pytest.mark.parametrize(
    "planned",
    [
        ((Phase.COLLECTING, 5, 4),),
        ((Phase.COLLECTING, 1, 9), (Phase.SYNTHESIS, 8, 20)),
        ((Phase.CLOSED, 1, 9),),
    ],
)
def test_a_concept_has_phases_one_after_another(
    session: Session, planned: tuple[tuple[Phase, float, float], ...]
) -> None:
    with pytest.raises(ValidationError):
        make_participation(session, phases=phases(*planned))
