"""The answers of a draft as one reads them back, and the options one chooses from."""

from dataclasses import dataclass
from typing import Any

from starlette.datastructures import FormData

from app.goals.queries import action_fields, choices, district_choices
from app.items.models import Item
from app.problems.forms import QUESTIONS, STEPS, ProblemText
from app.problems.queries import my_organisations, words_of
from app.process.sentences import N_
from app.process.words import Choice
from app.web.forms import Submission, read
from app.web.requests import Request

NOT_OFFERED = N_("Please choose one of these.")
Options = dict[str, list[Choice]]


@dataclass(frozen=True, slots=True)
class Answer:
    """One question with what was answered so far; `error` says what is wrong with it."""

    name: str
    step: str
    question: str
    text: str
    error: str


def options(request: Request) -> Options:
    """What one may choose from, by the name of the field."""
    return {
        "district_id": district_choices(request.db),
        "action_fields": choices(action_fields(request.db, request.language)),
        "organisation_id": my_organisations(request.db, request.actor),
    }


def only_offered(form: Submission[Any], offered: Options) -> Submission[Any]:
    """The form, refused where something was chosen that was not offered."""
    for name, choices_ in offered.items():
        known = {choice.value for choice in choices_}
        if any(typed not in known for typed in form.list(name) if typed):
            form = form.but(name, NOT_OFFERED)
    return form


def as_typed(words: dict[str, Any]) -> dict[str, Any]:
    """Stored words as somebody would have typed them."""
    return {
        name: [str(each) for each in value] if isinstance(value, list) else str(value or "")
        for name, value in words.items()
    }


def whole(request: Request, item: Item) -> Submission[ProblemText]:
    """Everything that is stored of a draft, read as if it were handed in now."""
    typed = as_typed(words_of(request.db, item))
    pairs = [
        (name, each)
        for name, value in typed.items()
        for each in (value if isinstance(value, list) else [value])
    ]
    return read(ProblemText, FormData(pairs))


def answers(form: Submission[Any], offered: Options) -> list[Answer]:
    """Every question with its answer, in the order in which they are asked."""
    return [
        Answer(name, step, QUESTIONS[name], _shown(form, name, offered), form.error(name))
        for step, fields in STEPS.items()
        for name in fields.model_fields
        if name != "organisation_id" or offered[name]
    ]


def _shown(form: Submission[Any], name: str, offered: Options) -> str:
    if name not in offered:
        return form.text(name)
    labels = {choice.value: choice.label for choice in offered[name]}
    return ", ".join(labels[typed] for typed in form.list(name) if typed in labels)
