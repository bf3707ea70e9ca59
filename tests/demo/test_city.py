"""The model city shows every stage and every state that people may meet."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlmodel import Session

from app.accounts.queries import demo_people, demo_person, demo_roles
from app.accounts.sessions import actor_of
from app.db.clock import now
from app.demo.content import read_city
from app.desk.queries import desk
from app.items.models import ITEM, Item
from app.items.trail import backward
from app.mandates.models import DECISION, MANDATE
from app.participation.figures import figures
from app.participation.phases import phase_of
from app.participation.queries import answers_owed, open_answers
from app.process.actor import VISITOR
from app.process.vocabulary import (
    DECLARED_GROUPS,
    GRANTED_OFFICES,
    Group,
    Kind,
    Office,
    Phase,
    State,
    Verdict,
)
from app.record.jobs import JOB
from app.record.models import EVENT, SEAL


def _states(city: Session, kind: Kind) -> set[State]:
    return set(city.execute(select(ITEM.c.state).where(ITEM.c.kind == kind)).scalars())


def _item(city: Session, kind: Kind, state: State) -> Item:
    wanted = select(Item).where(ITEM.c.kind == kind, ITEM.c.state == state)
    item: Item = city.execute(wanted).scalar_one()
    return item


def _participation(city: Session, title: str) -> int:
    wanted = select(ITEM.c.id).where(ITEM.c.kind == Kind.PARTICIPATION, ITEM.c.title == title)
    return int(city.execute(wanted).scalar_one())


def test_contributions_stand_in_every_state(city: Session) -> None:
    assert _states(city, Kind.PROBLEM) == {
        State.DRAFT,
        State.SUBMITTED,
        State.PUBLISHED,
        State.RETURNED,
        State.HIDDEN,
        State.WITHDRAWN,
        State.MERGED,
    }


def test_answers_give_every_verdict(city: Session) -> None:
    given = select(ITEM.c.verdict).where(ITEM.c.kind == Kind.ANSWER)

    assert set(city.execute(given).scalars()) == set(Verdict)


def test_requirements_stand_in_every_state(city: Session) -> None:
    assert _states(city, Kind.REQUIREMENT) == {
        State.PROPOSED,
        State.DISCUSSED,
        State.APPROVED,
        State.DROPPED,
    }


def test_one_mandate_is_in_force_one_refused_and_one_waits_for_the_body(city: Session) -> None:
    assert _states(city, Kind.MEASURE) == {State.PREPROCESS, State.TRIAL}
    assert _states(city, Kind.MANDATE) == {
        State.AMENDED,
        State.CONDITIONAL,
        State.REFUSED,
        State.SUBMITTED,
    }


def test_the_mandate_has_a_condition_and_was_amended(city: Session) -> None:
    in_force = _item(city, Kind.MANDATE, State.CONDITIONAL)
    former = _item(city, Kind.MANDATE, State.AMENDED)

    amends = select(MANDATE.c.amends_id).where(MANDATE.c.id == in_force.id)
    assert city.execute(amends).scalar_one() == former.id
    assert all(
        city.execute(
            select(DECISION.c.conditions).where(DECISION.c.result == State.CONDITIONAL)
        ).scalars()
    )


def test_the_trail_of_the_mandate_leads_back_to_problems_of_many_groups(city: Session) -> None:
    mandate = _item(city, Kind.MANDATE, State.CONDITIONAL)

    ids = [entry.id for entry in backward(city, VISITOR, mandate)]

    groups = select(ITEM.c.author_group).where(ITEM.c.id.in_(ids), ITEM.c.kind == Kind.PROBLEM)
    assert len(set(city.execute(groups).scalars()) & set(DECLARED_GROUPS)) >= 3


@pytest.mark.parametrize(
    ("title", "phase"),
    [
        ("Unterwegs ohne Auto", Phase.COLLECTING),
        ("Kühle Orte für heiße Tage", Phase.SYNTHESIS),
        ("Sicher zur Schule in Hohenerl", Phase.SYNTHESIS),
        ("Verständliche Formulare", Phase.REQUIREMENTS),
        ("Spät unterwegs: Wie kommen wir nach 21 Uhr nach Hause?", Phase.CLOSED),
    ],
)
def test_participations_are_in_different_phases(city: Session, title: str, phase: Phase) -> None:
    assert phase_of(city, _participation(city, title)) is phase


def test_one_answer_is_overdue(city: Session) -> None:
    assert [owed.title for owed in answers_owed(city) if owed.late] == [
        "Sicher zur Schule in Hohenerl"
    ]


def test_where_a_synthesis_is_closed_nothing_is_owed(city: Session) -> None:
    assert open_answers(city, _participation(city, "Verständliche Formulare")) == 0


def test_one_group_has_not_been_heard_yet(city: Session) -> None:
    participation = _participation(city, "Unterwegs ohne Auto")

    assert figures(city, participation).unheard == [Group.ACADEMIA]


def test_the_people_of_the_sign_in_page_hold_the_offices_they_are_said_to_hold(
    city: Session,
) -> None:
    written = read_city()
    teams = {member["person"] for measure in written.all("measure") for member in measure["team"]}
    said = {
        person["slug"]: {Office(held["office"]) for held in person.get("offices", ())}
        | ({Office.TEAM} if person["slug"] in teams else set())
        for person in written.all("person")
        if "role" in person
    }

    assert {person.slug: set(person.offices) for person in demo_people(city)} == said


def test_the_sign_in_page_has_somebody_for_every_office(city: Session) -> None:
    people = demo_people(city)

    held = {office for person in people for office in person.offices}
    assert held == set(GRANTED_OFFICES)
    assert any(not person.offices for person in people)


def test_the_sign_in_page_says_who_they_are(city: Session) -> None:
    people = {person.slug for person in demo_people(city)}

    for language in ("de", "en"):
        assert demo_roles(city, language).keys() == people


def test_for_every_office_something_waits_on_a_desk(city: Session) -> None:
    people = [demo_person(city, person.slug) or 0 for person in demo_people(city)]

    actors = [actor_of(city, person) for person in people]
    desks = [each for actor in actors for each in desk(city, actor, moderation_hours=24)]
    assert {each.office for each in desks if each.lines} == set(GRANTED_OFFICES)


def test_everything_happened_in_order_and_is_sealed(city: Session) -> None:
    moments = list(city.execute(select(EVENT.c.at).order_by(EVENT.c.id)).scalars())

    assert moments == sorted(moments)
    assert moments[-1] < now()
    assert city.execute(select(func.count()).select_from(SEAL)).scalar_one() == len(moments)


def test_only_letters_of_the_last_days_were_written(city: Session) -> None:
    written = list(city.execute(select(JOB.c.run_at)).scalars())

    assert 20 < len(written) < 250
    assert min(written) > now() - timedelta(days=14)
