"""Which rows wait for an office, one select each.

Every select has the columns count, reference, title, language, due and since.
"""

from datetime import timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    cast,
    exists,
    func,
    literal,
    null,
    or_,
    select,
    true,
)

from app.accounts.models import OFFICE_GRANT, PERSON
from app.db.clock import now
from app.db.columns import MOMENT
from app.items.models import ITEM, LINK, LINK_END
from app.items.visibility import public
from app.mandates.deciding import CDO_BODY
from app.mandates.models import MANDATE, PACKAGE
from app.measures.models import LOG_ENTRY
from app.organisations.members import speaks_for
from app.organisations.models import BODY, ORGANISATION
from app.participation.models import PARTICIPATION, PLANNED_PHASE
from app.participation.promises import PROMISED_DAY
from app.process.actor import EVERYWHERE, Actor
from app.process.paths import MEASURE_PHASES
from app.process.vocabulary import Kind, Link, Office, Phase, State, Verdict, Visibility
from app.projects.models import PARTICIPATION_REQUEST

ENDS_SOON, OFFICE_ENDS_SOON = timedelta(days=7), timedelta(days=30)
LOGBOOK_RESTS = timedelta(days=30)
_ONE: ColumnElement[int] = literal(1, Integer)
_NO_DAY: ColumnElement[Any] = cast(null(), MOMENT)
_TALK = (Phase.COLLECTING, Phase.DELIBERATING)
_TAKEN_UP = (Verdict.TAKEN_UP, Verdict.PARTLY)
_STANDING = LINK.outerjoin(LINK_END, LINK_END.c.link_id == LINK.c.id)
_STANDS = LINK_END.c.link_id.is_(None)
_OTHER = ITEM.alias("other")


def topics_to_answer(actor: Actor) -> Select[Any]:
    return (
        listed(due=PROMISED_DAY)
        .join(PARTICIPATION, PARTICIPATION.c.id == ITEM.c.participation_id)
        .where(
            ITEM.c.kind == Kind.TOPIC,
            ITEM.c.verdict.is_(None),
            public(),
            talk_is_over(),
            reached(actor, Office.ADMINISTRATION),
        )
    )


def contributions_to_sort(actor: Actor) -> Select[Any]:
    in_topic = (
        exists()
        .select_from(_STANDING)
        .where(LINK.c.from_id == _OTHER.c.id, LINK.c.how == Link.PART_OF, _STANDS)
    )
    return (
        listed(due=PROMISED_DAY, count=func.count(_OTHER.c.id))
        .join(PARTICIPATION, PARTICIPATION.c.id == ITEM.c.id)
        .join(_OTHER, _OTHER.c.participation_id == ITEM.c.id)
        .where(
            _OTHER.c.kind == Kind.PROBLEM,
            _OTHER.c.state == State.PUBLISHED,
            _OTHER.c.verdict.is_(None),
            ~in_topic,
            talk_is_over(),
            reached(actor, Office.ADMINISTRATION),
        )
        .group_by(ITEM.c.id, PARTICIPATION.c.answers_due)
    )


def contributions_to_assign(actor: Actor) -> Select[Any]:
    """What came in at any time and has no answer yet."""
    arenas = select(PLANNED_PHASE.c.participation_id).where(
        PLANNED_PHASE.c.kind == Phase.STANDING, PLANNED_PHASE.c.closed_at.is_(None)
    )
    return listed().where(
        ITEM.c.kind == Kind.PROBLEM,
        ITEM.c.state == State.PUBLISHED,
        ITEM.c.verdict.is_(None),
        ITEM.c.participation_id.in_(arenas),
        reached(actor, Office.ADMINISTRATION),
    )


def entries_returned(actor: Actor) -> Select[Any]:
    """What staff entered for somebody and moderation has given back."""
    return listed().where(
        ITEM.c.kind == Kind.PROBLEM,
        ITEM.c.visibility == Visibility.WAITING,
        ITEM.c.state == State.RETURNED,
        ITEM.c.entered_by_id.is_not(None),
        reached(actor, Office.ASSISTANT),
    )


def syntheses_to_close(actor: Actor) -> Select[Any]:
    said = _OTHER.c.kind.in_([Kind.PROBLEM, Kind.TOPIC]) & (_OTHER.c.state == State.PUBLISHED)
    segment = (_OTHER.c.kind == Kind.SEGMENT) & (_OTHER.c.state == State.SUBMITTED)
    owed = exists().where(
        _OTHER.c.participation_id == ITEM.c.id, segment | (said & _OTHER.c.verdict.is_(None))
    )
    return _phases(actor).where(PLANNED_PHASE.c.kind == Phase.SYNTHESIS, ~owed)


def phases_that_end(actor: Actor) -> Select[Any]:
    return _phases(actor).where(
        PLANNED_PHASE.c.kind != Phase.SYNTHESIS,
        PLANNED_PHASE.c.closes_at.between(now(), now() + ENDS_SOON),
    )


def requirements_to_approve(actor: Actor) -> Select[Any]:
    wanted = (ITEM.c.kind == Kind.REQUIREMENT) & (ITEM.c.state == State.DISCUSSED)
    return listed().where(wanted, reached(actor, Office.ADMINISTRATION))


def packages_to_submit(actor: Actor) -> Select[Any]:
    wanted = (ITEM.c.kind == Kind.MANDATE) & (ITEM.c.state == State.PREPARED)
    return listed().where(wanted, reached(actor, Office.ADMINISTRATION))


def requests_to_decide(actor: Actor) -> Select[Any]:
    wanted = (ITEM.c.kind == Kind.REQUEST) & (ITEM.c.state == State.PUBLISHED)
    return (
        listed(due=PARTICIPATION_REQUEST.c.due_at)
        .join(PARTICIPATION_REQUEST, PARTICIPATION_REQUEST.c.id == ITEM.c.id)
        .where(wanted, reached(actor, Office.ADMINISTRATION))
    )


def requests_for_the_cdo(_actor: Actor) -> Select[Any]:
    wanted = (ITEM.c.kind == Kind.REQUEST) & (ITEM.c.state == State.PUBLISHED)
    return (
        listed(due=PARTICIPATION_REQUEST.c.due_at)
        .join(PARTICIPATION_REQUEST, PARTICIPATION_REQUEST.c.id == ITEM.c.id)
        .where(wanted)
    )


def topics_without_measure(_actor: Actor) -> Select[Any]:
    led_on = (
        exists()
        .select_from(_STANDING.join(_OTHER, _OTHER.c.id == LINK.c.to_id))
        .where(LINK.c.from_id == ITEM.c.id, _OTHER.c.kind == Kind.MEASURE, _STANDS)
    )
    wanted = (ITEM.c.kind == Kind.TOPIC) & ITEM.c.verdict.in_(_TAKEN_UP)
    return listed().where(wanted, public(), ~led_on)


def requirements_to_discuss(actor: Actor) -> Select[Any]:
    discussed = exists().where(
        PLANNED_PHASE.c.participation_id == ITEM.c.participation_id,
        PLANNED_PHASE.c.kind == Phase.REQUIREMENTS,
        PLANNED_PHASE.c.opens_at <= now(),
    )
    wanted = (ITEM.c.kind == Kind.REQUIREMENT) & (ITEM.c.state == State.PROPOSED)
    return listed().where(wanted, discussed, reached(actor, Office.TEAM))


def plans_to_publish(actor: Actor) -> Select[Any]:
    wanted = (ITEM.c.kind == Kind.PLAN) & (ITEM.c.state == State.DRAFT)
    return listed().where(wanted, reached(actor, Office.TEAM))


def logbooks_to_write(actor: Actor) -> Select[Any]:
    newest = select(func.max(LOG_ENTRY.c.at)).where(LOG_ENTRY.c.measure_id == ITEM.c.id)
    since = func.coalesce(newest.correlate(ITEM).scalar_subquery(), ITEM.c.created_at)
    return listed(since=since).where(
        ITEM.c.kind == Kind.MEASURE,
        ITEM.c.state.in_(MEASURE_PHASES),
        since < now() - LOGBOOK_RESTS,
        reached(actor, Office.TEAM),
    )


def packages_to_decide(actor: Actor) -> Select[Any]:
    bodies = actor.scopes(Office.BODY)
    mine = true() if EVERYWHERE in bodies else BODY.c.id.in_(bodies)
    return _submitted(actor).where(mine)


def packages_for_the_cdo(actor: Actor) -> Select[Any]:
    return _submitted(actor).where(BODY.c.code == CDO_BODY)


def offices_that_end(_actor: Actor) -> Select[Any]:
    return (
        select(
            _ONE.label("count"),
            literal("").label("reference"),
            PERSON.c.name.label("title"),
            literal("").label("language"),
            OFFICE_GRANT.c.ends_at.label("due"),
            OFFICE_GRANT.c.starts_at.label("since"),
        )
        .join(PERSON, PERSON.c.id == OFFICE_GRANT.c.person_id)
        .where(OFFICE_GRANT.c.ends_at.between(now(), now() + OFFICE_ENDS_SOON))
    )


def organisations_to_verify(actor: Actor) -> Select[Any]:
    """How many organisations nobody has verified; one's own are for somebody else."""
    waiting = (
        select(func.count(ORGANISATION.c.id).label("count"), func.min(ORGANISATION.c.created_at))
        .where(ORGANISATION.c.verified_at.is_(None), ORGANISATION.c.id.not_in(speaks_for(actor)))
        .subquery()
    )
    nothing = [literal("").label(name) for name in ("reference", "title", "language")]
    since = waiting.c[1].label("since")
    return select(waiting.c.count, *nothing, _NO_DAY.label("due"), since).where(waiting.c.count > 0)


def _submitted(actor: Actor) -> Select[Any]:
    """What is put to decision; what one has submitted oneself is for somebody else."""
    return (
        listed(since=PACKAGE.c.at)
        .join(MANDATE, MANDATE.c.id == ITEM.c.id)
        .join(PACKAGE, PACKAGE.c.mandate_id == MANDATE.c.id)
        .join(BODY, BODY.c.id == MANDATE.c.body_id)
        .where(ITEM.c.state == State.SUBMITTED, PACKAGE.c.by_id != actor.id)
    )


def _phases(actor: Actor) -> Select[Any]:
    """Phases that are open now, of the participations of this office."""
    return (
        listed(due=PLANNED_PHASE.c.closes_at)
        .join(PLANNED_PHASE, PLANNED_PHASE.c.participation_id == ITEM.c.id)
        .where(
            PLANNED_PHASE.c.opens_at <= now(),
            PLANNED_PHASE.c.closed_at.is_(None),
            reached(actor, Office.ADMINISTRATION),
        )
    )


def listed(
    *,
    due: ColumnElement[Any] = _NO_DAY,
    since: ColumnElement[Any] = ITEM.c.created_at,
    count: ColumnElement[int] = _ONE,
) -> Select[Any]:
    """The columns that every select has."""
    return select(
        count.label("count"),
        ITEM.c.reference,
        ITEM.c.title,
        ITEM.c.language,
        due.label("due"),
        since.label("since"),
    ).select_from(ITEM)


def reached(actor: Actor, office: Office) -> ColumnElement[bool]:
    """What this person's office reaches: everything, or its participations and measures."""
    scopes = actor.scopes(office)
    if EVERYWHERE in scopes:
        return true()
    return or_(*(ITEM.c[name].in_(scopes) for name in ("id", "participation_id", "measure_id")))


def talk_is_over() -> ColumnElement[bool]:
    """Nobody collects or deliberates any more in the item's participation."""
    return ~exists().where(
        PLANNED_PHASE.c.participation_id == ITEM.c.participation_id,
        PLANNED_PHASE.c.kind.in_(_TALK),
        PLANNED_PHASE.c.closed_at.is_(None),
        PLANNED_PHASE.c.closes_at > now(),
    )
