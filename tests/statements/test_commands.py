import pytest
from sqlmodel import Session

from app.items.versions import versions_of
from app.process.actor import Actor
from app.process.refusal import Refused
from app.process.vocabulary import Action, Office, Phase, Position, State, Visibility
from app.statements.commands import (
    cosign_statement,
    draft_statement,
    release_statement,
    reopen_statement,
    submit_statement,
    waive_statement,
    withdraw_statement,
)
from app.statements.content import cosigners_of, sections_of
from app.statements.forms import Answer, General
from app.statements.queries import statement_of, statement_text
from tests.makers import make_officer, make_person
from tests.organisations.makers import again, make_member, make_organisation, make_verified
from tests.statements.makers import (
    answer,
    make_consultation,
    make_statement,
    make_team,
    organisation_of,
)


def test_two_members_who_begin_work_on_one_statement(session: Session) -> None:
    author, releaser = make_team(session)
    consultation, own = make_consultation(session), organisation_of(author)

    first = draft_statement(session, author, consultation, organisation_id=own)
    second = draft_statement(session, releaser, consultation, organisation_id=own)

    assert first.id == second.id
    assert first.visibility is Visibility.PRIVATE
    assert first.author_group is not None


def test_only_members_write_and_only_while_it_is_open(session: Session) -> None:
    author, _ = make_team(session)
    consultation, over = make_consultation(session), make_consultation(session, phase=Phase.CLOSED)
    own = organisation_of(author)

    for actor in (make_person(session), make_team(session)[0], make_officer(session, Office.CDO)):
        with pytest.raises(Refused, match="office"):
            draft_statement(session, actor, consultation, organisation_id=own)
    with pytest.raises(Refused, match="not open any more"):
        draft_statement(session, author, over, organisation_id=own)
    unpublished = make_consultation(session, published=False)
    with pytest.raises(Refused, match="not open"):
        draft_statement(session, author, unpublished, organisation_id=own)


def test_words_that_stay_as_they_are_propose_nothing(session: Session) -> None:
    consultation = make_consultation(session)
    [aim, *_] = sections_of(session, consultation.id)

    item = make_statement(
        session,
        consultation,
        submitted=False,
        s0=answer(Position.CHANGE, reason="Too vague.", wording=aim.text.replace(" ", "\n")),
        s2=Answer(reason="Ours."),
    )

    said = statement_text(session, item).answers
    assert said[0].wording == ""
    assert said[2].position is Position.NEUTRAL
    assert not said[1].is_answered


def test_a_second_member_releases_what_the_first_has_written(session: Session) -> None:
    author, releaser = make_team(session)
    item = make_statement(session, make_consultation(session), (author, releaser), submitted=False)

    with pytest.raises(Refused, match="office"):
        release_statement(session, author, item)
    draft_statement(session, releaser, item, general=General(remarks="One more word."))
    with pytest.raises(Refused, match="another member"):
        release_statement(session, releaser, item)

    draft_statement(session, author, item, general=General(remarks="The last word."))
    release_statement(session, releaser, item)
    assert item.state is State.RELEASED


def test_whoever_is_alone_releases_alone(session: Session) -> None:
    anna = make_person(session)
    own = make_organisation(session, anna)
    anna, consultation = again(session, anna), make_consultation(session)
    item = draft_statement(session, anna, consultation, organisation_id=own)

    draft_statement(session, anna, item, general=General(remarks="We agree."))
    release_statement(session, anna, item)
    submit_statement(session, anna, item)

    assert item.state is State.SUBMITTED


def test_nothing_is_released_that_says_nothing_or_lacks_a_reason(session: Session) -> None:
    author, releaser = make_team(session)
    consultation = make_consultation(session)
    item = draft_statement(session, author, consultation, organisation_id=organisation_of(author))
    [aim, *_] = sections_of(session, consultation.id)

    with pytest.raises(Refused, match="says nothing yet"):
        release_statement(session, releaser, item)
    draft_statement(session, author, item, answers={aim.id: answer(Position.REJECT)})
    with pytest.raises(Refused, match="without a reason"):
        release_statement(session, releaser, item)


def test_only_what_is_released_is_submitted_and_nothing_changes_meanwhile(
    session: Session,
) -> None:
    team = make_team(session)
    item = make_statement(session, make_consultation(session), team, submitted=False)

    with pytest.raises(Refused, match="already been taken"):
        submit_statement(session, team[1], item)
    release_statement(session, team[1], item)
    with pytest.raises(Refused, match="already been taken"):
        draft_statement(session, team[0], item, general=General(remarks="Late."))
    with pytest.raises(Refused, match="office"):
        submit_statement(session, team[0], item)


def test_only_verified_organisations_submit_where_that_is_asked(session: Session) -> None:
    club = make_organisation(session)
    team = make_member(session, club), make_member(session, club, Office.RELEASER)
    consultation = make_consultation(session, verified_only=True)
    item = make_statement(session, consultation, team, submitted=False)

    release_statement(session, team[1], item)

    with pytest.raises(Refused, match="not verified yet"):
        submit_statement(session, team[1], item)
    other = make_organisation(session)
    releaser = make_member(session, other, Office.RELEASER)
    with pytest.raises(Refused, match="not verified yet"):
        waive_statement(session, releaser, consultation, organisation_id=other, language="en")


def test_it_is_submitted_again_as_a_new_version(session: Session) -> None:
    author, releaser = make_team(session)
    item = make_statement(session, make_consultation(session), (author, releaser))

    reopen_statement(session, author, item)
    draft_statement(session, author, item, general=General(remarks="We thought again."))
    release_statement(session, releaser, item)
    submit_statement(session, releaser, item)

    kept = versions_of(session, item.id, {})[:-1]
    assert [each.fields["remarks"] for each in kept] == ["", "We thought again."]
    assert all(each.fields["submitted_at"] for each in kept)


def test_what_was_withdrawn_makes_room_for_a_new_one(session: Session) -> None:
    author, releaser = make_team(session)
    consultation = make_consultation(session)
    item = make_statement(session, consultation, (author, releaser))

    with pytest.raises(Refused, match="office"):
        withdraw_statement(session, author, item)
    withdraw_statement(session, releaser, item)

    assert item.visibility is Visibility.PRIVATE
    assert statement_of(session, consultation.id, organisation_of(author)) is None
    assert make_statement(session, consultation, (author, releaser)).id != item.id


def test_no_objection_takes_one_step(session: Session) -> None:
    author, releaser = make_team(session)
    consultation, own = make_consultation(session), organisation_of(author)

    with pytest.raises(Refused, match="office"):
        waive_statement(session, author, consultation, organisation_id=own, language="en")
    item = waive_statement(session, releaser, consultation, organisation_id=own, language="en")

    assert item.state is State.SUBMITTED
    assert statement_text(session, item).no_objection
    with pytest.raises(Refused, match="has a statement already"):
        waive_statement(session, releaser, consultation, organisation_id=own, language="en")


def signer(session: Session) -> tuple[Actor, int]:
    other = make_verified(session)
    return make_member(session, other, Office.RELEASER), other


def test_another_organisation_co_signs_what_it_has_read(session: Session) -> None:
    team = make_team(session)
    item = make_statement(session, make_consultation(session), team)
    carl, other = signer(session)

    cosign_statement(session, carl, item, other)
    cosign_statement(session, carl, item, other)
    text = statement_text(session, item)
    assert [each.holds for each in cosigners_of(session, item.id, text.revision)] == [True]

    reopen_statement(session, team[0], item)
    draft_statement(session, team[0], item, general=General(remarks="Other words."))
    text = statement_text(session, item)
    assert [each.holds for each in cosigners_of(session, item.id, text.revision)] == [False]

    cosign_statement(session, carl, item, other)
    assert [each.holds for each in cosigners_of(session, item.id, text.revision)] == [True]
    cosign_statement(session, carl, item, other, signs=False)
    assert cosigners_of(session, item.id, text.revision) == []


def test_nobody_co_signs_for_others_or_their_own(session: Session) -> None:
    author, releaser = make_team(session)
    item = make_statement(session, make_consultation(session), (author, releaser))
    carl, other = signer(session)

    with pytest.raises(Refused, match="your own organisation"):
        cosign_statement(session, releaser, item, organisation_of(releaser))
    with pytest.raises(Refused, match="office"):
        cosign_statement(session, releaser, item, other)
    with pytest.raises(Refused, match="office"):
        cosign_statement(session, make_member(session, other), item, other)
    withdraw_statement(session, releaser, item)
    with pytest.raises(Refused, match="withdrawn"):
        cosign_statement(session, carl, item, other)


def test_every_act_is_named() -> None:
    assert {each.value for each in Action if each.value.startswith("statement.")} >= {
        "statement.draft",
        "statement.assist",
    }
