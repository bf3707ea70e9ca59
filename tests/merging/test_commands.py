import pytest
from sqlalchemy import func, select
from sqlmodel import Session

from app.db.clock import now
from app.deliberation.models import SUPPORT
from app.items.models import Item
from app.items.spine import link, reach, set_state
from app.items.trail import forward
from app.merging.commands import (
    ANSWERED,
    NOT_MERGED,
    OTHER_ANSWER,
    OTHER_PLACE,
    TOO_FEW,
    merge_item,
    separate_item,
    unmerge_item,
)
from app.merging.models import LIKE_PAIR, LikePair
from app.merging.queries import co_authors
from app.process.actor import SYSTEM
from app.process.paths import NO_STEP
from app.process.refusal import Refused
from app.process.vocabulary import Group, Kind, Link, Office, State, Station, Verdict, Visibility
from tests.makers import make_officer, make_participation, make_person, make_problem
from tests.merging.makers import make_merge, merged_text, same_things, support
from tests.participation.makers import make_topic


def given(session: Session, item: Item) -> int:
    rows = select(func.count()).where(SUPPORT.c.item_id == item.id)
    found: int = session.execute(rows).scalar_one()
    return found


def topic_with(session: Session, problem: Item) -> Item:
    place = session.get_one(Item, problem.participation_id)
    topic = make_topic(session, place, make_officer(session, Office.ADMINISTRATION))
    link(session, SYSTEM, problem.id, topic.id, how=Link.PART_OF)
    reach(session, topic.id, Station.TOPIC)
    return topic


def test_ac17_a_merge_links_to_its_sources_and_keeps_them_readable(session: Session) -> None:
    one, other = same_things(session)
    supporter = make_person(session)
    support(session, one, supporter)

    made = make_merge(session, one, other)

    assert [each.id for each in forward(session, SYSTEM, one)] == [made.id]
    assert [each.id for each in forward(session, SYSTEM, other)] == [made.id]
    for source in (one, other):
        session.refresh(source)
        assert (source.state, source.visibility) == (State.MERGED, Visibility.PUBLIC)
    assert (given(session, one), one.supporters) == (1, 1), "no support is moved"
    assert made.state is State.PUBLISHED


def test_ac17_the_links_of_the_sources_carry_over(session: Session) -> None:
    one, other = same_things(session)
    topic = topic_with(session, one)

    made = make_merge(session, one, other)

    assert topic.id in [each.id for each in forward(session, SYSTEM, made)]
    assert made.way == one.way


def test_whoever_supports_several_is_counted_once(session: Session) -> None:
    one, other = same_things(session)
    both, only = make_person(session, Group.BUSINESS), make_person(session, Group.ACADEMIA)
    support(session, one, both, only)
    support(session, other, both)

    made = make_merge(session, one, other)

    assert given(session, made) == made.supporters == 2
    assert (made.supporters_business, made.supporters_academia) == (1, 1)


def test_who_wrote_one_of_them_is_credited_and_supports_none(session: Session) -> None:
    one, other = same_things(session)
    author = make_person(session)
    other.author_id = author.id
    support(session, one, author)

    made = make_merge(session, one, other)

    assert made.supporters == 0
    assert made.author_id == one.author_id
    assert set(co_authors(session, made.id)) == {(one.author_id, one.id), (author.id, other.id)}


def test_a_copied_support_can_be_given_no_second_time(session: Session) -> None:
    one, other = same_things(session)
    supporter = make_person(session)
    support(session, one, supporter)
    made = make_merge(session, one, other)

    support(session, made, supporter)

    session.refresh(made)
    assert made.supporters == 1


def test_undone_everything_is_as_it_was(session: Session) -> None:
    one, other = same_things(session)
    supporter, topic = make_person(session), topic_with(session, one)
    support(session, other, supporter)
    made = make_merge(session, one, other)

    unmerge_item(session, make_officer(session, Office.MODERATOR), made)

    for source in (one, other):
        session.refresh(source)
        assert (source.state, source.visibility) == (State.PUBLISHED, Visibility.PUBLIC)
    assert made.state is State.WITHDRAWN
    assert forward(session, SYSTEM, made) == []
    assert [each.id for each in forward(session, SYSTEM, one)] == [topic.id]
    assert (other.supporters, given(session, other)) == (1, 1)


def test_what_was_undone_can_be_merged_again(session: Session) -> None:
    one, other = same_things(session)
    unmerge_item(session, make_officer(session, Office.MODERATOR), make_merge(session, one, other))

    again = make_merge(session, one, other)

    assert [each.id for each in forward(session, SYSTEM, one)] == [again.id]


def test_what_is_merged_is_not_merged_again(session: Session) -> None:
    one, other, third = same_things(session, 3)
    make_merge(session, one, other)

    with pytest.raises(Refused) as refusal:
        make_merge(session, one, third)

    assert refusal.value.reasons == (NO_STEP,)


def test_what_was_answered_differently_is_not_one(session: Session) -> None:
    one, other = same_things(session)
    one.verdict = Verdict.TAKEN_UP

    with pytest.raises(Refused) as refusal:
        make_merge(session, one, other)

    assert refusal.value.reasons == (OTHER_ANSWER,)


def test_an_answered_merge_stays(session: Session) -> None:
    made = make_merge(session, *same_things(session))
    made.verdict = Verdict.PARTLY

    with pytest.raises(Refused) as refusal:
        unmerge_item(session, make_officer(session, Office.MODERATOR), made)

    assert refusal.value.reasons == (ANSWERED,)


def test_only_a_merge_can_be_undone(session: Session) -> None:
    with pytest.raises(Refused) as refusal:
        unmerge_item(session, make_officer(session, Office.MODERATOR), make_problem(session))

    assert refusal.value.reasons == (NOT_MERGED,)


def test_one_alone_or_of_another_place_is_not_merged(session: Session) -> None:
    one, elsewhere = make_problem(session), make_problem(session, make_participation(session))

    for sources, sentence in (((one, one), TOO_FEW), ((one, elsewhere), OTHER_PLACE)):
        with pytest.raises(Refused) as refusal:
            make_merge(session, *sources)
        assert refusal.value.reasons == (sentence,)


def test_a_moderator_of_another_place_merges_nothing(session: Session) -> None:
    sources = same_things(session)
    elsewhere = make_officer(session, Office.MODERATOR, scope_id=1)

    with pytest.raises(Refused):
        merge_item(session, elsewhere, sources, merged_text(), lead=sources[0])


def test_two_that_are_not_the_same_are_not_suggested_again(session: Session) -> None:
    one, other = same_things(session)
    place = one.participation_id
    session.add(LikePair(one_id=one.id, other_id=other.id, participation_id=place, likeness=0.7))
    session.flush()
    moderator = make_officer(session, Office.MODERATOR)

    separate_item(session, moderator, other, one)

    decided = session.execute(select(LIKE_PAIR.c.decided_at, LIKE_PAIR.c.decided_by)).one()
    assert decided.decided_by == moderator.id
    assert decided.decided_at <= now()


def test_a_merge_carries_the_kind_and_place_of_its_beginning(session: Session) -> None:
    one, other = same_things(session)
    one.organisation_id = None

    made = make_merge(session, one, other)

    assert (made.kind, made.title) == (Kind.PROBLEM, "No bus after the late shift")
    assert made.participation_id == one.participation_id


def test_a_hidden_source_no_longer_counts_as_merged_into(session: Session) -> None:
    one, other = same_things(session)
    link(session, SYSTEM, one.id, other.id, how=Link.PART_OF)
    set_state(session, other, State.HIDDEN)

    with pytest.raises(Refused):
        make_merge(session, one, other)
