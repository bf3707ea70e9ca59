"""The house rules, held by machine: size, names, and what each command contains."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from statistics import median, quantiles

import pytest

from app.process.vocabulary import Action

ROOT = Path(__file__).parents[1]
SOURCES = sorted(
    path for path in (ROOT / "app").rglob("*.py") if "versions" not in path.relative_to(ROOT).parts
)
TESTS = sorted((ROOT / "tests").rglob("*.py"))
COMMAND_FILES = sorted(
    [*(ROOT / "app").glob("*/commands.py"), *(ROOT / "app").glob("*/commands/[!_]*.py")]
)
FORBIDDEN_ENDS = {"utils", "helpers", "manager", "base", "helper", "util", "managers"}
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


def _functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, FUNCTIONS):
            yield node


def _lines(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """The lines of the body: a docstring and the signature are not what makes a function long."""
    body = node.body[1:] if ast.get_docstring(node) and len(node.body) > 1 else node.body
    return (node.end_lineno or 0) - body[0].lineno + 1


LENGTHS = {
    f"{path.relative_to(ROOT)}:{node.name}": _lines(node)
    for path in SOURCES
    for node in _functions(path)
}
COMMANDS = [
    pytest.param(node, id=f"{path.parent.name}.{node.name}")
    for path in COMMAND_FILES
    for node in ast.parse(path.read_text()).body
    if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
]


def test_functions_are_small() -> None:
    lengths = list(LENGTHS.values())
    too_long = {name: length for name, length in LENGTHS.items() if length > 40}

    assert too_long == {}
    assert median(lengths) <= 6
    assert quantiles(lengths, n=10)[8] <= 20


def test_files_are_small() -> None:
    lengths = {
        str(path.relative_to(ROOT)): len(path.read_text().splitlines())
        for path in [*SOURCES, ROOT / "dev.py"]
    }

    assert {name: length for name, length in lengths.items() if length > 300} == {}


def test_test_files_are_small() -> None:
    lengths = {str(path.relative_to(ROOT)): len(path.read_text().splitlines()) for path in TESTS}

    assert {name: length for name, length in lengths.items() if length > 400} == {}


def test_at_most_four_parameters_come_by_position() -> None:
    many = [
        f"{path.relative_to(ROOT)}:{node.name}"
        for path in SOURCES
        for node in _functions(path)
        if len([arg for arg in node.args.args if arg.arg not in {"self", "cls"}]) > 4
    ]

    assert many == []


def test_names_say_what_a_thing_is() -> None:
    names = {path.stem for path in SOURCES} | {path.parent.name for path in SOURCES}
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, (*FUNCTIONS, ast.ClassDef)):
                names.add(node.name)

    words = {name: re.findall(r"[A-Z]?[a-z]+|$", name)[-1].lower() for name in names}
    assert [name for name, last in words.items() if last in FORBIDDEN_ENDS] == []


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_asks_the_rules_and_leaves_a_record(command: ast.FunctionDef) -> None:
    calls = {
        node.func.id
        for node in ast.walk(command)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }

    assert {"permit", "record"} <= calls
    assert [arg.arg for arg in command.args.args[:2]] == ["session", "actor"]


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_is_named_after_its_action(command: ast.FunctionDef) -> None:
    assert command.name.upper() in Action.__members__


def test_time_is_read_from_the_one_clock() -> None:
    readers = [
        str(path.relative_to(ROOT))
        for path in SOURCES
        if re.search(r"datetime\.(now|utcnow|today)\(|date\.today\(", path.read_text())
        and path.name != "clock.py"
    ]

    assert readers == []


def test_packages_have_a_line_that_says_what_they_are() -> None:
    packages = [ast.parse(path.read_text()) for path in (ROOT / "app").glob("*/__init__.py")]

    assert all(ast.get_docstring(package) for package in packages)


def test_no_work_is_left_for_later() -> None:
    marks = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")
    here = Path(__file__).name

    assert [
        str(path)
        for path in [*SOURCES, *TESTS]
        if path.name != here and marks.search(path.read_text())
    ] == []


def test_no_six_lines_stand_twice() -> None:
    places: dict[tuple[str, ...], list[str]] = {}
    for path in SOURCES:
        lines = [line.strip() for line in path.read_text().splitlines()]
        lines = [line for line in lines if line and not _names_only(line)]
        for at in range(len(lines) - 5):
            run = tuple(lines[at : at + 6])
            if sum(len(line) for line in run) > 80:  # brackets alone are no repetition
                places.setdefault(run, []).append(f"{path.relative_to(ROOT)}: {run[0]}")

    assert [where for where in places.values() if len(where) > 1] == []


def _names_only(line: str) -> bool:
    """Imports, columns that are selected, fields that are declared: lists of names, not logic."""
    names = r"(from \S+ )?import |[\w.]+,$|\)$|[A-Z_]+$|\w+: [\w\[\]|, ]+( = [\w\"]*)?$"
    return bool(re.match(names, line))
