"""The journey goes on: cut, answered point by point, released, read and downloaded."""

import io
import re

from python_calamine import CalamineWorkbook
from sqlmodel import Session

from app.invariants import first_broken
from app.settings import Settings
from tests.client import CheckingClient
from tests.journeys.city import City
from tests.journeys.test_statement import NAME, Submitted, read_as, submit_by_sheet
from tests.notifications.makers import letters, work

ANSWERS = (
    ("taken_up", "Der Plan wird ab jetzt jeden Monat geprüft."),
    ("partly", "Busse dürfen nur dort schneller fahren, wo kein Gehweg ist."),
    ("noted", "Die Straße vor der Schule steht schon auf der Liste der nächsten."),
)
SYNTHESIS_DAY = 13


def test_an_organisation_sees_what_became_of_each_point_and_downloads_the_synopsis(
    client: CheckingClient, session: Session, settings: Settings
) -> None:
    done = submit_by_sheet(City(client, session))

    with done.city.on_day(4):
        path = f"/statements/{done.statement}/segments"
        assert done.city.is_refused(done.city.administration, path)
    with done.city.on_day(SYNTHESIS_DAY):
        segments = cut(done)
        assert_release_is_refused(done)
        for segment, (verdict, reason) in zip(segments, ANSWERS, strict=True):
            path = f"/items/{segment}/answer"
            done.city.does(done.city.administration, path, verdict=verdict, reason=reason)
        assert ANSWERS[0][1] not in read_as(done.city, done.author, f"/statements/{done.statement}")
        done.city.does(done.city.administration, f"/consultations/{done.consultation}/synopsis")
        read_each_answer(done)
        work(session, settings)
        letter = letters(session, done.releaser)[-1]
    rows = download(done)

    assert all(reason in letter.text for _, reason in ANSWERS), letter
    assert [row[9] for row in rows[1:] if row[4]] == [reason for _, reason in ANSWERS]
    assert {row[3] for row in rows[1:]} == {NAME}
    assert first_broken(session) == ""


def cut(done: Submitted) -> list[str]:
    """The administration looks at the pieces and cuts; then the words stay as they are."""
    office, path = done.city.administration, f"/statements/{done.statement}/segments"
    before = read_as(done.city, office, path)
    done.city.does(office, path)
    after = read_as(done.city, office, path)
    assert "Fünf vor zwölf." in before
    assert done.city.is_refused(done.releaser, f"/statements/{done.statement}/reopen")
    return list(dict.fromkeys(re.findall(r"G-\d{4}-\d{5}-\w", after)))


def assert_release_is_refused(done: Submitted) -> None:
    path = f"/consultations/{done.consultation}/synopsis"
    assert done.city.is_refused(done.city.administration, path)
    assert done.city.client.sign_in(done.author).get(f"/de{path}").status_code == 404


def read_each_answer(done: Submitted) -> None:
    """Its members read every answer, and so does everybody else."""
    own = read_as(done.city, done.author, f"/statements/{done.statement}")
    done.city.client.sign_out()
    public = done.city.client.get(f"/de/consultations/{done.consultation}/synopsis").text
    for _, reason in ANSWERS:
        assert reason in own
        assert reason in public


def download(done: Submitted) -> list[list[str]]:
    path = f"/de/consultations/{done.consultation}/synopsis/xlsx"
    answer = done.city.client.sign_in(done.author).get(path)
    book = CalamineWorkbook.from_filelike(io.BytesIO(answer.content))
    return [[str(cell) for cell in row] for row in book.get_sheet_by_index(0).to_python()]
