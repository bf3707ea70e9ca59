"""What follows from acts on the record: people are told. One file for each subject.

A new subject is a file with a function `consumer` and its line here. It tells by
`tell_by_letter(session, settings, people, told_of(line, News.OWN, Happened.ANSWERED, item_id))`.
"""

from app.merging import pairs
from app.moderation import assessing
from app.notifications import (
    comment_news,
    contribution_news,
    merge_news,
    moderation_news,
    objection_news,
    outcome_news,
    phase_news,
    received_news,
    request_news,
    review_news,
    statement_news,
    synopsis_news,
    topic_news,
    withdrawn_news,
)
from app.record.consumers import Consumer
from app.settings import Settings


def consumers(settings: Settings) -> tuple[Consumer, ...]:
    """One for each subject, so that one that fails holds up no other."""
    return (
        withdrawn_news.consumer(settings),
        received_news.consumer(settings),
        *assessing.consumers(settings),
        pairs.consumer(),
        moderation_news.consumer(settings),
        objection_news.consumer(settings),
        review_news.consumer(settings),
        merge_news.consumer(settings),
        topic_news.consumer(settings),
        *outcome_news.consumers(settings),
        comment_news.consumer(settings),
        contribution_news.consumer(settings),
        *synopsis_news.consumers(settings),
        *statement_news.consumers(settings),
        phase_news.consumer(settings),
        request_news.consumer(settings),
    )
