"""Two people at their pages; the workspace and the tiny app come from one floor up."""

from collections.abc import Iterator

import pytest

from playground import Workspace
from playground.page import serve
from playground.server.serve import Running
from tests.playground.conftest import ANNA, MARCO
from tests.playground.page.visitor import Visitor


@pytest.fixture
def running(workspace: Workspace) -> Iterator[Running]:
    """With everybody's page."""
    started = serve.start(workspace)
    yield started
    started.stop()


@pytest.fixture
def anna_at(running: Running) -> Visitor:
    return Visitor(running, ANNA.id)


@pytest.fixture
def marco_at(running: Running) -> Visitor:
    return Visitor(running, MARCO.id)
