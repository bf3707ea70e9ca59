import pytest

from app.process.vocabulary import Position
from app.statements.content import Answered, SectionView
from app.statements.grid import checked, sheets_of
from app.statements.sheets import rows_of, written

PRESENT = [
    Answered(SectionView(1, "1", "Aim", "The plan makes streets safe.")),
    Answered(SectionView(2, "2.10", "Speed", "Thirty is the limit.")),
    Answered(SectionView(3, "3", "Which street comes first?", "")),
]
HEAD = ["Number", "Title", "Text", "Position", "Reason", "Proposed wording", "Evidence"]


def row(number: str, position: str = "", reason: str = "", **more: str) -> list[str]:
    known = {each.section.number: each.section for each in PRESENT}.get(number)
    title, text = (known.title, known.text) if known else ("", "")
    return [
        number,
        more.get("title", title),
        more.get("text", text),
        position,
        reason,
        more.get("wording", ""),
        more.get("evidence", ""),
    ]


def faults(*rows: list[str]) -> list[tuple[int, str, str]]:
    result = checked([HEAD, *rows], PRESENT, replaces=False)
    return [(each.row, each.letter, each.value) for each in result.faults]


@pytest.mark.parametrize("language", ["en", "de", "xb"])
@pytest.mark.parametrize("kind", ["xlsx", "ods", "csv"])
def test_a_template_is_read_back_in_every_language(language: str, kind: str) -> None:
    answers = [
        Answered(PRESENT[0].section, Position.CHANGE, "Why not", "The plan helps.", "Figures"),
        *PRESENT[1:],
    ]

    data = written(kind, *sheets_of(answers, language, ["Plan"], in_one=kind == "csv"))
    result = checked(rows_of(data), PRESENT, replaces=False)

    assert result.faults == []
    [(section, said)] = result.answers.items()
    assert (section, said.position, said.reason) == (1, Position.CHANGE, "Why not")
    assert (said.wording, said.evidence) == ("The plan helps.", "Figures")


def test_words_and_codes_of_positions_are_understood() -> None:
    result = checked(
        [HEAD, row("1", "we SUPPORT this."), row("2.10", "no_objection"), row("3", "", "Ours")],
        PRESENT,
        replaces=False,
    )

    assert result.faults == []
    assert [each.position for each in result.answers.values()] == [
        Position.SUPPORT,
        Position.NO_OBJECTION,
        None,
    ]


def test_every_bad_cell_is_named_with_row_column_and_value() -> None:
    found = faults(
        row("1", "perhaps", "Hm"),
        row("7", "support"),
        row("2.10", "", "A text without a position"),
        row("3", "", "Ours", wording="Other words"),
    )

    assert found == [
        (2, "D", "perhaps"),
        (3, "A", "7"),
        (4, "D", ""),
        (5, "F", "Other words"),
    ]


@pytest.mark.parametrize("words", ["", "Ours"])
def test_a_question_with_a_position_is_named_and_not_dropped(words: str) -> None:
    assert faults(row("3", "support", words)) == [(2, "D", "support")]


def test_a_reason_is_not_demanded_before_the_release() -> None:
    """As on the page, where one may save a section and give its reason later."""
    rows = [HEAD, row("1", "reject"), row("2.10", "change")]

    result = checked(rows, PRESENT, replaces=False)

    assert result.faults == []
    assert [each.position for each in result.answers.values()] == [
        Position.REJECT,
        Position.CHANGE,
    ]


@pytest.mark.parametrize("language", ["en", "de"])
def test_the_instructions_name_columns_by_the_words_of_the_head(language: str) -> None:
    main, notes = sheets_of(PRESENT, language, [], in_one=False)

    explained = "\n".join(line for (line,) in notes.rows)
    named = [main.rows[0][HEAD.index(each)] for each in ("Position", "Reason", "Proposed wording")]

    assert [each for each in named if each not in explained] == []
    assert "%(" not in explained


def test_rows_that_are_twice_or_nowhere_are_named() -> None:
    lost = ["", "", "", "support", "", "", ""]

    assert faults(row("1", "support"), row("1", "reject"), lost) == [(3, "A", "1"), (4, "A", "")]


def test_a_changed_number_or_text_is_noticed() -> None:
    mixed_up = row("1", "support", title="Speed")
    rewritten = row("2.10", "support", text="Fifty is the limit.")

    assert faults(mixed_up, rewritten) == [(2, "B", "Speed"), (3, "C", "Fifty is the limit.")]


def test_too_long_a_text_is_named() -> None:
    [(at, letter, value)] = faults(row("1", "support", "x" * 10_001))

    assert (at, letter, len(value)) == (2, "E", 200)


def test_what_is_answered_already_is_replaced_only_when_that_is_said() -> None:
    present = [Answered(PRESENT[0].section, Position.SUPPORT, "Good.", version=1)]
    rows = [HEAD, row("1", "reject", "Bad.")]

    assert len(checked(rows, present, replaces=False).faults) == 1
    assert checked(rows, present, replaces=True).answers[1].reason == "Bad."
    assert checked([HEAD, row("1", "support", "Good.")], present, replaces=False).faults == []


def test_a_sheet_without_names_of_columns_is_refused() -> None:
    nothing = checked([["1", "support"], ["2", "reject"]], PRESENT, replaces=False)
    no_position = checked([["Number", "Reason"], ["1", "x"]], PRESENT, replaces=False)

    assert [each.value for each in nothing.faults] == ["1"]
    assert [each.column for each in no_position.faults] == ["Position"]


def test_columns_may_stand_in_another_order() -> None:
    rows = [["Position", "Reason", "Number"], ["support", "Good.", "1"]]

    assert checked(rows, PRESENT, replaces=False).answers[1].reason == "Good."
