import pytest
from sqlalchemy import select
from sqlmodel import Session

from app.accounts.sessions import actor_of
from app.items.models import ITEM_VERSION, Item
from app.items.trail import backward
from app.measures.commands import (
    NOT_IN_TEAM,
    ONE_BY_ONE,
    appoint_measure,
    describe_measure,
    end_measure,
    log_measure,
    move_measure,
)
from app.measures.comparing import changes_between, description_versions
from app.measures.forms import Appointment, Description
from app.measures.models import Measure
from app.measures.queries import logbook_of, phase_stops, team_of, visits_of, words_of
from app.process.actor import VISITOR, Actor
from app.process.gates import EXPLORATION_GATE
from app.process.paths import MEASURE_PHASES, NO_STEP
from app.process.refusal import Refused
from app.process.rules import WRONG_OFFICE
from app.process.vocabulary import Action, Kind, Office, State, Station
from app.record.models import EVENT
from tests.makers import make_officer, make_participation, make_person
from tests.measures.makers import give_mandate, make_answered_topic, make_measure

WHY = "What we learned at the clinic has to come in first."
NO_MANDATE = EXPLORATION_GATE[0].missing


def _administration(session: Session) -> Actor:
    return make_officer(session, Office.ADMINISTRATION)


def _described(session: Session, item: Item, **changes: object) -> Description:
    return Description(**(words_of(session, item) | changes))


def _move(session: Session, item: Item, *phases: State) -> None:
    officer = _administration(session)
    for phase in phases:
        move_measure(session, officer, item, phase, reason=WHY)


def _in_team(session: Session, item: Item, *, contact: bool = False) -> Actor:
    person = make_person(session)
    appointment = Appointment(role="Lead", contact=contact)
    appoint_measure(session, _administration(session), item, person.id, appointment=appointment)
    return actor_of(session, person.id)


def test_a_description_keeps_its_versions_and_they_can_be_compared(session: Session) -> None:
    item = make_measure(session)
    officer = _administration(session)
    describe_measure(session, officer, item, _described(session, item, aim="Home. In an hour."))

    describe_measure(session, officer, item, _described(session, item, aim="Home. In a minute."))

    versions = description_versions(session, item)
    assert [version.fields["aim"] for version in versions] == [
        "",
        "Home. In an hour.",
        "Home. In a minute.",
    ]
    (change,) = changes_between(session, versions[1], versions[2], "en")
    assert [(line.kind, line.text) for line in change.lines] == [
        ("same", "Home."),
        ("removed", "In an hour."),
        ("added", "In a minute."),
    ]


def test_a_description_changes_title_and_links_too(session: Session) -> None:
    item = make_measure(session)

    describe_measure(
        session,
        _administration(session),
        item,
        _described(session, item, title="Night bus for all", values=()),
    )

    assert item.title == "Night bus for all"
    assert words_of(session, item)["values"] == []
    kept = session.execute(select(ITEM_VERSION.c.fields)).scalar_one()
    assert (kept["title"], len(kept["values"])) == ("Night bus on call", 1)


def test_the_team_writes_on_the_description_of_its_own_measure_only(session: Session) -> None:
    mine, other = make_measure(session), make_measure(session)
    member = _in_team(session, mine)

    describe_measure(session, member, mine, _described(session, mine, effect="Fewer cars."))

    assert session.get_one(Measure, mine.id).effect == "Fewer cars."
    with pytest.raises(Refused) as refusal:
        describe_measure(session, member, other, _described(session, other))
    assert refusal.value.reasons == (WRONG_OFFICE,)


def test_who_is_appointed_holds_the_office_for_this_measure(session: Session) -> None:
    item = make_measure(session)

    member = _in_team(session, item, contact=True)

    assert member.scopes(Office.TEAM) == {item.id}
    (line,) = team_of(session, item.id)
    assert (line.person_id, line.role, line.contact) == (member.id, "Lead", True)


def test_a_role_can_be_changed_and_the_office_is_granted_once(session: Session) -> None:
    item = make_measure(session)
    member = _in_team(session, item)

    appointment = Appointment(role="Counting passengers")
    appoint_measure(session, _administration(session), item, member.id, appointment=appointment)

    assert [line.role for line in team_of(session, item.id)] == ["Counting passengers"]
    assert len(actor_of(session, member.id).offices) == 1


def test_who_leaves_the_team_loses_its_office(session: Session) -> None:
    item = make_measure(session)
    member = _in_team(session, item)

    appoint_measure(session, _administration(session), item, member.id, appointment=None)

    assert team_of(session, item.id) == []
    assert not actor_of(session, member.id).holds(Office.TEAM)


def test_who_comes_back_holds_the_office_again(session: Session) -> None:
    item = make_measure(session)
    member = _in_team(session, item)
    officer = _administration(session)
    appoint_measure(session, officer, item, member.id, appointment=None)

    appoint_measure(session, officer, item, member.id, appointment=Appointment(role="Back again"))

    assert actor_of(session, member.id).holds(Office.TEAM, frozenset({item.id}))


def test_nobody_leaves_a_team_they_are_not_in(session: Session) -> None:
    with pytest.raises(Refused) as refusal:
        appoint_measure(
            session,
            _administration(session),
            make_measure(session),
            make_person(session).id,
            appointment=None,
        )

    assert refusal.value.reasons == (NOT_IN_TEAM,)


def test_the_team_does_not_appoint_itself(session: Session) -> None:
    item = make_measure(session)
    member = _in_team(session, item)

    with pytest.raises(Refused) as refusal:
        appoint_measure(
            session, member, item, make_person(session).id, appointment=Appointment(role="Friend")
        )

    assert refusal.value.reasons == (WRONG_OFFICE,)


def test_the_logbook_tells_the_newest_first(session: Session) -> None:
    item = make_measure(session)
    member = _in_team(session, item)

    log_measure(session, member, item, "First round with eleven people.")
    log_measure(session, member, item, "Counted a night at the clinic.")

    lines = logbook_of(session, item.id)
    assert [line.text for line in lines] == [
        "Counted a night at the clinic.",
        "First round with eleven people.",
    ]
    assert lines[0].author == member.name


def test_the_logbook_is_open_after_the_end_but_not_the_description(session: Session) -> None:
    item = make_measure(session)
    officer = _administration(session)
    end_measure(session, officer, item, "The approach was not confirmed.")

    log_measure(session, officer, item, "What we keep: the count of weekends.")

    with pytest.raises(Refused) as refusal:
        describe_measure(session, officer, item, _described(session, item))
    assert refusal.value.reasons == (NO_STEP,)


@pytest.mark.parametrize("office", [Office.MODERATOR, Office.BODY, Office.CDO])
def test_others_write_neither_description_nor_logbook(session: Session, office: Office) -> None:
    item, other = make_measure(session), make_officer(session, office)

    with pytest.raises(Refused):
        log_measure(session, other, item, "I was here, too.")
    with pytest.raises(Refused):
        describe_measure(session, other, item, _described(session, item))


def test_the_administration_of_another_participation_moves_nothing(session: Session) -> None:
    item = make_measure(session)
    give_mandate(session, item)
    elsewhere = make_officer(session, Office.ADMINISTRATION, make_participation(session).id)

    with pytest.raises(Refused) as refusal:
        move_measure(session, elsewhere, item, State.EXPLORATION, reason=WHY)

    assert refusal.value.reasons == (WRONG_OFFICE,)


def test_nothing_is_explored_without_a_mandate(session: Session) -> None:
    item = make_measure(session)

    with pytest.raises(Refused) as refusal:
        _move(session, item, State.EXPLORATION)

    assert refusal.value.reasons == (NO_MANDATE,)
    assert item.state is State.PREPROCESS


@pytest.mark.parametrize(
    "state",
    [State.PREPARED, State.SUBMITTED, State.DEFERRED, State.REFUSED, State.AMENDED],
)
def test_a_mandate_that_is_not_in_force_opens_no_phase(session: Session, state: State) -> None:
    item = make_measure(session)
    give_mandate(session, item, state)

    with pytest.raises(Refused) as refusal:
        _move(session, item, State.EXPLORATION)

    assert refusal.value.reasons == (NO_MANDATE,)


def test_the_mandate_of_another_measure_does_not_count(session: Session) -> None:
    item = make_measure(session)
    give_mandate(session, make_measure(session))

    with pytest.raises(Refused):
        _move(session, item, State.EXPLORATION)


@pytest.mark.parametrize("state", [State.GRANTED, State.CONDITIONAL])
def test_with_a_mandate_a_measure_goes_through_all_phases(session: Session, state: State) -> None:
    item = make_measure(session)
    give_mandate(session, item, state)

    _move(session, item, *MEASURE_PHASES[1:])

    assert item.state is State.OPERATION
    assert [visit.state for visit in visits_of(session, item.id)] == list(MEASURE_PHASES)


def test_when_the_mandate_is_gone_no_later_phase_is_entered(session: Session) -> None:
    item = make_measure(session)
    mandate = give_mandate(session, item)
    _move(session, item, State.EXPLORATION, State.TRIAL)
    mandate.state = State.AMENDED

    for phase in (State.DEVELOPMENT, State.EXPLORATION):
        with pytest.raises(Refused) as refusal:
            _move(session, item, phase)
        assert refusal.value.reasons == (NO_MANDATE,)
    _move(session, item, State.PREPROCESS)
    assert item.state is State.PREPROCESS


def test_no_phase_is_skipped(session: Session) -> None:
    item = make_measure(session)
    give_mandate(session, item)

    with pytest.raises(Refused) as refusal:
        _move(session, item, State.TRIAL)

    assert refusal.value.reasons == (ONE_BY_ONE,)


@pytest.mark.parametrize("to", [State.PREPROCESS, State.ENDED, State.GRANTED])
def test_a_measure_does_not_move_where_it_is_or_out_of_its_phases(
    session: Session, to: State
) -> None:
    with pytest.raises(Refused) as refusal:
        _move(session, make_measure(session), to)

    assert refusal.value.reasons == (NO_STEP,)


def test_going_back_is_possible_to_every_earlier_phase_and_the_reason_stays(
    session: Session,
) -> None:
    item = make_measure(session)
    give_mandate(session, item)
    _move(session, item, State.EXPLORATION, State.TRIAL, State.DEVELOPMENT)

    _move(session, item, State.EXPLORATION)

    last = visits_of(session, item.id)[-1]
    assert (last.state, last.reason) == (State.EXPLORATION, WHY)


def test_the_trial_is_reached_by_everything_that_led_to_it(session: Session) -> None:
    topic = make_answered_topic(session)
    item = make_measure(session, topic)
    mandate = give_mandate(session, item)

    _move(session, item, State.EXPLORATION, State.TRIAL)

    led = [session.get_one(Item, entry.id) for entry in backward(session, VISITOR, item)]
    assert {each.kind for each in led} == {Kind.PROBLEM, Kind.TOPIC}
    assert {each.way for each in (*led, item, mandate)} == {Station.TRIAL}


def test_the_team_moves_its_measure(session: Session) -> None:
    item = make_measure(session)
    give_mandate(session, item)

    move_measure(session, _in_team(session, item), item, State.EXPLORATION, reason=WHY)

    assert item.state is State.EXPLORATION


def test_a_measure_ends_with_a_reason_and_does_not_move_again(session: Session) -> None:
    item = make_measure(session)
    give_mandate(session, item)
    _move(session, item, State.EXPLORATION)

    end_measure(session, make_officer(session, Office.CDO), item, WHY)

    assert item.state is State.ENDED
    visits = visits_of(session, item.id)
    assert (visits[-1].state, visits[-1].reason) == (State.ENDED, WHY)
    line = [stop.state for stop in phase_stops(item.state, visits)]
    assert line == ["done", "ended", "open", "open", "open", "open"]
    with pytest.raises(Refused):
        _move(session, item, State.TRIAL)


def test_the_team_does_not_end_its_measure(session: Session) -> None:
    item = make_measure(session)

    with pytest.raises(Refused) as refusal:
        end_measure(session, _in_team(session, item), item, WHY)

    assert refusal.value.reasons == (WRONG_OFFICE,)


def test_every_act_is_on_record(session: Session) -> None:
    item = make_measure(session)
    give_mandate(session, item)
    _in_team(session, item)
    officer = _administration(session)
    describe_measure(session, officer, item, _described(session, item))
    log_measure(session, officer, item, "First round with eleven people.")
    _move(session, item, State.EXPLORATION)
    end_measure(session, officer, item, WHY)

    actions = session.execute(select(EVENT.c.action).where(EVENT.c.subject_id == item.id))

    assert list(actions.scalars()) == [
        Action.OPEN_MEASURE,
        Action.APPOINT_MEASURE,
        Action.DESCRIBE_MEASURE,
        Action.LOG_MEASURE,
        Action.MOVE_MEASURE,
        Action.END_MEASURE,
    ]
