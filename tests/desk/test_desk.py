"""What waits for whom, what is due first, and how many things the mark beside the desk counts."""

from datetime import timedelta

from sqlalchemy import update
from sqlmodel import Session

from app.accounts.models import OFFICE_GRANT
from app.accounts.sessions import actor_of
from app.db.clock import now
from app.desk.queries import Line, desk, waiting_on_desk
from app.items.models import Item
from app.mandates.models import Package
from app.organisations.members import give_role
from app.process.actor import Actor, Holding
from app.process.vocabulary import Office, Phase, State
from tests.client import CheckingClient
from tests.guide.makers import make_way
from tests.makers import (
    in_days,
    make_body,
    make_officer,
    make_participation,
    make_person,
    make_problem,
)
from tests.mandates.makers import (
    make_mandate,
    make_measure,
    make_member,
    make_requirement,
)
from tests.organisations.makers import make_organisation, make_verified
from tests.queries import counted_queries
from tests.synthesis.makers import give_answer, make_synthesis, put_into_topic


def lines_of(session: Session, actor: Actor) -> list[Line]:
    session.flush()
    return [line for each in desk(session, actor, moderation_hours=24) for line in each.lines]


def acts_of(session: Session, actor: Actor, item: Item) -> list[str]:
    """What this person is asked to do about the item."""
    return [line.act for line in lines_of(session, actor) if line.reference == item.reference]


def test_a_moderator_is_sent_to_the_queue_with_the_day_of_the_oldest(session: Session) -> None:
    moderator = make_officer(session, Office.MODERATOR)
    place = make_participation(session)
    make_problem(session, place, state=State.SUBMITTED)
    make_problem(session, place, state=State.SUBMITTED)

    (line,) = lines_of(session, moderator)

    assert (line.route, line.count) == ("moderation:queue", 2)
    assert line.due is not None
    assert line.due < now()
    assert waiting_on_desk(session, moderator) == 2


def test_a_moderator_sees_only_the_participation_of_the_office(session: Session) -> None:
    place, other = make_participation(session), make_participation(session)
    moderator = make_officer(session, Office.MODERATOR, place.id)
    make_problem(session, other, state=State.SUBMITTED)

    assert lines_of(session, moderator) == []
    assert waiting_on_desk(session, moderator) == 0


def test_the_administration_answers_topics_once_the_talk_is_over(session: Session) -> None:
    officer = make_officer(session, Office.ADMINISTRATION)
    participation, problems = make_synthesis(session)
    topic = put_into_topic(session, participation, problems)
    early = make_participation(session, Phase.COLLECTING)
    too_early = put_into_topic(session, early, [make_problem(session, early)])

    assert acts_of(session, officer, topic) == ["Answer this topic"]
    assert acts_of(session, officer, too_early) == []
    give_answer(session, topic)
    assert acts_of(session, officer, topic) == []


def test_an_office_for_one_participation_is_not_asked_about_another(session: Session) -> None:
    participation, problems = make_synthesis(session)
    topic = put_into_topic(session, participation, problems)
    here = make_officer(session, Office.ADMINISTRATION, participation.id)
    elsewhere = make_officer(session, Office.ADMINISTRATION, make_participation(session).id)

    assert acts_of(session, here, topic) == ["Answer this topic"]
    assert acts_of(session, elsewhere, topic) == []


def test_contributions_that_are_in_no_topic_are_one_line(session: Session) -> None:
    officer = make_officer(session, Office.ADMINISTRATION)
    participation, problems = make_synthesis(session, problems=3)
    put_into_topic(session, participation, problems[:1])

    line = next(each for each in lines_of(session, officer) if each.route == "synthesis:workbench")

    assert (line.count, line.reference) == (2, participation.reference)


def test_a_synthesis_can_be_closed_when_everything_is_answered(session: Session) -> None:
    officer = make_officer(session, Office.ADMINISTRATION)
    participation, problems = make_synthesis(session)
    topic = put_into_topic(session, participation, problems)
    close = "Everything is answered: close the synthesis"

    assert close not in acts_of(session, officer, participation)
    give_answer(session, topic)
    assert close in acts_of(session, officer, participation)


def test_a_phase_that_ends_within_a_week_is_a_reminder_that_is_not_counted(
    session: Session,
) -> None:
    officer = make_officer(session, Office.ADMINISTRATION)
    place = make_participation(session)

    assert acts_of(session, officer, place) == ["This phase ends soon"]
    assert waiting_on_desk(session, officer) == 0


def test_what_is_due_first_stands_first(session: Session) -> None:
    officer = make_officer(session, Office.ADMINISTRATION)
    later = make_participation(session, Phase.SYNTHESIS)
    late = make_participation(session, Phase.SYNTHESIS, answers_due=in_days(-2))
    topics = [
        put_into_topic(session, each, [make_problem(session, each)]) for each in (later, late)
    ]
    make_mandate(session, State.PREPARED)

    lines = [line for line in lines_of(session, officer) if line.route != "participation:show"]

    assert [line.reference for line in lines[:2]] == [topics[1].reference, topics[0].reference]
    assert lines[-1].due is None


def test_organisations_wait_to_be_verified_by_somebody_who_does_not_belong_to_them(
    session: Session,
) -> None:
    officer = make_officer(session, Office.ADMINISTRATION)
    _, own, _ = make_organisation(session), make_organisation(session), make_verified(session)

    (line,) = lines_of(session, officer)
    give_role(session, officer, officer.id, Office.AUTHOR, organisation_id=own)
    insider = actor_of(session, officer.id)

    verify = ("Verify organisations that wait", "organisations:unverified")
    assert (line.act, line.route, line.count) == (*verify, 2)
    assert [each.count for each in lines_of(session, insider)] == [1]
    assert waiting_on_desk(session, insider) == 1


def test_requirements_and_packages_wait_for_the_administration(session: Session) -> None:
    officer = make_officer(session, Office.ADMINISTRATION)
    measure = make_measure(session)
    discussed = make_requirement(
        session, officer, measure, make_problem(session), state=State.DISCUSSED
    )
    package = make_mandate(session, State.PREPARED)

    assert acts_of(session, officer, discussed) == ["Approve or drop this requirement"]
    assert acts_of(session, officer, package) == ["Put this to decision"]


def test_the_cdo_is_asked_about_topics_that_no_measure_takes_up(session: Session) -> None:
    cdo = make_officer(session, Office.CDO)
    participation, problems = make_synthesis(session)
    topic = put_into_topic(session, participation, problems)
    give_answer(session, topic)
    taken_up = make_way(session).topic

    assert len(acts_of(session, cdo, topic)) == 1
    assert acts_of(session, cdo, taken_up) == []


def test_a_team_works_on_its_own_measure_only(session: Session) -> None:
    way = make_way(session)
    team, others = (
        make_officer(session, Office.TEAM, each.id) for each in (way.measure, make_measure(session))
    )
    way.measure.created_at = now() - timedelta(days=40)
    session.flush()

    assert acts_of(session, team, way.measure) == ["Write into the logbook"]
    assert acts_of(session, others, way.measure) == []


def test_a_member_of_a_body_is_asked_about_what_is_put_to_this_body(
    session: Session,
) -> None:
    body = make_body(session)
    member, stranger = make_member(session, body), make_member(session, make_body(session))
    package = make_mandate(session, State.SUBMITTED, body=body)

    assert acts_of(session, member, package) == ["Enter the decision"]
    assert acts_of(session, stranger, package) == []
    assert waiting_on_desk(session, member) == 1


def test_nobody_is_asked_to_decide_on_what_they_submitted_themselves(session: Session) -> None:
    body = make_body(session)
    package = make_mandate(session, State.SUBMITTED, body=body)
    submitter = session.get_one(Package, package.id).by_id
    also_member = Actor(submitter, offices=frozenset({Holding(Office.BODY, body.id)}))

    assert acts_of(session, also_member, package) == []


def test_the_cdo_decides_what_is_put_to_the_cdo(session: Session) -> None:
    cdo = make_officer(session, Office.CDO)
    package = make_mandate(session, State.SUBMITTED, body=make_body(session, code="cdo"))
    elsewhere = make_mandate(session, State.SUBMITTED)

    assert acts_of(session, cdo, package) == ["Enter the decision"]
    assert acts_of(session, cdo, elsewhere) == []


def test_the_operator_is_reminded_of_offices_that_end(session: Session) -> None:
    operator = make_officer(session, Office.OPERATOR)
    leaving = make_officer(session, Office.MODERATOR)
    ends = {"ends_at": in_days(20)}
    session.execute(update(OFFICE_GRANT).where(OFFICE_GRANT.c.person_id == leaving.id).values(ends))

    (line,) = lines_of(session, operator)

    assert (line.title, line.route) == (leaving.name, "offices:index")


def test_the_mark_counts_what_the_desk_shows(session: Session, client: CheckingClient) -> None:
    officer = make_officer(session, Office.ADMINISTRATION)
    participation, problems = make_synthesis(session)
    put_into_topic(session, participation, problems)

    html = client.sign_in(officer).get("/en/desk").text

    assert "1 waiting" in html
    assert "Answer this topic" in html


def test_the_mark_costs_two_queries_and_nothing_for_people_without_office(
    session: Session,
) -> None:
    moderator = make_officer(session, Office.MODERATOR)

    with counted_queries() as sent:
        waiting_on_desk(session, Actor(1))
    assert sent == []
    with counted_queries() as sent:
        waiting_on_desk(session, moderator)
    assert len(sent) <= 2


def test_a_desk_that_is_empty_says_so(session: Session, client: CheckingClient) -> None:
    html = client.sign_in(make_officer(session, Office.BODY, make_body(session).id)).get("/en/desk")

    assert "Nothing waits. Thank you." in html.text


def test_nobody_without_office_has_a_desk(session: Session, client: CheckingClient) -> None:
    assert client.get("/en/desk").status_code == 303
    assert client.sign_in(make_person(session)).get("/en/desk").status_code == 403


def test_the_desk_leads_to_what_one_is_entrusted_with_and_may_begin(
    session: Session, client: CheckingClient
) -> None:
    place = make_participation(session, title="Shade in summer")
    officer = make_officer(session, Office.ADMINISTRATION, place.id)

    page = client.sign_in(officer).get("/en/desk").text

    assert f"/en/participation/{place.reference}" in page
    assert "/en/participation/new" in page
    assert "/en/measures/new" in page
