"""All settings: environment variables beginning with GEMEINWERK_. A bad one stops the start."""

import re
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Any, Literal, Self
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError, field_validator
from pydantic_core import ErrorDetails

PREFIX = "GEMEINWERK_"


class BadSettings(Exception):
    """A setting cannot be understood; the message names it and says what it must be."""


class Provider(BaseModel):
    """One OpenID Connect provider that people may sign in with.

    `assurance`: how surely it knows people, by the value of its claim `acr`.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    slug: str = Field(pattern=r"^[a-z0-9-]+$")
    name: str
    issuer: str
    client_id: str
    client_secret: str = ""
    assurance: Mapping[str, Literal["low", "substantial", "high"]] = {}


_PROVIDERS = TypeAdapter(tuple[Provider, ...])


class Settings(BaseModel):
    """What the operator decides. Every field is the variable GEMEINWERK_<FIELD IN CAPITALS>."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    database_url: str = Field(
        "", description="sqlite:///path or postgresql+asyncpg://…; empty: gemeinwerk.db in DATA_DIR"
    )
    replica_url: str = Field("", description="PostgreSQL replica for reads; empty: none")
    data_dir: Path = Field(Path("data"), description="folder of the database and of files")
    origin: str = Field(
        "http://127.0.0.1:8000", description="public address, scheme and host, no path"
    )
    secret: str = Field("", description="at least 32 characters; signs what a browser carries")
    city: str = Field("Gemeinwerk", description="name shown in the head of every page")
    contact: str = Field("", description="mail address people may write to; empty: MAIL_FROM")
    imprint: str = Field("", description="who runs this site: name, address, who answers for it")
    languages: str = Field("de,en", description="languages of the pages, the first is the default")
    time_zone: str = Field("Europe/Berlin", description="time zone in which dates are shown")
    smtp_host: str = Field("", description="host of the mail server; empty: mail stays in outbox")
    smtp_port: int = Field(25, ge=1, le=65535, description="port of the mail server")
    smtp_user: str = Field("", description="user name at the mail server; empty: none")
    smtp_password: str = Field("", description="password at the mail server")
    smtp_tls: bool = Field(False, description="start TLS before the mail is handed over")
    mail_from: str = Field("gemeinwerk@localhost", description="sender of every mail")
    providers: tuple[Provider, ...] = Field(
        (),
        description="JSON list: slug, name, issuer, client_id, client_secret, assurance by acr",
    )
    terms_version: str = Field(
        "", max_length=40, description="version of the terms people agree to first; empty: none"
    )
    terms_address: str = Field(
        "", description="where the full terms stand, if they are longer than our own page"
    )
    demo: bool = Field(False, description="demo city with one-press sign-in; not for production")
    moderation_hours: int = Field(24, ge=1, description="hours until a contribution is moderated")
    appeal_hours: int = Field(72, ge=1, description="hours until an objection is decided")
    reports_hide: int = Field(
        3, ge=0, description="people whose reports hide something for review; 0: nothing is hidden"
    )
    automatic_hides: int = Field(
        10, ge=0, description="how much may be hidden in a day without a moderator"
    )
    reports_each: int = Field(20, ge=1, description="reports that one person may make in a day")
    redaction_days: int = Field(
        180, ge=1, description="days for which a text is kept under lock that was blacked out"
    )
    blocked_words: str = Field(
        "", description="words, parted by commas, that moderators are warned of"
    )
    arena_days: int = Field(
        28, ge=1, description="days until what came at any time is answered or assigned"
    )
    digest_hour: int = Field(7, ge=0, le=23, description="hour of the daily letter with news")
    circles_each: int = Field(5, ge=0, description="circles around places one person may follow")
    circle_from: int = Field(500, ge=1, description="narrowest circle, in metres")
    circle_to: int = Field(3000, le=20000, description="widest circle, in metres")
    request_days: int = Field(
        30, ge=1, description="days until a request for participation is decided"
    )
    result_hours: int = Field(
        168, ge=1, description="hours after the last phase until staff are asked for its result"
    )
    link_minutes: int = Field(20, ge=1, description="minutes for which a sign-in link is valid")
    session_days: int = Field(30, ge=1, description="days for which a session lasts")
    max_body_kb: int = Field(256, ge=16, description="largest request body in kilobytes")
    files_dir: str = Field("", description="folder of uploaded files; empty: files in DATA_DIR")
    max_file_mb: int = Field(10, ge=1, le=100, description="largest uploaded file in megabytes")
    max_files: int = Field(5, ge=0, le=50, description="files that one contribution may have")
    map_tiles: str = Field("", description="address of map tiles with {z}, {x}, {y}; empty: none")
    map_credit: str = Field("", description="whose map it is, shown on the map")
    map_box: str = Field("", description="south,west,north,east of the city; empty: its districts")
    cache_seconds: float = Field(2.0, ge=0, description="seconds an anonymous page is kept")

    @field_validator("origin")
    @classmethod
    def _no_path(cls, origin: str) -> str:
        scheme, _, host = origin.partition("://")
        if scheme not in {"http", "https"} or not host or "/" in host:
            raise ValueError("must be http:// or https:// and a host, without a path")
        return origin

    @field_validator("database_url", "replica_url")
    @classmethod
    def _known_database(cls, url: str) -> str:
        if url and not url.startswith(("sqlite:///", "postgresql+asyncpg://")):
            raise ValueError("must begin with sqlite:/// or postgresql+asyncpg://")
        return url

    @field_validator("time_zone")
    @classmethod
    def _known_zone(cls, name: str) -> str:
        try:
            ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError, OSError) as unknown:
            raise ValueError("must be a time zone, such as Europe/Berlin") from unknown
        return name

    @field_validator("secret")
    @classmethod
    def _long_enough(cls, secret: str) -> str:
        if secret and len(secret) < 32:
            raise ValueError("must have at least 32 characters")
        return secret

    @field_validator("map_tiles")
    @classmethod
    def _tiles_of_one_host(cls, address: str) -> str:
        parts = urlsplit(address)
        if address and (
            parts.scheme != "https"
            or not re.fullmatch(r"[a-z0-9.:-]+", parts.netloc)
            or not all(each in address for each in ("{z}", "{x}", "{y}"))
        ):
            raise ValueError("must be https://host/… with {z}, {x} and {y}")
        return address

    @field_validator("map_box")
    @classmethod
    def _box_of_degrees(cls, box: str) -> str:
        if box:
            south, west, north, east = (float(each) for each in box.split(","))
            if not (-90 <= south < north <= 90 and -180 <= west < east <= 180):
                raise ValueError("must be south,west,north,east in degrees")
        return box

    @property
    def files(self) -> Path:
        return Path(self.files_dir) if self.files_dir else self.data_dir / "files"

    @property
    def max_upload(self) -> int:
        return self.max_file_mb * 1024 * 1024

    @property
    def tiles_origin(self) -> str:
        """The one other host that a map page may ask; empty where there is none."""
        parts = urlsplit(self.map_tiles)
        return f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""

    @property
    def secure(self) -> bool:
        return self.origin.startswith("https://")

    @property
    def contact_address(self) -> str:
        return self.contact or self.mail_from

    @property
    def database(self) -> str:
        return self.database_url or f"sqlite:///{self.data_dir.absolute() / 'gemeinwerk.db'}"

    @cached_property
    def language_codes(self) -> tuple[str, ...]:
        return tuple(code.strip() for code in self.languages.split(",") if code.strip())

    @classmethod
    def read(cls, environment: Mapping[str, str], **changes: Any) -> Self:
        """Read the settings from the environment, `changes` winning over it."""
        given: dict[str, Any] = {
            name.removeprefix(PREFIX).lower(): text
            for name, text in environment.items()
            if name.startswith(PREFIX) and name.removeprefix(PREFIX).lower() in cls.model_fields
        }
        try:
            given["providers"] = _PROVIDERS.validate_json(given.get("providers") or "[]")
            return cls.model_validate(given | changes)
        except ValidationError as problem:
            raise BadSettings(_sentence(problem.errors()[0])) from problem


def _sentence(error: ErrorDetails) -> str:
    """What is wrong with which variable, without the value, which may be a secret."""
    place = [str(each) for each in error["loc"]]
    if not place or place[0] not in Settings.model_fields:
        place = ["providers", *place]
    name, *inside = place
    return f"{PREFIX}{name.upper()}: {' '.join([*inside, error['msg']])}.".replace(
        "Value error, ", ""
    )
