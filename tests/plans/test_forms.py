import pytest
from starlette.datastructures import FormData

from app.plans.forms import (
    ANOTHER_CENTURY,
    CHOOSE,
    ENDS_BEFORE_IT_STARTS,
    NOT_A_DAY,
    MilestoneRow,
    PackageRow,
    PlanDraft,
    RiskRow,
)
from app.plans.money import NOT_AN_AMOUNT
from app.web.forms import read
from tests.plans.makers import milestone_row, package_row, plan_draft

TYPED = {
    "title": "Routes and zones",
    "result": "A map",
    "owner": "Mobility department",
    "starts_on": "2027-01-11",
    "ends_on": "2027-03-31",
    "cost": "1.200,50",
}


def test_a_work_package_is_read_with_its_cost_in_cents() -> None:
    form = read(PackageRow, FormData(TYPED | {"requirements": "N-2026-00001-X"}))

    assert form.value is not None
    assert form.value.cost == 120050
    assert form.value.requirements == ("N-2026-00001-X",)


@pytest.mark.parametrize(
    ("field", "typed", "message"),
    [
        ("ends_on", "2027-01-10", ENDS_BEFORE_IT_STARTS),
        ("starts_on", "tomorrow", NOT_A_DAY),
        ("starts_on", "2027-02-30", NOT_A_DAY),
        ("starts_on", "1783", NOT_A_DAY),
        ("starts_on", "1783-01-01", ANOTHER_CENTURY),
        ("cost", "a lot", NOT_AN_AMOUNT),
        ("cost", "", "Please fill this in."),
        ("title", "", "Please fill this in."),
    ],
)
def test_what_cannot_be_meant_is_told_beside_its_field(
    field: str, typed: str, message: str
) -> None:
    form = read(PackageRow, FormData(TYPED | {field: typed}))

    assert form.errors == {field: message}
    assert form.text(field) == typed


@pytest.mark.parametrize("typed", ["", "0", "6", "high", "1.5"])
def test_a_risk_has_one_of_five_degrees(typed: str) -> None:
    fields = {"title": "Too few drivers", "likelihood": typed, "impact": "4", "response": "Taxis"}

    assert read(RiskRow, FormData(fields)).errors == {"likelihood": CHOOSE}


def test_a_day_left_empty_is_asked_for() -> None:
    form = read(MilestoneRow, FormData({"title": "First ride", "due_on": ""}))

    assert form.errors == {"due_on": NOT_A_DAY}


def test_a_row_is_added_changed_and_taken_away() -> None:
    draft = PlanDraft(milestones=(milestone_row(id=1), milestone_row(id=2)))

    added = draft.with_row("milestones", milestone_row(title="Last ride"))
    changed = draft.with_row("milestones", milestone_row(id=2, title="Second ride"))
    without = draft.without("milestones", 1)

    assert [row.title for row in added.milestones][2:] == ["Last ride"]
    assert [row.title for row in changed.milestones] == ["First ride", "Second ride"]
    assert [row.id for row in without.milestones] == [2]
    assert draft.row("milestones", 3) is None
    assert plan_draft().row("packages", 1) is None
    assert package_row().id is None
