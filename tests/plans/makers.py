"""Making plans through the product's own commands."""

from typing import Any

from sqlmodel import Session

from app.items.models import Item
from app.plans.commands import draft_plan, publish_plan
from app.plans.forms import MilestoneRow, PackageRow, PlanDraft, RiskRow
from app.process.vocabulary import Office
from tests.makers import make_officer


def package_row(*requirements: Item, **changes: Any) -> PackageRow:
    fields: dict[str, Any] = {
        "title": "Routes and zones",
        "result": "A map of all stops for two zones",
        "owner": "Mobility department",
        "starts_on": "2027-01-11",
        "ends_on": "2027-03-31",
        "cost": 4_000_000,
        "requirements": tuple(each.reference for each in requirements),
    }
    return PackageRow(**(fields | changes))


def milestone_row(**changes: Any) -> MilestoneRow:
    return MilestoneRow(**({"title": "First ride", "due_on": "2027-02-15"} | changes))


def risk_row(**changes: Any) -> RiskRow:
    fields: dict[str, Any] = {
        "title": "Too few drivers at night",
        "likelihood": 3,
        "impact": 4,
        "response": "Hand rides to the taxi cooperative.",
    }
    return RiskRow(**(fields | changes))


def plan_draft(*requirements: Item, **changes: Any) -> PlanDraft:
    fields: dict[str, Any] = {
        "packages": (package_row(*requirements),),
        "milestones": (milestone_row(),),
        "risks": (risk_row(),),
    }
    return PlanDraft(**(fields | changes))


def make_plan(
    session: Session, measure: Item, *requirements: Item, published: bool = True, **changes: Any
) -> Item:
    """A plan with one row of each kind."""
    officer = make_officer(session, Office.ADMINISTRATION)
    item = draft_plan(session, officer, measure, plan_draft(*requirements, **changes))
    if published:
        publish_plan(session, officer, item)
    return item


def publish_next(session: Session, measure: Item, draft: PlanDraft) -> None:
    """Publish the next version of a measure's plan."""
    officer = make_officer(session, Office.ADMINISTRATION)
    publish_plan(session, officer, draft_plan(session, officer, measure, draft))
