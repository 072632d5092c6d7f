"""The operator's commands, as an operator uses them: what they print, what they return."""

import json
import os
import re
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from cryptography.fernet import Fernet, MultiFernet
from sqlalchemy import select

from bot import __version__
from bot.domain.lifecycle import WindowState
from bot.operations import cli as commands
from bot.operations.doctor.finding import ok, warning, wrong
from bot.outbox.operator import texts
from bot.programme.figures.ledger import Closed
from bot.runtime import ready
from bot.serve.web import Health, Web, site
from bot.settings import BadSettings, Settings
from bot.store.db.engine import connect, sessions
from bot.store.secrets import keys
from bot.store.secrets.sealing import Secrets
from bot.store.tables import OutboxRow
from tests import databases
from tests.databases import Database

ROOT = Path(__file__).parents[2]
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


STATUSES: dict[int, list[tuple[str, ...]]] = {
    0: [("--version",)],
    1: [("health",), ("migrate",)],
    2: [("run",), ("outbox", "status"), ("no-such-command",), ("migrate", "--colour")],
}
"""Commands by their exit status; for 1 with a database and a bot that are out of reach."""


@pytest.mark.parametrize("status", STATUSES)
def test_the_exit_status_is_as_the_runbook_says(tmp_path: Path, status: int) -> None:
    runbook = (ROOT / "docs" / "runbook.md").read_text(encoding="utf-8")
    assert re.findall(r"^\| (\d) \| ", runbook, re.MULTILINE) == [str(one) for one in STATUSES]
    away = {"DATABASE_URL": f"postgresql://u:p@/d?host={tmp_path}", "REVMENTOR_SECRET_KEY": KEY}
    given = {"PORT": "9", **away} if status == 1 else {"REVMENTOR_DATA": str(tmp_path / "none")}
    for arguments in STATUSES[status]:
        told = python(*arguments, **given)
        assert told.returncode == status, (arguments, told.stderr)
        assert "Traceback" not in told.stderr


def test_run_without_tokens_says_which_is_missing(run: Run) -> None:
    result = run("run")
    assert isinstance(result.exception, BadSettings)
    assert str(result.exception).startswith("SLACK_BOT_TOKEN: is missing")


def test_the_schema_goes_up_and_says_why_it_does_not_go_down(run: Run, tmp_path: Path) -> None:
    assert run("migrate").output.startswith("schema: 0")
    with sqlite3.connect(tmp_path / "data" / "revmentor.db") as db:
        assert db.execute("SELECT count(*) FROM programme").fetchone() == (0,)
    db.close()
    refused = run("migrate", "--to", "base")
    assert isinstance(refused.exception, BadSettings)
    assert "does not go below 0004" in str(refused.exception)


def test_an_old_schema_on_postgresql_is_named_and_not_touched(run: Run, tmp_path: Path) -> None:
    with databases.url("postgresql", tmp_path, migrated=False) as where:
        _is_named_and_not_touched(run, {"DATABASE_URL": where, "REVMENTOR_SECRET_KEY": KEY})


def _is_named_and_not_touched(run: Run, settings: dict[str, str]) -> None:
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
    shown = json.loads(run("programme", "show", "--json", **settings).output)
    assert (shown["state"], shown["leads"]) == ("enrolling", ["U0LEAD"])
    assert shown["functions"]
    assert shown["sites"]


def test_the_first_start_reads_the_file_beside_the_database(run: Run, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "programme.toml").write_text('name = "Scambio"\n')
    assert json.loads(run("programme", "show", "--json").output)["name"] == "Scambio"


def test_a_first_file_that_is_wrong_says_where(run: Run, tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text('zone = "Atlantis"\n')
    result = run("programme", "show", REVMENTOR_PROGRAMME="mine.toml")
    assert isinstance(result.exception, BadSettings)
    assert str(result.exception).startswith("REVMENTOR_PROGRAMME: mine.toml: line 1: zone: ")


def test_apply_shows_the_difference_asks_and_applies(run: Run, tmp_path: Path) -> None:
    (tmp_path / "new.toml").write_text('name = "Scambio"\n')
    refused = run("programme", "apply", "new.toml", typed="n\n")
    assert 'name: "Reverse mentoring" → "Scambio"' in refused.output
    assert refused.output.endswith("nothing was changed\n")
    assert json.loads(run("programme", "show", "--json").output)["name"] == "Reverse mentoring"

    assert run("programme", "apply", "new.toml", "--yes").output.endswith("applied\n")
    assert json.loads(run("programme", "show", "--json").output)["name"] == "Scambio"
    assert run("programme", "apply", "new.toml", "--yes").output == "nothing changes\n"


def test_what_is_shown_is_a_file_that_apply_takes(run: Run, tmp_path: Path) -> None:
    shown = run("programme", "show").output
    (tmp_path / "shown.toml").write_text(shown)
    assert run("programme", "apply", "shown.toml").output == "nothing changes\n"
    (tmp_path / "other.toml").write_text(shown.replace("Reverse mentoring", "Scambio à due"))
    assert run("programme", "apply", "other.toml", "--yes").output.endswith("applied\n")
    (tmp_path / "again.toml").write_text(run("programme", "show").output)
    assert run("programme", "apply", "again.toml").output == "nothing changes\n"


def test_apply_refuses_a_wrong_file_and_changes_nothing(run: Run, tmp_path: Path) -> None:
    (tmp_path / "new.toml").write_text('name = "Scambio"\nage = "over 50"\n')
    result = run("programme", "apply", "new.toml", "--yes")
    assert isinstance(result.exception, BadSettings)
    assert "age" in str(result.exception)
    assert json.loads(run("programme", "show", "--json").output)["name"] == "Reverse mentoring"


def test_messages_are_put_once_and_counted(run: Run, database_url: str) -> None:
    settings = {"DATABASE_URL": database_url, "REVMENTOR_SECRET_KEY": KEY}
    lines = "\n".join(
        json.dumps({"key": key, "channel": "U012ABCDEF", "text": "ciao"}) for key in "aba"
    )
    put = run("outbox", "put", typed=lines, **settings)
    assert put.output.splitlines() == ["1: queued", "2: queued", "3: was queued before"]
    status = json.loads(run("outbox", "status", "--json", **settings).output)
    assert (status["states"]["pending"], status["due"]) == (2, 2)
    told = run("outbox", "status", **settings).output.splitlines()
    assert told[0] == "2 messages waiting, 2 of them due now."
    assert told[1].startswith("The oldest has been due since ")
    assert told[2:] == ["0 messages given up.", "0 messages sent and still listed."]


@pytest.mark.parametrize("more", [(), ("--json",)])
def test_asking_how_the_outbox_stands_creates_nothing(
    run: Run, tmp_path: Path, more: tuple[str, ...]
) -> None:
    result = run("outbox", "status", *more)
    assert isinstance(result.exception, BadSettings)
    assert "is not there yet: start the bot once" in str(result.exception)
    assert list(tmp_path.iterdir()) == []


def test_the_version_and_help_are_told(run: Run) -> None:
    assert run("--version").output == f"revmentor {__version__}\n"
    for command in ((), ("run",), ("outbox",), ("outbox", "status"), ("programme", "apply")):
        assert run(*command, "-h").output == run(*command, "--help").output
        assert run(*command, "-h").exit_code == 0


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
    assert run("rotate-secret", REVMENTOR_SECRET_KEY=f"{new},{KEY}").exit_code == 0
    assert run("programme", "show", REVMENTOR_SECRET_KEY=new).exit_code == 0
    old = run("programme", "show", REVMENTOR_SECRET_KEY=KEY)
    assert str(old.exception).startswith("REVMENTOR_SECRET_KEY: ")


def test_a_rotation_locks_all_that_the_old_secret_opened(run: Run, database_url: str) -> None:
    settings = {"DATABASE_URL": database_url}
    line = json.dumps({"key": "a", "channel": "U012ABCDEF", "text": "ciao"})
    assert run("outbox", "put", typed=line, REVMENTOR_SECRET_KEY=KEY, **settings).exit_code == 0
    new = Fernet.generate_key().decode()
    told = run("rotate-secret", REVMENTOR_SECRET_KEY=f"{new},{KEY}", **settings)
    assert told.output == "1 keys wrapped anew; the older secrets may go\n"
    engine = connect(database_url)
    with sessions(engine)() as db:
        key = keys.installation_key(db, MultiFernet([Fernet(new)]))
        db.entrust(Secrets(MultiFernet([Fernet(new)]), key))
        sealed = db.scalars(select(OutboxRow.sealed_text)).one()
        assert texts.opened(db, sealed or b"") == "ciao"
    engine.dispose()


def test_a_backup_is_one_file_beside_the_running_bot(run: Run, tmp_path: Path) -> None:
    assert run("programme", "show").exit_code == 0
    assert run("backup", "copy.db").output.startswith("copy.db: ")
    again = run("backup", "copy.db")
    assert isinstance(again.exception, BadSettings)
    assert "there already" in str(again.exception)
    restored = json.loads(
        run("programme", "show", "--json", DATABASE_URL=f"sqlite:///{tmp_path}/copy.db").output
    )
    assert restored["state"] == "enrolling"


def test_after_a_restore_the_journal_says_what_was_published(run: Run, tmp_path: Path) -> None:
    """A backup from before a window was closed; its figures come from the journal."""
    told = run("restored").output
    assert told.startswith("no journal: 0 windows past their sealing closed without figures\n")
    closed = closed_window(tmp_path)
    assert run("restored").output == (
        "1 windows closed as they were before, with their figures\n"
        "0 people let go who had left since\n"
    )
    with sqlite3.connect(tmp_path / "data" / "revmentor.db") as db:
        assert db.execute("SELECT figure FROM release").fetchall() == [(closed.figures[0][1],)]
    db.close()


def closed_window(folder: Path) -> Closed:
    """The journal knows of one; the database does not."""
    began, ended, sealed = (datetime(2026, 3, day, tzinfo=UTC) for day in (1, 29, 30))
    closed = Closed(
        number=3, state=WindowState.PUBLISHED, covers_from=began, starts_at=began, ends_at=ended,
        seal_at=sealed, closed_at=sealed, figures=(("useful", '{"figure":1}'),),
        counts={"rounds": 1},
    )  # fmt: skip
    with ready(Settings(data=folder / "data")) as runtime, runtime.sessions() as db:
        book = db.journal
    with book.alone() as pen:
        pen.add(closed.to_entry())
    return closed


def test_a_damaged_journal_is_set_aside_only_when_told_so(run: Run, tmp_path: Path) -> None:
    run("restored")
    file = tmp_path / "data" / "journal"
    file.write_text("a note")
    refused = run("restored")
    assert isinstance(refused.exception, BadSettings)
    assert str(refused.exception).startswith("REVMENTOR_JOURNAL: data/journal is foreign: ")
    assert file.read_text() == "a note"
    assert "a new journal has begun" in run("restored", "--anew").output
    assert [one.read_text() for one in file.parent.glob("journal.2*")] == ["a note"]


def test_a_loss_is_accepted_for_a_window_that_waits_alone(run: Run) -> None:
    assert "REVMENTOR" not in run("window", "accept-loss", "3", typed="n\n").output
    refused = run("window", "accept-loss", "3", "--yes")
    assert isinstance(refused.exception, BadSettings)
    assert str(refused.exception).startswith("NUMBER: window 3 waits for nothing")


def test_what_cannot_be_backed_up_says_what_to_do(run: Run, postgresql: Database) -> None:
    nothing = run("backup", "copy.db")
    assert "not there" in str(nothing.exception)
    other = run("backup", "copy.db", DATABASE_URL=postgresql.url, REVMENTOR_SECRET_KEY=KEY)
    assert "pg_dump" in str(other.exception)


def test_a_database_moves_to_the_other_kind_and_the_bot_goes_on_there(
    run: Run, postgresql: Database, tmp_path: Path
) -> None:
    assert run("programme", "show", REVMENTOR_ADMINS="U0LEAD").exit_code == 0
    told = run("copy-database", postgresql.url)
    assert "programme: 1" in told.output.splitlines()
    secret = (tmp_path / "data" / "secret.key").read_text()
    there = run(
        "programme", "show", "--json", DATABASE_URL=postgresql.url, REVMENTOR_SECRET_KEY=secret,
        REVMENTOR_ADMINS="U0LEAD",
    )  # fmt: skip
    assert json.loads(there.output)["leads"] == ["U0LEAD"]
    again = run("copy-database", postgresql.url)
    assert isinstance(again.exception, BadSettings)
    assert "not empty" in str(again.exception)
    wrong = run("copy-database", "mysql://u:hunter2@h/d")
    assert str(wrong.exception).startswith("TARGET_URL: ")
    assert "hunter2" not in str(wrong.exception)


def test_dead_letters_are_listed_and_owed_again(run: Run, sqlite: Database) -> None:
    settings = {"DATABASE_URL": sqlite.url}
    assert run("outbox", "dead", **settings).output == ""
    with sqlite.sessions.begin() as db:
        row = OutboxRow(
            uid="u", dedupe_key="d", kind="welcome", conversation="c", arguments={}, priority=1,
            state="dead", due_at=datetime(2026, 3, 2, 9, tzinfo=UTC), last_error="no_permission",
        )  # fmt: skip
        db.add(row)
        db.flush()
        number = str(row.id)
    listed = run("outbox", "dead", **settings).output
    assert listed.startswith(f"{number}  welcome  due 2026-03-02 09:00 UTC  no_permission (policy")
    assert run("outbox", "dead", "--retry-kind", "other", **settings).output.startswith("0 will")
    assert run("outbox", "dead", "--retry", number, **settings).output.startswith("1 will")
    assert run("outbox", "dead", **settings).output == ""


def test_accounts_are_confirmed_only_where_they_are_held_up(run: Run, database_url: str) -> None:
    settings = {"REVMENTOR_SECRET_KEY": KEY, "DATABASE_URL": database_url}
    told = run("accounts", "confirm", **settings)
    assert (told.exit_code, told.output) == (0, "nothing is held up: nothing to confirm\n")


def test_the_doctor_says_how_things_are_and_with_what_status(run: Run) -> None:
    told = run("doctor")
    assert told.exit_code == 1
    assert any(line.startswith("ok       data folder: ") for line in told.output.splitlines())
    found = json.loads(run("doctor", "--json").output)
    assert {"thing", "level", "says", "fix"} == set(found[0])
    assert [one["thing"] for one in found if one["level"] == "wrong"] == [
        "SLACK_BOT_TOKEN",
        "leads",
    ]


def test_the_doctor_is_satisfied_with_mere_warnings(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "bot.operations.commands.examine", lambda _: [warning("clock", "late"), ok("a", "b")]
    )
    assert run("doctor").exit_code == 0
    monkeypatch.setattr(
        "bot.operations.commands.examine", lambda _: [wrong("clock", "late", "Fix it")]
    )
    assert run("doctor").exit_code == 1


def test_settings_that_cannot_be_loaded_are_findings_of_the_doctor(run: Run) -> None:
    told = run("doctor", DATABASE_URL="mysql://u:hunter2@h/d")
    assert told.exit_code == 1
    assert told.output.startswith("wrong    DATABASE_URL: ")
    assert "hunter2" not in told.output


def test_a_schema_of_a_newer_program_is_left_alone(run: Run, tmp_path: Path) -> None:
    assert run("migrate").exit_code == 0
    with sqlite3.connect(tmp_path / "data" / "revmentor.db") as db:
        db.execute("UPDATE alembic_version SET version_num = '9999'")
    db.close()
    for command in ("programme show", "migrate", "outbox status", "copy-database sqlite:///b.db"):
        told = run(*command.split())
        assert isinstance(told.exception, BadSettings), command
        assert "the schema is at 9999, which this version does not know" in str(told.exception)


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
