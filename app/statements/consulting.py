"""Every write of the administration about a consultation: its sections, its publication."""

from sqlalchemy import delete
from sqlmodel import Session

from app.db.clock import now
from app.items.models import Item
from app.items.search import index_words
from app.items.spine import keep_version, new_item, set_state
from app.process.actor import Actor
from app.process.paths import advance
from app.process.refusal import Refused
from app.process.rules import permit
from app.process.sentences import N_
from app.process.vocabulary import Action, Kind, State, Visibility
from app.record import record
from app.statements.content import sections_of
from app.statements.forms import ConsultationForm
from app.statements.models import SECTION, Consultation, Section
from app.statements.queries import has_statements

ANSWERED_ALREADY = N_("Somebody works on a statement already, so nothing changes in it any more.")
NOT_PUBLIC_YET = N_("The participation is not public yet. Please publish it first.")


def prepare_consultation(
    session: Session, actor: Actor, at: Item, form: ConsultationForm, *, language: str = ""
) -> Item:
    """Begin a consultation in the participation `at`, or change the consultation `at`.

    It can be changed until somebody begins to answer it.
    """
    permit(Action.PREPARE_CONSULTATION, actor, subject=at.subject())
    if at.kind is Kind.PARTICIPATION:
        item = _begin(session, actor, at, form, language=language)
    else:
        advance(at.kind, Action.PREPARE_CONSULTATION, at.state)
        item = _changed(session, actor, at, form)
    consultation = session.get_one(Consultation, item.id)
    consultation.introduction = form.introduction.replace("\r\n", "\n")
    consultation.verified_only = form.verified_only
    session.add(consultation)
    _put_sections(session, item.id, form)
    if item.state is not State.DRAFT:
        _index(session, item, form)
    record(session, actor, Action.PREPARE_CONSULTATION, item.id, sections=len(form.sections))
    return item


def publish_consultation(session: Session, actor: Actor, item: Item) -> None:
    """Put it to organisations."""
    permit(Action.PUBLISH_CONSULTATION, actor, subject=item.subject())
    participation = session.get_one(Item, item.participation_id)
    if participation.visibility is not Visibility.PUBLIC:
        raise Refused(NOT_PUBLIC_YET)
    set_state(session, item, advance(item.kind, Action.PUBLISH_CONSULTATION, item.state))
    consultation = session.get_one(Consultation, item.id)
    consultation.published_at = now()
    session.add(consultation)
    index_words(session, item.id, f"{item.title} {consultation.introduction}")
    record(session, actor, Action.PUBLISH_CONSULTATION, item.id)


def _begin(
    session: Session, actor: Actor, participation: Item, form: ConsultationForm, *, language: str
) -> Item:
    item = new_item(
        session,
        actor,
        Kind.CONSULTATION,
        advance(Kind.CONSULTATION, Action.PREPARE_CONSULTATION, None),
        title=form.title,
        language=language or participation.language,
        participation_id=participation.id,
    )
    session.add(Consultation(id=item.id))
    session.flush()
    return item


def _changed(session: Session, actor: Actor, item: Item, form: ConsultationForm) -> Item:
    """What was public already stays readable as a former version."""
    if has_statements(session, item.id):
        raise Refused(ANSWERED_ALREADY)
    if item.state is State.PUBLISHED:
        keep_version(session, actor, item, _words_of(session, item))
    item.title = form.title
    item.version += 1
    session.add(item)
    session.execute(delete(SECTION).where(SECTION.c.consultation_id == item.id))
    return item


def _words_of(session: Session, item: Item) -> dict[str, object]:
    consultation = session.get_one(Consultation, item.id)
    sections = [
        {"number": each.number, "title": each.title, "text": each.text}
        for each in sections_of(session, item.id)
    ]
    return {
        "title": item.title,
        "introduction": consultation.introduction,
        "verified_only": consultation.verified_only,
        "sections": sections,
    }


def _put_sections(session: Session, consultation_id: int, form: ConsultationForm) -> None:
    session.add_all(
        Section(consultation_id=consultation_id, place=place, **each.model_dump())
        for place, each in enumerate(form.sections)
    )
    session.flush()


def _index(session: Session, item: Item, form: ConsultationForm) -> None:
    index_words(session, item.id, f"{form.title} {form.introduction}")
