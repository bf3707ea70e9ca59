"""Reading a statement, releasing and submitting it, its receipt, its versions, co-signing it."""

from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any

from starlette.responses import Response

from app.items.models import Item
from app.items.parts import parts_of
from app.items.versions import ChangedLine, Version, difference, versions_of
from app.organisations.queries import organisations_of
from app.process.refusal import Refused
from app.process.vocabulary import Action, Office, State
from app.statements import commands
from app.statements.content import (
    Answered,
    StatementText,
    cosigners_of,
    counted,
    gaps,
    said_in,
    snapshot,
)
from app.statements.finding import (
    found_statement,
    is_own,
    item_to_sign,
    own_item,
    sign_token,
    statement_item,
)
from app.statements.forms import Voice
from app.statements.letters import ask_to_sign_again, send_receipt
from app.statements.queries import consultation_page, statement_text
from app.web.addresses import address
from app.web.endpoint import get, post
from app.web.forms import read
from app.web.pages import found, page, see_other
from app.web.requests import Request


@dataclass(frozen=True, slots=True)
class Compared:
    """One section in two versions."""

    before: Answered
    after: Answered
    reason: list[ChangedLine]
    wording: list[ChangedLine]
    evidence: list[ChangedLine]


@dataclass(frozen=True, slots=True)
class Change:
    """What changed from one submitted version to the next."""

    number: int
    at: datetime | None
    sections: list[Compared]
    remarks: list[ChangedLine]


def show(request: Request) -> Response:
    item = statement_item(request)
    if is_own(request, item):
        whole = found_statement(request, item)
        link = address("statements:sign", request.language, token=sign_token(request, item.id))
        more = {
            "whole": whole,
            "gaps": gaps(whole.text),
            "link": request.settings.origin + link,
        }
        return _read(request, item, whole.text, consultation=whole.consultation, **more)
    return _read(request, item, statement_text(request.db, item))


def release(request: Request) -> Response:
    item = own_item(request, lock=True)
    commands.release_statement(request.db, request.actor, item)
    _ask_again(request, item)
    return see_other(request, "statements:work", {"notice": "released"}, reference=item.reference)


def submit(request: Request) -> Response:
    item = own_item(request, lock=True)
    commands.submit_statement(request.db, request.actor, item)
    text = statement_text(request.db, item)
    sections = [each.section for each in text.answers]
    send_receipt(request, item, text, consultation_page(request.db, text.consultation_id, sections))
    return see_other(request, "statements:received", reference=item.reference)


def reopen(request: Request) -> Response:
    item = own_item(request, lock=True)
    commands.reopen_statement(request.db, request.actor, item)
    return see_other(request, "statements:work", {"notice": "saved"}, reference=item.reference)


def ask_withdraw(request: Request) -> Response:
    return page(request, "statements/withdraw.html", item=own_item(request))


def withdraw(request: Request) -> Response:
    item = own_item(request, lock=True)
    text = statement_text(request.db, item)
    commands.withdraw_statement(request.db, request.actor, item)
    reference = request.db.get_one(Item, text.consultation_id).reference
    return see_other(
        request, "statements:consultation", {"notice": "statement-withdrawn"}, reference=reference
    )


def received(request: Request) -> Response:
    item = own_item(request)
    whole = found_statement(request, item)
    number = len(versions_of(request.db, item.id, {})) - 1
    return page(
        request,
        "statements/received.html",
        whole=whole,
        number=number,
        counted=counted(whole.text),
    )


def versions(request: Request) -> Response:
    item = statement_item(request)
    text = statement_text(request.db, item)
    changes = _changes(text, versions_of(request.db, item.id, snapshot(text)))
    if not is_own(request, item):
        changes = [change for change in changes if change.at is not None]
    return page(request, "statements/versions.html", item=item, text=text, changes=changes)


def read_to_sign(request: Request) -> Response:
    item = found(item_to_sign(request))
    return _sign_page(request, item)


def sign(request: Request) -> Response:
    """Co-sign, or take the co-signature back."""
    item, voice = found(item_to_sign(request, lock=True)), read(Voice, request.posted)
    said = found(voice.value)
    signs = voice.text("go") != "back"
    commands.cosign_statement(request.db, request.actor, item, said.organisation, signs=signs)
    return see_other(
        request, "statements:sign", {"notice": "saved"}, token=request.path_params["token"]
    )


def _sign_page(request: Request, item: Item) -> Response:
    text = statement_text(request.db, item)
    signers = cosigners_of(request.db, item.id, text.revision)
    mine = organisations_of(request.db, request.actor.id)
    releasing = {
        str(scope)
        for office in (Office.RELEASER, Office.REPRESENTATIVE)
        for scope in request.actor.scopes(office)
    }
    if str(item.organisation_id) in {each.value for each in mine}:
        raise Refused(commands.OWN_STATEMENT)
    if item.state not in {State.DRAFT, State.RELEASED, State.SUBMITTED}:
        raise Refused(commands.NOT_TO_SIGN)
    return page(
        request,
        "statements/sign.html",
        item=item,
        text=text,
        cosigners=signers,
        voices=[each for each in mine if each.value in releasing],
        signed={str(each.organisation_id): each for each in signers},
        token=request.path_params["token"],
    )


def _read(
    request: Request,
    item: Item,
    text: StatementText,
    *,
    consultation: Any = None,
    **more: Any,
) -> Response:
    sections = [each.section for each in text.answers]
    return page(
        request,
        "statements/show.html",
        item=item,
        text=text,
        consultation=consultation or consultation_page(request.db, text.consultation_id, sections),
        cosigners=cosigners_of(request.db, item.id, text.revision),
        counted=counted(text),
        parts=parts_of(request, item),
        **({"whole": None, "gaps": [], "link": ""} | more),
    )


def _ask_again(request: Request, item: Item) -> None:
    """Whoever co-signed other words is asked to look again."""
    text = statement_text(request.db, item)
    signers = cosigners_of(request.db, item.id, text.revision)
    outdated = [each.organisation_id for each in signers if not each.holds]
    if outdated:
        link = address("statements:sign", request.language, token=sign_token(request, item.id))
        ask_to_sign_again(request, item, text, link, signers=outdated)


def _changes(text: StatementText, kept: list[Version]) -> list[Change]:
    """Every change between submitted versions, and to what is in work, the newest first."""
    if len(kept) > 1 and kept[-2].fields.get("revision") == text.revision:
        kept = kept[:-1]
    compared = [_change(text, before, after) for before, after in pairwise(kept)]
    return compared[::-1]


def _change(text: StatementText, before: Version, after: Version) -> Change:
    sections = [
        _compared(said_in(before.fields, each.section), said_in(after.fields, each.section))
        for each in text.answers
    ]
    moment = after.fields.get("submitted_at") if after.until else None
    return Change(
        after.number,
        datetime.fromisoformat(moment) if moment else None,
        [each for each in sections if each.before != each.after],
        _changed_lines(before.fields.get("remarks", ""), after.fields.get("remarks", "")),
    )


def _compared(before: Answered, after: Answered) -> Compared:
    return Compared(
        before,
        after,
        _changed_lines(before.reason, after.reason),
        _changed_lines(before.wording, after.wording),
        _changed_lines(before.evidence, after.evidence),
    )


def _changed_lines(before: str, after: str) -> list[ChangedLine]:
    return difference(before, after) if before != after else []


ONE = "/statements/{reference}"
SIGN = "/statements/cosign/{token}"
routes = [
    get(SIGN, read_to_sign, "statements:sign", Action.COSIGN_STATEMENT),
    post(SIGN, sign, "statements:sign", Action.COSIGN_STATEMENT),
    get(ONE, show, "statements:show"),
    post(f"{ONE}/release", release, "statements:release", Action.RELEASE_STATEMENT),
    post(f"{ONE}/submit", submit, "statements:submit", Action.SUBMIT_STATEMENT),
    post(f"{ONE}/reopen", reopen, "statements:reopen", Action.REOPEN_STATEMENT),
    get(f"{ONE}/withdraw", ask_withdraw, "statements:withdraw", Action.WITHDRAW_STATEMENT),
    post(f"{ONE}/withdraw", withdraw, "statements:withdraw", Action.WITHDRAW_STATEMENT),
    get(f"{ONE}/received", received, "statements:received", Action.DRAFT_STATEMENT),
    get(f"{ONE}/versions", versions, "statements:versions"),
]
