"""An enum is kept as its value, and nothing else is taken for one."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import StatementError
from sqlalchemy.orm import Session

from bot.domain.lifecycle import ProgrammeState
from bot.store.tables import Programme
from tests.databases import Database

OPENED = datetime(2026, 3, 2, 9, tzinfo=UTC)


def opened(state: str) -> Programme:
    return Programme(state=state, rules={}, leads=[], opened_at=OPENED)


@pytest.mark.parametrize("state", [ProgrammeState.RUNNING, "running"])
def test_a_state_is_kept_as_its_value_and_comes_back_as_itself(
    database: Database, state: str
) -> None:
    with database.sessions.begin() as db:
        db.add(opened(state))
    with database.sessions() as db:
        assert db.scalar(text("SELECT state FROM programme")) == "running"
        assert db.scalars(select(Programme)).one().state is ProgrammeState.RUNNING


def test_a_state_that_is_none_is_not_written(database: Database) -> None:
    with database.sessions() as db:
        db.add(opened("asleep"))
        with pytest.raises(StatementError, match="'asleep' is not among"):
            db.flush()


def test_a_state_that_nobody_knows_is_named_when_it_is_read(database: Database) -> None:
    with database.sessions.begin() as db:
        db.add(opened(ProgrammeState.RUNNING))
        db.flush()
        db.execute(text("UPDATE programme SET state = 'asleep'"))
    with database.sessions() as db, pytest.raises(LookupError) as refused:
        _states(db)
    assert "'asleep'" in str(refused.value)
    assert "programmestate" in str(refused.value)
    assert "enrolling, running" in str(refused.value)


def _states(db: Session) -> list[ProgrammeState]:
    return list(db.scalars(select(Programme.state)))
