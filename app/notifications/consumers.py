"""What follows from acts on the record: people are told by mail what became of their words."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from app.items.models import ITEM, Item
from app.mandates.queries import mandate_page
from app.moderation.models import MODERATION_NOTE
from app.notifications.letters import language_of, named, send_letter
from app.notifications.people import recipient, shares_in
from app.process.vocabulary import Action, State, Visibility
from app.record.consumers import Consumer, Line
from app.settings import Settings
from app.synthesis.models import ANSWER

MODERATED = {
    Action.PUBLISH_ITEM: (State.PUBLISHED, "published"),
    Action.RETURN_ITEM: (State.RETURNED, "returned"),
    Action.HIDE_ITEM: (State.HIDDEN, "hidden"),
    Action.RESTORE_ITEM: (State.PUBLISHED, "restored"),
}
REQUIREMENT_ACTS = frozenset(
    {Action.MAKE_REQUIREMENT, Action.EDIT_REQUIREMENT, Action.APPROVE_REQUIREMENT}
)


def consumers(settings: Settings) -> tuple[Consumer, ...]:
    """One for each kind of letter, so that one that fails holds up no other."""
    tell = _Teller(settings)
    return (
        Consumer("mail.moderation", frozenset(MODERATED), tell.author),
        Consumer("mail.answers", frozenset({Action.ANSWER_ITEM}), tell.answered),
        Consumer("mail.requirements", REQUIREMENT_ACTS, tell.became_requirement),
        Consumer("mail.mandates", frozenset({Action.DECIDE_MANDATE}), tell.decided),
    )


@dataclass(frozen=True, slots=True)
class _Teller:
    """Writes the letters that follow from one line of the record."""

    settings: Settings

    def author(self, session: Session, line: Line) -> None:
        """Moderation has acted; the author is told as long as it still stands so."""
        state, name = MODERATED[line.action]
        item = session.get(Item, line.subject_id)
        if item is None or item.state is not state:
            return
        person = recipient(session, item.author_id)
        if person is None:
            return
        note = session.execute(
            select(MODERATION_NOTE.c.reason, MODERATION_NOTE.c.words).where(
                MODERATION_NOTE.c.id == line.details.get("note")
            )
        ).one_or_none()
        send_letter(
            session,
            self.settings,
            person,
            name,
            key=f"moderation:{line.id}",
            item=item,
            note=note,
        )

    def answered(self, session: Session, line: Line) -> None:
        """A topic or a contribution has its answer."""
        wanted = (
            select(ITEM.c.reference, ITEM.c.visibility, ANSWER.c.verdict, ANSWER.c.reason)
            .join(ANSWER, ANSWER.c.id == ITEM.c.id)
            .where(ITEM.c.id == line.details.get("answer"))
        )
        answer = session.execute(wanted).one_or_none()
        if answer is None or answer.visibility is not Visibility.PUBLIC:
            return
        self._tell_all(session, line.subject_id, "answered", f"answer:{line.id}", answer=answer)

    def became_requirement(self, session: Session, line: Line) -> None:
        """Told once for each requirement, also to those whose words became its origin later."""
        item = session.get(Item, line.subject_id)
        if item is None or item.state is State.DROPPED:
            return
        key = f"requirement:{line.subject_id}"
        self._tell_all(session, line.subject_id, "requirement", key)

    def decided(self, session: Session, line: Line) -> None:
        """A body has decided: what, why, who carries it out, for how much."""
        item = session.get(Item, line.subject_id)
        if item is None:
            return
        views = {code: mandate_page(session, item, code) for code in self.settings.language_codes}
        self._tell_all(
            session,
            item.id,
            "decided",
            f"mandate:{line.id}",
            in_language=lambda code: {"mandate": views[code], "decision": views[code].decision},
        )

    def _tell_all(
        self,
        session: Session,
        item_id: int,
        name: str,
        key: str,
        *,
        in_language: Callable[[str], dict[str, Any]] = lambda code: {},
        **values: Any,
    ) -> None:
        """Tell everybody behind an item; about something hidden nobody is told."""
        item = session.get(Item, item_id)
        if item is None or item.visibility is not Visibility.PUBLIC:
            return
        for person, share in shares_in(session, item):
            more = in_language(language_of(self.settings, person)) | named(share)
            send_letter(session, self.settings, person, name, key=key, item=item, **values, **more)
