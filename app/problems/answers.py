"""The answers of a draft as one reads them back, and the options one chooses from."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from pydantic import BaseModel
from starlette.datastructures import FormData

from app.goals.queries import action_fields, choices, district_choices
from app.i18n.languages import WRITTEN
from app.items.models import Item
from app.problems.asking import QUESTIONS, STEPS
from app.problems.forms import TEXTS
from app.problems.queries import my_organisations, words_of
from app.process.sentences import N_
from app.process.vocabulary import Contribution
from app.process.words import Choice
from app.web.forms import Submission, read
from app.web.requests import Request

NOT_OFFERED = N_("Please choose one of these.")
Options = dict[str, list[Choice]]
Text = TypeVar("Text", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Answer:
    """One question with what was answered so far; `error` says what is wrong with it."""

    name: str
    step: str
    question: str
    text: str
    error: str
    moment: datetime | None = None


def options(request: Request) -> Options:
    """What one may choose from, by the name of the field."""
    return {
        "district_id": district_choices(request.db),
        "action_fields": choices(action_fields(request.db, request.language)),
        "organisation_id": my_organisations(request.db, request.actor),
    }


def written_in(item: Item) -> list[Choice]:
    """The languages that a text may be in, each by its own name."""
    names = WRITTEN if item.language in WRITTEN else {item.language: item.language} | WRITTEN
    return [Choice(code, name) for code, name in names.items()]


def only_offered(form: Submission[Any], offered: Options) -> Submission[Any]:
    """The form, refused where something was chosen that was not offered."""
    for name, choices_ in offered.items():
        known = {choice.value for choice in choices_}
        if any(typed not in known for typed in form.list(name) if typed):
            form = form.but(name, NOT_OFFERED)
    return form


def as_typed(words: dict[str, Any], zone: str) -> dict[str, Any]:
    """Stored words as somebody would have typed them."""
    return {name: _typed(value, name, ZoneInfo(zone)) for name, value in words.items()}


def _typed(value: Any, name: str, zone: ZoneInfo) -> Any:
    if name == "takes_place_at" and value:
        return f"{datetime.fromisoformat(value).astimezone(zone):%Y-%m-%dT%H:%M}"
    return [str(each) for each in value] if isinstance(value, list) else str(value or "")


def in_zone(value: Text, zone: str) -> Text:
    """The same words; what was typed as the clocks in the city show it is a moment now."""
    typed = getattr(value, "takes_place_at", None)
    if typed is None or typed.tzinfo:
        return value
    return value.model_copy(update={"takes_place_at": typed.replace(tzinfo=ZoneInfo(zone))})


def whole(request: Request, item: Item) -> Submission[Any]:
    """Everything that is stored of a draft, read as if it were handed in now."""
    words = words_of(request.db, item)
    typed = as_typed(words, request.settings.time_zone)
    pairs = [
        (name, each)
        for name, value in typed.items()
        for each in (value if isinstance(value, list) else [value])
    ]
    return read(TEXTS[words["contribution"]], FormData(pairs))


def answers(form: Submission[Any], kind: Contribution, request: Request) -> list[Answer]:
    """Every question with its answer, in the order in which they are asked."""
    offered, asked = options(request), QUESTIONS[kind]
    return [
        Answer(
            name,
            step,
            asked[name].text,
            _shown(form, name, offered),
            form.error(name),
            _moment(form, name, ZoneInfo(request.settings.time_zone)),
        )
        for step, fields in STEPS[kind].items()
        for name in fields.model_fields
        if name != "organisation_id" or offered[name]
    ]


def _shown(form: Submission[Any], name: str, offered: Options) -> str:
    if name not in offered:
        return form.text(name)
    labels = {choice.value: choice.label for choice in offered[name]}
    return ", ".join(labels[typed] for typed in form.list(name) if typed in labels)


def _moment(form: Submission[Any], name: str, zone: ZoneInfo) -> datetime | None:
    """When an event begins, where that was answered."""
    if name != "takes_place_at" or not form.text(name):
        return None
    return datetime.fromisoformat(form.text(name)).replace(tzinfo=zone)
