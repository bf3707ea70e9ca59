"""Contributions and segments side by side: same tags, same topics, same answer."""

from sqlmodel import Session

from app.items.models import Item
from app.items.visibility import find_item
from app.process.actor import VISITOR
from app.process.vocabulary import Office, State, Verdict
from app.segments.commands import tag_item
from app.synthesis.answers import answers_to
from app.synthesis.commands import sort_topic
from app.synthesis.forms import Sorting
from tests.client import CheckingClient
from tests.makers import make_officer
from tests.segments.makers import (
    FARES,
    answer_segment,
    finish_segment,
    make_consultation,
    make_segments,
)
from tests.synthesis.makers import REASON, give_answer, make_synthesis, put_into_topic


def make_both(session: Session) -> tuple[Item, Item, list[Item]]:
    """A participation with a citizen's problem and the segments of an organisation."""
    participation, (problem,) = make_synthesis(session, 1)
    return participation, problem, make_segments(session, make_consultation(session, participation))


def _office(client: CheckingClient, session: Session) -> CheckingClient:
    return client.sign_in(make_officer(session, Office.ADMINISTRATION))


def _desk(participation: Item) -> str:
    return f"/en/participation/{participation.reference}/synthesis"


def test_the_workbench_shows_contributions_and_segments_in_one_list(
    client: CheckingClient, session: Session
) -> None:
    participation, problem, (segment, *_) = make_both(session)
    office = _office(client, session)

    both = office.get(_desk(participation)).text
    segments = office.get(_desk(participation) + "?kind=segment").text

    assert problem.reference in both
    assert segment.reference in both
    assert problem.reference not in segments
    assert segment.reference in segments


def test_the_workbench_is_filtered_by_tags_which_are_set_there(
    client: CheckingClient, session: Session
) -> None:
    participation, problem, (segment, other, _) = make_both(session)
    office = _office(client, session)
    chosen = [problem.reference, segment.reference]
    fields = {"contributions": chosen, "tag": "Fares", "back": _desk(participation)}

    answer = office.post(_desk(participation) + "/tags", data=fields)
    shown = office.get(_desk(participation)).text
    tag_item(session, make_officer(session, Office.ADMINISTRATION), other, "Other")
    number = shown.partition(">Fares</option>")[0].rpartition('value="')[2].partition('"')[0]
    filtered = office.get(_desk(participation) + f"?tag={number}").text

    assert answer.headers["location"] == _desk(participation)
    assert problem.reference in filtered
    assert segment.reference in filtered
    assert other.reference not in filtered


def test_a_tag_without_a_choice_is_asked_for(client: CheckingClient, session: Session) -> None:
    participation, *_ = make_both(session)

    answer = _office(client, session).post(_desk(participation) + "/tags", data={"tag": "Fares"})

    assert answer.status_code == 422


def test_segments_come_into_topics_beside_contributions(
    client: CheckingClient, session: Session
) -> None:
    participation, problem, (segment, *_) = make_both(session)

    topic = put_into_topic(session, participation, [problem, segment])

    inside = _office(client, session).get(f"/en/topics/{topic.reference}").text
    outside = client.sign_out().get(f"/en/topics/{topic.reference}").text
    assert FARES in inside
    assert FARES not in outside
    assert segment.reference not in outside


def test_an_answered_topic_answers_its_segments_by_one_press(
    client: CheckingClient, session: Session
) -> None:
    participation, problem, (first, second, third) = make_both(session)
    answer_segment(session, third, Verdict.NOTED)
    topic = put_into_topic(session, participation, [problem, first, second, third])
    give_answer(session, topic, Verdict.LATER)
    office = _office(client, session)

    before = office.get(f"/en/topics/{topic.reference}").text
    answer = office.post(f"/en/topics/{topic.reference}/alike")
    after = office.get(f"/en/topics/{topic.reference}").text

    session.expire_all()
    given = [answers_to(session, each.id, inside=True)[0] for each in (first, second, third)]
    assert "2 segments in this topic have no answer" in before
    assert answer.status_code == 303
    assert "have no answer of their own" not in after
    assert [line.verdict for line in given] == [Verdict.LATER, Verdict.LATER, Verdict.NOTED]
    assert given[0].reason == REASON


def test_a_topic_without_an_answer_has_none_to_give(
    client: CheckingClient, session: Session
) -> None:
    participation, _, (segment, *_) = make_both(session)
    topic = put_into_topic(session, participation, [segment])

    answer = _office(client, session).post(f"/en/topics/{topic.reference}/alike")

    assert answer.status_code == 404


def test_a_segment_waits_for_its_own_answer_though_its_topic_has_one(session: Session) -> None:
    participation, _, (segment, *_) = make_both(session)
    topic = put_into_topic(session, participation, [segment])

    give_answer(session, topic)

    assert (segment.state, segment.verdict) == (State.SUBMITTED, Verdict.TAKEN_UP)


def test_a_segment_is_answered_on_the_same_page_with_words_of_its_own(
    client: CheckingClient, session: Session
) -> None:
    segment = make_segments(session)[0]
    address = f"/en/items/{segment.reference}/answer"
    office = _office(client, session)

    form = office.get(address).text
    answer = office.post(address, data={"verdict": "noted", "reason": REASON})
    shown = office.get(f"/en/segments/{segment.reference}").text

    assert 'value="noted"' in form
    assert 'value="later"' not in form
    assert "notice=answered-inside" in answer.headers["location"]
    assert REASON in shown


def test_other_things_are_not_noted(client: CheckingClient, session: Session) -> None:
    _, problem, _ = make_both(session)

    form = _office(client, session).get(f"/en/items/{problem.reference}/answer").text

    assert 'value="later"' in form
    assert 'value="noted"' not in form


def test_a_changed_answer_to_a_segment_keeps_the_former_one_readable(
    client: CheckingClient, session: Session
) -> None:
    segment = make_segments(session)[0]
    older = answer_segment(session, segment, Verdict.NOT_TAKEN_UP)

    newer = answer_segment(session, segment, Verdict.PARTLY)

    office = _office(client, session)
    shown = office.get(f"/en/segments/{segment.reference}").text
    replaced = office.get(f"/en/answers/{older.reference}").text
    assert newer.reference in shown
    assert older.reference in shown
    assert "Replaced on" in replaced
    assert find_item(session, VISITOR, older.reference) is None


def test_a_locked_segment_cannot_be_answered_and_the_page_says_why(
    client: CheckingClient, session: Session
) -> None:
    segment = make_segments(session)[0]
    finish_segment(session, segment)
    fields = {"verdict": "noted", "reason": REASON}

    answer = _office(client, session).post(f"/en/items/{segment.reference}/answer", data=fields)

    assert answer.status_code == 403
    assert "This segment is done and locked." in answer.text


def test_ac33_a_topic_is_dissolved_with_its_last_member_and_the_page_says_so(
    client: CheckingClient, session: Session
) -> None:
    participation, problem, _ = make_both(session)
    topic = put_into_topic(session, participation, [problem], title="Soon to be gone")
    office = _office(client, session)

    answer = office.post(f"/en/topics/{topic.reference}/sort", data={"remove": problem.reference})
    page = client.sign_out().get(f"/en/topics/{topic.reference}")
    overview = client.get(f"/en/participation/{participation.reference}")

    session.expire_all()
    assert answer.headers["location"] == f"/en/topics/{topic.reference}"
    assert topic.state is State.DROPPED
    assert page.status_code == 410
    assert "This topic was dissolved" in page.text
    assert "Soon to be gone" in page.text
    assert "Soon to be gone" not in overview.text


def test_ac33_a_topic_of_segments_is_dissolved_like_any_other(session: Session) -> None:
    participation, _, (segment, *_) = make_both(session)
    topic = put_into_topic(session, participation, [segment])
    officer = make_officer(session, Office.ADMINISTRATION)

    sort_topic(session, officer, topic, Sorting(remove=(segment.reference,)))

    assert topic.state is State.DROPPED
    assert segment.way == 0


def test_a_topic_that_never_had_members_stays(session: Session) -> None:
    participation, problem, _ = make_both(session)
    topic = put_into_topic(session, participation, [])
    officer = make_officer(session, Office.ADMINISTRATION)

    sort_topic(session, officer, topic, Sorting(remove=(problem.reference,)))

    assert topic.state is State.PUBLISHED
