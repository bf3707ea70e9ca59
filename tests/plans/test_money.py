import pytest

from app.plans.money import FILL_IN, NOT_AN_AMOUNT, cents, typed_euros


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("1.200,50", 120050),
        ("1,200.50", 120050),
        ("1200,50", 120050),
        ("1200.5", 120050),
        ("1 200,50", 120050),
        ("1\u202f200,50", 120050),
        ("1'200.50", 120050),
        ("1.200", 120000),
        ("1,200", 120000),
        ("1.200.000", 120000000),
        ("1,200,000.05", 120000005),
        ("12 €", 1200),
        ("€12.30", 1230),
        ("12 Euro", 1200),
        ("12 EUR", 1200),
        ("1200,-", 120000),
        (" 0 ", 0),
        ("0,05", 5),
    ],
)
def test_an_amount_is_read_in_german_and_in_english_writing(typed: str, expected: int) -> None:
    assert cents(typed) == expected


@pytest.mark.parametrize(
    "typed",
    [
        "-5",
        "abc",
        "1.200.50",
        "1,200,50",
        "1.20,50",
        "0,500",
        "1,2345",
        "12.34.56",
        "1e5",
        "1200 5",
        "١٢",
        "9" * 20,
        "10 or 20",
    ],
)
def test_an_amount_that_could_mean_two_things_is_asked_again(typed: str) -> None:
    with pytest.raises(ValueError, match=NOT_AN_AMOUNT):
        cents(typed)


@pytest.mark.parametrize("typed", ["", "  ", "€"])
def test_an_amount_left_empty_is_asked_for(typed: str) -> None:
    with pytest.raises(ValueError, match=FILL_IN):
        cents(typed)


@pytest.mark.parametrize("amount", [0, 5, 50, 120050, 120000, 10**13])
@pytest.mark.parametrize("language", ["de", "en", "xb"])
def test_what_is_shown_for_typing_is_read_as_the_same_amount(amount: int, language: str) -> None:
    assert cents(typed_euros(amount, language)) == amount


def test_cents_stand_behind_the_sign_of_the_language() -> None:
    assert (typed_euros(120050, "de"), typed_euros(120050, "en")) == ("1200,50", "1200.50")
