"""The model city as it is written down: city.toml and the files in city/ are one document."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Entry = Mapping[str, Any]

HERE = Path(__file__).parent
LANGUAGE = "de"


@dataclass(frozen=True, slots=True)
class City:
    """The name of the city and its lists: people, participations, problems and so on."""

    name: str
    lists: Mapping[str, Sequence[Entry]]

    def all(self, kind: str) -> Sequence[Entry]:
        """Every entry of a kind, in the order of the files."""
        return self.lists.get(kind, ())

    def one(self, kind: str, slug: str) -> Entry:
        """The entry of a kind that has this slug."""
        return next(entry for entry in self.all(kind) if entry["slug"] == slug)


def read_city() -> City:
    """Read what is written down; lists of the same name are joined."""
    name, lists = "", dict[str, list[Entry]]()
    for path in (HERE / "city.toml", *sorted((HERE / "city").glob("*.toml"))):
        for kind, entries in tomllib.loads(path.read_text(encoding="utf-8")).items():
            if kind == "city":
                name = entries["name"]
            else:
                lists.setdefault(kind, []).extend(entries)
    return City(name, lists)


def language_of(entry: Entry) -> str:
    """The language that somebody writes in."""
    return str(entry.get("language", LANGUAGE))
