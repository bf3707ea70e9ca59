import pytest
from sqlalchemy import func, select
from sqlmodel import Session

from app.items.models import Item
from app.items.visibility import find_item
from app.moderation.commands import confirm_hiding, dismiss_report, restore_item
from app.moderation.desk import Hours, Wanted, desk
from app.moderation.forms import Complaint
from app.moderation.models import MODERATION_NOTE, REPORT
from app.moderation.queries import last_note, open_reports
from app.moderation.reporting import TOO_MANY, Caps, report_item, unreport_item
from app.moderation.words import Risk, Sort, Waits
from app.process.actor import SYSTEM, VISITOR, Actor
from app.process.objections import NOT_PUBLIC, OWN_WORK
from app.process.refusal import Refused
from app.process.vocabulary import Action, Reason, State
from app.settings import Settings
from tests.client import CheckingClient
from tests.deliberation.makers import make_comment
from tests.makers import make_person, make_problem
from tests.moderation.makers import letters, make_moderator, report

INSULT = Complaint(reason=Reason.INSULT)


def count(session: Session) -> int:
    return int(session.execute(select(func.count()).select_from(REPORT)).scalar_one())


def test_a_report_is_made_once_and_can_be_taken_back(session: Session) -> None:
    problem, reader = make_problem(session), make_person(session)

    first = report_item(session, reader, problem, INSULT, caps=Caps())
    second = report_item(session, reader, problem, INSULT, caps=Caps())

    assert (first, second, count(session)) == (True, False, 1)
    assert unreport_item(session, reader, problem)
    assert not unreport_item(session, reader, problem)
    assert count(session) == 0


def test_nobody_reports_their_own_or_what_is_not_public(session: Session) -> None:
    author = make_person(session)
    own = make_problem(session, author=author)
    waiting = make_problem(session, state=State.SUBMITTED)

    for actor, item, reason in ((author, own, OWN_WORK), (author, waiting, NOT_PUBLIC)):
        with pytest.raises(Refused) as refusal:
            report_item(session, actor, item, INSULT, caps=Caps())
        assert refusal.value.reasons == (reason.sentence,)


def test_a_reported_item_is_on_the_desk_with_its_risk(session: Session) -> None:
    problem = make_problem(session)
    report(session, problem)
    report(session, problem, reason=Reason.ADVERTISING)
    moderator = make_moderator(session, problem)

    (row,) = desk(session, moderator, Wanted(sort=Sort.RISK), Hours()).rows

    assert (row.item.reference, row.waits, row.reports) == (problem.reference, Waits.REPORTED, 2)
    assert row.risk is Risk.HIGH
    assert [each.reason for each in open_reports(session, problem)] == [
        Reason.INSULT,
        Reason.ADVERTISING,
    ]


def test_ac26_the_third_report_hides_it_until_a_moderator_has_looked(session: Session) -> None:
    problem = make_problem(session)
    states = []

    for _ in range(3):
        report(session, problem)
        states.append(problem.state)

    assert states == [State.PUBLISHED, State.PUBLISHED, State.HIDDEN]
    assert find_item(session, VISITOR, problem.reference) is None
    note = last_note(session, problem)
    assert note is not None
    assert (note.automatic, note.reason, note.behind) == (True, Reason.INSULT, SYSTEM.id)
    (row,) = desk(session, make_moderator(session, problem), Wanted(), Hours()).rows
    assert row.waits is Waits.HIDING


def test_ac26_author_and_moderators_are_told_with_reasons(
    session: Session, settings: Settings
) -> None:
    author = make_person(session)
    problem = make_problem(session, author=author)
    moderator = make_moderator(session, problem)
    readers = [report(session, problem) for _ in range(3)]

    sent = {each["to"]: each for each in letters(session, settings)}

    to_author = next(each for to, each in sent.items() if "Hidden for the time" in each["subject"])
    to_moderator = next(each for each in sent.values() if "second look" in each["subject"])
    for letter in (to_author, to_moderator):
        assert "It insults people or calls for hatred." in letter["text"]
    assert len(sent) == 2
    assert moderator.id != author.id
    assert not any(reader.name in each["text"] for reader in readers for each in sent.values())
    assert "Look at the last sentence." not in to_author["text"]


def test_ac26_the_cap_of_a_day_holds(session: Session) -> None:
    caps = Caps(people=1, hides=2, each=20)
    problems = [make_problem(session) for _ in range(4)]

    for problem in problems:
        report(session, problem, caps=caps)

    assert [problem.state for problem in problems] == [
        State.HIDDEN,
        State.HIDDEN,
        State.PUBLISHED,
        State.PUBLISHED,
    ]


def test_ac26_a_threshold_of_none_hides_nothing(session: Session) -> None:
    problem = make_problem(session)

    for _ in range(4):
        report(session, problem, caps=Caps(people=0))

    assert problem.state is State.PUBLISHED


def test_one_person_reports_only_so_much_in_a_day(session: Session) -> None:
    reader = make_person(session)
    caps = Caps(each=2)
    for _ in range(2):
        report_item(session, reader, make_problem(session), INSULT, caps=caps)

    with pytest.raises(Refused) as refusal:
        report_item(session, reader, make_problem(session), INSULT, caps=caps)

    assert refusal.value.reasons == (TOO_MANY,)


def test_a_moderator_brings_it_back_and_no_rule_hides_it_again(session: Session) -> None:
    problem = make_problem(session)
    for _ in range(3):
        report(session, problem)

    restore_item(session, make_moderator(session, problem), problem)
    for _ in range(3):
        report(session, problem)

    assert problem.state is State.PUBLISHED


def test_a_moderator_confirms_what_a_rule_has_hidden(session: Session) -> None:
    problem = make_problem(session)
    for _ in range(3):
        report(session, problem)
    moderator = make_moderator(session, problem)

    confirm_hiding(session, moderator, problem)

    assert problem.state is State.HIDDEN
    assert open_reports(session, problem) == []
    note = last_note(session, problem)
    assert note is not None
    assert note.behind == moderator.id


def test_a_dismissed_report_leaves_the_item_as_it_is(session: Session) -> None:
    problem = make_problem(session)
    reader = report(session, problem)
    moderator = make_moderator(session, problem)

    dismiss_report(session, moderator, problem)

    assert problem.state is State.PUBLISHED
    assert desk(session, moderator, Wanted(), Hours()).rows == ()
    assert not unreport_item(session, reader, problem)
    with pytest.raises(Refused):
        dismiss_report(session, moderator, problem)
    actions = session.execute(select(MODERATION_NOTE.c.action)).scalars().all()
    assert actions == [Action.DISMISS_REPORT]


def test_a_hidden_comment_is_counted_no_more(session: Session) -> None:
    problem = make_problem(session)
    comment = make_comment(session, problem)

    for _ in range(3):
        report(session, comment)

    session.refresh(problem)
    assert (comment.state, problem.comments) == (State.HIDDEN, 0)


def _send(client: CheckingClient, item: Item, reader: Actor, **data: str) -> int:
    client.sign_in(reader)
    return int(client.post(f"/en/items/{item.reference}/report", data=data).status_code)


def test_a_reader_reports_and_takes_back_on_pages(client: CheckingClient, session: Session) -> None:
    problem, reader = make_problem(session), make_person(session)
    address = f"/en/items/{problem.reference}/report"

    blank = client.sign_in(reader).get(address)
    wrong = _send(client, problem, reader, reason="")
    sent = _send(client, problem, reader, reason="insult", words="The last sentence.")
    shown = client.get(f"/en/problems/{problem.reference}").text
    made = count(session)
    client.post(f"{address}/withdrawal")

    assert (blank.status_code, wrong, sent, made) == (200, 422, 303, 1)
    assert "Nobody but moderation sees that." in shown
    assert count(session) == 0


def test_every_contribution_and_comment_can_be_reported(
    client: CheckingClient, session: Session
) -> None:
    author = make_person(session)
    problem = make_problem(session, author=author)
    comment = make_comment(session, problem)

    for path, item in (("problems", problem), ("comments", comment)):
        page = client.get(f"/en/{path}/{item.reference}").text
        assert f"/en/items/{item.reference}/report" in page
    thread = client.get(f"/en/problems/{problem.reference}").text
    assert f"/en/items/{comment.reference}/report" in thread
    own = client.sign_in(author).get(f"/en/problems/{problem.reference}").text
    assert f"/en/items/{problem.reference}/report" not in own


def test_what_readers_say_is_no_verdict_before_a_moderator_has_looked(
    client: CheckingClient, session: Session
) -> None:
    problem = make_problem(session)
    for _ in range(3):
        report(session, problem)

    page = client.get(f"/en/problems/{problem.reference}").text

    assert "Several readers report:" in page
    assert "until a moderator has looked at it" in page
    assert "does not keep to the rules" not in page
