"""Making projects, requests and contact points."""

from typing import Any

from sqlmodel import Session

from app.items.models import Item
from app.items.spine import set_state
from app.process.actor import Actor
from app.process.vocabulary import Office, ProjectStage, State
from app.projects.commands import file_request, list_project, set_contact
from app.projects.forms import ContactForm, ProjectForm, RequestForm
from app.projects.models import ContactPoint, Project
from tests.makers import make_officer, make_person


def typed_project(**changes: Any) -> dict[str, Any]:
    return {
        "title": "New lights along the canal",
        "authority": "Parks department",
        "what": "Forty lamps along the path are replaced by dimmed ones.",
        "effects": "People walk home in light, bats keep their dark side.",
        "timing": "Spring to autumn 2027",
        "stage": ProjectStage.PLANNED.value,
        "participates": "false",
        "why_not": "The lamps are replaced one for one, so nothing can be chosen.",
    } | changes


def make_project(session: Session, **changes: Any) -> Project:
    office = make_officer(session, Office.ADMINISTRATION)
    form = ProjectForm.model_validate(typed_project(**changes))
    return list_project(session, office, form, "en")


def typed_request(**changes: Any) -> dict[str, Any]:
    return {
        "title": "Let us choose where it stays dark",
        "about": "Which parts of the path are lit and until when.",
        "reason": "We walk there every day and know where it is needed.",
    } | changes


def make_request(
    session: Session,
    author: Actor | None = None,
    state: State = State.PUBLISHED,
    **changes: Any,
) -> Item:
    """A request that moderation has let through."""
    form = RequestForm.model_validate(typed_request(**changes))
    writer = author or make_person(session)
    item = file_request(session, writer, form, language="en", days=30)
    if state is not State.SUBMITTED:
        set_state(session, item, state)
    return item


def make_contact(session: Session, **changes: Any) -> ContactPoint:
    fields: dict[str, Any] = {
        "name": "Office for participation",
        "address": "Market square 1",
        "opening": "Tuesdays from 14 to 18 hours",
        "phone": "030 123 456",
        "email": "takepart@example.org",
        "languages": "English, Turkish",
        "access": "Level entrance from the yard",
    }
    form = ContactForm.model_validate(fields | changes)
    return set_contact(session, make_officer(session, Office.ADMINISTRATION), form, "en")
