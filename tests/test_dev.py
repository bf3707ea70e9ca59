import re
import shutil
import sys
import tomllib
from pathlib import Path

import pytest

import dev


def test_without_a_command_one_reads_what_there_is(capsys: pytest.CaptureFixture[str]) -> None:
    code = dev.main([])

    assert code == 0
    listed = re.findall(r"python3 dev.py (\w+)", capsys.readouterr().out)
    assert listed == ["demo", "test", "check", "bench", "messages", "lock"]


def test_an_unknown_command_is_answered_with_the_known_ones(
    capsys: pytest.CaptureFixture[str],
) -> None:
    code = dev.main(["demonstrate"])

    said = capsys.readouterr().err
    assert code == 1
    assert "There is no command demonstrate." in said
    assert "python3 dev.py demo " in said


def test_a_command_that_takes_nothing_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    code = dev.main(["check", "everything"])

    assert code == 1
    assert "What to do: Run: python3 dev.py check" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("name", "command"),
    [("demo", [dev.BIN / "app", "demo"]), ("bench", [dev.PYTHON, "-m", "tests.load.bench"])],
)
def test_what_follows_a_command_is_passed_on(
    name: str, command: list[object], monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[object] = []
    monkeypatch.setattr(dev, "install", lambda wanted: None)
    monkeypatch.setattr(dev, "become", lambda *words: started.extend(words))

    dev.main([name, "--data", "somewhere"])

    assert started == [*command, "--data", "somewhere"]


def test_two_workers_run_the_tests_unless_somebody_says_otherwise() -> None:
    assert dev.spread(["tests/problems", "-k", "x"]) == ["-n", "2", "tests/problems", "-k", "x"]
    assert dev.spread(["-n", "0"]) == ["-n", "0"]
    assert dev.spread(["-n4"]) == ["-n4"]


def test_a_failure_shows_what_was_said_and_what_to_do() -> None:
    failing = (sys.executable, "-c", "print('No space is left.'); raise SystemExit(3)")

    with pytest.raises(dev.Trouble) as trouble:
        dev.work("Writing a file", *failing, remedy="Delete something.")

    assert "Writing a file: this did not work." in str(trouble.value)
    assert "No space is left." in str(trouble.value)
    assert "What to do: Delete something." in str(trouble.value)


def test_whoever_may_not_install_is_told_who_may(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.geteuid", lambda: 1000)

    with pytest.raises(dev.Trouble, match="sudo apt-get install chromium"):
        dev.apt("Fetching a browser", "chromium")


def test_without_npm_one_reads_what_was_skipped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda program: None)

    assert "accessibility" in dev.fetch_npm_parts()


def test_packages_are_installed_only_when_the_lock_has_changed(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    done: list[str] = []
    changed = tmp_path / "changed.txt"
    changed.write_text("starlette==2.0\n")
    monkeypatch.setattr(dev, "VENV", tmp_path)
    monkeypatch.setattr(dev, "make_environment", lambda: None)
    monkeypatch.setattr(dev, "work", lambda sentence, *_, **__: done.append(sentence))

    dev.install(dev.TESTING)
    after_the_first = len(done)
    dev.install(dev.TESTING)
    dev.install(dev.RUNTIME)
    after_the_others = len(done)
    monkeypatch.setattr(dev, "RUNTIME", changed)
    dev.install(dev.RUNTIME)

    assert (after_the_first, after_the_others, len(done)) == (2, 2, 4)


def test_check_goes_on_after_a_failure_and_shows_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    steps = {"This fails": "python --nonsense", "This works": "python --version"}
    monkeypatch.setattr(dev, "install", lambda wanted: None)
    monkeypatch.setattr(dev, "STEPS", steps)

    code = dev.main(["check"])

    said = capsys.readouterr().out
    assert code == 1
    assert re.search(r"This fails +✗.*\n +This works +✓", said)
    assert "unknown option --nonsense" in said
    assert "1 of 2 checks passed." in said


@pytest.mark.parametrize("command", dev.STEPS.values())
def test_each_step_of_check_can_be_started(command: str) -> None:
    program, *words = command.split()

    assert (dev.BIN / program).exists()
    assert all((dev.ROOT / word).exists() for word in words if word.startswith("tests/"))


@pytest.mark.parametrize(
    ("lock", "extra"), [(dev.RUNTIME, None), (dev.TESTING, "test")], ids=["runtime", "testing"]
)
def test_the_lock_names_one_version_of_all_that_is_asked_for(lock: Path, extra: str | None) -> None:
    project = tomllib.loads((dev.ROOT / "pyproject.toml").read_text())["project"]
    asked = project["optional-dependencies"][extra] if extra else project["dependencies"]

    pins = [line for line in lock.read_text().splitlines() if not line.startswith(("#", "-r"))]

    assert all(re.fullmatch(r"[a-z0-9-]+==[\w.]+", pin) for pin in pins)
    names = {pin.split("==")[0] for pin in pins}
    assert {re.split(r"[\[<>=]", wish)[0] for wish in asked} <= names
