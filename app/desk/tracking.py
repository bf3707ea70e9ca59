"""Where one contribution stands, for whoever holds its signed link; no account is needed."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlmodel import Session
from starlette.exceptions import HTTPException
from starlette.responses import Response

from app.items.models import Item
from app.items.references import tidied
from app.items.trail import PAGE_OF, forward, stops
from app.items.visibility import find_item
from app.moderation.models import MODERATION_NOTE
from app.moderation.queries import last_note
from app.participation.models import PARTICIPATION
from app.participation.phases import phase_of
from app.problems.queries import problem_page
from app.problems.tracking import tracked_id
from app.process.actor import VISITOR
from app.process.vocabulary import Action, Kind, Office, Phase, State, Visibility
from app.web.endpoint import get
from app.web.pages import page, see_other
from app.web.requests import Request

ENDED = {State.WITHDRAWN, State.HIDDEN, State.DELETED, State.MERGED}
TAKEN_BACK = {State.RETURNED, State.HIDDEN}


@dataclass(frozen=True, slots=True)
class Happened:
    """An act of moderation, and when it was."""

    action: Action
    at: datetime


def show(request: Request) -> Response:
    item_id = tracked_id(request.settings, request.path_params["token"])
    item = request.db.get(Item, item_id) if item_id else None
    if item is None or item.kind is not Kind.PROBLEM or item.state in {State.DRAFT, State.DELETED}:
        raise HTTPException(404)
    problem = problem_page(request.db, item)
    handed_in = problem.submitted_at or item.created_at
    standing = phase_of(request.db, item.participation_id) is Phase.STANDING
    entries = forward(request.db, VISITOR, item)
    response = page(
        request,
        "desk/track.html",
        item=item,
        problem=problem,
        handed_in=handed_in,
        happened=_happened(request.db, item.id),
        entries=entries,
        pages=PAGE_OF,
        stops=stops(item, entries),
        public=item.visibility is Visibility.PUBLIC,
        note=last_note(request.db, item) if item.state in TAKEN_BACK else None,
        next_by=_next_by(
            request, item, max(handed_in, problem.edited_at or handed_in), standing=standing
        ),
        standing=standing,
        contact=request.settings.contact_address,
        enters=problem.channel is not None and request.actor.holds(Office.ASSISTANT),
    )
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def find(request: Request) -> Response:
    """By a reference typed by hand one comes to what is public, and to nothing else."""
    typed = tidied(request.query_params.get("reference", "")[:40])
    item = find_item(request.db, request.actor, typed) if typed else None
    if item is not None and item.kind in PAGE_OF:
        return see_other(request, PAGE_OF[item.kind], reference=item.reference)
    return page(request, "desk/track_find.html", status=404 if typed else 200, typed=typed)


def _happened(session: Session, item_id: int) -> list[Happened]:
    rows = session.execute(
        select(MODERATION_NOTE.c.action, MODERATION_NOTE.c.at)
        .where(MODERATION_NOTE.c.item_id == item_id)
        .where(MODERATION_NOTE.c.action.in_(SHOWN))
        .order_by(MODERATION_NOTE.c.id)
    )
    return [Happened(*row) for row in rows]


SHOWN = (
    Action.PUBLISH_ITEM,
    Action.RETURN_ITEM,
    Action.HIDE_ITEM,
    Action.RESTORE_ITEM,
    Action.DECIDE_APPEAL,
)


def _next_by(
    request: Request, item: Item, handed_in: datetime, *, standing: bool
) -> datetime | None:
    """By when the next thing is promised; None where nothing more is owed."""
    settings = request.settings
    if item.state is State.SUBMITTED:
        return handed_in + timedelta(hours=settings.moderation_hours)
    if item.state in ENDED or item.state is State.RETURNED or item.verdict is not None:
        return None
    if standing:
        return handed_in + timedelta(days=settings.arena_days)
    due: datetime = request.db.execute(
        select(PARTICIPATION.c.answers_due).where(PARTICIPATION.c.id == item.participation_id)
    ).scalar_one()
    return due


routes = [
    get("/track", find, "track:find"),
    get("/track/{token}", show, "track:show"),
]
