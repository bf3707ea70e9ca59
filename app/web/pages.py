"""Making answers: a whole page or a part of it, and where the browser goes after a write."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cache, lru_cache, partial
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, RedirectResponse, Response

from app.i18n.catalogues import catalogue
from app.i18n.folding import FoldedEnvironment
from app.i18n.formats import Formats, is_late
from app.i18n.languages import LANGUAGES, current_language, direction_of
from app.process.sentences import N_
from app.process.words import Choice, word
from app.web.addresses import address, static_address
from app.web.forms import Submission
from app.web.requests import Request

TEMPLATES = Path(__file__).parents[2] / "templates"

NOTICES = {
    "saved": N_("Saved."),
    "asked": N_("You have asked to belong to it. Whoever represents it decides."),
    "belongs": N_("You belong to this organisation now."),
    "invited": N_("The invitation is on its way."),
    "invited-all": N_("The invitations are on their way."),
    "invited-before": N_("All of them were invited before, so nobody was written to again."),
    "released": N_("It is released inside. Now it can be submitted."),
    "sheet": N_("Every row of the sheet is stored."),
    "statement-withdrawn": N_("The statement is withdrawn."),
    "supported": N_("Thank you. You support this now."),
    "unsupported": N_("You have taken your support back."),
    "entered": N_("You can take part now."),
    "commented": N_("Your comment is published."),
    "waiting": N_("Thank you. Moderation looks at it before it is published."),
    "merged": N_("They are one contribution now. Everybody concerned is told."),
    "unmerged": N_("The merge is undone. Everything is as it was before."),
    "withdrawn": N_("You have withdrawn your contribution."),
    "deleted": N_("Deleted."),
    "attached": N_("The file is added."),
    "signed-out": N_("You are signed out."),
    "moderated": N_("Done. The authors are told by mail."),
    "next": N_("Done. The authors are told by mail. This is what is due next."),
    "noted": N_("Your note is kept for the other moderators."),
    "reported": N_("Thank you. Moderation looks at it. Nobody else learns that it was you."),
    "unreported": N_("You have taken your report back."),
    "objected": N_("Your objection is on its way. Somebody who did not decide before looks at it."),
    "appeal-decided": N_("The objection is decided. Its author is told by mail."),
    "redacted": N_("The passages are blacked out. Their author is told by mail."),
    "partly": N_("Done. Some had been decided already, so nothing changed there."),
    "answered": N_("The answer is published. Everybody who took part is told by mail."),
    "answered-inside": N_("The answer is kept. It becomes public with the synopsis."),
    "answered-alike": N_("The segments in this topic have its answer now."),
    "synopsis-released": N_("The synopsis is released. Everybody who took part is told."),
    "submitted": N_("It is put to decision. Nothing in it changes any more."),
    "followed": N_("You follow this now. What is new comes to your inbox."),
    "unfollowed": N_("You follow this no longer."),
    "decided": N_("The decision is on the record. Everybody who took part is told by mail."),
}


@dataclass(frozen=True, slots=True)
class Viewer:
    """The person who looks at a page, as the layout shows them."""

    id: int
    signed_in: bool
    name: str
    offices: bool
    waiting: int
    unread: int


@dataclass(frozen=True, slots=True)
class Frame:
    """The links around a page: the places of the site, and the shortcuts of a phone."""

    places: Markup
    tabs: Markup


@dataclass(frozen=True, slots=True)
class OtherLanguage:
    """The same page in a language."""

    code: str
    name: str
    tag: str
    href: str


@dataclass(frozen=True, slots=True)
class DrawnStop:
    """A station of the way as it is drawn: its word, its state, its date in words."""

    name: str
    state: str
    when: str


@cache
def environment(language: str, time_zone: str) -> FoldedEnvironment:
    """The templates of one language, their sentences already translated."""
    constant: dict[str, Callable[..., str]] = {
        "url": partial(_url, language),
        "static": static_address,
    }
    made = FoldedEnvironment(
        catalogue(language),
        constant,
        loader=jinja2.FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        cache_size=-1,
    )
    made.globals |= constant | {
        "language": LANGUAGES[language].tag,
        "direction": LANGUAGES[language].direction,
    }
    made.filters |= _filters(language, time_zone)
    made.tests["late"] = is_late
    return made


def _filters(language: str, time_zone: str) -> dict[str, Callable[..., Any]]:
    translate = catalogue(language).ugettext
    formats = Formats(LANGUAGES[language].locale, time_zone)
    return {
        "date": formats.day,
        "short_date": formats.short_day,
        "datetime": formats.moment,
        "hour": formats.hour,
        "iso": formats.iso,
        "ago": formats.ago,
        "due": formats.span,
        "span": formats.span,
        "number": formats.number,
        "money": formats.money,
        "word": partial(_translated_word, translate),
        "sentence": translate,
        "direction_of": direction_of,
        "drawn": lambda stops: [
            DrawnStop(
                _translated_word(translate, stop.station),
                stop.state,
                formats.short_day(stop.when) if stop.when and stop.state != "open" else "",
            )
            for stop in stops
        ],
    }


def _url(language: str, name: str, query: dict[str, str] | None = None, **params: object) -> str:
    return address(name, language, query, **params)


def _translated_word(translate: Any, member: Enum) -> str:
    return str(translate(word(member)))


def page(
    request: Request,
    template: str,
    fragments: Sequence[str] = (),
    *,
    status: int = 200,
    **values: Any,
) -> Response:
    """Render `template`, or only its block named by the htmx target when that is a fragment.

    A fragment is a block whose name is also the id of the element it fills.
    """
    source = environment(request.language, request.settings.time_zone).get_template(template)
    values |= _surroundings(request)
    target = request.headers.get("hx-target", "").rpartition("#")[2]
    if target in fragments:
        html = "".join(source.blocks[target](source.new_context(values)))
    else:
        html = source.render(values)
    form = values.get("form")
    if isinstance(form, Submission) and form.errors:
        html = form.named(html)
    return HTMLResponse(html, status, headers={"Vary": "Cookie, HX-Target, Accept-Encoding"})


def _surroundings(request: Request) -> dict[str, Any]:
    actor, settings = request.actor, request.settings
    return {
        "viewer": Viewer(
            actor.id, actor.signed_in, actor.name, actor.in_office, request.waiting, actor.unread
        ),
        "languages": _other_languages(request),
        "here": request.here,
        "frame": _frame(request.language, settings.time_zone, request.here),
        "demo": settings.demo,
        "city": settings.city,
        "notice": NOTICES.get(request.query_params.get("notice", "")),
        "once": request.once,
        "unsent": request.kept if actor.signed_in else {},
    }


@lru_cache(maxsize=200)
def _frame(language: str, time_zone: str, here: str) -> Frame:
    """What surrounds a page whoever looks at it; made once."""
    made = environment(language, time_zone)
    places, tabs = (
        made.get_template(f"layouts/_{part}.html").render(here=here) for part in ("places", "tabs")
    )
    return Frame(Markup(places), Markup(tabs))  # noqa: S704 - our own templates, which escape


def _other_languages(request: Request) -> list[OtherLanguage]:
    scope = request.scope  # request.url would take it apart and put it together first
    _, _, path = scope["raw_path"].decode("latin-1")[1:].partition("/")
    query = f"?{scope['query_string'].decode('latin-1')}" if scope["query_string"] else ""
    rest = f"{path}{query}" if scope.get("language") else query
    return [
        OtherLanguage(code, LANGUAGES[code].name, LANGUAGES[code].tag, f"/{code}/{rest}")
        for code in request.settings.language_codes
    ]


def word_choices(members: Iterable[Enum]) -> list[Choice]:
    """Members of a vocabulary as options of a form, in the language of the page."""
    return _word_choices(tuple(members), current_language.get())


@lru_cache(maxsize=500)
def _word_choices(members: tuple[Enum, ...], language: str) -> list[Choice]:
    translate = catalogue(language).ugettext
    return [Choice(member.value, translate(word(member))) for member in members]


def blank(request: Request, typed: Mapping[str, Any] | None = None) -> Submission[Any]:
    """An unsent form: filled with what one had typed before signing in, else with `typed`."""
    return Submission(request.kept or typed or {})


def see_other(
    request: Request, name: str, query: dict[str, str] | None = None, **params: object
) -> Response:
    """Send the browser on after a write."""
    return go_to(request, address(name, request.language, query, **params))


def go_to(request: Request, target: str) -> Response:
    """Send the browser to a path; htmx is told by header, since fetch hides redirects."""
    if "hx-request" in request.headers:
        return Response(status_code=204, headers={"HX-Redirect": target})
    return RedirectResponse(target, 303)


def found(thing: Any) -> Any:
    """`thing`, or the page that says there is none."""
    if thing is None:
        raise HTTPException(404)
    return thing
