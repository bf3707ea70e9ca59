import pytest
from sqlalchemy import text
from sqlmodel import Session

from app.deliberation.commands import edit_comment
from app.deliberation.forms import CommentText
from app.invariants import first_broken
from app.items.models import Item
from app.items.visibility import find_item
from app.moderation.commands import confirm_hiding, hide_item, restore_item
from app.moderation.desk import Hours, Wanted, desk
from app.moderation.words import Waits
from app.process.actor import VISITOR, Actor
from app.process.objections import OWN_MODERATION, OWN_WORK
from app.process.paths import NO_STEP
from app.process.refusal import Refused
from app.process.vocabulary import Office, Stance, State
from tests.client import CheckingClient
from tests.deliberation.makers import make_comment
from tests.makers import make_officer, make_person, make_problem
from tests.moderation.makers import appeal, grounds, make_moderator


def waits(session: Session, actor: Actor) -> list[tuple[str, Waits]]:
    found = desk(session, actor, Wanted(), Hours())
    return [(row.item.reference, row.waits) for row in found.rows]


def hidden(session: Session) -> tuple[Item, Actor]:
    """A published problem that one moderator has hidden."""
    problem = make_problem(session)
    moderator = make_moderator(session, problem)
    hide_item(session, moderator, problem, grounds())
    return problem, moderator


def test_what_was_public_waits_for_a_second_moderator(session: Session) -> None:
    problem, first = hidden(session)
    second = make_moderator(session, problem)

    assert waits(session, second) == [(problem.reference, Waits.HIDING)]
    assert waits(session, first) == []


def test_spam_that_never_was_public_needs_no_second_look(session: Session) -> None:
    problem = make_problem(session, state=State.SUBMITTED)
    hide_item(session, make_moderator(session, problem), problem, grounds())

    assert waits(session, make_moderator(session, problem)) == []


def test_what_was_public_and_then_changed_needs_one(session: Session) -> None:
    problem, author = make_problem(session), make_person(session)
    comment = make_comment(session, problem, author)
    comment.state = State.RETURNED
    edit_comment(session, author, comment, CommentText(stance=Stance.PRO, text="Worse words."))

    hide_item(session, make_moderator(session, problem), comment, grounds())

    second = make_moderator(session, problem)
    assert waits(session, second) == [(comment.reference, Waits.HIDING)]


def test_a_second_moderator_confirms_and_it_stays_hidden(session: Session) -> None:
    problem, _ = hidden(session)
    second = make_moderator(session, problem)

    confirm_hiding(session, second, problem)

    assert problem.state is State.HIDDEN
    assert waits(session, make_moderator(session, problem)) == []
    with pytest.raises(Refused) as refusal:
        confirm_hiding(session, make_moderator(session, problem), problem)
    assert refusal.value.reasons == (NO_STEP,)


def test_a_second_moderator_brings_it_back(session: Session) -> None:
    problem, first = hidden(session)

    restore_item(session, make_moderator(session, problem), problem)

    assert find_item(session, VISITOR, problem.reference) is problem
    assert waits(session, first) == []


def test_nobody_confirms_what_they_have_hidden_themselves(session: Session) -> None:
    problem, first = hidden(session)

    with pytest.raises(Refused) as refusal:
        confirm_hiding(session, first, problem)

    assert refusal.value.reasons == (OWN_MODERATION.sentence,)


def test_nobody_confirms_the_hiding_of_their_own(session: Session) -> None:
    author = make_officer(session, Office.MODERATOR)
    problem = make_problem(session, author=author)
    hide_item(session, make_moderator(session, problem), problem, grounds())

    with pytest.raises(Refused) as refusal:
        confirm_hiding(session, author, problem)

    assert refusal.value.reasons == (OWN_WORK.sentence,)


def test_the_page_says_who_is_asked_where_there_is_only_one_moderator(
    client: CheckingClient, session: Session
) -> None:
    problem, first = hidden(session)
    address = f"/en/moderation/items/{problem.reference}"

    alone = client.sign_in(first).get(address).text
    make_officer(session, Office.MODERATOR)
    city = client.sign_in(first).get(address).text
    make_moderator(session, problem)
    second = client.sign_in(first).get(address).text

    assert "There is no second moderator, not even for the whole city." in alone
    assert "those of the whole city are asked" in city
    assert "no second moderator" not in second
    assert "You have hidden this." in second


def test_one_press_on_the_desk_confirms_or_brings_back(
    client: CheckingClient, session: Session
) -> None:
    stays, returns = hidden(session)[0], hidden(session)[0]
    client.sign_in(make_officer(session, Office.MODERATOR))

    for act, item in (("hide", stays), ("publish", returns)):
        more = {"act": act, "reference": item.reference, "reason": "insult", "words": ""}
        client.post("/en/moderation/decisions", data=more)
        session.refresh(item)

    assert (stays.state, returns.state) == (State.HIDDEN, State.PUBLISHED)
    assert "Nothing waits here." in client.get("/en/moderation").text


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ("UPDATE item SET state = 'published', visibility = 'public'", "a second look"),
        ("UPDATE appeal SET decided_by = {by}", "somebody who did not act"),
    ],
)
def test_a_change_behind_the_commands_is_found(session: Session, change: str, name: str) -> None:
    author = make_person(session)
    problem = make_problem(session, author=author)
    moderator = make_moderator(session, problem)
    hide_item(session, moderator, problem, grounds())
    appeal(session, problem, author)
    before = first_broken(session)

    session.execute(text(change.format(by=moderator.id)))

    assert before == ""
    assert name in first_broken(session)
