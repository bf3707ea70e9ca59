"""Pages of measures: the list, one measure, its opening at gate 0, its versions."""

from starlette.responses import Response

from app.goals.queries import action_fields, action_fields_of, choices, values, values_of
from app.items.models import Item
from app.items.parts import parts_of
from app.items.visibility import find_item
from app.measures import acts, queries
from app.measures.commands import open_measure
from app.measures.comparing import changes_between, description_versions
from app.measures.forms import OpeningForm
from app.measures.gates import Case, case_of, opening_checklist, phase_facts
from app.process.gates import EXPLORATION_GATE, checklist
from app.process.rules import objections
from app.process.vocabulary import Action, Kind, MeasureType, State
from app.process.words import Choice
from app.web.endpoint import get, post
from app.web.forms import Submission, read
from app.web.pages import blank, page, see_other, word_choices
from app.web.requests import Request


def index(request: Request) -> Response:
    cards, after = queries.measures(request.db, number(request.query_params.get("after", "")))
    return page(
        request,
        "measures/index.html",
        cards=cards,
        lines={
            card.id: queries.phase_line(card.phase, ended=card.state is State.ENDED)
            for card in cards
        },
        after=after,
        opening=not objections(Action.OPEN_MEASURE, request.actor),
    )


def new(request: Request) -> Response:
    typed = {"topics": request.query_params.getlist("topic")}
    return _opening_page(request, blank(request, typed), 200)


def create(request: Request) -> Response:
    """Open a measure; with `check` only look at the conditions of gate 0 again."""
    form = read(OpeningForm, request.posted)
    if request.posted.get("check"):
        return _opening_page(request, Submission(form.typed), 200)
    topics, case = _topics(request, form), _case(form)
    checked = opening_checklist(request.db, topics, case)
    if form.value is None or not all(line.met for line in checked):
        return _opening_page(request, form, 422)
    item = open_measure(request.db, request.actor, topics, form.value, language=request.language)
    return see_other(request, "measures:show", {"notice": "saved"}, reference=item.reference)


def show(request: Request) -> Response:
    item = acts.measure_at(request)
    measure = queries.measure_page(request.db, item)
    visits = queries.visits_of(request.db, item.id)
    topics = queries.topics_behind(request.db, item.id)
    case = case_of(request.db, item.id, measure.reason)
    return page(
        request,
        "measures/show.html",
        item=item,
        measure=measure,
        topics=topics,
        values=values_of(request.db, item.id, request.language),
        fields=action_fields_of(request.db, item.id, request.language),
        opened=opening_checklist(request.db, topics, case),
        entering=checklist(EXPLORATION_GATE, phase_facts(request.db, item.id)),
        stops=queries.phase_stops(item.state, visits),
        visits=visits[::-1],
        team=queries.team_of(request.db, item.id),
        logbook=queries.logbook_of(request.db, item.id),
        office=acts.office_of(request, item),
        form=blank(request),
        parts=parts_of(request, item),
    )


def versions(request: Request) -> Response:
    """Two versions of the description compared: the last two, or those that are asked for."""
    item = acts.measure_at(request)
    kept = description_versions(request.db, item)
    asked = request.query_params
    newer = _version(asked.get("to", ""), len(kept), len(kept))
    older = _version(asked.get("from", ""), len(kept), max(1, newer - 1))
    compared = (kept[older - 1], kept[newer - 1])
    return page(
        request,
        "measures/versions.html",
        item=item,
        versions=kept,
        older=older,
        newer=newer,
        changes=changes_between(request.db, *compared, request.language),
    )


def _opening_page(request: Request, form: Submission[OpeningForm], status: int) -> Response:
    topics = _topics(request, form)
    participation = topics[0].participation_id if topics else None
    offered = queries.topics_to_open(request.db, participation)
    chosen = {topic.reference for topic in topics}
    return page(
        request,
        "measures/new.html",
        ["gate"],
        status=status,
        form=form,
        checked=opening_checklist(request.db, topics, _case(form)),
        topics=[
            *(Choice(topic.reference, topic.title) for topic in topics),
            *(Choice(t.reference, t.title) for t in offered if t.reference not in chosen),
        ],
        types=word_choices(MeasureType),
        values=choices(values(request.db, request.language)),
        fields=choices(action_fields(request.db, request.language)),
    )


def _topics(request: Request, form: Submission[OpeningForm]) -> list[Item]:
    """The topics that are chosen, each locked while a measure is opened from it."""
    lock = request.method == "POST" and not request.posted.get("check")
    found_topics = [
        find_item(request.db, request.actor, reference.upper(), Kind.TOPIC, lock=lock)
        for reference in sorted(set(form.list("topics")))[:20]
    ]
    return [topic for topic in found_topics if topic is not None]


def _case(form: Submission[OpeningForm]) -> Case:
    """What speaks for the measure, as far as it is filled in."""
    chosen = [[number(each) for each in form.list(name)] for name in ("values", "action_fields")]
    return Case(form.text("reason"), tuple(chosen[0]), tuple(chosen[1]))


def _version(asked: str, most: int, otherwise: int) -> int:
    wanted = number(asked)
    return wanted if 1 <= wanted <= most else otherwise


def number(text: str) -> int:
    """What was asked for as a number; 0 for anything else."""
    return int(text) if text.isdecimal() and len(text) < 17 else 0


routes = [
    get("/measures", index, "measures:index"),
    get("/measures/new", new, "measures:new", Action.OPEN_MEASURE),
    post("/measures", create, "measures:open", Action.OPEN_MEASURE),
    get("/measures/{reference}", show, "measures:show"),
    get("/measures/{reference}/versions", versions, "measures:versions"),
    *acts.routes,
]
