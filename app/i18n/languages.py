"""The languages that pages may be shown in."""

from contextvars import ContextVar
from dataclasses import dataclass

from babel import Locale


@dataclass(frozen=True, slots=True)
class Language:
    """`code` is the first part of an address, `tag` what the page declares, `locale` for Babel."""

    code: str
    name: str
    tag: str
    direction: str
    locale: Locale


LANGUAGES = {
    "de": Language("de", "Deutsch", "de", "ltr", Locale("de")),
    "en": Language("en", "English", "en", "ltr", Locale("en", "GB")),
    # Generated from the English sentences, right to left: shows what breaks before Arabic comes.
    "xb": Language("xb", "[Mirrored]", "ar-XB", "rtl", Locale("en", "GB")),
}

current_language: ContextVar[str] = ContextVar("current_language", default="en")


def direction_of(tag: str) -> str:
    """The direction of writing of any language tag that a contribution may carry."""
    return "rtl" if tag.partition("-")[0] in {"ar", "fa", "he", "ur", "ps", "ckb"} else "ltr"
