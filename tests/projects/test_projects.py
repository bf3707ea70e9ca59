"""The project list: what runs, what is planned, with and without participation."""

import csv
import io
from typing import Any

import pytest
from sqlmodel import Session

from app.process.vocabulary import Office, ProjectStage
from app.projects.forms import WHY_NOT
from tests.client import CheckingClient
from tests.makers import make_officer, make_participation, make_person, make_strategy
from tests.projects.makers import make_project, typed_project
from tests.queries import counted_queries


def test_the_list_says_what_is_planned_and_why_there_is_no_participation(
    client: CheckingClient, session: Session
) -> None:
    project = make_project(session)

    with counted_queries() as sent:
        listed = client.get("/en/projects").text
    page = client.get(f"/en/projects/{project.id}").text

    assert "New lights along the canal" in listed
    assert "Without participation" in listed
    assert len(sent) <= 6
    assert "so nothing can be chosen" in page
    assert f'href="/en/requests/new?project={project.id}"' in page


def test_a_project_leads_to_its_participation(client: CheckingClient, session: Session) -> None:
    place = make_participation(session)
    project = make_project(session, participates="true", participation=place.reference)

    page = client.get(f"/en/projects/{project.id}").text

    assert f'href="/en/participation/{place.reference}"' in page
    assert "so nothing can be chosen" not in page


def shown(client: CheckingClient, query: str) -> set[str]:
    text = client.get(f"/en/projects?{query}").text
    return {name for name in ("Lamps", "Depot", "Library") if f">{name}</a>" in text}


def test_the_list_is_filtered_and_searched(client: CheckingClient, session: Session) -> None:
    _, _, district = make_strategy(session)
    make_project(session, title="Lamps", district_id=district.id)
    make_project(session, title="Depot", authority="Transport", stage="running")
    make_project(session, title="Library", participates="true", effects="Öffnung am Abend, länger")

    assert shown(client, "") == {"Lamps", "Depot", "Library"}
    assert shown(client, f"district={district.id}") == {"Lamps"}
    assert shown(client, "authority=Transport") == {"Depot"}
    assert shown(client, "participation=yes") == {"Library"}
    assert shown(client, "participation=no") == {"Lamps", "Depot"}
    assert shown(client, "stage=running") == {"Depot"}
    assert shown(client, "q=öffnung+ABEND") == {"Library"}
    assert shown(client, "q=100%25") == set()
    assert shown(client, "district=x&stage=x&participation=x&after=x") == {
        "Lamps",
        "Depot",
        "Library",
    }


def test_a_long_list_goes_on_where_it_stopped(client: CheckingClient, session: Session) -> None:
    for number in range(32):
        make_project(session, title=f"Project {number:02}")

    first = client.get("/en/projects").text
    following = first.partition('rel="next" href="')[2].partition('"')[0].replace("&amp;", "&")
    second = client.get(following).text

    assert "Project 29<" in first
    assert "Project 30<" not in first
    assert "Project 29<" not in second
    assert "Project 31<" in second


def test_the_list_comes_as_a_table(client: CheckingClient, session: Session) -> None:
    make_project(session, title='=HYPERLINK("http://x","y")')
    make_project(session, title="Lamps; and, more", participates="true")

    answer = client.get("/en/projects.csv?participation=no")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))

    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert [row["title"] for row in rows] == ['\'=HYPERLINK("http://x","y")']
    assert rows[0]["participation"] == "no"
    assert rows[0]["stage"] == "Planned"


def test_the_administration_lists_and_changes_a_project(
    client: CheckingClient, session: Session
) -> None:
    client.sign_in(make_officer(session, Office.ADMINISTRATION))

    made = client.post("/en/projects/new", data=typed_project())
    at = made.headers["location"].partition("?")[0]
    form = client.get(f"{at}/edit").text
    changed = client.post(f"{at}/edit", data=typed_project(stage=ProjectStage.FINISHED.value))

    assert made.status_code == changed.status_code == 303
    assert "Forty lamps along the path" in form
    assert ">Finished<" in client.sign_out().get(at).text


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"why_not": ""}, "why_not", WHY_NOT),
        ({"participates": ""}, "participates", "Please"),
        ({"district_id": "99999999999999999999"}, "district_id", "There is none"),
        ({"stage": ""}, "stage", "Please choose one of these."),
        ({"participation": "B-2000-00001-X"}, "participation", "There is none"),
    ],
)
def test_what_cannot_be_listed_is_said_beside_its_field(
    client: CheckingClient, session: Session, changes: dict[str, Any], field: str, sentence: str
) -> None:
    client.sign_in(make_officer(session, Office.ADMINISTRATION))

    answer = client.post("/en/projects/new", data=typed_project(**changes))

    assert answer.status_code == 422
    assert sentence in answer.text.partition(f'id="{field}-error">')[2].partition("</p>")[0]


def test_others_list_nothing(client: CheckingClient, session: Session) -> None:
    project = make_project(session)
    client.sign_in(make_person(session))

    assert client.post("/en/projects/new", data=typed_project()).status_code == 403
    assert client.get(f"/en/projects/{project.id}/edit").status_code == 403
    assert client.get("/en/projects/17").status_code == 404
