"""Who may take part in a phase, in what, and how often."""

from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import func, select
from sqlmodel import Session

from app.accounts.models import PARTICIPATION_CODE, ParticipationCode
from app.accounts.sessions import actor_of
from app.db.clock import clock_at
from app.deliberation.commands import (
    ask_support,
    make_codes,
    mark_comment,
    set_phase,
    support_item,
    switch_code,
    unsupport_item,
    write_comment,
)
from app.deliberation.forms import CodeBatch, CommentText, PhaseSettings
from app.deliberation.limits import allowance
from app.deliberation.models import SUPPORT
from app.deliberation.targets import find_target
from app.items.models import Item
from app.participation.admission import asks_of, not_eligible
from app.participation.phases import phase_now
from app.process.actor import VISITOR, Actor
from app.process.objections import BEGUN, NOT_ELIGIBLE, SWITCHED_OFF, USED_UP
from app.process.refusal import Refused
from app.process.rules import SIGN_IN_FIRST, WRONG_OFFICE
from app.process.vocabulary import (
    Assurance,
    Eligibility,
    Mark,
    Office,
    Phase,
    Stance,
    State,
)
from app.record.models import EVENT
from tests.deliberation.makers import let_phases, make_comment, phase_row, target_of
from tests.deliberation.test_races import PARALLEL, race, run_once
from tests.makers import make_officer, make_participation, make_person, make_problem

WORDS = CommentText(stance=Stance.PRO, text="A later bus would help.")


def supports(session: Session) -> int:
    count: int = session.execute(select(func.count()).select_from(SUPPORT)).scalar_one()
    return count


def refusal(session: Session, actor: Actor, problem: Item) -> tuple[str, ...]:
    with pytest.raises(Refused) as refused:
        support_item(session, actor, target_of(session, problem))
    return refused.value.reasons


def by_provider(actor: Actor, assurance: Assurance | None = None) -> Actor:
    return replace(actor, provider="city", assurance=assurance)


def test_ac01_a_support_is_refused_where_supports_are_switched_off(session: Session) -> None:
    problem = make_problem(session)
    let_phases(session, problem, supporting=False)

    assert refusal(session, make_person(session), problem) == (SWITCHED_OFF.sentence,)
    assert supports(session) == 0


def test_ac05_the_support_after_the_last_one_is_refused_until_one_is_taken_back(
    session: Session,
) -> None:
    place, person = make_participation(session), make_person(session)
    let_phases(session, place, supports_each=2)
    first, second, third = (make_problem(session, place) for _ in range(3))
    for problem in (first, second):
        support_item(session, person, target_of(session, problem))

    assert refusal(session, person, third) == (USED_UP.sentence,)
    unsupport_item(session, person, target_of(session, first))
    assert support_item(session, person, target_of(session, third))
    assert supports(session) == 2


def test_ac05_pressing_again_on_what_one_supports_is_not_a_support_more(session: Session) -> None:
    problem, person = make_problem(session), make_person(session)
    let_phases(session, problem, supports_each=1)
    support_item(session, person, target_of(session, problem))

    assert support_item(session, person, target_of(session, problem)) is False


def test_ac05_twenty_supports_at_once_use_up_no_more_than_the_limit(database_url: str) -> None:
    made = run_once(database_url, _twenty_problems)
    assert isinstance(made, tuple)
    person, references = made

    answers = race(database_url, [partial(_support, person, each) for each in references])

    assert sum(answer is True for answer in answers) == 3
    assert run_once(database_url, supports) == 3


def _twenty_problems(session: Session) -> tuple[int, list[str]]:
    place = make_participation(session)
    let_phases(session, place, supports_each=3)
    references = [make_problem(session, place).reference for _ in range(PARALLEL)]
    return make_person(session).id, references


def _support(person: int, reference: str, session: Session) -> object:
    target = find_target(session, reference)
    assert target is not None
    return support_item(session, actor_of(session, person), target)


def test_what_was_given_in_an_earlier_phase_does_not_count_against_this_one(
    session: Session,
) -> None:
    place = make_participation(session, Phase.DELIBERATING)
    person, problem = make_person(session), make_problem(session, place)
    let_phases(session, place, supports_each=1)
    while_collecting = phase_row(session, place).opens_at + timedelta(days=1)
    with clock_at(while_collecting):
        support_item(session, person, target_of(session, problem))

    left = allowance(session, person, phase_now(session, place.id), place.id)

    assert left is not None
    assert left.left == 1


@pytest.mark.parametrize(
    ("provider", "assurance", "met"),
    [
        ("", None, [False, False]),
        ("city", None, [True, False]),
        ("city", Assurance.LOW, [True, False]),
        ("city", Assurance.SUBSTANTIAL, [True, True]),
        ("city", Assurance.HIGH, [True, True]),
    ],
)
def test_ac07_a_phase_names_everything_that_is_missing(
    session: Session, provider: str, assurance: Assurance | None, met: list[bool]
) -> None:
    problem = make_problem(session)
    let_phases(session, problem, eligibility=Eligibility.PROVIDER, assurance=Assurance.SUBSTANTIAL)
    person = replace(make_person(session), provider=provider, assurance=assurance)

    asks = asks_of(session, person, problem.participation_id)

    assert [demand.met for demand in asks.demands] == met
    assert not_eligible(session, person, asks.phase) is not all(met)
    if not all(met):
        assert refusal(session, person, problem) == (NOT_ELIGIBLE.sentence,)
    assert supports(session) == 0


def test_who_is_known_surely_enough_supports_and_comments(session: Session) -> None:
    problem = make_problem(session)
    let_phases(session, problem, eligibility=Eligibility.PROVIDER, assurance=Assurance.LOW)
    person = by_provider(make_person(session), Assurance.HIGH)

    assert support_item(session, person, target_of(session, problem))
    assert write_comment(session, person, problem, WORDS, language="en")


def test_comments_and_marks_ask_for_the_same_as_supports(session: Session) -> None:
    problem = make_problem(session)
    comment = make_comment(session, problem)
    let_phases(session, problem, eligibility=Eligibility.PROVIDER)
    person = make_person(session)

    with pytest.raises(Refused, match=NOT_ELIGIBLE.sentence):
        write_comment(session, person, problem, WORDS, language="en")
    with pytest.raises(Refused, match=NOT_ELIGIBLE.sentence):
        mark_comment(session, person, comment, Mark.HELPFUL)


def test_ac21_comments_are_switched_off_for_all_but_the_office(session: Session) -> None:
    problem = make_problem(session)
    comment = make_comment(session, problem)
    let_phases(session, problem, commenting=False)
    officer = make_officer(session, Office.ADMINISTRATION, problem.participation_id)
    elsewhere = make_officer(session, Office.ADMINISTRATION, 7)

    for stranger in (make_person(session), elsewhere):
        with pytest.raises(Refused) as refused:
            write_comment(session, stranger, problem, WORDS, language="en", parent=comment)
        assert refused.value.reasons == (SWITCHED_OFF.sentence,)
    assert write_comment(session, officer, problem, WORDS, language="en", parent=comment)


def test_a_guest_link_is_only_sent_where_the_phase_is_open_to_all(session: Session) -> None:
    problem = make_problem(session)
    email = "guest@example.org"

    with pytest.raises(Refused) as refused:
        ask_support(session, VISITOR, target_of(session, problem), email, minutes=20)
    let_phases(session, problem, eligibility=Eligibility.OPEN)

    assert refused.value.reasons == (NOT_ELIGIBLE.sentence,)
    assert ask_support(session, VISITOR, target_of(session, problem), email, minutes=20)


def settings_of(**changes: object) -> PhaseSettings:
    fields = {"eligibility": Eligibility.OPEN, "supporting": True, "commenting": True}
    return PhaseSettings.model_validate(fields | changes)


def test_the_office_sets_a_phase_until_it_begins(session: Session) -> None:
    place = make_participation(session, Phase.ANNOUNCED)
    officer, phase = make_officer(session, Office.ADMINISTRATION), phase_row(session, place)

    set_phase(session, officer, place, phase, settings=settings_of(supports_each=5))
    with clock_at(phase.opens_at), pytest.raises(Refused) as refused:
        set_phase(session, officer, place, phase, settings=settings_of(commenting=False))

    assert refused.value.reasons == (BEGUN.sentence,)
    assert (phase.eligibility, phase.supports_each, phase.commenting) == (
        Eligibility.OPEN,
        5,
        True,
    )
    line = session.execute(select(EVENT).order_by(EVENT.c.id.desc())).first()
    assert line is not None
    assert line.details["supports_each"] == 5


def test_what_is_not_published_yet_is_set_whatever_the_day(session: Session) -> None:
    place = make_participation(session)
    place.state = State.DRAFT
    officer, phase = make_officer(session, Office.ADMINISTRATION), phase_row(session, place)

    set_phase(session, officer, place, phase, settings=settings_of(supports_each=3))

    assert phase.supports_each == 3


def test_only_the_office_sets_a_phase_and_makes_codes(session: Session) -> None:
    place = make_participation(session, Phase.ANNOUNCED)
    person, phase = make_person(session), phase_row(session, place)

    with pytest.raises(Refused, match=WRONG_OFFICE):
        set_phase(session, person, place, phase, settings=settings_of())
    with pytest.raises(Refused, match=WRONG_OFFICE):
        make_codes(session, person, place, phase, batch=CodeBatch(count=1, supports=1))
    with pytest.raises(Refused, match=SIGN_IN_FIRST):
        set_phase(session, VISITOR, place, phase, settings=settings_of())


def test_codes_are_kept_as_hashes_only(session: Session) -> None:
    place = make_participation(session)
    officer, phase = make_officer(session, Office.ADMINISTRATION), phase_row(session, place)

    made = make_codes(session, officer, place, phase, batch=CodeBatch(count=3, supports=5))
    more = make_codes(session, officer, place, phase, batch=CodeBatch(count=1, supports=5))

    assert [number for number, _ in made + more] == [1, 2, 3, 4]
    assert len({code for _, code in made + more}) == 4
    stored = str(session.execute(select(PARTICIPATION_CODE)).all())
    recorded = str(session.execute(select(EVENT.c.details)).all())
    assert all(code not in stored + recorded for _, code in made + more)


def test_switching_a_code_is_on_record_with_its_number_only(session: Session) -> None:
    place = make_participation(session)
    officer, phase = make_officer(session, Office.ADMINISTRATION), phase_row(session, place)
    make_codes(session, officer, place, phase, batch=CodeBatch(count=1, supports=5))
    code = session.execute(select(ParticipationCode)).scalar_one()

    switch_code(session, officer, place, code, active=False)

    line = session.execute(select(EVENT).order_by(EVENT.c.id.desc())).first()
    assert line is not None
    assert line.details == {"phase": phase.id, "number": 1, "active": False}
