"""Why things wait: what was handed in, is reported, was hidden by one alone, is objected to."""

from typing import Any

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Integer,
    Select,
    exists,
    func,
    literal,
    or_,
    select,
)

from app.db.columns import MOMENT
from app.items.models import ITEM
from app.items.visibility import visible
from app.moderation.models import APPEAL, ASSESSMENT, HIDING, MODERATION_NOTE, REPORT
from app.moderation.moves import SINCE, WITH_WORDS
from app.moderation.words import EACH_REPORT, MODERATED, Waits
from app.process.actor import EVERYWHERE, Actor
from app.process.vocabulary import Action, Office, State, Visibility


def branch_of(actor: Actor, waits: Waits) -> Select[Any]:
    """What waits for one cause: the cause, the item, since when, how risky, how many reports."""
    table, since, reports, conditions = _CAUSES[waits](actor)
    score = func.coalesce(ASSESSMENT.c.score, 0) + reports * EACH_REPORT
    return (
        select(
            literal(str(waits)).label("waits"),
            ITEM.c.id,
            since.label("since"),
            score.label("score"),
            reports.label("reports"),
        )
        .select_from(table.outerjoin(ASSESSMENT, ASSESSMENT.c.item_id == ITEM.c.id))
        .where(
            ITEM.c.kind.in_(MODERATED),
            ITEM.c.author_id != actor.id,
            or_(ITEM.c.entered_by_id.is_(None), ITEM.c.entered_by_id != actor.id),
            within_office(actor),
            *conditions,
        )
    )


_Cause = tuple[FromClause, ColumnElement[Any], ColumnElement[int], list[ColumnElement[bool]]]
_NONE: ColumnElement[int] = literal(0, Integer)


def _new(actor: Actor) -> _Cause:
    waiting = ITEM.c.visibility == Visibility.WAITING
    return WITH_WORDS, SINCE, _NONE, [waiting, ITEM.c.state == State.SUBMITTED]


def _reported(actor: Actor) -> _Cause:
    open_reports = (
        select(
            REPORT.c.item_id,
            func.min(REPORT.c.at, type_=MOMENT).label("since"),
            func.count().label("reports"),
        )
        .where(REPORT.c.settled_at.is_(None))
        .group_by(REPORT.c.item_id)
        .subquery()
    )
    table = WITH_WORDS.join(open_reports, open_reports.c.item_id == ITEM.c.id)
    published = ITEM.c.state == State.PUBLISHED
    return table, open_reports.c.since, open_reports.c.reports, [published]


def _hiding(actor: Actor) -> _Cause:
    table = WITH_WORDS.join(HIDING, HIDING.c.item_id == ITEM.c.id)
    # The visibility is in an index, so that not every item is looked at.
    hidden = [ITEM.c.visibility == Visibility.HIDDEN, ITEM.c.state == State.HIDDEN]
    return table, HIDING.c.at, _NONE, [*hidden, HIDING.c.by_id != actor.id]


def _appealed(actor: Actor) -> _Cause:
    table = WITH_WORDS.join(APPEAL, APPEAL.c.item_id == ITEM.c.id)
    act, confirmed = MODERATION_NOTE.alias("act"), MODERATION_NOTE.alias("confirmed")
    mine = exists().where(act.c.id == APPEAL.c.note_id, act.c.by_id == actor.id)
    confirmed_by_me = exists().where(
        act.c.id == APPEAL.c.note_id,
        act.c.automatic,
        confirmed.c.item_id == act.c.item_id,
        confirmed.c.action == Action.CONFIRM_HIDING,
        confirmed.c.by_id == actor.id,
        confirmed.c.id > act.c.id,
    )
    undecided = APPEAL.c.decided_at.is_(None)
    taken_back = ITEM.c.state.in_([State.RETURNED, State.HIDDEN])
    return table, APPEAL.c.at, _NONE, [undecided, taken_back, ~mine, ~confirmed_by_me]


_CAUSES = {
    Waits.NEW: _new,
    Waits.REPORTED: _reported,
    Waits.HIDING: _hiding,
    Waits.APPEAL: _appealed,
}


def within_office(actor: Actor) -> ColumnElement[bool]:
    """What this moderator's office reaches, as far as they may find it."""
    scopes = actor.scopes(Office.MODERATOR)
    if EVERYWHERE in scopes:
        return visible(actor)
    return ITEM.c.participation_id.in_(scopes) & visible(actor)
