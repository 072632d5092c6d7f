"""Variables that look like settings: a typing error is named, and what is read is not."""

import os
import re
from pathlib import Path

import pytest

from bot import app, unknown_variables
from bot.operations.doctor import installation
from bot.operations.doctor.finding import Level
from bot.settings import BadSettings, Settings
from bot.unknown_variables import Misspelt

ROOT = Path(__file__).parents[1]


@pytest.fixture(autouse=True)
def _nothing_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in [one for one in os.environ if one.upper().startswith("REVMENTOR_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)


def test_a_typing_error_is_named_with_the_setting_that_may_be_meant(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert unknown_variables.found() == []
    monkeypatch.setenv("REVMENTOR_ADMIN", "U012ABCDEF")
    (tmp_path / ".env").write_text("revmentor_tick_second=1\nREVMENTOR_WHATEVER=\n")
    assert unknown_variables.found() == [
        Misspelt("REVMENTOR_ADMIN", "the environment", "REVMENTOR_ADMINS"),
        Misspelt("REVMENTOR_TICK_SECOND", ".env", "REVMENTOR_TICK_SECONDS"),
        Misspelt("REVMENTOR_WHATEVER", ".env", None),
    ]


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("REVMENTOR_PORT", "PORT"),
        ("REVMENTOR_DATABASE_URL", "DATABASE_URL"),
        ("REVMENTOR_SECRETKEY", "REVMENTOR_SECRET_KEY"),
        ("REVMENTOR_SECRET_KEYFILE", "REVMENTOR_SECRET_KEY_FILE"),
        ("REVMENTOR_X", None),
    ],
)
def test_some_names_are_near_and_others_not(name: str, meant: str | None) -> None:
    assert unknown_variables.misspelt([name]) == [name]
    assert unknown_variables.nearest(name) == meant


def test_what_is_read_is_not_named(tmp_path: Path) -> None:
    aliases = [str(field.alias) for field in Settings.model_fields.values()]
    assert unknown_variables.misspelt([*aliases, *(f"{one}_FILE" for one in aliases), "PATH"]) == []
    assert unknown_variables.misspelt(one.lower() for one in aliases) == []
    example = (ROOT / ".env.example").read_text(encoding="utf-8").replace("# REV", "REV")
    (tmp_path / ".env").write_text(example, encoding="utf-8")
    assert unknown_variables.found() == []


def test_whatever_else_the_code_reads_is_known() -> None:
    read = re.compile(r"""environ(?:\.get\(|\[)["'](REVMENTOR_\w+)""")
    sources = [
        one for room in ("bot", "playground", "tests") for one in (ROOT / room).rglob("*.py")
    ]
    named = {name for one in sources for name in read.findall(one.read_text(encoding="utf-8"))}
    named |= set(re.findall(r"(REVMENTOR_\w+)=", (ROOT / "Makefile").read_text(encoding="utf-8")))
    assert named >= unknown_variables.TESTS_OWN
    assert unknown_variables.misspelt(named) == []


def test_what_kubernetes_sets_for_a_service_is_not_named() -> None:
    given = ["REVMENTOR_SERVICE_HOST", "REVMENTOR_SERVICE_PORT", "REVMENTOR_PORT",
             "REVMENTOR_PORT_3000_TCP_ADDR", "REVMENTOR_ADMIN"]  # fmt: skip
    assert unknown_variables.misspelt(given) == ["REVMENTOR_ADMIN"]
    web = ["REVMENTOR_WEB_SERVICE_HOST", "REVMENTOR_WEB_PORT_80_TCP", "REVMENTOR_PORT"]
    assert unknown_variables.misspelt(web) == ["REVMENTOR_PORT"]


def test_the_doctor_warns_and_tells_no_value(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REVMENTOR_ADMIN", "U012ABCDEF")
    (told,) = installation.variables()
    assert told.level is Level.WARNING
    assert "REVMENTOR_ADMIN " in told.says
    assert "REVMENTOR_ADMINS?" in told.fix
    assert "U012ABCDEF" not in str(told)


@pytest.mark.parametrize("start", [app.bot, app.worker])
def test_the_start_logs_one_warning_for_each(
    start: object, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    monkeypatch.setenv("REVMENTOR_ADMIN", "U012ABCDEF")
    monkeypatch.setenv("REVMENTOR_SOAK", "1")
    (tmp_path / "data").write_text("no folder")  # nothing is to be started here
    settings = Settings(bot_token="xoxb-1", app_token="xapp-1", data=tmp_path / "data")
    assert callable(start)
    with pytest.raises((BadSettings, OSError)):
        start(settings)
    (line,) = [str(one.msg) for one in caplog.records if "unknown variable" in str(one.msg)]
    assert "REVMENTOR_ADMINS" in line
    assert "U012ABCDEF" not in line
