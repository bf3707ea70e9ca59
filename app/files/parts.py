"""What the page of an item shows of its files."""

from dataclasses import dataclass

from app.files.change import is_open, writers_subject
from app.files.queries import FILED, ItemFile, files_of
from app.items.models import Item
from app.items.parts import Part
from app.process.rules import objections
from app.process.vocabulary import Action, State
from app.web.requests import Request


@dataclass(frozen=True, slots=True)
class Files:
    """The files of an item. `mine`: the reader may change them; `open`: and add some."""

    reference: str
    language: str
    files: list[ItemFile]
    mine: bool
    open: bool

    @property
    def undescribed(self) -> int:
        return sum(1 for file in self.files if file.is_picture and not file.alt)


def shown_files(request: Request, item: Item) -> Files:
    """The files of an item as this person sees them."""
    subject = writers_subject(request.actor, item)
    mine = not objections(Action.ATTACH_FILE, request.actor, subject=subject)
    files = files_of(request.db, item.id)
    return Files(item.reference, item.language, files, mine, mine and is_open(item))


def files_part(request: Request, item: Item) -> Part | None:
    """Pictures and documents; to those who wrote it also where to change them."""
    if item.kind not in FILED or item.state in {State.HIDDEN, State.DELETED}:
        return None
    shown = shown_files(request, item)
    return Part("main", "files/_part.html", shown) if shown.files or shown.open else None
