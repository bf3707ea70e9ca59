import re

from sqlmodel import Session

from app.deliberation.commands import edit_comment
from app.deliberation.forms import CommentText
from app.items.models import Item
from app.moderation.commands import hide_item, return_item
from app.problems.models import Problem
from app.process.actor import Actor
from app.process.vocabulary import Contribution, Office, Reason, Stance, State
from tests.client import CheckingClient
from tests.deliberation.makers import make_comment
from tests.makers import make_officer, make_participation, make_person, make_problem
from tests.moderation.makers import grounds, make_moderator

CHANNELS = ("/en/problems", "/en/problems?q=library", "/de/problems?order=newest")


def decide(client: CheckingClient, act: str, *items: Item, **more: str):  # type: ignore[no-untyped-def]
    data = {"act": act, "reference": [item.reference for item in items]} | more
    return client.post("/en/moderation/decisions", data=data)


def waiting(session: Session, number: int = 1) -> tuple[list[Item], Actor]:
    """Problems that wait, and a moderator for them."""
    place = make_participation(session)
    titles = [f"No lift at library {each}" for each in range(number)]
    items = [make_problem(session, place, state=State.SUBMITTED, title=title) for title in titles]
    return items, make_moderator(session, items[0])


def states(session: Session, *items: Item) -> list[State]:
    for item in items:
        session.refresh(item)
    return [item.state for item in items]


def test_the_queue_shows_the_whole_text_and_when_it_is_due(
    client: CheckingClient, session: Session
) -> None:
    (item,), moderator = waiting(session)

    page = client.sign_in(moderator).get("/en/moderation").text

    assert item.title in page
    assert "I walk two kilometres along the motorway at night." in page
    assert "late by" in page
    assert 'data-key="a"' in page


def test_each_answer_stands_under_its_question(client: CheckingClient, session: Session) -> None:
    idea = make_problem(session, state=State.SUBMITTED, what="A bus on call.")
    session.get_one(Problem, idea.id).contribution = Contribution.IDEA
    session.flush()
    client.sign_in(make_moderator(session, idea))

    listed = client.get("/en/moderation").text
    shown = client.get(f"/en/moderation/items/{idea.reference}").text
    german = client.get(f"/de/moderation/items/{idea.reference}").text

    for page in (listed, shown):
        assert page.index("What is the idea?") < page.index("A bus on call.")
        assert page.index("A bus on call.") < page.index("Whom does it help?")
        assert "What is an ordinary day like?" not in page
    assert "<h3>Was ist die Idee?</h3>" in german


def test_an_ordinary_member_is_not_let_in(client: CheckingClient, session: Session) -> None:
    """AC28: no item and no count in the answer."""
    waiting(session, 3)

    answer = client.sign_in(make_person(session)).get("/en/moderation")

    assert answer.status_code == 403
    assert "Your office does not allow this." in answer.text
    assert "library" not in answer.text
    assert "Waits for you" not in answer.text


def test_a_visitor_is_led_to_the_sign_in(client: CheckingClient, session: Session) -> None:
    """AC28: a guest sees nothing of it either."""
    waiting(session)

    answer = client.get("/en/moderation")

    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/en/sign-in?next=%2Fen%2Fmoderation")


def test_a_member_decides_nothing_by_a_forged_form(
    client: CheckingClient, session: Session
) -> None:
    """AC28"""
    (item,), _ = waiting(session)

    answer = decide(client.sign_in(make_person(session)), "publish", item)

    assert answer.status_code == 403
    assert states(session, item) == [State.SUBMITTED]


def test_many_are_published_at_once(client: CheckingClient, session: Session) -> None:
    items, moderator = waiting(session, 3)

    answer = decide(client.sign_in(moderator), "publish", *items)

    assert answer.headers["location"] == "/en/moderation?notice=moderated"
    assert states(session, *items) == [State.PUBLISHED] * 3


def test_one_reason_serves_for_many(client: CheckingClient, session: Session) -> None:
    items, moderator = waiting(session, 2)

    decide(client.sign_in(moderator), "hide", *items, reason="advertising", words="")

    assert states(session, *items) == [State.HIDDEN] * 2


def test_hiding_without_a_reason_is_asked_for_it_and_keeps_the_choice(
    client: CheckingClient, session: Session
) -> None:
    items, moderator = waiting(session, 2)

    answer = decide(client.sign_in(moderator), "hide", items[0], reason="", words="Kept words.")

    assert answer.status_code == 422
    assert 'id="reason-error"' in answer.text
    assert "Kept words." in answer.text
    assert len(re.findall(r"data-row[^>]* checked>", answer.text)) == 1
    assert states(session, *items) == [State.SUBMITTED] * 2


def test_returning_needs_words_for_the_author(client: CheckingClient, session: Session) -> None:
    (item,), moderator = waiting(session)

    answer = decide(client.sign_in(moderator), "return", item, reason="unclear", words="")

    assert answer.status_code == 422
    assert 'id="words-error"' in answer.text


def test_choosing_nothing_is_pointed_out(client: CheckingClient, session: Session) -> None:
    _, moderator = waiting(session)

    answer = decide(client.sign_in(moderator), "publish")

    assert answer.status_code == 422
    assert "Please choose at least one of these." in answer.text


def test_what_somebody_else_decided_meanwhile_does_not_stop_the_rest(
    client: CheckingClient, session: Session
) -> None:
    items, moderator = waiting(session, 2)
    hide_item(session, make_moderator(session, items[0]), items[0], grounds())

    answer = decide(client.sign_in(moderator), "publish", *items)

    assert answer.headers["location"] == "/en/moderation?notice=partly"
    assert states(session, *items) == [State.HIDDEN, State.PUBLISHED]


def test_another_participation_is_out_of_reach(client: CheckingClient, session: Session) -> None:
    (item,), _ = waiting(session)
    elsewhere = make_officer(session, Office.MODERATOR, make_participation(session).id)

    answer = decide(client.sign_in(elsewhere), "publish", item)

    assert answer.status_code == 404
    assert states(session, item) == [State.SUBMITTED]


def test_a_hidden_problem_is_gone_from_every_channel_and_comes_back(
    client: CheckingClient, session: Session
) -> None:
    """AC27: address, lists and search; restored, it is in all of them again."""
    problem = make_problem(session, title="No lift at the library")
    moderator = make_moderator(session, problem)
    address = f"/en/problems/{problem.reference}"
    form = {"reason": "insult", "words": "", "page": "item"}

    hidden = decide(client.sign_in(moderator), "hide", problem, **form)
    again = decide(client, "hide", problem, **form)
    client.sign_out()
    gone = [client.get(address), *map(client.get, CHANNELS)]
    decide(client.sign_in(moderator), "restore", problem, page="item")
    client.sign_out()
    back = [client.get(address), *map(client.get, CHANNELS)]

    assert hidden.headers["location"] == f"{address}?notice=moderated"
    assert again.status_code == 403
    assert [answer.status_code for answer in gone] == [404, 200, 200, 200]
    assert not any("No lift at the library" in answer.text for answer in gone)
    assert all("No lift at the library" in answer.text for answer in back)


def test_the_stub_tells_everybody_the_reason_and_nobody_the_words(
    client: CheckingClient, session: Session
) -> None:
    problem = make_problem(session, title="No lift at the library")
    hide_item(
        session,
        make_moderator(session, problem),
        problem,
        grounds(reason=Reason.INSULT, words="You call your neighbour a fool."),
    )

    stub = client.get(f"/en/problems/{problem.reference}")

    assert stub.status_code == 404
    assert "It insults people or calls for hatred." in stub.text
    assert "fool" not in stub.text


def test_the_author_reads_reason_and_words_on_the_page(
    client: CheckingClient, session: Session
) -> None:
    author = make_person(session)
    problem = make_problem(session, author=author, state=State.SUBMITTED)
    return_item(session, make_moderator(session, problem), problem, grounds())

    page = client.sign_in(author).get(f"/en/problems/{problem.reference}").text

    assert "It is not clear what is meant." in page
    assert "Please name the stop you mean." in page


def test_a_hidden_comment_leaves_a_stub_in_its_thread(
    client: CheckingClient, session: Session
) -> None:
    """AC27: the comment is gone from its address; its place in the thread stays."""
    problem = make_problem(session)
    comment = make_comment(session, problem, text="Nasty words.")
    make_comment(session, problem, parent=comment, text="Please calm down.")
    hide_item(session, make_moderator(session, problem), comment, grounds())

    thread = client.get(f"/en/problems/{problem.reference}").text
    own = client.get(f"/en/comments/{comment.reference}")

    assert "Nasty words." not in thread + own.text
    assert "Hidden by moderation." in thread
    assert "Please calm down." in thread
    assert own.status_code == 404


def test_a_comment_is_returned_from_its_own_page(client: CheckingClient, session: Session) -> None:
    problem = make_problem(session)
    comment = make_comment(session, problem)
    client.sign_in(make_moderator(session, problem))

    page = client.get(f"/en/comments/{comment.reference}").text
    form = {"reason": "unclear", "words": "Which stop?", "page": "item"}
    decide(client, "return", comment, **form)

    assert 'value="return"' in page
    assert states(session, comment) == [State.RETURNED]


def test_a_mistake_on_a_contributions_page_is_shown_with_its_form(
    client: CheckingClient, session: Session
) -> None:
    problem = make_problem(session)
    client.sign_in(make_moderator(session, problem))

    answer = decide(client, "hide", problem, reason="", words="Why?", page="item")

    assert answer.status_code == 422
    assert problem.title in answer.text
    assert "Why?" in answer.text


def test_only_moderators_see_their_acts_on_a_page(client: CheckingClient, session: Session) -> None:
    """AC28: others are shown nothing of it."""
    author = make_officer(session, Office.MODERATOR)
    problem = make_problem(session, author=author)
    address = f"/en/problems/{problem.reference}"

    for actor in (make_person(session), author):
        assert "moderation/decisions" not in client.sign_in(actor).get(address).text
    moderator = make_moderator(session, problem)
    assert "moderation/decisions" in client.sign_in(moderator).get(address).text


def test_a_comment_that_waits_is_published_again_from_the_queue(
    client: CheckingClient, session: Session
) -> None:
    problem, author = make_problem(session), make_person(session)
    comment = make_comment(session, problem, author)
    moderator = make_moderator(session, problem)
    return_item(session, moderator, comment, grounds())
    edit_comment(session, author, comment, CommentText(stance=Stance.PRO, text="At the town hall."))

    page = client.sign_in(moderator).get("/en/moderation").text
    decide(client, "publish", comment)

    assert "At the town hall." in page
    assert "Returned or hidden before:" in page
    assert states(session, comment) == [State.PUBLISHED]


def test_the_log_is_public_and_names_nobody(client: CheckingClient, session: Session) -> None:
    author = make_person(session, name="Ada Author")
    problem = make_problem(session, author=author, title="No lift at the library")
    moderator = make_moderator(session, problem)
    hide_item(session, moderator, problem, grounds(words="Secret words."))

    page = client.get("/en/moderation/log").text

    assert problem.reference in page
    assert "It is not clear what is meant." in page
    for secret in (author.name, moderator.name, problem.title, "Secret words."):
        assert secret not in page
