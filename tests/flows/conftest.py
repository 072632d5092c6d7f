"""Worlds to tell stories in."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.databases import Database
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


@pytest.fixture
def shared(postgresql: Database, tmp_path: Path) -> Iterator[World]:
    """Over signed HTTP, on PostgreSQL alone: for what only many connections can show."""
    with living(postgresql, tmp_path) as here:
        yield here
