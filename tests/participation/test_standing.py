"""What is open at any time has no last day, on no page."""

from sqlmodel import Session

from app.items.models import Item
from app.participation.forms import NO_END, standing_from
from app.process.vocabulary import Office
from tests.client import CheckingClient
from tests.makers import in_days, make_officer, make_participation, make_problem
from tests.participation.makers import typed_concept
from tests.synthesis.makers import put_into_topic


def make_arena(session: Session) -> Item:
    return make_participation(session, phases=(standing_from(in_days(-30)),), answers_due=NO_END)


def test_the_administration_opens_what_is_open_at_any_time(
    client: CheckingClient, session: Session
) -> None:
    client.sign_in(make_officer(session, Office.ADMINISTRATION))
    days = {name: "" for name in typed_concept() if name.endswith(("_opens", "_closes", "_due"))}

    made = client.post("/en/participation/new", data=typed_concept(**days) | {"runs": "standing"})
    at = made.headers["location"].partition("?")[0]
    page, form = client.get(at).text, client.get(f"{at}/edit").text

    assert "Open on any day" in page
    assert "Extend a phase" not in page
    assert "First day" not in form
    lists = ("/en/participation", "/en/", "/en/calendar.ics", "/en/feed.atom", "/en/problems/new")
    for text in (page, form, *(client.get(path).text for path in lists)):
        assert "9999" not in text


def test_no_page_of_what_came_in_shows_a_last_day(client: CheckingClient, session: Session) -> None:
    arena = make_arena(session)
    problem = make_problem(session, arena)
    topic = put_into_topic(session, arena, [problem])
    client.sign_in(make_officer(session, Office.ADMINISTRATION))

    for path in (
        f"/en/problems/{problem.reference}",
        f"/en/topics/{topic.reference}",
        f"/en/items/{problem.reference}/trail",
        f"/en/participation/{arena.reference}",
        f"/en/participation/{arena.reference}/synthesis",
        "/en/desk",
    ):
        page = client.get(path)
        assert page.status_code == 200, path
        assert "9999" not in page.text, path
