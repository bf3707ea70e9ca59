"""One browser for all the tests of a worker."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.real.browser import launch


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with launch() as running:
        yield running
