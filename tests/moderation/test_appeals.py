import re

import pytest
from sqlmodel import Session

from app.db.clock import clock_at
from app.items.models import Item
from app.items.visibility import find_item
from app.moderation.appealing import ONCE, appeal_item, decide_appeal
from app.moderation.commands import (
    DECIDE_INSTEAD,
    confirm_hiding,
    hide_item,
    restore_item,
    return_item,
)
from app.moderation.desk import Hours, Wanted, desk
from app.moderation.forms import Verdict
from app.moderation.models import Hiding
from app.moderation.words import Waits
from app.process.actor import VISITOR, Actor
from app.process.objections import NOT_YOURS, OWN_MODERATION
from app.process.paths import NO_STEP
from app.process.refusal import Refused
from app.process.vocabulary import State
from app.settings import Settings
from tests.client import CheckingClient
from tests.deliberation.makers import make_comment
from tests.makers import in_days, make_person, make_problem
from tests.moderation.makers import (
    appeal,
    decision,
    grounds,
    letters,
    make_moderator,
    objection,
    report,
)


def returned(session: Session) -> tuple[Item, Actor, Actor]:
    """A problem that was returned, its author, and who has returned it."""
    author = make_person(session)
    problem = make_problem(session, author=author, state=State.SUBMITTED)
    moderator = make_moderator(session, problem)
    return_item(session, moderator, problem, grounds())
    return problem, author, moderator


def waits(session: Session, actor: Actor) -> list[Waits]:
    return [row.waits for row in desk(session, actor, Wanted(), Hours()).rows]


def test_an_objection_goes_to_somebody_else(session: Session) -> None:
    problem, author, first = returned(session)

    appeal(session, problem, author)

    assert waits(session, first) == []
    assert waits(session, make_moderator(session, problem)) == [Waits.APPEAL]
    with pytest.raises(Refused) as refusal:
        decide_appeal(session, first, problem, decision(Verdict.UPHELD))
    assert refusal.value.reasons == (OWN_MODERATION.sentence,)


def test_an_objection_has_its_own_due_clock(session: Session) -> None:
    problem, author, _ = returned(session)
    with clock_at(in_days(-2)):
        appeal(session, problem, author)
    moderator = make_moderator(session, problem)

    (row,) = desk(session, moderator, Wanted(), Hours(24, 72)).rows

    assert in_days(0.9) < row.due_at < in_days(1.1)


def test_one_objects_once_to_each_act(session: Session) -> None:
    problem, author, first = returned(session)
    appeal(session, problem, author)

    with pytest.raises(Refused) as refusal:
        appeal(session, problem, author)
    assert refusal.value.reasons == (ONCE,)

    decide_appeal(session, make_moderator(session, problem), problem, decision(Verdict.REVERSED))
    hide_item(session, first, problem, grounds())
    appeal(session, problem, author)
    assert waits(session, make_moderator(session, problem)) == [Waits.HIDING, Waits.APPEAL]


def test_only_the_author_objects_and_only_to_what_stands(session: Session) -> None:
    problem, author, _ = returned(session)

    with pytest.raises(Refused) as refusal:
        appeal(session, problem, make_person(session))
    assert refusal.value.reasons == (NOT_YOURS.sentence,)

    public = make_problem(session, author=author)
    with pytest.raises(Refused) as refusal:
        appeal_item(session, author, public, objection())
    assert refusal.value.reasons == (NO_STEP,)


def test_a_granted_objection_brings_the_words_back(session: Session) -> None:
    problem, author, _ = returned(session)
    appeal(session, problem, author)

    decide_appeal(session, make_moderator(session, problem), problem, decision(Verdict.REVERSED))

    assert find_item(session, VISITOR, problem.reference) is problem
    assert waits(session, make_moderator(session, problem)) == []


def test_a_refused_objection_leaves_it_as_it_is_and_is_decided_once(session: Session) -> None:
    problem, author, _ = returned(session)
    appeal(session, problem, author)
    second = make_moderator(session, problem)

    decide_appeal(session, second, problem, decision(Verdict.UPHELD))

    assert problem.state is State.RETURNED
    with pytest.raises(Refused) as refusal:
        decide_appeal(session, second, problem, decision(Verdict.REVERSED))
    assert refusal.value.reasons == (NO_STEP,)


def test_a_refused_objection_is_the_second_look_at_a_hiding(session: Session) -> None:
    author = make_person(session)
    problem = make_problem(session, author=author)
    hide_item(session, make_moderator(session, problem), problem, grounds())
    appeal(session, problem, author)

    decide_appeal(session, make_moderator(session, problem), problem, decision(Verdict.UPHELD))

    assert session.get(Hiding, problem.id) is None
    assert waits(session, make_moderator(session, problem)) == []


def test_a_comment_that_comes_back_is_counted_again(session: Session) -> None:
    problem, author = make_problem(session), make_person(session)
    comment = make_comment(session, problem, author)
    return_item(session, make_moderator(session, problem), comment, grounds())
    appeal(session, comment, author)

    decide_appeal(session, make_moderator(session, problem), comment, decision(Verdict.REVERSED))

    session.refresh(problem)
    assert problem.comments == 1


def test_who_confirmed_what_a_rule_has_hidden_does_not_decide_on_it(session: Session) -> None:
    author = make_person(session)
    problem = make_problem(session, author=author)
    for _ in range(3):
        report(session, problem)
    confirmer = make_moderator(session, problem)
    confirm_hiding(session, confirmer, problem)

    appeal(session, problem, author)

    assert waits(session, confirmer) == []
    with pytest.raises(Refused) as refusal:
        decide_appeal(session, confirmer, problem, decision(Verdict.REVERSED))
    assert refusal.value.reasons == (OWN_MODERATION.sentence,)
    assert waits(session, make_moderator(session, problem)) == [Waits.APPEAL]


def test_what_was_restored_meanwhile_needs_no_decision(session: Session) -> None:
    author = make_person(session)
    problem = make_problem(session, author=author)
    first = make_moderator(session, problem)
    hide_item(session, first, problem, grounds())
    appeal(session, problem, author)

    restore_item(session, first, problem)

    assert waits(session, make_moderator(session, problem)) == []


def test_the_author_is_told_how_to_object_and_what_came_of_it(
    session: Session, settings: Settings
) -> None:
    problem, author, _ = returned(session)
    second = make_moderator(session, problem)
    first = letters(session, settings)
    appeal(session, problem, author)
    letters(session, settings)
    decide_appeal(session, second, problem, decision(Verdict.REVERSED, "You name an office."))

    sent = letters(session, settings)

    assert any(f"/items/{problem.reference}/objection" in each["text"] for each in first)
    last = next(each for each in sent if "Your objection was right" in each["subject"])
    assert "You name an office." in last["text"]
    assert second.name not in last["text"]
    asked = [each["to"] for each in sent if "An author objects" in each["subject"]]
    assert len(asked) == 1


def test_author_and_second_moderator_do_it_on_pages(
    client: CheckingClient, session: Session
) -> None:
    problem, author, first = returned(session)
    second = make_moderator(session, problem)
    on_page = client.sign_in(author).get(f"/en/problems/{problem.reference}").text
    address = f"/en/items/{problem.reference}/objection"

    short = client.post(address, data={"words": "No."})
    sent = client.post(address, data={"words": "I name a public office, not a person."})
    again = client.get(address).text
    desk_page = client.sign_in(second).get("/en/moderation?waits=appeal").text
    item_page = client.get(f"/en/moderation/items/{problem.reference}").text
    refused = client.sign_in(first).get(f"/en/moderation/items/{problem.reference}").text
    words = {"verdict": "upheld", "words": "The person is named in line two."}
    decided = client.sign_in(second).post(
        f"/en/moderation/items/{problem.reference}/objection", data=words
    )
    told = client.sign_in(author).get(f"/en/problems/{problem.reference}").text

    assert address in on_page
    assert (short.status_code, sent.status_code, decided.status_code) == (422, 303, 303)
    assert "You objected on" in again
    assert "Read the objection and decide" in desk_page
    assert "I name a public office, not a person." in item_page
    assert "You moderated this yourself" in refused
    assert "The person is named in line two." in told


def test_who_is_asked_to_decide_cannot_pass_the_objection_by(
    client: CheckingClient, session: Session
) -> None:
    author = make_person(session)
    problem = make_problem(session, author=author)
    first, second = (make_moderator(session, problem) for _ in range(2))
    hide_item(session, first, problem, grounds())
    appeal(session, problem, author)

    with pytest.raises(Refused) as refusal:
        restore_item(session, second, problem)
    assert refusal.value.reasons == (DECIDE_INSTEAD,)
    page = client.sign_in(second).get(f"/en/moderation/items/{problem.reference}").text
    assert "Decide the objection" in page
    assert 'value="restore"' not in page

    restore_item(session, first, problem)
    assert problem.state is State.PUBLISHED


def test_what_nobody_else_reads_is_not_called_public_in_the_letter(
    session: Session, settings: Settings
) -> None:
    author = make_person(session)
    hidden = make_problem(session, author=author, title="Hidden words")
    moderator = make_moderator(session, hidden)
    hide_item(session, moderator, hidden, grounds())
    appeal(session, hidden, author)
    decide_appeal(session, make_moderator(session, hidden), hidden, decision(Verdict.UPHELD))

    texts = [
        each["text"] for each in letters(session, settings) if hidden.reference in each["text"]
    ]

    assert len(texts) > 2
    assert not any("Everything in it is public" in text for text in texts)
    assert any("because you took part or follow something here.\n" in text for text in texts)


def test_objections_are_decided_one_by_one(client: CheckingClient, session: Session) -> None:
    problem, author, _ = returned(session)
    appeal(session, problem, author)
    client.sign_in(make_moderator(session, problem))

    page = client.get("/en/moderation?waits=appeal").text

    assert problem.reference in page
    assert 'name="act"' not in page
    assert 'name="act"' in client.get("/en/moderation").text


def key_names(page: str) -> list[str]:
    """The keys that a page says it knows."""
    return re.findall(r"<span><kbd>(.+?)</kbd>", page)


def test_who_has_nothing_to_decide_on_is_told_so_and_offered_no_keys_for_it(
    client: CheckingClient, session: Session
) -> None:
    problem, author, first = returned(session)
    appeal(session, problem, author)
    address = f"/en/moderation/items/{problem.reference}"

    refused = client.sign_in(first).get(address).text
    asked = client.sign_in(make_moderator(session, problem)).get(address).text

    assert "There is nothing for you to decide here" in refused
    assert "<h2>Decide</h2>" not in refused
    assert "<h2>Decide</h2>" in asked
    assert 'href="#objection"' in asked
    for page in (refused, asked):
        assert not {"a", "r", "h", "m"} & set(key_names(page))


def test_the_page_of_what_waits_names_the_keys_that_work_there(
    client: CheckingClient, session: Session
) -> None:
    waiting, public = make_problem(session, state=State.SUBMITTED), make_problem(session)
    addresses = [f"/en/moderation/items/{item.reference}" for item in (waiting, public)]
    moderators = [make_moderator(session, item) for item in (waiting, public)]

    known = [
        key_names(client.sign_in(who).get(address).text)
        for who, address in zip(moderators, addresses, strict=True)
    ]

    assert known == [["a", "r", "h", "?"], ["h", "m", "?"]]


def test_what_was_never_public_is_not_said_to_be_read_again(
    client: CheckingClient, session: Session
) -> None:
    never, author, _ = returned(session)
    appeal(session, never, author)
    public = make_problem(session, author=author)
    hide_item(session, make_moderator(session, public), public, grounds())
    appeal(session, public, author)

    pages = [
        client.sign_in(make_moderator(session, item))
        .get(f"/en/moderation/items/{item.reference}")
        .text
        for item in (never, public)
    ]

    assert ["everybody can read it again" in page for page in pages] == [False, True]
    assert "The author is right: everybody can read it<" in pages[0]
