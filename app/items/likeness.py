"""How alike two texts are: the same words, or character n-grams and stems weighed by rarity.

Rarity is taken from the texts at hand, so a phrase that everybody uses says little. Likeness says
nothing about meaning: "older than" and "younger than" look alike, hence `may_contradict` and
`are_opposed`.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import lru_cache
from math import log, sqrt
from typing import Any

from app.items.search import normalised

SUGGESTED, SIMILAR = 0.5, 0.35
SAME_FRAME = 0.4
GRAMS = (3, 4, 5)
LANGUAGES = {"de": "german", "en": "english", "tr": "turkish", "fr": "french", "ar": "arabic"}
_NUMBER = re.compile(r"\d+")
# What turns a sentence round, in the languages of the pages; without accents, as they are compared.
# Words of one line do the same: "kein" in one text and "keinen" in another set nothing apart.
_TURNING = {
    word: line
    for line, words in enumerate(
        (
            "nicht kein keine keinen keiner keinem ohne nie niemals"
            " not no never without cannot dont",
            "weniger less fewer",
            "mehr more",
            "junger jungeren younger",
            "alter alteren older",
            "fruher earlier",
            "spater later",
            "gegen against",
            "verbieten verboten forbid forbidden ban",
            "erlauben erlaubt allow allowed",
            "erhohen raise",
            "senken lower",
        )
    )
    for word in words.split()
}


def same_words(one: str, other: str) -> bool:
    """Whether only capitals, accents and punctuation differ."""
    return normalised(one) == normalised(other)


def may_contradict(one: str, other: str) -> bool:
    """Whether different numbers, or words that turn a sentence round, set two texts apart."""
    if set(_NUMBER.findall(one)) != set(_NUMBER.findall(other)):
        return True
    return _turns(one) != _turns(other)


def _turns(text: str) -> set[int]:
    return {_TURNING[word] for word in normalised(text) if word in _TURNING}


def are_opposed(one: str, other: str) -> bool:
    """Whether two texts say the opposite in the same frame: "older than 56", "younger than 35".

    In texts that share few words, a "not" or a number more or less says nothing yet.
    """
    words, others = set(normalised(one)), set(normalised(other))
    same_frame = len(words & others) >= SAME_FRAME * len(words | others)
    return same_frame and may_contradict(one, other)


def likeness(
    text: str, candidates: Mapping[int, str], background: Iterable[str] = (), *, language: str
) -> dict[int, float]:
    """The likeness of `text` to each candidate, from 0 to 1, by their ids.

    `background`: further texts of the same place, from which is learned what is rare there.
    """
    mine = _features(text, language)
    theirs = {key: _features(each, language) for key, each in candidates.items()}
    documents = [mine, *theirs.values(), *(_features(each, language) for each in background)]
    spread = Counter(feature for document in documents for feature in document)
    known = len(documents)

    def vector(counts: Counter[str]) -> dict[str, float]:
        weighed = {
            feature: (1 + log(count)) * (log((1 + known) / (1 + spread[feature])) + 1)
            for feature, count in counts.items()
        }
        length = sqrt(sum(weight * weight for weight in weighed.values())) or 1.0
        return {feature: weight / length for feature, weight in weighed.items()}

    asked = vector(mine)
    return {key: _product(asked, vector(counts)) for key, counts in theirs.items()}


def _product(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    return sum(weight * other[feature] for feature, weight in one.items() if feature in other)


def _features(text: str, language: str) -> Counter[str]:
    """Character n-grams inside words with their edges, and stems, marked apart."""
    counts: Counter[str] = Counter()
    for word in normalised(text):
        counts[f"#{_stem(word, language)}"] += 1
        edged = f" {word} "
        for size in GRAMS:
            counts.update(edged[at : at + size] for at in range(len(edged) - size + 1))
    return counts


@lru_cache(maxsize=20_000)
def _stem(word: str, language: str) -> str:
    stemmer = _stemmer(language)
    return str(stemmer.stemWord(word)) if stemmer else word


@lru_cache
def _stemmer(language: str) -> Any:
    import snowballstemmer  # large, and only what compares texts needs it

    name = LANGUAGES.get(language.partition("-")[0])
    return snowballstemmer.stemmer(name) if name else None
