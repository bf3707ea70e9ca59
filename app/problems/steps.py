"""The page that asks one question, as every step of writing shows it."""

from typing import Any

from starlette.responses import Response

from app.problems.answers import options
from app.problems.asking import LINES, PARAGRAPHS, QUESTIONS, STEPS, heading_of
from app.problems.forms import MOST, MOST_IN_A_LINE
from app.problems.places import for_map, map_setup
from app.problems.queries import DraftHead
from app.process.vocabulary import Contribution
from app.web.forms import Submission
from app.web.pages import page
from app.web.requests import Request


def ask(
    request: Request,
    name: str,
    form: Submission[Any],
    *,
    head: DraftHead,
    status: int,
    **more: Any,
) -> Response:
    """Ask what stands in a step of this kind of contribution."""
    then = form.text("then") or request.query_params.get("then", "")
    steps = STEPS[head.contribution]
    with_map = name == "place"
    response = page(
        request,
        "problems/step.html",
        status=status,
        form=form,
        head=head,
        step=name,
        at=list(steps).index(name) + 1,
        all=len(steps),
        asked=QUESTIONS[head.contribution],
        heading=heading_of(head.contribution, name),
        fields=list(steps[name].model_fields),
        paragraphs=PARAGRAPHS,
        most=MOST,
        options=options(request) if name in {"place", "more"} else {},
        then="check" if then == "check" else "",
        setup=map_setup(request) if with_map else {},
        **more,
    )
    return for_map(response, request.settings) if with_map else response


def kept(kind: Contribution, name: str, form: Submission[Any]) -> dict[str, Any]:
    """What is kept of a step: all of it, or on the way back the texts as far as they have come."""
    if form.value is not None:
        return dict(form.value.model_dump())
    fields = STEPS[kind][name].model_fields
    return {
        each: form.text(each).strip()[: MOST_IN_A_LINE if each in LINES else MOST * 10]
        for each in fields
        if fields[each].annotation is str
    }
