"""What each office asks of its holder: the act in words, where it is done, which rows wait."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select

from app.desk import rows, segment_rows
from app.process.actor import Actor
from app.process.sentences import N_
from app.process.vocabulary import Office


@dataclass(frozen=True, slots=True)
class Duty:
    """One kind of thing that waits for an office; `rows` are those of app/desk/rows.py.

    What is not `counted` is a reminder, or costs too much to be counted on every page.
    """

    office: Office
    act: str
    route: str
    rows: Callable[[Actor], Select[Any]]
    counted: bool = True


_ADMIN = Office.ADMINISTRATION
DECIDE_REQUEST = N_("Decide on this request for participation, with reasons")
DUTIES = (
    Duty(_ADMIN, N_("Answer this topic"), "synthesis:answering", rows.topics_to_answer),
    Duty(
        _ADMIN,
        N_("Make topics of the contributions"),
        "synthesis:workbench",
        rows.contributions_to_sort,
        counted=False,
    ),
    Duty(
        _ADMIN,
        N_("Answer the segments that you work on"),
        "segments:index",
        segment_rows.segments_to_answer,
    ),
    Duty(
        _ADMIN,
        N_("Cut the statements into segments"),
        "statements:consultation",
        segment_rows.statements_to_cut,
        counted=False,
    ),
    Duty(
        _ADMIN,
        N_("Everything is answered: release the synopsis"),
        "synthesis:synopsis",
        segment_rows.synopses_to_release,
        counted=False,
    ),
    Duty(
        _ADMIN,
        N_("Everything is answered: close the synthesis"),
        "participation:show",
        rows.syntheses_to_close,
        counted=False,
    ),
    Duty(
        _ADMIN,
        N_("This phase ends soon"),
        "participation:show",
        rows.phases_that_end,
        counted=False,
    ),
    Duty(
        _ADMIN,
        N_("Approve or drop this requirement"),
        "requirements:show",
        rows.requirements_to_approve,
    ),
    Duty(_ADMIN, N_("Put this to decision"), "mandates:show", rows.packages_to_submit),
    Duty(_ADMIN, DECIDE_REQUEST, "projects:decide", rows.requests_to_decide),
    Duty(
        _ADMIN,
        N_("Verify organisations that wait"),
        "organisations:unverified",
        rows.organisations_to_verify,
    ),
    Duty(Office.CDO, DECIDE_REQUEST, "projects:decide", rows.requests_for_the_cdo),
    Duty(
        Office.CDO,
        N_("It is taken up: open a measure from it"),
        "synthesis:topic",
        rows.topics_without_measure,
    ),
    Duty(Office.CDO, N_("Enter the decision"), "mandates:decide", rows.packages_for_the_cdo),
    Duty(
        Office.TEAM,
        N_("Record what came of its discussion"),
        "requirements:show",
        rows.requirements_to_discuss,
    ),
    Duty(Office.TEAM, N_("Complete and publish the plan"), "plans:show", rows.plans_to_publish),
    Duty(
        Office.TEAM,
        N_("Write into the logbook"),
        "measures:show",
        rows.logbooks_to_write,
        counted=False,
    ),
    Duty(Office.BODY, N_("Enter the decision"), "mandates:decide", rows.packages_to_decide),
    Duty(
        _ADMIN,
        N_("Assign it to a participation, or answer it"),
        "problems:show",
        rows.contributions_to_assign,
        counted=False,
    ),
    Duty(
        Office.ASSISTANT,
        N_("Moderation has returned this: change it and hand it in again"),
        "problems:assist_again",
        rows.entries_returned,
    ),
    Duty(
        Office.OPERATOR,
        N_("This office ends soon"),
        "offices:index",
        rows.offices_that_end,
        counted=False,
    ),
)
