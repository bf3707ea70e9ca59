"""How alike two texts are: the same words, or character n-grams and stems weighed by rarity.

Rarity is taken from the texts at hand, so a phrase that everybody uses says little. Likeness says
nothing about meaning: "older than" and "younger than" look alike, hence `may_contradict`.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import lru_cache
from math import log, sqrt
from typing import Any

from app.items.search import normalised

SUGGESTED, SIMILAR = 0.5, 0.35
GRAMS = (3, 4, 5)
LANGUAGES = {"de": "german", "en": "english", "tr": "turkish", "fr": "french", "ar": "arabic"}
_NUMBER = re.compile(r"\d+")
# What turns a sentence round, in the languages of the pages; without accents, as they are compared.
# fmt: off
_TURNING = frozenset(
    {
        "nicht", "kein", "keine", "keinen", "keiner", "keinem", "ohne", "nie", "niemals",
        "weniger", "mehr", "junger", "alter", "fruher", "spater", "gegen", "fur", "verbieten",
        "erlauben", "erhohen", "senken", "not", "no", "never", "without", "less", "more",
        "younger", "older", "earlier", "later", "against", "for", "forbid", "allow", "raise",
        "lower", "cannot", "dont",
    }
)
# fmt: on


def same_words(one: str, other: str) -> bool:
    """Whether only capitals, accents and punctuation differ."""
    return normalised(one) == normalised(other)


def may_contradict(one: str, other: str) -> bool:
    """Whether different numbers, or words that turn a sentence round, set two texts apart."""
    if set(_NUMBER.findall(one)) != set(_NUMBER.findall(other)):
        return True
    words, others = set(normalised(one)), set(normalised(other))
    return bool((words ^ others) & _TURNING)


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
