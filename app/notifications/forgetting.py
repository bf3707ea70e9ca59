"""What is not kept for good: forgotten by the worker, once an hour, as the privacy page says."""

from datetime import timedelta

from sqlalchemy import delete, or_, update
from sqlmodel import Session

from app.accounts.models import SIGN_IN_LINK, WEB_SESSION
from app.db.clock import now
from app.files.forgetting import forget_files
from app.moderation.canned import seed_canned
from app.moderation.presence import forget_looking
from app.moderation.redacting import forget_originals
from app.notifications.models import NEWS
from app.organisations.models import MEMBER_INVITATION
from app.problems.models import ASSISTED_ENTRY
from app.web.models import KEPT_TEXT, ONCE_KEY

KEPT_TEXT_FOR = timedelta(days=2)
ONCE_KEY_FOR = timedelta(days=2)
ENDED_FOR = timedelta(days=7)
NEWS_FOR = timedelta(days=180)
NAMES_FOR = timedelta(days=180)


def forget(session: Session) -> int:
    """Delete texts nobody came back for, used keys, old links, ended sessions, removed files,
    news of long ago that were read, and the names of those whom staff helped to write.

    Originals of what was blacked out go when the legal period is over. Returns how many. The first
    words for moderators are put in place where they are missing.
    """
    moment = now()
    ended = moment - ENDED_FOR
    statements = (
        delete(KEPT_TEXT).where(KEPT_TEXT.c.kept_at < moment - KEPT_TEXT_FOR),
        delete(ONCE_KEY).where(ONCE_KEY.c.used_at < moment - ONCE_KEY_FOR),
        delete(SIGN_IN_LINK).where(SIGN_IN_LINK.c.expires_at < ended),
        delete(WEB_SESSION).where(
            or_(WEB_SESSION.c.expires_at < ended, WEB_SESSION.c.revoked_at < ended)
        ),
        delete(MEMBER_INVITATION).where(MEMBER_INVITATION.c.expires_at < ended),
        delete(NEWS).where(NEWS.c.at < moment - NEWS_FOR, NEWS.c.read_at.is_not(None)),
        update(ASSISTED_ENTRY)
        .where(ASSISTED_ENTRY.c.at < moment - NAMES_FOR, ASSISTED_ENTRY.c.person_name != "")
        .values(person_name=""),
    )
    gone = [session.execute(each).rowcount for each in statements]  # type: ignore[attr-defined]
    kept = forget_files(session) + forget_looking(session) + forget_originals(session)
    seed_canned(session)
    return int(sum(gone)) + kept
