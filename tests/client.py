"""A test client that checks every page it fetches."""

import re
from typing import Any

from sqlmodel import Session
from starlette.applications import Starlette
from starlette.testclient import TestClient

from app.process.actor import Actor
from tests.makers import sign_in


class CheckingClient(TestClient):
    """Commits what the test prepared before each request, and looks at every page it gets."""

    def __init__(self, app: Starlette, session: Session, **options: Any) -> None:
        given: dict[str, Any] = {"follow_redirects": False, "headers": {"accept-language": "en"}}
        super().__init__(app, **(given | options))
        self.session = session

    def sign_in(self, actor: Actor) -> "CheckingClient":
        """Go on as this person."""
        self.cookies.clear()
        self.cookies.set("session", sign_in(self.session, actor))
        return self

    def sign_out(self) -> "CheckingClient":
        self.cookies.clear()
        return self

    def request(self, *args: Any, **more: Any) -> Any:
        self.session.commit()
        answer = super().request(*args, **more)
        if answer.headers.get("content-type", "").startswith("text/html"):
            check_page(answer.text)
        return answer


def check_page(html: str) -> None:
    """What every page must have, whoever looks at it."""
    if "<html" not in html:
        return
    assert len(re.findall(r"<h1[\s>]", html)) == 1, "one main heading a page"
    assert re.search(r'<html lang="[\w-]+" dir="(ltr|rtl)">', html)
    assert re.search(r"<title>\s*\S", html), "a page has a title"
    assert " style=" not in html, "no style attribute: the policy forbids it"
    assert "hx-on" not in html
    for form in re.findall(r"<form[^>]*>", html):
        assert "action=" in form, f"a form says where it goes: {form}"
    for control in re.findall(r"<(?:input|textarea|select)[^>]*>", html):
        _check_label(control, html)


def _check_label(control: str, html: str) -> None:
    if 'type="hidden"' in control or "aria-label" in control:
        return
    name = re.search(r'id="([^"]+)"', control)
    inside_label = re.search(
        r"<label[^>]*>(?:(?!</label>).)*" + re.escape(control), html, re.DOTALL
    )
    assert inside_label or (name and f'for="{name[1]}"' in html), f"no label: {control}"
