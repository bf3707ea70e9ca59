from datetime import datetime

from sqlalchemy import false
from sqlmodel import Field, SQLModel, UniqueConstraint

from app.db.clock import now
from app.db.columns import MOMENT, word_column
from app.db.ids import ID_COLUMN, new_id
from app.db.rows import table_of
from app.process.actor import EVERYWHERE
from app.process.vocabulary import Assurance, Group, Office


class Person(SQLModel, table=True):
    """Somebody who takes part. `email` is empty for people of imported contributions.

    `terms`: the version of the terms they consented to last.
    """

    id: int = Field(default_factory=new_id, primary_key=True, sa_type=ID_COLUMN)
    slug: str | None = Field(default=None, unique=True, max_length=64)
    email: str | None = Field(default=None, unique=True, max_length=254)
    name: str = Field(default="", max_length=80)
    group: Group = Field(default=Group.UNSTATED, sa_type=word_column(Group))
    language: str = Field(default="", max_length=12)
    terms: str = Field(default="", max_length=40, sa_column_kwargs={"server_default": ""})
    created_at: datetime = Field(default_factory=now, sa_type=MOMENT)
    unread: int = Field(default=0, sa_column_kwargs={"server_default": "0"})


class Identity(SQLModel, table=True):
    """A person as an OpenID provider knows them."""

    provider: str = Field(primary_key=True, max_length=64)
    sub: str = Field(primary_key=True, max_length=255)
    person_id: int = Field(foreign_key="person.id", sa_type=ID_COLUMN, index=True)


class SignInLink(SQLModel, table=True):
    """A link sent by mail: single use, short-lived, for one purpose. Only its hash is stored."""

    token_hash: str = Field(primary_key=True, max_length=64)
    email: str = Field(max_length=254)
    purpose: str = Field(max_length=32)
    next: str = Field(default="", max_length=2000)
    expires_at: datetime = Field(sa_type=MOMENT)
    used_at: datetime | None = Field(default=None, sa_type=MOMENT)


class WebSession(SQLModel, table=True):
    """A signed-in browser. Only the hash of its token is stored; it can be revoked.

    `provider` is empty after a sign-in by mail, and by a participation code (`by_code`).
    """

    token_hash: str = Field(primary_key=True, max_length=64)
    id: int = Field(default_factory=new_id, unique=True, sa_type=ID_COLUMN)
    person_id: int = Field(foreign_key="person.id", sa_type=ID_COLUMN, index=True)
    browser: str = Field(default="", max_length=120)
    provider: str = Field(default="", max_length=64)
    id_token: str = ""
    assurance: Assurance | None = Field(default=None, sa_type=word_column(Assurance))
    by_code: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    created_at: datetime = Field(default_factory=now, sa_type=MOMENT)
    expires_at: datetime = Field(sa_type=MOMENT)
    revoked_at: datetime | None = Field(default=None, sa_type=MOMENT)


class OfficeGrant(SQLModel, table=True):
    """An office a person holds, for a scope and until an end date."""

    __table_args__ = (UniqueConstraint("person_id", "office", "scope_id", "starts_at"),)

    id: int = Field(default_factory=new_id, primary_key=True, sa_type=ID_COLUMN)
    person_id: int = Field(foreign_key="person.id", sa_type=ID_COLUMN, index=True)
    office: Office = Field(sa_type=word_column(Office))
    scope_id: int = Field(default=EVERYWHERE, sa_type=ID_COLUMN, index=True)
    starts_at: datetime = Field(default_factory=now, sa_type=MOMENT)
    ends_at: datetime | None = Field(default=None, sa_type=MOMENT)
    granted_by: int = Field(sa_type=ID_COLUMN)


class TermsConsent(SQLModel, table=True):
    """A person has consented to a version of the terms, since when."""

    person_id: int = Field(primary_key=True, foreign_key="person.id", sa_type=ID_COLUMN)
    version: str = Field(primary_key=True, max_length=40)
    at: datetime = Field(default_factory=now, sa_type=MOMENT)


class ParticipationCode(SQLModel, table=True):
    """A code printed on paper that lets one person take part in one phase. Only its hash is kept.

    `supports`: how many it is good for. `guest`: the person was made by redeeming it.
    """

    __table_args__ = (
        UniqueConstraint("phase_id", "number"),
        UniqueConstraint("phase_id", "person_id"),
    )

    id: int = Field(default_factory=new_id, primary_key=True, sa_type=ID_COLUMN)
    code_hash: str = Field(unique=True, max_length=64)
    phase_id: int = Field(sa_type=ID_COLUMN)
    number: int
    supports: int
    active: bool = True
    person_id: int | None = Field(
        default=None, foreign_key="person.id", sa_type=ID_COLUMN, index=True
    )
    guest: bool = False
    made_by: int = Field(sa_type=ID_COLUMN)
    made_at: datetime = Field(default_factory=now, sa_type=MOMENT)
    redeemed_at: datetime | None = Field(default=None, sa_type=MOMENT)


PERSON, IDENTITY, SIGN_IN_LINK = table_of(Person), table_of(Identity), table_of(SignInLink)
WEB_SESSION, OFFICE_GRANT = table_of(WebSession), table_of(OfficeGrant)
TERMS_CONSENT, PARTICIPATION_CODE = table_of(TermsConsent), table_of(ParticipationCode)
