"""Gemeinwerk's launcher. It needs only Python 3.11 and keeps all that it installs in .venv.

`python3 dev.py` lists the commands. What is written after demo, test or bench is passed on to it.
"""

import hashlib
import json
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory, TemporaryFile
from time import monotonic
from typing import NamedTuple, NoReturn

if sys.version_info < (3, 11):  # noqa: UP036 - whoever has an older one deserves a sentence
    sys.exit("Gemeinwerk needs Python 3.11 or newer. Please start dev.py with a newer Python.")

ROOT = Path(__file__).resolve().parent
VENV, LOCALES = ROOT / ".venv", ROOT / "locales"
BIN, NPM = VENV / "bin", VENV / "npm"
PYTHON = BIN / "python"
RUNTIME, TESTING = ROOT / "requirements.txt", ROOT / "requirements-test.txt"
PARTS = ROOT / "tests/real/npm"
TITLE = "--header-comment=# Translations template for PROJECT."
NOTHING = r'^msgstr(\[\d\])? ""$(?!\n")'
LOCK = "# Written by `python3 dev.py lock` from what pyproject.toml allows. Not edited by hand."
ONLINE = "Check that this machine can reach the package registries, then run the command again."
WITHOUT_NPM = (
    "Node.js with npm is missing here, so the tests of accessibility and those with the strict"
    " OpenID provider were skipped. Install nodejs and npm to run them too."
)
WITHOUT_BROWSER = (
    "Install Chromium, or set GEMEINWERK_BROWSER to the path of a browser of its kind, or run what"
    ' needs none: python3 dev.py test -m "not browser"'
)


class Trouble(Exception):
    def __init__(self, what: str, remedy: str) -> None:
        super().__init__(f"\n{what}\n\nWhat to do: {remedy}")


class Outcome(NamedTuple):
    worked: bool
    output: str
    seconds: float


STEPS = {
    "Ruff finds nothing to improve": "ruff check .",
    "The layout is the agreed one": "ruff format --check .",
    "The types fit": "mypy",
    "Packages only look down": "lint-imports",
    "Templates compile in every language": "python -m pytest -q tests/test_templates.py",
    "Every sentence is translated": "python -m pytest -q tests/test_translations.py",
    "The code keeps its shape": "python -m pytest -q tests/test_shape.py",
}
VERDICTS = {
    0: "All tests passed",
    1: "Some tests failed: they are named above, and `python3 dev.py test NAME` repeats one",
    5: "No test has that name",
}


def run(*command: str | Path, cwd: Path = ROOT) -> Outcome:
    """Run quietly, with a dot every three seconds so that nobody thinks it hangs."""
    started = monotonic()
    with TemporaryFile("w+", errors="replace") as output:
        with subprocess.Popen(
            command, cwd=cwd, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT
        ) as process:
            while process.poll() is None:
                with suppress(subprocess.TimeoutExpired):
                    process.wait(3)
                    break
                print(".", end="", flush=True)
        output.seek(0)
        return Outcome(process.returncode == 0, output.read(), monotonic() - started)


def work(sentence: str, *command: str | Path, remedy: str = ONLINE, cwd: Path = ROOT) -> str:
    print(f"{sentence} ...", end="", flush=True)
    outcome = run(*command, cwd=cwd)
    print(f" {'done' if outcome.worked else 'failed'} after {outcome.seconds:.0f} s", flush=True)
    if not outcome.worked:
        said = "\n".join(outcome.output.strip().splitlines()[-25:])
        raise Trouble(f"{sentence}: this did not work. It said:\n\n{said}", remedy)
    return outcome.output


def apt(sentence: str, package: str) -> None:
    """Install a Debian package where we may; elsewhere say who can."""
    remedy = f"Install {package}, for example with: sudo apt-get install {package}"
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        raise Trouble(f"{package} is missing on this machine.", remedy)
    os.environ["DEBIAN_FRONTEND"] = "noninteractive"
    work("Reading the list of Debian packages", "apt-get", "update", remedy=remedy)
    work(sentence, "apt-get", "install", "-y", "--no-install-recommends", package, remedy=remedy)


def fingerprint(*files: Path) -> str:
    return hashlib.sha256(b"\0".join(file.read_bytes() for file in files)).hexdigest()


def read(stamp: Path) -> str:
    return stamp.read_text() if stamp.exists() else ""


def make_environment() -> None:
    if PYTHON.exists() and (BIN / "pip").exists():
        return
    if not (find_spec("venv") and find_spec("ensurepip")):
        apt("Installing Python's virtual environments", "python3-venv")
    remedy = "Check that this folder can be written to, then run the command again."
    work("Making .venv", sys.executable, "-m", "venv", "--clear", VENV, remedy=remedy)


def install(wanted: Path) -> None:
    """Install the locked packages, only when the lock or pyproject.toml has changed."""
    make_environment()
    stamp = VENV / "installed"
    lock = fingerprint(ROOT / "pyproject.toml", RUNTIME, TESTING)
    if read(stamp) in {f"{wanted.name} {lock}", f"{TESTING.name} {lock}"}:
        return
    pip = (PYTHON, "-m", "pip", "install", "--disable-pip-version-check", "--no-input")
    work("Installing what Gemeinwerk needs (about a minute)", *pip, "-r", wanted)
    work("Installing Gemeinwerk itself", *pip, "--no-deps", "-e", ROOT)
    stamp.write_text(f"{wanted.name} {lock}")


def browser_here() -> str:
    found = map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))
    return os.environ.get("GEMEINWERK_BROWSER") or next(filter(None, found), "")


def find_browser() -> None:
    """Name the browser for the tests; fetch one where there is none."""
    fetch = "Fetching a browser for the tests (a few minutes the first time)"
    if not browser_here():
        with suppress(Trouble):
            apt(fetch, "chromium")
    if found := browser_here():
        os.environ["GEMEINWERK_BROWSER"] = found
    else:
        work(fetch, PYTHON, "-m", "playwright", "install", "chromium", remedy=WITHOUT_BROWSER)


def fetch_npm_parts() -> str:
    """Fetch the accessibility rules and the strict provider; say what is skipped without npm."""
    if not (shutil.which("node") and shutil.which("npm")):
        return WITHOUT_NPM
    wanted = fingerprint(PARTS / "package.json", PARTS / "package-lock.json")
    if read(NPM / "installed") != wanted:
        shutil.copytree(PARTS, NPM, dirs_exist_ok=True)
        npm = ("npm", "ci", "--no-audit", "--no-fund")
        work("Fetching accessibility rules and a strict OpenID provider", *npm, cwd=NPM)
        (NPM / "installed").write_text(wanted)
    return ""


def become(*command: str | Path) -> NoReturn:
    """Hand over to the command, so that signals and the exit code are its own."""
    sys.stdout.flush()
    os.environ["PYTHONPATH"] = str(ROOT)
    os.execv(command[0], [str(word) for word in command])


def demo(*words: str) -> int:
    """Start the model city on this machine: demo [--port 8000] [--data DIR]"""
    install(RUNTIME)
    become(BIN / "app", "demo", *words)


def bench(*words: str) -> int:
    """Measure the speed: bench [--quick] [--json FILE]"""
    install(TESTING)
    become(PYTHON, "-m", "tests.load.bench", *words)


def spread(words: Sequence[str]) -> list[str]:
    """What pytest gets: two workers, unless somebody says otherwise."""
    chosen = any(word.startswith(("-n", "--numprocesses")) for word in words)
    return [*words] if chosen else ["-n", "2", *words]


def test(*words: str) -> int:
    """Run the tests, or some: test [tests/problems] [-k support] [-n 4]"""
    install(TESTING)
    if not any("not browser" in word for word in words):
        find_browser()
    skipped = fetch_npm_parts()
    signal.signal(signal.SIGINT, lambda *_: None)  # pytest hears it too and cleans up
    started = monotonic()
    code = subprocess.call([PYTHON, "-m", "pytest", *spread(words)], cwd=ROOT)
    verdict = VERDICTS.get(code, f"The tests did not run to their end (pytest gave {code})")
    print(f"\n{verdict}, after {monotonic() - started:.0f} s. {skipped}".rstrip())
    return code


def check() -> int:
    """Check style, types, layers, templates, translations and shape."""
    install(TESTING)
    found = {sentence: checked(sentence) for sentence in STEPS}
    failed = {sentence: outcome for sentence, outcome in found.items() if not outcome.worked}
    for sentence, outcome in failed.items():
        print(f"\n--- {sentence}: no ({STEPS[sentence]})\n{outcome.output.strip()}")
    print(f"\n{len(found) - len(failed)} of {len(found)} checks passed.")
    return 1 if failed else 0


def checked(sentence: str) -> Outcome:
    print(f"  {sentence:<40}", end="", flush=True)
    program, *words = STEPS[sentence].split()
    outcome = run(BIN / program, *words)
    print(f" {'✓' if outcome.worked else '✗'} {outcome.seconds:.1f} s", flush=True)
    return outcome


def messages() -> int:
    """Bring the translations up to date with the sentences in code and templates."""
    install(RUNTIME)
    layout = ("--sort-output", "--add-location=file", "--project=Gemeinwerk", TITLE)
    with TemporaryDirectory() as folder:
        found = Path(folder) / "messages.pot"
        extract = ("extract", "-F", "pyproject.toml", "-k", "N_", *layout, "-o", found, ".")
        pybabel("Collecting the sentences", *extract)
        for language in sorted({"de", *(path.parent.name for path in LOCALES.glob("*/*/"))}):
            print(f"{language}: {update(language, found)}")
    return 0


def update(language: str, found: Path) -> str:
    """Bring one language up to date, see that it compiles, and say what it still lacks."""
    catalogue = LOCALES / language / "LC_MESSAGES" / "messages.po"
    renew = ("update", "--no-fuzzy-matching", "--ignore-pot-creation-date", "--ignore-obsolete")
    start = renew if catalogue.exists() else ("init",)
    pybabel(f"Updating {language}", *start, "-i", found, "-d", LOCALES, "-l", language)
    pybabel(f"Compiling {language}", "compile", "-i", catalogue, "-o", found.with_suffix(".mo"))
    sentences = catalogue.read_text().strip().split("\n\n")[1:]
    lacking = [each for each in sentences if re.search(NOTHING, each, re.MULTILINE)]
    return f"{len(sentences)} sentences, {len(lacking) or 'none'} of them without a translation."


def pybabel(sentence: str, *words: str | Path) -> str:
    return work(sentence, BIN / "pybabel", *words, remedy="Correct what is named above.")


def lock() -> int:
    """Write the newest package versions that pyproject.toml allows into requirements*.txt."""
    make_environment()
    runtime = resolved(".")
    RUNTIME.write_text("\n".join((LOCK, *runtime, "")))
    tests = (pin for pin in resolved(".[test]", "-c", RUNTIME) if pin not in runtime)
    TESTING.write_text("\n".join((LOCK, f"-r {RUNTIME.name}", *tests, "")))
    return 0


def resolved(*target: str | Path) -> list[str]:
    with TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        pip = ("-m", "pip", "install", "--dry-run", "--ignore-installed", "--report", report)
        work(f"Looking for the newest versions for {target[0]}", PYTHON, *pip, *target)
        found = [each["metadata"] for each in json.loads(report.read_text())["install"]]
    pins = (f"{each['name'].lower().replace('_', '-')}=={each['version']}" for each in found)
    return sorted(pin for pin in pins if not pin.startswith("gemeinwerk=="))


COMMANDS: dict[str, Callable[..., int]] = {
    each.__name__: each for each in (demo, test, check, bench, messages, lock)
}


def main(words: Sequence[str]) -> int:
    usage = "\n".join(f"  python3 dev.py {name:9}{do.__doc__}" for name, do in COMMANDS.items())
    if not words or words[0] in {"-h", "--help", "help"}:
        print(usage)
        return 0
    name, *rest = words
    try:
        if name not in COMMANDS:
            raise Trouble(f"There is no command {name}.", f"Choose one of these:\n\n{usage}")
        if rest and name in {"check", "messages", "lock"}:
            raise Trouble(f"{name} takes nothing after it.", f"Run: python3 dev.py {name}")
        return COMMANDS[name](*rest)
    except Trouble as trouble:
        print(trouble, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
