"""Calendars and feeds, read by the programs that people read them with."""

from datetime import timedelta
from typing import Any

import feedparser
from icalendar import Calendar
from sqlmodel import Session

from app.db.clock import clock_at, now
from app.items.spine import new_item
from app.participation.commands import extend_phase
from app.process.vocabulary import Action, Kind, Office, Phase, State
from app.record import record
from tests.client import CheckingClient
from tests.makers import in_days, make_officer, make_participation, phases
from tests.participation.makers import the_phase
from tests.queries import counted_queries

REASON = "The posters came late."


def events(client: CheckingClient, path: str) -> dict[str, Any]:
    answer = client.get(path)
    assert answer.headers["content-type"].startswith("text/calendar")
    return {str(each["UID"]): each for each in Calendar.from_ical(answer.content).events}


def feed(client: CheckingClient, path: str) -> Any:
    answer = client.get(path)
    assert answer.headers["content-type"].startswith("application/atom+xml")
    read = feedparser.parse(answer.content)
    assert read.bozo == 0
    assert read.version == "atom10"
    return read


def test_the_calendar_holds_every_phase_and_the_day_of_the_answers(
    client: CheckingClient, session: Session
) -> None:
    place = make_participation(session)
    collecting = the_phase(session, place, Phase.COLLECTING)

    found = events(client, f"/en/participation/{place.reference}/calendar.ics")

    event = found[f"phase-{collecting.id}@testserver"]
    assert event["SUMMARY"].endswith(": Getting around without a car")
    assert event.start.tzinfo.key == "Europe/Berlin"
    assert abs(event.end - collecting.closes_at) < timedelta(seconds=1)
    assert event["SEQUENCE"] == 0
    assert event["URL"] == f"http://testserver/en/participation/{place.reference}"
    assert f"answers-{place.id}@testserver" in found
    assert len(found) == 3


def test_an_extension_keeps_the_event_and_raises_its_sequence(
    client: CheckingClient, session: Session
) -> None:
    place = make_participation(session)
    collecting = the_phase(session, place, Phase.COLLECTING)
    office = make_officer(session, Office.ADMINISTRATION)
    path = f"/en/participation/{place.reference}/calendar.ics"
    before = events(client, path)

    with clock_at(now() + timedelta(hours=1)):
        extend_phase(session, office, place, collecting, to=in_days(5.5), reason=REASON)
    after = events(client, path)

    uid = f"phase-{collecting.id}@testserver"
    assert before.keys() == after.keys()
    assert after[uid]["SEQUENCE"] == 1
    assert after[uid].DTSTAMP > before[uid].DTSTAMP
    assert after[uid].end > before[uid].end
    assert REASON in after[uid]["DESCRIPTION"]


def test_one_calendar_holds_them_all_also_at_the_plain_address(
    client: CheckingClient, session: Session
) -> None:
    make_participation(session)
    make_participation(session, Phase.ANNOUNCED)

    with counted_queries() as sent:
        found = events(client, "/calendar.ics")

    assert len(found) == 5
    assert found.keys() == events(client, "/de/calendar.ics").keys()
    assert len(sent) <= 6


def test_a_calendar_without_dates_is_one_too(client: CheckingClient, session: Session) -> None:
    assert events(client, "/en/calendar.ics") == {}


def test_the_feed_tells_openings_extensions_and_closings(
    client: CheckingClient, session: Session
) -> None:
    planned = phases((Phase.COLLECTING, -20, -5), (Phase.DELIBERATING, -5, 5))
    place = make_participation(session, phases=planned, title="Buses & trams <at night>")
    office = make_officer(session, Office.ADMINISTRATION)
    now_open = the_phase(session, place, Phase.DELIBERATING)
    extend_phase(session, office, place, now_open, to=in_days(9), reason=REASON)

    read = feed(client, f"/en/participation/{place.reference}/feed.atom")

    assert read.feed.title == "Buses & trams <at night>"
    told = [(entry.category, entry.title.partition(":")[0]) for entry in read.entries]
    assert sorted(told) == [
        ("closed", "Closed"),
        ("extended", "Extended"),
        ("opened", "Open now"),
        ("opened", "Open now"),
        ("published", "Announced"),
    ]
    assert any(REASON in entry.summary for entry in read.entries)
    assert len({entry.id for entry in read.entries}) == 5
    moments = [entry.updated_parsed for entry in read.entries]
    assert moments == sorted(moments, reverse=True)
    assert read.feed.updated_parsed == moments[0]


def test_the_feed_tells_answers_and_synopses(client: CheckingClient, session: Session) -> None:
    place = make_participation(session)
    office = make_officer(session, Office.ADMINISTRATION)
    fields: dict[str, Any] = {"language": "en", "participation_id": place.id}
    new_item(session, office, Kind.ANSWER, State.PUBLISHED, title="Late lines", **fields)
    asked = new_item(session, office, Kind.CONSULTATION, State.ANSWERED, title="Plan", **fields)
    record(session, office, Action.PUBLISH_SYNOPSIS, asked.id)

    with counted_queries() as sent:
        read = feed(client, "/en/feed.atom")

    titles = [entry.title for entry in read.entries]
    assert "Answered: Late lines" in titles
    assert "Synopsis released: Plan" in titles
    assert len(sent) <= 6


def test_pages_lead_to_their_feed_and_calendar(client: CheckingClient, session: Session) -> None:
    place = make_participation(session)
    own = f"/en/participation/{place.reference}"

    page, overview = client.get(own).text, client.get("/en/participation").text

    head, _, body = page.partition("</head>")
    for text in (head, body):
        assert f'href="{own}/feed.atom"' in text
        assert f'href="{own}/calendar.ics"' in text
    head, _, body = overview.partition("</head>")
    assert 'href="/en/feed.atom"' in head
    assert 'href="/en/feed.atom"' in body
    assert 'href="/en/calendar.ics"' in body


def test_characters_that_xml_forbids_do_not_break_the_feed(
    client: CheckingClient, session: Session
) -> None:
    make_participation(session, title="Ways to\x0b school \U0001f6b2")

    read = feed(client, "/en/feed.atom")

    assert read.entries[0].title.endswith("Ways to school \U0001f6b2")
