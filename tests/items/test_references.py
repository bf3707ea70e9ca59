import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import Session

from app.items.references import LETTERS, is_reference, reference, tidied
from app.items.spine import next_references
from app.process.vocabulary import Kind
from tests.makers import in_days

REFERENCES = st.builds(
    reference,
    st.sampled_from(sorted(LETTERS.values())),
    st.integers(2020, 2200),
    st.integers(1, 9_999_999),
)
TYPED = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-"


def test_a_reference_names_kind_year_and_number_and_checks_itself() -> None:
    assert reference("A", 2026, 412) == "A-2026-00412-1"


def test_each_kind_has_a_letter_of_its_own() -> None:
    assert set(LETTERS) == set(Kind)
    assert len(set(LETTERS.values())) == len(Kind)


@given(REFERENCES)
def test_every_reference_is_one(right: str) -> None:
    assert is_reference(right)


@given(REFERENCES)
def test_a_reference_is_known_however_it_is_typed(right: str) -> None:
    bare = right.replace("-", "")

    assert {tidied(f" {right.lower()} "), tidied(bare), tidied(bare[:5] + " " + bare[5:])} == {
        right
    }


def test_what_is_no_reference_stays_what_it_is() -> None:
    assert tidied(" bus stop ") == "BUS STOP"


@given(REFERENCES)
def test_every_single_wrong_character_is_found(right: str) -> None:
    wrong = {
        right[:at] + typed + right[at + 1 :] for at in range(len(right)) for typed in TYPED
    } - {right}

    assert {text for text in wrong if is_reference(text)} == set()


@given(REFERENCES)
def test_every_swap_of_neighbours_is_found(right: str) -> None:
    wrong = {
        right[:at] + right[at + 1] + right[at] + right[at + 2 :] for at in range(len(right) - 1)
    } - {right}

    assert {text for text in wrong if is_reference(text)} == set()


@pytest.mark.parametrize("text", ["", "-", "A", "A-2026-00412", "--", "412-1", "A-2O26-00412-1"])
def test_what_is_no_reference_is_told_apart(text: str) -> None:
    assert not is_reference(text)


def test_numbers_are_given_in_order_by_kind_and_year(session: Session) -> None:
    problems = next_references(session, Kind.PROBLEM, 2) + next_references(session, Kind.PROBLEM, 1)
    [topic] = next_references(session, Kind.TOPIC, 1)

    year = in_days(0).year
    assert problems == [reference("A", year, number) for number in (1, 2, 3)]
    assert topic == reference("T", year, 1)
