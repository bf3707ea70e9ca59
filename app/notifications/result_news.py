"""The last phase is over and nobody has written what came of it: its staff are reminded once."""

from datetime import timedelta

from sqlalchemy import case, func, or_, select
from sqlmodel import Session

from app.accounts.models import OFFICE_GRANT
from app.db.clock import now
from app.items.models import ITEM
from app.notifications.happenings import Happened, Happening
from app.notifications.news_letters import tell_by_letter
from app.participation.forms import has_words
from app.participation.models import PARTICIPATION, PLANNED_PHASE
from app.participation.phases import WITHOUT_END
from app.process.actor import EVERYWHERE
from app.process.vocabulary import News, Office, State
from app.record.models import EVENT
from app.settings import Settings

# What ended longer ago is left alone: a reminder would come out of the blue.
LATEST = timedelta(days=365)
STAFF = (Office.ADMINISTRATION, Office.MODERATOR)


def remind_of_results(session: Session, settings: Settings) -> None:
    """Asked often; each of the staff is told once, and nobody when there is a text."""
    for participation_id in _without_result(session, timedelta(hours=settings.result_hours)):
        happening = Happening(
            News.REMINDER,
            Happened.RESULT_MISSING,
            participation_id,
            f"result:{participation_id}",
            now(),
        )
        tell_by_letter(session, settings, _staff_of(session, participation_id), happening)


def _without_result(session: Session, after: timedelta) -> list[int]:
    """Public participations whose last phase ended so long ago, with nothing written since."""
    goes_on = case(
        (PLANNED_PHASE.c.kind.in_(WITHOUT_END) & PLANNED_PHASE.c.closed_at.is_(None), 1), else_=0
    )
    ended = func.max(func.coalesce(PLANNED_PHASE.c.closed_at, PLANNED_PHASE.c.closes_at))
    rows = session.execute(
        select(PARTICIPATION.c.id, PARTICIPATION.c.result)
        .join(ITEM, ITEM.c.id == PARTICIPATION.c.id)
        .join(PLANNED_PHASE, PLANNED_PHASE.c.participation_id == PARTICIPATION.c.id)
        .where(ITEM.c.state == State.PUBLISHED)
        .group_by(PARTICIPATION.c.id, PARTICIPATION.c.result)
        .having(func.sum(goes_on) == 0, ended <= now() - after, ended > now() - after - LATEST)
    )
    return [row.id for row in rows if not has_words(row.result)]


def _staff_of(session: Session, participation_id: int) -> list[int]:
    """Who holds an office for it alone, or holds one for all and has worked on it."""
    worked = select(EVENT.c.actor_id).where(EVENT.c.subject_id == participation_id)
    moment = now()
    grants = select(OFFICE_GRANT.c.person_id).where(
        OFFICE_GRANT.c.office.in_(STAFF),
        OFFICE_GRANT.c.starts_at <= moment,
        or_(OFFICE_GRANT.c.ends_at.is_(None), OFFICE_GRANT.c.ends_at > moment),
        or_(
            OFFICE_GRANT.c.scope_id == participation_id,
            (OFFICE_GRANT.c.scope_id == EVERYWHERE) & OFFICE_GRANT.c.person_id.in_(worked),
        ),
    )
    return list(session.execute(grants.distinct()).scalars())
