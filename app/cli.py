"""The command `app`: serve, demo, migrate, import, grant, verify, work, settings."""

import argparse
import asyncio
import json
import os
import secrets
import sys
from collections.abc import Callable, Coroutine, Sequence
from datetime import date
from pathlib import Path
from typing import Any, NoReturn

from app.process.refusal import Refused
from app.settings import PREFIX, BadSettings, Settings

NOT_MIGRATED = "The database does not have the tables of this version. Run `app migrate` first."
Command = Callable[[argparse.Namespace, Settings], int]
SET = "(set)"


class Stop(Exception):
    """What a person at the command line reads when a command cannot go on."""


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run one command; the exit code is 0 when all went well."""
    asked = _parser().parse_args(arguments)
    try:
        sys.exit(asked.run(asked, _settings(asked)))
    except (BadSettings, Refused, Stop) as problem:
        sys.exit(f"app {asked.command}: {problem}")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="app", description="Gemeinwerk")
    commands = parser.add_subparsers(dest="command", required=True)
    for name, run, text in (
        ("serve", _serve, "serve the pages"),
        ("demo", _demo, "seed the model city if need be, and serve it"),
        ("migrate", _migrate, "bring the database to the newest tables"),
        ("import", _import_problems, "bring in contributions, or the strategy, from a file"),
        ("grant", _grant, "give a person an office"),
        ("verify", _verify, "check every invariant on the database"),
        ("work", _work, "run consumers and jobs until stopped"),
        ("settings", _show_settings, "list all settings with their present values"),
    ):
        command = commands.add_parser(name, help=text, description=text)
        command.set_defaults(run=run)
        _placing(command)
        if name in _ARGUMENTS:
            _ARGUMENTS[name](command)
    return parser


def _serving(command: argparse.ArgumentParser) -> None:
    command.add_argument("--port", type=int, default=8000)
    command.add_argument("--host", default="127.0.0.1")
    command.add_argument("--no-work", action="store_true", help="run no consumers and no jobs")


def _importing(command: argparse.ArgumentParser) -> None:
    kinds = command.add_subparsers(dest="what", required=True)
    problems = kinds.add_parser("problems", help="contributions, from a CSV file")
    problems.set_defaults(run=_import_problems)
    problems.add_argument("file", type=Path)
    problems.add_argument("--participation", required=True, metavar="REF")
    problems.add_argument("--language", required=True)
    for field in ("id", "body", "title", "author", "time", "moderated"):
        problems.add_argument(f"--{field}-column", metavar="COLUMN", dest=f"column_{field}")
    strategy = kinds.add_parser("strategy", help="values, goals, fields, bodies, from a TOML file")
    strategy.set_defaults(run=_import_strategy)
    strategy.add_argument("file", type=Path)
    for kind in (problems, strategy):
        _placing(kind)


def _placing(command: argparse.ArgumentParser) -> None:
    command.add_argument("--data", type=Path, help="folder of the database and of files")


def _granting(command: argparse.ArgumentParser) -> None:
    command.add_argument("email")
    command.add_argument("office")
    command.add_argument("--scope", default="", metavar="REF", help="what the office is limited to")
    command.add_argument("--until", type=date.fromisoformat, metavar="YYYY-MM-DD")


_ARGUMENTS: dict[str, Callable[[argparse.ArgumentParser], None]] = {
    "serve": _serving,
    "demo": _serving,
    "import": _importing,
    "grant": _granting,
}


def _settings(asked: argparse.Namespace) -> Settings:
    changes: dict[str, Any] = {"data_dir": asked.data} if asked.data else {}
    if asked.command == "demo":
        changes |= {"demo": True, "city": "Erlenmünde"}
        changes.setdefault("data_dir", Path(os.environ.get(f"{PREFIX}DATA_DIR", "data/demo")))
    if "port" in asked and f"{PREFIX}ORIGIN" not in os.environ:
        changes["origin"] = f"http://{asked.host}:{asked.port}"
    settings = Settings.read(os.environ, **changes)
    return (
        settings if settings.secret else settings.model_copy(update={"secret": _secret(settings)})
    )


def _secret(settings: Settings) -> str:
    """The secret of this installation, made once and kept beside its database."""
    path = settings.data_dir / "secret"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(48))
    return path.read_text()


def _serve(asked: argparse.Namespace, settings: Settings) -> int:
    import uvicorn

    from app.main import create_app, settle

    _within(settings, _nothing)
    app = create_app(settings, work=not asked.no_work)
    settle()
    uvicorn.run(
        app, host=asked.host, port=asked.port, log_level="warning", timeout_graceful_shutdown=5
    )
    return 0


def _demo(asked: argparse.Namespace, settings: Settings) -> int:
    from app.demo.seeding import prepare

    _migrate(asked, settings)
    _within(settings, lambda database: prepare(database, settings, say=_say))
    _say(f"Open {settings.origin} in a browser. Stop with Ctrl-C.")
    return _serve(asked, settings)


def _migrate(_asked: argparse.Namespace, settings: Settings) -> int:
    from app.db.migrations import migrate

    _within(settings, lambda database: database.define(migrate), on_tables=False)
    return 0


def _import_strategy(asked: argparse.Namespace, settings: Settings) -> int:
    from app.goals.strategy import import_strategy, read_strategy
    from app.problems.imports import COMMAND_LINE

    strategy = read_strategy(asked.file)
    count = _within(
        settings,
        lambda database: database.write(
            lambda session: import_strategy(session, COMMAND_LINE, strategy)
        ),
    )
    _say(f"{count} entries of the strategy are in the database.")
    return 0


def _import_problems(asked: argparse.Namespace, settings: Settings) -> int:
    from app.problems.imports import import_file

    columns = {
        name.removeprefix("column_"): value
        for name, value in vars(asked).items()
        if name.startswith("column_") and value
    }
    errors = _within(
        settings,
        lambda database: import_file(
            database, asked.file, asked.participation, asked.language, columns=columns, say=_say
        ),
    )
    for error in errors:
        _say(str(error))
    return 1 if errors else 0


def _grant(asked: argparse.Namespace, settings: Settings) -> int:
    from app.organisations.offices import grant_from_command_line

    _say(
        _within(
            settings,
            lambda database: database.write(
                lambda session: grant_from_command_line(
                    session,
                    asked.email,
                    asked.office,
                    asked.scope,
                    until=asked.until,
                    time_zone=settings.time_zone,
                )
            ),
        )
    )
    return 0


def _verify(_asked: argparse.Namespace, settings: Settings) -> int:
    from app.invariants import first_broken

    broken = _within(settings, lambda database: database.slow(first_broken))
    _say(broken or "Every invariant holds.")
    return 1 if broken else 0


def _work(_asked: argparse.Namespace, settings: Settings) -> int:
    from app.stages import work_alone

    _within(settings, lambda database: work_alone(settings, database))
    return 0


def _show_settings(_asked: argparse.Namespace, settings: Settings) -> int:
    for name, field in Settings.model_fields.items():
        _say(f"{PREFIX}{name.upper()} = {_shown(settings, name)}\n    {field.description}")
    return 0


def _shown(settings: Settings, name: str) -> str:
    """The value of a setting as anybody may read it, over the shoulder or in a log."""
    from sqlalchemy import make_url

    value = getattr(settings, name)
    match name:
        case "secret" | "smtp_password" if value:
            return SET
        case "database_url" | "replica_url" if value:
            return make_url(value).render_as_string(hide_password=True)
        case "providers":
            hidden = {"client_secret": SET}
            return json.dumps([each.model_dump() | hidden for each in settings.providers])
    return str(value)


async def _nothing(_database: Any) -> None:
    """Only sees whether the database is there, with its tables."""


def _outdated(session: Any) -> bool:
    from app.db.migrations import pending

    return pending(session.connection())


def _within(
    settings: Settings,
    act: Callable[[Any], Coroutine[Any, Any, Any]],
    *,
    on_tables: bool = True,
) -> Any:
    """Run something on the database, then close it; it must have the newest tables."""
    from app.db.database import Unreachable, connect

    async def run() -> Any:
        database = connect(settings.database, settings.replica_url)
        try:
            if on_tables and await database.read(_outdated):
                raise Stop(NOT_MIGRATED)
            return await act(database)
        finally:
            await database.close()

    try:
        return asyncio.run(run())
    except Unreachable as problem:
        raise Stop(f"The database cannot be reached: {problem}") from problem
    except KeyboardInterrupt:
        return None


def _say(sentence: str) -> None:
    print(sentence, flush=True)
