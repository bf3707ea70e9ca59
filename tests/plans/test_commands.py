from collections.abc import Callable

import pytest
from sqlalchemy import Executable, delete, select, update
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlmodel import Session

from app.items.models import ITEM, LINK, LINK_END, Item
from app.plans.commands import (
    NOTHING_NEW,
    UNKNOWN_REQUIREMENT,
    draft_plan,
    publish_plan,
)
from app.plans.content import Covered, shown
from app.plans.forms import PlanDraft
from app.plans.models import PLAN_VERSION, WORK_PACKAGE, Plan
from app.plans.queries import frozen_version, working_copy
from app.process.gates import PLAN_GATE
from app.process.refusal import Refused
from app.process.rules import WRONG_OFFICE
from app.process.vocabulary import (
    Action,
    Kind,
    Link,
    Office,
    State,
    Station,
    Visibility,
)
from app.record.models import EVENT
from tests.makers import make_officer, make_person
from tests.plans.makers import (
    make_plan,
    milestone_row,
    package_row,
    plan_draft,
    publish_next,
    risk_row,
)
from tests.requirements.makers import (
    make_measure,
    make_measure_with_problem,
    make_requirement_of,
)

ADMINISTRATION = Office.ADMINISTRATION


def test_a_plan_begins_as_a_draft_that_the_public_does_not_see(session: Session) -> None:
    measure = make_measure(session)
    team = make_officer(session, Office.TEAM, measure.id)

    item = draft_plan(session, team, measure, PlanDraft())

    assert (item.state, item.visibility) == (State.DRAFT, Visibility.PRIVATE)
    assert (item.measure_id, item.title) == (measure.id, measure.title)
    assert item.participation_id == measure.participation_id


def test_a_measure_has_one_plan(session: Session) -> None:
    measure = make_measure(session)

    first = make_plan(session, measure, published=False)
    second = make_plan(session, measure, published=False)

    assert first.id == second.id
    session.add(Plan(id=measure.id, measure_id=measure.id))
    with pytest.raises(IntegrityError):
        session.flush()


def test_rows_keep_their_ids_when_they_change_and_go_when_they_are_left_out(
    session: Session,
) -> None:
    measure, officer = make_measure(session), make_officer(session, ADMINISTRATION)
    other = package_row(title="Control centre")
    item = draft_plan(
        session, officer, measure, plan_draft(packages=(package_row(), other), risks=(risk_row(),))
    )
    before = working_copy(session, item.id)
    [changed, _] = before.packages

    renamed = changed.model_copy(update={"title": "Routes, zones and times"})
    draft_plan(session, officer, measure, PlanDraft(packages=(renamed,)))

    after = working_copy(session, item.id)
    assert [(row.id, row.title) for row in after.packages] == [
        (changed.id, "Routes, zones and times")
    ]
    assert (after.milestones, after.risks) == ((), ())


def test_a_row_without_id_is_known_by_its_title(session: Session) -> None:
    measure, problem = make_measure_with_problem(session)
    requirement = make_requirement_of(session, measure, problem)
    item = make_plan(session, measure)
    [before] = working_copy(session, item.id).packages

    make_plan(session, measure, requirement, published=False)

    [after] = working_copy(session, item.id).packages
    assert after.id == before.id
    assert after.requirements == (requirement.reference,)


def test_a_package_covers_only_requirements_of_its_measure(session: Session) -> None:
    measure, other = make_measure(session), make_measure(session)
    foreign = make_requirement_of(session, other)
    dropped = make_requirement_of(session, measure, state=State.DROPPED)

    for requirement in (foreign, dropped):
        with pytest.raises(Refused) as refusal:
            make_plan(session, measure, requirement)
        assert refusal.value.reasons == (UNKNOWN_REQUIREMENT,)


def test_an_empty_plan_is_not_published_and_says_what_is_missing(session: Session) -> None:
    measure, officer = make_measure(session), make_officer(session, ADMINISTRATION)
    item = draft_plan(session, officer, measure, PlanDraft())

    with pytest.raises(Refused) as refusal:
        publish_plan(session, officer, item)

    assert refusal.value.reasons == tuple(condition.missing for condition in PLAN_GATE)
    assert item.state is State.DRAFT


def test_a_plan_without_cost_is_not_published(session: Session) -> None:
    with pytest.raises(Refused, match=PLAN_GATE[2].missing):
        make_plan(session, make_measure(session), packages=(package_row(cost=0),))


def test_a_published_version_freezes_rows_totals_and_requirements(session: Session) -> None:
    measure, problem = make_measure_with_problem(session)
    requirement = make_requirement_of(session, measure, problem, state=State.APPROVED)
    late = package_row(title="Evaluation", starts_on="2028-01-01", ends_on="2028-02-01", cost=50)

    item = make_plan(session, measure, packages=(late, package_row(requirement)))

    content = frozen_version(session, item.id, 1)
    assert content is not None
    assert [row["title"] for row in content["packages"]] == ["Routes and zones", "Evaluation"]
    assert content["totals"] == {
        "cost_cents": 4_000_050,
        "starts_on": "2027-01-11",
        "ends_on": "2028-02-01",
    }
    assert [each["reference"] for each in content["requirements"]] == [requirement.reference]
    assert (item.state, item.visibility) == (State.PUBLISHED, Visibility.PUBLIC)
    assert session.get_one(Plan, item.id).version == 1


def test_publishing_is_on_the_record_with_its_number(session: Session) -> None:
    item = make_plan(session, make_measure(session))

    details = session.execute(
        select(EVENT.c.details).where(
            EVENT.c.subject_id == item.id, EVENT.c.action == Action.PUBLISH_PLAN
        )
    ).scalars()

    assert list(details) == [{"version": 1}]


def test_the_way_of_the_contributions_reaches_the_plan(session: Session) -> None:
    measure, problem = make_measure_with_problem(session)
    requirement = make_requirement_of(session, measure, problem, state=State.APPROVED)

    item = make_plan(session, measure, requirement)

    for each in (problem, requirement, item):
        session.refresh(each)
        assert each.way == Station.PLAN
    assert _covered_by(session, item) == {measure.id, requirement.id}


def test_what_the_next_version_does_not_cover_is_not_covered_any_more(session: Session) -> None:
    measure, problem = make_measure_with_problem(session)
    one, two = (make_requirement_of(session, measure, problem) for _ in range(2))
    item = make_plan(session, measure, one)

    publish_next(session, measure, plan_draft(two))

    assert _covered_by(session, item) == {measure.id, two.id}


def test_work_after_publication_leaves_the_published_version_as_it_is(session: Session) -> None:
    measure = make_measure(session)
    item = make_plan(session, measure)
    before = frozen_version(session, item.id, 1)

    make_plan(session, measure, published=False, packages=(package_row(cost=1),))

    assert frozen_version(session, item.id, 1) == before
    assert session.get_one(Plan, item.id).version == 1
    assert item.state is State.PUBLISHED


def test_the_same_plan_is_not_published_twice(session: Session) -> None:
    item = make_plan(session, make_measure(session))

    with pytest.raises(Refused) as refusal:
        publish_plan(session, make_officer(session, ADMINISTRATION), item)

    assert refusal.value.reasons == (NOTHING_NEW,)


@pytest.mark.parametrize("statement", [update(PLAN_VERSION).values(number=9), delete(PLAN_VERSION)])
def test_the_database_refuses_to_change_a_version(session: Session, statement: Executable) -> None:
    make_plan(session, make_measure(session))

    with pytest.raises(DBAPIError, match="append-only"):
        session.execute(statement)


def test_a_requirement_dropped_later_is_not_in_the_next_version(session: Session) -> None:
    measure, problem = make_measure_with_problem(session)
    requirement = make_requirement_of(session, measure, problem)
    item = make_plan(session, measure, requirement)
    requirement.state = State.DROPPED
    session.flush()

    publish_plan(session, make_officer(session, ADMINISTRATION), item)

    old, new = (shown(frozen_version(session, item.id, each) or {}) for each in (1, 2))
    assert old.requirements == (Covered(requirement.reference, requirement.title, "en"),)
    assert new.requirements == ()


def test_people_without_an_office_plan_nothing(session: Session) -> None:
    measure = make_measure(session)
    item, person = make_plan(session, measure), make_person(session)
    other_team = make_officer(session, Office.TEAM, measure.id + 1)
    acts: tuple[Callable[[], object], ...] = (
        lambda: draft_plan(session, person, measure, PlanDraft()),
        lambda: draft_plan(session, other_team, measure, PlanDraft()),
        lambda: publish_plan(session, other_team, item),
    )

    for act in acts:
        with pytest.raises(Refused, match=WRONG_OFFICE):
            act()


def test_milestones_and_packages_stand_in_the_order_of_their_days(session: Session) -> None:
    later = milestone_row(title="Evaluation is there", due_on="2027-12-01")
    item = make_plan(session, make_measure(session), milestones=(later, milestone_row()))

    content = shown(frozen_version(session, item.id, 1) or {})

    assert [row.title for row in content.milestones] == ["First ride", "Evaluation is there"]
    assert [row.offset for row in content.milestones] == [108, 1000]


def test_the_rows_of_one_plan_are_not_those_of_another(session: Session) -> None:
    first = make_plan(session, make_measure(session))
    second = make_plan(session, make_measure(session), packages=(package_row(title="Rails"),))

    rows = session.execute(select(WORK_PACKAGE.c.plan_id).order_by(WORK_PACKAGE.c.plan_id))

    assert list(rows.scalars()) == sorted([first.id, second.id])


def _covered_by(session: Session, plan: Item) -> set[int]:
    rows = session.execute(
        select(LINK.c.from_id)
        .outerjoin(LINK_END, LINK_END.c.link_id == LINK.c.id)
        .join(ITEM, ITEM.c.id == LINK.c.from_id)
        .where(
            LINK.c.to_id == plan.id,
            LINK.c.how == Link.COVERED_BY,
            LINK_END.c.link_id.is_(None),
            ITEM.c.kind.in_([Kind.MEASURE, Kind.REQUIREMENT]),
        )
    )
    return set(rows.scalars())
