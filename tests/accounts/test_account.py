from datetime import timedelta

from sqlalchemy import select
from sqlmodel import Session

from app.accounts.browsers import browser_name
from app.accounts.models import PERSON, WEB_SESSION
from app.accounts.sessions import identify, open_session, token_hash
from app.db.clock import clock_at, now
from app.main import create_app
from app.process.vocabulary import Action
from app.record.models import EVENT
from app.settings import Settings
from tests.accounts.makers import ask_for_link
from tests.client import CheckingClient
from tests.makers import make_person

FIREFOX = "Mozilla/5.0 (Android 14; Mobile; rv:130.0) Gecko/130.0 Firefox/130.0"


def test_a_person_changes_how_they_are_shown(client: CheckingClient, session: Session) -> None:
    actor = make_person(session)
    fields = {"name": "  An\u202ena\n Berg ", "group": "unstated", "language": "de"}

    answer = client.sign_in(actor).post("/en/account", data=fields)

    assert answer.headers["location"] == "/de/account?notice=saved"
    session.rollback()
    row = session.execute(select(PERSON).where(PERSON.c.id == actor.id)).one()
    assert (row.name, row.group, row.language) == ("Anna Berg", "unstated", "de")


def test_nobody_states_a_group_or_language_that_does_not_exist(
    client: CheckingClient, session: Session
) -> None:
    client.sign_in(make_person(session))

    for wrong in ({"group": "kings"}, {"language": "tlh"}):
        answer = client.post("/en/account", data={"name": "Anna Berg"} | wrong)

        assert answer.status_code == 422
        assert "Anna Berg" in answer.text
        assert "Please choose one of these." in answer.text


def test_signing_out_ends_the_session(client: CheckingClient, session: Session) -> None:
    client.sign_in(make_person(session))
    token = client.cookies["session"]

    answer = client.post("/en/sign-out")

    assert answer.headers["location"] == "/en/?notice=signed-out"
    assert 'session=""' in answer.headers["set-cookie"]
    client.cookies.clear()
    client.cookies.set("session", token)
    assert client.get("/en/account").headers["location"].startswith("/en/sign-in")


def test_a_visitor_who_signs_out_is_simply_signed_out(client: CheckingClient) -> None:
    assert client.post("/en/sign-out").headers["location"] == "/en/?notice=signed-out"


def test_a_session_is_revoked_from_the_account_page(
    client: CheckingClient, session: Session
) -> None:
    actor = make_person(session)
    lost = open_session(session, actor.id, days=30, browser="Firefox, Android")
    page = client.sign_in(actor).get("/en/account").text
    assert "Firefox, Android" in page
    lost_id = _id_of(session, lost)

    client.post("/en/account/sessions", data={"session": str(lost_id)})

    session.rollback()
    assert not identify(session, lost).signed_in
    assert client.get("/en/account").status_code == 200
    told = select(EVENT.c.subject_id).where(EVENT.c.action == Action.REVOKE_SESSION)
    assert session.execute(told).scalar_one() == actor.id


def test_all_other_sessions_end_with_one_press(client: CheckingClient, session: Session) -> None:
    actor = make_person(session)
    others = [open_session(session, actor.id, days=30) for _ in range(2)]
    client.sign_in(actor).post("/en/account/sessions", data={"session": "others"})

    session.rollback()

    assert not any(identify(session, other).signed_in for other in others)
    assert client.get("/en/account").status_code == 200


def test_nobody_ends_the_session_of_somebody_else(client: CheckingClient, session: Session) -> None:
    theirs = open_session(session, make_person(session).id, days=30)
    wanted = str(_id_of(session, theirs))

    client.sign_in(make_person(session)).post("/en/account/sessions", data={"session": wanted})

    session.rollback()
    assert identify(session, theirs).signed_in


def test_a_session_ends_by_itself(session: Session) -> None:
    token = open_session(session, make_person(session).id, days=30)

    with clock_at(now() + timedelta(days=31)):
        assert not identify(session, token).signed_in


def test_a_copy_of_the_database_signs_nobody_in(session: Session) -> None:
    token = open_session(session, make_person(session).id, days=30)

    assert session.execute(select(WEB_SESSION.c.token_hash)).scalar_one() == token_hash(token)


def test_the_cookie_is_out_of_reach_of_scripts(client: CheckingClient, session: Session) -> None:
    answer = client.post(ask_for_link(client, session, "anna@example.org"))

    flags = answer.headers["set-cookie"].split("; ")
    assert flags[0].startswith("session=")
    assert {"HttpOnly", "Path=/", "SameSite=lax"} <= set(flags)
    assert "Secure" not in flags


def test_over_https_the_cookie_is_bound_to_this_host(session: Session, settings: Settings) -> None:
    secure = settings.model_copy(update={"origin": "https://testserver"})

    with CheckingClient(create_app(secure), session) as client:
        client.base_url = "https://testserver"
        answer = client.post(ask_for_link(client, session, "anna@example.org"))
        flags = answer.headers["set-cookie"].split("; ")

        assert flags[0].startswith("__Host-session=")
        assert {"HttpOnly", "Path=/", "SameSite=lax", "Secure"} <= set(flags)
        assert not any(flag.startswith("Domain") for flag in flags)
        assert client.get("/en/account").status_code == 200


def test_browsers_are_named_as_people_know_them() -> None:
    assert browser_name(FIREFOX) == "Firefox, Android"
    assert browser_name("curl/8") == ""


def _id_of(session: Session, token: str) -> int:
    found = select(WEB_SESSION.c.id).where(WEB_SESSION.c.token_hash == token_hash(token))
    return int(session.execute(found).scalar_one())
