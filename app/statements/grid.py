"""The sheet of a statement: one row for each section, filled in outside and checked row by row."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache

from app.i18n.catalogues import catalogue
from app.i18n.languages import LANGUAGES
from app.process.sentences import N_
from app.process.vocabulary import Position
from app.process.words import word
from app.statements.content import Answered, SectionView
from app.statements.forms import MOST, Answer
from app.statements.sheets import Sheet, head_at

HEADS = {
    "number": N_("Number"),
    "title": N_("Title"),
    "text": N_("Text"),
    "position": N_("Position"),
    "reason": N_("Reason"),
    "wording": N_("Proposed wording"),
    "evidence": N_("Evidence"),
}
COLUMNS = tuple(HEADS)
WIDTHS = (9, 24, 50, 26, 50, 50, 30)
SAID = ("reason", "wording", "evidence")
NAME = N_("Statement")
NOTES = N_("How to fill it in")
EXPLANATIONS = (
    N_("Each row is one section. Please leave number, title and text as they are."),
    N_("%(position)s: please take one of the words below, or its short form."),
    N_("A question has no text. Leave “%(position)s” empty and answer in the column “%(reason)s”."),
    N_("%(wording)s: copy the text of the section and change it. Empty means: as it is."),
    N_("Rows that you leave empty change nothing. Save as XLSX, ODS or CSV and send it back."),
)
NO_HEAD = N_("No row names the columns. Please keep the row with the names from the template.")
NO_COLUMN = N_("This column is missing.")
NO_NUMBER = N_("This row says something, but not to which section: its number is missing.")
NO_SECTION = N_("The consultation has no section with this number.")
TWICE = N_("This section stands in the sheet twice.")
OTHER_TITLE = N_("This title belongs to another section. Please check the number.")
OTHER_TEXT = N_(
    "The text of the section was changed. Please put it back, and write your own words into the "
    "column “%(wording)s”."
)
NO_POSITION = N_("Please take one of the positions that stand in the template.")
POSITION_MISSING = N_("There is a text, but no position.")
TOO_LONG = N_("This is longer than 10000 characters.")
NO_WORDING = N_("A question has no wording to change. Please write into the column “%(reason)s”.")
NOT_ASKED = N_(
    "A question asks for no position. Please leave this cell empty, and answer in the column "
    "“%(reason)s”."
)
OTHER_ANSWER = N_(
    "This section is answered already, with other words. Say that the sheet replaces them if that "
    "is what you want."
)


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in a cell: the row as spreadsheets count, its column, what stands there.

    The `sentence` may name columns, by the keys of HEADS.
    """

    row: int
    column: str
    letter: str
    value: str
    sentence: str


@dataclass(slots=True)
class Checked:
    """What a sheet says, by section, and everything that is wrong with it."""

    answers: dict[int, Answer] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)


def sheets_of(
    answers: Sequence[Answered], language: str, about: Sequence[str], *, in_one: bool
) -> list[Sheet]:
    """The rows of a statement (blank ones for a template), and how to fill them in.

    `about` says which consultation this is. `in_one` puts the explanation above the rows.
    """
    translate = catalogue(language).ugettext
    words, heads = [translate(word(each)) for each in Position], heads_in(language)
    notes = [[line] for line in about] + [[translate(each) % heads] for each in EXPLANATIONS]
    notes += [[f"{label} = {each.value}"] for each, label in zip(Position, words, strict=True)]
    rows = [list(heads.values())]
    labels = dict(zip(Position, words, strict=True))
    rows += [_row(each, labels) for each in answers]
    if in_one:
        return [Sheet(translate(NAME), [*notes, [], *rows])]
    choices = {COLUMNS.index("position"): words}
    main = Sheet(translate(NAME), rows, WIDTHS, choices)
    return [main, Sheet(translate(NOTES), notes, (100,))]


def heads_in(language: str) -> dict[str, str]:
    """What the columns are called in a language."""
    return {name: catalogue(language).ugettext(head) for name, head in HEADS.items()}


def _row(answered: Answered, labels: Mapping[Position, str]) -> list[str]:
    section, position = answered.section, answered.position
    shown = labels[position] if position and not section.is_question else ""
    words = [answered.reason, answered.wording, answered.evidence]
    return [section.number, section.title, section.text, shown, *words]


def until(day: datetime | None, language: str, written: str) -> str:
    """The line that says until when a sheet can be sent back."""
    sentence = N_("Until: %(day)s")
    return catalogue(language).ugettext(sentence) % {"day": written} if day else ""


def checked(
    rows: Sequence[Sequence[str]], present: Sequence[Answered], *, replaces: bool
) -> Checked:
    """Look at every row. With faults nothing of the sheet is to be stored."""
    result, at = Checked(), head_at(rows, head_of)
    if at is None:
        first = next((cell for row in rows for cell in row if cell), "")
        result.faults.append(Fault(1, "", "", first[:200], NO_HEAD))
        return result
    places = {head_of(cell): place for place, cell in enumerate(rows[at]) if head_of(cell)}
    result.faults += [
        Fault(at + 1, HEADS[name], "", "", NO_COLUMN)
        for name in ("number", "position")
        if name not in places
    ]
    if not result.faults:
        known = {each.section.number: each for each in present}
        check = _Check(result, places, known, replaces=replaces)
        for number, row in enumerate(rows[at + 1 :], start=at + 2):
            check.look(number, row)
    return result


class _Check:
    """Goes through the rows and remembers which sections it has seen."""

    def __init__(
        self,
        result: Checked,
        places: Mapping[str, int],
        known: Mapping[str, Answered],
        *,
        replaces: bool,
    ) -> None:
        self.result, self.places, self.known, self.replaces = result, places, known, replaces
        self.seen: set[str] = set()

    def look(self, number: int, row: Sequence[str]) -> None:
        cells = {
            name: row[place] if place < len(row) else "" for name, place in self.places.items()
        }
        cells = dict.fromkeys(COLUMNS, "") | cells
        wrong = dict(self._wrong(cells))
        self.result.faults += [
            Fault(number, HEADS[name], self._letter(name), cells[name][:200], sentence)
            for name, sentence in wrong.items()
        ]
        present = self.known.get(cells["number"])
        if present and not wrong and _says(cells):
            said = {name: cells[name] for name in SAID}
            position = position_of(cells["position"])
            self.result.answers[present.section.id] = Answer(position=position, **said)

    def _wrong(self, cells: Mapping[str, str]) -> Iterator[tuple[str, str]]:
        present = self.known.get(cells["number"])
        if present is None:
            if cells["number"]:
                yield "number", NO_SECTION
            elif _says(cells):
                yield "number", NO_NUMBER
            return
        if cells["number"] in self.seen:
            yield "number", TWICE
        self.seen.add(cells["number"])
        yield from _wrong_section(cells, present.section)
        yield from _wrong_words(cells, present)
        if _differs(cells, present) and not self.replaces:
            yield "position", OTHER_ANSWER

    def _letter(self, name: str) -> str:
        place = self.places.get(name, -1)
        return chr(ord("A") + place) if 0 <= place < 26 else ""


def _wrong_section(cells: Mapping[str, str], section: SectionView) -> Iterator[tuple[str, str]]:
    if cells["title"] and not _same(cells["title"], section.title):
        yield "title", OTHER_TITLE
    if cells["text"] and not _same(cells["text"], section.text):
        yield "text", OTHER_TEXT


def _wrong_words(cells: Mapping[str, str], present: Answered) -> Iterator[tuple[str, str]]:
    question = present.section.is_question
    if cells["position"] and question:
        yield "position", NOT_ASKED
    elif cells["position"] and position_of(cells["position"]) is None:
        yield "position", NO_POSITION
    elif not cells["position"] and not question and any(cells[name] for name in SAID):
        yield "position", POSITION_MISSING
    if question and cells["wording"]:
        yield "wording", NO_WORDING
    for name in SAID:
        if len(cells[name]) > MOST:
            yield name, TOO_LONG


def _differs(cells: Mapping[str, str], present: Answered) -> bool:
    """Whether a row says something else than what stands in the statement already."""
    if not (present.is_answered and _says(cells)):
        return False
    wording = "" if _same(cells["wording"], present.section.text) else cells["wording"]
    said = (cells["reason"], wording, cells["evidence"])
    position = present.position if present.section.is_question else position_of(cells["position"])
    return (position, *said) != (
        present.position,
        present.reason,
        present.wording,
        present.evidence,
    )


def _says(cells: Mapping[str, str]) -> bool:
    return any(cells[name] for name in ("position", *SAID))


def _same(one: str, other: str) -> bool:
    return one.split() == other.split()


def head_of(cell: str) -> str:
    """The column that a cell names, in any language or by its code; empty when it names none."""
    return _heads().get(_plain(cell), "")


def position_of(cell: str) -> Position | None:
    """The position that a cell names, in any language or by its code."""
    return _positions().get(_plain(cell))


@cache
def _heads() -> dict[str, str]:
    names = {name: name for name in COLUMNS}
    return names | {
        _plain(each): name for name, head in HEADS.items() for each in _in_every_language(head)
    }


@cache
def _positions() -> dict[str, Position]:
    codes = {_plain(each.value): each for each in Position}
    return codes | {
        _plain(label): each for each in Position for label in _in_every_language(word(each))
    }


def _in_every_language(sentence: str) -> Collection[str]:
    return {sentence, *(catalogue(code).ugettext(sentence) for code in LANGUAGES)}


def _plain(cell: str) -> str:
    return " ".join(cell.casefold().replace("_", " ").split()).rstrip(".")
