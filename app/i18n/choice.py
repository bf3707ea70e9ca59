"""Which language a browser asks for."""

from operator import itemgetter


def preferred(accept_language: str, codes: tuple[str, ...]) -> str:
    """The first of our languages that the Accept-Language header names, by its weights."""
    parts = [part for part in accept_language.replace(" ", "").split(",") if part]
    wanted = sorted(map(_weighed, parts), key=itemgetter(0), reverse=True)
    for _, tag in wanted:
        if tag in codes:
            return tag
    return codes[0]


def _weighed(part: str) -> tuple[float, str]:
    tag, _, weight = part.partition(";q=")
    try:
        return float(weight or 1), tag.partition("-")[0].lower()
    except ValueError:
        return 0.0, tag.partition("-")[0].lower()


def in_language(texts: dict[str, str], language: str) -> str:
    """The text in the language, else in the first one there is."""
    return texts.get(language) or next(iter(texts.values()), "")
