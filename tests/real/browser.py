"""A real browser, at the size of a phone unless a test says otherwise."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

AXE = Path(__file__).parents[2] / ".venv/npm/node_modules/axe-core/axe.min.js"
NAMES = ("chromium", "chromium-browser", "google-chrome")
TAGS = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]
# What turns on colours, and so on light or dark.
COLOURS = ["color-contrast", "link-in-text-block"]
RUN = "wanted => axe.run({ runOnly: wanted, resultTypes: ['violations'] })"
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-proxy-server",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
]


@contextmanager
def launch() -> Iterator[Browser]:
    """One for all tests of a worker. It reaches this machine and nothing else."""
    named = os.environ.get("GEMEINWERK_BROWSER")
    path = named or next(filter(None, map(shutil.which, NAMES)), None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


@contextmanager
def phone(browser: Browser, *, scripts: bool = True, **options: Any) -> Iterator[BrowserContext]:
    """A phone of one person, with cookies of its own. Options as Playwright's new_context has."""
    size = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
    context = browser.new_context(java_script_enabled=scripts, **{**size, **options})
    context.set_default_timeout(10_000)
    yield context
    context.close()


def axe(page: Page, *, only: list[str] | None = None) -> list[str]:
    """What stands in somebody's way on this page, as sentences; empty when nothing does.

    `only`: the rules to ask; otherwise all of them.
    """
    if not page.evaluate("'axe' in window"):
        page.evaluate(_rules())
    found = page.evaluate(RUN, only or TAGS)
    return [
        f"{broken['id']} ({broken['impact']}): {broken['help']}\n  {node['html']}\n"
        f"  {node['failureSummary']}"
        for broken in found["violations"]
        for node in broken["nodes"]
    ]


@cache
def _rules() -> str:
    if not AXE.exists():
        pytest.skip("needs npm: python3 dev.py test fetches the accessibility rules with it")
    return AXE.read_text()
