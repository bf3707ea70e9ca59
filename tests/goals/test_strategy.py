from pathlib import Path

import pytest
from sqlmodel import Session

from app.goals.queries import action_fields, values
from app.goals.strategy import import_strategy, read_strategy
from app.process.actor import Actor
from app.process.refusal import Refused
from app.process.vocabulary import Office
from tests.makers import make_officer, make_person

GOOD = """
[[value]]
code = "resilient"
name = { de = "resilient", en = "resilient" }
text = { de = "Die Stadt bleibt handlungsfähig." }

[[action_field]]
code = "mobility"
name = { de = "Mobilität", en = "Mobility" }
text = { de = "Unterwegs sein." }
theme = { de = "Stadt" }

[[district]]
code = "north"
name = "Nord"

[[body]]
code = "senate"
name = { de = "Senat" }
purpose = { de = "Regiert." }
decides_mandates = true
"""


def _import(session: Session, folder: Path, text: str, actor: Actor | None = None) -> int:
    path = folder / "strategy.toml"
    path.write_text(text)
    officer = actor or make_officer(session, Office.OPERATOR)
    return import_strategy(session, officer, read_strategy(path))


def test_a_strategy_is_brought_in(session: Session, tmp_path: Path) -> None:
    assert _import(session, tmp_path, GOOD) == 4
    assert [value.name for value in values(session, "de")] == ["resilient"]


def test_bringing_it_in_again_changes_words_and_adds_nothing(
    session: Session, tmp_path: Path
) -> None:
    _import(session, tmp_path, GOOD)

    _import(session, tmp_path, GOOD.replace('"Mobilität"', '"Verkehr"'))

    assert [field.name for field in action_fields(session, "de")] == ["Verkehr"]


@pytest.mark.parametrize(
    ("change", "named"),
    [
        (('code = "north"', 'code = "Über Nord"'), "district.0.code"),
        (("purpose", "porpose"), "body.0.purpose"),
        (("[[value]]", "[[valeu]]"), "valeu"),
        (("[[value]]", "[[value"), "strategy.toml"),
    ],
)
def test_a_bad_file_is_refused_whole(
    session: Session, tmp_path: Path, change: tuple[str, str], named: str
) -> None:
    with pytest.raises(Refused, match=named):
        _import(session, tmp_path, GOOD.replace(*change))

    assert values(session, "de") == []


def test_only_an_operator_brings_in_a_strategy(session: Session, tmp_path: Path) -> None:
    with pytest.raises(Refused):
        _import(session, tmp_path, GOOD, make_person(session))
