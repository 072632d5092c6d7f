import pytest

from tests.databases import Database
from tests.outbox.office import Office


@pytest.fixture
def office(database: Database) -> Office:
    return Office(database)
