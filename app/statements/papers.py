"""Statements that came on paper or at the counter: staff enter them for an organisation."""

from collections.abc import Mapping

from sqlalchemy import func, select
from sqlmodel import Session

from app.db.rows import insert_once
from app.items.models import Item
from app.organisations.models import ORGANISATION, Organisation
from app.process.actor import Actor
from app.process.paths import advance
from app.process.refusal import Refused
from app.process.rules import permit
from app.process.sentences import N_
from app.process.vocabulary import Action, Kind
from app.record import record
from app.statements.forms import Answer, General, PaperStatement
from app.statements.models import Statement
from app.statements.queries import statement_of
from app.statements.wording import begin_statement, hand_in, write_words

HAS_ONE = N_("This organisation has a statement to this consultation already.")


def assist_statement(
    session: Session,
    actor: Actor,
    consultation: Item,
    paper: PaperStatement,
    *,
    answers: Mapping[int, Answer],
    language: str,
) -> Item:
    """Enter what an organisation sent on paper, with the days on which it was written and filed."""
    permit(Action.ASSIST_STATEMENT, actor, subject=consultation.subject())
    organisation = _organisation(session, paper)
    if statement_of(session, consultation.id, organisation.id):
        raise Refused(HAS_ONE)
    state = advance(Kind.STATEMENT, Action.ASSIST_STATEMENT, None)
    item = begin_statement(
        session, actor, consultation, organisation, state=state, language=language
    )
    statement = session.get_one(Statement, item.id)
    statement.channel = paper.channel
    statement.written_on, statement.filed_on = paper.written_on, paper.filed_on
    said = General(represents=paper.represents, interest=paper.interest, remarks=paper.remarks)
    write_words(session, actor, item, answers, general=said)
    hand_in(session, actor, item, state)
    codes = {"channel": paper.channel, "organisation": organisation.id}
    record(session, actor, Action.ASSIST_STATEMENT, item.id, **codes)
    return item


def _organisation(session: Session, paper: PaperStatement) -> Organisation:
    """The one that was chosen or named; one that is not known yet is made without members."""
    if paper.organisation:
        return session.get_one(Organisation, paper.organisation)
    same = func.lower(ORGANISATION.c.name) == paper.name.lower()
    wanted = select(Organisation).where(same).with_for_update()
    known: Organisation | None = session.execute(wanted).scalar_one_or_none()
    if known is None:
        made = Organisation(name=paper.name, group=paper.group)
        insert_once(session, Organisation, made.model_dump())
        return session.get_one(Organisation, made.id)
    return known
