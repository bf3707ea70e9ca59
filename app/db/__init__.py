"""The database: connections, transactions, identifiers, the clock. SQLite and PostgreSQL alike."""

from sqlmodel import SQLModel

# Rows are checked by the forms, so the checks that each table could make are not built: 1 MB.
SQLModel.model_config["defer_build"] = True
