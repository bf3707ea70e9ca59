"""Calendars (iCalendar) and feeds (Atom), of one participation and of all. They are public."""

import re
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from starlette.responses import Response

from app.db.clock import now
from app.i18n.catalogues import gettext
from app.items.models import Item
from app.items.trail import PAGE_OF
from app.items.visibility import find_item
from app.participation.happenings import Happening, Planned, happenings, planned_phases
from app.participation.reading import local_zone
from app.participation.words import WHAT_HAPPENS
from app.process.actor import VISITOR
from app.process.sentences import N_
from app.process.vocabulary import Kind
from app.process.words import word
from app.web.addresses import address
from app.web.endpoint import get
from app.web.pages import environment, found
from app.web.requests import Request

if TYPE_CHECKING:
    from icalendar import Event

CALENDAR, ATOM = "text/calendar; charset=utf-8", "application/atom+xml; charset=utf-8"
ANSWERS_DUE = N_("Answers are due")
EXTENDED = N_("It was extended: %(reason)s")
# The zone of a calendar covers what lies around its events.
AROUND = timedelta(days=400)
_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def calendar(request: Request) -> Response:
    """Every phase of the public participations, and when answers are due."""
    return _calendar(request, planned_phases(request.db))


def calendar_of_one(request: Request) -> Response:
    return _calendar(request, planned_phases(request.db, _public_item(request).id))


def feed(request: Request) -> Response:
    return _feed(request, happenings(request.db), None)


def feed_of_one(request: Request) -> Response:
    item = _public_item(request)
    return _feed(request, happenings(request.db, item.id), item)


def _public_item(request: Request) -> Item:
    """Programs that read calendars and feeds are nobody: they see what everybody sees."""
    item: Item = found(find_item(request.db, VISITOR, request.reference, Kind.PARTICIPATION))
    return item


def _calendar(request: Request, planned: list[Planned]) -> Response:
    from icalendar import Calendar  # large, and seldom asked for

    made = Calendar()
    made.add("prodid", "-//Gemeinwerk//Participation//EN")
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", f"Gemeinwerk {request.settings.city}")
    for phase in planned:
        made.add_component(_phase_event(request, phase))
    for phase in {each.participation_id: each for each in planned}.values():
        made.add_component(_answers_event(request, phase))
    moment = now().date()
    made.add_missing_timezones(first_date=moment - AROUND, last_date=moment + 2 * AROUND)
    name = {"Content-Disposition": 'inline; filename="gemeinwerk.ics"'}
    return Response(made.to_ical(), media_type=CALENDAR, headers=name)


def _phase_event(request: Request, phase: Planned) -> "Event":
    """An extension keeps the event and raises its sequence, so that calendars move it."""
    event = _event(request, phase, f"phase-{phase.id}")
    zone = local_zone(request)
    event.add("summary", f"{gettext(word(phase.kind))}: {phase.title}")
    event.add("dtstart", phase.opens_at.astimezone(zone))
    event.add("dtend", phase.closes_at.astimezone(zone))
    event.add("sequence", phase.extensions)
    told = gettext(WHAT_HAPPENS[phase.kind])
    if phase.reason:
        told += "\n\n" + gettext(EXTENDED) % {"reason": phase.reason}
    event.add("description", told)
    return event


def _answers_event(request: Request, phase: Planned) -> "Event":
    event = _event(request, phase, f"answers-{phase.participation_id}")
    day = phase.answers_due.astimezone(local_zone(request)).date()
    event.add("summary", f"{gettext(ANSWERS_DUE)}: {phase.title}")
    event.add("dtstart", day)
    event.add("dtend", day + timedelta(days=1))
    event.add("sequence", 0)
    return event


def _event(request: Request, phase: Planned, name: str) -> "Event":
    from icalendar import Event

    event = Event()
    event.add("uid", f"{name}@{urlsplit(request.settings.origin).netloc}")
    event.add("dtstamp", phase.changed_at)
    event.add("last-modified", phase.changed_at)
    event.add("url", _address_of(request, Kind.PARTICIPATION, phase.reference))
    event.add("transp", "TRANSPARENT")
    return event


def _feed(request: Request, entries: list[Happening], item: Item | None) -> Response:
    settings = request.settings
    more: dict[str, Any] = {"reference": item.reference} if item else {}
    code = request.language
    name, home = (
        ("participation:feed", "participation:show")
        if item
        else ("participation:feeds", "participation:index")
    )
    template = environment(code, settings.time_zone).get_template("participation/feed.xml")
    text = template.render(
        item=item,
        city=settings.city,
        host=urlsplit(settings.origin).netloc,
        itself=settings.origin + address(name, code, **more),
        home=settings.origin + address(home, code, **more),
        updated=max((each.at for each in entries), default=now()),
        entries=[(each, _address_of(request, each.kind, each.reference)) for each in entries],
    )
    return Response(_NOT_IN_XML.sub("", text), media_type=ATOM)


def _address_of(request: Request, kind: Kind, reference: str) -> str:
    path = address(PAGE_OF[kind], request.language, reference=reference)
    return request.settings.origin + path


routes = [
    get("/calendar.ics", calendar, "participation:calendars"),
    get("/feed.atom", feed, "participation:feeds"),
    get("/participation/{reference}/calendar.ics", calendar_of_one, "participation:calendar"),
    get("/participation/{reference}/feed.atom", feed_of_one, "participation:feed"),
]
# The same at addresses without a language, in the first language of the site.
plain_routes = [
    get("/calendar.ics", calendar, "calendar"),
    get("/feed.atom", feed, "feed"),
]
