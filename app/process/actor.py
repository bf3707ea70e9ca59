"""Who acts, and on what: the two small values that the rules look at."""

from dataclasses import dataclass, field
from typing import Any

from app.process.vocabulary import ORGANISATION_OFFICES, Assurance, Group, Office, State, Verdict

EVERYWHERE = 0


@dataclass(frozen=True, slots=True)
class Holding:
    """An office and the id of what it is limited to (EVERYWHERE: nothing)."""

    office: Office
    scope: int = EVERYWHERE


@dataclass(frozen=True, slots=True)
class Actor:
    """A person with the offices held at this moment. Id 0 is the visitor who is not signed in.

    `provider` vouches for them at this sign-in, with an `assurance`; it is empty when they signed
    in by mail. `by_code`: nothing is known but a participation code. `terms` they consented to.
    `unread` news wait in their inbox; no rule looks at it.
    """

    id: int
    group: Group = Group.UNSTATED
    offices: frozenset[Holding] = frozenset()
    name: str = ""
    language: str = ""
    provider: str = ""
    assurance: Assurance | None = None
    by_code: bool = False
    terms: str = ""
    unread: int = field(default=0, compare=False)

    @property
    def signed_in(self) -> bool:
        return self.id != 0

    @property
    def in_office(self) -> bool:
        """Whether this actor holds an office of the city, not only one in an organisation."""
        return any(holding.office not in ORGANISATION_OFFICES for holding in self.offices)

    def holds(self, office: Office, scopes: frozenset[int] | None = None) -> bool:
        """Whether this actor has the office, anywhere (None) or for one of the given scopes."""
        if office is Office.VISITOR:
            return True
        if office is Office.PERSON:
            return self.signed_in
        return any(
            holding.office is office
            and (scopes is None or holding.scope == EVERYWHERE or holding.scope in scopes)
            for holding in self.offices
        )

    def scopes(self, office: Office) -> frozenset[int]:
        """The ids this actor's office is limited to; EVERYWHERE among them means no limit."""
        return frozenset(holding.scope for holding in self.offices if holding.office is office)


VISITOR = Actor(0)
SYSTEM = Actor(-1, name="Gemeinwerk")


@dataclass(frozen=True, slots=True)
class Subject:
    """What an act is about, as far as the rules look at it."""

    author_id: int = 0
    state: State | None = None
    verdict: Verdict | None = None
    supporters: int = 0
    scopes: frozenset[int] = frozenset()
    facts: dict[str, Any] = field(default_factory=dict)
