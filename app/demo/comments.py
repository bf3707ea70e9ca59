"""What people say about problems and requirements, and what others reply."""

from collections.abc import Iterator
from functools import partial

from app.deliberation.commands import write_comment
from app.deliberation.forms import CommentText, ReplyText
from app.demo.content import City, Entry, language_of
from app.demo.town import Act, Town


def comment_acts(city: City) -> Iterator[Act]:
    for number, entry in enumerate(city.all("comment")):
        about = entry["problem"] if "problem" in entry else entry["requirement"]
        slug = f"{about}/{number}"
        yield Act(entry["day"], partial(_say, entry, about, slug))
        for reply in entry.get("replies", ()):
            yield Act(reply["day"], partial(_reply, reply, about, slug))


def _say(entry: Entry, about: str, slug: str, town: Town) -> None:
    words = CommentText.model_validate(entry)
    actor, item = town.actor(entry["author"]), town.item(about)
    comment = write_comment(town.session, actor, item, words, language=language_of(entry))
    town.name(slug, comment.id)


def _reply(entry: Entry, about: str, slug: str, town: Town) -> None:
    write_comment(
        town.session,
        town.actor(entry["author"]),
        town.item(about),
        ReplyText.model_validate(entry),
        language=language_of(entry),
        parent=town.item(slug),
    )
