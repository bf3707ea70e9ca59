"""The signed link by which somebody follows one contribution without an account."""

from itsdangerous import BadSignature, URLSafeSerializer

from app.settings import Settings
from app.web.addresses import address

PURPOSE = "gemeinwerk.track"


def tracking_token(settings: Settings, item_id: int) -> str:
    """What the link carries: the id of the item, signed for this purpose alone."""
    return str(_signer(settings).dumps(item_id))


def tracked_id(settings: Settings, token: str) -> int | None:
    """The id in a token that was signed here for tracking; None for any other text."""
    try:
        found = _signer(settings).loads(token)
    except (BadSignature, ValueError):
        return None
    return found if isinstance(found, int) else None


def tracking_url(settings: Settings, language: str, item_id: int) -> str:
    """The whole address, as it stands in a letter or on paper."""
    token = tracking_token(settings, item_id)
    return settings.origin + address("track:show", language, token=token)


def _signer(settings: Settings) -> URLSafeSerializer:
    return URLSafeSerializer(settings.secret, salt=PURPOSE)
