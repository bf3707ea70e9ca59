"""What was typed becomes a value, or comes back with a sentence beside each field."""

from datetime import date
from io import BytesIO
from typing import Annotated, Any

import pytest
from pydantic import BaseModel, Field, StringConstraints, field_validator
from sqlmodel import Session
from starlette.datastructures import FormData, UploadFile

from app.i18n.languages import current_language
from app.process.vocabulary import Group
from app.web.forms import MARK, OTHER_MESSAGES, Submission, read
from tests.client import CheckingClient
from tests.makers import make_person

Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=5)]


class Letter(BaseModel):
    name: Name = "Anna"
    text: Annotated[str, StringConstraints(min_length=3)] = "long enough"
    group: Group = Group.CITIZENS
    topics: tuple[str, ...] = ()
    tags: Annotated[list[int], Field(min_length=1)] = [1]
    number: Annotated[int, Field(ge=1, le=9)] = 1
    day: date = date(2027, 3, 31)

    @field_validator("name")
    @classmethod
    def _polite(cls, name: str) -> str:
        if name == "rude":
            raise ValueError("Please check this.")
        return name


class Strict(BaseModel):
    name: str


def posted(*fields: tuple[str, Any]) -> FormData:
    return FormData(list(fields))


def test_a_form_that_is_right_has_a_value_and_no_errors() -> None:
    form = read(Letter, posted(("name", " Zoë "), ("group", "academia"), ("number", "7")))

    assert form.value == Letter(name="Zoë", group=Group.ACADEMIA, number=7)
    assert form.errors == {}
    assert form.text("name") == " Zoë "


@pytest.mark.parametrize(
    ("field", "typed", "says"),
    [
        ("name", "", "Please fill this in."),
        ("name", "   ", "Please fill this in."),
        ("name", "rude", "Please check this."),
        ("name", "too long", "Please keep to 5 characters. Your text is still there."),
        ("text", "ab", "Please write at least 3 characters. Your text is still there."),
        ("text", "", "Please fill this in."),
        ("group", "pirates", "Please choose one of these."),
        ("tags", "", "Please choose at least one of these."),
        ("tags", "one", "Please write a whole number, in digits."),
        ("number", "0", "This number is too small."),
        ("number", "10", "This number is too large."),
        ("number", "1.5", "Please write a whole number, in digits."),
        ("number", "9" * 5000, "Please check this."),
        ("day", "31.3.2027", "Please write a date, such as 2027-03-31."),
        ("day", "2027-02-30", "Please write a date, such as 2027-03-31."),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_the_text_stays(
    field: str, typed: str, says: str
) -> None:
    form = read(Letter, posted((field, typed)))

    assert form.value is None
    assert form.errors == {field: says}
    assert form.text(field) == typed


def test_a_field_that_was_not_sent_is_asked_for() -> None:
    assert read(Strict, posted()).error("name") == "Please fill this in."


def test_a_sentence_is_in_the_language_of_the_page() -> None:
    token = current_language.set("xb")
    form = read(Strict, posted())
    current_language.reset(token)

    assert form.error("name") != "Please fill this in."


def test_a_name_sent_once_or_often_becomes_a_list_where_one_is_wanted() -> None:
    one = read(Letter, posted(("topics", "a"), ("tags", "4")))
    more = read(Letter, posted(("topics", "a"), ("topics", "b"), ("tags", "4"), ("tags", "5")))

    assert one.value == Letter(topics=("a",), tags=[4])
    assert more.value == Letter(topics=("a", "b"), tags=[4, 5])
    assert (one.list("topics"), more.list("topics"), more.text("topics")) == (
        ["a"],
        ["a", "b"],
        "a",
    )


def test_of_a_single_field_that_was_sent_twice_the_last_counts() -> None:
    form = read(Letter, posted(("number", "1"), ("number", "2")))

    assert form.value == Letter(number=2)


def test_nul_and_files_are_never_text() -> None:
    form = read(Letter, posted(("name", "Zo\0ë"), ("text", UploadFile(BytesIO(b"x")))))

    assert form.text("name") == "Zoë"
    assert form.errors == {"text": "Please fill this in."}


def test_unknown_fields_are_ignored() -> None:
    form = read(Letter, posted(("once", "key"), ("admin", "yes"), ("__class__", "x")))

    assert form.value == Letter()


def test_a_form_can_be_refused_for_one_more_reason() -> None:
    form = read(Letter, posted(("name", "Anna"))).but("day", OTHER_MESSAGES["date_parsing"])

    assert form.value is None
    assert form.errors == {"day": "Please write a date, such as 2027-03-31."}
    assert form.text("name") == "Anna"


def test_an_unsent_form_is_empty() -> None:
    form: Submission[Letter] = Submission()

    assert (form.text("name"), form.list("topics"), form.error("name")) == ("", [], "")


def test_the_summary_says_which_field_each_sentence_is_about(
    client: CheckingClient, session: Session
) -> None:
    client.sign_in(make_person(session))

    answer = client.post("/en/organisations", data={"name": "", "group": "business"})

    summary = answer.text.partition('id="errors"')[2].partition("</ul>")[0]
    assert "Name: Please fill this in." in " ".join(summary.split())
    assert MARK not in answer.text
