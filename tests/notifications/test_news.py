"""Who is told of what: once for each occasion, nothing hidden, nothing of one's own."""

import pytest
from sqlalchemy import delete, select, update
from sqlmodel import Session

from app.accounts.sessions import actor_of
from app.db.clock import clock_at
from app.deliberation.commands import edit_comment
from app.deliberation.forms import CommentText
from app.items.models import ITEM, LINK_END
from app.items.spine import set_state
from app.measures.commands import open_measure
from app.moderation.commands import hide_item
from app.notifications.commands import begin_following
from app.notifications.frequencies import wants
from app.notifications.happenings import Happened
from app.notifications.models import NEWS
from app.notifications.wishes import district_wish, item_wish, organisation_wish, search_wish
from app.problems.models import PROBLEM
from app.process.vocabulary import Frequency, News, Office, Phase, Stance, State, Verdict
from app.record.models import BOOKMARK
from app.requirements.commands import edit_requirement
from app.settings import Settings
from tests.client import CheckingClient
from tests.deliberation.makers import make_comment
from tests.makers import (
    in_days,
    make_officer,
    make_participation,
    make_person,
    make_problem,
    make_strategy,
)
from tests.measures.makers import make_answered_topic, opening
from tests.merging.makers import make_merge
from tests.moderation.makers import grounds, make_moderator
from tests.notifications.makers import (
    circle,
    follow,
    letters,
    make_published,
    told,
    unread,
    want,
    work,
)
from tests.organisations.makers import make_organisation
from tests.requirements.makers import make_measure, make_requirement_of, requirement_text
from tests.synthesis.makers import give_answer, make_synthesis, put_into_topic


def test_a_comment_is_told_to_the_author_and_to_who_follows(
    session: Session, settings: Settings
) -> None:
    author, follower, writer = (make_person(session) for _ in range(3))
    problem = make_problem(session, author=author)
    follow(session, follower, problem)
    follow(session, writer, problem)

    make_comment(session, problem, writer)
    work(session, settings)

    assert told(session, author) == [Happened.COMMENT]
    assert told(session, follower) == [Happened.COMMENT]
    assert told(session, writer) == [], "nobody is told of what they did themselves"
    assert letters(session) == [], "comments come with the daily letter"


def test_a_reply_is_told_as_a_reply_once(session: Session, settings: Settings) -> None:
    author, first = make_person(session), make_person(session)
    problem = make_problem(session, author=author)
    comment = make_comment(session, problem, first)
    follow(session, first, problem)

    make_comment(session, problem, author, parent=comment)
    work(session, settings)

    assert told(session, first) == [Happened.REPLY]


def test_a_hidden_comment_is_told_to_nobody(session: Session, settings: Settings) -> None:
    author = make_person(session)
    problem = make_problem(session, author=author)
    comment = make_comment(session, problem)
    set_state(session, comment, State.HIDDEN)

    work(session, settings)

    assert told(session, author) == []


def test_what_is_hidden_later_leaves_the_inbox_of_everybody_else(
    session: Session, settings: Settings
) -> None:
    author = make_person(session)
    problem = make_problem(session, author=author)
    comment = make_comment(session, problem)
    work(session, settings)
    assert unread(session, author) == 1

    hide_item(session, make_moderator(session, comment), comment, grounds())
    work(session, settings)

    assert told(session, author) == []
    assert unread(session, author) == 0


def test_a_consumer_that_begins_anew_tells_nobody_twice(
    session: Session, settings: Settings
) -> None:
    author = make_person(session)
    problem = make_problem(session, author=author)
    want(session, author, News.COMMENT, Frequency.AT_ONCE)
    make_comment(session, problem)
    work(session, settings)

    session.execute(delete(BOOKMARK))
    work(session, settings)

    assert told(session, author) == [Happened.COMMENT]
    assert unread(session, author) == 1
    assert len(letters(session, author)) == 1


def test_what_is_long_past_is_told_to_nobody(session: Session, settings: Settings) -> None:
    author = make_person(session)
    problem = make_problem(session, author=author)
    make_comment(session, problem)

    with clock_at(in_days(90)):
        work(session, settings)

    assert told(session, author) == []


def test_who_followed_only_afterwards_is_not_told(session: Session, settings: Settings) -> None:
    person, problem = make_person(session), make_problem(session)
    make_comment(session, problem)
    session.flush()
    with clock_at(in_days(0.005)):
        begin_following(session, person, item_wish(problem))
    work(session, settings)

    assert told(session, person) == []


def test_an_answer_is_told_to_who_follows_a_contribution_in_the_topic(
    session: Session, settings: Settings
) -> None:
    place, [problem] = make_synthesis(session, 1)
    follower = make_person(session)
    follow(session, follower, problem)
    topic = put_into_topic(session, place, [problem])
    give_answer(session, topic, Verdict.PARTLY)

    work(session, settings)

    assert told(session, follower) == [Happened.IN_TOPIC, Happened.ANSWERED]
    row = session.execute(select(NEWS).where(NEWS.c.happened == Happened.ANSWERED)).all()[-1]
    assert (row.news, row.about_id, row.facts) == (News.ANSWER, problem.id, {"verdict": "partly"})


def test_the_author_of_a_contribution_in_a_topic_is_told(
    session: Session, settings: Settings
) -> None:
    author = make_person(session)
    place = make_participation(session, Phase.SYNTHESIS)
    problem = make_problem(session, place, author)

    put_into_topic(session, place, [problem])
    work(session, settings)

    [letter] = letters(session, author)
    assert "It is part of a topic now" in letter.subject
    assert problem.reference in letter.text


def test_ac24_authors_and_followers_of_the_sources_hear_of_a_requirement(
    session: Session, settings: Settings
) -> None:
    author, follower = make_person(session), make_person(session)
    place = make_participation(session, Phase.REQUIREMENTS)
    problem = make_problem(session, place, author)
    follow(session, follower, problem)
    requirement = make_requirement_of(session, make_measure(session, place), problem)

    work(session, settings)

    assert told(session, author) == [Happened.REQUIREMENT]
    assert told(session, follower) == [Happened.REQUIREMENT]
    kept = session.execute(select(NEWS.c.item_id, NEWS.c.about_id)).all()
    assert {tuple(row) for row in kept} == {(requirement.id, problem.id)}


def test_ac24_authors_and_followers_of_the_sources_hear_of_a_measure(
    session: Session, settings: Settings
) -> None:
    topic = make_answered_topic(session)
    [problem_id] = session.execute(
        select(ITEM.c.id).where(ITEM.c.kind == "problem").order_by(ITEM.c.id).limit(1)
    ).scalars()
    author_id = session.execute(select(ITEM.c.author_id).where(ITEM.c.id == problem_id))
    follower = make_person(session)
    follow(session, follower, topic)
    officer = make_officer(session, Office.ADMINISTRATION)
    open_measure(session, officer, [topic], opening(session), language="en")

    work(session, settings)

    assert Happened.MEASURE in told(session, follower)
    mine = select(NEWS.c.happened).where(NEWS.c.person_id == author_id.scalar_one())
    assert Happened.MEASURE in session.execute(mine).scalars().all()


def test_ac24_unlinking_is_recorded_with_person_and_time(session: Session) -> None:
    place = make_participation(session, Phase.REQUIREMENTS)
    problem, other = make_problem(session, place), make_problem(session, place)
    requirement = make_requirement_of(session, make_measure(session, place), problem, other)
    officer = make_officer(session, Office.ADMINISTRATION)
    with clock_at(in_days(1)):
        edit_requirement(session, officer, requirement, requirement_text(problem))
        expected = in_days(0)

    [ended] = session.execute(select(LINK_END)).all()
    assert ended.by_id == officer.id
    assert abs((ended.at - expected).total_seconds()) < 60


def test_new_contributions_reach_who_follows_the_participation(
    session: Session, settings: Settings
) -> None:
    place, person = make_participation(session), make_person(session)
    follow(session, person, place)

    make_published(session, place)
    make_problem(session, place, state=State.SUBMITTED)
    work(session, settings)

    assert told(session, person) == [Happened.CONTRIBUTION], "published ones only"


def test_new_contributions_reach_who_follows_the_district_or_the_organisation(
    session: Session, settings: Settings
) -> None:
    place, (_, _, district) = make_participation(session), make_strategy(session)
    author, near, other = (make_person(session) for _ in range(3))
    organisation = make_organisation(session, author)
    follow(session, near, district_wish(district.id))
    follow(session, other, organisation_wish(organisation))
    item = make_published(session, place, author=author, district_id=district.id)
    session.execute(update(ITEM).where(ITEM.c.id == item.id).values(organisation_id=organisation))

    work(session, settings)

    assert told(session, near) == told(session, other) == [Happened.CONTRIBUTION]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"q": "clinic"}, True),
        ({"q": "clin BUS"}, True),
        ({"q": "swimming"}, False),
        ({"group": "citizens"}, True),
        ({"q": "clinic", "group": "business"}, False),
        ({}, True),
    ],
)
def test_a_new_contribution_that_fits_a_search_is_told(
    session: Session, settings: Settings, query: dict[str, str], *, found: bool
) -> None:
    person = make_person(session)
    follow(session, person, search_wish(query))

    make_published(session, make_participation(session))
    work(session, settings)

    assert told(session, person) == ([Happened.CONTRIBUTION] if found else [])


@pytest.mark.parametrize(("latitude", "inside"), [(52.5085, True), (52.5095, False)])
def test_a_new_contribution_in_a_circle_is_told(
    session: Session, settings: Settings, latitude: float, *, inside: bool
) -> None:
    person = make_person(session)
    follow(session, person, circle(radius=1000))
    item = make_published(session, make_participation(session))
    session.execute(
        update(PROBLEM).where(PROBLEM.c.id == item.id).values(latitude=latitude, longitude=13.4)
    )

    work(session, settings)

    assert told(session, person) == ([Happened.CONTRIBUTION] if inside else [])


def test_what_is_published_again_is_no_new_contribution(
    session: Session, settings: Settings
) -> None:
    place, person = make_participation(session), make_person(session)
    follow(session, person, place)
    item = make_published(session, place)
    work(session, settings)

    session.execute(delete(BOOKMARK))
    work(session, settings)

    assert told(session, person) == [Happened.CONTRIBUTION]
    assert item.state is State.PUBLISHED


def test_ac31_who_opted_out_of_reminders_wants_none(session: Session) -> None:
    keen, weary = make_person(session), make_person(session)

    want(session, weary, News.REMINDER, Frequency.NEVER)

    assert wants(session, keen.id, News.REMINDER) is Frequency.AT_ONCE
    assert wants(session, weary.id, News.REMINDER) is Frequency.NEVER
    assert wants(session, weary.id, News.COMMENT) is Frequency.DAILY


@pytest.mark.parametrize("frequency", [Frequency.DAILY, Frequency.NEVER])
def test_the_full_letter_comes_only_to_who_wants_it_at_once(
    session: Session, settings: Settings, frequency: Frequency
) -> None:
    author = make_person(session)
    want(session, author, News.OWN, frequency)
    make_published(session, make_participation(session), author=author)

    work(session, settings)

    assert letters(session) == []
    assert told(session, author) == [Happened.PUBLISHED]


def test_the_reasons_of_moderation_come_by_mail_whatever_one_has_set(
    session: Session, settings: Settings
) -> None:
    author = make_person(session)
    want(session, author, News.OWN, Frequency.NEVER)
    problem = make_problem(session, author=author)
    hide_item(session, make_moderator(session, problem), problem, grounds())

    work(session, settings)

    [letter] = letters(session, author)
    assert "Please name the stop you mean." in letter.text
    assert "/letters/end/" not in letter.text


def test_who_follows_what_was_merged_hears_of_it_and_of_what_is_said_then(
    session: Session, settings: Settings
) -> None:
    place = make_participation(session)
    author, follower = make_person(session), make_person(session)
    problem, other = make_problem(session, place, author), make_problem(session, place)
    follow(session, follower, problem)
    merged = make_merge(session, other, problem)
    make_comment(session, merged)

    work(session, settings)

    assert told(session, follower) == [Happened.MERGED, Happened.COMMENT]
    assert told(session, author) == [Happened.MERGED, Happened.COMMENT]


def test_who_is_mentioned_is_told_so(session: Session, settings: Settings) -> None:
    place = make_participation(session)
    author, other = make_person(session, name="Ada"), make_person(session, name="Ben")
    problem = make_problem(session, place, author)
    make_comment(session, problem, other)
    work(session, settings)
    before = told(session, other)

    comment = make_comment(session, problem, make_person(session), text="As @Ben said before.")
    work(session, settings)
    assert told(session, other) == [*before, Happened.MENTION]

    writer = actor_of(session, comment.author_id)
    words = CommentText(stance=Stance.PRO, text="As @Ben and @Ada said before.")
    edit_comment(session, writer, comment, words)
    work(session, settings)
    assert told(session, other) == [*before, Happened.MENTION], "once for each comment"
    assert told(session, author) == [Happened.COMMENT, Happened.COMMENT]


def test_ac24_each_source_page_shows_the_requirement_and_back(
    client: CheckingClient, session: Session
) -> None:
    place = make_participation(session, Phase.REQUIREMENTS)
    problem = make_problem(session, place)
    requirement = make_requirement_of(session, make_measure(session, place), problem)

    assert requirement.title in client.get(f"/en/items/{problem.reference}/trail").text
    assert problem.title in client.get(f"/en/requirements/{requirement.reference}").text
