"""Reading the requests for participation."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlmodel import Session

from app.accounts.models import PERSON
from app.db.clock import now
from app.items.models import ITEM, Item
from app.items.visibility import public
from app.process.vocabulary import Group, Kind, State, Visibility
from app.projects.models import PARTICIPATION_REQUEST, PROJECT

AT_ONCE = 30
_OPENED = ITEM.alias("opened")


@dataclass(frozen=True, slots=True)
class RequestCard:
    """A request in the list, with the clock of its decision."""

    id: int
    reference: str
    title: str
    language: str
    state: State
    author_group: Group
    created_at: datetime
    due_at: datetime
    decided_at: datetime | None

    @property
    def open(self) -> bool:
        return self.decided_at is None

    @property
    def late(self) -> bool:
        return self.open and self.due_at < now()


@dataclass(frozen=True, slots=True)
class RequestPage:
    """Everything the page of a request shows."""

    about: str
    reason: str
    filed_at: datetime
    due_at: datetime
    decided_at: datetime | None
    decision: str
    project_id: int | None
    project: str | None
    project_language: str | None
    author: str
    granted: str | None
    granted_title: str | None
    granted_language: str | None

    @property
    def late(self) -> bool:
        return self.decided_at is None and self.due_at < now()


def requests(session: Session, after: int | None) -> list[RequestCard]:
    """The public requests, the newest first; one more than fits on a page."""
    wanted = (
        select(
            *(ITEM.c[name] for name in RequestCard.__slots__[:7]),
            PARTICIPATION_REQUEST.c.due_at,
            PARTICIPATION_REQUEST.c.decided_at,
        )
        .join(PARTICIPATION_REQUEST, PARTICIPATION_REQUEST.c.id == ITEM.c.id)
        .where(ITEM.c.kind == Kind.REQUEST, public(), ITEM.c.state != State.DELETED)
        .order_by(ITEM.c.id.desc())
        .limit(AT_ONCE + 1)
    )
    if after is not None:
        wanted = wanted.where(ITEM.c.id < after)
    return [RequestCard(*row) for row in session.execute(wanted)]


def request_page(session: Session, item: Item) -> RequestPage:
    """What was asked, and what was decided."""
    row = session.execute(
        select(
            *(PARTICIPATION_REQUEST.c[name] for name in RequestPage.__slots__[:7]),
            PROJECT.c.title,
            PROJECT.c.language,
            PERSON.c.name,
            _OPENED.c.reference,
            _OPENED.c.title,
            _OPENED.c.language,
        )
        .select_from(
            PARTICIPATION_REQUEST.outerjoin(
                PROJECT, PROJECT.c.id == PARTICIPATION_REQUEST.c.project_id
            )
            .outerjoin(PERSON, PERSON.c.id == item.author_id)
            .outerjoin(
                _OPENED,
                (_OPENED.c.id == PARTICIPATION_REQUEST.c.granted_id)
                & (_OPENED.c.visibility == Visibility.PUBLIC),
            )
        )
        .where(PARTICIPATION_REQUEST.c.id == item.id)
    ).one()
    return RequestPage(*row)
