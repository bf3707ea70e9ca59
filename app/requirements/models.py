from sqlmodel import Field, SQLModel

from app.db.columns import word_column
from app.db.ids import ID_COLUMN
from app.db.rows import table_of
from app.process.vocabulary import Priority, RequirementKind


class Requirement(SQLModel, table=True):
    """What a solution must be able to do. Its origin is kept as links (origin_of) on the spine.

    `result` is what came of the public discussion, `reason` why it was approved or dropped.
    """

    id: int = Field(primary_key=True, foreign_key="item.id", sa_type=ID_COLUMN)
    text: str
    kind: RequirementKind = Field(sa_type=word_column(RequirementKind))
    priority: Priority = Field(sa_type=word_column(Priority))
    acceptance: str
    result: str = ""
    reason: str = ""


REQUIREMENT = table_of(Requirement)
