"""The filters of the list as finished HTML: the same for everybody who filters alike."""

from dataclasses import replace

from markupsafe import Markup
from sqlalchemy import cast, literal, null, select, union_all

from app.db.columns import DATA
from app.db.remembered import Remembered
from app.goals.models import ACTION_FIELD, DISTRICT
from app.i18n.choice import in_language
from app.problems.listing import Wanted
from app.process.vocabulary import DECLARED_GROUPS, Contribution, Order, Standing
from app.process.words import Choice
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
    districts, fields = _places_and_fields(request)
    html = template.render(
        wanted=wanted,
        orders=word_choices(Order),
        standings=word_choices(Standing),
        kinds=word_choices(Contribution),
        groups=word_choices(DECLARED_GROUPS),
        districts=districts,
        fields=fields,
    )
    return Markup(html)  # noqa: S704 - made by our own template, which escapes


_PLACES_AND_FIELDS = union_all(
    select(DISTRICT.c.id, DISTRICT.c.name.label("district"), cast(null(), DATA).label("names")),
    select(ACTION_FIELD.c.id, literal(""), ACTION_FIELD.c.name),
)


def _places_and_fields(request: Request) -> tuple[list[Choice], list[Choice]]:
    """The districts by name and the action fields in their order, in one statement."""
    rows = request.db.execute(_PLACES_AND_FIELDS).all()
    districts = sorted((row.district, row.id) for row in rows if row.names is None)
    fields = sorted((row.id, in_language(row.names, request.language)) for row in rows if row.names)
    return (
        [Choice(str(number), name) for name, number in districts],
        [Choice(str(number), name) for number, name in fields],
    )
