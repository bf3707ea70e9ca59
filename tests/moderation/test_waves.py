"""A wave of spam: many authors, one text, and a moderator with little time."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlmodel import Session

from app.db.clock import clock_at, now
from app.items.models import Item
from app.moderation.appealing import appeal_item
from app.moderation.assessing import assess, consumers
from app.moderation.canned import seed_canned
from app.moderation.desk import Hours, Wanted, desk
from app.moderation.models import ASSESSMENT, CannedWords
from app.moderation.signals import blocked_words, site_marks, text_mark, text_signals
from app.moderation.waves import Alike, wave_of
from app.moderation.words import Risk, Signal, Sort, Waits
from app.process.actor import Actor
from app.process.vocabulary import Reason, State
from app.record.consumers import consume
from app.record.jobs import JOB
from app.settings import Settings
from tests.client import CheckingClient
from tests.makers import make_participation, make_person, make_problem
from tests.moderation.makers import letters, make_moderator, objection

SPAM = "Win 500 euros now at https://win.example/x{0} and https://win.example/y{0}, only today"


def wave(session: Session, number: int) -> tuple[list[Item], list[Actor], Actor]:
    """So many authors hand in the same advertising; and a moderator."""
    place = make_participation(session)
    authors = [make_person(session, language=("en", "de")[each % 2]) for each in range(number)]
    items = [
        make_problem(
            session,
            place,
            author,
            state=State.SUBMITTED,
            title="Win 500 euros now",
            what=SPAM.format(each),
        )
        for each, author in enumerate(authors)
    ]
    for item in items:
        assess(session, item)
    return items, authors, make_moderator(session, items[0])


def test_a_wave_of_200_is_handled_in_under_ten_page_loads(
    client: CheckingClient, session: Session, settings: Settings
) -> None:
    items, authors, moderator = wave(session, 200)
    honest = make_problem(
        session, session.get(Item, items[0].participation_id), state=State.SUBMITTED
    )
    seed_canned(session)
    advert = session.execute(
        select(CannedWords).where(CannedWords.reason == Reason.ADVERTISING)  # type: ignore[arg-type]
    ).scalar_one()
    client.sign_in(moderator)

    pages = [client.get("/en/moderation?sort=risk").text]
    pages.append(
        client.get(f"/en/moderation/items/{items[0].reference}/alike", params={"by": "text"}).text
    )
    chosen = [item.reference for item in items if f'value="{item.reference}" checked' in pages[1]]
    done = client.post(
        "/en/moderation/decisions",
        data={
            "act": "hide",
            "page": "wave",
            "reference": chosen,
            "canned_words": str(advert.id),
            "reason": "",
            "words": "",
        },
    )
    pages.append(client.get(done.headers["location"]).text)

    assert len(pages) + 1 < 10
    assert "200 contributions would be decided" in pages[1]
    for item in items:
        session.refresh(item)
    assert {item.state for item in items} == {State.HIDDEN}
    session.refresh(honest)
    assert honest.state is State.SUBMITTED
    texts = [each["text"] for each in letters(session, settings)]
    assert sum("This is advertising." in text for text in texts) == 100
    assert sum("Das ist Werbung." in text for text in texts) == 100

    appeal_item(session, authors[0], items[0], objection())
    assert [row.waits for row in desk(session, moderator, Wanted(), Hours()).rows] == [Waits.NEW]
    colleague = make_moderator(session, items[0])
    waits = [row.waits for row in desk(session, colleague, Wanted(), Hours()).rows]
    assert sorted(waits) == [Waits.APPEAL, Waits.NEW]


def test_page_by_page_a_wave_of_200_takes_under_ten_loads_too(
    client: CheckingClient, session: Session
) -> None:
    items, _, moderator = wave(session, 200)
    client.sign_in(moderator)
    loads = 0

    address = "/en/moderation?select=page"
    while loads < 20:
        page = client.get(address).text
        loads += 1
        chosen = [item.reference for item in items if f'value="{item.reference}"' in page]
        if not chosen:
            break
        assert page.count("data-row") == len(chosen)
        data = {"act": "hide", "reference": chosen, "reason": "advertising", "words": ""}
        address = client.post("/en/moderation/decisions?select=page", data=data).headers["location"]

    assert loads < 10


def test_a_wave_is_found_by_author_text_and_site(session: Session) -> None:
    items, _, moderator = wave(session, 3)
    other = make_problem(
        session,
        session.get(Item, items[0].participation_id),
        state=State.SUBMITTED,
        what="Something else entirely, which links to http://www.win.example for no reason.",
    )
    assess(session, other)

    sizes = {each: len(wave_of(session, moderator, items[0], each).rows) for each in Alike}

    assert sizes == {Alike.AUTHOR: 1, Alike.TEXT: 3, Alike.SITE: 4}


def test_what_waits_elsewhere_or_is_ones_own_is_never_in_a_wave(session: Session) -> None:
    items, _, moderator = wave(session, 1)
    for author in (moderator, make_person(session)):
        place = session.get(Item, items[0].participation_id) if author is moderator else None
        each = make_problem(
            session,
            place,
            author,
            state=State.SUBMITTED,
            title="Win 500 euros now",
            what=SPAM.format(9),
        )
        assess(session, each)

    found = wave_of(session, moderator, items[0], Alike.TEXT)

    assert [row.reference for row in found.rows] == [items[0].reference]


def test_the_background_looks_at_every_new_text(session: Session, settings: Settings) -> None:
    problem = make_problem(session, state=State.SUBMITTED, what="WIN NOW!!! " + SPAM.format(1))
    (consumer,) = consumers(settings.model_copy(update={"blocked_words": "euros"}))

    with clock_at(now() + timedelta(minutes=1)):
        while consume(session, consumer):
            pass

    signals = session.execute(select(ASSESSMENT.c.signals)).scalar_one()
    assert set(signals) == {Signal.LINKS, Signal.CAPITALS, Signal.BLOCKED_WORD, Signal.NEW_ACCOUNT}
    moderator = make_moderator(session, problem)
    (row,) = desk(session, moderator, Wanted(risk=Risk.HIGH, sort=Sort.RISK), Hours()).rows
    assert row.risk is Risk.HIGH
    assert desk(session, moderator, Wanted(risk=Risk.LOW), Hours()).rows == ()


def test_the_first_of_a_wave_is_marked_when_the_second_comes(session: Session) -> None:
    wave(session, 2)

    for signals in session.execute(select(ASSESSMENT.c.signals)).scalars():
        assert Signal.SAME_TEXT in signals


def test_an_old_account_that_writes_calmly_is_not_noticed(session: Session) -> None:
    with clock_at(now() - timedelta(days=400)):
        author = make_person(session)
    problem = make_problem(session, author=author, state=State.SUBMITTED)

    assess(session, problem)

    assert session.execute(select(ASSESSMENT.c.score)).scalar_one() == 0


@pytest.mark.parametrize(
    ("text", "signals"),
    [
        ("A calm text with one link: https://example.org", []),
        ("https://a.example and www.b.example", [Signal.LINKS]),
        ("THE BUS IS LATE AGAIN AND AGAIN", [Signal.CAPITALS]),
        ("Why is the bus late???", [Signal.CAPITALS]),
        ("ÖPNV", []),
        ("Casino in the park", [Signal.BLOCKED_WORD]),
    ],
)
def test_rules_notice_what_one_can_check(text: str, signals: list[Signal]) -> None:
    assert text_signals(text, blocked_words("Casino, Lotto")) == signals


def test_texts_are_the_same_apart_from_numbers_links_and_capitals() -> None:
    assert text_mark(SPAM.format(1)) == text_mark(SPAM.format(2).upper())
    assert text_mark("Too short") == ""
    assert site_marks("See http://www.example.org/a, https://example.org and http://[broken") == [
        "site:example.org"
    ]


def test_nothing_is_asked_of_the_mail_before_somebody_decides(session: Session) -> None:
    wave(session, 2)

    assert session.execute(select(JOB.c.id)).first() is None


def test_a_wave_that_is_refused_keeps_what_was_chosen(
    client: CheckingClient, session: Session
) -> None:
    items, _, moderator = wave(session, 4)
    client.sign_in(moderator)
    chosen = [item.reference for item in items[:3]]
    data = {"act": "hide", "page": "wave", "of": items[0].reference, "by": "text"}

    again = client.post("/en/moderation/decisions", data=data | {"reference": chosen, "reason": ""})

    assert again.status_code == 422
    assert "4 contributions would be decided" in again.text
    for item in items:
        assert (f'value="{item.reference}" checked' in again.text) is (item.reference in chosen)


def test_a_number_no_database_could_look_for_chooses_no_words(
    client: CheckingClient, session: Session
) -> None:
    items, _, moderator = wave(session, 1)
    client.sign_in(moderator)
    data = {"act": "hide", "reference": items[0].reference, "reason": "", "canned_words": "9" * 30}

    assert client.post("/en/moderation/decisions", data=data).status_code == 422
