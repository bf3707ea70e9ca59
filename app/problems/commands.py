"""Every write about contributions."""

from typing import Any

from sqlalchemy import select, update
from sqlmodel import Session

from app.accounts.models import Person
from app.accounts.people import person_with_email
from app.db.clock import now
from app.goals.links import link_action_fields
from app.goals.models import DISTRICT
from app.items.models import ITEM, Item
from app.items.search import index_words
from app.items.spine import keep_version, new_item, reach, set_state
from app.participation.admission import not_eligible
from app.participation.phases import phase_now, phase_of
from app.problems.forms import AssistedEntry as Entry
from app.problems.forms import TitleStep, Withdrawal
from app.problems.geometry import Pair, lies_in, read_point
from app.problems.models import Assignment, AssistedEntry, Problem
from app.problems.queries import TEXTS, my_organisations, words_of
from app.process.actor import Actor, Subject
from app.process.paths import advance
from app.process.refusal import Refused
from app.process.rules import permit
from app.process.sentences import N_
from app.process.vocabulary import Action, Kind, Phase, State, Station, Visibility
from app.record import record

ON_SPINE = {"title", "language", "organisation_id"}
# What a kind of contribution does not ask stays empty.
NOTHING = dict.fromkeys(TEXTS, "") | {"district_id": None, "point": "", "takes_place_at": None}
NOT_A_MEMBER = N_("You do not belong to this organisation, so you cannot write in its name.")
NOT_ENTERED = N_("Its author has written this without help.")
NOT_FROM_THE_ARENA = N_("Only what came in at any time is assigned to a participation.")
NOT_COLLECTING = N_("This participation neither collects nor discusses contributions now.")
OPEN_FOR_MORE = {Phase.COLLECTING, Phase.DELIBERATING}


def draft_problem(
    session: Session, actor: Actor, at: Item, fields: dict[str, Any], *, language: str = ""
) -> Item:
    """Begin a draft in the participation `at`, or keep one more step of the draft `at`.

    Only its author sees it; every step is kept on the server. What was returned is a draft again.
    """
    begins = at.kind is Kind.PARTICIPATION
    permit(Action.DRAFT_PROBLEM, actor, subject=Subject(actor.id) if begins else at.subject())
    state = advance(Kind.PROBLEM, Action.DRAFT_PROBLEM, None if begins else at.state)
    item = _begin(session, actor, at, state=state, language=language) if begins else at
    _write(session, actor, item, fields)
    record(session, actor, Action.DRAFT_PROBLEM, item.id)
    return item


def discard_problem(session: Session, actor: Actor, item: Item) -> None:
    """Throw a draft away; its words are deleted."""
    permit(Action.DISCARD_PROBLEM, actor, subject=item.subject())
    set_state(session, item, advance(item.kind, Action.DISCARD_PROBLEM, item.state))
    _write(session, actor, item, NOTHING | {"title": "", "action_fields": ()})
    record(session, actor, Action.DISCARD_PROBLEM, item.id)


def submit_problem(session: Session, actor: Actor, item: Item, text: TitleStep) -> None:
    """Hand in a contribution. Moderators see it first; the public sees it once published."""
    phase = phase_now(session, item.participation_id)
    subject = item.subject(not_eligible=not_eligible(session, actor, phase))
    permit(Action.SUBMIT_PROBLEM, actor, phase.kind, subject)
    set_state(session, item, advance(item.kind, Action.SUBMIT_PROBLEM, item.state))
    _write(session, actor, item, NOTHING | text.model_dump())
    session.get_one(Problem, item.id).submitted_at = now()
    reach(session, item.id, Station.PROBLEM)
    record(session, actor, Action.SUBMIT_PROBLEM, item.id)


def edit_problem(session: Session, actor: Actor, item: Item, text: TitleStep) -> None:
    """Change the words, as long as nobody supports them; moderation looks at them again."""
    permit(Action.EDIT_PROBLEM, actor, phase_of(session, item.participation_id), item.subject())
    former = words_of(session, item) | {"state": item.state}
    keep_version(session, actor, item, former)
    set_state(session, item, advance(item.kind, Action.EDIT_PROBLEM, item.state))
    _write(session, actor, item, NOTHING | text.model_dump())
    session.get_one(Problem, item.id).edited_at = now()
    record(session, actor, Action.EDIT_PROBLEM, item.id)


def withdraw_problem(session: Session, actor: Actor, item: Item, why: Withdrawal) -> None:
    """Withdraw one's own contribution; if it is public now, its page stays readable."""
    permit(Action.WITHDRAW_PROBLEM, actor, subject=item.subject())
    was_public = item.visibility is Visibility.PUBLIC
    set_state(session, item, advance(item.kind, Action.WITHDRAW_PROBLEM, item.state))
    item.visibility = Visibility.PUBLIC if was_public else Visibility.PRIVATE
    problem = session.get_one(Problem, item.id)
    problem.withdrawn_for, problem.withdrawn_reason = why.reason, why.explanation
    record(session, actor, Action.WITHDRAW_PROBLEM, item.id, reason=why.reason)


def assist_problem(
    session: Session, actor: Actor, at: Item, entry: Entry, *, language: str
) -> Item:
    """Enter for somebody what came by phone, on paper or in a workshop; they are its author.

    In the participation `at` it begins; where `at` is an entry that was returned, it is handed in
    again.
    """
    begins = at.kind is Kind.PARTICIPATION
    permit(Action.ASSIST_PROBLEM, actor, phase_of(session, at.participation_id), at.subject())
    if not begins and at.entered_by_id is None:
        raise Refused(NOT_ENTERED)
    state = advance(Kind.PROBLEM, Action.ASSIST_PROBLEM, None if begins else at.state)
    if begins:
        author = _helped(session, entry, language)
        item = _begin(session, author, at, state=state, language=language)
        kept = entry.model_dump(include=set(AssistedEntry.model_fields))
        session.add(AssistedEntry(item_id=item.id, by_id=actor.id, **kept))
    else:
        item, author = at, Actor(at.author_id)
        keep_version(session, actor, item, words_of(session, item) | {"state": item.state})
        set_state(session, item, state)
    item.entered_by_id = actor.id
    words = entry.model_dump(include={*NOTHING, "title", "contribution", "channel"})
    _write(session, author, item, words | {"action_fields": entry.action_fields})
    session.get_one(Problem, item.id).submitted_at = now()
    reach(session, item.id, Station.PROBLEM)
    record(session, actor, Action.ASSIST_PROBLEM, item.id, channel=entry.channel)
    return item


def assign_problem(session: Session, actor: Actor, item: Item, to: Item, *, reason: str) -> None:
    """Take a contribution of the arena, with its comments, into a participation."""
    permit(Action.ASSIGN_PROBLEM, actor, subject=item.subject())
    source = item.participation_id
    if phase_of(session, source) is not Phase.STANDING:
        raise Refused(NOT_FROM_THE_ARENA)
    if phase_of(session, to.id) not in OPEN_FOR_MORE:
        raise Refused(NOT_COLLECTING)
    set_state(session, item, advance(item.kind, Action.ASSIGN_PROBLEM, item.state))
    moved = (ITEM.c.id == item.id) | (ITEM.c.about_id == item.id)
    session.execute(update(ITEM).where(moved).values(participation_id=to.id))
    session.refresh(item)
    session.add(
        Assignment(item_id=item.id, from_id=source, to_id=to.id, reason=reason, by_id=actor.id)
    )
    record(session, actor, Action.ASSIGN_PROBLEM, item.id, **{"from": source, "to": to.id})


def _helped(session: Session, entry: Entry, language: str) -> Actor:
    """The person in whose name it is entered: with their address an account, else nobody's."""
    if entry.email:
        found = person_with_email(session, entry.email, language)
        person = session.get_one(Person, found.id)
        if found.is_new:
            person.group = entry.group
    else:
        person = Person(group=entry.group, language=language)
    session.add(person)
    session.flush()
    return Actor(person.id, entry.group)


def _begin(
    session: Session, actor: Actor, participation: Item, *, state: State, language: str
) -> Item:
    item = new_item(
        session,
        actor,
        Kind.PROBLEM,
        state,
        title="",
        language=language or participation.language,
        participation_id=participation.id,
    )
    session.add(Problem(id=item.id))
    session.flush()
    return item


def _write(session: Session, actor: Actor, item: Item, fields: dict[str, Any]) -> None:
    _only_for_members(session, actor, fields.get("organisation_id"))
    problem = session.get_one(Problem, item.id)
    for name, value in fields.items():
        if name == "action_fields":
            link_action_fields(session, item.id, value)
        elif name == "point":
            problem.latitude, problem.longitude = read_point(value) or (None, None)
        else:
            setattr(item if name in ON_SPINE else problem, name, value)
    if not problem.district_id and (point := read_point(fields.get("point", ""))):
        problem.district_id = _district_around(session, point)
    problem.saved_at = now()
    item.version += 1
    session.add_all([item, problem])
    session.flush()
    if item.state is not State.DRAFT:
        index_words(session, item.id, f"{item.title} {problem.what} {problem.need}")


def _district_around(session: Session, point: Pair) -> int | None:
    """The district that a point lies in, so that those who follow or read the district find it."""
    rows = session.execute(select(DISTRICT.c.id, DISTRICT.c.shape))
    around = (row.id for row in rows if any(lies_in(point, ring) for ring in row.shape or ()))
    return next(around, None)


def _only_for_members(session: Session, actor: Actor, organisation_id: int | None) -> None:
    mine = {choice.value for choice in my_organisations(session, actor)} if organisation_id else {}
    if organisation_id and str(organisation_id) not in mine:
        raise Refused(NOT_A_MEMBER)
