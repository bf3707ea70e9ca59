from datetime import UTC, datetime, timedelta

import pytest

from app.db.clock import clock_at
from app.i18n.formats import Formats
from app.i18n.languages import LANGUAGES

NOW = datetime(2026, 2, 3, 13, 2, tzinfo=UTC)
GERMAN = Formats(LANGUAGES["de"].locale, "Europe/Berlin")
ENGLISH = Formats(LANGUAGES["en"].locale, "Europe/Berlin")


@pytest.mark.parametrize(
    ("later", "words"),
    [
        (timedelta(minutes=5, seconds=10), "5 minutes"),
        (timedelta(hours=5), "5 hours"),
        (timedelta(hours=40), "40 hours"),
        (timedelta(days=12, hours=3), "12 days"),
        (timedelta(days=60), "60 days"),
        (timedelta(days=100), "3 months"),
    ],
)
def test_a_span_is_said_as_people_count_it(later: timedelta, words: str) -> None:
    with clock_at(NOW):
        assert ENGLISH.span(NOW + later) == ENGLISH.span(NOW - later) == words


def test_days_are_counted_as_the_calendar_counts_them() -> None:
    end_of_the_third_day = datetime(2026, 2, 6, 22, 59, tzinfo=UTC)
    evening_of_the_third_day_before = datetime(2026, 1, 31, 1, 0, tzinfo=UTC)

    with clock_at(NOW):
        assert ENGLISH.span(end_of_the_third_day) == "3 days"
        assert ENGLISH.span(evening_of_the_third_day_before) == "3 days"


def test_dates_are_those_of_the_city() -> None:
    late_evening = datetime(2026, 2, 3, 23, 30, tzinfo=UTC)

    assert GERMAN.day(late_evening) == "4. Februar 2026"
    assert GERMAN.short_day(late_evening) == "4. Feb."


def test_a_moment_has_its_time() -> None:
    assert ENGLISH.moment(NOW) == "3 February 2026, 14:02"


@pytest.mark.parametrize(
    ("cents", "german", "english"),
    [
        (120_000_000, "1.200.000\N{NO-BREAK SPACE}€", "€1,200,000"),
        (1050, "10,50\N{NO-BREAK SPACE}€", "€10.50"),
    ],
)
def test_money_is_written_with_cents_only_where_there_are_some(
    cents: int, german: str, english: str
) -> None:
    assert (GERMAN.money(cents), ENGLISH.money(cents)) == (german, english)


def test_large_numbers_are_grouped() -> None:
    assert (GERMAN.number(2138), ENGLISH.number(2138)) == ("2.138", "2,138")
