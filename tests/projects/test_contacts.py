"""Contact points: central and in the districts."""

from sqlmodel import Session

from app.process.vocabulary import Office
from tests.client import CheckingClient
from tests.makers import make_officer, make_participation, make_person, make_strategy
from tests.projects.makers import make_contact
from tests.queries import counted_queries


def test_contact_points_are_listed_the_central_ones_first(
    client: CheckingClient, session: Session
) -> None:
    _, _, district = make_strategy(session)
    make_contact(session, name="Corner shop", district_id=district.id)
    make_contact(session, name="Town hall")

    with counted_queries() as sent:
        page = client.get("/en/contacts").text

    assert page.index("For the whole city") < page.index("Town hall") < page.index(district.name)
    assert page.index(district.name) < page.index("Corner shop")
    assert 'href="tel:030123456"' in page
    assert 'href="mailto:takepart@example.org"' in page
    assert "Level entrance from the yard" in page
    assert len(sent) <= 6


def test_every_page_and_every_participation_leads_there(
    client: CheckingClient, session: Session
) -> None:
    place = make_participation(session)

    assert "/en/contacts" in client.get("/en/goals").text.partition("<footer")[2]
    assert (
        "/en/contacts"
        in client.get(f"/en/participation/{place.reference}").text.partition("<footer")[0]
    )


def test_the_administration_sets_changes_and_ends_a_contact_point(
    client: CheckingClient, session: Session
) -> None:
    point = make_contact(session)
    client.sign_in(make_officer(session, Office.ADMINISTRATION))
    typed = {"name": "Town hall", "address": "Market square 1", "opening": "Every day from 9 to 12"}

    made = client.post("/en/contacts/new", data=typed)
    form = client.get(f"/en/contacts/{point.id}")
    ended = client.post(f"/en/contacts/{point.id}", data=typed | {"closed": "true"})
    wrong = client.post("/en/contacts/new", data=typed | {"email": "nowhere"})
    page = client.get("/en/contacts").text

    assert made.status_code == ended.status_code == 303
    assert "Office for participation" in form.text
    assert wrong.status_code == 422
    assert "Town hall" in page
    assert "Office for participation" not in page


def test_others_set_none(client: CheckingClient, session: Session) -> None:
    client.sign_in(make_person(session))

    assert client.get("/en/contacts/new").status_code == 403
    assert client.post("/en/contacts/new", data={}).status_code == 403
    assert "Add a contact point" not in client.get("/en/contacts").text
