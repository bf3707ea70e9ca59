"""What simple rules notice in a text: no judgement of opinions, only what one can check."""

import hashlib
import re
from collections.abc import Collection
from urllib.parse import urlsplit

from app.items.search import normalised
from app.moderation.words import Signal

_LINK = re.compile(r"(?:https?://|www\.)[^\s<>\"']+", re.IGNORECASE)
_SHOUTED = re.compile(r"[!?]{3,}")
MANY_LINKS = 2
ENOUGH_LETTERS = 20
MOSTLY = 0.6
TELLING_WORDS = 4


def text_signals(text: str, blocked: Collection[str]) -> list[Signal]:
    """What is noticeable about the words alone."""
    found = []
    if len(_LINK.findall(text)) >= MANY_LINKS:
        found.append(Signal.LINKS)
    if _in_capitals(text) or _SHOUTED.search(text):
        found.append(Signal.CAPITALS)
    if blocked and set(blocked) & set(normalised(text)):
        found.append(Signal.BLOCKED_WORD)
    return found


def blocked_words(setting: str) -> frozenset[str]:
    """The list of warnings as the operator has written it, in the writing of the search."""
    return frozenset(word for each in setting.split(",") for word in normalised(each))


def text_mark(text: str) -> str:
    """The same for texts that differ only in numbers, links, capitals, signs; "" for short ones."""
    words = [word for word in normalised(_LINK.sub(" ", text)) if not word.isdecimal()]
    if len(words) < TELLING_WORDS:
        return ""
    return "text:" + hashlib.sha256(" ".join(words).encode()).hexdigest()[:32]


def site_marks(text: str) -> list[str]:
    """The sites that a text leads to."""
    sites = {_site(link) for link in _LINK.findall(text)}
    return sorted(f"site:{site}"[:120] for site in sites if site)


def _site(link: str) -> str:
    full = link if "://" in link else f"http://{link}"
    try:
        host = urlsplit(full).hostname or ""
    except ValueError:
        return ""
    return host.removeprefix("www.").strip(".")


def _in_capitals(text: str) -> bool:
    letters = [each for each in text if each.isalpha()]
    capitals = sum(each.isupper() for each in letters)
    return len(letters) >= ENOUGH_LETTERS and capitals > MOSTLY * len(letters)
