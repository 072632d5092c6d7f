"""The story, told once on each database, and the log of the world that is at work."""

import logging
import sys
from collections.abc import Iterator
from unittest.mock import patch

import pytest

from bot import logs
from bot.programme.rounds import expiry, sending
from tests.privacy import worlds
from tests.privacy.story import told
from tests.privacy.town import Town, without_a_wire


@pytest.fixture(scope="session")
def _at_hand() -> Iterator[None]:
    """In chunks as small as can be: what is told of one must be told of all."""
    with without_a_wire(), patch.multiple(sending, AT_ONCE=1), patch.multiple(expiry, AT_ONCE=1):
        yield


@pytest.fixture
def log() -> Iterator[None]:
    """As much is logged as an operator has by default."""
    logs.configure("INFO", "json", worlds.STREAM)  # type: ignore[arg-type]
    yield
    logs.configure("WARNING", "json", sys.__stderr__)
    logging.getLogger().setLevel(logging.WARNING)


@pytest.fixture(scope="session")
def on_sqlite(
    _at_hand: None, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, Town]]:
    with told("sqlite", tmp_path_factory.mktemp("story")) as moments:
        yield moments


@pytest.fixture(scope="session")
def on_postgresql(
    _at_hand: None, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, Town]]:
    with told("postgresql", tmp_path_factory.mktemp("story")) as moments:
        yield moments
