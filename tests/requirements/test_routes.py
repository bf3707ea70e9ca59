import pytest
from sqlalchemy import select
from sqlmodel import Session

from app.items.models import ITEM, Item
from app.process.rules import WRONG_OFFICE
from app.process.vocabulary import Kind, Office, State
from app.requirements.commands import UNKNOWN_ORIGIN, edit_requirement
from app.requirements.models import Requirement
from app.requirements.origins import origin_ids
from tests.client import CheckingClient
from tests.makers import make_officer, make_person, make_problem
from tests.queries import counted_queries
from tests.requirements.makers import (
    REASON,
    RESULT,
    make_measure,
    make_measure_with_problem,
    make_requirement_of,
    requirement_text,
)

ADMINISTRATION = Office.ADMINISTRATION


def posted(**changes: object) -> dict[str, object]:
    """The form of a requirement as a browser sends it."""
    return requirement_text().model_dump(mode="json") | {"origins": [], "words": ""} | changes


def only_requirement(session: Session) -> Item:
    session.rollback()
    wanted = select(Item).where(ITEM.c.kind == Kind.REQUIREMENT)
    item: Item = session.execute(wanted).scalar_one()
    return item


def as_officer(client: CheckingClient, session: Session) -> CheckingClient:
    """The browser of somebody of the administration."""
    return client.sign_in(make_officer(session, ADMINISTRATION))


def test_everybody_reads_the_requirements_of_a_measure(
    client: CheckingClient, session: Session
) -> None:
    measure, problem = make_measure_with_problem(session)
    make_requirement_of(session, measure, problem, state=State.APPROVED)
    make_requirement_of(session, measure, state=State.DROPPED, title="Rides for free")

    answer = client.get(f"/en/measures/{measure.reference}/requirements")

    assert "1 approved" in answer.text
    assert "Rides for free" in answer.text
    assert "open for discussion until" in answer.text
    assert "Propose a requirement" not in answer.text


def test_a_list_of_many_requirements_takes_few_queries(
    client: CheckingClient, session: Session
) -> None:
    measure, problem = make_measure_with_problem(session)
    for _ in range(12):
        make_requirement_of(session, measure, problem)
    client.sign_in(make_person(session)).get(f"/en/measures/{measure.reference}/requirements")

    with counted_queries() as sent:
        client.get(f"/en/measures/{measure.reference}/requirements")

    assert len(sent) <= 6


def test_everybody_reads_a_requirement_with_the_sentences_it_comes_from(
    client: CheckingClient, session: Session
) -> None:
    measure, problem = make_measure_with_problem(session)
    item = make_requirement_of(session, measure, problem, state=State.DROPPED)
    session.commit()
    edited = make_requirement_of(session, measure, problem)
    edit_requirement(
        session,
        make_officer(session, ADMINISTRATION),
        edited,
        requirement_text(problem, text="A vehicle leaves within twenty minutes.", kind="quality"),
    )

    answer = client.get(f"/en/requirements/{item.reference}")
    changed = client.get(f"/en/requirements/{edited.reference}")

    assert "The last bus leaves before the late shift at the clinic ends." in answer.text
    assert f"/en/problems/{problem.reference}" in answer.text
    assert REASON in answer.text
    assert "Version 2: what changed" in changed.text
    assert "<del><span" in changed.text


def test_a_visitor_sees_no_acts_and_is_sent_to_sign_in(
    client: CheckingClient, session: Session
) -> None:
    item = make_requirement_of(session, make_measure(session))

    shown = client.get(f"/en/requirements/{item.reference}")
    answer = client.post(f"/en/requirements/{item.reference}/drop", data={"reason": REASON})

    assert "Drop this requirement" not in shown.text
    assert answer.status_code == 303
    assert "/en/sign-in" in answer.headers["location"]


def test_people_without_an_office_are_refused(client: CheckingClient, session: Session) -> None:
    measure = make_measure(session)
    item = make_requirement_of(session, measure)
    client.sign_in(make_person(session))

    for path in (
        f"/en/measures/{measure.reference}/requirements/new",
        f"/en/requirements/{item.reference}/edit",
    ):
        assert client.get(path).status_code == 403
    for act in ("edit", "discuss", "approve", "drop"):
        answer = client.post(f"/en/requirements/{item.reference}/{act}", data=posted())
        assert answer.status_code == 403
    made = client.post(f"/en/measures/{measure.reference}/requirements", data=posted())
    assert made.status_code == 403


def test_the_team_of_another_measure_is_refused(client: CheckingClient, session: Session) -> None:
    measure, other = make_measure(session), make_measure(session)
    item = make_requirement_of(session, measure)
    client.sign_in(make_officer(session, Office.TEAM, other.id))

    answers = [
        client.get(f"/en/measures/{measure.reference}/requirements/new"),
        client.post(f"/en/measures/{measure.reference}/requirements", data=posted()),
        client.get(f"/en/requirements/{item.reference}/edit"),
        client.post(f"/en/requirements/{item.reference}/discuss", data={"result": RESULT}),
    ]

    assert [answer.status_code for answer in answers] == [403] * 4
    assert WRONG_OFFICE in answers[0].text


def test_the_administration_takes_a_requirement_from_proposal_to_approval(
    client: CheckingClient, session: Session
) -> None:
    officer = as_officer(client, session)
    measure, problem = make_measure_with_problem(session)
    place = f"/en/measures/{measure.reference}/requirements"

    assert problem.reference in officer.get(f"{place}/new").text
    officer.post(place, data=posted(origins=[problem.reference]))
    item = only_requirement(session)
    page = f"/en/requirements/{item.reference}"
    before = officer.get(page).text
    officer.post(f"{page}/discuss", data={"result": RESULT})
    officer.post(f"{page}/approve", data={"grounds": "Nobody disputes it."})

    after = officer.get(page).text
    assert "Write down first what came of the public discussion." in before
    assert RESULT in after
    assert "Nobody disputes it." in after
    assert only_requirement(session).state is State.APPROVED


def test_an_approved_requirement_can_only_be_dropped(
    client: CheckingClient, session: Session
) -> None:
    officer = as_officer(client, session)
    measure, problem = make_measure_with_problem(session)
    item = make_requirement_of(session, measure, problem, state=State.APPROVED)

    shown = officer.get(f"/en/requirements/{item.reference}")
    answer = officer.post(f"/en/requirements/{item.reference}/edit", data=posted())
    officer.post(f"/en/requirements/{item.reference}/drop", data={"reason": REASON})

    assert "Change words or origin" not in shown.text
    assert answer.status_code == 403
    assert only_requirement(session).state is State.DROPPED


def test_a_bad_form_keeps_what_was_typed_and_ticked(
    client: CheckingClient, session: Session
) -> None:
    officer = as_officer(client, session)
    measure, problem = make_measure_with_problem(session)
    typed = posted(title="Bus", acceptance="", kind="", origins=[problem.reference])

    answer = officer.post(f"/en/measures/{measure.reference}/requirements", data=typed)

    assert answer.status_code == 422
    assert 'id="title-error"' in answer.text
    assert 'id="acceptance-error"' in answer.text
    assert "Please choose one of these." in answer.text
    assert 'value="Bus"' in answer.text
    assert f'value="{problem.reference}" checked' in answer.text
    assert "A vehicle leaves within thirty minutes" in answer.text


def test_an_unknown_reference_is_told_beside_its_field(
    client: CheckingClient, session: Session
) -> None:
    officer = as_officer(client, session)
    measure = make_measure(session)
    hidden = make_problem(session, state=State.HIDDEN)

    answer = officer.post(
        f"/en/measures/{measure.reference}/requirements",
        data=posted(further=hidden.reference),
    )

    assert answer.status_code == 422
    assert 'id="further-error"' in answer.text
    assert UNKNOWN_ORIGIN in answer.text
    assert f'value="{hidden.reference}"' in answer.text


def test_a_search_for_origins_judges_nothing_and_loses_nothing(
    client: CheckingClient, session: Session
) -> None:
    officer = as_officer(client, session)
    measure, problem = make_measure_with_problem(session)
    elsewhere = make_problem(session, title="Dark underpass at the harbour")
    typed = posted(title="Bus", origins=[problem.reference], words="underpass", look="1")

    answer = officer.post(f"/en/measures/{measure.reference}/requirements", data=typed)

    assert answer.status_code == 200
    assert 'value="Bus"' in answer.text
    assert f'value="{problem.reference}" checked' in answer.text
    assert f'value="{elsewhere.reference}"' in answer.text


def test_a_search_that_finds_nothing_says_so(client: CheckingClient, session: Session) -> None:
    officer = as_officer(client, session)
    item = make_requirement_of(session, make_measure(session))

    answer = officer.post(
        f"/en/requirements/{item.reference}/edit", data=posted(words="zeppelin", look="1")
    )

    assert "Nothing more was found for these words." in answer.text


def test_an_edit_begins_with_the_present_words_and_saves_the_new_ones(
    client: CheckingClient, session: Session
) -> None:
    officer = as_officer(client, session)
    measure, problem = make_measure_with_problem(session)
    item = make_requirement_of(session, measure, problem)

    form = officer.get(f"/en/requirements/{item.reference}/edit")
    answer = officer.post(f"/en/requirements/{item.reference}/edit", data=posted(priority="could"))

    assert f'value="{problem.reference}" checked' in form.text
    assert 'value="must" id="priority" checked' in form.text
    assert answer.headers["location"].startswith(f"/en/requirements/{item.reference}")
    session.rollback()
    assert session.get_one(Requirement, item.id).priority == "could"
    assert origin_ids(session, item.id) == []


@pytest.mark.parametrize(("act", "field"), [("discuss", "result"), ("drop", "reason")])
def test_an_act_without_its_reason_comes_back_with_a_message(
    client: CheckingClient, session: Session, act: str, field: str
) -> None:
    officer = as_officer(client, session)
    item = make_requirement_of(session, make_measure(session))

    answer = officer.post(f"/en/requirements/{item.reference}/{act}", data={field: "Because"})

    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    assert "Because</textarea>" in answer.text


def test_a_double_press_concludes_the_discussion_once(
    client: CheckingClient, session: Session
) -> None:
    officer = as_officer(client, session)
    item = make_requirement_of(session, make_measure(session))
    page = f"/en/requirements/{item.reference}"

    answers = [
        officer.post(f"{page}/discuss", data={"result": RESULT, "once": "k"}) for _ in range(2)
    ]

    assert [answer.status_code for answer in answers] == [303, 303]


def test_everybody_sees_what_is_still_missing(client: CheckingClient, session: Session) -> None:
    measure, problem = make_measure_with_problem(session)
    make_requirement_of(session, measure)

    answer = client.get(f"/en/measures/{measure.reference}/requirements/coverage")

    assert f"/en/problems/{problem.reference}" in answer.text
    assert "Without origin" in answer.text


def test_a_problem_says_which_requirements_it_led_to(
    client: CheckingClient, session: Session
) -> None:
    measure, problem = make_measure_with_problem(session)
    item = make_requirement_of(session, measure, problem)

    answer = client.get(f"/en/problems/{problem.reference}")

    assert "It led to a requirement" in answer.text
    assert f"/en/requirements/{item.reference}" in answer.text


def test_an_unknown_requirement_is_not_found(client: CheckingClient) -> None:
    assert client.get("/en/requirements/N-2026-00001-0").status_code == 404
    assert client.get("/en/measures/M-2026-00001-0/requirements").status_code == 404


@pytest.mark.parametrize("language", ["de", "xb"])
def test_the_pages_are_there_in_every_language(
    client: CheckingClient, session: Session, language: str
) -> None:
    officer = as_officer(client, session)
    measure, problem = make_measure_with_problem(session)
    item = make_requirement_of(session, measure, problem)

    for path in (
        f"measures/{measure.reference}/requirements",
        f"measures/{measure.reference}/requirements/coverage",
        f"measures/{measure.reference}/requirements/new",
        f"requirements/{item.reference}",
        f"requirements/{item.reference}/edit",
    ):
        assert officer.get(f"/{language}/{path}").status_code == 200


def test_an_approved_requirement_offers_no_form_to_change_it(
    client: CheckingClient, session: Session
) -> None:
    measure, problem = make_measure_with_problem(session)
    item = make_requirement_of(session, measure, problem, state=State.APPROVED)

    answer = as_officer(client, session).get(f"/en/requirements/{item.reference}/edit")

    assert answer.status_code == 403
