"""The pages of following, of the inbox and of the settings, as people use them without script."""

import pytest
from sqlalchemy import update
from sqlmodel import Session

from app.accounts.models import PERSON
from app.items.spine import set_state
from app.notifications.followed import followings
from app.notifications.frequencies import settings_of, wants
from app.notifications.inbox import PAGE_SIZE
from app.problems.models import PROBLEM
from app.process.vocabulary import Frequency, News, State
from app.settings import Settings
from tests.client import CheckingClient
from tests.deliberation.makers import make_comment
from tests.makers import make_participation, make_person, make_problem, make_strategy
from tests.notifications.makers import circle, follow, unread, work
from tests.organisations.makers import make_organisation
from tests.queries import counted_queries

FORM = {"name": "Home", "latitude": "52.5", "longitude": "13,4", "radius": "700"}


def test_a_contribution_is_followed_by_one_press(client: CheckingClient, session: Session) -> None:
    person, problem = make_person(session), make_problem(session)
    client.sign_in(person)
    page = f"/en/problems/{problem.reference}"
    assert "You follow this." not in client.get(page).text

    answer = client.post(f"/en/following/items/{problem.reference}")

    assert answer.headers["location"] == f"{page}?notice=followed"
    assert "You follow this." in client.get(page).text
    [line] = followings(session, person)
    back = client.post(f"/en/following/{line.id}/end", data={"next": page})
    assert back.headers["location"] == page
    session.expire_all()
    assert followings(session, person) == []


def test_a_visitor_who_presses_is_led_to_sign_in_and_back(
    client: CheckingClient, session: Session
) -> None:
    problem = make_problem(session)

    answer = client.post(f"/en/following/items/{problem.reference}")

    assert answer.headers["location"].startswith("/en/sign-in?")


def test_what_cannot_be_found_cannot_be_followed(client: CheckingClient, session: Session) -> None:
    problem = make_problem(session)
    set_state(session, problem, State.HIDDEN)
    client.sign_in(make_person(session))

    assert client.post(f"/en/following/items/{problem.reference}").status_code == 404


@pytest.mark.parametrize("page", ["participation", "problem"])
def test_the_button_stands_on_the_page(client: CheckingClient, session: Session, page: str) -> None:
    place = make_participation(session)
    problem = make_problem(session, place)
    path = {"participation": f"participation/{place.reference}"}
    address = path.get(page, f"problems/{problem.reference}")

    text = client.get(f"/en/{address}", follow_redirects=True).text

    assert f'action="/en/following/items/{(place if page in path else problem).reference}"' in text


def test_authors_are_told_that_they_need_not_follow(
    client: CheckingClient, session: Session
) -> None:
    author = make_person(session)
    problem = make_problem(session, author=author)

    text = client.sign_in(author).get(f"/en/problems/{problem.reference}").text

    assert "You wrote this, so you are told what becomes of it." in text


def test_a_search_is_followed_from_the_list(client: CheckingClient, session: Session) -> None:
    person = make_person(session)
    client.sign_in(person)
    text = client.get("/en/problems?q=bus&order=newest").text
    assert "Follow this search" in text
    assert 'name="query" value="q=bus"' in text

    answer = client.post("/en/following/searches", data={"query": "q=bus"})

    assert answer.headers["location"] == "/en/problems?q=bus&notice=followed"
    assert "You follow this search." in client.get("/en/problems?order=newest&q=bus").text
    assert "You follow this search." not in client.get("/en/problems?q=train").text
    assert 'href="/en/problems?q=bus"' in client.get("/en/following").text


def test_an_organisation_is_followed_from_its_page(
    client: CheckingClient, session: Session
) -> None:
    number = make_organisation(session, make_person(session), name="Night shift")
    person = make_person(session)
    client.sign_in(person)
    assert f"/en/following/organisations/{number}" in client.get(f"/en/organisations/{number}").text

    client.post(f"/en/following/organisations/{number}")

    assert "You follow this." in client.get(f"/en/organisations/{number}").text
    assert client.post("/en/following/organisations/1").status_code == 404


def test_a_district_is_followed_from_ones_list(client: CheckingClient, session: Session) -> None:
    _, _, district = make_strategy(session)
    client.sign_in(make_person(session))

    client.post("/en/following/districts", data={"district": str(district.id)})

    assert district.name in client.get("/en/following").text
    assert client.post("/en/following/districts", data={"district": "x"}).status_code == 404


def test_ac41_circles_are_drawn_and_changed_on_a_page(
    client: CheckingClient, session: Session
) -> None:
    owner, other = make_person(session), make_person(session)
    client.sign_in(owner)
    assert client.post("/en/following/circles", data=FORM).status_code == 303
    [line] = followings(session, owner)
    assert "700 m around this place" in client.get("/en/following").text

    client.post(f"/en/following/circles/{line.id}", data=FORM | {"radius": "900"})
    assert "900 m around this place" in client.get("/en/following").text

    client.sign_in(other)
    assert "Home" not in client.get("/en/following").text
    assert client.get(f"/en/following/circles/{line.id}").status_code == 404
    assert client.post(f"/en/following/circles/{line.id}", data=FORM).status_code == 404
    assert client.post(f"/en/following/{line.id}/end").status_code == 404


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("radius", "499", "This circle is too narrow."),
        ("radius", "3001", "This circle is too wide."),
        ("radius", "far", "Please write a whole number, in digits."),
        ("latitude", "91", "This number is too large."),
        ("longitude", "east", "Please write a number."),
        ("name", " ", "Please fill this in."),
    ],
)
def test_a_circle_that_cannot_be_is_explained(
    client: CheckingClient, session: Session, field: str, typed: str, sentence: str
) -> None:
    client.sign_in(make_person(session))

    answer = client.post("/en/following/circles", data=FORM | {field: typed})

    assert answer.status_code == 422
    assert sentence in answer.text


def test_ac41_the_sixth_circle_is_refused_with_a_reason(
    client: CheckingClient, session: Session
) -> None:
    person = make_person(session)
    for number in range(5):
        follow(session, person, circle(latitude=50 + number))

    answer = client.sign_in(person).post("/en/following/circles", data=FORM)

    assert answer.status_code == 403
    assert "You follow as many circles as one person may." in answer.text


def test_the_map_can_fill_in_the_place_of_a_circle(
    client: CheckingClient, session: Session
) -> None:
    client.sign_in(make_person(session))

    text = client.get("/en/following/circles?latitude=52.52&longitude=13.405").text

    assert 'value="52.52"' in text
    assert 'value="1000"' in text


def test_the_inbox_shows_what_is_new_and_marks_it_as_read(
    client: CheckingClient, session: Session, settings: Settings
) -> None:
    author = make_person(session)
    problem = make_problem(session, author=author)
    comment = make_comment(session, problem, text="A bus at ten would do.")
    work(session, settings)
    client.sign_in(author)

    text = client.get("/en/inbox").text
    assert "There is a new comment." in text
    assert "A bus at ten would do." in text
    assert f'href="/en/comments/{comment.reference}"' in text
    assert "1 unread" in text
    number = text.split('action="/en/inbox/')[2].split('"')[0]

    answer = client.post(f"/en/inbox/{number}")

    assert answer.headers["location"] == f"/en/comments/{comment.reference}"
    assert unread(session, author) == 0
    assert "unread" not in client.get("/en/inbox").text.lower().replace("mark", "")


def test_all_of_it_is_read_by_one_press(
    client: CheckingClient, session: Session, settings: Settings
) -> None:
    author = make_person(session)
    problem = make_problem(session, author=author)
    for _ in range(3):
        make_comment(session, problem)
    work(session, settings)

    client.sign_in(author).post("/en/inbox/read")

    assert unread(session, author) == 0


def test_nobody_opens_the_news_of_another(
    client: CheckingClient, session: Session, settings: Settings
) -> None:
    author = make_person(session)
    make_comment(session, make_problem(session, author=author))
    work(session, settings)
    text = client.sign_in(author).get("/en/inbox").text
    number = text.split('action="/en/inbox/')[2].split('"')[0]

    client.sign_in(make_person(session))

    assert client.post(f"/en/inbox/{number}").status_code == 404
    assert unread(session, author) == 1


def test_something_hidden_is_not_in_the_inbox(
    client: CheckingClient, session: Session, settings: Settings
) -> None:
    author = make_person(session)
    problem = make_problem(session, author=author)
    comment = make_comment(session, problem, text="A bus at ten would do.")
    work(session, settings)
    set_state(session, comment, State.HIDDEN)

    assert "A bus at ten" not in client.sign_in(author).get("/en/inbox").text


def test_the_inbox_is_paged_within_few_queries(
    client: CheckingClient, session: Session, settings: Settings
) -> None:
    author = make_person(session)
    problem = make_problem(session, author=author)
    for number in range(PAGE_SIZE + 1):
        make_comment(session, problem, text=f"Comment number {number}.")
    work(session, settings)
    client.sign_in(author).get("/en/inbox")

    with counted_queries() as sent:
        first = client.get("/en/inbox").text

    assert len(sent) <= 3, sent
    assert "Comment number 0." not in first
    following = first.split('rel="next" href="')[1].split('"')[0]
    assert "Comment number 0." in client.get(following).text


def test_the_number_of_unread_news_costs_no_query(client: CheckingClient, session: Session) -> None:
    person = make_person(session)
    client.sign_in(person).get("/en/goals")
    with counted_queries() as before:
        client.get("/en/goals")
    session.execute(update(PERSON).where(PERSON.c.id == person.id).values(unread=7))

    with counted_queries() as after:
        text = client.get("/en/goals").text

    assert "7 unread" in text
    assert len(before) == len(after)


def test_one_says_how_often_one_is_told(client: CheckingClient, session: Session) -> None:
    person = make_person(session)
    client.sign_in(person)
    text = client.get("/en/account/letters").text
    assert "The daily letter comes at 7 o&#39;clock" in text
    chosen = {str(news): str(each) for news, each in settings_of(session, person.id).items()}

    client.post("/en/account/letters", data=chosen | {"comment": "never"})

    session.expire_all()
    assert wants(session, person.id, News.COMMENT) is Frequency.NEVER
    assert wants(session, person.id, News.OWN) is Frequency.AT_ONCE


def test_a_frequency_that_there_is_not_is_explained(
    client: CheckingClient, session: Session
) -> None:
    client.sign_in(make_person(session))

    answer = client.post("/en/account/letters", data={"own": "hourly"})

    assert answer.status_code == 422
    assert "Please choose one of these." in answer.text


def test_the_account_leads_to_news_and_letters(client: CheckingClient, session: Session) -> None:
    text = client.sign_in(make_person(session)).get("/en/account").text

    for path in ("/en/inbox", "/en/following", "/en/account/letters"):
        assert f'href="{path}"' in text


def test_the_list_costs_at_most_one_more_query(client: CheckingClient, session: Session) -> None:
    person = make_person(session)
    make_problem(session)
    client.sign_in(person).get("/en/problems?q=bus")

    with counted_queries() as sent:
        client.get("/en/problems?q=bus")

    assert len(sent) <= 6, sent


def test_who_has_commented_is_asked_and_not_signed_up(
    client: CheckingClient, session: Session
) -> None:
    person, problem = make_person(session), make_problem(session)
    path = f"/en/problems/{problem.reference}"
    client.sign_in(person)
    assert "You have commented here." not in client.get(path).text

    make_comment(session, problem, person)

    assert "You have commented here." in client.get(path).text
    assert followings(session, person) == []


def test_the_surroundings_of_a_contribution_can_be_followed(
    client: CheckingClient, session: Session
) -> None:
    problem = make_problem(session)
    session.execute(
        update(PROBLEM).where(PROBLEM.c.id == problem.id).values(latitude=52.5, longitude=13.4)
    )

    text = client.get(f"/en/problems/{problem.reference}").text

    assert "/en/following/circles?latitude=52.50000&amp;longitude=13.40000" in text


def test_the_middle_of_a_district_is_a_place(client: CheckingClient, session: Session) -> None:
    person, (_, _, district) = make_person(session), make_strategy(session)
    problem = make_problem(session, district_id=district.id)
    typed = FORM | {"latitude": "", "longitude": "", "district": str(district.id)}
    client.sign_in(person)
    answer = client.post("/en/following/circles", data=typed)
    assert answer.status_code == 422
    assert "Please say where it is" in answer.text
    session.execute(
        update(PROBLEM).where(PROBLEM.c.id == problem.id).values(latitude=52.5, longitude=13.4)
    )

    assert client.post("/en/following/circles", data=typed).status_code == 303

    assert [each.radius for each in followings(session, person)] == [700]
