import pytest
from sqlmodel import Session

from app.items.models import Item
from app.items.spine import set_state
from app.process.vocabulary import Office, Phase, State
from tests.client import CheckingClient
from tests.makers import (
    make_officer,
    make_participation,
    make_person,
    make_problem,
    make_strategy,
    problem_text,
)

REASON = "It has been repaired in the meantime."
WHY = {"reason": "settled", "explanation": REASON}


def typed(**changes: str) -> dict[str, str]:
    """The whole form as a person would send it."""
    texts = {
        name: value for name, value in problem_text().model_dump().items() if isinstance(value, str)
    }
    return texts | changes


def at(item: Item, page: str = "") -> str:
    return f"/en/problems/{item.reference}{page}"


def test_an_author_changes_the_words_and_moderation_reads_them_again(
    client: CheckingClient, session: Session
) -> None:
    author = make_person(session)
    problem = make_problem(session, author=author)
    client.sign_in(author)

    page = client.get(at(problem, "/edit"))
    answer = client.post(at(problem, "/edit"), data=typed(need="A bus at half past nine."))

    session.refresh(problem)
    assert "A departure after the end of the late shift.</textarea>" in page.text
    assert answer.status_code == 303
    assert problem.state is State.SUBMITTED
    assert "A bus at half past nine." in client.get(at(problem)).text


def test_what_it_said_before_stays_readable_with_the_difference(
    client: CheckingClient, session: Session
) -> None:
    author = make_person(session)
    _, field, _ = make_strategy(session)
    problem = make_problem(session, author=author)
    client.sign_in(author)
    changes = {"need": "A bus at half past nine.", "action_fields": str(field.id)}
    client.post(at(problem, "/edit"), data=typed(**changes))
    session.refresh(problem)
    set_state(session, problem, State.PUBLISHED)

    page = client.sign_out().get(at(problem, "/versions"))

    assert "A departure after the end of the late shift.</del>" in page.text
    assert "A bus at half past nine.</ins>" in page.text
    assert "Enabling administration</ins>" in page.text
    assert "Who is affected?" not in page.text
    assert at(problem, "/versions") in client.get(at(problem)).text


def test_words_that_never_were_public_are_shown_to_their_author_alone(
    client: CheckingClient, session: Session
) -> None:
    author = make_person(session)
    problem = make_problem(session, author=author, state=State.SUBMITTED)
    client.sign_in(author)
    client.post(at(problem, "/edit"), data=typed(need="A bus at half past nine."))
    session.refresh(problem)
    set_state(session, problem, State.PUBLISHED)

    own = client.get(at(problem, "/versions"))
    public = client.sign_out().get(at(problem, "/versions"))

    assert "A departure after the end" in own.text
    assert "A departure after the end" not in public.text


def test_once_somebody_supports_it_the_words_stay(client: CheckingClient, session: Session) -> None:
    author = make_person(session)
    problem = make_problem(session, author=author)
    problem.supporters = 1
    client.sign_in(author)

    page = client.get(at(problem))
    answers = [client.get(at(problem, "/edit")), client.post(at(problem, "/edit"), data=typed())]

    assert 'aria-disabled="true"' in page.text
    for answer in answers:
        assert answer.status_code == 403
        assert "support" in answer.text


def test_after_the_discussion_the_words_stay(client: CheckingClient, session: Session) -> None:
    author = make_person(session)
    problem = make_problem(session, make_participation(session, Phase.SYNTHESIS), author)

    answer = client.sign_in(author).post(at(problem, "/edit"), data=typed())

    assert answer.status_code == 403
    assert "This is not open while the administration answers." in answer.text


@pytest.mark.parametrize("page", ["/edit", "/withdraw"])
def test_nobody_else_changes_or_withdraws_it(
    client: CheckingClient, session: Session, page: str
) -> None:
    problem = make_problem(session)
    everybody = [make_person(session), *(make_officer(session, office) for office in OFFICES)]

    for actor in everybody:
        client.sign_in(actor)
        for answer in (
            client.get(at(problem, page)),
            client.post(at(problem, page), data=typed(**WHY)),
        ):
            assert answer.status_code == 403
            assert "Somebody else wrote this." in answer.text
    session.refresh(problem)
    assert problem.state is State.PUBLISHED


OFFICES = (Office.MODERATOR, Office.ADMINISTRATION, Office.OPERATOR)


def test_withdrawing_needs_a_reason(client: CheckingClient, session: Session) -> None:
    author = make_person(session)
    problem = make_problem(session, author=author)

    answer = client.sign_in(author).post(
        at(problem, "/withdraw"), data={"reason": "settled", "explanation": " "}
    )

    session.refresh(problem)
    assert answer.status_code == 422
    assert "Please fill this in." in answer.text
    assert problem.state is State.PUBLISHED


def test_a_withdrawn_problem_leaves_the_list_and_stays_readable_with_its_reason(
    client: CheckingClient, session: Session
) -> None:
    author = make_person(session)
    problem = make_problem(session, author=author)
    client.sign_in(author)

    client.post(at(problem, "/withdraw"), data=WHY)

    client.sign_out()
    page = client.get(at(problem))
    assert page.status_code == 200
    assert REASON in page.text
    assert problem.title not in client.get("/en/problems").text
    assert problem.title in client.get("/en/problems?state=withdrawn").text


@pytest.mark.parametrize("state", [State.SUBMITTED, State.RETURNED])
def test_what_never_was_public_does_not_become_so_by_being_withdrawn(
    client: CheckingClient, session: Session, state: State
) -> None:
    author = make_person(session)
    problem = make_problem(session, author=author, state=state)
    client.sign_in(author)

    client.post(at(problem, "/withdraw"), data=WHY)

    assert client.get(at(problem)).status_code == 200
    assert client.sign_out().get(at(problem)).status_code == 404


def test_the_acts_of_the_author_are_shown_to_the_author_alone(
    client: CheckingClient, session: Session
) -> None:
    author = make_person(session)
    problem = make_problem(session, author=author)

    own = client.sign_in(author).get(at(problem))
    other = client.sign_in(make_person(session)).get(at(problem))

    assert "You wrote this" in own.text
    assert "You wrote this" not in other.text


def test_a_draft_is_changed_where_it_is_written(client: CheckingClient, session: Session) -> None:
    author = make_person(session)
    draft = make_problem(session, author=author, state=State.DRAFT)

    answer = client.sign_in(author).get(at(draft, "/edit"))

    assert answer.headers["location"].endswith(f"/drafts/{draft.reference}/check")


def test_a_visitor_who_wants_to_change_it_signs_in_first(
    client: CheckingClient, session: Session
) -> None:
    problem = make_problem(session)

    answer = client.get(at(problem, "/edit"))

    assert answer.status_code == 303
    assert "sign" in answer.headers["location"] or "next=" in answer.headers["location"]


def test_the_page_of_a_draft_leads_on_to_its_check_page(
    client: CheckingClient, session: Session
) -> None:
    author = make_person(session)
    draft = make_problem(session, author=author, state=State.DRAFT)

    page = client.sign_in(author).get(at(draft))

    assert f'href="/en/problems/drafts/{draft.reference}/check"' in page.text
    assert "Withdraw" not in page.text


def test_what_nobody_could_read_is_withdrawn_without_the_public_reading_why(
    client: CheckingClient, session: Session
) -> None:
    author = make_person(session)
    waiting = make_problem(session, author=author, state=State.SUBMITTED)
    public = make_problem(session, author=author)
    client.sign_in(author)

    assert "Everybody can read your reason." not in client.get(at(waiting, "/withdraw")).text
    assert "Everybody can read your reason." in client.get(at(public, "/withdraw")).text
