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

# In which people here write; more than the languages of the pages. Their names are written out,
# since Babel would hold all that it knows of each of them: 20 MB.
WRITTEN = {
    "ar": "العربية",
    "bg": "български",
    "de": "Deutsch",
    "el": "Ελληνικά",
    "en": "English",
    "es": "español",
    "fa": "فارسی",
    "fr": "français",
    "hr": "hrvatski",
    "it": "italiano",
    "ku": "kurdî",
    "pl": "polski",
    "pt": "português",
    "ro": "română",
    "ru": "русский",
    "sq": "shqip",
    "sr": "српски",
    "tr": "Türkçe",
    "uk": "українська",
}

current_language: ContextVar[str] = ContextVar("current_language", default="en")


def direction_of(tag: str) -> str:
    """The direction of writing of any language tag that a contribution may carry."""
    return "rtl" if tag.partition("-")[0] in {"ar", "fa", "he", "ur", "ps", "ckb"} else "ltr"
