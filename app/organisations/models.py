from datetime import datetime

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

from app.db.clock import now
from app.db.columns import DATA, MOMENT, word_column
from app.db.ids import ID_COLUMN, new_id
from app.db.rows import table_of
from app.process.vocabulary import Group, Office

EMPTY = {"server_default": ""}
_OPEN = text("decided_at IS NULL")


class Organisation(SQLModel, table=True):
    """A group that speaks: an association, a company, an institute, an authority.

    `verified_for`: the authority for which somebody verified it; empty when they named none.
    """

    id: int = Field(default_factory=new_id, primary_key=True, sa_type=ID_COLUMN)
    name: str = Field(unique=True, max_length=120)
    group: Group = Field(sa_type=word_column(Group))
    text: str = ""
    register_number: str = Field(default="", max_length=80, sa_column_kwargs=EMPTY)
    represents: str = Field(default="", max_length=300, sa_column_kwargs=EMPTY)
    represented: int | None = None
    website: str = Field(default="", max_length=300, sa_column_kwargs=EMPTY)
    verified_at: datetime | None = Field(default=None, sa_type=MOMENT)
    verified_by: int | None = Field(default=None, sa_type=ID_COLUMN)
    verified_for: str = Field(default="", max_length=120, sa_column_kwargs=EMPTY)
    verified_with: str = Field(default="", max_length=300, sa_column_kwargs=EMPTY)
    created_at: datetime = Field(default_factory=now, sa_type=MOMENT)


class JoinRequest(SQLModel, table=True):
    """Somebody asks to belong to an organisation; one of its representatives decides."""

    __table_args__ = (
        Index(
            "joinrequest_open",
            "organisation_id",
            "person_id",
            unique=True,
            sqlite_where=_OPEN,
            postgresql_where=_OPEN,
        ),
    )

    id: int = Field(default_factory=new_id, primary_key=True, sa_type=ID_COLUMN)
    organisation_id: int = Field(foreign_key="organisation.id", sa_type=ID_COLUMN)
    person_id: int = Field(foreign_key="person.id", sa_type=ID_COLUMN, index=True)
    words: str = Field(default="", max_length=500)
    asked_at: datetime = Field(default_factory=now, sa_type=MOMENT)
    decided_at: datetime | None = Field(default=None, sa_type=MOMENT)
    decided_by: int | None = Field(default=None, sa_type=ID_COLUMN)
    accepted: bool | None = None


class MemberInvitation(SQLModel, table=True):
    """A link by mail with which one person joins an organisation. Only its hash is stored."""

    id: int = Field(default_factory=new_id, primary_key=True, sa_type=ID_COLUMN)
    organisation_id: int = Field(foreign_key="organisation.id", sa_type=ID_COLUMN, index=True)
    email: str = Field(max_length=254)
    office: Office = Field(sa_type=word_column(Office))
    token_hash: str = Field(unique=True, max_length=64)
    by_id: int = Field(sa_type=ID_COLUMN)
    sent_at: datetime = Field(default_factory=now, sa_type=MOMENT)
    expires_at: datetime = Field(sa_type=MOMENT)
    used_at: datetime | None = Field(default=None, sa_type=MOMENT)
    used_by: int | None = Field(default=None, sa_type=ID_COLUMN)


class Body(SQLModel, table=True):
    """A political or advisory body. Names and texts by language; valid from and until."""

    id: int = Field(default_factory=new_id, primary_key=True, sa_type=ID_COLUMN)
    code: str = Field(unique=True, max_length=40)
    name: dict[str, str] = Field(sa_type=DATA)
    purpose: dict[str, str] = Field(sa_type=DATA)
    decides_mandates: bool = False
    valid_from: datetime = Field(default_factory=now, sa_type=MOMENT)
    valid_until: datetime | None = Field(default=None, sa_type=MOMENT)


ORGANISATION, JOIN_REQUEST = table_of(Organisation), table_of(JoinRequest)
MEMBER_INVITATION, BODY = table_of(MemberInvitation), table_of(Body)
