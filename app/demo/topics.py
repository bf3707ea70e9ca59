"""Topics made of contributions, and the answers of the administration."""

from collections.abc import Iterator
from functools import partial

from app.demo.content import City, Entry, language_of
from app.demo.town import Act, Town
from app.synthesis.commands import answer_item, make_topic
from app.synthesis.forms import AnswerForm, TopicForm


def topic_acts(city: City) -> Iterator[Act]:
    for entry in city.all("topic"):
        yield Act(entry["day"], partial(_make, entry))
        if "answer" in entry:
            yield Act(entry["answer"]["day"], partial(_answer, entry["slug"], entry["answer"]))
    for entry in city.all("answer"):
        yield Act(entry["day"], partial(_answer, entry["problem"], entry))


def _make(entry: Entry, town: Town) -> None:
    contributions = town.references(entry["contributions"])
    form = TopicForm.model_validate({**entry, "contributions": contributions})
    actor, participation = town.actor(entry["author"]), town.item(entry["participation"])
    item = make_topic(town.session, actor, participation, form, language=language_of(entry))
    town.name(entry["slug"], item.id)


def _answer(slug: str, entry: Entry, town: Town) -> None:
    form = AnswerForm.model_validate(entry)
    answer_item(
        town.session,
        town.actor(entry["author"]),
        town.item(slug),
        form.verdict,
        reason=form.reason,
        language=language_of(entry),
    )
