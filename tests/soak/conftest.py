"""One ground for all lives, and a village for each short story."""

from collections.abc import Iterator

import pytest

from tests.soak.life import Ground
from tests.soak.village import Village, living


@pytest.fixture(scope="session")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ground]:
    it = Ground(tmp_path_factory.mktemp("soak"))
    yield it
    it.close()


@pytest.fixture
def village(ground: Ground) -> Iterator[Village]:
    with living(ground) as it:
        yield it
