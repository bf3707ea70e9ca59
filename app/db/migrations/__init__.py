"""How the tables came to be: Alembic migrations, one head, the same for both databases."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

HERE = Path(__file__).parent


def migrate(connection: Connection) -> None:
    """Bring the database to the newest tables, within the transaction of `connection`."""
    command.upgrade(_config(connection), "head")


def undo(connection: Connection) -> None:
    """Take every migration back: what remains is an empty database."""
    command.downgrade(_config(connection), "base")


def pending(connection: Connection) -> bool:
    """Whether the database is older than this program."""
    head = ScriptDirectory.from_config(_config(connection)).get_current_head()
    return MigrationContext.configure(connection).get_current_revision() != head


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(HERE))
    config.attributes["connection"] = connection
    return config
