"""Which texts look alike, held against real German statements."""

import csv
import os
from pathlib import Path
from time import process_time

import pytest

from app.items.likeness import SUGGESTED, are_opposed, likeness, may_contradict, same_words
from app.items.search import normalised

SHARED = Path(os.environ.get("GEMEINWERK_SHARED", Path(__file__).parents[3] / "shared"))


@pytest.fixture(scope="module")
def statements() -> list[str]:
    path = SHARED / "data/proposals/klimarat_mobilitaet_de_comments.csv"
    if not path.exists():
        pytest.skip(f"The real statements are not at {path}; GEMEINWERK_SHARED may say where.")
    with path.open(encoding="utf-8") as lines:
        rows = [row for row in csv.DictReader(lines) if row["moderated"] == "1"]
    return [row["comment-body"].removeprefix("Klimarat:").strip() for row in rows]


def test_capitals_and_punctuation_make_no_difference() -> None:
    assert same_words("Mehr Busse, bitte!", "mehr busse bitte")
    assert not same_words("Mehr Busse", "Mehr Bahnen")


def test_the_same_said_in_other_forms_is_more_alike_than_something_else() -> None:
    text = "Der letzte Bus fährt zu früh, nach der Spätschicht gibt es keinen mehr."
    candidates = {
        1: "Nach der Spätschicht fährt kein Bus mehr, der letzte geht viel zu früh.",
        2: "Auf dem Marktplatz fehlen Bäume, im Sommer ist es dort zu heiß.",
    }

    found = likeness(text, candidates, language="de")

    assert found[1] > SUGGESTED > found[2]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Für Menschen älter als 56 Jahre", "Für Menschen älter als 35 Jahre"),
        ("Autos sollen in die Innenstadt", "Autos sollen nicht in die Innenstadt"),
        ("Buses should run more often", "Buses should run less often"),
    ],
)
def test_what_may_be_the_opposite_gets_a_hint(one: str, other: str) -> None:
    assert may_contradict(one, other)
    assert are_opposed(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            "Der letzte Bus fährt zu früh, nach der Spätschicht gibt es keinen mehr.",
            "Nach der Spätschicht fährt kein Bus mehr, der letzte geht viel zu früh.",
        ),
        (
            "Der Spielplatz im Park ist seit 2 Jahren gesperrt, die Kinder brauchen ihn.",
            "Unsere Kinder können nicht spielen: bitte den Spielplatz wieder aufmachen!",
        ),
    ],
)
def test_the_same_said_with_other_words_is_no_opposite(one: str, other: str) -> None:
    assert not are_opposed(one, other)


def test_the_same_in_other_words_gets_no_hint() -> None:
    assert not may_contradict("Busse sollen öfter fahren", "Busse sollen häufiger kommen")


def test_real_doubles_are_found_among_real_statements(statements: list[str]) -> None:
    """Those that differ in punctuation only must be found by the close comparison as well."""
    known: dict[str, str] = {}
    doubles = []
    for text in statements:
        words = " ".join(normalised(text))
        if known.setdefault(words, text) is not text:
            doubles.append((known[words], text))
    others = dict(enumerate(statements[:100]))

    for one, other in doubles:
        assert same_words(one, other)
        assert likeness(one, others | {-1: other}, language="de")[-1] > 0.99
    assert doubles


def test_a_random_pair_of_real_statements_is_hardly_ever_alike(statements: list[str]) -> None:
    some = statements[:100]

    found = [
        score
        for at, text in enumerate(some[:20])
        for other, score in likeness(text, dict(enumerate(some)), language="de").items()
        if other != at
    ]

    assert sum(score > SUGGESTED for score in found) / len(found) < 0.002


def test_a_comparison_with_sixty_takes_less_than_a_fifth_of_a_second(
    statements: list[str],
) -> None:
    candidates = {at: f"{text} {text}" for at, text in enumerate(statements[:60])}
    background = [f"{text} {text}" for text in statements[60:210]]
    likeness(statements[500], candidates, background, language="de")  # stems are known then

    started = process_time()
    likeness(statements[501], candidates, background, language="de")

    assert process_time() - started < 0.2
