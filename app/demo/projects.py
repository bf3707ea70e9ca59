"""The project list, requests for participation, contact points, invitations and results."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from app.demo.content import City, Entry, language_of
from app.demo.town import Act, Town
from app.moderation.commands import publish_item
from app.outreach.commands import log_outreach
from app.outreach.forms import OutreachForm
from app.participation.commands import set_result
from app.process.vocabulary import State
from app.projects.commands import decide_request, file_request, list_project, set_contact
from app.projects.forms import ContactForm, DecisionForm, ProjectForm, RequestForm

MODERATOR = "tarek-mansour"
DAYS = 30


def project_acts(city: City) -> Iterator[Act]:
    for contact in city.all("contact"):
        yield Act(contact["day"], partial(_contact, contact))
    for project in city.all("project"):
        yield Act(project["day"], partial(_project, project))
    for request in city.all("request"):
        yield from _request_acts(request)
    for note in city.all("outreach"):
        yield Act(note["day"], partial(_outreach, note))
    for concept in city.all("concept"):
        if "result" in concept:
            writer = city.one("participation", concept["participation"])["administrator"]
            yield Act(concept["result_day"], partial(_result, concept, writer))


def _request_acts(request: Entry) -> Iterator[Act]:
    yield Act(request["day"], partial(_file, request))
    yield Act(request["moderated_day"], partial(_let_through, request))
    if "decided_day" in request:
        yield Act(request["decided_day"], partial(_decide, request, request["decided_by"]))
    if "linked_day" in request:
        yield Act(request["linked_day"], partial(_link, request))


def _contact(entry: Entry, town: Town) -> None:
    form = ContactForm.model_validate({**entry, "district_id": _district(entry, town)})
    set_contact(town.session, town.actor(entry["by"]), form, language_of(entry))


def _project(entry: Entry, town: Town) -> None:
    fields: dict[str, Any] = {**entry, "district_id": _district(entry, town)}
    fields["participation"] = _reference(entry, "participation", town)
    fields["measure"] = _reference(entry, "measure", town)
    form = ProjectForm.model_validate(fields)
    made = list_project(town.session, town.actor(entry["by"]), form, language_of(entry))
    town.name(entry["slug"], made.id)


def _file(entry: Entry, town: Town) -> None:
    project = town.id(entry["project"]) if "project" in entry else None
    form = RequestForm.model_validate({**entry, "project_id": project})
    actor = town.actor(entry["author"])
    item = file_request(town.session, actor, form, language=language_of(entry), days=DAYS)
    town.name(entry["slug"], item.id)


def _let_through(entry: Entry, town: Town) -> None:
    publish_item(town.session, town.actor(MODERATOR), town.item(entry["slug"]))


def _decide(entry: Entry, by: str, town: Town, participation: str = "") -> None:
    form = DecisionForm(
        result=State(entry["result"]),
        decision=entry["decision"],
        participation=participation,
    )
    decide_request(town.session, town.actor(by), town.item(entry["slug"]), form)


def _link(entry: Entry, town: Town) -> None:
    """The participation that was promised is there now."""
    _decide(entry, entry["linked_by"], town, _reference(entry, "participation", town))


def _outreach(entry: Entry, town: Town) -> None:
    form = OutreachForm.model_validate({**entry, "on_day": town.date(entry["day"])})
    place = town.item(entry["participation"])
    log_outreach(town.session, town.actor(entry["by"]), place, form, language=language_of(entry))


def _result(entry: Entry, writer: str, town: Town) -> None:
    place = town.item(entry["participation"])
    set_result(town.session, town.actor(writer), place, entry["result"])


def _district(entry: Entry, town: Town) -> int | None:
    return town.id(entry["district"]) if "district" in entry else None


def _reference(entry: Entry, name: str, town: Town) -> str:
    """What it leads to, where that is there already."""
    slug = entry.get(name, "")
    return town.item(slug).reference if slug and town.knows(slug) else ""
