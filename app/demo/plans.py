"""Project plans, published version by version."""

from collections.abc import Iterator
from functools import partial

from app.demo.content import City, Entry
from app.demo.town import Act, Town
from app.plans.commands import draft_plan, publish_plan
from app.plans.forms import MilestoneRow, PackageRow, PlanDraft, RiskRow


def plan_acts(city: City) -> Iterator[Act]:
    for plan in city.all("plan"):
        for version in plan["versions"]:
            yield Act(version["day"], partial(_publish, plan["measure"], version))


def _publish(measure: str, version: Entry, town: Town) -> None:
    draft = PlanDraft(
        packages=tuple(_package(row, town) for row in version["packages"]),
        milestones=tuple(
            MilestoneRow(title=row["title"], due_on=town.date(row["day"]))
            for row in version["milestones"]
        ),
        risks=tuple(RiskRow.model_validate(row) for row in version["risks"]),
    )
    actor = town.actor(version["author"])
    plan = draft_plan(town.session, actor, town.item(measure), draft)
    publish_plan(town.session, actor, plan)


def _package(row: Entry, town: Town) -> PackageRow:
    return PackageRow(
        title=row["title"],
        result=row["result"],
        owner=row["owner"],
        starts_on=town.date(row["start_day"]),
        ends_on=town.date(row["end_day"]),
        cost=row["cost_cents"],
        requirements=town.references(row["requirements"]),
    )
