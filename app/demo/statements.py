"""Consultations of organisations: prepared, published, answered section by section, co-signed."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from app.demo.content import City, Entry, language_of
from app.demo.town import Act, Town
from app.statements.commands import (
    cosign_statement,
    draft_statement,
    release_statement,
    submit_statement,
)
from app.statements.consulting import prepare_consultation, publish_consultation
from app.statements.content import sections_of
from app.statements.forms import Answer, ConsultationForm, General
from app.statements.inviting import invite_organisation

A_DAY = 0.8


def statement_acts(city: City) -> Iterator[Act]:
    for entry in city.all("consultation"):
        yield Act(entry["prepared_day"], partial(_prepare, entry))
        yield Act(entry["published_day"], partial(_publish, entry))
        if "invited" in entry:
            yield Act(entry["published_day"] + A_DAY, partial(_invite, entry))
    for entry in city.all("statement"):
        yield Act(entry["begun_day"], partial(_begin, entry))
        yield Act(entry["begun_day"] + A_DAY, partial(_write, entry))
        if "submitted_day" in entry:
            yield Act(entry["submitted_day"] - A_DAY, partial(_release, entry))
            yield Act(entry["submitted_day"], partial(_submit, entry))
        for signer in entry.get("cosigners", ()):
            yield Act(signer["day"], partial(_cosign, entry, signer))


def _prepare(entry: Entry, town: Town) -> None:
    lists: dict[str, tuple[Any, ...]] = {
        field: tuple(section.get(name, "") for section in entry["sections"])
        for field, name in (("number", "number"), ("heading", "title"), ("text", "text"))
    }
    form = ConsultationForm.model_validate(
        {
            "title": entry["title"],
            "introduction": entry["introduction"],
            "verified_only": entry.get("verified_only", False),
            **lists,
        }
    )
    actor, participation = town.actor(entry["author"]), town.item(entry["participation"])
    item = prepare_consultation(
        town.session, actor, participation, form, language=language_of(entry)
    )
    town.name(entry["slug"], item.id)


def _publish(entry: Entry, town: Town) -> None:
    publish_consultation(town.session, town.actor(entry["author"]), town.item(entry["slug"]))


def _invite(entry: Entry, town: Town) -> None:
    """The letters of long ago are not written any more."""
    ids, actor = town.ids(entry["invited"]), town.actor(entry["author"])
    item = town.item(entry["slug"])
    invite_organisation(town.session, actor, item, organisation_ids=ids, emails=())


def _begin(entry: Entry, town: Town) -> None:
    item = draft_statement(
        town.session,
        town.actor(entry["author"]),
        town.item(entry["consultation"]),
        organisation_id=town.id(entry["organisation"]),
        language=language_of(entry),
    )
    town.name(entry["slug"], item.id)


def _write(entry: Entry, town: Town) -> None:
    sections = sections_of(town.session, town.id(entry["consultation"]))
    answers = {
        section.id: Answer.model_validate(entry["answers"][section.number])
        for section in sections
        if section.number in entry["answers"]
    }
    names = ("represents", "interest", "remarks")
    general = General(**{name: entry.get(name, "") for name in names})
    actor, item = town.actor(entry["author"]), town.item(entry["slug"])
    draft_statement(town.session, actor, item, answers=answers, general=general)


def _release(entry: Entry, town: Town) -> None:
    release_statement(town.session, town.actor(entry["releaser"]), town.item(entry["slug"]))


def _submit(entry: Entry, town: Town) -> None:
    submit_statement(town.session, town.actor(entry["releaser"]), town.item(entry["slug"]))


def _cosign(entry: Entry, signer: Entry, town: Town) -> None:
    item, organisation_id = town.item(entry["slug"]), town.id(signer["organisation"])
    cosign_statement(town.session, town.actor(signer["by"]), item, organisation_id)
