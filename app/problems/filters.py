"""The filters of the list as finished HTML: the same for everybody who filters alike."""

from dataclasses import replace

from markupsafe import Markup

from app.db.remembered import Remembered
from app.goals.queries import action_fields, choices, district_choices
from app.problems.listing import Wanted
from app.process.vocabulary import DECLARED_GROUPS, Contribution, Order, Standing
from app.web.pages import environment, word_choices
from app.web.requests import Request

_finished = Remembered()


def filters_html(request: Request, wanted: Wanted) -> Markup:
    """The fields to filter and order by, with what is chosen."""
    alike = replace(wanted, words="", after="", participation="")
    key = (request.db.get_bind().engine, request.language, alike)
    return _finished.get(key, lambda: _render(request, alike))


def _render(request: Request, wanted: Wanted) -> Markup:
    template = environment(request.language, request.settings.time_zone).get_template(
        "problems/_filters.html"
    )
    html = template.render(
        wanted=wanted,
        orders=word_choices(Order),
        standings=word_choices(Standing),
        kinds=word_choices(Contribution),
        groups=word_choices(DECLARED_GROUPS),
        districts=district_choices(request.db),
        fields=choices(action_fields(request.db, request.language)),
    )
    return Markup(html)  # noqa: S704 - made by our own template, which escapes
