"""All tables at once, from the models. Installations grow by migrations instead."""

import importlib
import pkgutil

from sqlalchemy import Connection, MetaData
from sqlmodel import SQLModel

import app


def metadata() -> MetaData:
    """The tables of every package."""
    for package in pkgutil.walk_packages(app.__path__, "app."):
        if package.name.rpartition(".")[2] in {"models", "jobs", "search"}:
            importlib.import_module(package.name)
    return SQLModel.metadata


def create_all(connection: Connection) -> None:
    """Create every table, index, trigger and the search index."""
    metadata().create_all(connection)
