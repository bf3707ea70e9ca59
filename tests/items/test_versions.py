"""Reading versions (that they are kept: test_spine.py)."""

from sqlmodel import Session

from app.items.spine import keep_version
from app.items.versions import ChangedLine, difference, versions_of
from tests.items.makers import make_item
from tests.makers import make_person


def test_versions_go_from_the_oldest_to_the_words_that_stand_now(session: Session) -> None:
    author, item = make_person(session), make_item(session)
    keep_version(session, author, item, {"title": "First"})
    keep_version(session, author, item, {"title": "Second"})

    versions = versions_of(session, item.id, {"title": "Third"})

    assert [(each.number, each.fields["title"]) for each in versions] == [
        (1, "First"),
        (2, "Second"),
        (3, "Third"),
    ]
    assert [each.until is None for each in versions] == [False, False, True]


def test_an_item_that_never_changed_has_one_version(session: Session) -> None:
    [only] = versions_of(session, make_item(session).id, {"title": "First"})

    assert (only.number, only.until) == (1, None)


def test_a_change_is_shown_sentence_by_sentence() -> None:
    before = "The bus is late. It is cold!\nNobody waits."
    after = "The bus is late. It is warm!\nNobody waits.\n\nWe walk."

    assert difference(before, after) == [
        ChangedLine("same", "The bus is late."),
        ChangedLine("removed", "It is cold!"),
        ChangedLine("added", "It is warm!"),
        ChangedLine("same", "Nobody waits."),
        ChangedLine("added", "We walk."),
    ]


def test_nothing_from_nothing_leaves_no_lines() -> None:
    assert difference("", "  \n") == []
    assert difference("One.", "One.") == [ChangedLine("same", "One.")]
