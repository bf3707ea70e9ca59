"""Cutting and anonymising statements: what the administration does on whole statements."""

from starlette.responses import Response

from app.items.models import Item
from app.items.visibility import find_item
from app.participation.phases import phase_of
from app.process.rules import objections, permit
from app.process.vocabulary import Action, Kind, State
from app.segments import queries
from app.segments.commands import anonymise_statement, cut_segment
from app.segments.cutting import pieces_of
from app.segments.forms import Anonymising, Cutting
from app.segments.models import Segment
from app.segments.passages import sentences
from app.segments.work import facts_of
from app.statements.models import Statement
from app.web.endpoint import get, post
from app.web.forms import Submission, read
from app.web.pages import blank, found, page, see_other
from app.web.requests import Request


def whole(request: Request) -> Response:
    """A statement with its segments, or with what it would be cut into."""
    statement = _statement(request, Action.CUT_SEGMENT)
    segments = queries.of_statement(request.db, statement.id)
    return page(
        request,
        "segments/statement.html",
        item=statement,
        said=queries.statement_head(request.db, statement),
        segments=segments,
        pieces=[] if segments else pieces_of(request.db, statement.id),
        reasons=objections(
            Action.CUT_SEGMENT,
            request.actor,
            phase_of(request.db, statement.participation_id),
            statement.subject(**facts_of(request.db, statement)),
        ),
        may_cut=statement.state is State.SUBMITTED,
    )


def cut(request: Request) -> Response:
    statement = _statement(request, Action.CUT_SEGMENT, lock=True)
    cut_segment(request.db, request.actor, statement, Cutting())
    return see_other(
        request, "segments:statement", {"notice": "saved"}, reference=request.reference
    )


def recutting(request: Request) -> Response:
    return _cut_form(request, _segment(request), Submission())


def recut(request: Request) -> Response:
    item = _segment(request, lock=True)
    statement_id = request.db.get_one(Segment, item.id).statement_id
    statement = request.db.get_one(Item, statement_id)
    cutting = found(read(Cutting, request.posted).value)
    made = cut_segment(request.db, request.actor, statement, cutting, segment=item)
    after = made[0] if made else item
    return see_other(request, "segments:show", {"notice": "saved"}, reference=after.reference)


def anonymising(request: Request) -> Response:
    statement = _statement(request, Action.ANONYMISE_STATEMENT)
    return _anonymise_form(request, statement, blank(request))


def anonymise(request: Request) -> Response:
    statement = _statement(request, Action.ANONYMISE_STATEMENT, lock=True)
    form = read(Anonymising, request.posted)
    if form.value is None:
        return _anonymise_form(request, statement, form)
    anonymise_statement(request.db, request.actor, statement, form.value)
    return see_other(
        request, "segments:statement", {"notice": "saved"}, reference=request.reference
    )


def _statement(request: Request, action: Action, *, lock: bool = False) -> Item:
    wanted = request.reference
    item: Item = found(find_item(request.db, request.actor, wanted, Kind.STATEMENT, lock=lock))
    permit(action, request.actor, subject=item.subject())
    return item


def _segment(request: Request, *, lock: bool = False) -> Item:
    wanted = request.reference
    item: Item = found(find_item(request.db, request.actor, wanted, Kind.SEGMENT, lock=lock))
    phase = phase_of(request.db, item.participation_id)
    facts = facts_of(request.db, item)
    permit(Action.CUT_SEGMENT, request.actor, phase, item.subject(**facts))
    return item


def _cut_form(request: Request, item: Item, form: Submission[Cutting]) -> Response:
    segment = queries.segment_page(request.db, item)
    others = queries.of_statement(request.db, segment.statement_id)
    joinable = [
        each
        for each in others
        if each.reference != item.reference
        and each.state is State.SUBMITTED
        and each.workplace.value != "done"
    ]
    return page(
        request,
        "segments/cut.html",
        item=item,
        form=form,
        segment=segment,
        pieces=[(at, piece) for at, piece in enumerate(sentences(segment.text)) if piece.strip()],
        joinable=joinable,
    )


def _anonymise_form(request: Request, statement: Item, form: Submission[Anonymising]) -> Response:
    return page(
        request,
        "segments/anonymise.html",
        status=422 if form.errors else 200,
        item=statement,
        form=form,
        statement=request.db.get_one(Statement, statement.id),
        said=queries.statement_head(request.db, statement),
        pieces=pieces_of(request.db, statement.id),
    )


routes = [
    get("/statements/{reference}/segments", whole, "segments:statement", Action.CUT_SEGMENT),
    post("/statements/{reference}/segments", cut, "segments:cut", Action.CUT_SEGMENT),
    get("/segments/{reference}/cut", recutting, "segments:recutting", Action.CUT_SEGMENT),
    post("/segments/{reference}/cut", recut, "segments:recut", Action.CUT_SEGMENT),
    get(
        "/statements/{reference}/anonymise",
        anonymising,
        "segments:anonymising",
        Action.ANONYMISE_STATEMENT,
    ),
    post(
        "/statements/{reference}/anonymise",
        anonymise,
        "segments:anonymise",
        Action.ANONYMISE_STATEMENT,
    ),
]
