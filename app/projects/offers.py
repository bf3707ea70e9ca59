"""A choice that was never offered is refused beside its field."""

from typing import Any

from app.process.words import Choice
from app.projects.commands import NONE_LIKE_THIS
from app.web.forms import Submission


def only_offered(form: Submission[Any], name: str, offered: list[Choice]) -> Submission[Any]:
    """The form, refused when what was chosen is none of these."""
    chosen = getattr(form.value, name, None)
    if chosen is None or str(chosen) in {choice.value for choice in offered}:
        return form
    return form.but(name, NONE_LIKE_THIS)
