"""What became of what I wrote, wrote about and support, on one page."""

from sqlmodel import Session

from app.desk.mine import Mine, mine
from app.items.spine import new_item
from app.process.actor import Actor
from app.process.vocabulary import Kind, State
from tests.client import CheckingClient
from tests.deliberation.makers import make_comment, make_supports
from tests.guide.makers import make_way
from tests.makers import make_participation, make_person, make_problem
from tests.queries import counted_queries


def of(session: Session, actor: Actor) -> Mine:
    session.flush()
    return mine(session, actor)


def author_of_way(session: Session) -> Actor:
    return Actor(make_way(session, State.CONDITIONAL).problem.author_id)


def test_drafts_and_what_was_returned_are_apart_from_what_was_handed_in(session: Session) -> None:
    me, place = make_person(session), make_participation(session)
    draft = make_problem(session, place, me, state=State.DRAFT)
    returned = make_problem(session, place, me, state=State.RETURNED)
    published = make_problem(session, place, me)
    make_problem(session, place)

    own = of(session, me)

    assert [card.reference for card in own.drafts] == [returned.reference, draft.reference]
    assert [card.reference for card in own.problems] == [published.reference]


def test_my_comments_say_what_they_are_about(session: Session) -> None:
    me = make_person(session)
    problem = make_problem(session, make_participation(session))
    make_comment(session, problem, me)

    (card,) = of(session, me).comments

    assert card.about == problem.title


def test_what_i_support_is_listed_with_its_way(session: Session, client: CheckingClient) -> None:
    problem = make_problem(session, make_participation(session))
    (me,) = make_supports(session, problem, citizens=1)

    html = client.sign_in(me).get("/en/mine").text

    assert problem.title in html
    assert f"/en/items/{problem.reference}/trail" in html


def test_answers_requirements_and_decisions_that_my_sentence_led_to_are_news(
    session: Session,
) -> None:
    me = author_of_way(session)

    news = of(session, me).news

    assert {each.kind for each in news} == {Kind.ANSWER, Kind.REQUIREMENT, Kind.MANDATE}
    assert news[0].kind is Kind.MANDATE
    assert [each.at for each in news] == sorted((each.at for each in news), reverse=True)
    assert {each.more for each in news} == {0}


def test_what_i_only_commented_on_is_news_for_me_too(session: Session) -> None:
    me = make_person(session)
    way = make_way(session)
    stranger = make_person(session)
    new_item(
        session,
        me,
        Kind.COMMENT,
        State.PUBLISHED,
        title="Me too",
        language="en",
        about_id=way.problem.id,
    )

    assert any(each.kind is Kind.MANDATE for each in of(session, me).news)
    assert of(session, stranger).news == []


def test_the_page_shows_drafts_to_go_on_with_and_to_discard(
    session: Session, client: CheckingClient
) -> None:
    me = make_person(session)
    draft = make_problem(session, make_participation(session), me, state=State.DRAFT)

    html = client.sign_in(me).get("/en/mine").text

    assert "Go on" in html
    assert f"{draft.reference}/discard" in html


def test_a_page_without_contributions_invites_to_the_first(
    session: Session, client: CheckingClient
) -> None:
    html = client.sign_in(make_person(session)).get("/en/mine").text

    assert "You have not handed in anything yet." in html


def test_the_page_takes_four_queries_with_the_session(
    session: Session, client: CheckingClient
) -> None:
    me = author_of_way(session)
    client.sign_in(me)
    session.commit()

    with counted_queries() as sent:
        client.get("/en/mine")

    assert len(sent) <= 4


def test_a_visitor_signs_in_first(client: CheckingClient) -> None:
    assert client.get("/en/mine").status_code == 303
