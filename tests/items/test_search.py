"""One search on both databases: what people type finds what people wrote."""

import pytest
from sqlalchemy import select
from sqlmodel import Session

from app.items.models import ITEM
from app.items.search import index_new, index_words, matching, normalised, similar_ids
from tests.items.makers import make_item

TEXTS = {
    "german": "Über die Straße am Müllberg fährt kein Bus; Fußgänger müssen warten.",
    "french": "Le château est fermé, l’accès n’est pas garanti. Ça suffit!",
    "turkish": "İstanbul Caddesi'nde IŞIK yok, çocuklar için güvenli değil.",
    "arabic": "الحافلةُ لا تَصِلُ إلى المُستشفى بعد التاسعة أمس",
    "numbers": "Line 42 leaves at 21.30, e-mail to bus_stop@example.org",
}


def make_texts(session: Session) -> dict[str, int]:
    """Which text is which item."""
    made = {name: make_item(session).id for name in TEXTS}
    index_new(session, {made[name]: words for name, words in TEXTS.items()})
    return made


def found(session: Session, ids: dict[str, int], words: str) -> set[str]:
    rows = session.execute(select(ITEM.c.id).where(matching(session, words))).scalars()
    names = {item_id: name for name, item_id in ids.items()}
    return {names[item_id] for item_id in rows}


def test_words_are_brought_to_one_form() -> None:
    assert normalised("Straße ÜBER\u0301 Ｆｕｌｌ İzmir ışık") == [
        "strasse",
        "uber",
        "full",
        "izmir",
        "isik",
    ]


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("straße", "german"),
        ("STRASSE", "german"),
        ("STRAẞE", "german"),
        ("uber mull", "german"),
        ("Fussg", "german"),
        ("chateau", "french"),
        ("ACCÈS", "french"),
        ("ca suf", "french"),
        ("istanbul", "turkish"),
        ("ISTANBUL", "turkish"),
        ("ışık", "turkish"),
        ("isik", "turkish"),
        ("ÇOCUK", "turkish"),
        ("degil", "turkish"),
        ("الحافلة", "arabic"),
        ("المستشفى", "arabic"),
        ("الى", "arabic"),
        ("امس", "arabic"),
        ("42", "numbers"),
        ("bus_stop", "numbers"),
        ("e-mail", "numbers"),
        ("21.30", "numbers"),
    ],
)
def test_what_people_type_finds_what_people_wrote(session: Session, typed: str, name: str) -> None:
    ids = make_texts(session)

    assert found(session, ids, typed) == {name}


def test_every_word_must_be_there_and_the_beginning_of_a_word_is_enough(session: Session) -> None:
    ids = make_texts(session)

    assert found(session, ids, "bus") == {"german", "numbers"}
    assert found(session, ids, "bus fahrt") == {"german"}
    assert found(session, ids, "bus istanbul") == set()
    assert found(session, ids, "ussganger") == set()


@pytest.mark.parametrize(
    "typed",
    [
        '" OR * NEAR(',
        '"',
        "*",
        "bus*)",
        "words:bus NOT",
        "NEAR(bus line, 2)",
        "^bus",
        "bus AND (",
        "{words} : bus",
        "bus & | ! <-> :*",
        "'; DROP TABLE item; --",
        "bus\\",
        "%_",
        "_",
        "$1 :query %(x)s",
        "😀 bus",
        "\u0301",
        "bus " * 2000,
        "x" * 20_000,
    ],
)
def test_whatever_is_typed_is_only_ever_words(session: Session, typed: str) -> None:
    ids = make_texts(session)

    names = found(session, ids, typed)

    assert names <= {"german", "numbers"}
    assert similar_ids(session, typed, 5) is not None


@pytest.mark.parametrize("typed", ["", "   ", "?!", '""'])
def test_nothing_typed_finds_nothing(session: Session, typed: str) -> None:
    ids = make_texts(session)

    assert found(session, ids, typed) == set()
    assert similar_ids(session, typed, 5) == []


def test_an_item_is_found_by_its_present_words_only(session: Session) -> None:
    ids = make_texts(session)
    index_words(session, ids["german"], "Ein neuer Radweg")

    assert found(session, ids, "radweg") == {"german"}
    assert found(session, ids, "strasse") == set()


def test_the_most_alike_come_first_and_short_words_say_nothing(session: Session) -> None:
    ids = make_texts(session)
    close = make_item(session).id
    index_words(session, close, "Kein Bus: Fußgänger warten an der Straße am Müllberg")

    alike = similar_ids(session, "Fußgänger warten an der Straße am Müllberg", 2)

    assert set(alike) == {close, ids["german"]}
    assert similar_ids(session, "Bus am der", 5) == []
    assert len(similar_ids(session, "Fußgänger warten", 1)) == 1
