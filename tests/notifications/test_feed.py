"""One's own feed, at an address that only one knows."""

from xml.etree import ElementTree

from sqlmodel import Session

from app.items.spine import set_state
from app.process.actor import Actor
from app.process.vocabulary import State
from app.settings import Settings
from tests.client import CheckingClient
from tests.deliberation.makers import make_comment
from tests.makers import make_person, make_problem
from tests.notifications.makers import work

ATOM = "{http://www.w3.org/2005/Atom}"


def _address(client: CheckingClient, person: Actor) -> str:
    text = client.sign_in(person).post("/en/account/letters/feed").text
    client.sign_out()
    return text.split('href="http://testserver')[1].split('"')[0]


def test_it_holds_what_is_in_the_inbox(
    client: CheckingClient, session: Session, settings: Settings
) -> None:
    author = make_person(session)
    problem = make_problem(session, author=author, title="Bus & tram <late> again")
    shown = make_comment(session, problem, text="A bus at ten would do.")
    hidden = make_comment(session, problem, text="Something insulting.")
    work(session, settings)
    set_state(session, hidden, State.HIDDEN)

    answer = client.get(_address(client, author))

    assert answer.headers["content-type"].startswith("application/atom+xml")
    assert answer.headers["cache-control"].startswith("private")
    [entry] = ElementTree.fromstring(answer.text).findall(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}title") == "Bus & tram <late> again"
    assert "A bus at ten would do." in (entry.findtext(f"{ATOM}summary") or "")
    link = entry.find(f"{ATOM}link")
    assert link is not None
    assert link.get("href") == f"http://testserver/en/comments/{shown.reference}"


def test_a_new_address_ends_the_former_one(client: CheckingClient, session: Session) -> None:
    person = make_person(session)
    former = _address(client, person)
    assert client.get(former).status_code == 200

    fresh = _address(client, person)

    assert client.get(former).status_code == 404
    assert client.get(fresh).status_code == 200
    client.sign_in(person).post("/en/account/letters/feed/end")
    assert client.sign_out().get(fresh).status_code == 404


def test_no_address_is_guessed(client: CheckingClient) -> None:
    assert client.get("/en/news/x.atom").status_code == 404
