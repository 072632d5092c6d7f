"""A backup taken while somebody writes is whole, one file, and opens as a database."""

import sqlite3
import stat
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography.fernet import Fernet, MultiFernet

from bot.store.copies import backup, migrate
from bot.store.db import engine
from bot.store.db.engine import READING
from bot.store.secrets import keys
from bot.store.tables import InboxKey
from tests.databases import Database
from tests.store.damage import table_and_index_differ, unreadable
from tests.store.filled import MOMENT, everything, fill


def taken(database: Database, file: Path) -> int:
    return backup.sqlite_to(database.engine.execution_options(**READING), file)


def test_it_holds_everything_in_one_file_of_its_owners(sqlite: Database, tmp_path: Path) -> None:
    fill(sqlite.engine)
    file = tmp_path / "copies" / "backup.db"
    file.parent.mkdir()
    assert taken(sqlite, file) == file.stat().st_size
    assert [one.name for one in file.parent.iterdir()] == ["backup.db"]
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    restored = engine.connect(f"sqlite:///{file}")
    assert migrate.at_head(restored)
    assert everything(restored) == everything(sqlite.engine)
    restored.dispose()


def test_it_is_taken_beside_somebody_who_writes(sqlite: Database, tmp_path: Path) -> None:
    """Each writer's transaction is in it whole, or not at all."""
    stop, wrote = threading.Event(), threading.Event()

    def write() -> None:
        number = 0
        while not stop.is_set():
            with sqlite.sessions.begin() as db:
                db.add_all([InboxKey(key=f"{number}:{half}", at=MOMENT) for half in "ab"])
            number += 1
            wrote.set()

    writer = threading.Thread(target=write)
    writer.start()
    assert wrote.wait(10)
    try:
        taken(sqlite, tmp_path / "backup.db")
    finally:
        stop.set()
        writer.join()
    with sqlite3.connect(tmp_path / "backup.db") as copy:
        keys = {key for (key,) in copy.execute("SELECT key FROM inbox_key")}
    copy.close()
    assert keys
    assert {key.split(":")[0] + ":a" for key in keys} == {key for key in keys if key[-1] == "a"}
    assert len(keys) % 2 == 0


def test_an_older_backup_is_not_written_over(sqlite: Database, tmp_path: Path) -> None:
    file = tmp_path / "backup.db"
    file.write_text("mine")
    with pytest.raises(FileExistsError):
        taken(sqlite, file)
    assert file.read_text() == "mine"


@pytest.mark.parametrize("damage", [unreadable, table_and_index_differ])
def test_a_damaged_database_gives_no_backup(
    sqlite: Database, tmp_path: Path, damage: Callable[[Path], None]
) -> None:
    with sqlite.sessions.begin() as db:
        keys.installation_key(db, MultiFernet([Fernet(Fernet.generate_key())]))
    sqlite.engine.dispose()
    damage(Path(str(sqlite.engine.url.database)))
    with pytest.raises(backup.Damaged):
        taken(sqlite, tmp_path / "backup.db")
    assert [one.name for one in tmp_path.glob("*backup*")] == []
