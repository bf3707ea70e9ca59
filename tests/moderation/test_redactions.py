import pytest
from sqlalchemy import select
from sqlmodel import Session

from app.db.clock import clock_at
from app.deliberation.commands import edit_comment
from app.deliberation.comments import former_versions
from app.deliberation.forms import CommentText
from app.items.models import ITEM, ITEM_VERSION, REDACTION, Item
from app.items.search import matching
from app.items.versions import versions_of
from app.moderation.forms import Passages
from app.moderation.redacting import NOT_THERE, forget_originals, redact_item
from app.notifications.forgetting import forget
from app.problems.commands import edit_problem
from app.process.actor import Actor
from app.process.refusal import Refused
from app.process.rules import WRONG_OFFICE
from app.process.vocabulary import Office, Stance
from app.settings import Settings
from tests.client import CheckingClient
from tests.deliberation.makers import make_comment
from tests.makers import in_days, make_officer, make_person, make_problem, problem_text
from tests.merging.makers import make_merge, same_things
from tests.moderation.makers import letters, make_moderator

BLOCK = "[redacted: personal data]"
NUMBER = "0176 5550123"
WHAT = f"Call Mr Grabowski, {NUMBER}, he knows the last bus. It leaves at nine."


def black_out(session: Session, moderator: Actor, item: Item, *passages: str) -> None:
    words = Passages(typed="\n".join(passages))
    redact_item(session, moderator, item, words, block=BLOCK, days=180)


def found(session: Session, words: str) -> bool:
    wanted = select(ITEM.c.id).where(matching(session, words))
    return session.execute(wanted).first() is not None


def test_everybody_reads_blocks_and_the_original_is_under_lock(
    client: CheckingClient, session: Session
) -> None:
    problem = make_problem(session, what=WHAT)
    moderator = make_moderator(session, problem)

    black_out(session, moderator, problem, NUMBER, "Grabowski")

    page = client.get(f"/en/problems/{problem.reference}").text
    assert "0176" not in page
    assert "Grabowski" not in page
    assert f"Call Mr {BLOCK}, {BLOCK}, he knows the last bus." in page
    locked = session.execute(select(REDACTION)).one()
    assert (locked.field, locked.original) == ("what", WHAT)
    under_lock = client.sign_in(moderator).get(
        f"/en/moderation/items/{problem.reference}/redaction"
    )
    assert NUMBER in under_lock.text
    reader = client.sign_in(make_person(session))
    assert reader.get(f"/en/moderation/items/{problem.reference}/redaction").status_code == 403


def test_former_versions_hide_it_now_and_are_rewritten_when_it_is_forgotten(
    session: Session,
) -> None:
    author = make_person(session)
    problem = make_problem(session, author=author, what=WHAT)
    calm = "The last bus leaves at nine, long before the late shift ends."
    edit_problem(session, author, problem, problem_text(what=calm))

    black_out(session, make_moderator(session, problem), problem, NUMBER)
    (now_shown, _) = versions_of(session, problem.id, {})
    kept = session.execute(select(ITEM_VERSION.c.fields)).scalar_one()
    with clock_at(in_days(181)):
        forget_originals(session)
    forgotten = session.execute(select(ITEM_VERSION.c.fields)).scalar_one()
    (later_shown, _) = versions_of(session, problem.id, {})

    hidden = WHAT.replace(NUMBER, BLOCK)
    assert (now_shown.fields["what"], later_shown.fields["what"]) == (hidden, hidden)
    assert (kept["what"], forgotten["what"]) == (WHAT, hidden)
    assert problem.title == now_shown.fields["title"]


def test_a_comment_and_its_former_versions_are_blacked_out(session: Session) -> None:
    problem, author = make_problem(session), make_person(session)
    comment = make_comment(session, problem, author, text=f"Ring {NUMBER} and ask.")
    again = CommentText(stance=Stance.PRO, text=f"Do ring {NUMBER}, please.")
    edit_comment(session, author, comment, again)

    black_out(session, make_moderator(session, problem), comment, NUMBER)

    assert comment.title == f"Do ring {BLOCK}, please."
    assert [each.text for each in former_versions(session, comment)] == [f"Ring {BLOCK} and ask."]


def test_the_search_finds_it_no_more(session: Session) -> None:
    problem = make_problem(session, what=WHAT)
    before = found(session, "Grabowski")

    black_out(session, make_moderator(session, problem), problem, "Grabowski")

    assert before
    assert not found(session, "Grabowski")
    assert found(session, "clinic")


def test_the_original_is_forgotten_when_the_legal_period_is_over(session: Session) -> None:
    problem = make_problem(session, what=WHAT)
    black_out(session, make_moderator(session, problem), problem, NUMBER)

    with clock_at(in_days(179)):
        forget(session)
        kept = session.execute(select(REDACTION.c.original)).scalar_one()
    with clock_at(in_days(181)):
        forget(session)

    row = session.execute(select(REDACTION.c.original, REDACTION.c.passages)).one()
    assert kept == WHAT
    assert (row.original, row.passages) == ("", [])


def test_passages_that_are_not_in_the_text_change_nothing(session: Session) -> None:
    problem = make_problem(session, what=WHAT)

    with pytest.raises(Refused) as refusal:
        black_out(session, make_moderator(session, problem), problem, "Nobody Known", "a")

    assert refusal.value.reasons == (NOT_THERE,)
    assert session.execute(select(REDACTION)).first() is None


def test_only_moderators_black_out(session: Session) -> None:
    problem = make_problem(session, what=WHAT)

    for actor in (make_person(session), make_officer(session, Office.ADMINISTRATION)):
        with pytest.raises(Refused) as refusal:
            black_out(session, actor, problem, NUMBER)
        assert refusal.value.reasons == (WRONG_OFFICE,)


def test_the_author_is_told(session: Session, settings: Settings) -> None:
    problem = make_problem(session, what=WHAT)
    black_out(session, make_moderator(session, problem), problem, NUMBER)

    sent = [each for each in letters(session, settings) if "blacked out" in each["subject"]]

    assert len(sent) == 1
    assert "180 days" in sent[0]["text"]
    assert NUMBER not in sent[0]["text"]


def test_one_looks_at_it_first(client: CheckingClient, session: Session) -> None:
    problem = make_problem(session, what=WHAT)
    client.sign_in(make_moderator(session, problem))
    address = f"/en/moderation/items/{problem.reference}/redaction"

    blank = client.get(address).text
    wrong = client.post(address, data={"typed": "Nobody Known", "step": "look"})
    looked = client.post(
        address, data={"typed": NUMBER, "picked": "It leaves at nine.", "step": "look"}
    ).text
    session.expire_all()
    unchanged = client.get(f"/en/problems/{problem.reference}").text
    done = client.post(
        address, data={"typed": NUMBER, "picked": "It leaves at nine.", "step": "done"}
    )
    public = client.sign_out().get(f"/en/problems/{problem.reference}").text

    assert 'value="It leaves at nine."' in blank
    assert (wrong.status_code, done.status_code) == (422, 303)
    assert f"Call Mr Grabowski, {BLOCK}, he knows the last bus. {BLOCK}" in looked
    assert NUMBER in unchanged
    assert f"Call Mr Grabowski, {BLOCK}, he knows the last bus. {BLOCK}" in public


def test_several_typed_passages_survive_the_look_at_them(
    client: CheckingClient, session: Session
) -> None:
    problem = make_problem(session, what=WHAT)
    client.sign_in(make_moderator(session, problem))
    address = f"/en/moderation/items/{problem.reference}/redaction"

    looked = client.post(address, data={"typed": f"{NUMBER}\nGrabowski", "step": "look"}).text

    assert looked.count(f'name="picked" value="{NUMBER}"') == 1
    assert looked.count('name="picked" value="Grabowski"') == 1


def test_who_blacks_out_is_led_to_what_it_was_merged_with(
    client: CheckingClient, session: Session
) -> None:
    one, other = same_things(session, what=WHAT)
    merged = make_merge(session, one, other)
    client.sign_in(make_officer(session, Office.MODERATOR))

    from_source = client.get(f"/en/moderation/items/{one.reference}/redaction").text
    from_merged = client.get(f"/en/moderation/items/{merged.reference}/redaction").text

    assert f"/en/moderation/items/{merged.reference}/redaction" in from_source
    for source in (one, other):
        assert f"/en/moderation/items/{source.reference}/redaction" in from_merged
    page = client.get(f"/en/moderation/items/{one.reference}").text
    assert "undo the merge first" in page
    assert f"/en/problems/{merged.reference}" in page
