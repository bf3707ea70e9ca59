"""An organisation's journey: from its registration to a statement that is submitted by sheet."""

import re
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlmodel import Session

from app.invariants import first_broken
from app.process.actor import Actor
from app.process.vocabulary import Group, Office
from app.record.jobs import JOB
from app.statements.sheets import Sheet, rows_of, written
from tests.client import CheckingClient
from tests.journeys.city import City, visible_text
from tests.journeys.test_whole_way import open_participation
from tests.makers import make_person

NAME = "Nachbarschaft Ziegelgrund"
POSITION, REASON, WORDING = 3, 4, 5
SECTIONS = {
    "number": ["1", "2", "2.1", "3"],
    "heading": ["Ziel", "Tempo", "Ausnahmen", "Welche Straße zuerst?"],
    "text": [
        "Der Plan macht Straßen sicher. Er wird jedes Jahr geprüft.",
        "In allen Nebenstraßen gilt Tempo 30.",
        "Busse dürfen schneller fahren.",
        "",
    ],
}


class Submitted(NamedTuple):
    """What came out of the journey so far."""

    city: City
    consultation: str
    statement: str
    author: Actor
    releaser: Actor


def test_an_organisation_submits_a_statement_by_sheet(
    client: CheckingClient, session: Session
) -> None:
    done = submit_by_sheet(City(client, session))

    read = read_as(done.city, done.city.administration, f"/statements/{done.statement}")
    assert "Fünf vor zwölf." in read
    assert "<ins>" in read
    client.sign_out()
    assert client.get(f"/de/statements/{done.statement}").status_code == 404
    assert first_broken(session) == ""


def submit_by_sheet(city: City) -> Submitted:
    with city.on_day(0):
        consultation = put_to_organisations(city, open_participation(city))
        author, releaser = found_organisation(city)
    with city.on_day(2):
        statement = begin(city, author, consultation)
        template = download(city, author, consultation)
        three_bad_rows_are_named(city, author, statement, template)
        filled = fill(template, good_answers())
        sent = upload(city, author, statement, filled)
        assert sent.status_code == 303, visible_text(sent.text)
    with city.on_day(3):
        assert city.is_refused(author, f"/statements/{statement}/release")
        city.does(releaser, f"/statements/{statement}/release")
        assert city.does(releaser, f"/statements/{statement}/submit") == "received"
    receipt = read_as(city, releaser, f"/statements/{statement}/received")
    assert statement in receipt
    return Submitted(city, consultation, statement, author, releaser)


def put_to_organisations(city: City, place: str) -> str:
    prepared = {
        "title": "Plan für sichere Straßen",
        "introduction": "Bitte sagen Sie Ihre Meinung.",
    }
    new = f"/participation/{place}/consultations/new"
    made = city.does(city.administration, new, **prepared, **SECTIONS, verified_only="true")
    city.does(city.administration, f"/consultations/{made}/publish")
    read = city.reads(f"/de/consultations/{made}")
    assert "In allen Nebenstraßen gilt Tempo 30." in read
    return made


def found_organisation(city: City) -> tuple[Actor, Actor]:
    """Registered by one, joined by another by mail, verified by the administration."""
    anna = make_person(city.session, Group.CIVIL_SOCIETY, name="Anna")
    ben = make_person(city.session, Group.CIVIL_SOCIETY, name="Ben")
    club = city.does(anna, "/organisations", name=NAME, group="civil_society")
    city.does(anna, f"/organisations/{club}/members", email=city.address_of(ben), office="releaser")
    city.session.rollback()
    letter = city.session.execute(select(JOB.c.content)).scalars().all()[-1]
    link = re.search(r"/organisations/invitations/\S+", letter["text"])
    assert link
    city.does(ben, link[0])
    city.does(city.administration, f"/organisations/{club}/verify", basis="Vereinsregister")
    return city.again(anna), city.again(ben)


def begin(city: City, author: Actor, consultation: str) -> str:
    [own] = author.scopes(Office.REPRESENTATIVE)
    path = f"/consultations/{consultation}/begin"
    answer = city.client.sign_in(author).post(f"/de{path}", data={"organisation": str(own)})
    return str(answer.headers["location"].split("/")[-2])


def download(city: City, author: Actor, consultation: str) -> list[list[str]]:
    template = f"/de/consultations/{consultation}/template.xlsx"
    return rows_of(city.client.sign_in(author).get(template).content)


def fill(template: list[list[str]], answers: dict[str, dict[int, str]]) -> bytes:
    """The template with these answers, as a spreadsheet program saves it."""
    rows = [list(row) for row in template]
    for row in rows[1:]:
        for column, text in answers.get(row[0], {}).items():
            row[column] = text
    return written("ods", Sheet("Stellungnahme", rows))


def good_answers() -> dict[str, dict[int, str]]:
    words = "Der Plan macht Straßen sicher. Er wird jeden Monat geprüft."
    return {
        "1": {POSITION: "change", REASON: "Fünf vor zwölf.", WORDING: words},
        "2": {POSITION: "support"},
        "2.1": {POSITION: "reject", REASON: "Auch Busse bremsen schlecht."},
        "3": {REASON: "Die Straße vor der Schule."},
    }


def three_bad_rows_are_named(
    city: City, author: Actor, statement: str, template: list[list[str]]
) -> None:
    wrong = good_answers()
    wrong["1"][POSITION] = "vielleicht"
    wrong["2.1"][POSITION] = ""
    wrong["3"][WORDING] = "Eine Frage hat keinen Wortlaut"

    sent = upload(city, author, statement, fill(template, wrong))

    assert sent.status_code == 422
    read = visible_text(sent.text)
    cells = re.findall(r'class="num" data-label="[^"]*">(\d+)</td>\s*<td[^>]*>(\w):', read)
    assert cells == [("2", "D"), ("4", "D"), ("5", "F")]
    assert "vielleicht" in read
    assert "Eine Frage hat keinen Wortlaut" in read
    stored = read_as(city, author, f"/statements/{statement}/work")
    assert "Fünf vor zwölf." not in stored


def upload(city: City, author: Actor, statement: str, data: bytes) -> Any:
    files = {"file": ("stellungnahme.ods", data, "application/octet-stream")}
    return city.client.sign_in(author).post(f"/de/statements/{statement}/upload", files=files)


def read_as(city: City, actor: Actor, path: str) -> str:
    answer = city.client.sign_in(actor).get(f"/de{path}")
    assert answer.status_code == 200, path
    return visible_text(answer.text)
