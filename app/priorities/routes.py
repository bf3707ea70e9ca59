"""Pages and acts about setting priorities together."""

import csv
from collections.abc import Mapping
from io import StringIO
from typing import Any

from starlette.responses import Response

from app.items.models import Item
from app.items.parts import parts_of
from app.items.visibility import find_item
from app.participation.admission import not_eligible
from app.participation.phases import OpenPhase, phase_now
from app.priorities import commands, queries
from app.priorities.forms import MOST_POINTS, NO_NUMBER, PrioritisationForm, ballot_objection
from app.priorities.queries import Setting
from app.process.actor import Subject
from app.process.rules import SIGN_IN_FIRST, objections, permit
from app.process.vocabulary import Action, Kind, Method
from app.web.endpoint import get, post
from app.web.forms import SUMMARY, Submission, read
from app.web.pages import blank, found, page, see_other, word_choices
from app.web.requests import Request

BYTE_ORDER_MARK = "\ufeff"  # by which spreadsheets know the encoding


def new(request: Request) -> Response:
    return _rules_page(request, _found(request, Kind.PARTICIPATION), blank(request))


def begin(request: Request) -> Response:
    place, form = _found(request, Kind.PARTICIPATION), read(PrioritisationForm, request.posted)
    if form.value is None:
        return _rules_page(request, place, form, status=422)
    item = commands.open_prioritisation(
        request.db, request.actor, place, form.value, language=request.language
    )
    return see_other(request, "priorities:show", {"notice": "saved"}, reference=item.reference)


def edit(request: Request) -> Response:
    item = _found(request, Kind.PRIORITISATION)
    setting = queries.setting_of(request.db, request.actor, item)
    permit(Action.EDIT_PRIORITISATION, request.actor, subject=_with_votes(item, setting))
    typed = {
        "title": item.title,
        "explanation": setting.explanation,
        "method": setting.method,
        "most": str(setting.most),
        "most_each": str(setting.most_each),
        "hidden": "true" if setting.hidden else "",
        "choices": [choice.reference for choice in setting.choices],
    }
    return _rules_page(request, item, blank(request, typed))


def change(request: Request) -> Response:
    item = _found(request, Kind.PRIORITISATION, lock=True)
    form = read(PrioritisationForm, request.posted)
    if form.value is None:
        return _rules_page(request, item, form, status=422)
    commands.edit_prioritisation(request.db, request.actor, item, form.value)
    return see_other(request, "priorities:show", {"notice": "saved"}, reference=item.reference)


def show(request: Request) -> Response:
    item = _found(request, Kind.PRIORITISATION)
    return _showing(request, item, None)


def cast(request: Request) -> Response:
    item = _found(request, Kind.PRIORITISATION, lock=True)
    setting = queries.setting_of(request.db, request.actor, item)
    typed = {
        each.reference: str(request.posted.get(each.reference, "")) for each in setting.choices
    }
    values, errors = _ballot(setting, typed)
    if errors:
        return _showing(request, item, Submission(typed, None, errors), status=422)
    commands.cast_priorities(request.db, request.actor, item, values)
    return see_other(request, "priorities:show", {"notice": "saved"}, reference=item.reference)


def result_data(request: Request) -> Response:
    """The result as a table, where it is shown."""
    item = _found(request, Kind.PRIORITISATION)
    setting = queries.setting_of(request.db, request.actor, item)
    found(queries.result_shown(request.db, item, setting) or None)
    written = StringIO()
    table = csv.writer(written)
    table.writerow(["reference", "title", "points", "people"])
    for each in queries.result_of(request.db, item, setting):
        table.writerow([each.reference, each.title, each.points, each.people])
    headers = {"Content-Disposition": f'attachment; filename="{item.reference}.csv"'}
    return Response(BYTE_ORDER_MARK + written.getvalue(), media_type="text/csv", headers=headers)


def _ballot(setting: Setting, typed: Mapping[str, str]) -> tuple[dict[int, int], dict[str, str]]:
    """Points or places by id, and what is wrong beside which field."""
    wrong = {
        name: NO_NUMBER
        for name, text in typed.items()
        if text.strip() and not (text.strip().isdecimal() and len(text.strip()) < 4)
    }
    if wrong:
        return {}, wrong
    values = {each.id: int(typed[each.reference].strip() or 0) for each in setting.choices}
    objection = ballot_objection(
        values,
        among=values,
        method=setting.method,
        most=setting.most,
        most_each=setting.most_each,
    )
    first = setting.choices[0].reference if setting.choices else SUMMARY
    return values, {first: objection} if objection else {}


def _found(request: Request, kind: Kind, *, lock: bool = False) -> Item:
    item: Item = found(find_item(request.db, request.actor, request.reference, kind, lock=lock))
    return item


def _with_votes(item: Item, setting: Setting) -> Subject:
    return item.subject(voted=setting.voted)


def _against(request: Request, item: Item, phase: OpenPhase) -> tuple[str, ...]:
    """Why nobody, signed in or not, may vote now."""
    kept_out = request.actor.signed_in and not_eligible(request.db, request.actor, phase)
    subject = item.subject(not_eligible=kept_out)
    reasons = objections(Action.CAST_PRIORITIES, request.actor, phase.kind, subject)
    return tuple(reason for reason in reasons if reason != SIGN_IN_FIRST)


def _showing(
    request: Request, item: Item, form: Submission[Any] | None, *, status: int = 200
) -> Response:
    setting = queries.setting_of(request.db, request.actor, item)
    phase = phase_now(request.db, item.participation_id)
    shown = queries.result_shown(request.db, item, setting)
    typed = {each.reference: str(each.mine or "") for each in setting.choices}
    return page(
        request,
        "priorities/show.html",
        status=status,
        item=item,
        place=request.db.get_one(Item, item.participation_id),
        setting=setting,
        phase=phase,
        form=form or blank(request, typed),
        places=range(1, setting.most + 1),
        ranking=setting.method is Method.RANKING,
        result=queries.result_of(request.db, item, setting) if shown and setting.ballots else [],
        result_shown=shown,
        reasons=_against(request, item, phase),
        editable=not objections(
            Action.EDIT_PRIORITISATION, request.actor, subject=_with_votes(item, setting)
        ),
        parts=parts_of(request, item),
    )


def _rules_page(
    request: Request, item: Item, form: Submission[Any], *, status: int = 200
) -> Response:
    """The form of the rules, for a participation or for a setting that is there already."""
    place = request.db.get_one(Item, item.participation_id)
    return page(
        request,
        "priorities/rules.html",
        status=status,
        item=item,
        place=place,
        begins=item.kind is Kind.PARTICIPATION,
        form=form,
        methods=word_choices(Method),
        choosable=queries.choosable(request.db, place.id),
        most_points=MOST_POINTS,
    )


_NEW, _EDIT = "/participation/{reference}/priorities/new", "/priorities/{reference}/edit"
routes = [
    get("/priorities/{reference}", show, "priorities:show"),
    post("/priorities/{reference}", cast, "priorities:show", Action.CAST_PRIORITIES),
    get("/priorities/{reference}/result.csv", result_data, "priorities:result"),
    get(_NEW, new, "priorities:new", Action.OPEN_PRIORITISATION),
    post(_NEW, begin, "priorities:new", Action.OPEN_PRIORITISATION),
    get(_EDIT, edit, "priorities:edit", Action.EDIT_PRIORITISATION),
    post(_EDIT, change, "priorities:edit", Action.EDIT_PRIORITISATION),
]
