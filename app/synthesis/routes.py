"""Pages and acts of the synthesis: the workbench, topics, answers."""

from itertools import pairwise
from typing import Any

from starlette.responses import Response

from app.deliberation.groups import group_rows
from app.items.models import Item
from app.items.parts import parts_of
from app.items.trail import forward, stops
from app.items.versions import difference, versions_of
from app.items.visibility import find_item
from app.participation.phases import phase_of
from app.process.rules import objections, permit
from app.process.vocabulary import Action, Kind, Verdict
from app.synthesis import queries, workbench
from app.synthesis.commands import answer_item, edit_topic, make_topic, sort_topic
from app.synthesis.forms import AnswerForm, Chosen, Sorting, TopicForm, TopicText
from app.synthesis.workbench import Sought
from app.web.endpoint import get, post
from app.web.forms import Submission, read
from app.web.pages import blank, found, page, see_other, word_choices
from app.web.requests import Request


def desk(request: Request) -> Response:
    return _workbench(request, _participation(request, Action.READ_SYNTHESIS), Submission())


def sort(request: Request) -> Response:
    """Put the chosen contributions into the chosen topic."""
    participation = _participation(request, Action.SORT_TOPIC)
    form = read(Chosen, request.posted)
    if form.value is None:
        return _workbench(request, participation, form)
    wanted = form.value.topic.upper()
    topic = found(find_item(request.db, request.actor, wanted, Kind.TOPIC, lock=True))
    sort_topic(request.db, request.actor, topic, Sorting(add=form.value.contributions))
    query = dict(request.query_params) | {"notice": "saved"}
    query.pop("after", None)
    return see_other(request, "synthesis:workbench", query, reference=participation.reference)


def new(request: Request) -> Response:
    participation = _participation(request, Action.MAKE_TOPIC)
    typed = {"contributions": request.query_params.getlist("contributions")}
    return _topic_form(request, participation, blank(request, typed))


def make(request: Request) -> Response:
    participation = _participation(request, Action.MAKE_TOPIC)
    form = read(TopicForm, request.posted)
    if form.value is None:
        return _topic_form(request, participation, form)
    topic = make_topic(
        request.db, request.actor, participation, form.value, language=request.language
    )
    return see_other(request, "synthesis:topic", {"notice": "saved"}, reference=topic.reference)


def show(request: Request) -> Response:
    item = _topic(request)
    inside = queries.contributions_of(request.db, item.id, request.query_params.get("after", ""))
    behind = queries.groups_behind(request.db, item.id)
    return page(
        request,
        "synthesis/topic.html",
        item=item,
        topic=queries.topic_page(request.db, item),
        inside=inside,
        behind=behind,
        groups=group_rows({each.group: each.supporters for each in behind}),
        answers=queries.answers_to(request.db, item.id),
        stops=stops(item, forward(request.db, request.actor, item)),
        office=_office(request, item),
        parts=parts_of(request, item),
    )


def edit(request: Request) -> Response:
    item = _topic(request)
    permit(Action.EDIT_TOPIC, request.actor, subject=item.subject())
    words = {"title": item.title, "digest": queries.topic_page(request.db, item).digest}
    return _topic_form(request, item, blank(request, words))


def change(request: Request) -> Response:
    item = _topic(request, lock=True)
    form = read(TopicText, request.posted)
    if form.value is None:
        return _topic_form(request, item, form)
    edit_topic(request.db, request.actor, item, form.value)
    return see_other(request, "synthesis:topic", {"notice": "saved"}, reference=item.reference)


def take_out(request: Request) -> Response:
    """Take contributions out of a topic."""
    item = _topic(request, lock=True)
    sorting = found(read(Sorting, request.posted).value)
    sort_topic(request.db, request.actor, item, sorting)
    return see_other(request, "synthesis:topic", {"notice": "saved"}, reference=item.reference)


def versions(request: Request) -> Response:
    item = _topic(request)
    present = {"title": item.title, "digest": queries.topic_page(request.db, item).digest}
    kept = versions_of(request.db, item.id, present)
    changes = [
        (
            before,
            difference(before.fields["title"], after.fields["title"]),
            difference(before.fields["digest"], after.fields["digest"]),
        )
        for before, after in pairwise(kept)
    ]
    return page(request, "synthesis/versions.html", item=item, changes=changes[::-1])


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
    name = "synthesis:topic" if item.kind is Kind.TOPIC else "problems:show"
    return see_other(request, name, {"notice": "answered"}, reference=item.reference)


def show_answer(request: Request) -> Response:
    item = found(find_item(request.db, request.actor, request.reference, Kind.ANSWER))
    answered = queries.answer_page(request.db, item)
    parts = parts_of(request, item)
    return page(request, "synthesis/answer.html", item=item, answered=answered, parts=parts)


def _participation(request: Request, action: Action) -> Item:
    wanted = request.reference
    item: Item = found(find_item(request.db, request.actor, wanted, Kind.PARTICIPATION))
    permit(action, request.actor, subject=item.subject())
    return item


def _topic(request: Request, *, lock: bool = False) -> Item:
    wanted = request.reference
    item: Item = found(find_item(request.db, request.actor, wanted, Kind.TOPIC, lock=lock))
    return item


def _answerable(request: Request, *, lock: bool = False) -> Item:
    """The topic or problem to be answered, or a refusal with every reason."""
    kinds = (Kind.TOPIC, Kind.PROBLEM)
    item: Item = found(find_item(request.db, request.actor, request.reference, *kinds, lock=lock))
    phase = phase_of(request.db, item.participation_id)
    permit(Action.ANSWER_ITEM, request.actor, phase, item.subject())
    return item


def _workbench(request: Request, participation: Item, form: Submission[Chosen]) -> Response:
    sought = _sought(request)
    rows = workbench.contributions_to_sort(request.db, participation.id, sought)
    query = {name: text for name, text in request.query_params.items() if name != "notice"}
    following = query | {"after": rows.after} if rows.after else None
    return page(
        request,
        "synthesis/workbench.html",
        status=422 if form.errors else 200,
        item=participation,
        form=form,
        sought=sought,
        query=query,
        kinds=word_choices((Kind.PROBLEM, Kind.COMMENT)),
        rows=rows.rows,
        topics=queries.topics_of(request.db, participation.id),
        progress=found(workbench.progress_of(request.db, participation.id)),
        following=following,
    )


def _sought(request: Request) -> Sought:
    asked = request.query_params
    after = asked.get("after", "")
    return Sought(
        words=asked.get("q", "").strip()[:200],
        kind=Kind.COMMENT if asked.get("kind") == Kind.COMMENT else Kind.PROBLEM,
        all=asked.get("all") == "1",
        after=int(after) if after.isdecimal() and len(after) < 17 else 0,
    )


def _topic_form(request: Request, item: Item, form: Submission[Any]) -> Response:
    chosen = form.list("contributions") if item.kind is Kind.PARTICIPATION else []
    rows = workbench.chosen_contributions(request.db, item.id, *chosen) if chosen else []
    status = 422 if form.errors else 200
    return page(
        request, "synthesis/topic_form.html", status=status, item=item, form=form, rows=rows
    )


def _answer_form(request: Request, item: Item, form: Submission[AnswerForm]) -> Response:
    return page(
        request,
        "synthesis/answer_form.html",
        status=422 if form.errors else 200,
        item=item,
        form=form,
        verdicts=word_choices(Verdict),
        answers=queries.answers_to(request.db, item.id),
    )


def _office(request: Request, item: Item) -> dict[str, tuple[str, ...]] | None:
    """For the administration: its acts, each with the reasons that stand against it."""
    acts = (Action.EDIT_TOPIC, Action.SORT_TOPIC, Action.ANSWER_ITEM)
    if objections(Action.EDIT_TOPIC, request.actor):
        return None
    phase, subject = phase_of(request.db, item.participation_id), item.subject()
    return {act.name: objections(act, request.actor, phase, subject) for act in acts}


routes = [
    get(
        "/participation/{reference}/synthesis",
        desk,
        "synthesis:workbench",
        Action.READ_SYNTHESIS,
    ),
    post("/participation/{reference}/synthesis", sort, "synthesis:sort", Action.SORT_TOPIC),
    get("/participation/{reference}/topics/new", new, "synthesis:new", Action.MAKE_TOPIC),
    post("/participation/{reference}/topics", make, "synthesis:make", Action.MAKE_TOPIC),
    get("/topics/{reference}", show, "synthesis:topic"),
    get("/topics/{reference}/versions", versions, "synthesis:versions"),
    get("/topics/{reference}/edit", edit, "synthesis:edit", Action.EDIT_TOPIC),
    post("/topics/{reference}/edit", change, "synthesis:change", Action.EDIT_TOPIC),
    post("/topics/{reference}/sort", take_out, "synthesis:take_out", Action.SORT_TOPIC),
    get("/items/{reference}/answer", answering, "synthesis:answering", Action.ANSWER_ITEM),
    post("/items/{reference}/answer", answer, "synthesis:give_answer", Action.ANSWER_ITEM),
    get("/answers/{reference}", show_answer, "synthesis:answer"),
]
