"""Dates, times, numbers and money as people of a language write them."""

from datetime import date, datetime
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from babel import Locale
from babel.core import get_global
from babel.dates import format_date, format_skeleton, format_time, format_timedelta
from babel.numbers import format_currency, format_decimal
from babel.units import format_unit

from app.db.clock import now

# A unit, its seconds, and from how many of them on it is used: people count the days of a phase.
_SPANS = (("month", 2_592_000, 2.5), ("day", 86_400, 2), ("hour", 3_600, 2), ("minute", 60, 0))

# What Babel knows of all languages and places of the world, which no page asks: 2 MB.
_UNUSED = "likely_subtags meta_zones territory_currencies territory_languages zone_territories"
for _unused in _UNUSED.split():
    dict[str, Any].clear(get_global(_unused))  # type: ignore[arg-type]


@lru_cache(maxsize=4096)
def _day(day: date, locale: Locale) -> str:
    return format_date(day, "long", locale)


@lru_cache(maxsize=4096)
def _short_day(day: date, locale: Locale) -> str:
    return format_skeleton("MMMd", datetime(day.year, day.month, day.day), locale=locale)  # noqa: DTZ001


@lru_cache(maxsize=4096)
def _number(number: float, locale: Locale) -> str:
    return format_decimal(number, locale=locale)


def _clock(moment: datetime, zone: ZoneInfo, locale: Locale) -> str:
    day = _day(moment.astimezone(zone).date(), locale)
    return f"{day}, {format_time(moment, 'short', zone, locale)}"


class Formats:
    """The filters of one language's pages."""

    def __init__(self, locale: Locale, time_zone: str) -> None:
        self.locale = locale
        self.zone = ZoneInfo(time_zone)

    def day(self, moment: datetime | date) -> str:
        """3 February 2026"""
        return _day(self._local_day(moment), self.locale)

    def short_day(self, moment: datetime | date) -> str:
        """3 Feb"""
        return _short_day(self._local_day(moment), self.locale)

    def moment(self, moment: datetime) -> str:
        """3 February 2026, 14:02"""
        return _clock(moment, self.zone, self.locale)

    def hour(self, moment: datetime) -> str:
        """14:02 when it is today, else with the day"""
        if self._local_day(moment) != self._local_day(now()):
            return self.moment(moment)
        return format_time(moment, "short", self.zone, self.locale)

    def iso(self, moment: datetime) -> str:
        """For the attribute of a time element."""
        return moment.astimezone(self.zone).isoformat(timespec="minutes")

    def ago(self, moment: datetime) -> str:
        """2 hours ago, or in 3 days"""
        return format_timedelta(moment - now(), add_direction=True, locale=self.locale)

    def span(self, moment: datetime) -> str:
        """How long it is from now to a moment, or since it, without direction: 12 days

        Days are counted as a calendar counts them, because the day itself often stands beside it.
        """
        seconds = abs(moment - now()).total_seconds()
        unit, length, _ = next(each for each in _SPANS if seconds >= each[1] * each[2])
        days = abs((self._local_day(moment) - self._local_day(now())).days)
        number = days if unit == "day" else round(seconds / length)
        return format_unit(number, f"duration-{unit}", locale=self.locale)

    def number(self, number: float) -> str:
        """2,138"""
        return _number(number, self.locale)

    def money(self, cents: int) -> str:
        """Whole cents as euros: €1,200,000"""
        pattern = (
            None
            if cents % 100
            else "¤#,##0"
            if self.locale.language == "en"
            else "#,##0\N{NO-BREAK SPACE}¤"
        )
        return format_currency(cents / 100, "EUR", pattern, self.locale, currency_digits=False)

    def _local_day(self, moment: datetime | date) -> date:
        if isinstance(moment, datetime):
            return moment.astimezone(self.zone).date()
        return moment


def is_late(moment: datetime | None) -> bool:
    """Whether a due time has passed."""
    return moment is not None and moment < now()
