from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlmodel import Session

from app.items.models import ITEM
from app.participation.forms import (
    BOTH_DAYS,
    DUE_TOO_EARLY,
    ENDS_BEFORE_IT_STARTS,
    NO_PHASE,
    OVERLAP,
)
from app.participation.models import PLANNED_PHASE
from app.process.vocabulary import Group, Kind, Office, Phase
from tests.client import CheckingClient
from tests.makers import (
    in_days,
    make_officer,
    make_participation,
    make_person,
    make_problem,
    phases,
)
from tests.participation.makers import day, give_verdict, the_phase, typed_concept
from tests.queries import counted_queries


def sign_in_office(client: CheckingClient, session: Session) -> None:
    client.sign_in(make_officer(session, Office.ADMINISTRATION))


def test_the_overview_says_what_is_open_coming_and_past(
    client: CheckingClient, session: Session
) -> None:
    make_participation(session, title="Buses at night")
    make_participation(session, Phase.SYNTHESIS, title="Shade in summer")
    make_participation(session, Phase.ANNOUNCED, title="Ways to school")
    make_participation(session, Phase.CLOSED, title="Plain forms")

    with counted_queries() as sent:
        page = client.get("/en/participation")

    order = [page.text.index(f">{title}<") for title in TITLES]
    assert order == sorted(order)
    assert "Open until" in page.text
    assert len(sent) <= 6


TITLES = ("Buses at night", "Shade in summer", "Ways to school", "Plain forms")


def test_an_overdue_answer_is_seen_on_the_overview(
    client: CheckingClient, session: Session
) -> None:
    place = make_participation(session, Phase.SYNTHESIS, answers_due=in_days(-2))
    make_problem(session, place)

    page = client.get("/en/participation")

    assert "0 of 1 answered, 2 days late" in page.text


def test_the_page_shows_the_whole_concept(client: CheckingClient, session: Session) -> None:
    place = make_participation(session)

    page = client.get(f"/en/participation/{place.reference}")

    for text in (
        "How people reach work, school and care without a car.",
        "Find out where public transport fails people.",
        "Which lines and stops are looked at first.",
        "The total number of buses is fixed by the transport contract.",
        "You are heard",
        "Mobility department, mobility@example.org",
    ):
        assert text in page.text
    assert f"/en/problems?participation={place.reference}" not in page.text
    assert f"/en/problems/new/title?participation={place.reference}" in page.text


def test_the_page_names_who_has_not_been_heard(client: CheckingClient, session: Session) -> None:
    place = make_participation(session)
    make_problem(session, place, make_person(session, Group.CITIZENS))

    page = client.get(f"/en/participation/{place.reference}")

    unheard = page.text.partition("Nobody yet from:")[2].partition("</ul>")[0]
    assert "Academia" in unheard
    assert "Citizens" not in unheard


def test_the_page_is_found_by_its_reference_only(client: CheckingClient, session: Session) -> None:
    problem = make_problem(session)

    assert client.get(f"/en/participation/{problem.reference}").status_code == 404
    assert client.get("/en/participation/B-2000-00001-X").status_code == 404


def test_the_administration_opens_a_participation(client: CheckingClient, session: Session) -> None:
    sign_in_office(client, session)

    answer = client.post("/en/participation/new", data=typed_concept())
    page = client.get(answer.headers["location"])

    assert "Shade in summer" in page.text
    assert "Nothing is asked of you at this moment." in page.text
    planned = session.execute(
        select(PLANNED_PHASE.c.kind, PLANNED_PHASE.c.opens_at, PLANNED_PHASE.c.closes_at).order_by(
            PLANNED_PHASE.c.opens_at
        )
    ).all()
    assert [row.kind for row in planned] == [Phase.COLLECTING, Phase.SYNTHESIS]
    assert planned[0].closes_at - planned[0].opens_at > timedelta(days=19, hours=22)


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"collecting_closes": day(0)}, "collecting_closes", ENDS_BEFORE_IT_STARTS),
        ({"synthesis_opens": day(20)}, "synthesis_opens", OVERLAP),
        ({"synthesis_opens": day(5)}, "synthesis_opens", OVERLAP),
        ({"collecting_closes": ""}, "collecting_closes", BOTH_DAYS),
        ({"collecting_opens": ""}, "collecting_closes", BOTH_DAYS),
        ({"answers_due": day(10)}, "answers_due", DUE_TOO_EARLY),
        ({"answers_due": "soon"}, "answers_due", "Please write a date"),
        ({"title": "   "}, "title", "Please fill this in."),
        ({"level": ""}, "level", "Please choose one of these."),
    ],
)
def test_what_cannot_be_planned_is_said_beside_its_field(
    client: CheckingClient,
    session: Session,
    changes: dict[str, str],
    field: str,
    sentence: str,
) -> None:
    sign_in_office(client, session)

    answer = client.post("/en/participation/new", data=typed_concept(**changes))

    assert answer.status_code == 422
    message = answer.text.partition(f'id="{field}-error">')[2].partition("</p>")[0]
    assert sentence in message
    assert "Where the city is too hot in summer." in answer.text
    assert session.execute(select(ITEM.c.id).where(ITEM.c.kind == Kind.PARTICIPATION)).all() == []


def test_without_any_phase_there_is_no_participation(
    client: CheckingClient, session: Session
) -> None:
    sign_in_office(client, session)
    days = {name: "" for name in typed_concept() if name.endswith(("_opens", "_closes"))}

    answer = client.post("/en/participation/new", data=typed_concept(**days))

    assert answer.status_code == 422
    assert NO_PHASE in answer.text


def test_others_open_no_participation(client: CheckingClient, session: Session) -> None:
    client.sign_in(make_officer(session, Office.MODERATOR))

    assert client.get("/en/participation/new").status_code == 403
    assert client.post("/en/participation/new", data=typed_concept()).status_code == 403
    assert "Open a participation" not in client.get("/en/participation").text


def test_an_extension_is_shown_with_its_reason(client: CheckingClient, session: Session) -> None:
    place = make_participation(session, Phase.DELIBERATING)
    phase = the_phase(session, place, Phase.DELIBERATING)
    sign_in_office(client, session)
    at = f"/en/participation/{place.reference}"

    form = client.get(f"{at}/extend")
    typed = {"phase": str(phase.id), "closes_on": day(12), "reason": "The posters came late."}
    answer = client.post(f"{at}/extend", data=typed)

    assert "checked>" in form.text
    assert answer.status_code == 303
    page = client.sign_out().get(at)
    assert "Extended on" in page.text
    assert "The posters came late." in page.text


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"closes_on": day(2)}, "The new end must be later than the present one"),
        ({"closes_on": day(10)}, OVERLAP),
        ({"reason": ""}, "Please fill this in."),
    ],
)
def test_an_extension_that_cannot_be_is_said_beside_its_field(
    client: CheckingClient, session: Session, changes: dict[str, str], sentence: str
) -> None:
    place = make_participation(session)
    phase = the_phase(session, place, Phase.COLLECTING)
    sign_in_office(client, session)
    typed = {"phase": str(phase.id), "closes_on": day(6), "reason": "The posters came late."}

    answer = client.post(f"/en/participation/{place.reference}/extend", data=typed | changes)

    assert answer.status_code == 422
    assert sentence in answer.text


def test_the_synthesis_is_closed_when_nothing_is_owed(
    client: CheckingClient, session: Session
) -> None:
    place = make_participation(session, Phase.SYNTHESIS)
    problem = make_problem(session, place)
    sign_in_office(client, session)
    at = f"/en/participation/{place.reference}"

    before = client.get(at)
    refused = client.post(f"{at}/close")
    give_verdict(session, problem)
    closed = client.post(f"{at}/close")

    assert "1 answer is still owed." in before.text
    assert 'aria-disabled="true"' in before.text
    assert refused.status_code == 403
    assert closed.status_code == 303
    assert "when everything had its answer" in client.get(at).text


def test_the_acts_of_the_office_are_shown_to_it_alone(
    client: CheckingClient, session: Session
) -> None:
    place = make_participation(session, Phase.SYNTHESIS)

    page = client.sign_in(make_person(session)).get(f"/en/participation/{place.reference}")

    assert "Close the synthesis" not in page.text
    assert client.get(f"/en/participation/{place.reference}/extend").status_code == 403


def test_what_was_done_is_said_in_the_language_of_the_page(
    client: CheckingClient, session: Session
) -> None:
    place = make_participation(session)

    page = client.get(f"/de/participation/{place.reference}?notice=saved")

    assert "Gespeichert." in page.text


def test_what_is_wrong_is_listed_in_the_order_of_the_fields(
    client: CheckingClient, session: Session
) -> None:
    sign_in_office(client, session)
    wrong = typed_concept(title="", contact="", answers_due="soon")

    page = client.post("/en/participation/new", data=wrong)

    places = [
        page.text.index(f'<a href="#{name}">') for name in ("title", "contact", "answers_due")
    ]
    assert places == sorted(places)


def test_an_office_for_one_participation_covers_another_one_opens(
    client: CheckingClient, session: Session
) -> None:
    first = make_participation(session)
    client.sign_in(make_officer(session, Office.ADMINISTRATION, scope_id=first.id))

    opened = client.post("/en/participation/new", data=typed_concept())

    page = client.get(opened.headers["location"])
    assert "Extend a phase" in page.text


def test_the_day_of_the_answers_stands_between_the_phases_in_its_order(
    client: CheckingClient, session: Session
) -> None:
    planned = phases((Phase.SYNTHESIS, -2, 20), (Phase.REQUIREMENTS, 40, 60))
    place = make_participation(session, phases=planned, answers_due=in_days(30))

    page = client.get(f"/en/participation/{place.reference}").text

    named = ("Synthesis and answers", "Answers", "Discussing requirements")
    order = [page.index(f"<h3>{name}") for name in named]
    assert order == sorted(order)
