from sqlmodel import Session

from app.merging.commands import unmerge_item
from app.process.vocabulary import Office
from app.settings import Settings
from tests.makers import make_officer, make_person
from tests.merging.makers import make_merge, same_things, support
from tests.moderation.makers import letters


def test_authors_and_supporters_are_told_of_a_merge_and_its_end(
    session: Session, settings: Settings
) -> None:
    one, other = same_things(session)
    supporter = make_person(session)
    support(session, one, supporter)
    support(session, other, supporter)
    made = make_merge(session, one, other)

    first = letters(session, settings)
    unmerge_item(session, make_officer(session, Office.MODERATOR), made)
    then = letters(session, settings)

    told = [each["subject"] for each in first]
    assert sum("merged with others" in subject for subject in told) == 2
    assert sum("stands alone again" in each["subject"] for each in then) == 2
