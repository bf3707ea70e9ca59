"""Pages of files, and who is given the bytes."""

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from sqlmodel import Session

from app.files.models import STORED_FILE
from app.files.queries import files_of
from app.files.routes import SANDBOX
from app.items.models import Item
from app.items.spine import set_state
from app.main import create_app
from app.process.actor import Actor
from app.process.vocabulary import Office, State
from app.settings import Settings
from tests.client import CheckingClient
from tests.files.makers import PDF, a_picture, attach
from tests.makers import make_officer, make_person, make_problem
from tests.queries import counted_queries

PICTURE = {"file": ("stop.jpg", a_picture(), "image/jpeg")}


def make_mine(session: Session, state: State = State.DRAFT) -> tuple[Actor, Item]:
    author = make_person(session)
    return author, make_problem(session, None, author, state=state)


def send(client: CheckingClient, item: Item, files: Any = None, **fields: str) -> Any:
    return client.post(f"/en/files/{item.reference}", files=files, data=fields)


def address_of(session: Session, item: Item) -> str:
    [file] = files_of(session, item.id)
    return f"/files/{file.id}/{file.called}"


def stored_in(folder: Path) -> int:
    return sum(1 for each in (folder / "files").rglob("*") if each.is_file())


def test_an_author_adds_a_picture_and_sees_it(client: CheckingClient, session: Session) -> None:
    author, draft = make_mine(session)
    client.sign_in(author)

    answer = send(client, draft, PICTURE, alt="The stop without a roof")

    assert answer.headers["location"] == f"/en/files/{draft.reference}?notice=attached"
    page = client.get(f"/en/files/{draft.reference}").text
    assert 'alt="The stop without a roof"' in page
    assert 'width="60" height="40"' in page
    assert "4 more files can be added." in page
    picture = client.get(address_of(session, draft))
    assert picture.headers["content-type"] == "image/webp"
    assert picture.headers["content-disposition"].startswith("inline")
    assert picture.headers["cache-control"] == "private, no-cache"


def test_sending_the_form_twice_adds_one_file(
    client: CheckingClient, session: Session, tmp_path: Path
) -> None:
    author, draft = make_mine(session)
    client.sign_in(author)

    for _ in range(2):
        assert send(client, draft, PICTURE, once="the-same").status_code == 303

    assert len(files_of(session, draft.id)) == 1
    assert stored_in(tmp_path) == 1


@pytest.mark.parametrize(
    ("files", "said"),
    [
        (None, "Please choose a file first."),
        ({"file": ("", b"", "")}, "Please choose a file first."),
        ({"file": ("p.svg", b"<svg/>", "image/png")}, "We cannot take this kind of file."),
        ({"file": ("p.pdf", PDF * 30_000, "application/pdf")}, "This file is too large."),
    ],
)
def test_a_file_that_is_not_taken_is_explained_and_the_words_stay(
    client: CheckingClient, session: Session, tmp_path: Path, files: Any, said: str
) -> None:
    author, draft = make_mine(session)
    client.app.state.settings = client.app.state.settings.model_copy(update={"max_file_mb": 1})  # type: ignore[attr-defined]

    answer = send(client.sign_in(author), draft, files, alt="What it shows")

    assert answer.status_code == 422
    assert said in answer.text
    assert "What it shows" in answer.text
    assert stored_in(tmp_path) == 0


def test_a_description_that_is_too_long_leaves_no_bytes_behind(
    client: CheckingClient, session: Session, tmp_path: Path
) -> None:
    author, draft = make_mine(session)

    assert send(client.sign_in(author), draft, PICTURE, alt="x" * 301).status_code == 422

    assert stored_in(tmp_path) == 0


def test_a_body_beyond_the_limit_is_not_read(settings: Settings, session: Session) -> None:
    app = create_app(settings.model_copy(update={"max_file_mb": 1}))
    author, draft = make_mine(session)
    huge = {"file": ("p.pdf", PDF * 60_000, "application/pdf")}

    with CheckingClient(app, session) as client:
        assert send(client.sign_in(author), draft, huge).status_code == 413
        assert send(client.sign_out(), draft, {"file": ("p.pdf", PDF * 9_000)}).status_code == 413


def test_a_missing_description_is_asked_for(
    client: CheckingClient, session: Session, tmp_path: Path
) -> None:
    author, mine = make_mine(session, State.SUBMITTED)
    file = attach(session, author, mine, tmp_path / "files")
    set_state(session, mine, State.PUBLISHED)
    client.sign_in(author)

    assert "no description yet" in client.get(f"/en/problems/{mine.reference}").text
    described = f"/en/files/{mine.reference}/{file}/alt"
    assert client.post(described, data={"alt": " "}).status_code == 422
    assert client.post(described, data={"alt": "The stop"}).status_code == 303

    page = client.sign_out().get(f"/en/problems/{mine.reference}").text
    assert 'alt="The stop"' in page
    assert 'loading="lazy"' in page
    assert f"/en/files/{mine.reference}" not in page


def test_an_author_removes_a_file(client: CheckingClient, session: Session, tmp_path: Path) -> None:
    author, draft = make_mine(session)
    file = attach(session, author, draft, tmp_path / "files")
    client.sign_in(author)
    address = address_of(session, draft)

    assert client.post(f"/en/files/{draft.reference}/{file}/remove").status_code == 303

    assert client.get(address).status_code == 404


def test_ac35_files_of_a_draft_are_found_by_nobody_else(
    client: CheckingClient, session: Session, tmp_path: Path
) -> None:
    author, draft = make_mine(session)
    attach(session, author, draft, tmp_path / "files")
    address = address_of(session, draft)

    for other in (make_person(session), make_officer(session, Office.ADMINISTRATION)):
        client.sign_in(other)
        assert client.get(address).status_code == 404
        assert client.get(f"/en/files/{draft.reference}").status_code == 404
        assert send(client, draft, PICTURE).status_code == 404
    assert client.sign_out().get(address).status_code == 404
    assert len(files_of(session, draft.id)) == 1


def test_ac35_files_go_with_what_is_hidden(
    client: CheckingClient, session: Session, tmp_path: Path
) -> None:
    author, mine = make_mine(session, State.SUBMITTED)
    attach(session, author, mine, tmp_path / "files")
    address = address_of(session, mine)
    moderator = make_officer(session, Office.MODERATOR)

    assert client.get(address).status_code == 404
    assert client.sign_in(moderator).get(address).status_code == 200
    set_state(session, mine, State.PUBLISHED)
    assert client.sign_out().get(address).headers["cache-control"] == "public, max-age=300"
    set_state(session, mine, State.HIDDEN)
    assert client.get(address).status_code == 404


def test_a_file_can_do_nothing_in_a_browser(
    client: CheckingClient, session: Session, tmp_path: Path
) -> None:
    author, mine = make_mine(session, State.SUBMITTED)
    attach(session, author, mine, tmp_path / "files", "Größe.pdf")
    set_state(session, mine, State.PUBLISHED)

    answer = client.get(address_of(session, mine))

    assert answer.headers["content-security-policy"] == SANDBOX
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert (
        answer.headers["content-disposition"] == "attachment; filename*=utf-8''Gr%C3%B6%C3%9Fe.pdf"
    )
    again = client.get(address_of(session, mine), headers={"if-none-match": answer.headers["etag"]})
    assert again.status_code == 304


def test_a_file_has_one_address(client: CheckingClient, session: Session, tmp_path: Path) -> None:
    author, mine = make_mine(session, State.SUBMITTED)
    file = attach(session, author, mine, tmp_path / "files")
    set_state(session, mine, State.PUBLISHED)
    stored = session.execute(select(STORED_FILE.c.stored_name)).scalar_one()

    for path in (
        f"/files/{file}/something-else.webp",
        f"/files/{file + 1}/stop.webp",
        f"/files/{2**70}/stop.webp",
        f"/static/../files/{stored}",
        f"/files/{file}/..%2f..%2fsecret",
    ):
        assert client.get(path).status_code == 404


def test_a_visitor_is_asked_to_sign_in(client: CheckingClient, session: Session) -> None:
    _, draft = make_mine(session)

    answer = send(client, draft, PICTURE)

    assert answer.status_code == 303
    assert "/sign-in?" in answer.headers["location"]


def test_files_cost_a_page_one_query(
    client: CheckingClient, session: Session, tmp_path: Path
) -> None:
    author, mine = make_mine(session, State.SUBMITTED)
    attach(session, author, mine, tmp_path / "files")
    set_state(session, mine, State.PUBLISHED)

    with counted_queries() as sent:
        client.get(f"/en/problems/{mine.reference}")

    assert sum("storedfile" in each for each in sent) == 1
