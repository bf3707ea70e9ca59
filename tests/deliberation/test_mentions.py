"""Speaking to people by name."""

from sqlalchemy import select
from sqlmodel import Session

from app.deliberation.commands import delete_comment, edit_comment
from app.deliberation.comments import thread_of
from app.deliberation.forms import CommentText
from app.deliberation.mentions import pieces
from app.deliberation.models import MENTION
from app.items.models import Item
from app.process.actor import VISITOR
from app.process.vocabulary import Action, Stance
from app.record.models import EVENT
from tests.client import CheckingClient
from tests.deliberation.makers import make_comment
from tests.makers import make_person, make_problem


def mentioned(session: Session) -> set[int]:
    return set(session.execute(select(MENTION.c.person_id)).scalars())


def told(session: Session, action: Action) -> list[int]:
    lines = select(EVENT.c.details).where(EVENT.c.action == action).order_by(EVENT.c.id.desc())
    details = session.execute(lines).scalars().first()
    assert details is not None
    return list(details["mentions"])


def make_discussion(session: Session) -> tuple[Item, int, int]:
    """A problem of Anna Berg on which Anna has commented."""
    author, anna = make_person(session, name="Anna Berg"), make_person(session, name="Anna")
    make_person(session, name="Ben")
    problem = make_problem(session, author=author)
    make_comment(session, problem, anna)
    return problem, author.id, anna.id


def test_the_author_and_those_who_talk_here_are_spoken_to(session: Session) -> None:
    problem, author, anna = make_discussion(session)

    make_comment(session, problem, text="@anna berg, what do you say? And @Anna? And @Ben?")

    assert mentioned(session) == {author, anna}
    assert set(told(session, Action.WRITE_COMMENT)) == {author, anna}


def test_a_longer_name_is_not_taken_for_the_shorter_one(session: Session) -> None:
    problem, author, _ = make_discussion(session)

    make_comment(session, problem, text="I ask @Anna Berg. Not mail@Anna, not @Annabel.")

    assert mentioned(session) == {author}


def test_nobody_speaks_to_themselves(session: Session) -> None:
    problem = make_problem(session, author=(author := make_person(session, name="Anna")))

    make_comment(session, problem, author, text="@Anna, that is me.")

    assert mentioned(session) == set()


def test_a_change_tells_only_those_who_are_named_anew(session: Session) -> None:
    problem, author, anna = make_discussion(session)
    writer = make_person(session)
    comment = make_comment(session, problem, writer, text="Hello @Anna.")

    words = CommentText(stance=Stance.PRO, text="Hello @Anna and @Anna Berg.")
    edit_comment(session, writer, comment, words)

    assert told(session, Action.EDIT_COMMENT) == [author]
    assert mentioned(session) == {author, anna}


def test_nobody_is_named_by_what_was_deleted(session: Session) -> None:
    problem, _, _ = make_discussion(session)
    writer = make_person(session)
    comment = make_comment(session, problem, writer, text="Hello @Anna.")

    delete_comment(session, writer, comment)

    assert mentioned(session) == set()


def test_a_name_is_marked_where_it_is_read(client: CheckingClient, session: Session) -> None:
    problem, _, _ = make_discussion(session)
    make_comment(session, problem, text="Hello @Anna, <b>hello</b> @Ben.")

    page = client.get(f"/en/problems/{problem.reference}").text

    assert "Hello <mark>@Anna</mark>, &lt;b&gt;hello&lt;/b&gt; @Ben." in page


def test_names_in_replies_are_known_too(session: Session) -> None:
    problem, _, _ = make_discussion(session)
    comment = make_comment(session, problem)
    make_comment(session, problem, text="Hello @Anna.", parent=comment)

    thread = thread_of(session, VISITOR, comment)

    assert thread is not None
    assert thread.replies[0].names == ("Anna",)


def test_a_line_is_taken_apart_at_its_names() -> None:
    assert pieces("To @Anna!", ["Anna"]) == [("To ", False), ("@Anna", True), ("!", False)]
    assert pieces("To nobody", []) == [("To nobody", False)]
