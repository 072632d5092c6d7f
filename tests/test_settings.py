"""Settings: what is missing or wrong is named with its fix, and no secret is repeated."""

import ast
import stat
import threading
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from pydantic import SecretStr, ValidationError

from bot.operations import docgen
from bot.settings import BadSettings, Mode, Settings, is_loopback, load

ROOT = Path(__file__).parents[1]
KEY = Fernet.generate_key().decode()
READS = ("settings", "self._settings")
OTHER_KEY = Fernet.generate_key().decode()


@pytest.fixture(autouse=True)
def _nothing_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Each example says what is set; the machine's own environment does not count."""
    for field in Settings.model_fields.values():
        monkeypatch.delenv(str(field.alias), raising=False)
        monkeypatch.delenv(f"{field.alias}_FILE", raising=False)
    for name in ("SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)


def refused(monkeypatch: pytest.MonkeyPatch, **environment: str) -> list[str]:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(BadSettings) as caught:
        _ = load().mode
    return str(caught.value).splitlines()


def test_everything_but_slack_has_a_default_that_works() -> None:
    settings = load()
    assert str(settings.url) == "sqlite:///data/revmentor.db"
    assert settings.programme_file == Path("data/programme.toml")
    assert (settings.port, settings.tick_seconds, settings.admins) == (3000, 30.0, ())


@pytest.mark.parametrize(
    ("environment", "variable"),
    [
        ({}, "SLACK_BOT_TOKEN"),
        ({"SLACK_BOT_TOKEN": "xoxb-1"}, "SLACK_APP_TOKEN"),
        ({"SLACK_BOT_TOKEN": "xoxp-1-personal"}, "SLACK_BOT_TOKEN"),
        ({"SLACK_APP_TOKEN": "xoxb-swapped"}, "SLACK_APP_TOKEN"),
        ({"SLACK_API_URL": "slack.example.test"}, "SLACK_API_URL"),
        ({"PORT": "eighty"}, "PORT"),
        ({"PORT": "70000"}, "PORT"),
        ({"REVMENTOR_TICK_SECONDS": "0"}, "REVMENTOR_TICK_SECONDS"),
        ({"REVMENTOR_ADMINS": "U012AB,anna"}, "REVMENTOR_ADMINS"),
        ({"DATABASE_URL": "mysql://u:hunter2@h/d"}, "DATABASE_URL"),
        ({"DATABASE_URL": "not an address"}, "DATABASE_URL"),
        ({"DATABASE_URL": "sqlite://"}, "DATABASE_URL"),
        ({"REVMENTOR_PROXY": "socks5://u:hunter2@h:1080"}, "REVMENTOR_PROXY"),
        ({"REVMENTOR_PROXY": "h:3128"}, "REVMENTOR_PROXY"),
        ({"DATABASE_URL": "postgres://u:hunter2@h/d"}, "REVMENTOR_SECRET_KEY"),
        ({"REVMENTOR_SECRET_KEY": "hunter2"}, "REVMENTOR_SECRET_KEY"),
        ({"REVMENTOR_SECRET_KEY": ","}, "REVMENTOR_SECRET_KEY"),
        ({"REVMENTOR_LEASE": "30", "REVMENTOR_HEARTBEAT": "5"}, "REVMENTOR_LEASE"),
        ({"REVMENTOR_SETTLE": "10"}, "REVMENTOR_SETTLE"),
        ({"REVMENTOR_LOG_LEVEL": "loud"}, "REVMENTOR_LOG_LEVEL"),
        ({"SLACK_SIGNING_SECRET_FILE": "/nowhere/secret"}, "SLACK_SIGNING_SECRET_FILE"),
        ({"SLACK_CLIENT_ID": "1.2", "SLACK_CLIENT_SECRET": "hunter2"}, "SLACK_CLIENT_ID"),
    ],
)
def test_a_wrong_setting_is_one_line_that_names_it(
    monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], variable: str
) -> None:
    lines = refused(monkeypatch, **environment)
    assert len(lines) == 1
    assert lines[0].startswith(f"{variable}: ")
    assert "hunter2" not in lines[0]


def test_all_findings_come_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = refused(monkeypatch, PORT="x", REVMENTOR_MAX_ATTEMPTS="0")
    assert [line.split(":")[0] for line in lines] == ["PORT", "REVMENTOR_MAX_ATTEMPTS"]


def test_an_app_token_means_socket_mode_even_beside_a_signing_secret(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-1")
    monkeypatch.setenv("SLACK_SIGNING_SECRET", "shh")
    assert load().mode is Mode.HTTP
    monkeypatch.setenv("SLACK_APP_TOKEN", "xapp-1")
    assert load().mode is Mode.SOCKET


@pytest.mark.parametrize(
    ("given", "used"),
    [
        ("postgres://u:p@h:5/d", "postgresql+psycopg://u:p@h:5/d"),
        ("postgresql://u@/d?host=/run/pg", "postgresql+psycopg://u@/d?host=/run/pg"),
        ("postgresql+psycopg://h/d", "postgresql+psycopg://h/d"),
        ("sqlite:////var/lib/x.db", "sqlite:////var/lib/x.db"),
    ],
)
def test_database_addresses(monkeypatch: pytest.MonkeyPatch, given: str, used: str) -> None:
    monkeypatch.setenv("DATABASE_URL", given)
    monkeypatch.setenv("REVMENTOR_SECRET_KEY", KEY)
    url = load().url.render_as_string(hide_password=False)
    assert url.replace("%2F", "/") == used


def test_a_secret_may_stand_in_a_mounted_file(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "token").write_text("xoxb-mounted\n")
    monkeypatch.setenv("SLACK_BOT_TOKEN_FILE", str(tmp_path / "token"))
    token = load().bot_token
    assert token is not None
    assert token.get_secret_value() == "xoxb-mounted"
    assert refused(monkeypatch, SLACK_BOT_TOKEN="xoxb-2")[0].startswith("SLACK_BOT_TOKEN: ")


def test_dotenv_is_read_and_the_environment_wins(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / ".env").write_text("PORT=4000\nHOST=127.0.0.1\n")
    monkeypatch.setenv("PORT", "5000")
    assert (load().port, load().host) == (5000, "127.0.0.1")


def test_admins_and_the_shape_of_the_api_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REVMENTOR_ADMINS", " U012AB, W9 ,")
    monkeypatch.setenv("SLACK_API_URL", "http://127.0.0.1:9/api")
    assert load().admins == ("U012AB", "W9")
    assert load().api_url == "http://127.0.0.1:9/api/"


@pytest.mark.parametrize(
    ("api", "honoured"),
    [
        ("http://127.0.0.1:8/api/", True),
        ("http://localhost/api/", True),
        ("http://[::1]:8/api/", True),
        ("https://slack.com/api/", False),
        ("http://127.0.0.1.example.test/api/", False),
    ],
)
def test_the_clock_file_is_honoured_on_this_machine_only(
    monkeypatch: pytest.MonkeyPatch, api: str, honoured: bool
) -> None:
    monkeypatch.setenv("REVMENTOR_CLOCK_FILE", "offset")
    monkeypatch.setenv("SLACK_API_URL", api)
    assert is_loopback(api) is honoured
    assert load().clock_file == (Path("offset") if honoured else None)


def test_no_secret_is_shown_by_the_settings_themselves(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-hunter2")
    monkeypatch.setenv("DATABASE_URL", "postgres://u:hunter2@h/d")
    monkeypatch.setenv("REVMENTOR_SECRET_KEY", KEY)
    assert "hunter2" not in repr(load())
    assert KEY not in repr(load())


def test_no_secret_is_shown_when_settings_are_made_by_hand() -> None:
    with pytest.raises(ValidationError) as caught:
        Settings(bot_token=SecretStr("hunter2"), database=SecretStr("mysql://u:hunter2@h/d"))
    assert "hunter2" not in str(caught.value)
    with pytest.raises(ValidationError) as caught:
        Settings.model_validate({"SLACK_BOT_TOKEN": ["hunter2"]})
    assert "hunter2" not in str(caught.value)


def test_the_key_beside_sqlite_is_made_once_for_its_owner_only(tmp_path: Path) -> None:
    barrier = threading.Barrier(4)
    locked: list[bytes] = []

    def start() -> None:
        barrier.wait()
        locked.append(Settings(data=tmp_path / "data").cipher().encrypt(b"kept"))

    threads = [threading.Thread(target=start) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    cipher = Settings(data=tmp_path / "data").cipher()
    assert [cipher.decrypt(one) for one in locked] == [b"kept"] * 4
    assert stat.S_IMODE((tmp_path / "data" / "secret.key").stat().st_mode) == 0o600
    assert [path.name for path in (tmp_path / "data").iterdir()] == ["secret.key"]


def test_the_newest_key_locks_and_older_ones_still_open(monkeypatch: pytest.MonkeyPatch) -> None:
    old = Fernet(KEY).encrypt(b"old")
    monkeypatch.setenv("REVMENTOR_SECRET_KEY", f"{OTHER_KEY}, {KEY}")
    cipher = load().cipher()
    assert cipher.decrypt(old) == b"old"
    assert Fernet(OTHER_KEY).decrypt(cipher.encrypt(b"new")) == b"new"


def test_a_spoilt_key_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "secret.key").write_text("spoilt")
    with pytest.raises(BadSettings, match=r"REVMENTOR_SECRET_KEY: .*secret\.key"):
        Settings(data=tmp_path).cipher()


def test_every_setting_has_a_sentence() -> None:
    for field in Settings.model_fields.values():
        assert (field.description or "").endswith("."), field.alias


def read_in(path: Path, *of: str) -> set[str]:
    """The attributes that a module reads of objects that go by these names."""
    text = path.read_text(encoding="utf-8")
    if not any(name in text for name in of):
        return set()
    tree = ast.walk(ast.parse(text))
    read = [one for one in tree if isinstance(one, ast.Attribute) and isinstance(one.ctx, ast.Load)]
    return {one.attr for one in read if ast.unparse(one.value) in of}


def test_each_setting_is_read_and_what_is_read_is_a_setting() -> None:
    known = Settings.model_fields.keys()
    modules = (ROOT / "bot").rglob("*.py")
    read = {name for path in modules for name in read_in(path, *READS)}
    assert known - read - read_in(ROOT / "bot" / "settings" / "model.py", "self") == set()
    asked = read_in(ROOT / "bot" / "app.py", *READS)
    assert {name for name in asked - known if not hasattr(Settings, name)} == set()


def test_the_written_pages_are_fresh() -> None:
    """After a change of a setting: `make docs`."""
    assert (ROOT / "docs" / "settings.md").read_text(encoding="utf-8") == docgen.settings_page()
    assert (ROOT / ".env.example").read_text(encoding="utf-8") == docgen.env_example()


def test_the_example_file_is_one_that_the_bot_can_read(tmp_path: Path) -> None:
    shown = docgen.env_example().replace("# REV", "REV").replace("# PORT", "PORT")
    (tmp_path / ".env").write_text(shown)
    assert load() == Settings(_env_file=None)


def test_a_password_of_its_own_is_for_an_address_without_one(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """It need not be percent-encoded, and may stand in a mounted file."""
    (tmp_path / "password").write_text("p@ss/word\n")
    monkeypatch.setenv("DATABASE_PASSWORD_FILE", str(tmp_path / "password"))
    monkeypatch.setenv("REVMENTOR_SECRET_KEY", KEY)
    for address, password in (
        ("postgresql://u@h/d", "p@ss/word"),
        ("postgresql://u:own@h/d", "own"),
        ("sqlite:///file.db", None),
    ):
        monkeypatch.setenv("DATABASE_URL", address)
        assert load().url.password == password


@pytest.mark.parametrize(
    ("address", "says"),
    [
        ("postgresql://h/d?schema=other", "the parameter schema"),
        ("postgresql://h/d?connection_limit=5", "the parameter connection_limit"),
        ("postgresql://h/d?autocommit=1", "the parameter autocommit"),
        ("postgresql://h/d?prepare_threshold=often", "prepare_threshold that is not understood"),
        ("postgresql://h/d?sslmode=disable&sslmode=require", "sslmode more than once"),
        ("postgresql://h/d?hunter2=1", "the parameter behind the ?"),
        ("postgresql://u:hunter2@x@h/d", "more than one @"),
        ("postgresql://u:hunter2@h:port/d", "no database address"),
        ("sqlite:///file.db?mode=ro", "a file takes none"),
    ],
)
def test_parameters_that_nobody_understands_are_refused_in_one_line(
    monkeypatch: pytest.MonkeyPatch, address: str, says: str
) -> None:
    monkeypatch.setenv("REVMENTOR_SECRET_KEY", KEY)
    (line,) = refused(monkeypatch, DATABASE_URL=address)
    assert line.startswith("DATABASE_URL: ")
    assert says in line
    assert "hunter2" not in line


@pytest.mark.parametrize(
    "more", ["schema=public", "pgbouncer=true", "prepare_threshold=0", "prepare_threshold=None"]
)
def test_what_other_libraries_are_told_is_left_out(
    monkeypatch: pytest.MonkeyPatch, more: str
) -> None:
    monkeypatch.setenv("REVMENTOR_SECRET_KEY", KEY)
    monkeypatch.setenv("DATABASE_URL", f"postgresql://h/d?sslmode=require&{more}")
    assert dict(load().url.query) == {"sslmode": "require"}
