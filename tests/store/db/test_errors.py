"""Why a database cannot be used is told truly, in one line, by every command and by the doctor."""

import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import URL, make_url
from sqlalchemy.exc import DBAPIError

from bot.runtime import Runtime, prepare_with_retry, ready
from bot.settings import Settings
from bot.store.db import engine, errors
from bot.store.db.errors import Unusable
from tests import databases
from tests.databases import Database

ROOT = Path(__file__).parents[3]
KEY = Fernet.generate_key().decode()
ROLE = "revmentor_weak"


def told(*arguments: str, data: Path, url: str = "", **more: str) -> tuple[int, str]:
    """Status and words of the real command line."""
    clean = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    given = {"REVMENTOR_DATA": str(data), "REVMENTOR_SECRET_KEY": KEY, "DATABASE_URL": url}
    ran = subprocess.run(
        [sys.executable, "-m", "bot", *arguments],
        cwd=ROOT, env=clean | given | more, capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    return ran.returncode, ran.stderr or ran.stdout


@pytest.fixture
def weak(postgresql: Database) -> Iterator[str]:
    """The migrated database by a role that may read and write everything, and create nothing."""
    with databases.connected(postgresql.url) as admin:
        admin.execute(f"CREATE ROLE {ROLE} LOGIN")
        admin.execute(f"GRANT SELECT,INSERT,UPDATE,DELETE ON ALL TABLES IN SCHEMA public TO {ROLE}")
        admin.execute(f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {ROLE}")
    try:
        yield _as(postgresql.url, ROLE)
    finally:
        with databases.connected(postgresql.url) as admin:
            admin.execute(f"DROP OWNED BY {ROLE}")
            admin.execute(f"DROP ROLE {ROLE}")


def _as(url: str, role: str) -> str:
    return make_url(url).set(username=role).render_as_string(hide_password=False)


def _settings(url: str, data: Path) -> Settings:
    return Settings(database=url, secret_key=KEY, data=data)


def test_a_role_that_may_read_and_write_is_enough(weak: str, tmp_path: Path) -> None:
    with ready(_settings(weak, tmp_path)):
        pass


def _revoked(database: Database, right: str) -> None:
    with databases.connected(database.url) as admin:
        admin.execute(f"REVOKE {right} FROM {ROLE}")


def test_rights_lost_on_one_table_stop_the_start_and_name_it(
    postgresql: Database, weak: str, tmp_path: Path
) -> None:
    _revoked(postgresql, "INSERT ON wish")
    status, said = told("programme", "show", data=tmp_path, url=weak)
    assert (status, said.count("\n")) == (2, 1)
    assert said.startswith("DATABASE_URL: the role lacks rights on tables of the bot (wish): ")
    status, said = told("doctor", data=tmp_path, url=weak)
    assert "wrong    schema: the role lacks rights on tables of the bot (wish)" in said
    assert "damaged" not in said
    assert "Traceback" not in said


def test_rights_lost_on_the_schemas_own_table_are_told(
    postgresql: Database, weak: str, tmp_path: Path
) -> None:
    _revoked(postgresql, "ALL ON alembic_version")
    status, said = told("programme", "show", data=tmp_path, url=weak)
    assert (status, said.count("\n")) == (2, 1)
    assert "alembic_version" in said
    status, said = told("doctor", data=tmp_path, url=weak)
    assert "wrong    schema: the role lacks rights on tables of the bot (alembic_version)" in said
    assert "damaged" not in said


@pytest.fixture
def empty(weak: str, tmp_path: Path) -> Iterator[str]:
    """An empty database by a role without CREATE, as PostgreSQL 15 makes them."""
    with databases.url("postgresql", tmp_path, migrated=False) as where:
        yield _as(where, ROLE)


def test_public_without_create_is_refused_with_the_grant(empty: str, tmp_path: Path) -> None:
    status, said = told("migrate", data=tmp_path, url=empty)
    assert (status, said.count("\n")) == (2, 1)
    assert "may not create tables" in said
    assert "GRANT CREATE ON SCHEMA public" in said
    status, said = told("doctor", data=tmp_path, url=empty)
    assert status == 1
    assert "wrong    schema: the role may not create tables" in said
    assert "damaged" not in said


def test_a_schema_that_may_not_even_be_used_is_told(empty: str, tmp_path: Path) -> None:
    with databases.connected(_as(empty, "postgres")) as admin:
        admin.execute("REVOKE ALL ON SCHEMA public FROM PUBLIC")
    for command in ("migrate", "doctor"):
        _, said = told(command, data=tmp_path, url=empty)
        assert "the role has no schema that it may use" in said
        assert "damaged" not in said


@pytest.mark.parametrize("query", ["schema=public", "pgbouncer=true", "prepare_threshold=0"])
def test_what_other_libraries_are_told_may_stay(
    postgresql: Database, tmp_path: Path, query: str
) -> None:
    with ready(_settings(f"{postgresql.url}&{query}", tmp_path)) as runtime:
        assert runtime.engine.url.query.keys() == {"host"}


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"username": "nobody_here"}, "the server has no role of this name"),
        ({"database": "nowhere"}, "the server has no database of this name"),
        ({"query": {"host": "/tmp/no/such/folder"}}, "no PostgreSQL listens"),
        ({"query": {}, "host": "127.0.0.1", "port": 1}, "no PostgreSQL listens"),
        ({"query": {}, "host": "no-such-host.invalid"}, "the host's name"),
        ({"sslmode": "perhaps"}, "a parameter of DATABASE_URL"),
        ({"connect_timeout": "soon"}, "a parameter of DATABASE_URL"),
        ({"options": "-csearch_path"}, "a parameter of DATABASE_URL"),
        ({"options": "-cdefault_transaction_read_only=on"}, "it can only be read"),
    ],
)
def test_each_refusal_has_its_true_cause(
    postgresql: Database, tmp_path: Path, change: dict[str, object], says: str
) -> None:
    where = _changed(make_url(postgresql.url), change).render_as_string(hide_password=False)
    with pytest.raises((Unusable, DBAPIError)) as raised, ready(_settings(where, tmp_path)):
        pass
    trouble = errors.of(raised.value)
    assert trouble is not None
    assert trouble.says.startswith(says)


def _changed(url: URL, change: dict[str, object]) -> URL:
    parameters = {name: str(value) for name, value in change.items() if "_" in name or "ssl" in name
                  or name == "options"}  # fmt: skip
    rest = {name: value for name, value in change.items() if name not in parameters}
    return url.set(**rest).update_query_dict(parameters)  # type: ignore[arg-type]


def test_what_waiting_does_not_fix_is_not_waited_for(
    postgresql: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Of this module alone: others in the process, pytest's own plugins too, may sleep.
    own = SimpleNamespace(monotonic=time.monotonic, sleep=lambda _: pytest.fail("waited"))
    monkeypatch.setattr("bot.runtime.time", own)
    with pytest.raises(Exception, match="does not exist"):
        prepare_with_retry(Runtime.of(_settings(_as(postgresql.url, "nobody_here"), tmp_path)))


# ----------------------------------------------------------------- SQLite


def test_a_sqlite_that_is_too_old_is_refused_with_both_versions(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 34, 1))
    monkeypatch.setattr(sqlite3, "sqlite_version", "3.34.1")
    with pytest.raises(Unusable, match=r"SQLite is 3\.34\.1, and the bot needs 3\.35 or newer"):
        engine.connect(f"sqlite:///{tmp_path}/new/database.db")
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize("command", ["migrate", "doctor"])
def test_it_is_told_in_one_line_by_every_command(tmp_path: Path, command: str) -> None:
    """A process whose library says that it is an old one."""
    (tmp_path / "sitecustomize.py").write_text(
        "import sqlite3\nsqlite3.sqlite_version_info = (3, 34, 1)\n"
        "sqlite3.sqlite_version = '3.34.1'\n",
        encoding="utf-8",
    )
    status, said = told(command, data=tmp_path / "data", PYTHONPATH=str(tmp_path))
    (line,) = [one for one in said.splitlines() if "SQLite" in one]
    assert "SQLite is 3.34.1, and the bot needs 3.35 or newer" in line
    assert "PostgreSQL" in line
    assert (status, "ok       database" in said) == (1 if command == "doctor" else 2, False)


def test_a_file_of_something_else_is_told(tmp_path: Path) -> None:
    file = tmp_path / "notes.db"
    file.write_text("milk, eggs, bread\n" * 100, encoding="utf-8")
    status, said = told("migrate", data=tmp_path, url=f"sqlite:///{file}")
    assert (status, said.count("\n")) == (2, 1)
    assert "the file is no SQLite database" in said


def test_a_fault_of_ours_is_no_trouble_of_the_database() -> None:
    assert errors.of(ValueError("x")) is None
    assert errors.of(sqlite3.IntegrityError("UNIQUE constraint failed")) is None
