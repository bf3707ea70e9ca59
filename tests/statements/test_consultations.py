import pytest
from sqlmodel import Session

from app.items.models import Item
from app.process.refusal import Refused
from app.process.vocabulary import Office, Phase, State, Visibility
from app.statements.consulting import prepare_consultation, publish_consultation
from app.statements.content import sections_of
from app.statements.forms import split_text
from tests.client import CheckingClient
from tests.makers import make_officer, make_participation, make_person
from tests.organisations.makers import make_member, make_organisation
from tests.queries import counted_queries
from tests.statements.makers import (
    consultation_form,
    make_consultation,
    make_statement,
    make_team,
)

PASTED = """Please read all of it.

1 Aim

The plan makes streets safe.

1. not a heading, since
2. it stands in a list

2 Speed

Thirty is the limit.

2.1 Which street comes first?
"""


def fields(**changes: object) -> dict[str, object]:
    return {**consultation_form().model_dump(exclude={"verified_only"}), **changes}


def test_a_consultation_is_prepared_in_private_and_then_published(
    client: CheckingClient, session: Session
) -> None:
    place = make_participation(session)
    officer = make_officer(session, Office.ADMINISTRATION)
    client.sign_in(officer)

    made = client.post(f"/en/participation/{place.reference}/consultations/new", data=fields())
    page = made.headers["location"].partition("?")[0]

    assert client.sign_out().get(page).status_code == 404
    client.sign_in(make_officer(session, Office.ADMINISTRATION, place.id))
    assert "Only the administration sees this" in client.get(page).text
    client.post(f"{page}/publish")
    read = client.sign_out().get(page).text
    assert "Thirty is the limit in all side streets." in read
    assert 'id="section-2"' in read
    assert "Every organisation can answer" in read
    assert "Open for statements until" in read
    assert "Plan for safe streets" in client.get("/en/consultations").text
    assert "Plan for safe streets" in client.get(f"/en/participation/{place.reference}").text


def test_a_pasted_text_is_split_for_checking(client: CheckingClient, session: Session) -> None:
    place = make_participation(session)
    client.sign_in(make_officer(session, Office.ADMINISTRATION))
    new = f"/en/participation/{place.reference}/consultations/new"

    checked = client.post(new, data={"title": "Plan", "pasted": PASTED, "go": "split"}).text
    nothing = client.post(new, data={"title": "Plan", "pasted": "Just words.", "go": "split"})

    assert 'value="2.1"' in checked
    assert "Which street comes first?" in checked
    assert "Please read all of it.</textarea>" in checked
    assert nothing.status_code == 422
    assert "No section was found" in nothing.text


def test_lists_inside_a_text_are_no_sections() -> None:
    before, sections = split_text(PASTED)

    assert before == "Please read all of it."
    assert [(each.number, each.title) for each in sections] == [
        ("1", "Aim"),
        ("2", "Speed"),
        ("2.1", "Which street comes first?"),
    ]
    assert "2. it stands in a list" in sections[0].text
    assert sections[2].text == ""


def test_more_sections_keep_what_was_typed(client: CheckingClient, session: Session) -> None:
    place = make_participation(session)
    client.sign_in(make_officer(session, Office.ADMINISTRATION))
    new = f"/en/participation/{place.reference}/consultations/new"

    page = client.post(new, data=fields(go="more")).text

    assert page.count('name="heading"') == 6
    assert "Thirty is the limit in all side streets." in page


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"number": ("1", "1", "2")}, "Two sections have the same number."),
        ({"number": ("1", "", "2")}, "Every section needs a number and a title."),
        ({"number": (), "heading": (), "text": ()}, "at least one section"),
    ],
)
def test_bad_sections_get_a_message(
    client: CheckingClient, session: Session, changes: dict[str, object], message: str
) -> None:
    place = make_participation(session)
    client.sign_in(make_officer(session, Office.ADMINISTRATION))

    answer = client.post(
        f"/en/participation/{place.reference}/consultations/new", data=fields(**changes)
    )

    assert answer.status_code == 422
    assert message in answer.text


def test_it_can_be_changed_until_somebody_answers(session: Session) -> None:
    officer = make_officer(session, Office.ADMINISTRATION)
    item = make_consultation(session)
    other = consultation_form(number=("1",), heading=("All of it",), text=("Words.",))

    prepare_consultation(session, officer, item, other)
    assert [each.title for each in sections_of(session, item.id)] == ["All of it"]

    make_statement(session, item, submitted=False)
    with pytest.raises(Refused, match="nothing changes in it"):
        prepare_consultation(session, officer, item, other)


def test_it_is_not_published_before_its_participation(session: Session) -> None:
    place = make_participation(session)
    item = make_consultation(session, place, published=False)
    place.visibility = Visibility.PRIVATE
    session.flush()

    with pytest.raises(Refused, match="not public yet"):
        publish_consultation(session, make_officer(session, Office.ADMINISTRATION), item)
    assert session.get_one(Item, item.id).state is State.DRAFT


def test_only_the_administration_prepares(client: CheckingClient, session: Session) -> None:
    place = make_participation(session)
    new = f"/en/participation/{place.reference}/consultations/new"

    assert client.sign_in(make_person(session)).get(new).status_code == 403
    elsewhere = make_officer(session, Office.ADMINISTRATION, make_participation(session).id)
    assert client.sign_in(elsewhere).post(new, data=fields()).status_code == 403


def test_the_page_says_until_when_and_whom_it_asks(
    client: CheckingClient, session: Session
) -> None:
    coming = make_consultation(session, phase=Phase.ANNOUNCED, verified_only=True)
    over = make_consultation(session, phase=Phase.CLOSED)

    page = client.get(f"/en/consultations/{coming.reference}").text

    assert "Statements can be submitted from" in page
    assert "that the administration has verified" in page
    assert "could be submitted until" in client.get(f"/en/consultations/{over.reference}").text


def test_a_member_sees_the_acts_of_their_organisation(
    client: CheckingClient, session: Session
) -> None:
    item = make_consultation(session, verified_only=True)
    member = make_member(session, make_organisation(session, name="Night bus club"))

    page = client.sign_in(member).get(f"/en/consultations/{item.reference}").text

    assert "Night bus club" in page
    assert "You can write, but not submit." in page
    assert "Write a statement" in page


@pytest.mark.parametrize("member", [False, True])
def test_the_pages_ask_few_questions_of_the_database(
    client: CheckingClient, session: Session, *, member: bool
) -> None:
    team = make_team(session)
    item = make_consultation(session)
    organisation = make_statement(session, item, team).organisation_id
    session.commit()
    if member:
        client.sign_in(team[0])
    asked = {}

    for path in (
        "/en/consultations",
        f"/en/consultations/{item.reference}",
        f"/en/organisations/{organisation}",
        "/en/organisations",
    ):
        session.commit()
        with counted_queries() as sent:
            client.get(path)
        asked[path] = len(sent)

    assert max(asked.values()) <= 7
    assert asked["/en/consultations"] <= 2
    assert asked["/en/organisations"] <= 2


def test_members_find_the_statements_of_their_organisations_on_their_account(
    client: CheckingClient, session: Session
) -> None:
    team = make_team(session)
    item = make_statement(session, make_consultation(session), team)

    account = client.sign_in(team[0]).get("/en/account").text

    assert f"/en/statements/{item.reference}/work" in account
    assert "Statements of your" not in client.sign_in(make_person(session)).get("/en/account").text


def test_a_list_of_consultations_says_until_when_one_can_submit(
    client: CheckingClient, session: Session
) -> None:
    make_consultation(session)
    place = make_consultation(session, phase=Phase.CLOSED).participation_id
    reference = session.get_one(Item, place).reference

    every = client.get("/en/consultations").text
    over = client.get(f"/en/participation/{reference}").text

    assert "Statements until" in every
    assert "Statements could be submitted until" in every
    assert "Statements could be submitted until" in over
    assert 'href="/en/consultations"' in client.get("/en/participation").text


def test_a_list_of_consultations_names_no_last_day_where_there_is_none(
    client: CheckingClient, session: Session
) -> None:
    make_consultation(session, phase=Phase.STANDING)

    page = client.get("/en/consultations").text

    assert "Plan for safe streets" in page
    assert "until" not in page
