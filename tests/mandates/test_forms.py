"""What may be typed about implementers, budget and a decision."""

from typing import Any

import pytest
from starlette.datastructures import FormData

from app.i18n.catalogues import gettext
from app.mandates.forms import (
    NO_BUDGET,
    NO_CONDITIONS,
    NO_IMPLEMENTER,
    NO_RESULT,
    NO_SOURCE,
    TOO_MUCH,
    WHOLE_IMPLEMENTER,
    WHOLE_YEAR,
    YEAR_TWICE,
    DecisionForm,
    PackageForm,
)
from app.plans.money import NOT_AN_AMOUNT
from app.web.forms import Submission, read

ROWS = {
    "implementer_name": ["City transport", ""],
    "implementer_role": ["Operation", ""],
    "implementer_contact": ["bus@example.org", ""],
    "year": ["2028", "2027", ""],
    "amount": ["250.000,50", "1000", ""],
}
GRANTED = ROWS | {
    "result": "granted",
    "decided_on": "2027-03-01",
    "reason": "The need is proven by numbers.",
    "source": "City budget",
}


def _typed(fields: dict[str, Any]) -> FormData:
    return FormData(
        [
            (name, text)
            for name, texts in fields.items()
            for text in (texts if isinstance(texts, list) else [texts])
        ]
    )


def _decision(**changes: Any) -> Submission[DecisionForm]:
    return read(DecisionForm, _typed(GRANTED | changes))


def test_empty_rows_do_not_count() -> None:
    form = read(PackageForm, _typed(ROWS | {"body_id": "7"})).value

    assert form is not None
    assert [row["name"] for row in form.implementers] == ["City transport"]
    assert form.years == [{"year": 2027, "cents": 100_000}, {"year": 2028, "cents": 25_000_050}]
    assert form.total == 25_100_050


def test_a_package_may_be_begun_with_its_body_alone() -> None:
    assert read(PackageForm, _typed({"body_id": "7"})).value is not None
    assert "body_id" in read(PackageForm, _typed({"body_id": ""})).errors


@pytest.mark.parametrize(
    ("field", "rows", "sentence"),
    [
        ("implementer_name", {"implementer_name": ["", ""]}, WHOLE_IMPLEMENTER),
        ("implementer_name", {"implementer_role": ["", ""]}, WHOLE_IMPLEMENTER),
        ("implementer_name", {"implementer_contact": ["", ""]}, WHOLE_IMPLEMENTER),
        ("year", {"year": ["", "2027", ""]}, WHOLE_YEAR),
        ("year", {"year": ["27", "2027", ""]}, WHOLE_YEAR),
        ("year", {"amount": ["", "1000", ""]}, WHOLE_YEAR),
        ("year", {"year": ["2027", "2027", ""]}, YEAR_TWICE),
        ("year", {"amount": ["9999999999999", "1000", ""]}, TOO_MUCH),
        ("year", {"amount": ["much", "1000", ""]}, NOT_AN_AMOUNT),
        ("year", {"amount": ["-5", "1000", ""]}, NOT_AN_AMOUNT),
    ],
)
def test_a_row_is_whole_or_empty(field: str, rows: dict[str, Any], sentence: str) -> None:
    form = read(PackageForm, _typed(ROWS | {"body_id": "7"} | rows))

    assert form.value is None
    assert form.errors == {field: gettext(sentence)}


def test_a_decision_is_read() -> None:
    form = _decision(votes_for="7", votes_against="", abstentions="0").value

    assert form is not None
    assert (form.votes_for, form.votes_against, form.abstentions) == (7, None, 0)


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"result": "amended"}, "result", NO_RESULT),
        ({"result": "conditional"}, "conditions", NO_CONDITIONS),
        ({"source": " "}, "source", NO_SOURCE),
        ({"year": "", "amount": ""}, "year", NO_BUDGET),
        (
            {"implementer_name": "", "implementer_role": "", "implementer_contact": ""},
            "implementer_name",
            NO_IMPLEMENTER,
        ),
    ],
)
def test_what_a_mandate_needs(changes: dict[str, Any], field: str, sentence: str) -> None:
    assert _decision(**changes).errors == {field: gettext(sentence)}


@pytest.mark.parametrize("result", ["refused", "deferred"])
def test_a_no_needs_only_its_reason(result: str) -> None:
    bare = {"result": result, "decided_on": "2027-03-01", "reason": "Too expensive for now."}

    assert read(DecisionForm, _typed(bare)).value is not None
    assert "reason" in read(DecisionForm, _typed(bare | {"reason": ""})).errors


@pytest.mark.parametrize("votes", ["-1", "many", "1.5", "1000000"])
def test_votes_are_counted_in_whole_numbers(votes: str) -> None:
    assert list(_decision(votes_for=votes).errors) == ["votes_for"]


def test_no_money_may_be_fixed_too_when_its_reason_is_written() -> None:
    form = _decision(year="2027", amount="0", source="The staff does it within its hours.").value

    assert form is not None
    assert form.total == 0
