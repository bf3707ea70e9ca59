"""What the pages cost with 500 segments, in statements."""

from sqlmodel import Session

from app.items.models import Item
from app.process.vocabulary import Office
from tests.client import CheckingClient
from tests.makers import make_officer, make_problem
from tests.queries import counted_queries
from tests.segments.makers import cut, make_consultation, make_statement

SECTIONS, STATEMENTS = 50, 10


def test_every_page_of_500_segments_takes_six_queries(
    client: CheckingClient, session: Session
) -> None:
    consultation = make_consultation(session, sections=SECTIONS)
    officer = make_officer(session, Office.ADMINISTRATION)
    for _ in range(STATEMENTS):
        texts = [f"Change section {number}, please." for number in range(SECTIONS)]
        cut(session, make_statement(session, consultation, texts=texts, remarks=""), officer)
    place = session.get_one(Item, consultation.participation_id)
    make_problem(session, place)
    desk = f"/en/participation/{place.reference}/segments"
    client.sign_in(officer)

    for address in (
        desk,
        f"{desk}?q=please&state=unanswered",
        f"{desk}?assignee=nobody&workplace=sorting&organisation=1&section=1&tag=1",
        f"/en/participation/{place.reference}/synthesis",
        f"/en/consultations/{consultation.reference}/synopsis",
    ):
        assert client.get(address).status_code == 200
        with counted_queries() as seen:
            client.get(address)
        assert len(seen) <= 6, (address, seen)
