import re
from datetime import timedelta

from sqlalchemy import update
from sqlmodel import Session

from app.items.models import Item
from app.items.spine import set_state
from app.opinions.queries import PAGE_SIZE
from app.participation.models import PLANNED_PHASE
from app.process.vocabulary import Group, Office, Opinion, Phase, State
from tests.client import CheckingClient
from tests.makers import make_officer, make_participation, make_person
from tests.opinions.makers import make_thesis, say
from tests.queries import counted_queries


def place_of(session: Session, phase: Phase = Phase.DELIBERATING) -> Item:
    return make_participation(session, phase)


def hide_results(session: Session, place: Item) -> None:
    here = PLANNED_PHASE.c.participation_id == place.id
    session.execute(update(PLANNED_PHASE).where(here).values(results_hidden=True))


def end(session: Session, place: Item) -> None:
    earlier = timedelta(days=400)
    rows = session.execute(
        PLANNED_PHASE.select().where(PLANNED_PHASE.c.participation_id == place.id)
    )
    for row in rows.all():
        moved = {"opens_at": row.opens_at - earlier, "closes_at": row.closes_at - earlier}
        session.execute(update(PLANNED_PHASE).where(PLANNED_PHASE.c.id == row.id).values(moved))


def test_a_person_answers_one_after_the_other_until_none_is_left(
    client: CheckingClient, session: Session
) -> None:
    place = place_of(session)
    wanted = {make_thesis(session, place, text=f"Thesis number {n}.").reference for n in range(3)}
    client.sign_in(make_person(session))
    answered = set()

    for _ in range(3):
        shown = client.get(f"/en/participation/{place.reference}/theses/next").text
        reference = next(each for each in wanted if f"/theses/{each}" in shown)
        client.post(f"/en/theses/{reference}", data={"opinion": "agree", "go": "next"})
        answered.add(reference)

    assert answered == wanted
    last = client.get(f"/en/participation/{place.reference}/theses/next").text
    assert "You have answered all of them." in last


def test_a_visitor_is_led_to_sign_in_and_back_to_the_thesis(
    client: CheckingClient, session: Session
) -> None:
    thesis = make_thesis(session)
    place = session.get_one(Item, thesis.participation_id)

    shown = client.get(f"/en/participation/{place.reference}/theses/next")
    answer = client.post(
        f"/en/theses/{thesis.reference}",
        data={"opinion": "agree"},
        headers={"referer": f"http://testserver{shown.headers['location']}"},
    )

    assert answer.status_code == 303
    assert "/sign-in" in answer.headers["location"]
    assert thesis.reference in answer.headers["location"]
    [kept] = re.findall(r"kept=([\w-]+)", answer.headers["location"])
    back = client.sign_in(make_person(session)).get(f"{shown.headers['location']}&kept={kept}").text
    assert "has not been sent yet" in back
    assert 'value="agree" class="button wide"' in back
    assert 'value="disagree" class="button wide second"' in back


def test_what_somebody_proposes_is_not_public_yet(client: CheckingClient, session: Session) -> None:
    place = place_of(session)
    client.sign_in(make_person(session))
    path = f"/en/participation/{place.reference}/theses"

    answer = client.post(f"{path}/new", data={"text": "More benches in the parks."})

    assert "notice=waiting" in answer.headers["location"]
    assert "More benches" in client.get(answer.headers["location"]).text
    client.sign_out()
    assert "More benches" not in client.get(path).text


def test_a_thesis_that_is_too_long_comes_back_with_its_words(
    client: CheckingClient, session: Session
) -> None:
    place = place_of(session)
    client.sign_in(make_person(session))

    answer = client.post(
        f"/en/participation/{place.reference}/theses/new", data={"text": "Long " * 40}
    )

    assert answer.status_code == 422
    assert "Long Long" in answer.text


def test_results_are_shown_by_group_from_five_people_on(
    client: CheckingClient, session: Session
) -> None:
    thesis = make_thesis(session)
    say(session, thesis, Opinion.AGREE, *(make_person(session) for _ in range(6)))
    say(session, thesis, Opinion.PASS, *(make_person(session, Group.BUSINESS) for _ in range(5)))

    shown = client.get(f"/en/theses/{thesis.reference}").text

    assert "11 people have answered." in shown
    assert "Agree: 6, disagree: 0, pass: 0" in shown
    assert "Agree: 0, disagree: 0, pass: 5" in shown


def test_a_group_of_four_is_not_shown(client: CheckingClient, session: Session) -> None:
    thesis = make_thesis(session)
    say(session, thesis, Opinion.AGREE, *(make_person(session) for _ in range(6)))
    say(session, thesis, Opinion.PASS, *(make_person(session, Group.BUSINESS) for _ in range(4)))

    shown = client.get(f"/en/theses/{thesis.reference}").text

    assert "4 pass" not in shown
    assert "not shown, to protect single people" in shown


def test_hidden_results_are_in_no_answer_until_the_phase_ends(
    client: CheckingClient, session: Session
) -> None:
    place = place_of(session)
    thesis = make_thesis(session, place)
    say(session, thesis, Opinion.AGREE, *(make_person(session) for _ in range(7)))
    hide_results(session, place)
    paths = (f"/en/theses/{thesis.reference}", f"/en/participation/{place.reference}/theses")
    client.sign_in(make_officer(session, Office.ADMINISTRATION))

    during = [client.get(path).text for path in paths]
    end(session, place)
    after = [client.get(path).text for path in paths]

    assert all("7 people" not in page for page in during)
    assert all("7 people have answered." in page for page in after)


def test_the_table_of_all_answers_comes_when_the_phase_is_over(
    client: CheckingClient, session: Session
) -> None:
    place = place_of(session)
    thesis, rare = make_thesis(session, place), make_thesis(session, place, text="Seldom seen.")
    people = [make_person(session) for _ in range(5)]
    say(session, thesis, Opinion.AGREE, *people[:3])
    say(session, thesis, Opinion.DISAGREE, *people[3:])
    say(session, rare, Opinion.AGREE, people[0])
    path = f"/en/participation/{place.reference}/theses/votes.csv"

    before = client.get(path)
    end(session, place)
    lines = client.get(path).text.lstrip("\ufeff").splitlines()

    assert before.status_code == 404
    assert lines[0] == f"participant,{thesis.reference}"
    assert sorted(line.partition(",")[2] for line in lines[1:]) == ["agree"] * 3 + ["disagree"] * 2
    assert not any(str(person.id) in line for person in people for line in lines)


def test_a_hidden_thesis_is_a_stub_and_in_no_list(client: CheckingClient, session: Session) -> None:
    thesis = make_thesis(session)
    place = session.get_one(Item, thesis.participation_id)
    set_state(session, thesis, State.HIDDEN)

    assert client.get(f"/en/theses/{thesis.reference}").status_code == 404
    listed = client.get(f"/en/participation/{place.reference}/theses")
    assert thesis.title not in listed.text


def test_pages_follow_each_other_without_gaps(client: CheckingClient, session: Session) -> None:
    place = place_of(session)
    made = [make_thesis(session, place, text=f"Thesis number {n}.") for n in range(PAGE_SIZE + 5)]
    path, seen = f"/en/participation/{place.reference}/theses", ""

    first = client.get(path).text
    following = first.partition('rel="next" href="')[2].partition('"')[0]
    seen = first + client.get(following.replace("&amp;", "&")).text

    assert all(f"/theses/{thesis.reference}" in seen for thesis in made)


def test_asking_and_listing_are_few_queries(client: CheckingClient, session: Session) -> None:
    place = place_of(session)
    for number in range(PAGE_SIZE + 1):
        make_thesis(session, place, text=f"Thesis number {number}.")
    client.sign_in(make_person(session))

    for path in ("theses", "theses/next"):
        with counted_queries() as sent:
            assert client.get(f"/en/participation/{place.reference}/{path}").status_code == 200
        assert len(sent) <= 6, "\n".join(sent)


def test_the_participation_leads_to_its_theses(client: CheckingClient, session: Session) -> None:
    place = place_of(session)
    make_thesis(session, place)

    shown = client.get(f"/en/participation/{place.reference}").text

    assert "Short statements" in shown
    assert f"/en/participation/{place.reference}/theses/next" in shown
