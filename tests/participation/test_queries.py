from sqlmodel import Session

from app.participation.concept import participation_page
from app.participation.figures import clock_of, figures
from app.participation.queries import answers_owed, open_answers
from app.process.vocabulary import Group, Phase, State
from tests.makers import in_days, make_participation, make_person, make_problem
from tests.participation.makers import give_verdict, make_topic
from tests.queries import counted_queries


def test_answers_owed_counts_all_participations_in_one_query(session: Session) -> None:
    late = make_participation(
        session, Phase.SYNTHESIS, title="Late at night", answers_due=in_days(-1)
    )
    early = make_participation(session, title="Shade in summer", answers_due=in_days(30))
    make_problem(session, late)
    make_topic(session, late, make_person(session))
    make_problem(session, early)
    make_problem(session, early, state=State.WITHDRAWN)
    give_verdict(session, make_problem(session, early))

    with counted_queries() as sent:
        owed = answers_owed(session)

    assert [(each.title, each.owed, each.late) for each in owed] == [
        ("Late at night", 2, True),
        ("Shade in summer", 1, False),
    ]
    assert len(sent) == 1


def test_a_participation_without_debts_owes_nothing(session: Session) -> None:
    place = make_participation(session)
    give_verdict(session, make_problem(session, place))

    assert open_answers(session, place.id) == 0
    assert answers_owed(session) == []


def test_figures_name_the_groups_that_have_not_been_heard(session: Session) -> None:
    place = make_participation(session)
    make_problem(session, place, make_person(session, Group.BUSINESS))
    problem = make_problem(session, place, make_person(session, Group.UNSTATED))
    make_problem(session, place, make_person(session, Group.POLITICS), state=State.SUBMITTED)
    problem.supporters, problem.supporters_academia = 3, 3
    session.flush()

    found = figures(session, place.id)

    assert (found.problems, found.supports, found.comments) == (2, 3, 0)
    assert found.unheard == [
        Group.CITIZENS,
        Group.CIVIL_SOCIETY,
        Group.ADMINISTRATION,
        Group.POLITICS,
    ]


def test_a_participation_in_which_nothing_was_said_has_figures_too(session: Session) -> None:
    found = figures(session, make_participation(session).id)

    assert (found.problems, found.supports, len(found.unheard)) == (0, 0, 6)


def test_the_page_is_read_in_three_queries_whatever_has_come_in(session: Session) -> None:
    place = make_participation(session)
    for _ in range(3):
        make_problem(session, place)
    session.refresh(place)

    with counted_queries() as sent:
        page = participation_page(session, place)
        counted = figures(session, place.id)

    assert len(sent) == 3
    clock = clock_of(page.card, counted)
    assert (clock.owed, clock.total, clock.late) == (3, 3, False)
