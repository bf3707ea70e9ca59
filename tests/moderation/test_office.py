"""What the desk offers beside deciding: words to choose, notes, presence, the next thing."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlmodel import Session

from app.db.clock import clock_at, now
from app.moderation.canned import DEFAULTS, canned_words, seed_canned
from app.moderation.commands import note_item, return_item, write_canned
from app.moderation.desk import Hours, Wanted, desk
from app.moderation.forms import CannedText, NoteText
from app.moderation.models import LOOKING, MODERATION_NOTE
from app.moderation.presence import AFTER_A_BEAT, forget_looking, look_at, others_looking
from app.moderation.queries import private_notes
from app.process.refusal import Refused
from app.process.rules import WRONG_OFFICE
from app.process.vocabulary import Kind, Office, Reason, State, Visibility
from tests.client import CheckingClient
from tests.makers import make_officer, make_participation, make_person, make_problem
from tests.moderation.makers import grounds, make_moderator, report
from tests.queries import counted_queries

HX = {"HX-Request": "true"}


def canned(**changes: object) -> CannedText:
    fields = {
        "reason": Reason.UNCLEAR,
        "code": ("en", "de"),
        "words": ("Which stop do you mean?", "Welche Haltestelle meinen Sie?"),
    }
    return CannedText(**(fields | changes))


def test_the_first_words_are_put_in_place_once_in_german_and_english(session: Session) -> None:
    first, again = seed_canned(session), seed_canned(session)

    assert (first, again) == (len(DEFAULTS), 0)
    assert {reason for reason, _ in DEFAULTS} == set(Reason)
    english, german = canned_words(session, "en"), canned_words(session, "de")
    assert "Please say where it happens" in english[0].text
    assert "Bitte schreiben Sie" in german[0].text


def test_each_author_reads_chosen_words_in_their_own_language(session: Session) -> None:
    words = write_canned(session, make_officer(session, Office.MODERATOR), canned())
    for language in ("en", "de", "fr"):
        author = make_person(session, language=language)
        problem = make_problem(session, author=author, state=State.SUBMITTED)
        chosen = grounds(words="Which stop do you mean?", canned=words.id)
        return_item(session, make_moderator(session, problem), problem, chosen)

    said = session.execute(select(MODERATION_NOTE.c.words).order_by(MODERATION_NOTE.c.id)).scalars()
    english, german = canned().words
    assert list(said) == [english, german, english]


def test_words_that_were_changed_reach_the_author_as_they_were_typed(session: Session) -> None:
    words = write_canned(session, make_officer(session, Office.MODERATOR), canned())
    problem = make_problem(
        session, author=make_person(session, language="de"), state=State.SUBMITTED
    )

    typed = grounds(words="Which stop do you mean? Line 12?", canned=words.id)
    return_item(session, make_moderator(session, problem), problem, typed)

    note = session.execute(select(MODERATION_NOTE.c.words)).scalar_one()
    assert note == "Which stop do you mean? Line 12?"


def test_only_an_office_for_everywhere_writes_them(session: Session) -> None:
    local = make_officer(session, Office.MODERATOR, make_participation(session).id)

    for actor in (local, make_person(session), make_officer(session, Office.CDO)):
        with pytest.raises(Refused) as refusal:
            write_canned(session, actor, canned())
        assert refusal.value.reasons == (WRONG_OFFICE,)


def test_words_of_a_participation_are_offered_there_and_retired_ones_nowhere(
    session: Session,
) -> None:
    moderator = make_officer(session, Office.MODERATOR)
    here, elsewhere = make_participation(session), make_participation(session)
    words = write_canned(session, moderator, canned(participation_id=here.id))

    assert len(canned_words(session, "en", here.id)) == 1
    assert canned_words(session, "en", elsewhere.id) == []
    write_canned(session, moderator, canned(participation_id=here.id, retired=True), words)
    assert canned_words(session, "en", here.id) == []


def test_words_are_looked_after_on_pages(client: CheckingClient, session: Session) -> None:
    seed_canned(session)
    client.sign_in(make_officer(session, Office.MODERATOR))
    form = {"reason": "insult", "participation_id": "0", "code": ["en", "de"], "words": ["", ""]}

    empty = client.post("/en/moderation/words/new", data=form)
    form |= {"words": ["Stay calm, please.", "Bitte ruhig bleiben."]}
    added = client.post("/en/moderation/words/new", data=form)
    changed = client.post("/en/moderation/words/1", data=form | {"retired": "true"})
    listed = client.get("/en/moderation/words").text
    filled = client.get("/en/moderation/words/1").text

    assert (empty.status_code, added.status_code, changed.status_code) == (422, 303, 303)
    assert "Please write the words in at least one language." in empty.text
    assert listed.count("Bitte ruhig bleiben.") == 2
    assert "No longer offered" in listed
    assert "Bitte ruhig bleiben." in filled
    assert client.get("/en/moderation/words/999").status_code == 404
    local = make_officer(session, Office.MODERATOR, make_participation(session).id)
    assert (
        "Only moderators of the whole city"
        in client.sign_in(local).get("/en/moderation/words").text
    )
    assert client.post("/en/moderation/words/new", data=form).status_code == 403


def test_without_script_the_chosen_words_and_their_reason_are_used(
    client: CheckingClient, session: Session
) -> None:
    words = write_canned(session, make_officer(session, Office.MODERATOR), canned())
    problem = make_problem(session, state=State.SUBMITTED)
    client.sign_in(make_moderator(session, problem))

    data = {"act": "return", "reference": problem.reference, "reason": "", "words": ""}
    client.post("/en/moderation/decisions", data=data | {"canned_words": str(words.id)})

    note = session.execute(select(MODERATION_NOTE.c.reason, MODERATION_NOTE.c.words)).one()
    assert tuple(note) == (Reason.UNCLEAR, "Which stop do you mean?")


def test_notes_are_for_moderators_alone(client: CheckingClient, session: Session) -> None:
    author = make_officer(session, Office.MODERATOR)
    problem = make_problem(session, author=author)
    moderator = make_moderator(session, problem)
    note_item(session, moderator, problem, NoteText(text="The same as last week."))
    address = f"/en/moderation/items/{problem.reference}"

    seen = client.sign_in(make_moderator(session, problem)).get(address).text
    posted = client.post(f"{address}/notes", data={"text": "I agree with this."})
    empty = client.post(f"{address}/notes", data={"text": ""})

    assert "The same as last week." in seen
    assert moderator.name in seen
    assert (posted.status_code, empty.status_code) == (303, 422)
    assert len(private_notes(session, problem)) == 2
    for actor in (author, make_person(session)):
        assert client.sign_in(actor).get(address).status_code == 403


def test_colleagues_see_who_is_looking_and_since_when(session: Session) -> None:
    problem = make_problem(session, state=State.SUBMITTED)
    nora, ali = (make_moderator(session, problem) for _ in range(2))

    look_at(session, nora, problem, stays=AFTER_A_BEAT)

    assert [each.name for each in others_looking(session, ali, problem)] == [nora.name]
    assert others_looking(session, nora, problem) == []
    (row,) = desk(session, ali, Wanted(), Hours()).rows
    assert row.item.looking == nora.name
    (row,) = desk(session, nora, Wanted(), Hours()).rows
    assert row.item.looking is None


def test_who_stops_saying_so_is_no_longer_there(session: Session) -> None:
    problem = make_problem(session, state=State.SUBMITTED)
    nora, ali = (make_moderator(session, problem) for _ in range(2))
    began = now()

    for seconds in (0, 30, 60):
        with clock_at(began + timedelta(seconds=seconds)):
            look_at(session, nora, problem, stays=AFTER_A_BEAT)
    with clock_at(began + timedelta(seconds=90)):
        (still,) = others_looking(session, ali, problem)
    with clock_at(began + timedelta(seconds=180)):
        gone = others_looking(session, ali, problem)
        forgotten = forget_looking(session)

    assert still.at == began
    assert (gone, forgotten) == ([], 1)
    assert session.execute(select(LOOKING)).first() is None


def test_the_open_page_says_so_by_script_and_a_button_does_without(
    client: CheckingClient, session: Session
) -> None:
    problem = make_problem(session, state=State.SUBMITTED)
    nora, ali = (make_moderator(session, problem) for _ in range(2))
    address = f"/en/moderation/items/{problem.reference}"

    page = client.sign_in(nora).get(address).text
    beat = client.post(f"{address}/looking", headers=HX)
    press = client.sign_in(ali).post(f"{address}/looking")
    shown = client.sign_in(nora).get(address).text

    assert f'hx-post="{address}/looking"' in page
    assert "every 30s" in page
    assert "<html" not in beat.text
    assert "Nobody else is looking at this now." in beat.text
    assert press.headers["location"] == address
    assert f"{ali.name} has been looking since" in shown
    assert client.sign_in(make_person(session)).post(f"{address}/looking").status_code == 403


def test_after_deciding_one_is_led_to_what_is_due_next(
    client: CheckingClient, session: Session
) -> None:
    place = make_participation(session)
    first, second = (make_problem(session, place, state=State.SUBMITTED) for _ in range(2))
    client.sign_in(make_moderator(session, first))
    data = {"act": "publish", "page": "desk"}

    page = client.get(f"/en/moderation/items/{first.reference}").text
    led = client.post("/en/moderation/decisions", data=data | {"reference": first.reference})
    done = client.post("/en/moderation/decisions", data=data | {"reference": second.reference})

    assert f"/en/moderation/items/{second.reference}" in page
    assert led.headers["location"] == f"/en/moderation/items/{second.reference}?notice=next"
    assert done.headers["location"] == "/en/moderation?notice=moderated"


def test_a_mistake_on_the_page_of_the_desk_keeps_what_was_typed(
    client: CheckingClient, session: Session
) -> None:
    problem = make_problem(session, state=State.SUBMITTED)
    client.sign_in(make_moderator(session, problem))
    data = {"act": "hide", "page": "desk", "reference": problem.reference, "words": "Kept words."}

    answer = client.post("/en/moderation/decisions", data=data | {"reason": ""})

    assert answer.status_code == 422
    assert "Kept words." in answer.text
    assert 'id="reason-error"' in answer.text


def test_filters_stay_after_an_act(client: CheckingClient, session: Session) -> None:
    problem = make_problem(session, state=State.SUBMITTED)
    client.sign_in(make_moderator(session, problem))
    data = {"act": "publish", "reference": problem.reference}

    page = client.get("/en/moderation?sort=risk&waits=new&q=clinic&select=page").text
    done = client.post("/en/moderation/decisions?waits=new&sort=risk&q=clinic", data=data)

    assert 'action="/en/moderation/decisions?' in page
    assert f'value="{problem.reference}" aria-label' in page
    assert done.headers["location"].startswith("/en/moderation?waits=new&sort=risk&q=clinic")


@pytest.mark.parametrize("kind", [Kind.THESIS, Kind.REQUEST])
def test_every_kind_is_moderated_in_the_same_way(
    client: CheckingClient, session: Session, kind: Kind
) -> None:
    item = make_problem(session, state=State.SUBMITTED, title="Buses should run at night")
    item.kind = kind
    session.flush()
    moderator = make_moderator(session, item)

    listed = client.sign_in(moderator).get("/en/moderation").text
    shown = client.get(f"/en/moderation/items/{item.reference}")
    data = {"act": "publish", "reference": item.reference}
    client.post("/en/moderation/decisions", data=data)
    session.refresh(item)

    assert "Buses should run at night" in listed
    assert shown.status_code == 200
    assert (item.state, item.visibility) == (State.PUBLISHED, Visibility.PUBLIC)


def test_the_desk_takes_six_queries_with_the_session(
    client: CheckingClient, session: Session
) -> None:
    problem = make_problem(session)
    seed_canned(session)
    for _ in range(2):
        report(session, problem)
    for _ in range(5):
        make_problem(session, state=State.SUBMITTED)
    moderator = make_officer(session, Office.MODERATOR)
    client.sign_in(moderator)

    with counted_queries() as sent:
        page = client.get("/en/moderation").text

    assert page.count("data-row") == 6
    assert len(sent) <= 6
