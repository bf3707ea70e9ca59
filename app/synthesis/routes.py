"""Pages and acts of the synthesis: the workbench, topics, answers."""

from itertools import pairwise
from typing import Any

from starlette.responses import Response

from app.deliberation.groups import group_rows
from app.items.models import Item
from app.items.parts import parts_of
from app.items.trail import PAGE_OF, forward, stops
from app.items.versions import difference, versions_of
from app.items.visibility import find_item
from app.participation.phases import phase_of
from app.process.rules import objections, permit
from app.process.vocabulary import Action, Kind, State
from app.segments.commands import TAGGED, tag_item
from app.synthesis import queries, workbench
from app.synthesis.answers import answers_to
from app.synthesis.commands import edit_topic, make_topic, sort_topic
from app.synthesis.forms import Chosen, Sorting, TagChosen, TopicForm, TopicText
from app.synthesis.members import waiting_count
from app.synthesis.workbench import Sought
from app.web.endpoint import get, post
from app.web.forms import Submission, read
from app.web.pages import blank, found, go_to, page, see_other, word_choices
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


def tag(request: Request) -> Response:
    """Tag the chosen contributions and segments."""
    participation = _participation(request, Action.TAG_ITEM)
    form = read(TagChosen, request.posted)
    if form.value is None:
        return _workbench(request, participation, form)
    for reference in form.value.contributions:
        item = found(find_item(request.db, request.actor, reference.upper(), *TAGGED))
        tag_item(request.db, request.actor, item, form.value.tag)
    back = request.local(str(request.posted.get("back", "")))
    return go_to(request, back)


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
    item = find_item(request.db, request.actor, request.reference, Kind.TOPIC)
    if item is None or item.state is State.DROPPED:
        gone = found(queries.dissolved_topic(request.db, request.reference))
        return page(request, "synthesis/dissolved.html", status=410, gone=gone)
    after = request.query_params.get("after", "")
    inside = queries.contributions_of(request.db, item.id, after, actor=request.actor)
    behind = queries.groups_behind(request.db, item.id)
    return page(
        request,
        "synthesis/topic.html",
        item=item,
        topic=queries.topic_page(request.db, item),
        inside=inside,
        behind=behind,
        groups=group_rows({each.group: each.supporters for each in behind}),
        answers=answers_to(request.db, item.id),
        stops=stops(item, forward(request.db, request.actor, item)),
        office=_office(request, item),
        alike=waiting_count(request.db, item) if _in_office(request) else 0,
        pages=PAGE_OF,
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
    if item.state is State.DROPPED:
        return see_other(request, "synthesis:topic", reference=item.reference)
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


def _participation(request: Request, action: Action) -> Item:
    wanted = request.reference
    item: Item = found(find_item(request.db, request.actor, wanted, Kind.PARTICIPATION))
    permit(action, request.actor, subject=item.subject())
    return item


def _topic(request: Request, *, lock: bool = False) -> Item:
    wanted = request.reference
    item: Item = found(find_item(request.db, request.actor, wanted, Kind.TOPIC, lock=lock))
    return item


def _workbench(request: Request, participation: Item, form: Submission[Any]) -> Response:
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
        kinds=word_choices((Kind.PROBLEM, Kind.COMMENT, Kind.SEGMENT)),
        pages=PAGE_OF,
        rows=rows.rows,
        topics=queries.topics_of(request.db, participation.id),
        progress=found(workbench.progress_of(request.db, participation.id)),
        following=following,
    )


_KINDS = {kind.value: kind for kind in (Kind.PROBLEM, Kind.COMMENT, Kind.SEGMENT)}


def _sought(request: Request) -> Sought:
    asked = request.query_params
    after, tag = asked.get("after", ""), asked.get("tag", "")
    return Sought(
        words=asked.get("q", "").strip()[:200],
        kind=_KINDS.get(asked.get("kind", "")),
        tag=int(tag) if tag.isascii() and tag.isdecimal() and len(tag) < 17 else 0,
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


def _office(request: Request, item: Item) -> dict[str, tuple[str, ...]] | None:
    """For the administration: its acts, each with the reasons that stand against it."""
    acts = (Action.EDIT_TOPIC, Action.SORT_TOPIC, Action.ANSWER_ITEM)
    if not _in_office(request):
        return None
    phase, subject = phase_of(request.db, item.participation_id), item.subject()
    return {act.name: objections(act, request.actor, phase, subject) for act in acts}


def _in_office(request: Request) -> bool:
    return not objections(Action.EDIT_TOPIC, request.actor)


routes = [
    get(
        "/participation/{reference}/synthesis",
        desk,
        "synthesis:workbench",
        Action.READ_SYNTHESIS,
    ),
    post("/participation/{reference}/synthesis", sort, "synthesis:sort", Action.SORT_TOPIC),
    post("/participation/{reference}/synthesis/tags", tag, "synthesis:tag", Action.TAG_ITEM),
    get("/participation/{reference}/topics/new", new, "synthesis:new", Action.MAKE_TOPIC),
    post("/participation/{reference}/topics", make, "synthesis:make", Action.MAKE_TOPIC),
    get("/topics/{reference}", show, "synthesis:topic"),
    get("/topics/{reference}/versions", versions, "synthesis:versions"),
    get("/topics/{reference}/edit", edit, "synthesis:edit", Action.EDIT_TOPIC),
    post("/topics/{reference}/edit", change, "synthesis:change", Action.EDIT_TOPIC),
    post("/topics/{reference}/sort", take_out, "synthesis:take_out", Action.SORT_TOPIC),
]
