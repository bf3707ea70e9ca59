"""Tables that one fills in row by row, with a button for more rows, and no script."""

from typing import Any, TypeVar

from pydantic import BaseModel
from starlette.datastructures import FormData

from app.web.forms import Submission, read, typed_text

TABLES = {
    "implementers": ("implementer_name", "implementer_role", "implementer_contact"),
    "years": ("year", "amount"),
}
LEAST = 3
Form = TypeVar("Form", bound=BaseModel)
Rows = list[dict[str, str]]


def read_rows(form: type[Form], posted: FormData) -> Submission[Form]:
    """What was posted; when more rows are asked for it is kept without being judged."""
    return Submission(typed_text(posted)) if posted.get("more") else read(form, posted)


def tables_of(form: Submission[Any], posted: FormData) -> dict[str, Rows]:
    """What was typed into each table, with empty rows below it."""
    wanted = posted.get("more")
    return {name: _rows(form, columns, name == wanted) for name, columns in TABLES.items()}


def _rows(form: Submission[Any], columns: tuple[str, ...], more: bool) -> Rows:
    typed = {column: form.list(column) for column in columns}
    there = max(len(cells) for cells in typed.values())
    filled = sum(any(row) for row in zip(*typed.values(), strict=False))
    count = there + LEAST if more else max(LEAST, filled + 1, there)
    return [
        {column: cells[at] if at < len(cells) else "" for column, cells in typed.items()}
        for at in range(count)
    ]
