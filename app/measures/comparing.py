"""Two versions of a measure's description, side by side, field by field."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session

from app.goals.queries import action_fields, values
from app.i18n.catalogues import gettext
from app.items.models import Item
from app.items.versions import ChangedLine, Version, difference, versions_of
from app.measures.queries import words_of
from app.process.sentences import N_
from app.process.vocabulary import MeasureType
from app.process.words import word

FIELDS = {
    "title": N_("Title"),
    "type": N_("Type of the measure"),
    "responsible": N_("Who is responsible"),
    "short": N_("In short"),
    "plain": N_("In plain language"),
    "challenge": N_("The challenge"),
    "aim": N_("The aim"),
    "effect": N_("The intended effect"),
    "values": N_("Values"),
    "action_fields": N_("Action fields"),
}


@dataclass(frozen=True, slots=True)
class Changed:
    """A field that is not the same in the two versions; `name` is an untranslated word."""

    name: str
    lines: list[ChangedLine]


def description_versions(session: Session, item: Item) -> list[Version]:
    """Every version of the description, the oldest first."""
    return versions_of(session, item.id, words_of(session, item))


def changes_between(
    session: Session, before: Version, after: Version, language: str
) -> list[Changed]:
    """What changed from one version to the other."""
    names = {
        "values": {entry.id: entry.name for entry in values(session, language)},
        "action_fields": {entry.id: entry.name for entry in action_fields(session, language)},
    }
    changed = []
    for field, name in FIELDS.items():
        old, new = (_text(version.fields, field, names) for version in (before, after))
        if old != new:
            changed.append(Changed(name, difference(old, new)))
    return changed


def _text(fields: Mapping[str, Any], field: str, names: dict[str, dict[int, str]]) -> str:
    found = fields.get(field, "")
    if field in names:
        return "\n".join(names[field].get(each, "") for each in found)
    return gettext(word(MeasureType(found))) if field == "type" else str(found)
