"""Where one comes back to after writing, and what arrives while one reads."""

import re

import pytest
from sqlmodel import Session

from app.deliberation import comments, listing, routes
from app.process.vocabulary import Stance
from tests.client import CheckingClient
from tests.deliberation.makers import make_comment
from tests.makers import make_person, make_problem
from tests.queries import counted_queries

BY_HTMX = {"HX-Request": "true"}


def follow(client: CheckingClient, location: str) -> tuple[str, str]:
    """The page at the address, and the fragment that is looked for on it."""
    address, _, fragment = location.partition("#")
    return client.get(address).text, fragment


def test_a_comment_leads_back_to_its_place_in_the_discussion(
    client: CheckingClient, session: Session
) -> None:
    problem = make_problem(session)
    for _ in range(3):
        make_comment(session, problem)
    client.sign_in(make_person(session))

    answer = client.post(
        f"/en/items/{problem.reference}/comments", data={"stance": "pro", "text": "Mine."}
    )
    page, fragment = follow(client, answer.headers["location"])

    assert answer.headers["location"].startswith(f"/en/problems/{problem.reference}?")
    assert f'id="{fragment}"' in page
    assert "Your comment is published." in page


@pytest.mark.parametrize("before", [0, 4])
def test_a_reply_leads_back_to_its_place_in_a_long_discussion(
    client: CheckingClient, session: Session, monkeypatch: pytest.MonkeyPatch, before: int
) -> None:
    for module in (comments, listing, routes):
        monkeypatch.setattr(module, "PAGE_SIZE", 2)
    listing.page_of_comments.cache_clear()
    problem = make_problem(session)
    comment = make_comment(session, problem)
    for _ in range(before):
        make_comment(session, problem)
    client.sign_in(make_person(session))

    answer = client.post(f"/en/comments/{comment.reference}/replies", data={"text": "Mine."})
    page, fragment = follow(client, answer.headers["location"])
    listing.page_of_comments.cache_clear()

    assert answer.headers["location"].startswith(f"/en/problems/{problem.reference}?")
    assert f'id="{fragment}"' in page


def test_a_reply_that_the_discussion_leaves_out_leads_to_all_replies(
    client: CheckingClient, session: Session
) -> None:
    problem = make_problem(session)
    comment = make_comment(session, problem)
    for _ in range(5):
        make_comment(session, problem, parent=comment)
    client.sign_in(make_person(session))

    answer = client.post(f"/en/comments/{comment.reference}/replies", data={"text": "Mine."})
    page, fragment = follow(client, answer.headers["location"])

    assert answer.headers["location"].startswith("/en/comments/")
    assert f'id="{fragment}"' in page


def test_new_comments_are_told_once_until_there_are_more(
    client: CheckingClient, session: Session
) -> None:
    problem = make_problem(session)
    make_comment(session, problem)
    page = client.get(f"/en/problems/{problem.reference}").text
    [asking] = re.findall(r'hx-get="(/en/items/[^"]+/news[^"]*)"', page)
    asking = asking.replace("&amp;", "&")

    nothing = client.get(asking, headers=BY_HTMX)
    make_comment(session, problem)
    one = client.get(asking, headers=BY_HTMX)
    [again] = re.findall(r'hx-get="(/en/items/[^"]+/news[^"]*)"', one.text)
    still_one = client.get(again.replace("&amp;", "&"), headers=BY_HTMX)

    assert nothing.status_code == still_one.status_code == 204
    assert "1 new comment. Show it." in one.text
    assert "<form" not in one.text


def test_asking_for_new_comments_costs_little(client: CheckingClient, session: Session) -> None:
    problem = make_problem(session)
    address = f"/en/items/{problem.reference}/comments/news?since=1"
    client.sign_in(make_person(session))
    client.get(address)

    with counted_queries() as asked:
        client.get(address, headers=BY_HTMX)

    assert len(asked) <= 4


def test_the_columns_alone_are_shown_again_without_the_form(
    client: CheckingClient, session: Session
) -> None:
    problem = make_problem(session)
    make_comment(session, problem, text="For it.")
    address = f"/en/items/{problem.reference}/comments?comments=newest"

    part = client.get(address, headers=BY_HTMX)
    whole = client.get(address)

    assert part.text.strip().startswith('<div id="arguments"')
    assert "For it." in part.text
    assert "<textarea" not in part.text
    assert whole.headers["location"] == (
        f"/en/problems/{problem.reference}?comments=newest#arguments"
    )


def test_each_column_is_read_on_alone(
    client: CheckingClient, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (comments, listing):
        monkeypatch.setattr(module, "PAGE_SIZE", 1)
    listing.page_of_comments.cache_clear()
    problem = make_problem(session)
    for text in ("First for it.", "Second for it."):
        make_comment(session, problem, text=text)
    make_comment(session, problem, stance=Stance.CONTRA, text="Against it.")

    page = client.get(f"/en/problems/{problem.reference}").text
    [further] = re.findall(r'href="(/en/problems/[^"]+pro_after[^"]+)"', page)
    following = client.get(further.replace("&amp;", "&").partition("#")[0]).text
    listing.page_of_comments.cache_clear()

    assert "Second for it." in page
    assert "First for it." not in page
    assert "First for it." in following
    assert "Against it." in following
    assert "Back to the beginning" in following


@pytest.mark.parametrize("after", ["x", "1", "1.2.3", "-.5", "9" * 30, "-9999999999.1", "1.-1"])
def test_a_made_up_key_harms_nobody(client: CheckingClient, session: Session, after: str) -> None:
    problem = make_problem(session)

    query = {"pro_after": after, "comments": "made-up"}
    assert client.get(f"/en/problems/{problem.reference}", params=query).status_code == 200
