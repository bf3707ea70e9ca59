"""Every address of moderation."""

from app.moderation import blacking, deciding, looking, publicity, queueing, readers, wording

routes = [
    *queueing.routes,
    *deciding.routes,
    *looking.routes,
    *blacking.routes,
    *wording.routes,
    *publicity.routes,
    *readers.routes,
]
