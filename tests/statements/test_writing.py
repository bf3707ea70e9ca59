import pytest
from sqlalchemy import select
from sqlmodel import Session

from app.items.models import Item
from app.process.actor import Actor
from app.process.vocabulary import Office, Phase, Position, State
from app.record.jobs import JOB
from tests.client import CheckingClient
from tests.makers import make_officer, make_person
from tests.organisations.makers import again, make_organisation
from tests.statements.makers import (
    answer,
    make_consultation,
    make_statement,
    make_team,
    organisation_of,
)


def begin(client: CheckingClient, actor: Actor, consultation: Item) -> str:
    """The address of the statement that this person begins or goes on with."""
    client.sign_in(actor)
    begun = client.post(
        f"/en/consultations/{consultation.reference}/begin",
        data={"organisation": str(organisation_of(actor))},
    )
    assert begun.status_code == 303, begun.text
    return str(begun.headers["location"].removesuffix("/work"))


def test_a_statement_is_written_section_by_section_released_and_submitted(
    client: CheckingClient, session: Session
) -> None:
    author, releaser = make_team(session, name="Night bus club")
    consultation = make_consultation(session)
    page = begin(client, author, consultation)

    assert "0 of 3 sections answered" in client.get(f"{page}/work").text
    first = {"position": "change", "reason": "Every year is late.", "seen": "0"}
    first |= {"wording": "The plan makes streets safe. It is checked every month."}
    onward = client.post(f"{page}/sections/1", data=first).headers["location"]
    assert onward == f"{page}/sections/2"
    client.post(
        onward, data={"position": "support", "wording": "Thirty is the limit in all side streets."}
    )
    client.post(f"{page}/sections/3", data={"reason": "The one by the school."})
    client.post(f"{page}/general", data={"remarks": "Thank you.", "interest": "None."})

    work = client.get(f"{page}/work").text
    assert "3 of 3 sections answered" in work
    assert "Your office does not allow this." in work
    whole = client.sign_in(releaser).get(page).text
    assert "<ins>" in whole
    assert "every month." in whole
    client.post(f"{page}/release")
    receipt = client.post(f"{page}/submit").headers["location"]
    told = client.get(receipt).text
    assert page.rsplit("/", 1)[1] in told
    assert "Version" in told
    session.rollback()
    letters = session.execute(select(JOB.c.content)).scalars().all()
    assert len([each for each in letters if "Every year is late." in each["text"]]) == 2


def test_text_without_a_position_is_kept_in_the_form(
    client: CheckingClient, session: Session
) -> None:
    page = begin(client, make_team(session)[0], make_consultation(session))

    answered = client.post(f"{page}/sections/1", data={"reason": "Because of the children."})

    assert answered.status_code == 422
    assert "Because of the children." in answered.text
    assert "without a position" in answered.text


def test_two_who_write_at_once_lose_nothing(client: CheckingClient, session: Session) -> None:
    author, releaser = make_team(session)
    consultation = make_consultation(session)
    page = begin(client, author, consultation)
    mine = {"position": "reject", "reason": "Mine: it is too late.", "seen": "0"}
    theirs = {"position": "support", "reason": "Theirs: it is just right.", "seen": "0"}

    client.post(f"{page}/sections/1", data=theirs)
    client.sign_in(releaser)
    both = client.post(f"{page}/sections/1", data=mine)

    assert both.status_code == 409
    assert "Theirs: it is just right." in both.text
    assert "Mine: it is too late." in both.text
    assert 'name="seen" value="1"' in both.text
    assert client.post(f"{page}/sections/1", data=mine | {"seen": "1"}).status_code == 303
    assert "Mine: it is too late." in client.get(f"{page}/sections/1").text


def test_the_same_words_are_no_conflict(client: CheckingClient, session: Session) -> None:
    page = begin(client, make_team(session)[0], make_consultation(session))
    said = {"position": "support", "reason": "Good.", "seen": "0"}

    client.post(f"{page}/sections/1", data=said)

    assert client.post(f"{page}/sections/1", data=said).status_code == 303


def test_general_remarks_are_not_lost_either(client: CheckingClient, session: Session) -> None:
    page = begin(client, make_team(session)[0], make_consultation(session))
    client.post(f"{page}/general", data={"remarks": "First.", "seen": "0"})

    both = client.post(f"{page}/general", data={"remarks": "Second.", "seen": "0"})

    assert both.status_code == 409
    assert "First." in both.text
    assert "Second." in both.text


def test_a_section_can_be_left_out_again(client: CheckingClient, session: Session) -> None:
    page = begin(client, make_team(session)[0], make_consultation(session))
    client.post(f"{page}/sections/1", data={"position": "support"})

    client.post(f"{page}/sections/1", data={"position": "support", "seen": "1", "go": "out"})

    assert "0 of 3 sections answered" in client.get(f"{page}/work").text


def test_other_people_find_no_draft(client: CheckingClient, session: Session) -> None:
    page = begin(client, make_team(session)[0], make_consultation(session))
    strangers = (
        make_team(session)[1],
        make_person(session),
        make_officer(session, Office.ADMINISTRATION),
        make_officer(session, Office.MODERATOR),
    )

    for stranger in strangers:
        client.sign_in(stranger)
        for path in ("", "/work", "/sections/1", "/general", "/versions", "/sheet.csv"):
            assert client.get(page + path).status_code in {403, 404}
        assert client.post(f"{page}/sections/1", data={"position": "reject"}).status_code in {
            403,
            404,
        }
    assert client.sign_out().get(page).status_code == 404


def test_the_administration_reads_what_was_submitted(
    client: CheckingClient, session: Session
) -> None:
    consultation = make_consultation(session)
    item = make_statement(session, consultation, s0=answer(Position.REJECT, reason="Too vague."))
    officer = make_officer(session, Office.ADMINISTRATION, consultation.participation_id)

    page = client.sign_in(officer).get(f"/en/statements/{item.reference}").text
    list_ = client.get(f"/en/consultations/{consultation.reference}").text

    assert "Too vague." in page
    assert "Release it inside" not in page
    assert item.reference in list_
    assert client.get(f"/en/statements/{item.reference}/work").status_code == 403
    assert (
        item.reference
        not in client.sign_out().get(f"/en/consultations/{consultation.reference}").text
    )


def test_versions_can_be_compared(client: CheckingClient, session: Session) -> None:
    author, releaser = make_team(session)
    item = make_statement(session, make_consultation(session), (author, releaser))
    page = f"/en/statements/{item.reference}"

    client.sign_in(author).post(f"{page}/reopen")
    client.post(f"{page}/sections/1", data={"position": "reject", "reason": "No.", "seen": "1"})
    assert "In work, not submitted yet" in client.get(f"{page}/versions").text
    assert "counts until you submit again" in client.get(f"{page}/work").text
    client.sign_in(releaser).post(f"{page}/release")
    client.post(f"{page}/submit")

    versions = client.get(f"{page}/versions").text
    assert "Version 2, submitted" in versions
    assert "<del>We support this</del>" in versions


def test_it_is_withdrawn_after_a_question(client: CheckingClient, session: Session) -> None:
    _, releaser = team = make_team(session)
    item = make_statement(session, make_consultation(session), team)
    page = f"/en/statements/{item.reference}/withdraw"

    assert "Leave it as it is" in client.sign_in(releaser).get(page).text
    client.post(page)

    session.rollback()
    assert session.get_one(Item, item.id).state is State.WITHDRAWN


def test_no_objection_leads_to_a_receipt(client: CheckingClient, session: Session) -> None:
    _, releaser = make_team(session)
    consultation = make_consultation(session)
    client.sign_in(releaser)

    receipt = client.post(
        f"/en/consultations/{consultation.reference}/waive",
        data={"organisation": str(organisation_of(releaser))},
    ).headers["location"]

    assert "Thank you. The statement is submitted." in client.get(receipt).text
    assert "No objection." in client.get(receipt.removesuffix("/received")).text


def test_another_organisation_co_signs_by_a_link(client: CheckingClient, session: Session) -> None:
    author, releaser = make_team(session)
    consultation = make_consultation(session)
    item = make_statement(session, consultation, (author, releaser), submitted=False)
    page = f"/en/statements/{item.reference}"
    shown = client.sign_in(author).get(page).text
    link = shown.partition('value="http://testserver')[2].partition('"')[0]
    other = make_team(session, name="Cycling round")

    assert client.sign_in(other[0]).get(link).status_code == 403
    client.sign_in(other[1])
    assert "Cycling round" in client.get(link).text
    client.post(link, data={"organisation": str(organisation_of(other[1]))})
    assert "Cycling round" in client.sign_in(author).get(page).text
    client.post(f"{page}/sections/2", data={"position": "reject", "reason": "No.", "seen": "0"})

    assert "asked again" in client.get(page).text
    client.sign_in(releaser).post(f"{page}/release")
    session.rollback()
    letters = session.execute(select(JOB.c.content)).scalars().all()
    assert [each["subject"] for each in letters if "Please look again" in each["subject"]]
    assert client.get(f"{link}x").status_code == 404


@pytest.mark.parametrize("path", ["sections/9", "sheet.pdf"])
def test_what_is_not_there_is_not_found(
    client: CheckingClient, session: Session, path: str
) -> None:
    page = begin(client, make_team(session)[0], make_consultation(session))

    assert client.get(f"{page}/{path}").status_code == 404


def test_nothing_is_written_after_the_end(client: CheckingClient, session: Session) -> None:
    author, _ = make_team(session)
    closed = make_consultation(session, phase=Phase.CLOSED)

    answered = client.sign_in(author).post(
        f"/en/consultations/{closed.reference}/begin",
        data={"organisation": str(organisation_of(author))},
    )

    assert answered.status_code == 403
    assert "not open any more" in answered.text


def test_a_visitor_is_led_to_sign_in(client: CheckingClient, session: Session) -> None:
    item = make_consultation(session)

    page = client.get(f"/en/consultations/{item.reference}").text

    assert "Sign in to answer" in page


def test_whoever_speaks_alone_is_not_told_of_a_second_member(
    client: CheckingClient, session: Session
) -> None:
    consultation, team, alone = make_consultation(session), make_team(session), make_person(session)
    make_organisation(session, alone)
    alone = again(session, alone)
    theirs = make_statement(session, consultation, (alone, alone), submitted=False)
    ours = make_statement(session, consultation, team, submitted=False)

    single = client.sign_in(alone).get(f"/en/statements/{theirs.reference}/work").text
    among_more = client.sign_in(team[0]).get(f"/en/statements/{ours.reference}/work").text

    assert "you release it yourself" in single
    assert "A second member" not in single
    assert "A second member" in among_more
