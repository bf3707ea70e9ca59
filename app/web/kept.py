"""What somebody had typed when they were stopped, and the page they were on."""

import secrets
from urllib.parse import urlsplit

from sqlalchemy import insert
from sqlmodel import Session
from starlette.datastructures import FormData

from app.web.forms import typed_text
from app.web.models import KEPT_TEXT
from app.web.requests import Request


def has_text(posted: FormData) -> bool:
    """Whether anything was typed."""
    return any(typed_text(posted).values())


def keep_text(session: Session, posted: FormData) -> str:
    """Keep what was typed; the key with which its page fills it in again (`?kept=`)."""
    token = secrets.token_urlsafe(16)
    fields = {name: text for name, text in typed_text(posted).items() if text}
    session.execute(insert(KEPT_TEXT).values(token=token, fields=fields))
    return token


def page_left(request: Request) -> str:
    """The page of this site on which somebody pressed, with its query."""
    if request.method == "GET":
        return request.url.path + (f"?{request.url.query}" if request.url.query else "")
    left = urlsplit(request.headers.get("referer", ""))
    if left.netloc == request.headers.get("host"):
        return left.path + (f"?{left.query}" if left.query else "")
    return f"/{request.language}/"
