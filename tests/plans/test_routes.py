import pytest
from sqlmodel import Session

from app.items.models import Item
from app.plans.models import Plan
from app.plans.money import NOT_AN_AMOUNT
from app.plans.queries import working_copy
from app.process.rules import WRONG_OFFICE
from app.process.vocabulary import Office, State
from tests.client import CheckingClient
from tests.makers import make_officer, make_person
from tests.plans.makers import make_plan, milestone_row, package_row, plan_draft, publish_next
from tests.requirements.makers import (
    make_measure,
    make_measure_with_problem,
    make_requirement_of,
)

ADMINISTRATION = Office.ADMINISTRATION
PACKAGE = {
    "title": "Control centre",
    "result": "Rides can be ordered by telephone",
    "owner": "City transport",
    "starts_on": "2027-02-01",
    "ends_on": "2027-05-31",
    "cost": "120.000,50",
}


def as_officer(client: CheckingClient, session: Session) -> CheckingClient:
    """The browser of somebody of the administration."""
    return client.sign_in(make_officer(session, ADMINISTRATION))


def draft_of(session: Session) -> Item:
    """A plan that nobody has published yet."""
    return make_plan(session, make_measure(session), published=False)


def test_everybody_reads_a_published_plan(client: CheckingClient, session: Session) -> None:
    measure, problem = make_measure_with_problem(session)
    requirement = make_requirement_of(session, measure, problem)
    item = make_plan(session, measure, requirement)

    answer = client.get(f"/en/plans/{item.reference}")

    assert "€40,000" in answer.text
    assert "11 January 2027 to 31 March 2027" in answer.text
    assert f"/en/requirements/{requirement.reference}" in answer.text
    assert "possible" in answer.text
    assert "severe" in answer.text
    assert "Work on the plan" not in answer.text


def test_a_draft_is_found_by_its_team_alone(client: CheckingClient, session: Session) -> None:
    item = draft_of(session)
    path = f"/en/plans/{item.reference}"
    assert item.measure_id is not None
    own = make_officer(session, Office.TEAM, item.measure_id)
    other = make_officer(session, Office.TEAM, item.measure_id + 1)

    assert client.get(path).status_code == 404
    assert client.sign_in(make_person(session)).get(path).status_code == 404
    assert client.sign_in(other).get(path).status_code == 404
    assert "No version has been published yet." in client.sign_in(own).get(path).text


def test_the_public_reads_the_last_version_until_the_next_is_published(
    client: CheckingClient, session: Session
) -> None:
    measure = make_measure(session)
    item = make_plan(session, measure)
    make_plan(session, measure, published=False, packages=(package_row(title="Rails"),))
    path = f"/en/plans/{item.reference}"

    before = client.get(path)
    as_officer(client, session).post(f"{path}/publish", data={})
    after, old = client.get(path), client.get(f"{path}/versions/1")

    assert "Rails" not in before.text
    assert "Rails" in after.text
    assert "Rails" not in old.text
    assert "This version is not in force any more." in old.text


@pytest.mark.parametrize("number", ["0", "2", "999999999999999999999"])
def test_a_version_that_does_not_exist_is_not_found(
    client: CheckingClient, session: Session, number: str
) -> None:
    item = make_plan(session, make_measure(session))

    answer = client.get(f"/en/plans/{item.reference}/versions/{number}")

    assert answer.status_code == 404


def test_two_versions_are_compared_in_words(client: CheckingClient, session: Session) -> None:
    measure = make_measure(session)
    item = make_plan(session, measure)
    later = milestone_row(due_on="2027-03-01")
    added = package_row(title="Control centre", cost=1_000_000)
    publish_next(
        session, measure, plan_draft(packages=(package_row(), added), milestones=(later,), risks=())
    )

    answer = client.get(f"/en/plans/{item.reference}/compare")
    same = client.get(f"/en/plans/{item.reference}/compare?old=2&new=2")

    assert "What changed from version 1 to version 2" in answer.text
    assert "<b>Added:</b> <ins><bdi>Control centre</bdi></ins>" in answer.text
    assert "<b>Removed:</b> <del><bdi>Too few drivers at night</bdi></del>" in answer.text
    assert "<del>15 February 2027</del>" in answer.text
    assert "<ins>1 March 2027</ins>" in answer.text
    assert "€50,000" in answer.text
    assert "These two versions say the same." in same.text


def test_nothing_can_be_compared_before_a_version_is_published(
    client: CheckingClient, session: Session
) -> None:
    item = draft_of(session)

    answer = as_officer(client, session).get(f"/en/plans/{item.reference}/compare?old=x&new=9")

    assert answer.status_code == 404


def test_the_team_takes_a_plan_from_nothing_to_its_first_version(
    client: CheckingClient, session: Session
) -> None:
    measure, problem = make_measure_with_problem(session)
    requirement = make_requirement_of(session, measure, problem, state=State.APPROVED)
    team = client.sign_in(make_officer(session, Office.TEAM, measure.id))

    edit = team.post(f"/en/measures/{measure.reference}/plan", data={}).headers["location"]
    missing = team.get(edit).text
    covers = {"requirements": requirement.reference}
    team.post(f"{edit}/packages/new", data=PACKAGE | covers)
    team.post(f"{edit}/milestones/new", data={"title": "First ride", "due_on": "2027-03-01"})
    ready = team.get(edit).text
    answer = team.post(edit.replace("/edit", "/publish"), data={})

    assert "Add a milestone." in missing
    assert "Publish version 1" in ready
    assert "Add a milestone." not in ready
    shown = team.get(answer.headers["location"]).text
    assert "€120,000.50" in shown
    assert requirement.title in shown
    requirement_page = team.get(f"/en/requirements/{requirement.reference}").text
    assert "Control centre" in requirement_page


def test_beginning_twice_leads_to_the_same_plan(client: CheckingClient, session: Session) -> None:
    measure = make_measure(session)
    officer = as_officer(client, session)

    answers = [officer.post(f"/en/measures/{measure.reference}/plan") for _ in range(2)]

    assert answers[0].headers["location"] == answers[1].headers["location"]


def test_a_row_is_changed_and_removed(client: CheckingClient, session: Session) -> None:
    item = draft_of(session)
    officer = as_officer(client, session)
    [row] = working_copy(session, item.id).packages
    path = f"/en/plans/{item.reference}/edit/packages/{row.id}"

    form = officer.get(path)
    officer.post(path, data=PACKAGE)
    session.rollback()
    [changed] = working_copy(session, item.id).packages
    officer.post(f"{path}/remove")

    assert 'value="40000"' in form.text
    assert (changed.id, changed.title, changed.cost) == (row.id, "Control centre", 12_000_050)
    session.rollback()
    assert working_copy(session, item.id).packages == ()


def test_german_people_find_their_own_writing_of_an_amount(
    client: CheckingClient, session: Session
) -> None:
    row = package_row(cost=120050)
    item = make_plan(session, make_measure(session), published=False, packages=(row,))
    [kept] = working_copy(session, item.id).packages

    answer = as_officer(client, session).get(f"/de/plans/{item.reference}/edit/packages/{kept.id}")

    assert 'value="1200,50"' in answer.text


def test_a_bad_row_keeps_what_was_typed(client: CheckingClient, session: Session) -> None:
    item = draft_of(session)
    typed = PACKAGE | {"cost": "a lot", "ends_on": "2027-01-01"}

    answer = as_officer(client, session).post(
        f"/en/plans/{item.reference}/edit/packages/new", data=typed
    )

    assert answer.status_code == 422
    assert NOT_AN_AMOUNT in answer.text
    assert "The end must not be before the beginning." in answer.text
    assert 'value="a lot"' in answer.text
    assert "Rides can be ordered by telephone</textarea>" in answer.text


def test_a_posted_id_does_not_choose_the_row(client: CheckingClient, session: Session) -> None:
    item = draft_of(session)
    [row] = working_copy(session, item.id).packages

    as_officer(client, session).post(
        f"/en/plans/{item.reference}/edit/packages/new", data=PACKAGE | {"id": str(row.id)}
    )

    session.rollback()
    titles = [each.title for each in working_copy(session, item.id).packages]
    assert titles == ["Routes and zones", "Control centre"]


@pytest.mark.parametrize("kind", ["packages", "milestones", "risks"])
def test_each_kind_of_row_has_its_forms(
    client: CheckingClient, session: Session, kind: str
) -> None:
    item = draft_of(session)
    [row] = working_copy(session, item.id).rows(kind)
    officer = as_officer(client, session)
    path = f"/en/plans/{item.reference}/edit/{kind}"

    assert officer.get(f"{path}/new").status_code == 200
    assert f'value="{row.title}"' in officer.get(f"{path}/{row.id}").text
    assert officer.post(f"{path}/new", data={}).status_code == 422


def test_rows_that_do_not_exist_are_not_found(client: CheckingClient, session: Session) -> None:
    item = draft_of(session)
    officer = as_officer(client, session)
    path = f"/en/plans/{item.reference}/edit"

    assert officer.get(f"{path}/packages/7").status_code == 404
    assert officer.post(f"{path}/packages/7", data=PACKAGE).status_code == 404
    assert officer.get(f"{path}/dreams/new").status_code == 404


def test_the_working_copy_says_what_is_new(client: CheckingClient, session: Session) -> None:
    measure = make_measure(session)
    item = make_plan(session, measure)
    officer = as_officer(client, session)
    path = f"/en/plans/{item.reference}/edit"

    unchanged = officer.get(path)
    make_plan(session, measure, published=False, packages=(package_row(title="Rails"),))
    changed = officer.get(path)

    assert "Nothing has changed since the last published version." in unchanged.text
    assert "Changed since version 1" in changed.text
    assert "Nothing has changed since" not in changed.text


def test_a_double_press_publishes_one_version(client: CheckingClient, session: Session) -> None:
    item = draft_of(session)
    officer = as_officer(client, session)

    answers = [
        officer.post(f"/en/plans/{item.reference}/publish", data={"once": "k"}) for _ in range(2)
    ]

    assert [answer.status_code for answer in answers] == [303, 303]
    session.rollback()
    assert session.get_one(Plan, item.id).version == 1


def test_others_are_refused(client: CheckingClient, session: Session) -> None:
    measure = make_measure(session)
    item = make_plan(session, measure)
    path = f"/en/plans/{item.reference}"
    other_team = make_officer(session, Office.TEAM, measure.id + 1)

    visitor = client.post(f"{path}/publish", data={})
    assert "/en/sign-in" in visitor.headers["location"]
    for actor in (make_person(session), other_team):
        client.sign_in(actor)
        answers = [
            client.get(f"{path}/edit"),
            client.get(f"{path}/edit/packages/new"),
            client.post(f"{path}/edit/packages/new", data=PACKAGE),
            client.post(f"{path}/edit/packages/7/remove"),
            client.post(f"{path}/publish", data={}),
            client.post(f"/en/measures/{measure.reference}/plan"),
        ]
        assert [answer.status_code for answer in answers] == [403] * 6
        assert WRONG_OFFICE in answers[0].text


@pytest.mark.parametrize("language", ["de", "xb"])
def test_the_pages_are_there_in_every_language(
    client: CheckingClient, session: Session, language: str
) -> None:
    measure = make_measure(session)
    item = make_plan(session, measure)
    publish_next(session, measure, plan_draft(packages=(package_row(cost=1),)))
    officer = as_officer(client, session)

    for page in ("", "/compare", "/edit", "/edit/packages/new", "/edit/risks/new"):
        assert officer.get(f"/{language}/plans/{item.reference}{page}").status_code == 200
