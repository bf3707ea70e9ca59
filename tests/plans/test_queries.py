from datetime import date

from sqlmodel import Session

from app.plans.compare import Change, Detail, compare
from app.plans.content import PlanContent, frozen, shown
from app.plans.forms import PlanDraft
from app.plans.queries import packages_covering, plan_facts, plan_summary, versions_of
from app.process.actor import VISITOR
from app.process.vocabulary import State
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


def plan(*packages: int, **changes: object) -> PlanContent:
    """A plan of packages with these ids, as pages show it."""
    rows = tuple(package_row(id=each, **changes) for each in packages)
    draft = PlanDraft(packages=rows, milestones=(milestone_row(id=8),), risks=(risk_row(id=9),))
    return shown(frozen(draft, []))


def test_gate_1_learns_of_the_published_plan_only(session: Session) -> None:
    measure, problem = make_measure_with_problem(session)
    one, _ = (
        make_requirement_of(session, measure, problem, state=State.APPROVED) for _ in range(2)
    )
    nothing = {"plan_version": 0, "milestones": 0, "cost": 0, "uncovered": 2}
    assert plan_facts(session, measure.id) == nothing

    make_plan(session, measure, one, published=False)
    assert plan_facts(session, measure.id) == nothing

    make_plan(session, measure, one)
    assert plan_facts(session, measure.id) == {
        "plan_version": 1,
        "milestones": 1,
        "cost": 4_000_000,
        "uncovered": 1,
    }


def test_a_requirement_that_is_not_approved_need_not_be_covered(session: Session) -> None:
    measure, problem = make_measure_with_problem(session)
    make_requirement_of(session, measure, problem)

    assert plan_facts(session, measure.id)["uncovered"] == 0


def test_the_public_learns_nothing_of_a_draft(session: Session) -> None:
    measure = make_measure(session)
    make_plan(session, measure, published=False)

    assert plan_summary(session, VISITOR, measure.id) is None


def test_a_plan_is_summed_up_from_its_last_published_version(session: Session) -> None:
    measure = make_measure(session)
    make_plan(session, measure)
    make_plan(session, measure, published=False, packages=(package_row(cost=1),))

    summary = plan_summary(session, VISITOR, measure.id)

    assert summary is not None
    assert (summary.version, summary.cost, summary.milestones) == (1, 4_000_000, 1)
    assert (summary.starts_on, summary.ends_on) == (date(2027, 1, 11), date(2027, 3, 31))


def test_a_requirement_knows_the_work_that_is_planned_for_it(session: Session) -> None:
    measure, problem = make_measure_with_problem(session)
    one, two = (make_requirement_of(session, measure, problem) for _ in range(2))
    make_plan(session, measure, one)

    assert [package.title for package in packages_covering(session, one)] == ["Routes and zones"]
    assert packages_covering(session, two) == []


def test_a_requirement_without_a_plan_has_no_work(session: Session) -> None:
    assert packages_covering(session, make_requirement_of(session, make_measure(session))) == []


def test_versions_are_listed_the_newest_first(session: Session) -> None:
    measure = make_measure(session)
    item = make_plan(session, measure)
    publish_next(session, measure, plan_draft(packages=(package_row(cost=1),)))

    assert [version.number for version in versions_of(session, item.id)] == [2, 1]


def test_equal_versions_have_no_changes() -> None:
    assert not compare(plan(1), plan(1)).changed


def test_a_comparison_names_rows_that_came_and_went() -> None:
    comparison = compare(plan(1, title="Routes"), plan(2, title="Rails"))

    assert comparison.changed
    assert dict(comparison.rows)["packages"] == (
        Change("added", "Rails"),
        Change("removed", "Routes"),
    )


def test_a_comparison_tells_what_changed_in_a_row_and_in_all() -> None:
    comparison = compare(plan(1), plan(1, cost=5, ends_on="2027-04-30", title="Routes"))

    [change] = dict(comparison.rows)["packages"]
    assert (change.how, change.title) == ("changed", "Routes and zones")
    assert change.details == (
        Detail("title", "Routes and zones", "Routes"),
        Detail("ends_on", date(2027, 3, 31), date(2027, 4, 30)),
        Detail("cost", 4_000_000, 5),
    )
    assert [detail.field for detail in comparison.totals] == ["cost", "ends_on"]


def test_a_row_with_another_id_is_the_same_by_its_title() -> None:
    comparison = compare(plan(1), plan(2, owner="City transport"))

    [change] = dict(comparison.rows)["packages"]
    assert change.details == (Detail("owner", "Mobility department", "City transport"),)


def test_the_timeline_stays_within_its_frame() -> None:
    [package] = plan(1, starts_on="2027-03-31", ends_on="2027-03-31").packages

    assert (package.offset, package.length) == (992, 8)
