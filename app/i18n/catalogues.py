"""The sentences of each language, read from the portable catalogues at start."""

import io
import re
from functools import cache
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations

from app.i18n.languages import current_language

LOCALES = Path(__file__).parents[2] / "locales"
SOURCE = "en"
MIRRORED = "xb"
_PLACEHOLDER = re.compile(r"(%\(\w+\)[sd]|%%)")


class _Mirrored(NullTranslations):
    """Every sentence between right-to-left marks and brackets, its placeholders untouched."""

    def ugettext(self, message: str) -> str:
        return mirrored(message)

    def ungettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return mirrored(msgid1 if n == 1 else msgid2)

    gettext = ugettext
    ngettext = ungettext


def mirrored(sentence: str) -> str:
    """The sentence as the generated right-to-left language shows it: longer, and marked."""
    parts = _PLACEHOLDER.split(sentence)
    text = "".join(part if at % 2 else part.swapcase() for at, part in enumerate(parts))
    return f"\u2067[{text}\u05d0\u05d1]\u2069"


@cache
def catalogue(language: str) -> NullTranslations:
    """The catalogue of a language; the source language translates to itself."""
    if language == MIRRORED:
        return _Mirrored()
    path = LOCALES / language / "LC_MESSAGES" / "messages.po"
    if language == SOURCE or not path.exists():
        return NullTranslations()
    compiled = io.BytesIO()
    with path.open("rb") as source:
        write_mo(compiled, read_po(source, locale=language))
    compiled.seek(0)
    return Translations(compiled)


def gettext(sentence: str) -> str:
    """The sentence in the language of the page or mail being made."""
    return catalogue(current_language.get()).ugettext(sentence)


def ngettext(one: str, many: str, number: int) -> str:
    """The sentence for a number, in the language of the page or mail being made."""
    return catalogue(current_language.get()).ungettext(one, many, number)
