"""All stages of the process, put together: pages, data, what works in the background."""

import asyncio
import contextlib
from collections.abc import AsyncIterator

from sqlmodel import Session
from starlette.responses import Response
from starlette.routing import BaseRoute

from app.accounts import demo, openid
from app.accounts.consenting import consent_first
from app.accounts.routes import routes as account_routes
from app.db.database import Database
from app.deliberation.parts import comments_part, support_part
from app.deliberation.phase_pages import admission_part
from app.deliberation.routes import routes as deliberation_routes
from app.desk.queries import waiting_on_desk
from app.desk.routes import routes as desk_routes
from app.desk.tracking import routes as tracking_routes
from app.device.routes import data_routes as device_data_routes
from app.device.routes import routes as device_routes
from app.files.parts import files_part
from app.files.routes import data_routes as file_data_routes
from app.files.routes import routes as file_routes
from app.goals.routes import routes as goal_routes
from app.guide.routes import routes as guide_routes
from app.items.parts import AccountPartMaker, MorePartMaker, PartMaker
from app.mandates.parts import measure_part
from app.mandates.routes import routes as mandate_routes
from app.measures.parts import parts as measure_parts
from app.measures.routes import routes as measure_routes
from app.merging.parts import merging_part
from app.merging.routes import routes as merging_routes
from app.moderation.parts import acts_part, reason_part, report_part
from app.moderation.routes import routes as moderation_routes
from app.notifications import worker
from app.notifications.parts import follow_part, news_part, organisation_part, search_part
from app.notifications.routes import routes as notification_routes
from app.opendata.routes import data_routes
from app.opendata.routes import routes as trail_routes
from app.opinions.parts import theses_part
from app.opinions.routes import routes as opinion_routes
from app.organisations.parts import belonging
from app.organisations.routes import routes as organisation_routes
from app.outreach.parts import outreach_part
from app.outreach.routes import routes as outreach_routes
from app.participation.feeds import plain_routes as feed_routes
from app.participation.routes import routes as participation_routes
from app.plans.parts import parts as plan_parts
from app.plans.routes import routes as plan_routes
from app.priorities.parts import priorities_part
from app.priorities.routes import routes as priority_routes
from app.problems.assigning import assignment_part
from app.problems.mapping import data_routes as map_data_routes
from app.problems.routes import routes as problem_routes
from app.process.actor import Actor
from app.process.vocabulary import Action
from app.projects.routes import routes as project_routes
from app.requirements.parts import parts as requirement_parts
from app.requirements.routes import routes as requirement_routes
from app.segments.acts import routes as cutting_routes
from app.segments.parts import tags_part
from app.segments.routes import routes as segment_routes
from app.settings import Settings
from app.statements.parts import own_statements
from app.statements.parts import parts as statement_parts
from app.statements.routes import routes as statement_routes
from app.synthesis.answering import routes as answer_routes
from app.synthesis.parts import parts as synthesis_parts
from app.synthesis.publishing import data_routes as synopsis_data
from app.synthesis.publishing import routes as synopsis_routes
from app.synthesis.routes import routes as synthesis_routes
from app.web.addresses import register
from app.web.requests import Request


def pages() -> list[BaseRoute]:
    """Every page and act under a language, those that are asked for most first."""
    return [
        *problem_routes,
        *deliberation_routes,
        *outreach_routes,
        *participation_routes,
        *project_routes,
        *opinion_routes,
        *priority_routes,
        *goal_routes,
        *statement_routes,
        *synthesis_routes,
        *answer_routes,
        *segment_routes,
        *cutting_routes,
        *synopsis_routes,
        *measure_routes,
        *requirement_routes,
        *plan_routes,
        *mandate_routes,
        *notification_routes,
        *file_routes,
        *device_routes,
        *account_routes,
        *organisation_routes,
        *moderation_routes,
        *merging_routes,
        *guide_routes,
        *desk_routes,
        *tracking_routes,
        *trail_routes,
    ]


def data(settings: Settings) -> list[BaseRoute]:
    """What has no language: data for machines, and sign-in through providers."""
    sign_in = [*openid.routes(settings), *(demo.routes if settings.demo else [])]
    plain = [*file_data_routes, *device_data_routes, *map_data_routes]
    return [*data_routes, *synopsis_data, *feed_routes, *plain, *sign_in]


PARTS: tuple[PartMaker, ...] = (
    reason_part,
    support_part,
    admission_part,
    follow_part,
    merging_part,
    theses_part,
    priorities_part,
    files_part,
    *statement_parts,
    *synthesis_parts,
    tags_part,
    *measure_parts,
    *requirement_parts,
    *plan_parts,
    measure_part,
    outreach_part,
    acts_part,
    report_part,
    assignment_part,
    comments_part,
)
ACCOUNT_PARTS: tuple[AccountPartMaker, ...] = (news_part, belonging, own_statements)
MORE_PARTS: dict[str, tuple[MorePartMaker, ...]] = {
    "problems:index": (search_part,),
    "organisations:show": (organisation_part,),
}


def waiting(session: Session, actor: Actor) -> int:
    """How many things wait on this person's desk."""
    return waiting_on_desk(session, actor)


def stopped(request: Request, action: Action) -> Response | None:
    """What keeps somebody from an act before its rules are asked: no consent to the terms yet."""
    return consent_first(request, action)


@contextlib.asynccontextmanager
async def work(settings: Settings, database: Database) -> AsyncIterator[None]:
    """Run consumers and jobs while the application lives."""
    working = asyncio.create_task(worker.work(settings, database))
    try:
        yield
    finally:
        working.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await working


async def work_alone(settings: Settings, database: Database) -> None:
    """Do this work in a process of its own, which shows no pages but links to them."""
    register(pages(), in_language=True)
    await worker.work(settings, database)
