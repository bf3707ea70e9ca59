"""What plans add to the pages of other items."""

from app.items.models import Item
from app.items.parts import Part, PartMaker
from app.plans import queries
from app.process.rules import objections
from app.process.vocabulary import Action, Kind, State
from app.web.requests import Request


def summary_part(request: Request, item: Item) -> Part | None:
    """On the page of a measure: its plan in a few facts."""
    if item.kind is not Kind.MEASURE:
        return None
    value = {
        "measure": item,
        "plan": queries.plan_summary(request.db, request.actor, item.id),
        "may_draft": not objections(Action.DRAFT_PLAN, request.actor, subject=item.subject()),
    }
    return Part("main", "plans/_summary.html", value)


def covered_part(request: Request, item: Item) -> Part | None:
    """On the page of a requirement: the work that is planned for it."""
    if item.kind is not Kind.REQUIREMENT or item.state is State.DROPPED:
        return None
    packages = queries.packages_covering(request.db, item)
    return Part("main", "plans/_covered.html", packages)


parts: tuple[PartMaker, ...] = (summary_part, covered_part)
