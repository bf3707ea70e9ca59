from sqlmodel import Field, SQLModel

from app.db.rows import table_of


class Installation(SQLModel, table=True):
    """What is known of this installation as a whole, such as that it is a demonstration."""

    key: str = Field(primary_key=True, max_length=40)
    value: str


INSTALLATION = table_of(Installation)
