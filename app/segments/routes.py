"""Working on segments: the desk, the page of one, tags."""

from typing import Any

from starlette.responses import Response

from app.items.models import Item
from app.items.parts import parts_of
from app.items.versions import difference
from app.items.visibility import find_item
from app.participation.phases import phase_of
from app.process.rules import objections, permit
from app.process.vocabulary import Action, Kind, Workplace
from app.segments import listing, queries
from app.segments.commands import TAGGED, edit_segment, tag_item, unlock_segment
from app.segments.forms import ManySegments, SegmentWork, Tagging
from app.segments.listing import NOBODY, Sought
from app.segments.people import Officer, officers
from app.segments.work import facts_of
from app.web.endpoint import get, post
from app.web.forms import Submission, read
from app.web.pages import blank, found, go_to, page, see_other, word_choices
from app.web.requests import Request

ACTS = (Action.EDIT_SEGMENT, Action.UNLOCK_SEGMENT, Action.CUT_SEGMENT, Action.ANSWER_ITEM)


def index(request: Request) -> Response:
    return _desk(request, _participation(request), Submission())


def edit_many(request: Request) -> Response:
    """Set the same for many segments at once; what is locked stays as it is."""
    participation = _participation(request)
    form = read(ManySegments, request.posted)
    if form.value is None:
        return _desk(request, participation, form)
    locked = 0
    for reference in form.value.references:
        item = _segment(request, reference.upper(), lock=True)
        permit(Action.EDIT_SEGMENT, request.actor, subject=item.subject())
        if facts_of(request.db, item)["locked"]:
            locked += 1
        else:
            _set(request, item, form.value)
    query = dict(request.query_params) | {"notice": "partly" if locked else "saved"}
    return see_other(request, "segments:index", query, reference=participation.reference)


def tag(request: Request) -> Response:
    """Tag what was chosen, or take a tag off, and go back to where that was chosen."""
    participation = _participation(request)
    tagging = found(read(Tagging, request.posted).value)
    off = bool(request.posted.get("off"))
    for reference in tagging.references:
        item = found(find_item(request.db, request.actor, reference.upper(), *TAGGED))
        tag_item(request.db, request.actor, item, tagging.tag, off=off)
    back = str(request.posted.get("back", ""))
    if back.startswith("/"):
        return go_to(request, request.local(back))
    return see_other(request, "segments:index", reference=participation.reference)


def show(request: Request) -> Response:
    item = _segment(request, request.reference)
    return _page(request, item, None)


def edit(request: Request) -> Response:
    item = _segment(request, request.reference, lock=True)
    form = read(SegmentWork, request.posted)
    if form.value is None:
        return _page(request, item, form)
    work = form.value
    changes = {"workplace": work.workplace, "assignee_id": work.assignee, "due_on": work.due_on}
    edit_segment(request.db, request.actor, item, changes, note=work.note)
    return see_other(request, "segments:show", {"notice": "saved"}, reference=item.reference)


def unlock(request: Request) -> Response:
    item = _segment(request, request.reference, lock=True)
    unlock_segment(request.db, request.actor, item)
    return see_other(request, "segments:show", {"notice": "saved"}, reference=item.reference)


def _set(request: Request, item: Item, wanted: ManySegments) -> None:
    given = {
        "workplace": wanted.workplace,
        "assignee_id": wanted.assignee,
        "due_on": wanted.due_on,
    }
    if wanted.tag:
        tag_item(request.db, request.actor, item, wanted.tag)
    changes = {name: value for name, value in given.items() if value is not None}
    edit_segment(request.db, request.actor, item, changes)


def _participation(request: Request) -> Item:
    wanted = request.reference
    item: Item = found(find_item(request.db, request.actor, wanted, Kind.PARTICIPATION))
    permit(Action.READ_SYNTHESIS, request.actor, subject=item.subject())
    return item


def _segment(request: Request, reference: str, *, lock: bool = False) -> Item:
    item: Item = found(find_item(request.db, request.actor, reference, Kind.SEGMENT, lock=lock))
    return item


def _desk(request: Request, participation: Item, form: Submission[ManySegments]) -> Response:
    sought = _sought(request)
    rows = listing.segments_of(request.db, participation.id, sought, request.actor.id)
    query = {name: text for name, text in request.query_params.items() if name != "notice"}
    return page(
        request,
        "segments/index.html",
        status=422 if form.errors else 200,
        item=participation,
        form=form,
        sought=sought,
        query=query,
        rows=rows.rows,
        following=query | {"after": rows.after} if rows.after else None,
        options=listing.options_of(request.db, participation.id),
        people=officers(request.db, participation.id),
        nobody=NOBODY,
        places=word_choices(Workplace),
    )


def _sought(request: Request) -> Sought:
    asked = request.query_params

    def number(name: str) -> int:
        text = asked.get(name, "")
        return int(text) if text.isascii() and text.isdecimal() and len(text) < 17 else 0

    place = asked.get("workplace", "")
    return Sought(
        words=asked.get("q", "").strip()[:200],
        consultation=asked.get("consultation", "").upper()[:20],
        statement=asked.get("statement", "").upper()[:20],
        tag=number("tag"),
        workplace=Workplace(place) if place in set(Workplace) else None,
        assignee=_assignee(asked.get("assignee", "")),
        section=number("section"),
        organisation=number("organisation"),
        unanswered=asked.get("state") == "unanswered",
        overdue=asked.get("state") == "overdue",
        after=number("after"),
    )


def _assignee(asked: str) -> str:
    """Nobody, oneself, or somebody by number; anything else is no filter."""
    known = asked in {NOBODY, "me"} or (asked.isascii() and asked.isdecimal() and len(asked) < 17)
    return asked if known else ""


def _page(request: Request, item: Item, form: Submission[SegmentWork] | None) -> Response:
    segment = queries.segment_page(request.db, item)
    return page(
        request,
        "segments/show.html",
        status=422 if form else 200,
        item=item,
        segment=segment,
        wording=difference(segment.section_text or "", segment.wording) if segment.wording else [],
        beside=queries.of_same_section(request.db, request.actor, item, segment),
        office=_office(request, item, segment, form),
        parts=parts_of(request, item),
    )


def _office(
    request: Request,
    item: Item,
    segment: queries.SegmentPage,
    form: Submission[SegmentWork] | None,
) -> dict[str, Any] | None:
    """For the administration: what is set, who may be, and what stands against each act."""
    if objections(Action.READ_SYNTHESIS, request.actor, subject=item.subject()):
        return None
    people = officers(request.db, item.participation_id)
    phase = phase_of(request.db, item.participation_id)
    subject = item.subject(**facts_of(request.db, item))
    return {
        "form": form or blank(request, _typed(segment)),
        "people": [_choice(each) for each in people],
        "places": word_choices(Workplace),
        "words": {each.value: each.label for each in word_choices(Workplace)},
        "tags": queries.tags_on(request.db, item.id),
        "known": queries.tag_names(request.db, item.participation_id),
        "notes": queries.notes_on(request.db, item.id),
        "changes": queries.changes_of(request.db, item.id, people),
        "reasons": {act.name: objections(act, request.actor, phase, subject) for act in ACTS},
        "next": queries.next_unanswered(request.db, item),
    }


def _typed(segment: queries.SegmentPage) -> dict[str, str]:
    return {
        "workplace": segment.workplace.value,
        "assignee": str(segment.assignee_id or ""),
        "due_on": segment.due_on.isoformat() if segment.due_on else "",
    }


def _choice(officer: Officer) -> listing.Option:
    return listing.Option(str(officer.id), officer.name)


routes = [
    get(
        "/participation/{reference}/segments",
        index,
        "segments:index",
        Action.READ_SYNTHESIS,
    ),
    post(
        "/participation/{reference}/segments", edit_many, "segments:edit_many", Action.EDIT_SEGMENT
    ),
    post("/participation/{reference}/tags", tag, "segments:tag", Action.TAG_ITEM),
    get("/segments/{reference}", show, "segments:show"),
    post("/segments/{reference}", edit, "segments:edit", Action.EDIT_SEGMENT),
    post("/segments/{reference}/unlock", unlock, "segments:unlock", Action.UNLOCK_SEGMENT),
]
