from datetime import timedelta

from sqlalchemy import select
from sqlmodel import Session

from app.db.clock import clock_at, now
from app.items.models import Item
from app.merging.commands import unmerge_item
from app.merging.models import LIKE_PAIR, LikePair
from app.merging.pairs import alike_to, consumer
from app.moderation.commands import publish_item
from app.participation.figures import figures
from app.process.vocabulary import Office, Phase, State
from app.record.consumers import consume
from tests.client import CheckingClient
from tests.makers import make_officer, make_participation, make_person, make_problem
from tests.merging.makers import make_merge, same_things, support
from tests.queries import counted_queries

NEW = {
    "title": "No bus after the late shift",
    "what": "Several lines end before the late shifts do.",
}


def make_pair(session: Session) -> tuple[Item, Item]:
    one, other = same_things(session)
    place = one.participation_id
    pair = LikePair(
        one_id=one.id, other_id=other.id, participation_id=place, likeness=0.72, contrary=True
    )
    session.add(pair)
    session.flush()
    return one, other


def test_what_is_published_is_compared_with_what_is_there(session: Session) -> None:
    place = make_participation(session, Phase.DELIBERATING)
    there = make_problem(session, place)
    make_problem(session, place, title="Trees for the market square", what="It is hot in summer.")
    new = make_problem(session, place, state=State.SUBMITTED)
    publish_item(session, make_officer(session, Office.MODERATOR), new)

    with clock_at(now() + timedelta(minutes=1)):
        while consume(session, consumer()):
            pass

    columns = (LIKE_PAIR.c.one_id, LIKE_PAIR.c.other_id, LIKE_PAIR.c.likeness)
    assert session.execute(select(*columns)).all() == [(there.id, new.id, 1.0)]


def test_the_opposite_is_never_suggested(session: Session) -> None:
    place, title = make_participation(session, Phase.DELIBERATING), "The old town and its cars"
    one = make_problem(session, place, title=title, what="Cars may drive in the old town.")
    make_problem(session, place, title=title, what="Cars may not drive in the old town.")

    assert alike_to(session, one, at_least=0.1) == []


def test_nothing_of_another_participation_looks_alike(session: Session) -> None:
    one = make_problem(session)
    make_problem(session)

    assert alike_to(session, one, at_least=0.1) == []


def test_a_moderator_sees_pairs_and_the_hint(client: CheckingClient, session: Session) -> None:
    one, other = make_pair(session)
    client.sign_in(make_officer(session, Office.MODERATOR))

    shown = client.get("/en/moderation/alike").text

    assert one.reference in shown
    assert other.reference in shown
    assert "72 % alike" in shown
    assert "They may say the opposite" in shown


def test_a_pair_that_is_not_the_same_leaves_the_list(
    client: CheckingClient, session: Session
) -> None:
    one, other = make_pair(session)
    client.sign_in(make_officer(session, Office.MODERATOR))
    asked = {"one": one.reference, "other": other.reference}

    answer = client.post("/en/moderation/alike", data=asked)

    assert answer.status_code == 303
    assert one.reference not in client.get("/en/moderation/alike").text


def test_a_citizen_finds_no_way_to_merge(client: CheckingClient, session: Session) -> None:
    one, _ = make_pair(session)
    client.sign_in(make_person(session))

    for path in ("/en/moderation/alike", f"/en/moderation/merge?item={one.reference}"):
        answer = client.get(path)
        assert answer.status_code == 403
        assert one.title not in answer.text


def test_from_the_choice_to_the_merge(client: CheckingClient, session: Session) -> None:
    one, other = make_pair(session)
    client.sign_in(make_officer(session, Office.MODERATOR))
    both = [one.reference, other.reference]

    chosen = client.get(f"/en/moderation/merge?item={one.reference}")
    checked = client.post(
        "/en/moderation/merge/check",
        data={"item": one.reference, "reference": both, "lead": other.reference},
    )
    made = client.post(
        "/en/moderation/merge", data=NEW | {"lead": other.reference, "reference": both}
    )

    assert other.reference in chosen.text
    assert "2 contributions become a new one." in checked.text
    assert made.status_code == 303
    shown = client.get(made.headers["location"]).text
    assert "Several people said this" in shown
    assert all(reference in shown for reference in both)
    assert "This has been merged" in client.get(f"/en/problems/{one.reference}").text


def test_one_alone_comes_back_with_a_sentence(client: CheckingClient, session: Session) -> None:
    one, _ = make_pair(session)
    client.sign_in(make_officer(session, Office.MODERATOR))

    answer = client.post(
        "/en/moderation/merge/check", data={"item": one.reference, "reference": one.reference}
    )

    assert answer.status_code == 422
    assert "Please choose at least two contributions." in answer.text


def test_words_that_are_missing_come_back_with_the_others(
    client: CheckingClient, session: Session
) -> None:
    one, other = make_pair(session)
    client.sign_in(make_officer(session, Office.MODERATOR))
    both = {"lead": one.reference, "reference": [one.reference, other.reference]}

    answer = client.post("/en/moderation/merge", data=both | {"title": "", "what": "Long enough."})

    assert answer.status_code == 422
    assert "Long enough." in answer.text


def test_undoing_it_from_the_page(client: CheckingClient, session: Session) -> None:
    one, other = same_things(session)
    made = make_merge(session, one, other)
    client.sign_in(make_officer(session, Office.MODERATOR))

    answer = client.post(f"/en/problems/{made.reference}/unmerge")

    left = client.get(f"/en/problems/{made.reference}").text
    assert answer.status_code == 303
    assert "This has been merged" not in client.get(f"/en/problems/{other.reference}").text
    assert "This merge has been undone" in left
    assert "Withdrawn by its author" not in left
    assert f"/problems/{other.reference}" in left


def test_a_merge_is_counted_once_on_the_page_of_the_participation(session: Session) -> None:
    one, other, third = same_things(session, 3)
    support(session, one, make_person(session))
    support(session, third, make_person(session))

    made = make_merge(session, one, other)
    merged = figures(session, one.participation_id)
    unmerge_item(session, make_officer(session, Office.MODERATOR), made)
    undone = figures(session, one.participation_id)

    assert (merged.problems, merged.supports) == (2, 2)
    assert (undone.problems, undone.supports) == (3, 2)


def test_merged_contributions_leave_the_list(client: CheckingClient, session: Session) -> None:
    one, other = same_things(session, title="Something that is said twice")
    made = make_merge(session, one, other)

    shown = client.get("/en/problems").text

    assert f"/problems/{made.reference}" in shown
    assert f'/problems/{one.reference}"' not in shown


def test_the_pairs_are_few_queries(client: CheckingClient, session: Session) -> None:
    make_pair(session)
    client.sign_in(make_officer(session, Office.MODERATOR))

    with counted_queries() as sent:
        assert client.get("/en/moderation/alike").status_code == 200

    assert len(sent) <= 6, "\n".join(sent)
