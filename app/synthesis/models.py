from sqlmodel import Field, SQLModel

from app.db.columns import word_column
from app.db.ids import ID_COLUMN
from app.db.rows import table_of
from app.process.vocabulary import Verdict


class Topic(SQLModel, table=True):
    """What several contributions say, in the administration's digest."""

    id: int = Field(primary_key=True, foreign_key="item.id", sa_type=ID_COLUMN)
    digest: str


class Answer(SQLModel, table=True):
    """What the administration answers to a topic or a contribution, always with its reason."""

    id: int = Field(primary_key=True, foreign_key="item.id", sa_type=ID_COLUMN)
    verdict: Verdict = Field(sa_type=word_column(Verdict))
    reason: str


TOPIC, ANSWER = table_of(Topic), table_of(Answer)
