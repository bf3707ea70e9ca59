from datetime import timedelta
from html import unescape

import pytest
from sqlalchemy import select
from sqlmodel import Session

from app.db.clock import now
from app.items.models import ITEM, Item
from app.items.spine import set_state
from app.problems.asking import STEPS
from app.problems.models import PROBLEM
from app.process.vocabulary import Contribution, Phase, State
from tests.client import CheckingClient
from tests.makers import make_participation, make_person, make_problem, make_strategy
from tests.problems.makers import ANSWERS, TITLE, answer_all, begin_draft, make_member


def state_of(session: Session, reference: str) -> State:
    state: State = session.execute(
        select(ITEM.c.state).where(ITEM.c.reference == reference)
    ).scalar_one()
    return state


def let_time_pass(session: Session, reference: str) -> None:
    """As if the draft had been begun a minute ago."""
    session.execute(
        ITEM.update()
        .where(ITEM.c.reference == reference)
        .values(created_at=now() - timedelta(minutes=1))
    )


def test_a_visitor_reads_what_is_needed_before_beginning(
    client: CheckingClient, session: Session
) -> None:
    make_participation(session)

    answer = client.get("/en/problems/new")

    assert "What do you bring?" in answer.text
    assert "You sign in first" in answer.text
    assert "About five minutes." in answer.text
    assert "within 24 hours" in answer.text


def test_a_visitor_who_begins_signs_in_first_and_comes_back(
    client: CheckingClient, session: Session
) -> None:
    place = make_participation(session)

    answer = client.get(f"/en/problems/new/title?participation={place.reference}")

    assert answer.status_code == 303
    assert "new%2Ftitle%3Fparticipation" in answer.headers["location"]


def test_with_several_participations_one_chooses(client: CheckingClient, session: Session) -> None:
    make_participation(session, title="Buses at night")
    other = make_participation(session, title="Shade in summer")
    client.sign_in(make_person(session))

    asked = client.get("/en/problems/new/title?contribution=problem")
    choice = client.get(asked.headers["location"])
    begin = f"/en/problems/new/title?contribution=problem&participation={other.reference}"
    page = client.get(begin)

    assert begin.replace("&", "&amp;") in choice.text

    assert "Shade in summer" in page.text
    assert "Step 1 of 7" in page.text


def test_no_draft_begins_where_nothing_is_collected(
    client: CheckingClient, session: Session
) -> None:
    place = make_participation(session, Phase.DELIBERATING)
    client.sign_in(make_person(session))

    answer = client.post(
        "/en/problems/new/title", data={"title": TITLE, "participation": place.reference}
    )

    assert answer.status_code == 403
    assert "No contributions are collected there now." in answer.text


def test_a_problem_is_described_step_by_step_and_handed_in(
    client: CheckingClient, session: Session
) -> None:
    place = make_participation(session)
    client.sign_in(make_person(session))

    reference = begin_draft(client, place)
    answer_all(client, reference, place="The stop in front of the clinic")
    let_time_pass(session, reference)
    check = client.get(f"/en/problems/drafts/{reference}/check")
    handed_in = client.post(f"/en/problems/drafts/{reference}/submit")
    thanks = client.get(handed_in.headers["location"])

    assert all(text in check.text for text in [TITLE, *ANSWERS.values()])
    assert state_of(session, reference) is State.SUBMITTED
    assert reference in thanks.text
    assert "Moderation reads it" in thanks.text


def test_each_step_leads_to_the_next_and_says_when_it_was_saved(
    client: CheckingClient, session: Session
) -> None:
    client.sign_in(make_person(session))
    reference = begin_draft(client, make_participation(session))
    steps = list(STEPS[Contribution.PROBLEM])

    for at, step in enumerate(steps[1:-1], start=2):
        page = client.get(f"/en/problems/drafts/{reference}/{step}")
        following = client.post(
            f"/en/problems/drafts/{reference}/{step}", data={step: "A sentence of some length."}
        )

        assert f"Step {at} of 7" in page.text
        assert "Draft saved" in page.text
        assert following.headers["location"].endswith(f"/{steps[at]}")


def test_a_short_answer_comes_back_with_its_message(
    client: CheckingClient, session: Session
) -> None:
    client.sign_in(make_person(session))
    reference = begin_draft(client, make_participation(session))

    answer = client.post(f"/en/problems/drafts/{reference}/what", data={"what": "No bus"})

    assert answer.status_code == 422
    assert answer.text.count("Please write at least 10 characters.") == 2
    assert "No bus</textarea>" in answer.text


def test_on_the_way_back_even_a_short_answer_is_kept(
    client: CheckingClient, session: Session
) -> None:
    client.sign_in(make_person(session))
    reference = begin_draft(client, make_participation(session))
    at = f"/en/problems/drafts/{reference}"

    answer = client.post(f"{at}/everyday", data={"everyday": "At nine", "go": "back"})

    assert answer.headers["location"].endswith("/affected")
    assert "At nine</textarea>" in client.get(f"{at}/everyday").text


@pytest.mark.parametrize(("step", "word"), [("affected", "Everybody"), ("need", "None")])
def test_one_word_is_an_answer_where_one_word_can_be_true(
    client: CheckingClient, session: Session, step: str, word: str
) -> None:
    client.sign_in(make_person(session))
    reference = begin_draft(client, make_participation(session))

    answer = client.post(f"/en/problems/drafts/{reference}/{step}", data={step: word})

    assert answer.status_code == 303


def test_a_change_from_the_overview_comes_back_to_it(
    client: CheckingClient, session: Session
) -> None:
    client.sign_in(make_person(session))
    reference = begin_draft(client, make_participation(session))
    at = f"/en/problems/drafts/{reference}"

    page = client.get(f"{at}/need?then=check")
    answer = client.post(f"{at}/need", data={"need": ANSWERS["need"], "then": "check"})

    assert 'name="then" value="check"' in page.text
    assert answer.headers["location"].endswith("/check")


def test_what_is_missing_is_named_and_nothing_is_handed_in(
    client: CheckingClient, session: Session
) -> None:
    client.sign_in(make_person(session))
    reference = begin_draft(client, make_participation(session))
    let_time_pass(session, reference)

    answer = client.post(f"/en/problems/drafts/{reference}/submit")

    assert answer.status_code == 422
    assert "4 answers are still missing or too short." in answer.text
    assert f"/en/problems/drafts/{reference}/affected" in answer.text
    assert state_of(session, reference) is State.DRAFT


def test_what_comes_quicker_than_a_person_writes_is_refused_once(
    client: CheckingClient, session: Session
) -> None:
    client.sign_in(make_person(session))
    reference = begin_draft(client, make_participation(session))
    answer_all(client, reference)
    session.execute(ITEM.update().where(ITEM.c.reference == reference).values(created_at=now()))

    too_quick = client.post(f"/en/problems/drafts/{reference}/submit")
    let_time_pass(session, reference)
    again = client.post(f"/en/problems/drafts/{reference}/submit")

    assert "quicker than a person writes" in too_quick.text
    assert again.status_code == 303
    assert state_of(session, reference) is State.SUBMITTED


def test_a_program_that_fills_in_everything_begins_no_draft(
    client: CheckingClient, session: Session
) -> None:
    place = make_participation(session)
    client.sign_in(make_person(session))
    typed = {"title": TITLE, "participation": place.reference, "website": "http://spam.example"}

    answer = client.post("/en/problems/new/title", data=typed)

    assert answer.status_code == 422
    assert session.execute(select(PROBLEM.c.id)).all() == []


def test_pressing_twice_begins_one_draft(client: CheckingClient, session: Session) -> None:
    place = make_participation(session)
    client.sign_in(make_person(session))
    typed = {"title": TITLE, "participation": place.reference, "once": "a-key"}

    first = client.post("/en/problems/new/title", data=typed)
    second = client.post("/en/problems/new/title", data=typed)

    assert first.headers["location"] == second.headers["location"]
    assert len(session.execute(select(PROBLEM.c.id)).all()) == 1


def test_similar_problems_are_offered_while_typing_and_on_the_next_page(
    client: CheckingClient, session: Session
) -> None:
    place = make_participation(session)
    make_problem(session, place, title="The clinic has no bus at night")
    client.sign_in(make_person(session))

    typing = client.get(
        "/en/problems/similar?title=bus+to+the+clinic", headers={"HX-Target": "div#similar"}
    )
    reference = begin_draft(client, place)
    following = client.get(f"/en/problems/drafts/{reference}/what")

    assert typing.text.strip().startswith('<div id="similar"')
    for page in (typing, following):
        assert "The clinic has no bus at night" in page.text
        assert "Support this instead" in page.text


def test_ones_own_problem_is_not_offered_for_support(
    client: CheckingClient, session: Session
) -> None:
    author = make_person(session)
    make_problem(session, author=author, title="The clinic has no bus at night")

    answer = client.sign_in(author).get("/en/problems/similar?title=clinic")

    assert "The clinic has no bus at night" in answer.text
    assert "Support this instead" not in answer.text


def test_a_draft_belongs_to_its_author_alone(client: CheckingClient, session: Session) -> None:
    draft = make_problem(session, state=State.DRAFT)
    at = f"/en/problems/drafts/{draft.reference}"
    client.sign_in(make_person(session))

    answers = [
        client.get(f"{at}/check"),
        client.get(f"{at}/what"),
        client.post(f"{at}/what", data={"what": "Something else entirely."}),
        client.post(f"{at}/submit"),
        client.post(f"{at}/discard"),
        client.get(f"/en/problems/{draft.reference}"),
    ]

    assert [answer.status_code for answer in answers] == [404] * 6
    assert all("Draft" not in answer.text for answer in answers)


def test_a_discarded_draft_is_gone_with_its_words(client: CheckingClient, session: Session) -> None:
    client.sign_in(make_person(session))
    reference = begin_draft(client, make_participation(session))
    answer_all(client, reference)

    client.post(f"/en/problems/drafts/{reference}/discard")

    assert reference not in client.get("/en/problems/new").text
    assert client.get(f"/en/problems/drafts/{reference}/check").status_code == 404
    assert client.sign_out().get(f"/en/problems/{reference}").status_code == 404
    assert session.execute(select(ITEM.c.title, PROBLEM.c.what).join(PROBLEM)).all() == [("", "")]


def test_one_writes_in_the_name_of_ones_own_organisation_only(
    client: CheckingClient, session: Session
) -> None:
    author = make_person(session)
    mine = make_member(session, author, "Nurses' union")
    other = make_member(session, make_person(session), "Bus company")
    client.sign_in(author)
    reference = begin_draft(client, make_participation(session))
    at = f"/en/problems/drafts/{reference}/more"

    page = client.get(at)
    foreign = client.post(at, data={"organisation_id": str(other.id)})
    own = client.post(at, data={"organisation_id": str(mine.id)})

    assert "Nurses' union" in unescape(page.text)
    assert "Bus company" not in page.text
    assert "Please choose one of these." in foreign.text
    assert own.status_code == 303
    assert (
        session.execute(
            select(ITEM.c.organisation_id).where(ITEM.c.reference == reference)
        ).scalar_one()
        == mine.id
    )


@pytest.mark.parametrize("typed", ["9" * 30, "17", "x", "-1"])
def test_a_district_that_is_not_offered_is_refused(
    client: CheckingClient, session: Session, typed: str
) -> None:
    make_strategy(session)
    client.sign_in(make_person(session))
    reference = begin_draft(client, make_participation(session))

    answer = client.post(f"/en/problems/drafts/{reference}/place", data={"district_id": typed})

    assert answer.status_code == 422


def test_a_returned_problem_can_be_changed_and_handed_in_again(
    client: CheckingClient, session: Session
) -> None:
    author = make_person(session)
    problem = make_problem(session, author=author, state=State.RETURNED)
    let_time_pass(session, problem.reference)
    at = f"/en/problems/drafts/{problem.reference}"
    client.sign_in(author)

    overview = client.get(f"{at}/check")
    client.post(f"{at}/need", data={"need": "A bus at half past nine.", "then": "check"})
    client.post(f"{at}/submit")

    assert "Moderation has returned this to you." in overview.text
    assert state_of(session, problem.reference) is State.SUBMITTED


def test_after_collecting_a_draft_says_why_it_cannot_be_handed_in(
    client: CheckingClient, session: Session
) -> None:
    author = make_person(session)
    draft = make_problem(
        session, make_participation(session, Phase.CLOSED), author, state=State.SUBMITTED
    )
    set_state(session, session.get_one(Item, draft.id), State.DRAFT)

    page = client.sign_in(author).get(f"/en/problems/drafts/{draft.reference}/check")

    assert "This is not open any more. Every phase is over." in page.text
    assert 'aria-disabled="true"' in page.text


def test_what_was_handed_in_leads_from_its_draft_to_its_page(
    client: CheckingClient, session: Session
) -> None:
    author = make_person(session)
    problem = make_problem(session, author=author, state=State.SUBMITTED)

    answer = client.sign_in(author).get(f"/en/problems/drafts/{problem.reference}/what")

    assert answer.headers["location"].endswith(f"/en/problems/{problem.reference}")
