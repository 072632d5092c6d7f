"""Two people who have been proposed to each other."""

import pytest

from bot.store.tables import Proposal
from tests.programme.stage import Stage


@pytest.fixture
def proposed(stage: Stage) -> Proposal:
    return stage.proposes("ANNA", "MARCO")
