"""Parts that later stages add to an item's page, which shows them without knowing the stages."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from app.items.models import Item
from app.web.requests import Request


@dataclass(frozen=True, slots=True)
class Part:
    """A template with its value, shown at a `place` of the page: lead, aside or main."""

    place: str
    template: str
    value: Any


PartMaker = Callable[[Request, Item], Part | None]
AccountPartMaker = Callable[[Request], Part | None]
MorePartMaker = Callable[[Request, Any], Part | None]


def parts_of(request: Request, item: Item) -> list[Part]:
    """What the stages have to say on this item's page, in the order of the process."""
    makers: tuple[PartMaker, ...] = request.app.state.parts
    return [part for maker in makers if (part := maker(request, item)) is not None]


def account_parts(request: Request) -> list[Part]:
    """What the packages have to say on a person's own account page."""
    makers: tuple[AccountPartMaker, ...] = request.app.state.account_parts
    return [part for maker in makers if (part := maker(request)) is not None]


def more_parts(request: Request, subject: Any) -> list[Part]:
    """What the stages have to say on a page that is no item's, about what that page shows."""
    makers: dict[str, tuple[MorePartMaker, ...]] = request.app.state.more_parts
    made = (maker(request, subject) for maker in makers.get(request.here, ()))
    return [part for part in made if part is not None]
