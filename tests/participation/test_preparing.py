"""Drafts, links to look at them, publishing, changing the concept."""

from datetime import timedelta

import pytest
from sqlmodel import Session

from app.db.clock import clock_at, now
from app.items.models import Item
from app.participation.commands import (
    PAST,
    UNFINISHED,
    edit_participation,
    open_participation,
    publish_participation,
    share_participation,
)
from app.participation.forms import Concept, Draft
from app.participation.queries import phases_of
from app.process.actor import Actor
from app.process.refusal import Refused
from app.process.rules import WRONG_OFFICE
from app.process.vocabulary import Level, Office, Phase, State
from tests.client import CheckingClient
from tests.makers import in_days, make_officer, make_participation, make_person, phases
from tests.participation.makers import day, typed_concept

TITLE = "Shade in summer"


def concept(**changes: object) -> Concept:
    fields: dict[str, object] = {
        "title": TITLE,
        "subject": "Where the city is too hot in summer.",
        "aim": "Find the places that need shade first.",
        "can_decide": "Which places are looked at first.",
        "fixed": "Trees are planted in autumn only.",
        "level": Level.CONSULT,
        "authority": "Parks department",
        "contact": "Parks department, parks@example.org",
        "answers_due": in_days(60),
        "phases": phases((Phase.COLLECTING, -1, 20), (Phase.SYNTHESIS, 21, 40)),
    }
    return Concept.model_validate(fields | changes)


def make_draft(session: Session, actor: Actor, **changes: object) -> Item:
    return open_participation(session, actor, concept(**changes), "en", draft=True)


CHANNELS = (
    "/en/participation/{reference}",
    "/en/participation/{reference}/concept",
    "/en/participation/{reference}/versions",
    "/en/participation/{reference}/outreach",
    "/en/participation/{reference}/calendar.ics",
    "/en/participation/{reference}/feed.atom",
    "/en/items/{reference}",
    "/api/v1/items/{reference}/trail",
)
LISTS = (
    "/en/",
    "/en/participation",
    "/en/problems",
    "/en/problems/new",
    "/en/problems?participation={reference}",
    "/en/calendar.ics",
    "/en/feed.atom",
    "/calendar.ics",
    "/feed.atom",
)


def test_ac35_a_draft_is_found_by_nobody_outside_in_any_channel(
    client: CheckingClient, session: Session
) -> None:
    draft = make_draft(session, make_officer(session, Office.ADMINISTRATION))
    elsewhere = make_officer(session, Office.ADMINISTRATION, scope_id=17)

    for actor in (None, make_person(session), make_officer(session, Office.MODERATOR), elsewhere):
        client.sign_in(actor) if actor else client.sign_out()
        for path in CHANNELS:
            answer = client.get(path.format(reference=draft.reference))
            assert answer.status_code == 404, path
            assert TITLE not in answer.text
        for path in LISTS:
            answer = client.get(path.format(reference=draft.reference))
            assert TITLE not in answer.text, path
            assert f"/participation/{draft.reference}" not in answer.text, path


def test_a_draft_is_seen_by_whoever_prepares_it(client: CheckingClient, session: Session) -> None:
    author = make_officer(session, Office.ADMINISTRATION)
    draft = make_draft(session, author)

    for actor in (author, make_officer(session, Office.ADMINISTRATION, scope_id=draft.id)):
        client.sign_in(actor)
        assert "This is a draft." in client.get(f"/en/participation/{draft.reference}").text
        assert TITLE in client.get("/en/participation").text
        assert TITLE not in client.get("/en/problems/new").text


def test_the_form_keeps_a_draft_and_publishes_it_later(
    client: CheckingClient, session: Session
) -> None:
    client.sign_in(make_officer(session, Office.ADMINISTRATION))

    kept = client.post("/en/participation/new", data=typed_concept() | {"act": "draft"})
    at = kept.headers["location"].partition("?")[0]
    hidden = client.sign_out().get(at)
    client.sign_in(make_officer(session, Office.ADMINISTRATION))
    changed = client.post(f"{at}/edit", data=typed_concept(synthesis_closes=day(45)))
    published = client.post(f"{at}/publish")

    assert hidden.status_code == 404
    assert changed.status_code == published.status_code == 303
    assert TITLE in client.sign_out().get(at).text


def test_a_draft_needs_its_title_alone_and_says_at_publishing_what_is_missing(
    client: CheckingClient, session: Session
) -> None:
    client.sign_in(make_officer(session, Office.ADMINISTRATION))
    blank = dict.fromkeys(typed_concept(), "") | {"title": TITLE}
    del blank["level"]

    nameless = client.post("/en/participation/new", data=blank | {"title": "", "act": "draft"})
    at_once = client.post("/en/participation/new", data=blank | {"act": "publish"})
    kept = client.post("/en/participation/new", data=blank | {"act": "draft"})
    at = kept.headers["location"].partition("?")[0]
    shown, form = client.get(at).text, client.get(f"{at}/edit").text
    unfinished = client.post(f"{at}/publish")
    completed = client.post(f"{at}/edit", data=typed_concept())
    published = client.post(f"{at}/publish")

    assert (nameless.status_code, at_once.status_code, kept.status_code) == (422, 422, 303)
    assert "No days are planned yet." in shown
    assert "9999" not in shown + form + client.get(f"{at}/concept").text
    assert unfinished.status_code == 422
    for name in ("aim", "can_decide", "authority", "answers_due"):
        assert f'id="{name}-error"' in unfinished.text
    assert (completed.status_code, published.status_code) == (303, 303)
    assert "Find the places that need shade first." in client.sign_out().get(at).text


def test_what_is_not_complete_is_never_public(session: Session) -> None:
    office = make_officer(session, Office.ADMINISTRATION)
    known = concept().model_dump(exclude={"aim"})
    unfinished = open_participation(session, office, Draft(**known), "en", draft=True)
    unplanned = make_draft(session, office, phases=())
    public = make_participation(session)

    for act in (
        lambda: open_participation(session, office, Draft(**known), "en"),
        lambda: publish_participation(session, office, unfinished),
        lambda: publish_participation(session, office, unplanned),
        lambda: edit_participation(session, office, public, Draft(**known)),
    ):
        with pytest.raises(Refused) as refusal:
            act()
        assert refusal.value.reasons == (UNFINISHED,)


def test_a_draft_whose_days_have_passed_is_not_published(session: Session) -> None:
    office = make_officer(session, Office.ADMINISTRATION)
    draft = make_draft(session, office)

    with clock_at(now() + timedelta(days=20.5)), pytest.raises(Refused) as refusal:
        publish_participation(session, office, draft)

    assert refusal.value.reasons == (PAST,)
    assert draft.state is State.DRAFT


def test_a_draft_gets_other_phases_and_keeps_what_was_set_for_those_that_stay(
    session: Session,
) -> None:
    office = make_officer(session, Office.ADMINISTRATION)
    draft = make_draft(session, office)
    before = phases_of(session, draft.id)

    edit_participation(session, office, draft, concept(phases=phases((Phase.COLLECTING, 3, 9))))

    after = phases_of(session, draft.id)
    assert [line.kind for line in after] == [Phase.COLLECTING]
    assert after[0].id == before[0].id
    assert after[0].opens_at > before[0].opens_at


def test_others_neither_publish_nor_share_nor_change(session: Session) -> None:
    draft = make_draft(session, make_officer(session, Office.ADMINISTRATION))

    for actor in (make_person(session), make_officer(session, Office.MODERATOR)):
        for act in (
            lambda actor=actor: publish_participation(session, actor, draft),
            lambda actor=actor: edit_participation(session, actor, draft, concept()),
            lambda actor=actor: share_participation(
                session, actor, draft, days=1, signed_in_only=False
            ),
        ):
            with pytest.raises(Refused) as refusal:
                act()
            assert WRONG_OFFICE in refusal.value.reasons


def given_link(client: CheckingClient, draft: Item, **typed: str) -> str:
    """The path of a fresh link to a draft."""
    at = f"/en/participation/{draft.reference}/share"
    assert client.post(at, data={"days": "3"} | typed).status_code == 303
    page = client.get(at).text
    return (
        "/en/participation/preview/"
        + page.partition("/participation/preview/")[2].partition('"')[0]
    )


def test_ac36_a_preview_link_works_until_it_expires(
    client: CheckingClient, session: Session
) -> None:
    office = make_officer(session, Office.ADMINISTRATION)
    draft = make_draft(session, office)
    link = given_link(client.sign_in(office), draft)

    before = client.sign_out().get(link)
    with clock_at(now() + timedelta(days=3, minutes=1)):
        after = client.get(link)

    assert before.status_code == 200
    assert TITLE in before.text
    assert "noindex" in before.text
    assert after.status_code == 403
    assert "expired" in after.text
    assert TITLE not in after.text


def test_ac36_a_guest_is_refused_where_the_link_is_for_people_who_are_signed_in(
    client: CheckingClient, session: Session
) -> None:
    office = make_officer(session, Office.ADMINISTRATION)
    draft = make_draft(session, office)
    link = given_link(client.sign_in(office), draft, signed_in_only="true")

    guest = client.sign_out().get(link)
    person = client.sign_in(make_person(session)).get(link)

    assert guest.status_code == 303
    assert guest.headers["location"].startswith("/en/sign-in?next=")
    assert person.status_code == 200
    assert TITLE in person.text


def test_a_link_is_ended_before_its_time(client: CheckingClient, session: Session) -> None:
    office = make_officer(session, Office.ADMINISTRATION)
    draft, other = make_draft(session, office), make_draft(session, office)
    link = given_link(client.sign_in(office), draft)
    at = f"/en/participation/{draft.reference}/share"
    end = client.get(at).text.partition(f'action="{at}/')[2].partition('"')[0]

    elsewhere = client.post(f"/en/participation/{other.reference}/share/{end}")
    ended = client.post(f"{at}/{end}")

    assert elsewhere.status_code == 404
    assert ended.status_code == 303
    assert client.sign_out().get(link).status_code == 403


def test_a_link_that_was_never_given_leads_nowhere(
    client: CheckingClient, session: Session
) -> None:
    assert client.get("/en/participation/preview/forged").status_code == 404


def test_a_link_leads_to_the_page_once_it_is_public(
    client: CheckingClient, session: Session
) -> None:
    office = make_officer(session, Office.ADMINISTRATION)
    draft = make_draft(session, office)
    link = given_link(client.sign_in(office), draft)
    publish_participation(session, office, draft)

    answer = client.sign_out().get(link)

    assert answer.headers["location"] == f"/en/participation/{draft.reference}"


@pytest.mark.parametrize(
    "changes",
    [{"collecting_closes": day(0)}, {"synthesis_opens": day(20)}, {"synthesis_opens": day(5)}],
)
def test_ac37_an_end_before_its_start_and_a_second_phase_at_a_time_are_refused(
    client: CheckingClient, session: Session, changes: dict[str, str]
) -> None:
    office = make_officer(session, Office.ADMINISTRATION)
    draft = make_draft(session, office)
    client.sign_in(office)

    made = client.post("/en/participation/new", data=typed_concept(**changes))
    changed = client.post(
        f"/en/participation/{draft.reference}/edit", data=typed_concept(**changes)
    )

    assert made.status_code == changed.status_code == 422
    assert 'class="error"' in made.text
    assert 'class="error"' in changed.text
    assert len(phases_of(session, draft.id)) == 2


def test_ac37_never_more_than_one_phase_is_current(
    client: CheckingClient, session: Session
) -> None:
    twice = phases((Phase.COLLECTING, -20, -10), (Phase.COLLECTING, -9, 20))
    place = make_participation(session, phases=twice)

    page = client.get(f"/en/participation/{place.reference}").text

    assert page.count('aria-current="step"') == 1
    assert [line.open for line in phases_of(session, place.id)] == [False, True]


def test_the_next_cycle_begins_with_the_concept_of_the_last(
    client: CheckingClient, session: Session
) -> None:
    place = make_participation(session, Phase.CLOSED, silent_groups="People who work at night.")
    client.sign_in(make_officer(session, Office.ADMINISTRATION))

    form = client.get(f"/en/participation/new?from={place.reference}")

    assert "Find out where public transport fails people." in form.text
    assert "People who work at night." in form.text
    assert f'value="{place.reference}"' in form.text


def test_a_changed_concept_keeps_its_former_words(client: CheckingClient, session: Session) -> None:
    place = make_participation(session)
    client.sign_in(make_officer(session, Office.ADMINISTRATION))
    at = f"/en/participation/{place.reference}"
    before = phases_of(session, place.id)
    typed = typed_concept(title="Getting around", evaluation="A survey among all who took part.")

    changed = client.post(f"{at}/edit", data=typed)

    assert changed.status_code == 303
    versions = client.sign_out().get(f"{at}/versions").text
    assert "Getting around without a car" in versions
    assert "A survey among all who took part." in versions
    assert "A survey among all who took part." in client.get(f"{at}/concept").text
    assert phases_of(session, place.id) == before


def test_what_came_of_it_stands_on_the_page_in_versions(
    client: CheckingClient, session: Session
) -> None:
    place = make_participation(session, Phase.CLOSED)
    at = f"/en/participation/{place.reference}"
    client.sign_in(make_officer(session, Office.ADMINISTRATION))

    blank = client.post(f"{at}/result", data={"result": " \u200b\n "})
    first = client.post(f"{at}/result", data={"result": "Two lines run longer."})
    form = client.get(f"{at}/result").text
    second = client.post(f"{at}/result", data={"result": "Three lines run longer."})

    assert blank.status_code == 422
    assert first.status_code == second.status_code == 303
    assert "Two lines run longer." in form
    page = client.sign_out().get(at).text
    assert "Three lines run longer." in page
    assert "Two lines run longer." not in page
    assert "Two lines run longer." in client.get(f"{at}/versions").text
    client.sign_in(make_person(session))
    assert client.post(f"{at}/result", data={"result": "Mine."}).status_code == 403
