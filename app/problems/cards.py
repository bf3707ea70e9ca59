"""Cards of problems as finished HTML, kept as long as nothing on them changes."""

from functools import lru_cache

from markupsafe import Markup

from app.items.trail import mini_stops
from app.problems.queries import ProblemCard
from app.web.pages import environment
from app.web.requests import Request


def card_html(request: Request, card: ProblemCard) -> Markup:
    """The card in the language of the page."""
    return _card_html(card, request.language, request.settings.time_zone)


@lru_cache(maxsize=20_000)
def _card_html(card: ProblemCard, language: str, time_zone: str) -> Markup:
    template = environment(language, time_zone).get_template("problems/_card.html")
    return Markup(template.render(card=card, stops=mini_stops(card.way, card.way_ended)))  # noqa: S704
