"""One town for the walks of all roles: to build it takes longer than to walk in it."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser.roles import Stage, stage_in
from tests.browser.town import Town, town


@pytest.fixture(scope="session")
def town_of_roles(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    with town(tmp_path_factory.mktemp("town")) as made:
        yield made


@pytest.fixture(params=[True, False], ids=["with scripts", "without scripts"])
def stage(request: pytest.FixtureRequest, browser: Browser, town_of_roles: Town) -> Iterator[Stage]:
    with stage_in(town_of_roles, browser, scripts=request.param) as opened:
        yield opened
