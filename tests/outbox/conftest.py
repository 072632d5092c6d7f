import pytest

from tests.databases import Database
from tests.outbox.couple import a_pair
from tests.outbox.office import Office


@pytest.fixture
def office(database: Database) -> Office:
    return Office(database)


@pytest.fixture
def pair(office: Office) -> int:
    """Anna and Marco; their group has not been opened."""
    return a_pair(office)
