"""Letters link to pages, so their addresses must be known."""

import pytest

from app import stages
from app.web.addresses import register


@pytest.fixture(autouse=True, scope="session")
def addresses() -> None:
    register(stages.pages(), in_language=True)
