"""The doctor, against the playground: well, ill in one way after the other, and never loud."""

import os
import shutil
import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import select, text

from bot.clock import Clock
from bot.domain.lifecycle.outbox import State
from bot.operations import commands
from bot.operations.doctor.examination import examine
from bot.operations.doctor.finding import Finding, Level
from bot.programme.enrolment.accounts import gone_accounts
from bot.runtime import begun, ready
from bot.settings import BadSettings, Settings
from bot.slack.edge.scopes import OPTIONAL, REQUIRED
from bot.store.queries import administration as programmes
from bot.store.queries import figures
from bot.store.tables import OutboxRow
from playground import Person, Workspace
from playground.server import serve
from playground.server.serve import Running
from tests.databases import Database
from tests.outbox.owing import owe
from tests.store.damage import table_and_index_differ, unreadable

LEAD, MEMBER = "U0LEADER", "U0MEMBER0"
KEY = Fernet.generate_key().decode()
Ask = Callable[..., dict[str, list[Finding]]]


@pytest.fixture
def slack() -> Iterator[Running]:
    people = [
        Person(id=LEAD, name="giulia", real_name="Giulia"),
        Person(id=MEMBER, name="petra", real_name="Petra"),
        Person(id="U0GUEST00", name="ospite", real_name="Ospite", is_restricted=True),
    ]
    running = serve.start(Workspace(people=people), port=0)
    running.workspace.scopes = {*REQUIRED, *OPTIONAL}
    yield running
    running.stop()


@pytest.fixture(autouse=True)
def _no_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


@pytest.fixture
def given(slack: Running, tmp_path: Path) -> dict[str, Any]:
    """Settings with which all is well."""
    return {
        "bot_token": slack.workspace.bot_token,
        "app_token": slack.workspace.app_token,
        "api_url": slack.api_url,
        "data": tmp_path / "data",
        "admins": (LEAD,),
        "http_timeout": 5.0,
    }


@pytest.fixture
def ask(given: dict[str, Any]) -> Ask:
    """Findings by what they are about, with some settings of one's own."""

    def ask(**more: Any) -> dict[str, list[Finding]]:
        found: dict[str, list[Finding]] = {}
        for finding in examine(Settings(**given | more)):
            found.setdefault(finding.thing, []).append(finding)
        return found

    return ask


@pytest.fixture
def started(given: dict[str, Any]) -> None:
    """The bot has run here before."""
    with ready(Settings(**given)):
        pass


def levels(found: dict[str, list[Finding]]) -> set[Level]:
    return {one.level for many in found.values() for one in many}


def only(found: dict[str, list[Finding]], thing: str, level: Level, says: str) -> None:
    """The one finding about a thing; what is not well comes with a fix."""
    (one,) = found[thing]
    assert one.level is level
    assert says in one.says
    assert one.fix or level is not Level.WRONG


# ----------------------------------------------------------------- all is well


def test_before_the_first_start_all_is_well_and_nothing_is_made(ask: Ask, tmp_path: Path) -> None:
    found = ask()
    assert levels(found) == {Level.OK}
    assert set(found) == {
        *("data folder", "database", "secret", "programme file", "time zones", "matching"),
        *("mode", "proxy", "bot token", "scopes", "app token", "clock", "leads", "contact"),
    }
    assert list(tmp_path.iterdir()) == []


def test_without_what_drafting_needs_a_round_would_fail(
    ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    drafting = ("bot.domain.matching.draft", "bot.domain.matching.optimiser.")
    for name in [one for one in sys.modules if one.startswith(drafting)]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "scipy.optimize", None)
    only(ask(), "matching", Level.WRONG, "scipy.optimize does not load")


def test_after_it_all_is_well_too(ask: Ask, started: None) -> None:
    found = ask()
    assert levels(found) == {Level.OK}
    only(found, "schema", Level.OK, "head")
    only(found, "secret", Level.OK, "opens what the database keeps")
    only(found, "journal", Level.OK, "none yet")


def test_no_secret_is_told(ask: Ask, started: None, slack: Running) -> None:
    told = "\n".join(str(one) for many in ask(secret_key=KEY).values() for one in many)
    assert KEY not in told
    assert slack.workspace.bot_token not in told
    assert slack.workspace.app_token not in told


# ----------------------------------------------------------------- the messages


def test_messages_that_are_overdue_or_given_up_are_warned_of(
    ask: Ask, given: dict[str, Any], started: None
) -> None:
    """What waits in time is not spoken of."""
    with ready(Settings(**given)) as runtime:
        now = runtime.clock.now()

        def owed(key: str, due_at: datetime) -> None:
            with runtime.sessions.begin() as db:
                owe(db, "operator.text", occasion=key, now=now, due_at=due_at, channel="U1")

        owed("to come", now + timedelta(days=1))
        owed("just due", now)
        only(ask(), "messages", Level.OK, "none is overdue, none was given up")
        owed("late", now - timedelta(hours=1))
        only(ask(), "messages", Level.WARNING, "1 are overdue, the first since")
        with runtime.sessions.begin() as db:
            (late,) = db.scalars(select(OutboxRow).where(OutboxRow.due_at < now))
            late.state, late.last_error = State.DEAD, "no_permission"
        only(ask(), "messages", Level.WARNING, "1 were given up (policy 1)")


# ----------------------------------------------------------------- the journal


@pytest.fixture
def journal(given: dict[str, Any]) -> Path:
    """The bot has begun its journal here."""
    with ready(Settings(**given)) as runtime:
        begun(runtime)
    return Settings(**given).journal_file


def test_a_journal_that_is_whole_is_well(ask: Ask, journal: Path) -> None:
    only(ask(), "journal", Level.OK, "is whole")


def test_a_journal_that_cannot_be_used_is_wrong_and_says_so(ask: Ask, journal: Path) -> None:
    whole = journal.read_bytes()
    journal.write_bytes(whole + b"a line of somebody else\n")
    only(ask(), "journal", Level.WRONG, "is damaged: no window is sealed")
    journal.write_bytes(b"a note\n")
    only(ask(), "journal", Level.WRONG, "is foreign")
    journal.unlink()
    only(ask(), "journal", Level.WRONG, "is missing")


def test_a_window_that_waits_is_named(ask: Ask, journal: Path, given: dict[str, Any]) -> None:
    with ready(Settings(**given)) as runtime, runtime.sessions.begin() as db:
        programme = programmes.current(db)
        moments = [datetime(2026, 11, day, tzinfo=UTC) for day in (1, 2, 3)]
        figures.add_window(db, programme.id, 4, *moments)
        window = figures.window(db, programme.id, 4)
        assert window is not None
        window.unreadable = 2
    only(ask(), "figures", Level.WRONG, "window 4 waits: 2 answers in it do not open")


# ----------------------------------------------------------------- the database


def test_on_postgresql_an_old_schema_is_wrong_and_stays(ask: Ask, postgresql: Database) -> None:
    ours = {"database": postgresql.url, "secret_key": KEY}
    only(ask(**ours), "database", Level.OK, "PostgreSQL")
    with postgresql.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0001'"))
    found = ask(**ours)
    only(found, "schema", Level.WRONG, "0001")
    with postgresql.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    only(ask(**ours), "schema", Level.WRONG, "does not know")
    with postgresql.engine.begin() as connection:
        head = found["schema"][0].says.rpartition(" ")[2]
        connection.execute(text("UPDATE alembic_version SET version_num = :v"), {"v": head})


def test_a_database_that_is_away_is_wrong(ask: Ask, tmp_path: Path) -> None:
    found = ask(database=f"postgresql://u:hunter2@/d?host={tmp_path}", secret_key=KEY)
    only(found, "database", Level.WRONG, "no PostgreSQL listens")
    assert "hunter2" not in str(found)
    assert found["leads"][0].level is Level.OK


@pytest.mark.parametrize("damage", [unreadable, table_and_index_differ])
def test_a_damaged_file_is_wrong(
    ask: Ask, started: None, given: dict[str, Any], damage: Callable[[Path], None]
) -> None:
    damage(given["data"] / "revmentor.db")
    only(ask(), "database", Level.WRONG, "damaged")


def test_another_secret_than_the_databases_is_wrong(ask: Ask, started: None) -> None:
    only(ask(secret_key=KEY), "secret", Level.WRONG, "does not open")


def test_a_secret_that_is_gone_is_wrong_and_none_is_made(
    ask: Ask, started: None, given: dict[str, Any]
) -> None:
    file = given["data"] / "secret.key"
    file.unlink()
    only(ask(), "secret", Level.WRONG, "missing")
    assert not file.exists()


def test_sealed_fields_that_do_not_open_are_counted(
    ask: Ask, started: None, given: dict[str, Any]
) -> None:
    only(ask(), "sealed fields", Level.OK, "open")
    row = (
        "INSERT INTO participation (programme_id, person_id, state, role, band, languages, form,"
        " style, work_days, work_from, work_to, places_mentor, places_mentee, places_total,"
        " waiting_since, rounds_waited, priority, joined_at, notify, calendar_file, notice_version,"
        " private) VALUES (1, 1, 'active', 'both', 2, '[]', 'either', '[]', '[]', 0, 0, 1, 1, 1,"
        " '2026-03-02', 0, false, '2026-03-02', 'all', true, 1, x'00')"
    )
    with closing(sqlite3.connect(given["data"] / "revmentor.db")) as database:
        database.execute(
            "INSERT INTO person (slack_id, zone, language, language_chosen, first_seen_at)"
            " VALUES ('U1', 'UTC', 'en', false, '2026-03-02')"
        )
        database.execute(row)
        database.commit()
    only(ask(), "sealed fields", Level.WARNING, "1 private lists")


def test_a_secret_that_others_can_read_is_warned_of(
    ask: Ask, started: None, given: dict[str, Any]
) -> None:
    (given["data"] / "secret.key").chmod(0o644)
    assert ask()["secret"][0].level is Level.WARNING


# ----------------------------------------------------------------- this machine


def test_little_room_is_warned_of_and_none_is_wrong(
    ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    for free, level in ((10, Level.WRONG), (100, Level.WARNING), (5000, Level.OK)):
        usage = SimpleNamespace(free=free * 1024 * 1024)
        monkeypatch.setattr(shutil, "disk_usage", lambda _, usage=usage: usage)
        only(ask(), "data folder", level, f"{free} MiB")


def test_a_folder_that_cannot_be_written_is_wrong(
    ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "access", lambda *_: False)
    only(ask(), "data folder", Level.WRONG, "cannot be written")


def test_a_programme_file_is_compared_with_what_is_in_force(
    ask: Ask, started: None, given: dict[str, Any]
) -> None:
    file = given["data"] / "programme.toml"
    file.write_text('name = "Scambio"\n')
    only(ask(), "programme file", Level.WARNING, "name")
    file.write_text('zone = "Atlantis"\n')
    only(ask(), "programme file", Level.WRONG, "zone")
    file.write_text("")
    only(ask(), "programme file", Level.OK, "in force")


def test_a_clock_file_is_warned_of(ask: Ask, tmp_path: Path) -> None:
    file = tmp_path / "clock"
    file.write_text("86400")
    only(ask(clock=file), "clock file", Level.WARNING, "86400 s")
    found = ask(clock=file, api_url="https://slack.example/api/", http_timeout=0.5)
    only(found, "clock file", Level.WARNING, "ignored")


# ----------------------------------------------------------------- Slack


def test_missing_scopes_are_named_and_optional_ones_say_what_they_give(
    ask: Ask, slack: Running
) -> None:
    slack.workspace.scopes = {*REQUIRED, "files:write", "channels:read"} - {"mpim:write"}
    found = {one.says: one for one in ask()["scopes"]}
    assert found["missing: mpim:write"].level is Level.WRONG
    assert found["not needed: channels:read"].level is Level.WARNING
    (optional,) = [one for says, one in found.items() if says.startswith("im:history")]
    assert optional.level is Level.WARNING
    assert "at most once" in optional.says
    assert any(one.level is Level.OK and "files:write" in says for says, one in found.items())


def test_tokens_that_slack_refuses_are_named(ask: Ask) -> None:
    found = ask(bot_token="xoxb-of-another")
    only(found, "bot token", Level.WRONG, "invalid_auth")
    assert "scopes" not in found
    only(found, "leads", Level.WARNING, "not looked up")
    only(ask(app_token="xapp-of-another"), "app token", Level.WRONG, "invalid_auth")


def test_a_missing_token_is_a_finding_like_any_other(ask: Ask) -> None:
    found = ask(bot_token=None)
    only(found, "SLACK_BOT_TOKEN", Level.WRONG, "missing")
    only(found, "database", Level.OK, "none yet")


def test_a_slack_that_is_away_is_wrong(ask: Ask) -> None:
    only(ask(api_url="http://127.0.0.1:1/api/"), "bot token", Level.WRONG, "ConnectionRefusedError")


def test_in_http_mode_no_app_token_is_asked_for(ask: Ask) -> None:
    found = ask(app_token=None, signing_secret="s")
    assert "app token" not in found
    only(found, "mode", Level.OK, "HTTP mode")


def test_too_many_accounts_that_are_gone_at_once_are_wrong(
    ask: Ask, started: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    only(ask(), "accounts", Level.OK, "0 of 0 participants are gone")
    monkeypatch.setattr(gone_accounts, "state", lambda *_: gone_accounts.Gone(12, 40, held=True))
    only(ask(), "accounts", Level.WRONG, "12 of 40 participants are gone from Slack at once")


def belongs_to(given: dict[str, Any], workspace: str) -> None:
    with ready(Settings(**given)) as runtime, runtime.sessions.begin() as db:
        programmes.claim(db, workspace)


def test_the_database_and_the_token_are_of_one_workspace(
    ask: Ask, started: None, given: dict[str, Any], slack: Running
) -> None:
    ours = slack.workspace.team_id
    belongs_to(given, ours)
    only(ask(), "workspace", Level.OK, f"the database belongs to {ours}, and so does the token")


def test_a_token_of_another_workspace_is_wrong_and_both_are_named(
    ask: Ask, started: None, given: dict[str, Any], slack: Running
) -> None:
    belongs_to(given, "T0BEFORE00")
    says = f"is of the workspace {slack.workspace.team_id} (Playground), and this database"
    only(ask(), "SLACK_BOT_TOKEN", Level.WRONG, says)


def test_a_proxy_that_is_away_is_wrong(ask: Ask) -> None:
    found = ask(proxy="http://u:hunter2@127.0.0.1:1")
    only(found, "proxy", Level.WRONG, "127.0.0.1")
    assert "hunter2" not in str(found)


@pytest.mark.parametrize(
    ("seconds", "level"), [(0, Level.OK), (60, Level.WARNING), (-400, Level.WRONG)]
)
def test_a_clock_that_differs_from_slacks(
    ask: Ask, monkeypatch: pytest.MonkeyPatch, seconds: int, level: Level
) -> None:
    right = Clock.real_now

    def off(self: Clock) -> datetime:
        return right(self) + timedelta(seconds=seconds)

    monkeypatch.setattr(Clock, "real_now", off)
    only(ask(), "clock", level, "s from Slack's")


def test_somebody_must_lead(ask: Ask) -> None:
    only(ask(admins=()), "leads", Level.WRONG, "nobody")


def test_leads_are_full_members(ask: Ask) -> None:
    only(ask(), "leads", Level.OK, "1 full member")
    mixed = ask(admins=(LEAD, "U0GUEST00", "U0NOBODY0"))["leads"]
    assert [(one.level, one.says) for one in mixed] == [
        (Level.WARNING, "U0GUEST00 is a guest"),
        (Level.WARNING, "U0NOBODY0 is no member"),
        (Level.OK, "1 full member"),
    ]
    assert ask(admins=("U0GUEST00",))["leads"][-1].level is Level.WRONG


def test_leads_of_the_programmes_file_count(ask: Ask, started: None, given: dict[str, Any]) -> None:
    file = given["data"] / "programme.toml"
    file.write_text(f'leads = ["{LEAD}"]\n')
    commands.programme_applied(Settings(**given), file, lambda _: True)
    only(ask(admins=()), "leads", Level.OK, "1 full member")


@pytest.mark.parametrize(
    ("contact", "level", "says"),
    [
        ("", Level.OK, "none is named"),
        (MEMBER, Level.OK, "outside the leads"),
        ("U0NOBODY0", Level.WRONG, "is no member: concerns go to the owner of the workspace"),
        ("U0GUEST00", Level.WRONG, "is a guest"),
    ],
)
def test_whom_concerns_go_to_is_there(
    ask: Ask, started: None, given: dict[str, Any], contact: str, level: Level, says: str
) -> None:
    file = given["data"] / "programme.toml"
    file.write_text(f'contact = "{contact}"\n')
    commands.programme_applied(Settings(**given), file, lambda _: True)
    only(ask(), "contact", level, says)


def test_a_contact_who_leads_is_refused_and_one_who_came_to_lead_is_told(
    ask: Ask, started: None, given: dict[str, Any]
) -> None:
    file = given["data"] / "programme.toml"
    file.write_text(f'contact = "{LEAD}"\n')
    with pytest.raises(BadSettings, match="leads the programme"):
        commands.programme_applied(Settings(**given), file, lambda _: True)
    file.write_text(f'contact = "{MEMBER}"\n')
    commands.programme_applied(Settings(**given), file, lambda _: True)
    only(ask(admins=(LEAD, MEMBER)), "contact", Level.WRONG, "leads the programme")


# ----------------------------------------------------------------- the doctor itself


def test_a_look_that_breaks_is_a_finding_and_the_others_go_on(
    ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(*_: object) -> None:
        raise ZeroDivisionError("with a secret")

    monkeypatch.setattr("bot.operations.doctor.installation.folder", breaks)
    found = ask()
    only(found, "data folder", Level.WRONG, "ZeroDivisionError")
    assert "secret" not in str(found["data folder"])
    assert "leads" in found
