"""What a contribution must do, whoever writes it: each behaviour by the number it was given."""

from html.parser import HTMLParser
from urllib.parse import urlencode

import pytest
from sqlalchemy import select
from sqlmodel import Session

from app.db.clock import now
from app.items.models import ITEM, ITEM_VERSION
from app.problems.models import PROBLEM
from app.process.vocabulary import Phase, Retraction, State
from app.process.words import word
from tests.client import CheckingClient
from tests.deliberation.makers import make_comment, make_supports
from tests.makers import make_participation, make_person, make_problem
from tests.problems.makers import TITLE, answer_all, begin_draft
from tests.problems.test_changing import at, typed
from tests.problems.test_writing import let_time_pass, state_of

EXPLANATION = "The new lift has been running since Monday."
HOSTILE = """"><gw-x onclick=alert(1)></gw-x><script>gw()</script>'"""


class Elements(HTMLParser):
    """The elements of a page that hostile markup would make."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.made: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = dict(attrs)
        if tag == "gw-x" or (tag == "script" and "src" not in names) or "onclick" in names:
            self.made.append(tag)


def test_ac14_inside_the_window_a_change_is_kept_as_a_new_version(
    client: CheckingClient, session: Session
) -> None:
    author = make_person(session)
    problem = make_problem(session, author=author)

    answer = client.sign_in(author).post(at(problem, "/edit"), data=typed(need="A bus at ten."))

    versions = select(ITEM_VERSION.c.number).where(ITEM_VERSION.c.item_id == problem.id)
    assert answer.status_code == 303
    assert list(session.execute(versions).scalars()) == [1]
    session.refresh(problem)
    assert problem.state is State.SUBMITTED


@pytest.mark.parametrize("closed_by", ["support", "phase"])
def test_ac14_outside_the_window_a_change_is_refused_with_a_message(
    client: CheckingClient, session: Session, closed_by: str
) -> None:
    author = make_person(session)
    place = make_participation(
        session, Phase.SYNTHESIS if closed_by == "phase" else Phase.COLLECTING
    )
    problem = make_problem(session, place, author)
    if closed_by == "support":
        make_supports(session, problem, citizens=1)

    answer = client.sign_in(author).post(at(problem, "/edit"), data=typed(need="A bus at ten."))

    message = (
        "while the administration answers" if closed_by == "phase" else "Somebody supports this"
    )
    assert answer.status_code == 403
    assert message in answer.text
    assert session.execute(select(ITEM_VERSION)).all() == []


def test_ac14_another_member_is_refused(client: CheckingClient, session: Session) -> None:
    problem = make_problem(session)

    answer = client.sign_in(make_person(session)).post(at(problem, "/edit"), data=typed())

    assert answer.status_code == 403
    assert "Somebody else wrote this." in answer.text


def test_ac15_an_error_stands_at_the_field_and_in_the_summary_and_nothing_typed_is_lost(
    client: CheckingClient, session: Session
) -> None:
    author = make_person(session)
    problem = make_problem(session, author=author)
    changes = {"what": "Short", "place": "The stop by the mill", "tried": "We have asked twice."}

    page = client.sign_in(author).post(at(problem, "/edit"), data=typed(**changes))

    assert page.status_code == 422
    assert 'href="#what"' in page.text
    assert 'aria-describedby="what-error' in page.text or 'id="what-error"' in page.text
    for text in changes.values():
        assert text in page.text


@pytest.mark.parametrize("missing", ["reason", "explanation"])
def test_ac16_withdrawing_needs_a_reason_and_an_explanation(
    client: CheckingClient, session: Session, missing: str
) -> None:
    author = make_person(session)
    problem = make_problem(session, author=author)
    data = {"reason": "settled", "explanation": EXPLANATION} | {missing: ""}

    page = client.sign_in(author).post(at(problem, "/withdraw"), data=data)

    assert page.status_code == 422
    assert f'href="#{missing}"' in page.text
    session.refresh(problem)
    assert problem.state is State.PUBLISHED


def test_ac16_five_reasons_are_offered(client: CheckingClient, session: Session) -> None:
    author = make_person(session)
    problem = make_problem(session, author=author)

    page = client.sign_in(author).get(at(problem, "/withdraw")).text

    assert len(Retraction) == 5
    assert all(word(reason) in page for reason in Retraction)


def test_ac16_what_is_withdrawn_leaves_the_list_and_stays_readable_with_all_that_was_said(
    client: CheckingClient, session: Session
) -> None:
    author = make_person(session)
    problem = make_problem(session, author=author, title="No lift at the library")
    comment = make_comment(session, problem, make_person(session))
    client.sign_in(author)

    client.post(at(problem, "/withdraw"), data={"reason": "settled", "explanation": EXPLANATION})

    client.sign_out()
    page = client.get(at(problem)).text
    assert problem.title not in client.get("/en/problems").text
    assert problem.title in client.get("/en/problems?state=withdrawn").text
    for text in (word(Retraction.SETTLED), EXPLANATION, comment.reference):
        assert text in page


def test_ac18_what_comes_faster_than_a_person_writes_is_refused_and_can_be_sent_again(
    client: CheckingClient, session: Session
) -> None:
    client.sign_in(make_person(session))
    reference = begin_draft(client, make_participation(session))
    answer_all(client, reference)
    session.execute(ITEM.update().where(ITEM.c.reference == reference).values(created_at=now()))

    refused = client.post(f"/en/problems/drafts/{reference}/submit")
    in_between = state_of(session, reference)
    let_time_pass(session, reference)
    client.post(f"/en/problems/drafts/{reference}/submit")

    assert refused.status_code == 422
    assert in_between is State.DRAFT
    assert state_of(session, reference) is State.SUBMITTED


def test_ac18_whoever_fills_in_the_field_nobody_sees_stores_nothing_and_a_person_can_send_again(
    client: CheckingClient, session: Session
) -> None:
    place = make_participation(session)
    client.sign_in(make_person(session))
    first = {"title": TITLE, "participation": place.reference}

    refused = client.post("/en/problems/new/title", data=first | {"website": "http://spam.example"})
    stored = session.execute(select(PROBLEM.c.id)).all()
    again = client.post("/en/problems/new/title", data=first)

    assert (refused.status_code, stored, again.status_code) == (422, [], 303)
    assert TITLE in refused.text


@pytest.mark.parametrize(
    "field", ["q", "kind", "group", "field", "district", "state", "order", "after", "participation"]
)
def test_ac19_hostile_markup_in_search_and_filters_makes_no_element(
    client: CheckingClient, session: Session, field: str
) -> None:
    make_problem(session)

    page = client.get(f"/en/problems?{urlencode({field: HOSTILE})}")

    assert page.status_code == 200
    assert Elements(page.text).made == []


@pytest.mark.parametrize(
    "path", ["problems/similar?title=", "track?reference=", "problems/new?participation="]
)
def test_ac19_hostile_markup_in_what_is_looked_up_makes_no_element(
    client: CheckingClient, session: Session, path: str
) -> None:
    page = client.get(f"/en/{path}{urlencode({'': HOSTILE})[1:]}")

    assert Elements(page.text).made == []
