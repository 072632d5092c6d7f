"""One runtime for all lives, and a village for each short story."""

from collections.abc import Iterator

import pytest

from tests.soak.life import Runtime
from tests.soak.village import Village, living


@pytest.fixture(scope="session")
def runtime(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Runtime]:
    it = Runtime(tmp_path_factory.mktemp("soak"))
    yield it
    it.close()


@pytest.fixture
def village(runtime: Runtime) -> Iterator[Village]:
    with living(runtime) as it:
        yield it
