"""Adding, describing and removing files: who may, until when, and what becomes of the bytes."""

import os
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from sqlmodel import Session

from app.files.commands import CLOSED, DESCRIBED, FULL, GONE, describe_file, detach_file
from app.files.folder import Folder, kept
from app.files.forgetting import forget_files, sweep
from app.files.intake import take
from app.files.models import STORED_FILE
from app.files.queries import files_of
from app.items.models import Item
from app.items.spine import new_item, set_state
from app.problems.commands import discard_problem
from app.process.actor import Actor, Holding
from app.process.refusal import Refused
from app.process.vocabulary import Action, Kind, Office, State
from app.record.models import EVENT
from tests.files.makers import MEGABYTE, PDF, a_picture, attach
from tests.makers import make_person, make_problem


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "files"


def make_draft(session: Session, state: State = State.DRAFT) -> tuple[Actor, Item]:
    author = make_person(session)
    return author, make_problem(session, None, author, state=state)


def bytes_in(folder: Path) -> list[Path]:
    return [each for each in folder.rglob("*") if each.is_file()]


def age(folder: Path) -> None:
    """Two hours pass for everything in the folder."""
    before = time.time() - 7200
    for each in bytes_in(folder):
        os.utime(each, (before, before))


def test_an_author_adds_files_in_order(session: Session, folder: Path) -> None:
    author, draft = make_draft(session)

    attach(session, author, draft, folder, alt="The stop without a roof")
    attach(session, author, draft, folder, "plan.pdf")

    picture, document = files_of(session, draft.id)
    assert (picture.name, picture.alt) == ("stop.webp", "The stop without a roof")
    assert (picture.width, picture.height) == (60, 40)
    assert (document.name, document.is_picture) == ("plan.pdf", False)
    events = select(EVENT.c.details).where(EVENT.c.action == Action.ATTACH_FILE)
    assert [each["file"] for each in session.execute(events).scalars()] == [picture.id, document.id]


def test_nobody_adds_files_to_what_somebody_else_wrote(session: Session, folder: Path) -> None:
    _, draft = make_draft(session)

    with pytest.raises(Refused):
        attach(session, make_person(session), draft, folder)

    assert bytes_in(folder) == []


def test_files_are_added_until_it_is_published(session: Session, folder: Path) -> None:
    for state in (State.SUBMITTED, State.RETURNED):
        attach(session, *make_draft(session, state), folder)

    for state in (State.PUBLISHED, State.WITHDRAWN, State.HIDDEN):
        with pytest.raises(Refused, match=CLOSED):
            attach(session, *make_draft(session, state), folder)


def test_a_contribution_has_so_many_files_at_most(session: Session, folder: Path) -> None:
    author, draft = make_draft(session)
    first, *_ = [attach(session, author, draft, folder) for _ in range(5)]

    with pytest.raises(Refused, match=FULL):
        attach(session, author, draft, folder)
    detach_file(session, author, draft, first)
    attach(session, author, draft, folder)

    assert len(files_of(session, draft.id)) == 5


def test_a_description_is_changed_until_it_is_published(session: Session, folder: Path) -> None:
    author, draft = make_draft(session, State.SUBMITTED)
    bare, described = (attach(session, author, draft, folder, alt=alt) for alt in ("", "A bus"))
    describe_file(session, author, draft, described, alt="A red bus")
    draft.state = State.PUBLISHED

    describe_file(session, author, draft, bare, alt="The empty stop")
    with pytest.raises(Refused, match=DESCRIBED):
        describe_file(session, author, draft, described, alt="Something else")

    assert [file.alt for file in files_of(session, draft.id)] == ["The empty stop", "A red bus"]


def test_who_writes_for_an_organisation_adds_files_to_its_statement_until_it_is_released(
    session: Session, folder: Path
) -> None:
    colleague = replace(make_person(session), offices=frozenset({Holding(Office.AUTHOR, 7)}))
    stranger = replace(make_person(session), offices=frozenset({Holding(Office.AUTHOR, 8)}))
    first = make_person(session)
    fields: dict[str, Any] = {"title": "Our statement", "language": "en", "organisation_id": 7}
    statement = new_item(session, first, Kind.STATEMENT, State.DRAFT, **fields)

    attach(session, colleague, statement, folder, "plan.pdf")
    with pytest.raises(Refused):
        attach(session, stranger, statement, folder, "plan.pdf")
    set_state(session, statement, State.RELEASED)
    with pytest.raises(Refused, match=CLOSED):
        attach(session, colleague, statement, folder, "plan.pdf")

    assert len(files_of(session, statement.id)) == 1


def test_a_file_of_another_contribution_is_out_of_reach(session: Session, folder: Path) -> None:
    other = attach(session, *make_draft(session), folder)
    author, draft = make_draft(session)

    for act in (detach_file, lambda *about: describe_file(*about, alt="mine")):
        with pytest.raises(Refused, match=GONE):
            act(session, author, draft, other)


def test_the_bytes_go_when_the_row_cannot_be_written(folder: Path) -> None:
    taken = take("p.png", a_picture(2400, 1200, "PNG"), most=MEGABYTE)

    def fail() -> None:
        with kept(Folder(folder), taken):
            assert len(bytes_in(folder)) == 2
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()

    assert bytes_in(folder) == []


def test_removed_files_and_those_of_discarded_drafts_are_deleted(
    session: Session, folder: Path
) -> None:
    author, draft = make_draft(session)
    staying = attach(session, author, draft, folder)
    detach_file(session, author, draft, attach(session, author, draft, folder))
    writer, discarded = make_draft(session)
    attach(session, writer, discarded, folder, "plan.pdf")
    discard_problem(session, writer, discarded)
    age(folder)

    assert forget_files(session) == 2
    assert sweep(session, Folder(folder)) == 2

    [row] = session.execute(select(STORED_FILE)).all()
    assert row.id == staying
    assert bytes_in(folder) == [Folder(folder).path_of(row.stored_name)]


def test_bytes_that_just_came_are_not_swept_away(session: Session, folder: Path) -> None:
    kept_in = Folder(folder)
    stored = kept_in.put(take("plan.pdf", PDF, most=MEGABYTE))

    assert sweep(session, kept_in) == 0
    age(folder)
    assert sweep(session, kept_in) == 1
    assert not kept_in.path_of(stored).exists()
