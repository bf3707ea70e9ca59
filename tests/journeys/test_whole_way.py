"""The whole way on real statements: from what citizens wrote to a mandate, and back."""

import csv
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from sqlalchemy import select
from sqlmodel import Session

from app.invariants import first_broken
from app.items.models import ITEM, Item
from app.notifications.consumers import consumers
from app.problems.imports import COMMAND_LINE, import_problems
from app.problems.models import IMPORTED_ROW, PROBLEM
from app.problems.rows import read_rows
from app.process.vocabulary import Kind, State
from app.record.consumers import consume
from app.record.jobs import JOB
from app.record.proofs import seal_record
from app.settings import Settings
from tests.client import CheckingClient
from tests.journeys.city import City, kinds

SHARED = Path(os.environ.get("GEMEINWERK_SHARED", Path(__file__).parents[3] / "shared"))
STATEMENTS = SHARED / "data/proposals/klimarat_mobilitaet_de_comments.csv"
WAY = ["problem", "topic", "answer", "measure", "requirement", "plan", "mandate"]
TAKEN_UP = "Viele beschreiben dieselbe Lücke, und sie lässt sich mit vorhandenen Mitteln schließen."
LATER = "Das lässt sich erst beurteilen, wenn die Zahlen des nächsten Jahres vorliegen."

KEYS = {"reference", "kind", "contribution", "title", "state", "how", "at", "url"}


class Walked(NamedTuple):
    """What came out of the walk: references, and the statements that the topic is made of."""

    city: City
    statements: dict[str, str]
    topic: str
    requirement: str
    mandate: str


def test_real_statements_lead_to_a_mandate_and_back(
    client: CheckingClient, session: Session, settings: Settings
) -> None:
    if not STATEMENTS.exists():
        pytest.skip(f"The real statements are not on this machine: {STATEMENTS}")
    city = City(client, session)

    walked = walk(city)

    expect_every_sentence_on_the_trail(walked)
    expect_the_way_ahead_of_a_sentence(walked)
    expect_letters_to_those_who_took_part(walked, settings)
    assert first_broken(session) == ""


def walk(city: City) -> Walked:
    with city.on_day(0):
        place = open_participation(city)
        bring_in(city, place)
    with city.on_day(1):
        statements = statements_about(city, "rad")
        comment = deliberate(city, list(statements))
    with city.on_day(12):
        topic = synthesise(city, place, list(statements))
        measure = take_up(city, topic)
        requirement = demand(city, measure, topic, comment, *list(statements)[:2])
    with city.on_day(22):
        discuss(city, requirement)
        plan(city, measure, requirement)
        mandate = put_to_decision(city, measure)
    with city.on_day(25):
        explore = {"to": "exploration", "reason": "Das Mandat ist erteilt, die Arbeit beginnt."}
        assert city.is_refused(city.administration, f"/measures/{measure}/move", **explore)
        decide(city, mandate)
        city.does(city.administration, f"/measures/{measure}/move", **explore)
    return Walked(city, statements, topic, requirement, mandate)


def open_participation(city: City) -> str:
    return city.does(
        city.administration,
        "/participation/new",
        title="Klimafreundlich unterwegs",
        subject="Wie Menschen klimafreundlich zur Arbeit und zur Schule kommen.",
        aim="Herausfinden, wo Wege fehlen.",
        can_decide="Welche Wege zuerst angesehen werden.",
        fixed="Der Haushalt des laufenden Jahres steht fest.",
        level="consult",
        authority="Amt für Mobilität",
        contact="mobilitaet@example.org",
        collecting_opens=city.date(0),
        collecting_closes=city.date(10),
        synthesis_opens=city.date(11),
        synthesis_closes=city.date(20),
        requirements_opens=city.date(21),
        requirements_closes=city.date(40),
        answers_due=city.date(30),
    )


def bring_in(city: City, place: str) -> None:
    rows = read_rows(STATEMENTS)
    item = city.session.execute(select(Item).where(ITEM.c.reference == place)).scalar_one()

    new = import_problems(city.session, COMMAND_LINE, item, rows, language="de")

    assert (len(rows), new) == (2138, 2138)
    assert import_problems(city.session, COMMAND_LINE, item, rows, language="de") == 0
    published = sum(row.state is State.PUBLISHED for row in rows)
    assert f"{published}" in city.reads("/de/problems")


def statements_about(city: City, word: str) -> dict[str, str]:
    """The published statements that hold the word: by reference, in the words of the file."""
    with STATEMENTS.open(encoding="utf-8") as file:
        said = {row["comment-id"]: row["comment-body"] for row in csv.DictReader(file)}
    rows = city.session.execute(
        select(ITEM.c.reference, IMPORTED_ROW.c.source_id)
        .join(IMPORTED_ROW, IMPORTED_ROW.c.item_id == ITEM.c.id)
        .where(ITEM.c.state == State.PUBLISHED)
        .order_by(ITEM.c.id)
    )
    return {
        row.reference: said[row.source_id] for row in rows if word in said[row.source_id].lower()
    }


def deliberate(city: City, references: list[str]) -> str:
    """People of several groups support and comment; the answer is a comment."""
    for person in city.people:
        for reference in references[:3]:
            city.does(person, f"/items/{reference}/supports")
    for person, stance in zip(city.people, ("pro", "contra", "neutral"), strict=False):
        said = {"stance": stance, "text": "Bei uns endet der Radweg mitten im Ort."}
        comment = city.does(person, f"/items/{references[0]}/comments", **said)
    city.does(city.people[-1], f"/comments/{comment}/replies", text="Bei uns auch.")
    assert "10" in city.reads(f"/de/problems/{references[0]}")
    return comment


def synthesise(city: City, place: str, chosen: list[str]) -> str:
    """Two topics hold everything, and each is answered; before that the phase stays open."""
    office = city.administration
    digest = "Die Beiträge beschreiben, was Menschen auf ihren Wegen in der Stadt erleben."
    made = f"/participation/{place}/topics"
    topic = city.does(office, made, title="Sichere Wege", digest=digest, contributions=chosen)
    city.does(office, f"/items/{topic}/answer", verdict="taken_up", reason=TAKEN_UP)
    assert city.is_refused(office, f"/participation/{place}/close")
    for part in parts_of(others(city, chosen), 400):
        rest = city.does(office, made, title="Alles Weitere", digest=digest, contributions=part)
        city.does(office, f"/items/{rest}/answer", verdict="later", reason=LATER)
    city.does(office, f"/participation/{place}/close")
    return topic


def others(city: City, chosen: list[str]) -> list[str]:
    """The published problems that are not among the chosen."""
    published = (ITEM.c.kind == Kind.PROBLEM) & (ITEM.c.state == State.PUBLISHED)
    rest = select(ITEM.c.reference).where(published, ITEM.c.reference.not_in(chosen))
    return list(city.session.execute(rest).scalars())


def parts_of(references: list[str], size: int) -> Iterator[list[str]]:
    """A form carries 500 fields at most."""
    for start in range(0, len(references), size):
        yield references[start : start + size]


def take_up(city: City, topic: str) -> str:
    """Gate 0, then a team and what is intended."""
    office, lead = city.administration, city.people[0]
    named = {"title": "Radwege bis zum Ziel", "type": "central", "responsible": "Amt für Mobilität"}
    linked = {"values": city.values, "action_fields": city.action_fields}
    measure = city.does(office, "/measures", topics=topic, reason=TAKEN_UP, **named, **linked)
    appointed = {"email": city.address_of(lead), "role": "Leitung", "contact": "1"}
    city.does(office, f"/measures/{measure}/team", **appointed)
    effect = "Niemand muss auf dem Weg zur Schule auf die Fahrbahn ausweichen."
    city.does(city.again(lead), f"/measures/{measure}/describe", effect=effect, **named, **linked)
    return measure


def demand(city: City, measure: str, *origins: str) -> str:
    return city.does(
        city.administration,
        f"/measures/{measure}/requirements",
        title="Radwege ohne Lücken",
        text="Ein Radweg endet nicht, bevor der nächste beginnt.",
        kind="functional",
        priority="must",
        acceptance="Auf zehn geprüften Strecken gibt es keine Lücke.",
        origins=origins,
    )


def discuss(city: City, requirement: str) -> None:
    said = {"stance": "pro", "text": "Die Prüfung sollte auch nachts stattfinden."}
    city.does(city.people[4], f"/items/{requirement}/comments", **said)
    office = city.administration
    assert city.is_refused(office, f"/requirements/{requirement}/approve")
    result = "Niemand hat widersprochen; geprüft wird auch nachts."
    city.does(office, f"/requirements/{requirement}/discuss", result=result)
    city.does(office, f"/requirements/{requirement}/approve", grounds="")


def plan(city: City, measure: str, requirement: str) -> None:
    office = city.administration
    answer = city.client.sign_in(office).post(f"/de/measures/{measure}/plan")
    reference = answer.headers["location"].split("/")[-2]
    package = {
        "title": "Lücken schließen",
        "result": "Zehn Strecken ohne Lücke",
        "owner": "Amt für Mobilität",
        "starts_on": "2027-01-11",
        "ends_on": "2027-09-30",
        "cost": "480.000",
        "requirements": requirement,
    }
    city.does(office, f"/plans/{reference}/edit/packages/new", **package)
    milestone = {"title": "Erste Strecke", "due_on": "2027-03-01"}
    city.does(office, f"/plans/{reference}/edit/milestones/new", **milestone)
    city.does(office, f"/plans/{reference}/publish")


def put_to_decision(city: City, measure: str) -> str:
    office = city.administration
    mandate = city.does(
        office, f"/measures/{measure}/mandate", body_id=str(city.council.id), **budget()
    )
    city.does(office, f"/mandates/{mandate}/submission")
    return mandate


def decide(city: City, mandate: str) -> None:
    city.does(
        city.member,
        f"/mandates/{mandate}/decision",
        result="granted",
        decided_on=city.date(25),
        reason="Der Bedarf ist mit Zahlen belegt.",
        votes_for="9",
        votes_against="2",
        abstentions="1",
        **budget(),
    )


def budget() -> dict[str, Any]:
    """Who carries it out, for how much."""
    return {
        "implementer_name": ["Tiefbauamt"],
        "implementer_role": ["Bau"],
        "implementer_contact": ["bau@example.org"],
        "year": ["2027"],
        "amount": ["480.000"],
        "source": "Haushalt, Kapitel 7310",
    }


def expect_every_sentence_on_the_trail(walked: Walked) -> None:
    """Back from the mandate: all the statements, letter by letter as the file has them."""
    city = walked.city
    behind = city.trail(walked.mandate)["backward"]
    references = [each["reference"] for each in behind if each["kind"] == "problem"]
    words = select(ITEM.c.reference, PROBLEM.c.what).join(PROBLEM, PROBLEM.c.id == ITEM.c.id)
    rows = city.session.execute(words.where(ITEM.c.reference.in_(references)))

    assert {row.reference: row.what for row in rows} == walked.statements
    for reference, said in list(walked.statements.items())[:5]:
        assert said in city.reads(f"/de/problems/{reference}")
    origins = city.reads(f"/de/requirements/{walked.requirement}")
    assert all(said in origins for said in list(walked.statements.values())[:2])


def expect_the_way_ahead_of_a_sentence(walked: Walked) -> None:
    """Ahead of a statement: every station, with its address and its day."""
    city, reference = walked.city, next(iter(walked.statements))
    whole = city.trail(reference)

    assert whole["item"]["kind"] == "problem"
    assert kinds(whole["forward"]) == WAY[1:]
    assert whole["forward"][-1]["state"] == "granted"
    assert whole["forward"][0]["reference"] == walked.topic
    for entry in [*whole["forward"], *city.trail(walked.mandate)["backward"]]:
        assert set(entry) == KEYS
        assert entry["url"].startswith("http://testserver/en/")
    line = city.reads(f"/de/items/{reference}/trail")
    assert all(word in line for word in ("Tiefbauamt", "480.000", TAKEN_UP))


def expect_letters_to_those_who_took_part(walked: Walked, settings: Settings) -> None:
    """Who supported or commented is told of the answer, the requirement and the decision."""
    city = walked.city
    with city.on_day(26):
        for consumer in consumers(settings):
            while consume(city.session, consumer):
                pass
        while seal_record(city.session):
            pass
    told: dict[str, set[str]] = {}
    for key, content in city.session.execute(select(JOB.c.key, JOB.c.content)):
        told.setdefault(content["to"], set()).add(key.partition(":")[0])

    assert set(told) == {city.address_of(person) for person in city.people}
    assert all(keys >= {"answer", "requirement", "mandate"} for keys in told.values())
