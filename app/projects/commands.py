"""Every write about the project list, requests for participation and contact points."""

from datetime import timedelta

from sqlmodel import Session

from app.db.clock import now
from app.items.models import Item
from app.items.spine import keep_version, new_item, set_state
from app.process.actor import Actor
from app.process.paths import advance, settle
from app.process.refusal import Refused
from app.process.rules import permit
from app.process.sentences import N_
from app.process.vocabulary import Action, Kind, State
from app.projects.forms import ContactForm, DecisionForm, ProjectForm, RequestForm
from app.projects.models import ContactPoint, ParticipationRequest, Project
from app.projects.queries import public_id
from app.record import record

NONE_LIKE_THIS = N_("There is none with this reference.")
LINKED_ALREADY = N_("This request has been decided, and its participation is named.")


def list_project(
    session: Session, actor: Actor, form: ProjectForm, language: str, *, at: Project | None = None
) -> Project:
    """Put a project on the public list, or change the entry `at`."""
    permit(Action.LIST_PROJECT, actor)
    fields = form.model_dump(exclude={"participation", "measure"})
    fields["participation_id"] = _linked(session, form.participation, Kind.PARTICIPATION)
    fields["measure_id"] = _linked(session, form.measure, Kind.MEASURE)
    fields["why_not"] = "" if form.participates else form.why_not
    fields["words"] = f"{form.title} {form.authority} {form.what} {form.effects}".casefold()
    project = at or Project(**fields, language=language, listed_at=now(), changed_at=now())
    for name, value in fields.items():
        setattr(project, name, value)
    project.changed_at = now()
    session.add(project)
    session.flush()
    record(session, actor, Action.LIST_PROJECT, project.id)
    return project


def file_request(
    session: Session,
    actor: Actor,
    form: RequestForm,
    *,
    language: str,
    days: int,
    at: Item | None = None,
) -> Item:
    """Ask for participation, or hand in again what moderation has returned (`at`).

    Moderation sees it first; from then on it is decided within so many days.
    """
    permit(Action.FILE_REQUEST, actor, subject=at.subject() if at else None)
    state = advance(Kind.REQUEST, Action.FILE_REQUEST, at.state if at else None)
    item = at or new_item(session, actor, Kind.REQUEST, state, title=form.title, language=language)
    asked = session.get(ParticipationRequest, item.id)
    if at and asked:
        kept = {"title": at.title, "about": asked.about, "reason": asked.reason}
        keep_version(session, actor, at, kept)
        at.title = form.title
        set_state(session, at, state)
    fields = form.model_dump(exclude={"title"}) | {"due_at": now() + timedelta(days=days)}
    asked = asked or ParticipationRequest(id=item.id, filed_at=now(), **fields)
    for name, value in fields.items():
        setattr(asked, name, value)
    session.add(asked)
    session.flush()
    record(session, actor, Action.FILE_REQUEST, item.id)
    return item


def decide_request(session: Session, actor: Actor, item: Item, form: DecisionForm) -> None:
    """Grant or refuse a request, with public reasons.

    Which participation was opened for a granted one may be said later; its reasons stay.
    """
    permit(Action.DECIDE_REQUEST, actor, subject=item.subject())
    asked = session.get_one(ParticipationRequest, item.id)
    granted = form.result is State.GRANTED
    opened = _linked(session, form.participation, Kind.PARTICIPATION) if granted else None
    if item.state is State.GRANTED and granted:
        if asked.granted_id is not None or opened is None:
            raise Refused(LINKED_ALREADY)
    else:
        set_state(session, item, settle(Action.DECIDE_REQUEST, item.state, form.result))
        asked.decided_at, asked.decided_by, asked.decision = now(), actor.id, form.decision
    asked.granted_id = opened
    session.add(asked)
    session.flush()
    record(session, actor, Action.DECIDE_REQUEST, item.id, result=item.state)


def set_contact(
    session: Session,
    actor: Actor,
    form: ContactForm,
    language: str,
    *,
    at: ContactPoint | None = None,
) -> ContactPoint:
    """Add a contact point, change the one `at`, or take it off the page."""
    permit(Action.SET_CONTACT, actor)
    fields = form.model_dump(exclude={"closed"}) | {"email": form.email or ""}
    point = at or ContactPoint(**fields, language=language)
    for name, value in fields.items():
        setattr(point, name, value)
    point.ended_at = now() if form.closed else None
    session.add(point)
    session.flush()
    record(session, actor, Action.SET_CONTACT, point.id)
    return point


def _linked(session: Session, reference: str, kind: Kind) -> int | None:
    if not reference:
        return None
    found = public_id(session, reference, kind)
    if found is None:
        raise Refused(NONE_LIKE_THIS)
    return found
