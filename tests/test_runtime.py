"""What every command stands on: many may start at once, and one programme is there."""

import threading
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from pydantic import SecretStr
from sqlalchemy import func, make_url, select
from sqlalchemy.exc import OperationalError

from bot.operations.commands import rewrapped
from bot.outbox.enqueue import dedupe_key
from bot.runtime import Runtime, prepare_with_retry, ready
from bot.settings import BadSettings, Settings
from bot.store.secrets import keys
from bot.store.tables import Programme, WrappedKey
from tests.databases import Database

AT_ONCE = 4


def test_replicas_that_start_together_make_one_programme(database: Database) -> None:
    settings = Settings(
        database=SecretStr(database.url),
        secret_key=SecretStr(Fernet.generate_key().decode()),
        admins=("U0LEAD",),
    )
    barrier = threading.Barrier(AT_ONCE)
    states: list[str] = []

    def start() -> None:
        runtime = Runtime.of(settings)
        barrier.wait()
        runtime.ready()
        states.append("ready")
        runtime.engine.dispose()

    threads = [threading.Thread(target=start) for _ in range(AT_ONCE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with database.sessions() as db:
        assert db.scalars(select(Programme.leads)).all() == [["U0LEAD"]]
        assert db.scalar(select(func.count()).select_from(WrappedKey)) == 1
    assert states == ["ready"] * AT_ONCE


def test_a_later_start_renews_who_leads(database: Database) -> None:
    key = SecretStr(Fernet.generate_key().decode())
    for leads in (("U0FIRST",), ("U0FIRST", "U0SECOND")):
        settings = Settings(database=SecretStr(database.url), secret_key=key, admins=leads)
        with ready(settings) as runtime, runtime.sessions() as db:
            assert db.scalars(select(Programme.leads)).all() == [list(leads)]


def test_every_process_marks_an_occasion_with_the_same_key(database: Database) -> None:
    """Otherwise two replicas would say the same thing twice."""
    key = SecretStr(Fernet.generate_key().decode())
    settings = Settings(database=SecretStr(database.url), secret_key=key, admins=())
    marks = set()
    for _ in range(2):
        with ready(settings) as runtime, runtime.sessions() as db:
            assert db.secrets.installation
            marks.add(dedupe_key(db, "welcome", "person:1", "once"))
    assert len(marks) == 1


def test_replicas_with_the_old_and_the_new_secret_work_side_by_side(database: Database) -> None:
    """Until `rotate-secret`: what one of them makes the other one opens, and both start again."""
    old, new = (Fernet.generate_key().decode() for _ in range(2))
    settings = {
        name: Settings(database=SecretStr(database.url), secret_key=SecretStr(value), admins=())
        for name, value in {"old": old, "both": f"{new},{old}", "new": new}.items()
    }
    with ready(settings["old"]) as before, ready(settings["both"]) as after:
        made = {}
        for number, runtime in enumerate((before, after, before), 1):
            with runtime.sessions.begin() as db:
                made[number] = keys.round_key(db, runtime.cipher, number)
        for runtime in (before, after):
            with runtime.sessions() as db:
                found = {n: keys.kept_round_key(db, runtime.cipher, n) for n in made}
                assert found == made
        with ready(settings["old"]):
            pass
        assert rewrapped(settings["both"]) == 1 + len(made)
        with after.sessions.begin() as db:
            keys.round_key(db, after.cipher, 4)
    with ready(settings["new"]) as last, last.sessions() as db:
        assert {n: keys.kept_round_key(db, last.cipher, n) for n in made} == made
        assert keys.kept_round_key(db, last.cipher, 4)
    with pytest.raises(BadSettings, match="REVMENTOR_SECRET_KEY"), ready(settings["old"]):
        pass


def test_a_postgresql_that_is_just_starting_is_waited_for(
    postgresql: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The address leads nowhere until the socket's folder is there."""
    monkeypatch.setattr("bot.runtime._FIRST_PAUSE", 0.05)
    folder = tmp_path / "coming"
    where = make_url(postgresql.url)
    later = where.set(query={"host": str(folder)}).render_as_string(hide_password=False)
    threading.Timer(0.2, lambda: folder.symlink_to(str(where.query["host"]))).start()
    runtime = prepare_with_retry(Runtime.of(_settings(later)))
    with runtime.sessions() as db:
        assert db.scalars(select(func.count(Programme.id))).one() == 1
    runtime.engine.dispose()


def test_one_that_stays_away_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.runtime.PATIENCE", 0.3)
    monkeypatch.setattr("bot.runtime._FIRST_PAUSE", 0.05)
    with pytest.raises(OperationalError):
        prepare_with_retry(Runtime.of(_settings(f"postgresql+psycopg://u@/d?host={tmp_path}")))


def _settings(database: str) -> Settings:
    key = SecretStr(Fernet.generate_key().decode())
    return Settings(database=SecretStr(database), secret_key=key)
