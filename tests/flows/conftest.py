"""Worlds to tell stories in."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import databases
from tests.databases import Database
from tests.flows.scene import Scene, in_full_swing
from tests.world import World, living


@pytest.fixture
def world(database: Database, tmp_path: Path) -> Iterator[World]:
    """Over signed HTTP, once on each database."""
    with living(database, tmp_path) as here:
        yield here


@pytest.fixture
def lite(sqlite: Database, tmp_path: Path) -> Iterator[World]:
    """Over signed HTTP, on SQLite alone: for what does not depend on the database."""
    with living(sqlite, tmp_path) as here:
        yield here


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    """A programme in full swing, on SQLite, for all tests of a module."""
    folder = tmp_path_factory.mktemp("scene")
    with (
        databases.database("sqlite", folder) as database,
        in_full_swing(database, folder) as built,
    ):
        yield built


@pytest.fixture
def shared(postgresql: Database, tmp_path: Path) -> Iterator[World]:
    """Over signed HTTP, on PostgreSQL alone: for what only many connections can show."""
    with living(postgresql, tmp_path) as here:
        yield here
