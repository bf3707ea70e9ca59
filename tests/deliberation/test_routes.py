import re

from sqlalchemy import func, select
from sqlmodel import Session

from app.deliberation.models import SUPPORT
from app.items.models import ITEM, Item
from app.items.spine import set_state
from app.process.vocabulary import Kind, Phase, State
from tests.client import CheckingClient
from tests.deliberation.makers import make_comment, make_supports
from tests.makers import make_participation, make_person, make_problem


def supports(session: Session) -> int:
    count: int = session.execute(select(func.count()).select_from(SUPPORT)).scalar_one()
    return count


def comments(session: Session) -> list[str]:
    found = select(ITEM.c.title).where(ITEM.c.kind == Kind.COMMENT).order_by(ITEM.c.id)
    return list(session.execute(found).scalars())


def press(client: CheckingClient, problem: Item, act: str = "", **more: str):  # type: ignore[no-untyped-def]
    return client.post(f"/en/items/{problem.reference}/supports{act}", data=more)


def test_supporting_leads_back_to_the_problem(client: CheckingClient, session: Session) -> None:
    problem = make_problem(session)

    answer = press(client.sign_in(make_person(session)), problem)

    assert answer.status_code == 303
    assert answer.headers["location"] == f"/en/problems/{problem.reference}?notice=supported"
    assert supports(session) == 1


def test_supporting_leads_to_the_page_one_came_from(
    client: CheckingClient, session: Session
) -> None:
    client.sign_in(make_person(session))

    answer = press(client, make_problem(session), next="/en/problems?q=bus")

    assert answer.headers["location"] == "/en/problems?q=bus"


def test_supporting_leads_to_no_other_site(client: CheckingClient, session: Session) -> None:
    client.sign_in(make_person(session))

    answer = press(client, make_problem(session), next="https://evil.example/")

    assert answer.headers["location"] == "/en/"


def test_ac04_who_supports_is_offered_to_take_it_back(
    client: CheckingClient, session: Session
) -> None:
    """AC04: the button says the opposite, and is in its first state afterwards."""
    problem = make_problem(session)
    address = f"/en/problems/{problem.reference}"
    client.sign_in(make_person(session))
    press(client, problem)

    supported = client.get(address).text
    press(client, problem, "/withdrawal")
    first_state = client.get(address).text

    assert "Take back" in supported
    assert "Take back" not in first_state
    assert f"/en/items/{problem.reference}/supports" in first_state
    assert supports(session) == 0


def test_ac02_a_visitor_who_presses_signs_in_and_comes_back(
    client: CheckingClient, session: Session
) -> None:
    """AC02: they come back to the same problem; nothing is stored."""
    problem = make_problem(session)
    page = f"http://testserver/en/problems/{problem.reference}"

    answer = client.post(f"/en/items/{problem.reference}/supports", headers={"referer": page})

    assert answer.status_code == 303
    assert answer.headers["location"] == (
        f"/en/sign-in?next=%2Fen%2Fproblems%2F{problem.reference}"
    )
    assert supports(session) == 0


def test_a_visitor_sees_a_button_that_can_be_pressed(
    client: CheckingClient, session: Session
) -> None:
    """AC02: the press of a visitor leads to the sign-in, so the button is not disabled."""
    problem = make_problem(session)

    page = client.get(f"/en/problems/{problem.reference}").text

    assert f'action="/en/items/{problem.reference}/supports"' in page
    assert 'aria-disabled="true"' not in page


def test_htmx_is_given_the_support_box_alone(client: CheckingClient, session: Session) -> None:
    problem = make_problem(session)
    client.sign_in(make_person(session))
    headers = {"HX-Request": "true", "HX-Target": "section#support"}

    answer = client.post(f"/en/items/{problem.reference}/supports", headers=headers)

    assert answer.status_code == 200
    assert answer.text.strip().startswith('<section id="support"')
    assert "Take back" in answer.text


def test_htmx_is_given_the_reasons_in_the_box(client: CheckingClient, session: Session) -> None:
    problem = make_problem(session, make_participation(session, Phase.CLOSED))
    client.sign_in(make_person(session))
    headers = {"HX-Request": "true", "HX-Target": "section#support"}

    answer = client.post(f"/en/items/{problem.reference}/supports", headers=headers)

    assert "This is not open any more. Every phase is over." in answer.text
    assert supports(session) == 0


def test_a_closed_phase_shows_the_button_with_its_reason(
    client: CheckingClient, session: Session
) -> None:
    problem = make_problem(session, make_participation(session, Phase.CLOSED))
    client.sign_in(make_person(session))

    page = client.get(f"/en/problems/{problem.reference}").text
    answer = press(client, problem)

    assert 'aria-disabled="true"' in page
    assert "This is not open any more. Every phase is over." in page
    assert answer.status_code == 403


def test_small_groups_of_supporters_are_not_shown(client: CheckingClient, session: Session) -> None:
    problem = make_problem(session)
    make_supports(session, problem, citizens=7, business=2, academia=6)

    page = client.get(f"/en/problems/{problem.reference}").text

    box = page[page.index('id="support"') : page.index("</section>")]
    assert "<b>7</b>" in box
    assert "fewer than five" in box
    assert "not shown" in box
    assert "<b>2</b>" not in box
    assert "<b>6</b>" not in box


def test_a_comment_is_published_at_once(client: CheckingClient, session: Session) -> None:
    problem = make_problem(session)
    client.sign_in(make_person(session))

    answer = client.post(
        f"/en/items/{problem.reference}/comments",
        data={"stance": "contra", "text": "An empty bus costs a lot."},
    )
    page = client.get(f"/en/problems/{problem.reference}").text

    assert answer.status_code == 303
    assert "An empty bus costs a lot." in page
    assert "1 comment" in page


def test_a_double_press_publishes_one_comment(client: CheckingClient, session: Session) -> None:
    problem = make_problem(session)
    client.sign_in(make_person(session))
    form = {"stance": "pro", "text": "Only once, please.", "once": "key-1"}

    answers = [client.post(f"/en/items/{problem.reference}/comments", data=form) for _ in range(2)]

    assert answers[0].headers["location"] == answers[1].headers["location"]
    assert comments(session) == ["Only once, please."]


def test_a_bad_comment_comes_back_with_its_words(client: CheckingClient, session: Session) -> None:
    problem = make_problem(session)
    client.sign_in(make_person(session))

    answer = client.post(
        f"/en/items/{problem.reference}/comments", data={"text": "I have not chosen a side."}
    )

    assert answer.status_code == 422
    assert "I have not chosen a side." in answer.text
    assert 'id="stance-error"' in answer.text
    assert comments(session) == []


def test_a_missing_stance_is_asked_for_as_a_choice(
    client: CheckingClient, session: Session
) -> None:
    problem = make_problem(session)
    client.sign_in(make_person(session))

    answer = client.post(
        f"/en/items/{problem.reference}/comments", data={"text": "And on Sundays?"}
    )

    assert answer.status_code == 422
    assert "Please choose one of these." in answer.text
    assert "Please fill this in." not in answer.text


def test_a_visitors_words_wait_for_them_after_signing_in(
    client: CheckingClient, session: Session
) -> None:
    problem = make_problem(session)
    page = f"http://testserver/en/problems/{problem.reference}"
    form = {"stance": "pro", "text": "Do not lose this."}

    sent = client.post(
        f"/en/items/{problem.reference}/comments", data=form, headers={"referer": page}
    )
    kept = re.search(r"kept=([\w-]+)", sent.headers["location"])
    assert kept
    back = client.sign_in(make_person(session)).get(f"{page}?kept={kept[1]}")

    assert "Do not lose this." in back.text
    assert "has not been sent yet" in back.text
    assert 'href="#text"' in back.text
    assert comments(session) == []


def test_a_closed_discussion_shows_a_notice_and_no_form(
    client: CheckingClient, session: Session
) -> None:
    """AC21: the notice is shown, the form is not."""
    problem = make_problem(session, make_participation(session, Phase.SYNTHESIS))

    page = client.sign_in(make_person(session)).get(f"/en/problems/{problem.reference}").text

    discussion = page[page.index('id="comments"') :]
    assert "This is not open while the administration answers." in discussion
    assert "<textarea" not in discussion


def test_ac22_a_reply_offers_no_reply(client: CheckingClient, session: Session) -> None:
    """AC22: only the comment offers one; a forged form is refused."""
    problem = make_problem(session)
    comment = make_comment(session, problem)
    reply = make_comment(session, problem, parent=comment)
    client.sign_in(make_person(session))

    page = client.get(f"/en/problems/{problem.reference}").text
    forged = client.post(
        f"/en/comments/{reply.reference}/replies", data={"stance": "pro", "text": "Deeper."}
    )

    assert f"/en/comments/{comment.reference}#reply" in page
    assert f"/en/comments/{reply.reference}#reply" not in page
    assert forged.status_code == 403
    assert "This is a reply already." in forged.text


def test_a_reply_is_written_on_the_page_of_its_comment(
    client: CheckingClient, session: Session
) -> None:
    comment = make_comment(session, make_problem(session))
    client.sign_in(make_person(session))

    client.post(f"/en/comments/{comment.reference}/replies", data={"text": "I agree with you."})
    page = client.get(f"/en/comments/{comment.reference}").text

    assert "I agree with you." in page


def test_an_author_changes_a_comment_and_the_old_words_stay_readable(
    client: CheckingClient, session: Session
) -> None:
    author = make_person(session)
    comment = make_comment(session, make_problem(session), author, text="The old words.")
    address = f"/en/comments/{comment.reference}"
    client.sign_in(author)

    form = client.get(f"{address}/edit").text
    client.post(address, data={"stance": "pro", "text": "The new words."})
    page = client.sign_out().get(address).text

    assert "The old words." in form
    assert "The new words." in page
    assert "1 former version" in page
    assert "The old words." in page
    assert "Changed on" in page


def test_a_deleted_comment_has_no_words_anywhere(client: CheckingClient, session: Session) -> None:
    problem, author = make_problem(session), make_person(session)
    comment = make_comment(session, problem, author, text="To be forgotten.")
    address = f"/en/comments/{comment.reference}"
    client.sign_in(author)

    client.post(f"{address}/deletion")

    for page in (client.get(address), client.get(f"/en/problems/{problem.reference}")):
        assert "Deleted by its author." in page.text
        assert "To be forgotten." not in page.text
    assert client.get(f"{address}/edit").status_code == 404


def test_somebody_elses_comment_cannot_be_changed_by_a_forged_form(
    client: CheckingClient, session: Session
) -> None:
    comment = make_comment(session, make_problem(session), text="My own words.")
    client.sign_in(make_person(session))

    answer = client.post(
        f"/en/comments/{comment.reference}", data={"stance": "pro", "text": "Other words."}
    )

    assert answer.status_code == 403
    assert comments(session) == ["My own words."]


def test_the_comments_of_a_hidden_problem_are_gone_with_it(
    client: CheckingClient, session: Session
) -> None:
    """AC27: gone in every channel."""
    problem = make_problem(session)
    comment = make_comment(session, problem)
    set_state(session, problem, State.HIDDEN)

    assert client.get(f"/en/comments/{comment.reference}").status_code == 404


def test_hostile_markup_in_a_comment_is_inert(client: CheckingClient, session: Session) -> None:
    problem = make_problem(session)
    make_comment(session, problem, text="<script>alert(1)</script>")

    page = client.get(f"/en/problems/{problem.reference}").text

    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page
