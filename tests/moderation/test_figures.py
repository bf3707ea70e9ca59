from datetime import timedelta

from sqlmodel import Session

from app.db.clock import clock_at, now
from app.moderation.appealing import decide_appeal
from app.moderation.commands import hide_item, publish_item, return_item
from app.moderation.figures import all_waiting, log, median_of, months
from app.moderation.forms import Verdict
from app.process.vocabulary import Action, Reason, State
from tests.client import CheckingClient
from tests.makers import make_participation, make_person, make_problem
from tests.moderation.makers import appeal, decision, grounds, make_moderator, report
from tests.queries import counted_queries


def test_the_public_log_has_every_act_and_no_words(session: Session) -> None:
    problem = make_problem(session, state=State.SUBMITTED)
    moderator = make_moderator(session, problem)
    publish_item(session, moderator, problem)
    hide_item(session, moderator, problem, grounds(reason=Reason.INSULT))

    shown = log(session)

    assert [(line.action, line.reason) for line in shown.lines] == [
        (Action.HIDE_ITEM, Reason.INSULT),
        (Action.PUBLISH_ITEM, None),
    ]
    assert shown.after == 0


def test_figures_are_counted_by_month(session: Session) -> None:
    place, author = make_participation(session), make_person(session)
    problems = [make_problem(session, place, author, state=State.SUBMITTED) for _ in range(5)]
    handed_in = min(problem.created_at for problem in problems)
    moderator, second = (make_moderator(session, problems[0]) for _ in range(2))
    with clock_at(handed_in + timedelta(hours=2)):
        publish_item(session, moderator, problems[0])
    with clock_at(handed_in + timedelta(hours=4)):
        return_item(session, moderator, problems[1], grounds())
        return_item(session, moderator, problems[4], grounds())
    with clock_at(handed_in + timedelta(hours=30)):
        hide_item(session, moderator, problems[2], grounds(reason=Reason.INSULT))
    with clock_at(handed_in + timedelta(hours=40)):
        appeal(session, problems[1], author)
        appeal(session, problems[2], author)
        decide_appeal(session, second, problems[1], decision(Verdict.UPHELD))
        decide_appeal(session, second, problems[2], decision(Verdict.REVERSED))

    found = months(session)

    assert sum(month.decided for month in found) == 4
    assert sum(month.acts.get(Action.PUBLISH_ITEM, 0) for month in found) == 1
    assert sum(month.returned.get(Reason.UNCLEAR, 0) for month in found) == 2
    assert sum(month.hidden.get(Reason.INSULT, 0) for month in found) == 1
    assert sum(month.upheld for month in found) == 1
    assert sum(month.reversed for month in found) == 1
    assert all_waiting(session) == 1
    if len(found) == 1:
        assert found[0].median == 4


def test_the_median_is_the_middle_one() -> None:
    assert median_of([(5, 1), (1, 1), (100, 1)]) == 5
    assert median_of([(1, 3), (9, 4)]) == 9
    assert median_of([(1, 4), (9, 4)]) == 1


def test_what_is_older_than_a_year_is_not_in_the_figures(session: Session) -> None:
    problem = make_problem(session, state=State.SUBMITTED)
    with clock_at(now() - timedelta(days=400)):
        publish_item(session, make_moderator(session, problem), problem)

    assert months(session) == []
    assert len(log(session).lines) == 1


def test_the_log_of_one_participation(session: Session) -> None:
    here, there = make_participation(session), make_participation(session)
    for place in (here, there):
        problem = make_problem(session, place, state=State.SUBMITTED)
        publish_item(session, make_moderator(session, problem), problem)

    found = log(session, participation=here.reference).lines

    assert [line.participation_reference for line in found] == [here.reference]
    assert sum(month.decided for month in months(session, here.reference)) == 1


def test_pages_and_table_name_nobody(client: CheckingClient, session: Session) -> None:
    author = make_person(session, name="Ada Author")
    problem = make_problem(session, author=author, title="No lift at the library")
    readers = [report(session, problem) for _ in range(3)]
    moderator = make_moderator(session, problem)
    other = make_problem(session, state=State.SUBMITTED)
    return_item(session, make_moderator(session, other), other, grounds(words="Secret words."))

    page = client.get("/en/moderation/log").text
    table = client.get("/en/moderation/log.csv")
    of_one = client.get("/en/moderation/log", params={"participation": "B-2026-99999-1"})

    assert "Hidden automatically, for review" in page
    assert f">{other.reference}</span>" in page
    assert table.headers["content-type"].startswith("text/csv")
    lines = table.text.splitlines()
    assert lines[0] == "at,act,reason,automatic,kind,reference,participation"
    assert len(lines) == 3
    assert ",item.hide,insult,yes,problem," in lines[2]
    assert of_one.status_code == 200
    secrets = [author.name, moderator.name, problem.title, "Secret words."]
    for secret in (*secrets, *(reader.name for reader in readers)):
        assert secret not in page + table.text


def test_the_log_is_paged_and_cheap(client: CheckingClient, session: Session) -> None:
    place = make_participation(session)
    for _ in range(52):
        problem = make_problem(session, place, state=State.SUBMITTED)
        publish_item(session, make_moderator(session, problem), problem)
    client.get("/en/moderation/log")

    with counted_queries() as sent:
        first = client.get("/en/moderation/log?notice=").text
    shown = log(session)

    assert len(sent) <= 6
    assert f"before={shown.after}" in first
    assert len(log(session, before=shown.after).lines) == 2
