"""The model city has a project list, requests, contact points, invitations and a result."""

from sqlalchemy import func, select
from sqlmodel import Session

from app.items.models import ITEM
from app.outreach.models import OUTREACH
from app.participation.models import PARTICIPATION
from app.process.vocabulary import Kind, ProjectStage, State
from app.projects.models import PARTICIPATION_REQUEST, PROJECT
from app.projects.queries import contacts


def test_projects_run_are_planned_and_are_finished(city: Session) -> None:
    rows = city.execute(select(PROJECT.c.stage, PROJECT.c.participates, PROJECT.c.why_not)).all()

    assert len(rows) == 8
    assert {row.stage for row in rows} == set(ProjectStage)
    assert all(bool(row.why_not) is not row.participates for row in rows)


def test_requests_are_granted_refused_and_wait(city: Session) -> None:
    rows = city.execute(
        select(ITEM.c.state, PARTICIPATION_REQUEST.c.granted_id)
        .join(PARTICIPATION_REQUEST, PARTICIPATION_REQUEST.c.id == ITEM.c.id)
        .where(ITEM.c.kind == Kind.REQUEST)
    ).all()

    assert {row.state for row in rows} == {State.GRANTED, State.REFUSED, State.PUBLISHED}
    assert [row.granted_id is not None for row in rows if row.state is State.GRANTED] == [True]


def test_there_are_contact_points_invitations_concepts_and_a_result(city: Session) -> None:
    told = select(func.count()).select_from(PARTICIPATION)

    assert [each.district is None for each in contacts(city)] == [True, False, False]
    assert city.execute(select(func.count()).select_from(OUTREACH)).scalar_one() == 3
    assert city.execute(told.where(PARTICIPATION.c.budget != "")).scalar_one() == 3
    assert city.execute(told.where(PARTICIPATION.c.result != "")).scalar_one() == 1
