"""Looking writes nothing: no page, whoever looks at it, leaves a trace in the database."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sqlmodel import Session

from app.items.spine import set_state
from app.plans.queries import working_copy
from app.problems.tracking import tracking_token
from app.process.actor import VISITOR, Actor
from app.process.vocabulary import Office, Phase, State
from app.settings import Settings
from tests.client import CheckingClient
from tests.deliberation.makers import make_comment
from tests.guide.makers import make_way
from tests.makers import make_body, make_officer, make_participation, make_problem
from tests.mandates.makers import also_in_office
from tests.notifications.makers import circle, follow
from tests.opinions.makers import make_thesis
from tests.outreach.makers import make_outreach
from tests.participation.makers import the_phase
from tests.priorities.makers import make_prioritisation
from tests.problems.makers import make_entry, make_member
from tests.projects.makers import make_contact, make_project, make_request
from tests.test_access import ROUTES, address_of, enter_as, method_of, on_sqlite
from tests.test_access import demo as demo  # noqa: PLC0414 - the fixture with every door
from tests.trust.spoken import make_one_of_each_statement, represent

Parameters = dict[str, dict[str, str]]
# They lead elsewhere, or need a link from a mail or a provider.
NOT_SEEN = {
    "items:show",
    "accounts:link",
    "participation:preview",
    "accounts:provider",
    "accounts:provider_return",
    "accounts:provider_leave",
    "accounts:provider_left",
    "deliberation:link",
    "deliberation:guest",
    "statements:sign",
    "statements:invited",
    "organisations:invited",
    "notifications:leave",
    "notifications:feed",
    "files:serve",
    # They need a question in their address: which kind, where, what.
    "problems:where",
    "problems:begin",
    "merging:choose",
    # They come when something is over, released, returned, or asked for by the phase.
    "opinions:votes",
    "synthesis:data",
    "projects:rewrite",
    "deliberation:list",
    # What has gone on: an approved requirement, a mandate that is decided.
    "requirements:edit",
    "mandates:edit",
    "mandates:decide",
}


@on_sqlite
def test_no_page_writes_anything(
    demo: CheckingClient, settings: Settings, session: Session
) -> None:
    officer = make_somebody_with_every_office(session)
    parameters = make_one_of_each(session, officer)
    pages = [route for route in ROUTES if method_of(route) == "GET"]
    seen, writers = set(), set()

    with counted_commits(settings) as commits:
        for actor in (VISITOR, officer):
            enter_as(demo, actor)
            session.commit()
            for route in pages:
                before = commits()
                answer = demo.get(address_of(route, fitting(parameters, route.path)))
                seen |= {route.name} if answer.status_code == 200 else set()
                writers |= {route.name} if commits() != before else set()

    assert writers == set()
    assert {each.name for each in pages} - seen == NOT_SEEN


@contextmanager
def counted_commits(settings: Settings) -> Iterator[Callable[[], int]]:
    """A number that changes with every commit of anybody else."""
    other = sqlite3.connect(settings.database_url.removeprefix("sqlite:///"))
    yield lambda: int(other.execute("PRAGMA data_version").fetchone()[0])
    other.close()


def make_somebody_with_every_office(session: Session) -> Actor:
    actor = make_officer(session, Office.ADMINISTRATION)
    for office in (
        Office.MODERATOR,
        Office.ASSISTANT,
        Office.TEAM,
        Office.CDO,
        Office.BODY,
        Office.OPERATOR,
    ):
        actor = also_in_office(session, actor, office)
    return actor


def make_one_of_each(session: Session, author: Actor) -> Parameters:
    """The values of the parameters of the routes, by how their paths begin."""
    way, place = make_way(session), make_participation(session)
    problem = make_problem(session, place, author)
    draft = make_problem(session, place, author, state=State.DRAFT)
    entry = make_entry(session, author, place)
    set_state(session, entry, State.RETURNED)
    comment = make_comment(session, problem, author)
    row = working_copy(session, way.plan.id).packages[0].id
    plan = {"reference": way.plan.reference, "kind": "packages", "row": str(row), "number": "1"}
    organisation = make_member(session, author, "Night shift")
    represent(session, author, organisation)
    thesis = make_thesis(session, place)
    priorities, _ = make_prioritisation(session)
    around = follow(session, author, circle())
    return {
        **make_one_of_each_statement(session, author, organisation),
        "/supports": {"token": "nothing"},
        "/letters": {"token": "nothing"},
        "/news": {"token": "nothing"},
        "/theses": {"reference": thesis.reference},
        "/priorities": {"reference": priorities.reference},
        "/following": {"id": str(around.id), "reference": problem.reference},
        "/inbox": {"id": "1"},
        "/files/{reference}": {"reference": draft.reference, "file": "1"},
        "/files/{id": {"id": "1", "called": "nothing"},
        "/organisations/invitations": {"token": "nothing"},
        "/problems/assisted": {"reference": entry.reference},
        "/problems/drafts": {"reference": draft.reference, "step": "what"},
        "/problems": {"reference": problem.reference},
        "/comments": {"reference": comment.reference},
        "/participation/preview": {"token": "nothing"},
        "/participation": {
            "reference": place.reference,
            "id": str(make_outreach(session, place).id),
            "phase": str(the_phase(session, place, Phase.SYNTHESIS).id),
        },
        "/projects": {"id": str(make_project(session).id)},
        "/requests": {"reference": make_request(session).reference},
        "/contacts": {"id": str(make_contact(session).id)},
        "/topics": {"reference": way.topic.reference},
        "/items/{reference}/answer": {"reference": way.topic.reference},
        "/items": {"reference": problem.reference},
        "/api": {"reference": problem.reference},
        "/answers": {"reference": way.answer.reference},
        "/measures": {"reference": way.measure.reference, "kind": "csv"},
        "/requirements": {"reference": way.requirement.reference},
        "/plans": plan,
        "/mandates": {"reference": way.mandate.reference},
        "/organisations": {"id": str(organisation.id), "person": str(author.id)},
        "/moderation/items": {"reference": make_problem(session, place).reference},
        "/moderation/words": {"number": "new"},
        "/offices": {"id": "999"},
        "/bodies": {"code": make_body(session).code},
        "/track": {"token": tracking_token(Settings(secret="s" * 32), problem.id)},
        "/sign-in": {"token": "nothing", "slug": "nobody"},
    }


def fitting(parameters: Parameters, path: str) -> Callable[[str], str]:
    found = (each for start, each in parameters.items() if path.startswith(start))
    return next(found, {}).__getitem__
