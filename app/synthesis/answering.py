"""Answering topics, contributions and segments; the page of an answer."""

from starlette.responses import Response

from app.items.models import Item
from app.items.parts import parts_of
from app.items.trail import PAGE_OF
from app.items.visibility import find_item
from app.participation.phases import phase_of
from app.process.rules import permit
from app.process.vocabulary import Action, Kind, State, Verdict
from app.segments.work import facts_of
from app.synthesis.answers import answer_page, answers_to, standing_answer
from app.synthesis.commands import answer_item
from app.synthesis.forms import AnswerForm
from app.synthesis.members import waiting_segments
from app.synthesis.queries import segment_text
from app.web.endpoint import get, post
from app.web.forms import Submission, read
from app.web.pages import blank, found, page, see_other, word_choices
from app.web.requests import Request

ANSWERED = (Kind.TOPIC, Kind.PROBLEM, Kind.SEGMENT)
OF_SEGMENTS = (Verdict.TAKEN_UP, Verdict.PARTLY, Verdict.NOTED, Verdict.NOT_TAKEN_UP)
OF_OTHERS = tuple(verdict for verdict in Verdict if verdict is not Verdict.NOTED)


def answering(request: Request) -> Response:
    return _answer_form(request, _answerable(request), blank(request))


def answer(request: Request) -> Response:
    item = _answerable(request, lock=True)
    form = read(AnswerForm, request.posted)
    if form.value is None:
        return _answer_form(request, item, form)
    answer_item(
        request.db,
        request.actor,
        item,
        form.value.verdict,
        reason=form.value.reason,
        language=request.language,
    )
    notice = {"notice": "answered-inside" if _inside(item) else "answered"}
    return see_other(request, PAGE_OF[item.kind], notice, reference=item.reference)


def answer_alike(request: Request) -> Response:
    """Give the segments in a topic, that wait for their answer, the answer of the topic."""
    wanted = request.reference
    topic = found(find_item(request.db, request.actor, wanted, Kind.TOPIC, lock=True))
    given = found(standing_answer(request.db, topic.id))
    permit(Action.ANSWER_ITEM, request.actor, subject=topic.subject())
    for segment in waiting_segments(request.db, topic):
        answer_item(
            request.db,
            request.actor,
            segment,
            given.verdict,
            reason=given.reason,
            language=given.language,
        )
    return see_other(
        request, "synthesis:topic", {"notice": "answered-alike"}, reference=topic.reference
    )


def show_answer(request: Request) -> Response:
    item = found(find_item(request.db, request.actor, request.reference, Kind.ANSWER))
    return page(
        request,
        "synthesis/answer.html",
        item=item,
        answered=answer_page(request.db, item),
        pages=PAGE_OF,
        parts=parts_of(request, item),
    )


def _inside(item: Item) -> bool:
    """Whether what is answered here is not public yet."""
    return item.kind is Kind.SEGMENT and item.state is not State.PUBLISHED


def _answerable(request: Request, *, lock: bool = False) -> Item:
    """What is to be answered, or a refusal with every reason."""
    wanted = request.reference
    item: Item = found(find_item(request.db, request.actor, wanted, *ANSWERED, lock=lock))
    phase = phase_of(request.db, item.participation_id)
    subject = item.subject(**facts_of(request.db, item))
    permit(Action.ANSWER_ITEM, request.actor, phase, subject)
    return item


def _answer_form(request: Request, item: Item, form: Submission[AnswerForm]) -> Response:
    is_segment = item.kind is Kind.SEGMENT
    return page(
        request,
        "synthesis/answer_form.html",
        status=422 if form.errors else 200,
        item=item,
        form=form,
        inside=_inside(item),
        verdicts=word_choices(OF_SEGMENTS if is_segment else OF_OTHERS),
        answers=answers_to(request.db, item.id, inside=is_segment),
        text=segment_text(request.db, item.id) if is_segment else "",
        pages=PAGE_OF,
    )


routes = [
    get("/items/{reference}/answer", answering, "synthesis:answering", Action.ANSWER_ITEM),
    post("/items/{reference}/answer", answer, "synthesis:give_answer", Action.ANSWER_ITEM),
    post("/topics/{reference}/alike", answer_alike, "synthesis:answer_alike", Action.ANSWER_ITEM),
    get("/answers/{reference}", show_answer, "synthesis:answer"),
]
