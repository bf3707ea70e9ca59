"""The model city shows a consultation with statements in every state of the work."""

from sqlalchemy import select
from sqlmodel import Session

from app.items.models import ITEM, Item
from app.organisations.queries import organisation_page, unverified
from app.process.vocabulary import Kind, State
from app.statements.content import cosigners_of
from app.statements.inviting import invitations_to
from app.statements.queries import consultation_page, statement_text, window


def test_a_consultation_is_open_with_eight_sections(city: Session) -> None:
    item = _consultation(city)
    page = consultation_page(city, item.id)

    assert len(page.sections) == 8
    assert [each.number for each in page.sections if each.is_question] == ["8"]
    assert window(city, item.participation_id).is_open
    assert len(invitations_to(city, item.id)) == 4


def test_two_statements_are_submitted_and_one_is_a_draft(city: Session) -> None:
    here = ITEM.c.participation_id == _consultation(city).participation_id
    found = select(Item).where(ITEM.c.kind == Kind.STATEMENT, here).order_by(ITEM.c.id)
    items = city.execute(found).scalars().all()

    assert [each.state for each in items] == [State.SUBMITTED, State.SUBMITTED, State.DRAFT]
    texts = [statement_text(city, each) for each in items]
    assert [each.verified_at is not None for each in texts] == [True, True, False]
    signers = cosigners_of(city, items[0].id, texts[0].revision)
    assert [(each.name, each.holds) for each in signers] == [("Rat der Älteren", True)]


def test_organisations_have_members_and_wait_for_verification(city: Session) -> None:
    text = statement_text(city, _first_statement(city))
    page = organisation_page(city, text.organisation_id)

    assert page is not None
    assert (page.members, page.verified_for) == (2, "Stelle Gemeinwerk")
    assert unverified(city)


def _consultation(city: Session) -> Item:
    wanted = select(Item).where(
        ITEM.c.kind == Kind.CONSULTATION, ITEM.c.title.contains("Leitlinien")
    )
    found: Item = city.execute(wanted).scalar_one()
    return found


def _first_statement(city: Session) -> Item:
    here = ITEM.c.participation_id == _consultation(city).participation_id
    wanted = select(Item).where(ITEM.c.kind == Kind.STATEMENT, here).order_by(ITEM.c.id)
    found: Item = city.execute(wanted.limit(1)).scalar_one()
    return found
