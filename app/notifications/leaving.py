"""The signed link in each letter by which one ends such letters, without signing in (RFC 8058)."""

from dataclasses import dataclass

from itsdangerous import BadSignature, URLSafeSerializer

from app.process.vocabulary import News
from app.settings import Settings

PURPOSE = "end letters"


@dataclass(frozen=True, slots=True)
class Leave:
    """What a link ends: a kind of news or a following; with neither, the daily letter."""

    person_id: int
    news: News | None = None
    following_id: int = 0


def leave_token(settings: Settings, leave: Leave) -> str:
    """The token that stands for ending this."""
    news = str(leave.news) if leave.news else ""
    token = _signer(settings).dumps([leave.person_id, news, leave.following_id])
    return token if isinstance(token, str) else token.decode()


def read_token(settings: Settings, token: str) -> Leave | None:
    """What a token ends; None when it was not made here."""
    try:
        person_id, news, following_id = _signer(settings).loads(token)
    except BadSignature:
        return None
    return Leave(person_id, News(news) if news else None, following_id)


def _signer(settings: Settings) -> URLSafeSerializer:
    return URLSafeSerializer(settings.secret, salt=PURPOSE)
