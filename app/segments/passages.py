"""Taking texts apart, sentence by sentence and without losing a character, and blacking out."""

import re
from collections.abc import Collection, Iterable

BLACKED_OUT = "█████"
TITLE_LENGTH = 120
_SENTENCE = re.compile(r".*?(?:[.!?…][\"'”»)\]]*\s+|\n\s*|\Z)", re.DOTALL)


def sentences(text: str) -> list[str]:
    """The sentences and lines of a text, each with the space after it: joined they are the text."""
    return [each for each in _SENTENCE.findall(text) if each]


def taken_apart(text: str, chosen: Collection[int]) -> tuple[str, str]:
    """The chosen sentences, by number from 0, and the rest, both in the very words."""
    pieces = list(enumerate(sentences(text)))
    inside = "".join(piece for number, piece in pieces if number in chosen)
    outside = "".join(piece for number, piece in pieces if number not in chosen)
    return inside.strip(), outside.strip()


def opening_of(text: str) -> str:
    """The first words of a text, to call it by."""
    line = " ".join(text.split())
    if len(line) <= TITLE_LENGTH:
        return line
    return line[: TITLE_LENGTH - 1].rsplit(" ", 1)[0] + "…"


def blacked_out(text: str, passages: Iterable[str]) -> str:
    """The text with every one of the passages blacked out, however it is spaced and capitalised."""
    for passage in sorted(passages, key=len, reverse=True):
        words = [re.escape(word) for word in passage.split()]
        if words:
            text = re.sub(r"\s+".join(words), BLACKED_OUT, text, flags=re.IGNORECASE)
    return text
