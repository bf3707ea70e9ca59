"""Reading forms: what was typed, what it means, and what is wrong with it, beside the field."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import EnumType
from typing import Annotated, Any, Generic, TypeVar, get_origin

from markupsafe import escape
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails
from starlette.datastructures import FormData

from app.i18n.catalogues import gettext, ngettext
from app.process.sentences import N_

Value = TypeVar("Value", bound=BaseModel)
SUMMARY = "form"
MARK = "\ue000"  # no letter of any language


@dataclass(frozen=True, slots=True)
class Submission(Generic[Value]):
    """What was typed, what it means (`value`), and what is wrong with it (`errors`)."""

    typed: Mapping[str, Any] = field(default_factory=dict)
    value: Value | None = None
    errors: Mapping[str, str] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict, compare=False)

    def called(self, name: str, label: str) -> str:
        """Note what a field is called on this page, for the summary above it. Writes nothing."""
        self.labels[name] = label
        return ""

    def mark(self, name: str) -> str:
        """Where the summary will say what the field is called, once the fields are written."""
        return f"{MARK}{name}{MARK}"

    def named(self, html: str) -> str:
        """The page with the names of the fields in its summary."""
        for name in self.errors:
            label = self.labels.get(name, "")
            html = html.replace(self.mark(name), f"{escape(label)}: " if label else "", 1)
        return html

    def text(self, name: str) -> str:
        found = self.typed.get(name, "")
        return str(found[0] if isinstance(found, list) and found else found or "")

    def list(self, name: str) -> list[str]:
        found = self.typed.get(name, [])
        return [str(each) for each in (found if isinstance(found, list) else [found])]

    def error(self, name: str) -> str:
        return self.errors.get(name, "")

    def but(self, name: str, sentence: str) -> "Submission[Value]":
        """The same typed text, refused for one more reason."""
        return Submission(self.typed, None, {**self.errors, name: gettext(sentence)})


def read(form: type[Value], posted: FormData) -> Submission[Value]:
    """Read what was posted as `form`. Fields that the form does not know are ignored."""
    typed = typed_text(posted)
    known = {name: _fitting(form, name, typed[name]) for name in form.model_fields if name in typed}
    try:
        return Submission(typed, form.model_validate(known))
    except ValidationError as problem:
        return Submission(typed, None, _errors(form, problem))


def _errors(form: type[BaseModel], problem: ValidationError) -> dict[str, str]:
    """The first error of each field, in the order of the fields."""
    errors = {
        str(each["loc"][0] if each["loc"] else SUMMARY): _about(form, each)
        for each in reversed(problem.errors())
    }
    order = [*form.model_fields, SUMMARY]
    return {name: errors[name] for name in order if name in errors}


def _about(form: type[BaseModel], error: ErrorDetails) -> str:
    """The message; where a choice was to be made, it asks to choose and not to write."""
    asked = form.model_fields.get(str(error["loc"][0])) if error["loc"] else None
    of_choices = asked and isinstance(asked.annotation, EnumType)
    return message(error | {"type": "enum"} if of_choices else error)


def typed_text(posted: FormData) -> dict[str, Any]:
    """The posted text fields; a name sent several times becomes a list. NUL is never text."""
    typed: dict[str, Any] = {}
    for name in posted:
        texts = [each.replace("\0", "") for each in posted.getlist(name) if isinstance(each, str)]
        typed[name] = texts if len(texts) > 1 else texts[0] if texts else ""
    return typed


def _fitting(form: type[BaseModel], name: str, typed: Any) -> Any:
    annotation = form.model_fields[name].annotation
    if get_origin(annotation) is Annotated:
        annotation = annotation.__args__[0]  # type: ignore[union-attr]
    if get_origin(annotation) in {list, tuple, set, frozenset}:
        return typed if isinstance(typed, list) else [typed] if typed else []
    return typed[-1] if isinstance(typed, list) else typed


def message(error: ErrorDetails) -> str:
    """What a person reads about one field that cannot be understood."""
    context = error.get("ctx", {})
    match error["type"]:
        # A text that was changed before it was measured is called a list by pydantic.
        case "too_short" | "too_long" if isinstance(error["input"], str):
            return message(error | {"type": f"string_{error['type']}"})
        case "missing":
            return gettext("Please fill this in.")
        case "string_too_short" if not error["input"].strip() or context["min_length"] == 1:
            return gettext("Please fill this in.")
        case "string_too_short":
            least = context["min_length"]
            sentence = ngettext(
                "Please write at least %(num)d character. Your text is still there.",
                "Please write at least %(num)d characters. Your text is still there.",
                least,
            )
            return sentence % {"num": least}
        case "string_too_long":
            most = context["max_length"]
            sentence = ngettext(
                "Please keep to %(num)d character. Your text is still there.",
                "Please keep to %(num)d characters. Your text is still there.",
                most,
            )
            return sentence % {"num": most}
        case _:
            return _other_message(error)


OTHER_MESSAGES = {
    "enum": N_("Please choose one of these."),
    "literal_error": N_("Please choose one of these."),
    "too_short": N_("Please choose at least one of these."),
    "int_parsing": N_("Please write a whole number, in digits."),
    "int_from_float": N_("Please write a whole number, in digits."),
    "float_parsing": N_("Please write a number."),
    "greater_than_equal": N_("This number is too small."),
    "greater_than": N_("This number is too small."),
    "less_than_equal": N_("This number is too large."),
    "date_from_datetime_parsing": N_("Please write a date, such as 2027-03-31."),
    "date_parsing": N_("Please write a date, such as 2027-03-31."),
    "datetime_parsing": N_("Please give the day and the time."),
    "datetime_from_date_parsing": N_("Please give the day and the time."),
    "string_pattern_mismatch": N_("This is not written in the way we expect."),
}


def _other_message(error: ErrorDetails) -> str:
    if error["type"] == "value_error":
        return gettext(str(error["ctx"]["error"]))
    return gettext(OTHER_MESSAGES.get(error["type"], N_("Please check this.")))
