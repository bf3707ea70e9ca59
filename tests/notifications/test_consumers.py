"""Who is told what by mail, in which language, and never twice."""

from dataclasses import dataclass

import pytest
from sqlalchemy import delete, select
from sqlmodel import Session

from app.accounts.models import Person
from app.db.clock import clock_at
from app.deliberation.models import Support
from app.i18n.catalogues import catalogue
from app.items.models import Item
from app.items.spine import link, set_state
from app.mandates.commands import decide_mandate, submit_mandate
from app.moderation.commands import hide_item, publish_item, restore_item, return_item
from app.notifications.consumers import consumers
from app.notifications.letters import TASK
from app.process.actor import Actor
from app.process.vocabulary import Link, Phase, State, Verdict
from app.record.consumers import consume
from app.record.jobs import JOB
from app.record.models import BOOKMARK
from app.settings import Settings
from tests.deliberation.makers import make_comment, make_supports
from tests.makers import (
    in_days,
    make_body,
    make_officer,
    make_participation,
    make_person,
    make_problem,
)
from tests.mandates.makers import (
    ADMINISTRATION,
    decision_form,
    make_mandate,
    make_member,
    make_ready_measure,
)
from tests.moderation.makers import grounds, make_moderator
from tests.requirements.makers import make_measure, make_requirement_of, make_topic
from tests.synthesis.makers import REASON, give_answer, make_synthesis, put_into_topic

_MAIL = ("to", "subject", "text")


@dataclass(frozen=True)
class Mail:
    key: str
    to: str
    subject: str
    text: str


def _told(session: Session, settings: Settings) -> list[Mail]:
    """Let every consumer see the whole record; the letters that are in the outbox then.

    That a contribution was received or has come into a topic is the matter of other files.
    """
    with clock_at(in_days(0.01)):
        for consumer in consumers(settings):
            while consume(session, consumer):
                pass
    rows = session.execute(
        select(JOB.c.key, JOB.c.content)
        .where(
            JOB.c.task == TASK,
            JOB.c.key.not_like("news:topic:%"),
            JOB.c.key.not_like("received:%"),
        )
        .order_by(JOB.c.id)
    )
    return [Mail(row.key, *(row.content[name] for name in _MAIL)) for row in rows]


def _forget(session: Session) -> None:
    """As if every consumer began anew."""
    session.execute(delete(BOOKMARK))


def _address(session: Session, actor: Actor) -> str:
    return str(session.get_one(Person, actor.id).email)


def _to(letters: list[Mail], session: Session, actor: Actor) -> list[Mail]:
    return [each for each in letters if each.to == _address(session, actor)]


def test_the_author_is_told_when_moderation_publishes(session: Session, settings: Settings) -> None:
    author = make_person(session)
    problem = make_problem(session, author=author, state=State.SUBMITTED)
    publish_item(session, make_moderator(session, problem), problem)

    [letter] = _told(session, settings)

    assert letter.to == _address(session, author)
    assert letter.subject == f"Published: {problem.title}"
    assert f"http://testserver/en/problems/{problem.reference}" in letter.text


def test_a_returned_contribution_comes_with_reason_and_words(
    session: Session, settings: Settings
) -> None:
    problem = make_problem(session, state=State.SUBMITTED)
    return_item(session, make_moderator(session, problem), problem, grounds())

    [letter] = _told(session, settings)

    assert "The reason: It is not clear what is meant." in letter.text
    assert "Please name the stop you mean." in letter.text


def test_the_author_is_told_when_something_is_hidden_and_when_it_is_restored(
    session: Session, settings: Settings
) -> None:
    problem = make_problem(session)
    moderator = make_moderator(session, problem)
    hide_item(session, moderator, problem, grounds())
    [hidden] = _told(session, settings)

    restore_item(session, moderator, problem)
    [_, restored] = _told(session, settings)

    assert hidden.subject == f"Hidden: {problem.title}"
    assert "Please name the stop you mean." in hidden.text
    assert restored.subject == f"Visible again: {problem.title}"


def test_what_has_been_undone_meanwhile_is_not_told(session: Session, settings: Settings) -> None:
    problem = make_problem(session, state=State.SUBMITTED)
    moderator = make_moderator(session, problem)
    publish_item(session, moderator, problem)
    hide_item(session, moderator, problem, grounds())

    [letter] = _told(session, settings)

    assert letter.subject.startswith("Hidden: ")


def test_who_has_no_address_is_passed_over(session: Session, settings: Settings) -> None:
    author = make_person(session, email=None)
    problem = make_problem(session, author=author, state=State.SUBMITTED)
    publish_item(session, make_moderator(session, problem), problem)

    assert _told(session, settings) == []


def test_everybody_behind_a_topic_is_told_its_answer(session: Session, settings: Settings) -> None:
    place = make_participation(session)
    author, commenter = make_person(session), make_person(session)
    problem = make_problem(session, place, author)
    [supporter] = make_supports(session, problem, business=1)
    make_comment(session, problem, commenter)
    topic = make_topic(session, place, problem)
    with clock_at(in_days(7)):
        give_answer(session, topic, Verdict.PARTLY)
        letters = _told(session, settings)

    assert {each.to for each in letters} == {
        _address(session, each) for each in (author, supporter, commenter)
    }
    for person, heading in ((author, "wrote"), (supporter, "support"), (commenter, "commented on")):
        [letter] = _to(letters, session, person)
        assert f"You {heading}:\n- {problem.title} ({problem.reference})" in letter.text
        assert "The answer: Taken up in part" in letter.text
        assert REASON in letter.text


def test_a_changed_answer_is_told_again(session: Session, settings: Settings) -> None:
    place, problems = make_synthesis(session, 1)
    topic = put_into_topic(session, place, problems)
    give_answer(session, topic, Verdict.LATER)
    assert len(_told(session, settings)) == 1

    give_answer(session, topic, Verdict.TAKEN_UP)

    assert len(_told(session, settings)) == 2


def test_nobody_is_told_twice_when_a_consumer_begins_anew(
    session: Session, settings: Settings
) -> None:
    place, problems = make_synthesis(session, 2)
    give_answer(session, put_into_topic(session, place, problems))
    before = _told(session, settings)

    _forget(session)

    assert _told(session, settings) == before
    assert len(before) == 2


def test_one_letter_for_who_has_given_several_things(session: Session, settings: Settings) -> None:
    place = make_participation(session, Phase.SYNTHESIS)
    author = make_person(session)
    problems = [make_problem(session, place, author) for _ in range(7)]
    give_answer(session, put_into_topic(session, place, problems))

    [letter] = _told(session, settings)

    assert letter.text.count(problems[0].title) == 5


@pytest.mark.parametrize("hidden", [State.HIDDEN, State.RETURNED])
def test_nobody_is_told_by_way_of_something_hidden(
    session: Session, settings: Settings, hidden: State
) -> None:
    place, [problem, other] = make_synthesis(session, 2)
    give_answer(session, put_into_topic(session, place, [problem, other]))
    set_state(session, problem, hidden)

    [letter] = _told(session, settings)

    assert other.reference in letter.text
    assert problem.reference not in letter.text


def test_a_hidden_comment_is_no_part_of_it(session: Session, settings: Settings) -> None:
    place = make_participation(session)
    problem, commenter = make_problem(session, place), make_person(session)
    comment = make_comment(session, problem, commenter)
    set_state(session, comment, State.HIDDEN)
    topic = make_topic(session, place, problem)
    with clock_at(in_days(7)):
        give_answer(session, topic)
        letters = _told(session, settings)

    assert len(letters) == 1
    assert _to(letters, session, commenter) == []


def test_who_is_behind_a_requirement_is_told_once(session: Session, settings: Settings) -> None:
    place = make_participation(session, Phase.REQUIREMENTS)
    problem = make_problem(session, place)
    requirement = make_requirement_of(
        session, make_measure(session, place), problem, state=State.APPROVED
    )

    [letter] = _told(session, settings)

    assert letter.subject == f"It becomes a requirement: {requirement.title}"
    assert problem.reference in letter.text


def test_an_origin_that_comes_later_is_told_too(session: Session, settings: Settings) -> None:
    place = make_participation(session, Phase.REQUIREMENTS)
    first, later = make_problem(session, place), make_problem(session, place)
    requirement = make_requirement_of(session, make_measure(session, place), first)
    assert len(_told(session, settings)) == 1
    officer = make_officer(session, ADMINISTRATION)
    link(session, officer, later.id, requirement.id, how=Link.ORIGIN_OF)
    from app.requirements.commands import approve_requirement, discuss_requirement

    discuss_requirement(session, officer, requirement, "Nobody objected to it.")
    approve_requirement(session, officer, requirement)

    letters = _told(session, settings)

    assert len(letters) == 2
    assert later.reference in letters[1].text


def test_a_dropped_requirement_is_not_announced(session: Session, settings: Settings) -> None:
    place = make_participation(session, Phase.REQUIREMENTS)
    make_requirement_of(
        session, make_measure(session, place), make_problem(session, place), state=State.DROPPED
    )

    assert _told(session, settings) == []


def _decided(session: Session, problem: Item, result: State) -> Item:
    body = make_body(session)
    item = make_mandate(session, measure=make_ready_measure(session, problem), body=body)
    submit_mandate(session, make_officer(session, ADMINISTRATION), item)
    decide_mandate(session, make_member(session, body), item, decision_form(result))
    return item


def test_who_took_part_reads_what_was_decided(session: Session, settings: Settings) -> None:
    author, supporter = make_person(session), make_person(session)
    problem = make_problem(session, author=author)
    session.add(Support(item_id=problem.id, person_id=supporter.id, group=supporter.group))
    item = _decided(session, problem, State.CONDITIONAL)

    letters = [each for each in _told(session, settings) if each.key.startswith("mandate:")]

    assert {each.to for each in letters} == {
        _address(session, author),
        _address(session, supporter),
    }
    for words in (
        "Decision round has decided on a measure that you had a part in.",
        "Granted with conditions",
        "The need is proven by numbers.",
        "A public report after six months.",
        "City transport, Operation",
        "Budget: €480,000",
        f"http://testserver/en/mandates/{item.reference}",
    ):
        assert words in letters[0].text


def test_a_refusal_is_told_with_its_reason_and_without_a_budget(
    session: Session, settings: Settings
) -> None:
    problem = make_problem(session)
    _decided(session, problem, State.REFUSED)

    [letter] = [each for each in _told(session, settings) if each.key.startswith("mandate:")]

    assert letter.subject == "Refused: Night bus"
    assert "Budget" not in letter.text


def test_letters_are_in_the_language_of_who_reads_them(
    session: Session, settings: Settings
) -> None:
    mirrored = make_person(session, language="xb")
    unknown = make_person(session, language="tr")
    for author in (mirrored, unknown):
        problem = make_problem(session, author=author, state=State.SUBMITTED)
        publish_item(session, make_moderator(session, problem), problem)
    sentence = (
        "What becomes of it stands on this page, from the first sentence to the last decision:"
    )

    letters = _told(session, settings)

    [right_to_left] = _to(letters, session, mirrored)
    [first_language] = _to(letters, session, unknown)
    assert catalogue("xb").ugettext(sentence) in right_to_left.text
    assert "/xb/problems/" in right_to_left.text
    assert sentence in first_language.text
    assert "/en/problems/" in first_language.text


def test_letters_hold_words_as_they_were_written(session: Session, settings: Settings) -> None:
    problem = make_problem(session, state=State.SUBMITTED, title="Bus & tram <late> again")
    publish_item(session, make_moderator(session, problem), problem)

    [letter] = _told(session, settings)

    assert letter.subject == "Published: Bus & tram <late> again"
    assert "&amp;" not in letter.text
    assert "\n\n\n" not in letter.text
