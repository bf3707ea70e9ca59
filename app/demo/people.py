"""The people of the city: signing up, their organisations, and the offices they are given."""

from collections.abc import Iterator
from functools import partial

from app.accounts.commands import edit_account, grant_office
from app.accounts.forms import Profile
from app.accounts.models import Person
from app.accounts.people import person_with_email
from app.accounts.queries import DEMO_ROLE
from app.db.models import Installation
from app.demo.content import City, Entry, language_of
from app.demo.town import Act, Town
from app.organisations.commands import (
    appoint_member,
    join_organisation,
    register_organisation,
    verify_organisation,
)
from app.organisations.forms import Registration
from app.organisations.offices import OPERATOR, end_of_day
from app.process.actor import EVERYWHERE
from app.process.vocabulary import Office

FIRST_SIGN_UP = -330.0
BETWEEN_SIGN_UPS = 0.2
IN_OFFICE = -310.0
AFTER_OPENING = 0.02


def people_acts(city: City) -> Iterator[Act]:
    belonging = [person for person in city.all("person") if "organisation" in person]
    first = {person["organisation"]: person["slug"] for person in reversed(belonging)}
    for place, person in enumerate(city.all("person")):
        day = FIRST_SIGN_UP + BETWEEN_SIGN_UPS * place
        yield Act(day, partial(_sign_up, person))
        if "organisation" in person:
            organisation = city.one("organisation", person["organisation"])
            yield Act(day, partial(_belong, person, organisation, first[organisation["slug"]]))
    for organisation in city.all("organisation"):
        if "verified_by" in organisation:
            yield Act(IN_OFFICE + AFTER_OPENING, partial(_verify, organisation))
    yield from _office_acts(city)


def _office_acts(city: City) -> Iterator[Act]:
    opened = {entry["slug"]: entry["opened_day"] for entry in city.all("participation")}
    for person in city.all("person"):
        for held in person.get("offices", ()):
            scope = held.get("scope", "")
            day = opened[scope] + AFTER_OPENING if scope in opened else IN_OFFICE
            yield Act(day, partial(_grant, person["slug"], held))


def _sign_up(person: Entry, town: Town) -> None:
    session, language = town.session, language_of(person)
    found = person_with_email(session, person["email"], language)
    town.name(person["slug"], found.id)
    profile = Profile(name=person["name"], group=person["group"], language=language)
    edit_account(session, town.actor(person["slug"]), profile)
    if "role" in person:
        session.get_one(Person, found.id).slug = person["slug"]
        for code, role in person["role"].items():
            key = f"{DEMO_ROLE}{code}.{person['slug']}"
            session.add(Installation(key=key, value=role))


def _belong(person: Entry, organisation: Entry, first: str, town: Town) -> None:
    """The first member registers the organisation, and accepts those who ask to belong to it."""
    actor, slug = town.actor(person["slug"]), organisation["slug"]
    if not town.knows(slug):
        form = Registration.model_validate(organisation)
        town.name(slug, register_organisation(town.session, actor, form))
        return
    join_organisation(town.session, actor, town.id(slug))
    office = Office(person.get("role_there", Office.AUTHOR))
    appoint_member(town.session, town.actor(first), town.id(slug), actor.id, office=office)


def _verify(organisation: Entry, town: Town) -> None:
    actor, basis = town.actor(organisation["verified_by"]), organisation["verified_with"]
    verify_organisation(town.session, actor, town.id(organisation["slug"]), basis)


def _grant(slug: str, held: Entry, town: Town) -> None:
    office, scope = Office(held["office"]), held.get("scope")
    scope_id = town.id(scope) if scope else EVERYWHERE
    last = town.date(held["until_day"]) if "until_day" in held else None
    ends_at = end_of_day(last, town.zone.key)
    grant_office(town.session, OPERATOR, town.id(slug), office, scope_id=scope_id, ends_at=ends_at)
