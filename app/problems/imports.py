"""Bringing in contributions that were collected elsewhere: all of them or none, once."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from sqlalchemy import select
from sqlmodel import Session

from app.accounts.models import Person
from app.db.database import Database
from app.items.models import ITEM, Item
from app.items.search import index_new
from app.items.spine import next_references, visibility_of
from app.items.visibility import find_item
from app.problems.models import IMPORTED_ROW, ImportedRow, Problem
from app.problems.rows import BadRows, ImportRow, read_rows
from app.process.actor import SYSTEM, Actor, Holding
from app.process.paths import advance
from app.process.rules import permit
from app.process.vocabulary import Action, Kind, Office, Station, Visibility
from app.record import record_all

COMMAND_LINE = Actor(SYSTEM.id, offices=frozenset({Holding(Office.OPERATOR)}), name=SYSTEM.name)
AT_ONCE = 500
Progress = Callable[[int, int], None]


async def import_file(
    database: Database,
    path: Path,
    participation: str,
    language: str,
    *,
    columns: Mapping[str, str],
    say: Callable[[str], None],
) -> list[str]:
    """Import a file from the command line; returns what is wrong, and then nothing has changed."""
    try:
        rows = read_rows(path, columns)
    except OSError as problem:
        return [f"{path} cannot be read: {problem.strerror}."]
    except BadRows as rejected:
        return [*map(str, rejected.errors), f"{path} was rejected as a whole."]

    def act(session: Session) -> list[str]:
        item = find_item(
            session, COMMAND_LINE, participation.upper(), Kind.PARTICIPATION, lock=True
        )
        if item is None:
            return [f"There is no participation {participation}."]
        new = import_problems(
            session,
            COMMAND_LINE,
            item,
            rows,
            language=language,
            progress=lambda done, of: say(f"{done} of {of}"),
        )
        say(f"{new} contributions brought in, {len(rows) - new} were there already.")
        return []

    return await database.write(act)


def import_problems(
    session: Session,
    actor: Actor,
    participation: Item,
    rows: Sequence[ImportRow],
    *,
    language: str,
    progress: Progress | None = None,
) -> int:
    """Bring in the rows that are not there yet, the oldest first. Returns how many those were."""
    permit(Action.IMPORT_PROBLEM, actor, subject=participation.subject())
    present = _present(session, participation.id)
    new = sorted((row for row in rows if row.source_id not in present), key=lambda row: row.at)
    people = _people(session, rows, present, new)
    references = next_references(session, Kind.PROBLEM, len(new)) if new else []
    for start in range(0, len(new), AT_ONCE):
        part = new[start : start + AT_ONCE]
        items = [
            _item(
                row,
                reference,
                author_id=people[row.author],
                participation=participation,
                language=language,
            )
            for row, reference in zip(part, references[start:], strict=False)
        ]
        _keep(session, actor, participation, list(zip(part, items, strict=True)))
        if progress:
            progress(start + len(part), len(new))
    return len(new)


def _present(session: Session, participation_id: int) -> dict[str, int]:
    """The author of each row that was brought in before, by its id in the file."""
    rows = session.execute(
        select(IMPORTED_ROW.c.source_id, ITEM.c.author_id)
        .join(ITEM, ITEM.c.id == IMPORTED_ROW.c.item_id)
        .where(IMPORTED_ROW.c.participation_id == participation_id)
    )
    return {row.source_id: row.author_id for row in rows}


def _people(
    session: Session,
    rows: Sequence[ImportRow],
    present: Mapping[str, int],
    new: Sequence[ImportRow],
) -> dict[str, int]:
    """A person for each author of the file; who was brought in before stays the same person."""
    known = {row.author: present[row.source_id] for row in rows if row.source_id in present}
    first_at = {row.author: row.at for row in reversed(new) if row.author not in known}
    people = {author: Person(created_at=at) for author, at in first_at.items()}
    session.add_all(people.values())
    session.flush()
    return known | {author: person.id for author, person in people.items()}


def _item(
    row: ImportRow, reference: str, *, author_id: int, participation: Item, language: str
) -> Item:
    state = advance(Kind.PROBLEM, Action.IMPORT_PROBLEM, None, row.state)
    visibility = visibility_of(Kind.PROBLEM, state)
    return Item(
        reference=reference,
        kind=Kind.PROBLEM,
        state=state,
        visibility=visibility,
        author_id=author_id,
        participation_id=participation.id,
        language=language,
        title=row.title,
        way=Station.PROBLEM,
        created_at=row.at,
        published_at=row.at if visibility is Visibility.PUBLIC else None,
    )


def _keep(
    session: Session,
    actor: Actor,
    participation: Item,
    brought: Sequence[tuple[ImportRow, Item]],
) -> None:
    session.add_all([item for _, item in brought])
    session.flush()
    for row, item in brought:
        session.add(Problem(id=item.id, what=row.body, submitted_at=row.at))
        session.add(
            ImportedRow(participation_id=participation.id, source_id=row.source_id, item_id=item.id)
        )
    session.flush()
    record_all(session, actor, Action.IMPORT_PROBLEM, [item.id for _, item in brought])
    index_new(session, {item.id: f"{row.title} {row.body}" for row, item in brought})
