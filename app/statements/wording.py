"""Making a statement and putting words into it. Called by the commands, in their transaction."""

from collections.abc import Mapping

from sqlmodel import Session

from app.db.clock import now
from app.db.rows import insert_once
from app.items.models import Item
from app.items.spine import keep_version, new_item, set_state
from app.organisations.models import Organisation
from app.process.actor import Actor
from app.process.refusal import Refused
from app.process.sentences import N_
from app.process.vocabulary import Kind, Position, State
from app.statements.content import sections_of, snapshot
from app.statements.forms import Answer, General
from app.statements.models import CoSignature, SectionPosition, Statement
from app.statements.queries import statement_text

NOT_OPEN = N_("This consultation is not open for statements.")
NOT_ITS_SECTION = N_("This section belongs to another consultation.")


def begin_statement(
    session: Session,
    actor: Actor,
    consultation: Item,
    organisation: Organisation,
    *,
    state: State,
    language: str,
) -> Item:
    """Put the statement of an organisation on the spine, without any words yet."""
    if consultation.state is not State.PUBLISHED:
        raise Refused(NOT_OPEN)
    item = new_item(
        session,
        actor,
        Kind.STATEMENT,
        state,
        title=consultation.title,
        language=language or consultation.language,
        participation_id=consultation.participation_id,
        organisation_id=organisation.id,
        author_group=organisation.group,
    )
    session.add(
        Statement(
            id=item.id, consultation_id=consultation.id, represents=organisation.represents[:500]
        )
    )
    session.flush()
    return item


def hand_in(session: Session, actor: Actor, item: Item, state: State) -> None:
    """Let it be submitted now, and keep its words as the next version."""
    statement = session.get_one(Statement, item.id)
    statement.submitted_at, statement.submitted_by = now(), actor.id
    session.add(statement)
    set_state(session, item, state)
    keep_version(session, actor, item, snapshot(statement_text(session, item)))


def write_words(
    session: Session,
    actor: Actor,
    item: Item,
    answers: Mapping[int, Answer],
    *,
    general: General | None = None,
) -> bool:
    """Put words into a statement. False when they stood there already."""
    statement = session.get_one(Statement, item.id)
    sections = {each.id: each for each in sections_of(session, statement.consultation_id)}
    if not answers.keys() <= sections.keys():
        raise Refused(NOT_ITS_SECTION)
    changed = _generally(statement, general) if general else False
    for section_id, answer in answers.items():
        fitting = _fitting(answer, sections[section_id].text)
        changed = _answer(session, actor, item.id, section_id, answer=fitting) or changed
    if changed:
        statement.revision += 1
        statement.edited_by, statement.saved_at = actor.id, now()
        statement.no_objection = False
        item.version += 1
        session.add_all([statement, item])
    session.flush()
    return changed


def _fitting(answer: Answer, text: str) -> Answer:
    """Words that were left as they are propose nothing; a question asks for no position."""
    if not text:
        said = Position.NEUTRAL if answer.reason or answer.evidence else None
        return answer.model_copy(update={"position": said, "wording": ""})
    same = answer.wording.split() == text.split()
    return answer.model_copy(update={"wording": ""}) if same else answer


def _answer(
    session: Session, actor: Actor, statement_id: int, section_id: int, *, answer: Answer
) -> bool:
    row = session.get(SectionPosition, (statement_id, section_id))
    if answer.position is None:
        if row is not None:
            session.delete(row)
        return row is not None
    said = answer.model_dump(exclude={"seen"})
    if row is None:
        row = SectionPosition(statement_id=statement_id, section_id=section_id, version=0, **said)
    elif all(getattr(row, name) == value for name, value in said.items()):
        return False
    for name, value in said.items():
        setattr(row, name, value)
    row.version += 1
    row.saved_by, row.saved_at = actor.id, now()
    session.add(row)
    return True


def _generally(statement: Statement, general: General) -> bool:
    said = general.model_dump(exclude={"seen"})
    if all(getattr(statement, name) == value for name, value in said.items()):
        return False
    for name, value in said.items():
        setattr(statement, name, value)
    statement.general_version += 1
    return True


def sign(
    session: Session,
    actor: Actor,
    statement_id: int,
    organisation_id: int,
    *,
    revision: int | None,
) -> None:
    """Let an organisation stand behind a revision; None takes its co-signature away."""
    row = session.get(CoSignature, (statement_id, organisation_id))
    if revision is None:
        if row is not None:
            session.delete(row)
    elif row is None:
        key = {"statement_id": statement_id, "organisation_id": organisation_id}
        insert_once(
            session, CoSignature, key | {"by_id": actor.id, "at": now(), "revision": revision}
        )
    elif row.revision != revision:
        row.revision, row.by_id, row.at = revision, actor.id, now()
        session.add(row)
    session.flush()
