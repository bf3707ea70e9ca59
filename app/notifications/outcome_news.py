"""What came of contributions: answers, measures, requirements, decisions.

Everybody behind them gets the full letter, as News.OWN; whoever follows them is told as
News.ANSWER, of the first of them that they follow.
"""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from app.items.models import ITEM, Item
from app.mandates.queries import mandate_page
from app.notifications.followers import followed
from app.notifications.happenings import Happened, Happening, told_of
from app.notifications.letters import language_of, named, send_letter
from app.notifications.news_letters import tell_by_letter
from app.notifications.people import Share, recipients, shares_in, sources_of
from app.notifications.telling import tell
from app.process.vocabulary import Action, News, State, Visibility
from app.record.consumers import Consumer, Line
from app.settings import Settings
from app.synthesis.models import ANSWER

REQUIREMENT_ACTS = frozenset(
    {Action.MAKE_REQUIREMENT, Action.EDIT_REQUIREMENT, Action.APPROVE_REQUIREMENT}
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What has come: its letter, and what the letter says in a language."""

    happened: Happened
    leads_to: int
    key: str
    letter: str
    facts: dict[str, Any] = field(default_factory=dict)
    in_language: Callable[[str], dict[str, Any]] = lambda code: {}
    once: bool = False


def consumers(settings: Settings) -> tuple[Consumer, ...]:
    """One for each kind of outcome."""
    return (
        Consumer("mail.answers", frozenset({Action.ANSWER_ITEM}), partial(_answered, settings)),
        Consumer("news.measures", frozenset({Action.OPEN_MEASURE}), partial(_measure, settings)),
        Consumer("mail.requirements", REQUIREMENT_ACTS, partial(_requirement, settings)),
        Consumer("mail.mandates", frozenset({Action.DECIDE_MANDATE}), partial(_decided, settings)),
    )


def _answered(settings: Settings, session: Session, line: Line) -> None:
    """A topic or a contribution has its answer."""
    wanted = (
        select(ITEM.c.id, ITEM.c.reference, ITEM.c.visibility, ANSWER.c.verdict, ANSWER.c.reason)
        .join(ANSWER, ANSWER.c.id == ITEM.c.id)
        .where(ITEM.c.id == line.details.get("answer"))
    )
    answer = session.execute(wanted).one_or_none()
    if answer is None or answer.visibility is not Visibility.PUBLIC:
        return
    outcome = Outcome(
        Happened.ANSWERED,
        answer.id,
        f"answer:{line.id}",
        "answered",
        {"verdict": str(answer.verdict)},
        lambda code: {"answer": answer},
    )
    _tell_all(settings, session, line, outcome)


def _measure(settings: Settings, session: Session, line: Line) -> None:
    """A measure was opened from what they gave."""
    key = f"measure:{line.subject_id}"
    _tell_all(settings, session, line, Outcome(Happened.MEASURE, line.subject_id, key, "measure"))


def _requirement(settings: Settings, session: Session, line: Line) -> None:
    """Told once for each requirement, also to those whose words became its origin later."""
    item = session.get(Item, line.subject_id)
    if item is None or item.state is State.DROPPED:
        return
    key = f"requirement:{line.subject_id}"
    outcome = Outcome(Happened.REQUIREMENT, item.id, key, "requirement", once=True)
    _tell_all(settings, session, line, outcome)


def _decided(settings: Settings, session: Session, line: Line) -> None:
    """A body has decided: what, why, who carries it out, for how much."""
    item = session.get(Item, line.subject_id)
    if item is None:
        return
    views = {code: mandate_page(session, item, code) for code in settings.language_codes}
    outcome = Outcome(
        Happened.DECIDED,
        item.id,
        f"mandate:{line.id}",
        "decided",
        in_language=lambda code: {"mandate": views[code], "decision": views[code].decision},
    )
    _tell_all(settings, session, line, outcome)


def _tell_all(settings: Settings, session: Session, line: Line, outcome: Outcome) -> None:
    """Tell everybody behind an item, and who follows it; about something hidden nobody is told."""
    item = session.get(Item, line.subject_id)
    if item is None or item.visibility is not Visibility.PUBLIC:
        return
    sources = sources_of(session, item)
    shares = shares_in(session, sources)
    _write_to_those_behind(settings, session, line, outcome, shares=shares)
    for source_id, listeners in followed(session, sources, line.at):
        happening = _happening(line, News.ANSWER, outcome, source_id)
        tell_by_letter(session, settings, listeners, happening)


def _happening(line: Line, news: News, outcome: Outcome, source_id: int) -> Happening:
    return told_of(
        line,
        news,
        outcome.happened,
        outcome.leads_to,
        about_id=None if source_id == outcome.leads_to else source_id,
        occasion=outcome.key if outcome.once else "",
        facts=outcome.facts,
    )


def _write_to_those_behind(
    settings: Settings,
    session: Session,
    line: Line,
    outcome: Outcome,
    *,
    shares: dict[int, Share],
) -> None:
    """The full letter, with what each of them gave."""
    at_once: dict[int, int] = {}
    by_source: defaultdict[int, list[int]] = defaultdict(list)
    for person_id, share in shares.items():
        by_source[share.first.id].append(person_id)
    for source_id, people in by_source.items():
        at_once |= tell(session, people, _happening(line, News.OWN, outcome, source_id))
    item = session.get_one(Item, line.subject_id)
    for person in recipients(session, sorted(at_once)):
        share = shares[person.id]
        send_letter(
            session,
            settings,
            person,
            outcome.letter,
            key=outcome.key,
            news=News.OWN,
            about=[item.id, outcome.leads_to, *(told.id for told in share.all)],
            told=[at_once[person.id]],
            item=item,
            **(outcome.in_language(language_of(settings, person)) | named(share)),
        )
