"""The operator's commands, as an operator uses them: what they print, what they return."""

import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from cryptography.fernet import Fernet

from bot import cli as commands
from bot.serve.web import Health, Web, site
from bot.settings import BadSettings, Settings
from tests.databases import Database

ROOT = Path(__file__).parents[1]
KEY = Fernet.generate_key().decode()
Run = Callable[..., Result]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """Runs a command in an empty folder with only the given settings."""
    for field in Settings.model_fields.values():
        monkeypatch.delenv(str(field.alias), raising=False)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("bot.logs.configure", lambda *_: None)

    def run(*arguments: str, typed: str = "", **environment: str) -> Result:
        return CliRunner(env=environment).invoke(commands.cli, arguments, input=typed)

    return run


def python(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """The real command line, in a process of its own."""
    clean = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return subprocess.run(
        [sys.executable, "-m", "bot", *arguments],
        cwd=ROOT,
        env=clean | environment,
        capture_output=True,
        text=True,
        timeout=60,
    )


def test_a_wrong_setting_is_one_line_and_status_2(tmp_path: Path) -> None:
    told = python("migrate", DATABASE_URL="mysql://u:hunter2@h/d", REVMENTOR_DATA=str(tmp_path))
    assert told.returncode == 2
    assert told.stdout == ""
    assert told.stderr.startswith("DATABASE_URL: ")
    assert told.stderr.count("\n") == 1


def test_a_database_that_is_away_is_one_line_without_its_password(tmp_path: Path) -> None:
    away = f"postgresql://u:hunter2@/d?host={tmp_path}"
    told = python("migrate", DATABASE_URL=away, REVMENTOR_SECRET_KEY=KEY)
    assert told.returncode == 1
    assert told.stderr.startswith("DATABASE_URL: ")
    assert told.stderr.count("\n") == 1
    assert "hunter2" not in told.stderr


def test_run_without_tokens_says_which_is_missing(run: Run) -> None:
    result = run("run")
    assert isinstance(result.exception, BadSettings)
    assert str(result.exception).startswith("SLACK_BOT_TOKEN: is missing")


def test_the_schema_goes_up_and_down(run: Run, tmp_path: Path) -> None:
    assert run("migrate").output.startswith("schema: 0")
    with sqlite3.connect(tmp_path / "data" / "revmentor.db") as db:
        assert db.execute("SELECT count(*) FROM programme").fetchone() == (0,)
    db.close()
    assert run("migrate", "--to", "base").output == "schema: empty\n"


def test_an_old_schema_on_postgresql_is_named_and_not_touched(
    run: Run, postgresql: Database
) -> None:
    settings = {"DATABASE_URL": postgresql.url, "REVMENTOR_SECRET_KEY": KEY}
    assert run("migrate", "--to", "base", **settings).output == "schema: empty\n"
    result = run("programme", "show", **settings)
    assert isinstance(result.exception, BadSettings)
    assert "the schema is at nothing" in str(result.exception)
    assert "python -m bot migrate" in str(result.exception)
    assert run("migrate", **settings).output.startswith("schema: 0")
    assert run("programme", "show", **settings).exit_code == 0


def test_the_first_start_makes_the_default_programme(run: Run, database_url: str) -> None:
    settings = {
        "DATABASE_URL": database_url,
        "REVMENTOR_SECRET_KEY": KEY,
        "REVMENTOR_ADMINS": "U0LEAD",
    }
    shown = json.loads(run("programme", "show", **settings).output)
    assert (shown["state"], shown["leads"]) == ("enrolling", ["U0LEAD"])
    assert shown["functions"]
    assert shown["sites"]


def test_the_first_start_reads_the_file_beside_the_database(run: Run, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "programme.toml").write_text('name = "Scambio"\n')
    assert json.loads(run("programme", "show").output)["name"] == "Scambio"


def test_a_first_file_that_is_wrong_says_where(run: Run, tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text('zone = "Atlantis"\n')
    result = run("programme", "show", REVMENTOR_PROGRAMME="mine.toml")
    assert isinstance(result.exception, BadSettings)
    assert str(result.exception).startswith("REVMENTOR_PROGRAMME: zone: ")


def test_apply_shows_the_difference_asks_and_applies(run: Run, tmp_path: Path) -> None:
    (tmp_path / "new.toml").write_text('name = "Scambio"\n')
    refused = run("programme", "apply", "new.toml", typed="n\n")
    assert 'name: "Reverse mentoring" → "Scambio"' in refused.output
    assert refused.output.endswith("nothing was changed\n")
    assert json.loads(run("programme", "show").output)["name"] == "Reverse mentoring"

    assert run("programme", "apply", "new.toml", "--yes").output.endswith("applied\n")
    assert json.loads(run("programme", "show").output)["name"] == "Scambio"
    assert run("programme", "apply", "new.toml", "--yes").output == "nothing changes\n"


def test_apply_refuses_a_wrong_file_and_changes_nothing(run: Run, tmp_path: Path) -> None:
    (tmp_path / "new.toml").write_text('name = "Scambio"\nage = "over 50"\n')
    result = run("programme", "apply", "new.toml", "--yes")
    assert isinstance(result.exception, BadSettings)
    assert "age" in str(result.exception)
    assert json.loads(run("programme", "show").output)["name"] == "Reverse mentoring"


def test_messages_are_put_once_and_counted(run: Run, database_url: str) -> None:
    settings = {"DATABASE_URL": database_url, "REVMENTOR_SECRET_KEY": KEY}
    lines = "\n".join(
        json.dumps({"key": key, "channel": "U012ABCDEF", "text": "ciao"}) for key in "aba"
    )
    put = run("outbox", "put", typed=lines, **settings)
    assert put.output.splitlines() == ["1: queued", "2: queued", "3: was queued before"]
    status = json.loads(run("outbox", "status", "--json", **settings).output)
    assert (status["states"]["pending"], status["due"]) == (2, 2)
    assert "ciao" not in run("outbox", "status", **settings).output


def test_a_line_of_another_form_is_named_and_those_before_it_stay(run: Run) -> None:
    lines = '{"key": "a", "channel": "U012ABCDEF", "text": "x"}\n{"key": "b"}\n'
    result = run("outbox", "put", typed=lines)
    assert isinstance(result.exception, BadSettings)
    assert str(result.exception).startswith("line 2: channel")
    assert json.loads(run("outbox", "status", "--json").output)["states"]["pending"] == 1


def test_another_secret_than_the_databases_is_named(run: Run) -> None:
    assert run("programme", "show", REVMENTOR_SECRET_KEY=KEY).exit_code == 0
    other = Fernet.generate_key().decode()
    result = run("programme", "show", REVMENTOR_SECRET_KEY=other)
    assert isinstance(result.exception, BadSettings)
    assert str(result.exception).startswith("REVMENTOR_SECRET_KEY: ")


def test_a_rotated_secret_replaces_the_old_one_for_good(run: Run) -> None:
    assert run("programme", "show", REVMENTOR_SECRET_KEY=KEY).exit_code == 0
    new = Fernet.generate_key().decode()
    assert run("programme", "show", REVMENTOR_SECRET_KEY=f"{new},{KEY}").exit_code == 0
    assert run("programme", "show", REVMENTOR_SECRET_KEY=new).exit_code == 0


def test_health_asks_the_running_bot(run: Run) -> None:
    web = Web(site(Health(lambda: True, lambda: True, lambda: True)), "127.0.0.1", 0)
    web.start()
    alive = run("health", PORT=str(web.port))
    assert (alive.exit_code, json.loads(alive.output)) == (0, {"live": True})
    web.stop_accepting()
    assert web.join(5)
    assert run("health", PORT=str(web.port)).exit_code == 1


def test_docs_are_written_where_they_are_wanted(run: Run, tmp_path: Path) -> None:
    assert run("docs", "--into", "pages").exit_code == 0
    written = (tmp_path / "pages" / "docs" / "settings.md").read_text(encoding="utf-8")
    assert written == (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
