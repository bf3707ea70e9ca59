"""Six kinds of contribution on one spine: what they are asked, and where their kind is shown."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlmodel import Session

from app.db.clock import now
from app.items.models import ITEM, Item
from app.items.spine import set_state
from app.problems.asking import IN_A_SENTENCE, QUESTIONS, STEPS, said
from app.problems.forms import TEXTS
from app.problems.models import PROBLEM, Problem
from app.problems.queries import contributions_of
from app.process.actor import Actor
from app.process.vocabulary import Channel, Contribution, State
from app.process.words import word
from tests.client import CheckingClient
from tests.makers import make_participation, make_person, make_problem
from tests.problems.makers import make_member

SENTENCE = "A sentence that is long enough for every question."


def typed_for(kind: Contribution, step: str) -> dict[str, str]:
    """Something for each required field of a step."""
    in_a_week = f"{now() + timedelta(days=7):%Y-%m-%dT%H:%M}"
    fields = STEPS[kind][step].model_fields
    needed = [name for name, field in fields.items() if field.is_required()]
    return {name: in_a_week if name == "takes_place_at" else SENTENCE for name in needed}


def hand_in(client: CheckingClient, kind: Contribution, place: Item, author: Actor) -> str:
    """Write a contribution of this kind through its pages; returns its reference."""
    client.sign_in(author)
    first = {"title": SENTENCE, "contribution": kind, "participation": place.reference}
    answer = client.post("/en/problems/new/title", data=first)
    reference = answer.headers["location"].split("/")[-2]
    for step in list(STEPS[kind])[1:]:
        page = client.get(f"/en/problems/drafts/{reference}/{step}")
        assert page.status_code == 200
        data = typed_for(kind, step)
        assert client.post(f"/en/problems/drafts/{reference}/{step}", data=data).status_code == 303
    item = ITEM.update().where(ITEM.c.reference == reference)
    client.session.execute(item.values(created_at=now() - timedelta(minutes=1)))
    client.post(f"/en/problems/drafts/{reference}/submit")
    return reference


def item_of(session: Session, reference: str) -> Item:
    session.expire_all()
    wanted = select(Item).where(ITEM.c.reference == reference)
    item: Item = session.execute(wanted).scalar_one()
    return item


def test_the_first_page_asks_what_one_brings(client: CheckingClient, session: Session) -> None:
    place = make_participation(session)

    page = client.get(f"/en/problems/new?participation={place.reference}").text

    for kind, sentence in IN_A_SENTENCE.items():
        assert word(kind) in page
        assert sentence in page
        query = f"contribution={kind}&amp;participation={place.reference}"
        assert f"/en/problems/new/title?{query}" in page
    assert "Until when" in page
    assert "Answer of the administration by" in page


def test_without_a_kind_one_chooses_it_first(client: CheckingClient, session: Session) -> None:
    place = make_participation(session)
    client.sign_in(make_person(session))

    answer = client.get(f"/en/problems/new/title?participation={place.reference}")

    assert answer.headers["location"].endswith(f"/problems/new?participation={place.reference}")


@pytest.mark.parametrize("kind", Contribution)
def test_every_kind_is_written_step_by_step_and_handed_in(
    client: CheckingClient, session: Session, kind: Contribution
) -> None:
    author, place = make_person(session), make_participation(session)

    reference = hand_in(client, kind, place, author)

    item = item_of(session, reference)
    assert item.state is State.SUBMITTED
    assert session.get_one(Problem, item.id).contribution is kind
    assert word(kind) in client.get(f"/en/problems/{reference}/received").text


@pytest.mark.parametrize("kind", Contribution)
def test_list_and_page_say_the_kind(
    client: CheckingClient, session: Session, kind: Contribution
) -> None:
    reference = hand_in(client, kind, make_participation(session), make_person(session))
    set_state(session, item_of(session, reference), State.PUBLISHED)
    client.sign_out()

    page = client.get(f"/en/problems/{reference}").text
    found = client.get(f"/en/problems?kind={kind}").text

    assert word(kind) in page
    for question, _ in said(kind, session.get_one(Problem, item_of(session, reference).id)):
        assert question in page
    assert f"<span>{word(kind)}</span>" in found


def test_the_list_is_filtered_by_kind(client: CheckingClient, session: Session) -> None:
    place = make_participation(session)
    problem = make_problem(session, place, title="No lift at the library")
    idea = make_problem(session, place, title="A lift made of wood")
    session.get_one(Problem, idea.id).contribution = Contribution.IDEA

    page = client.get("/en/problems?kind=idea").text

    assert idea.title in page
    assert problem.title not in page


def test_a_draft_can_become_another_kind_and_keeps_its_words(
    client: CheckingClient, session: Session
) -> None:
    author = make_person(session)
    draft = make_problem(session, author=author, state=State.DRAFT)
    client.sign_in(author)
    at = f"/en/problems/drafts/{draft.reference}"
    client.post(f"{at}/what", data={"what": SENTENCE})

    page = client.get(f"{at}/kind")
    client.post(f"{at}/kind", data={"contribution": "question"})
    check = client.get(f"{at}/check").text

    assert 'value="problem" id="contribution" checked' in page.text
    assert "What exactly would you like to know?" in check
    assert "What is an ordinary day like?" not in check
    assert SENTENCE in check


def test_who_writes_in_another_language_says_so_and_is_read_aloud_in_it(
    client: CheckingClient, session: Session
) -> None:
    author = make_person(session)
    draft = make_problem(session, author=author, state=State.DRAFT)
    client.sign_in(author)
    at = f"/en/problems/drafts/{draft.reference}"

    page = client.get(f"{at}/kind")
    unknown = client.post(f"{at}/kind", data={"contribution": "problem", "language": "qq"})
    client.post(f"{at}/kind", data={"contribution": "problem", "language": "tr"})
    check = client.get(f"{at}/check").text

    assert '<option value="tr">Türkçe</option>' in page.text
    assert unknown.status_code == 422
    assert '<p lang="tr">Türkçe</p>' in check
    assert '<dd lang="tr" dir="auto">' in check
    assert item_of(session, draft.reference).language == "tr"


def test_what_a_kind_does_not_ask_is_not_handed_in(
    client: CheckingClient, session: Session
) -> None:
    author, place = make_person(session), make_participation(session)
    reference = hand_in(client, Contribution.PROBLEM, place, author)
    item = item_of(session, reference)
    set_state(session, item, State.RETURNED)
    at = f"/en/problems/drafts/{reference}"

    client.post(f"{at}/kind", data={"contribution": "idea"})
    client.post(f"{at}/submit")

    session.expire_all()
    problem = session.get_one(Problem, item.id)
    assert item_of(session, reference).state is State.SUBMITTED
    assert (problem.everyday, problem.what) == ("", SENTENCE)


def test_an_event_needs_its_moment_and_its_place(client: CheckingClient, session: Session) -> None:
    author, place = make_person(session), make_participation(session)
    client.sign_in(author)
    first = {"title": SENTENCE, "contribution": "event", "participation": place.reference}
    reference = client.post("/en/problems/new/title", data=first).headers["location"].split("/")[-2]
    at = f"/en/problems/drafts/{reference}/place"

    empty = client.post(at, data={"takes_place_at": "", "place": ""})
    over = client.post(at, data={"takes_place_at": "2020-01-01T10:00", "place": "Town hall"})
    kept = client.post(at, data={"takes_place_at": "2099-07-01T18:30", "place": "Town hall"})

    assert (empty.status_code, over.status_code, kept.status_code) == (422, 422, 303)
    assert "This day is over." in over.text
    assert 'value="2099-07-01T18:30"' in client.get(at).text
    moment = session.execute(select(PROBLEM.c.takes_place_at)).scalar_one()
    assert f"{moment:%H:%M}" == "16:30"
    check = client.get(f"/de/problems/drafts/{reference}/check").text
    assert "1. Juli 2099, 18:30" in check


def test_a_kind_that_does_not_exist_is_refused(client: CheckingClient, session: Session) -> None:
    author = make_person(session)
    draft = make_problem(session, author=author, state=State.DRAFT)
    client.sign_in(author)

    answer = client.post(
        f"/en/problems/drafts/{draft.reference}/kind", data={"contribution": "wish"}
    )

    assert answer.status_code == 422
    assert "Please choose one of these." in answer.text


def test_discarding_a_draft_asks_first(client: CheckingClient, session: Session) -> None:
    author = make_person(session)
    draft = make_problem(session, author=author, state=State.DRAFT)
    client.sign_in(author)
    at = f"/en/problems/drafts/{draft.reference}/discard"

    listed = client.get("/en/problems/new").text
    asked = client.get(at)
    client.post(at)

    assert at in listed
    assert "Changed " in listed
    assert "Discard this draft?" in asked.text
    session.refresh(draft)
    assert draft.state is State.DELETED


def test_an_organisation_has_a_list_of_what_it_brought_in(session: Session) -> None:
    author = make_person(session)
    organisation = make_member(session, author, "Nurses' union")
    public = make_problem(session, author=author, organisation_id=organisation.id)
    make_problem(session, author=author, organisation_id=organisation.id, state=State.SUBMITTED)
    make_problem(session)

    cards = contributions_of(session, organisation.id)

    assert [card.reference for card in cards] == [public.reference]


def test_every_kind_asks_for_all_that_it_needs() -> None:
    for kind, text in TEXTS.items():
        asked = {name for step in STEPS[kind].values() for name in step.model_fields}

        assert asked == set(text.model_fields) == set(QUESTIONS[kind])


def test_every_channel_and_kind_has_a_word() -> None:
    assert all(word(member) for vocabulary in (Contribution, Channel) for member in vocabulary)
