"""Cards of problems as finished HTML, kept as long as nothing on them changes."""

from collections.abc import Hashable, Iterable

from markupsafe import Markup

from app.items.trail import mini_stops
from app.problems.queries import ProblemCard
from app.web.pages import environment
from app.web.requests import Request

KEPT_AT_MOST = 1_000
_kept: dict[Hashable, str] = {}


def cards_html(request: Request, cards: Iterable[ProblemCard]) -> Markup:
    """The cards in the language of the page."""
    finished = (_card_html(card, request.language, request.settings.time_zone) for card in cards)
    return Markup("".join(finished))  # noqa: S704 - made by our own templates, which escape


def _card_html(card: ProblemCard, language: str, time_zone: str) -> str:
    key = (card.id, card.version, language, card.author, card.organisation, card.district)
    html = _kept.get(key)
    if html is None:
        if len(_kept) >= KEPT_AT_MOST:
            _kept.clear()
        template = environment(language, time_zone).get_template("problems/_card.html")
        html = template.render(card=card, stops=mini_stops(card.way, card.way_ended))
        _kept[key] = html
    return html
