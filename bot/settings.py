"""Every setting: its type, its default, one sentence about it, and what to fix when it is wrong.

`docs/settings.md` and `.env.example` are written from this class (`python -m bot docs`).
"""

import ipaddress
import os
import re
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, Literal, Self
from urllib.parse import urlsplit

import psycopg
from cryptography.fernet import MultiFernet
from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic.fields import FieldInfo
from pydantic_settings import (
    BaseSettings,
    DotEnvSettingsSource,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from bot import files, keyring

DOTENV = Path(".env")
SLACK = "https://slack.com/api/"


class Mode(StrEnum):
    """How Slack reaches the bot."""

    SOCKET = "socket"
    HTTP = "http"


class BadSettings(Exception):
    """One or more settings are missing or wrong.

    `findings` holds one line each: the variable, what is wrong, what to do. No line repeats a
    value, since it may be a secret.
    """

    def __init__(self, *findings: str) -> None:
        super().__init__("\n".join(findings))
        self.findings = findings


class Settings(BaseSettings):
    """The configuration of one bot. Read from the environment, `<NAME>_FILE` and `.env`."""

    model_config = SettingsConfigDict(
        env_file=DOTENV,
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
        hide_input_in_errors=True,
        validate_by_alias=True,
        validate_by_name=True,
    )

    bot_token: SecretStr | None = Field(
        None,
        alias="SLACK_BOT_TOKEN",
        description="The bot token of the installed app; it begins with `xoxb-`.",
    )
    app_token: SecretStr | None = Field(
        None,
        alias="SLACK_APP_TOKEN",
        description="The app-level token with the scope `connections:write`; it begins with "
        "`xapp-`. When it is set, the bot runs in Socket Mode and needs no public address.",
    )
    signing_secret: SecretStr | None = Field(
        None,
        alias="SLACK_SIGNING_SECRET",
        description="The signing secret of the app. When it is set and no app-level token is, "
        "the bot runs in HTTP mode and Slack's request URL is `/slack/events`.",
    )
    api_url: str = Field(
        SLACK,
        alias="SLACK_API_URL",
        description="The address of the Web API; another one points both modes at another "
        "Slack-compatible service.",
    )
    proxy: SecretStr | None = Field(
        None,
        alias="REVMENTOR_PROXY",
        description="The HTTP proxy through which Slack is reached, calls and socket alike, as "
        "`http://user:password@host:port`. If empty: what `HTTPS_PROXY` and `NO_PROXY` say.",
    )
    ca_file: Path | None = Field(
        None,
        alias="REVMENTOR_CA_FILE",
        description="A PEM file with certificates to be trusted besides the system's: those of a "
        "proxy that opens TLS, or of a Slack-compatible service of your own.",
    )
    host: str = Field(
        "",
        alias="HOST",
        description="The address that the HTTP server listens on. If empty: 127.0.0.1 in Socket "
        "Mode, which need not be reached from outside, and 0.0.0.0 in HTTP mode.",
    )
    port: int = Field(
        3000,
        alias="PORT",
        ge=0,
        le=65535,
        description="The port for `/slack/events` (HTTP mode), `/livez`, `/readyz` and `/metrics` "
        "(both); only `/slack/events` need be reached from outside.",
    )
    web_connections: int = Field(
        200,
        alias="REVMENTOR_WEB_CONNECTIONS",
        ge=10,
        le=10_000,
        description="How many connections to that port are open at a time; beyond them the one "
        "that has asked nothing for longest gives way.",
    )
    web_seconds: float = Field(
        10,
        alias="REVMENTOR_WEB_SECONDS",
        ge=1,
        le=300,
        description="In how many seconds a request to that port has arrived whole; slower ones "
        "and idle connections are cut.",
    )
    database: SecretStr | None = Field(
        None,
        alias="DATABASE_URL",
        description="The database, as an SQLAlchemy, `postgres://` or `postgresql://` address "
        "(a socket folder by `?host=`). After the `?` may stand what PostgreSQL's own library "
        "knows; `schema=public`, `pgbouncer` and `prepare_threshold` change nothing, since the bot "
        "prepares no statements. If empty: the file `revmentor.db` in the data folder.",
    )
    database_password: SecretStr | None = Field(
        None,
        alias="DATABASE_PASSWORD",
        description="The password of the database, when it does not stand in the address: it need "
        "not be percent-encoded here, and may be a mounted secret.",
    )
    data: Path = Field(
        Path("data"),
        alias="REVMENTOR_DATA",
        description="The data folder: SQLite file, generated key, `programme.toml`.",
    )
    admins: Annotated[tuple[str, ...], NoDecode] = Field(
        (),
        alias="REVMENTOR_ADMINS",
        description="Slack user ids of the programme's leads, separated by commas.",
    )
    secret_key: SecretStr | None = Field(
        None,
        alias="REVMENTOR_SECRET_KEY",
        description="One or more Fernet keys, separated by commas, the newest first; they lock "
        "tokens, free text and the keys of answers. Required with PostgreSQL; with SQLite one is "
        "generated in the data folder (`secret.key`, readable by its owner only).",
    )
    programme: Path | None = Field(
        None,
        alias="REVMENTOR_PROGRAMME",
        description="The file that describes the first programme. If empty: `programme.toml` in "
        "the data folder if there is one, else the built-in defaults.",
    )
    journal: Path | None = Field(
        None,
        alias="REVMENTOR_JOURNAL",
        description="The journal of published figures, which must outlive a restored backup: keep "
        "it out of the database's backups, and on a folder that all replicas share. If empty: "
        "`journal` in the data folder.",
    )
    tick_seconds: float = Field(
        30.0,
        alias="REVMENTOR_TICK_SECONDS",
        ge=0.01,
        le=3600,
        description="Seconds between two looks at what is due; fractions are allowed.",
    )
    clock: Path | None = Field(
        None,
        alias="REVMENTOR_CLOCK_FILE",
        description="A file with decimal seconds that are added to programme time. Honoured only "
        "when `SLACK_API_URL` is a loopback address: for the demo, the playground and tests.",
    )
    http_timeout: float = Field(
        10.0,
        alias="REVMENTOR_HTTP_TIMEOUT",
        gt=0,
        le=60,
        description="Seconds that one call of the Web API may take.",
    )
    settle: float = Field(
        60.0,
        alias="REVMENTOR_SETTLE",
        gt=0,
        description="Seconds to wait before an unclear message is looked up; longer than the "
        "timeout of a call.",
    )
    lease: float = Field(
        120.0,
        alias="REVMENTOR_LEASE",
        gt=0,
        description="Seconds for which a claimed message belongs to its sender; more than three "
        "times the timeout of a call.",
    )
    heartbeat: float = Field(
        30.0,
        alias="REVMENTOR_HEARTBEAT",
        gt=0,
        description="Seconds between two renewals of a lease; at most half of the lease.",
    )
    backoff_min: float = Field(
        1.0,
        alias="REVMENTOR_BACKOFF_MIN",
        ge=0,
        description="Seconds before the second attempt to send a message.",
    )
    backoff_max: float = Field(
        900.0,
        alias="REVMENTOR_BACKOFF_MAX",
        gt=0,
        description="The longest time between two attempts, in seconds.",
    )
    max_attempts: int = Field(
        12,
        alias="REVMENTOR_MAX_ATTEMPTS",
        ge=1,
        description="Definite failures after which a message is given up, with its reason kept.",
    )
    pace: float = Field(
        1.0,
        alias="REVMENTOR_PACE",
        ge=0,
        description="Seconds between two messages to one conversation; Slack allows about one "
        "a second. Its other limits are taken as much faster as this is shorter; 0 observes none.",
    )
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(
        "INFO", alias="REVMENTOR_LOG_LEVEL", description="The least serious line that is logged."
    )
    log_format: Literal["auto", "json", "console"] = Field(
        "auto",
        alias="REVMENTOR_LOG_FORMAT",
        description="`json` for machines, `console` for people; `auto` chooses by whether the "
        "output is a terminal.",
    )

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        return init_settings, env_settings, MountedSecrets(settings_cls), dotenv_settings

    # ------------------------------------------------------------- checks of one value

    @field_validator("log_level", "log_format", mode="before")
    @classmethod
    def _any_case(cls, value: object, info: Any) -> object:
        if not isinstance(value, str):
            return value
        return value.upper() if info.field_name == "log_level" else value.lower()

    @field_validator("bot_token", "app_token")
    @classmethod
    def _kind_of_token(cls, value: SecretStr | None, info: Any) -> SecretStr | None:
        begin = {"bot_token": "xoxb-", "app_token": "xapp-"}[info.field_name]
        if value is not None and not re.fullmatch(f"{begin}[!-~]+", value.get_secret_value()):
            raise ValueError(f"is not such a token: copy the one that begins with {begin}")
        return value

    @field_validator("api_url")
    @classmethod
    def _address(cls, value: str) -> str:
        parts = urlsplit(value)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ValueError("is no web address: write it as https://host/api/")
        return value if value.endswith("/") else value + "/"

    @field_validator("proxy")
    @classmethod
    def _plain_proxy(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None:
            parts = urlsplit(value.get_secret_value())
            if parts.scheme != "http" or not parts.hostname:
                raise ValueError("is no proxy that the bot can use: write it as http://host:port")
        return value

    @field_validator("admins", mode="before")
    @classmethod
    def _ids(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        ids = tuple(part.strip() for part in value.split(",") if part.strip())
        if not all(re.fullmatch("[UW][A-Z0-9]+", one) for one in ids):
            raise ValueError(
                "holds something that is no Slack user id: copy member ids such as U012ABCDEF "
                "from the profiles, separated by commas"
            )
        return ids

    @field_validator("database")
    @classmethod
    def _known_database(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None:
            database_url(value.get_secret_value())
        return value

    @field_validator("secret_key")
    @classmethod
    def _fernet_keys(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None:
            try:
                keyring.cipher(_split(value.get_secret_value()))
            except ValueError:
                raise ValueError(
                    "holds something that is no Fernet key: make one with `python -c 'from "
                    "cryptography.fernet import Fernet; print(Fernet.generate_key().decode())'`"
                ) from None
        return value

    # ------------------------------------------------------------- checks of several values

    @model_validator(mode="after")
    def _fit_together(self) -> Self:
        wrong = [
            (self.settle <= self.http_timeout, "REVMENTOR_SETTLE", "REVMENTOR_HTTP_TIMEOUT"),
            (self.lease <= 3 * self.http_timeout, "REVMENTOR_LEASE", "3 × REVMENTOR_HTTP_TIMEOUT"),
            (self.lease < 2 * self.heartbeat, "REVMENTOR_LEASE", "2 × REVMENTOR_HEARTBEAT"),
            (self.backoff_max < self.backoff_min, "REVMENTOR_BACKOFF_MAX", "REVMENTOR_BACKOFF_MIN"),
        ]
        findings = [f"{less}: must be more than {more}" for bad, less, more in wrong if bad]
        if self.secret_key is None and not self.sqlite:
            findings.append(
                "REVMENTOR_SECRET_KEY: is missing, and PostgreSQL needs it: set one Fernet key "
                "and keep it outside the database"
            )
        if findings:
            raise BadSettings(*findings)
        return self

    # ------------------------------------------------------------- what the rest of the bot asks

    @property
    def listens_on(self) -> str:
        """The address of the HTTP server: with Socket Mode this machine's own, unless set."""
        return self.host or ("0.0.0.0" if self.app_token is None else "127.0.0.1")

    @property
    def url(self) -> URL:
        """The database, ready for SQLAlchemy."""
        if self.database is None:
            return URL.create("sqlite", database=str(self.data / "revmentor.db"))
        return self.with_password(database_url(self.database.get_secret_value()))

    def with_password(self, url: URL) -> URL:
        """An address of PostgreSQL that has no password of its own gets the one that is set."""
        password = self.database_password
        if password is None or url.password is not None or url.get_backend_name() == "sqlite":
            return url
        return url.set(password=password.get_secret_value())

    @property
    def sqlite(self) -> bool:
        return self.url.get_backend_name() == "sqlite"

    @property
    def mode(self) -> Mode:
        """Socket Mode with an app-level token, else HTTP mode. Raises BadSettings when the bot
        cannot be reached or cannot speak."""
        if self.bot_token is None:
            raise BadSettings(
                "SLACK_BOT_TOKEN: is missing: install the app (app_manifest.yml) and copy the bot "
                "token from OAuth & Permissions"
            )
        if self.app_token is not None:
            return Mode.SOCKET
        if self.signing_secret is not None:
            return Mode.HTTP
        raise BadSettings(
            "SLACK_APP_TOKEN: is missing: set it for Socket Mode (Basic Information, App-Level "
            "Tokens), or set SLACK_SIGNING_SECRET for HTTP mode"
        )

    @property
    def clock_file(self) -> Path | None:
        """The file that moves programme time; None unless the API is on this very machine."""
        return self.clock if is_loopback(self.api_url) else None

    @property
    def programme_file(self) -> Path:
        """Where the first programme is looked for; it need not exist."""
        return self.programme or self.data / "programme.toml"

    @property
    def journal_file(self) -> Path:
        """Where the journal is; the first start makes it."""
        return self.journal or self.data / "journal"

    def cipher(self) -> MultiFernet:
        """The box that locks secrets; with SQLite and no key set, the key is made at first use.

        Raises BadSettings when the generated key cannot be written or read.
        """
        if self.secret_key is not None:
            return keyring.cipher(_split(self.secret_key.get_secret_value()))
        file = self.data / "secret.key"
        try:
            return keyring.cipher(_split(keyring.key_beside(file)))
        except OSError as error:
            raise BadSettings(f"REVMENTOR_SECRET_KEY: {file} {files.why(error, file)}") from None
        except files.NotText as error:
            raise BadSettings(f"REVMENTOR_SECRET_KEY: {file} {error}") from None
        except ValueError:
            raise BadSettings(
                f"REVMENTOR_SECRET_KEY: {file} holds no Fernet key: put the right file back, or "
                "set the key that stood in it"
            ) from None


class MountedSecrets(PydanticBaseSettingsSource):
    """A value may stand in a file instead: `<NAME>_FILE` names it (for mounted secrets)."""

    def get_field_value(self, field: FieldInfo, field_name: str) -> tuple[Any, str, bool]:
        name = field.alias or field_name
        path = os.environ.get(f"{name}_FILE")
        if not path:
            return None, name, False
        if os.environ.get(name):
            raise BadSettings(f"{name}: is set, and {name}_FILE too: keep one of them")
        try:
            return files.read_text(Path(path)).strip(), name, False
        except files.NotText as error:
            raise BadSettings(f"{name}_FILE: {path} {error}") from None
        except (OSError, ValueError) as error:
            raise BadSettings(f"{name}_FILE: {_why_not(error, Path(path))}") from None

    def __call__(self) -> dict[str, Any]:
        read = (
            self.get_field_value(field, name)
            for name, field in self.settings_cls.model_fields.items()
        )
        return {name: value for value, name, _ in read if value is not None}


def load(environment: Mapping[str, str] | None = None) -> Settings:
    """The settings of this process. Raises BadSettings with every finding at once."""
    _refuse_oauth(os.environ if environment is None else environment)
    try:
        return Settings(_env_file_encoding=_encoding(DOTENV))
    except ValidationError as error:
        raise BadSettings(*(_finding(one) for one in error.errors(include_input=False))) from None


def dotenv_names() -> set[str]:
    """The names that `.env` gives values to, in lower case. Raises BadSettings when it cannot be
    read."""
    if DOTENV.is_fifo():  # it was read with the settings, and cannot be read again
        return set()
    written = DotEnvSettingsSource(
        Settings, env_file_encoding=_encoding(DOTENV), env_ignore_empty=False
    )
    return set(written.env_vars)


def _encoding(file: Path) -> str:
    """In what the settings' file is written. Raises BadSettings when it cannot be read."""
    if file.is_fifo() or files.is_missing(file):  # a pipe can be read once
        return "utf-8"
    try:
        return files.encoding(file.read_bytes())
    except files.NotText as error:
        raise BadSettings(f"{file}: {error}") from None
    except OSError as error:
        raise BadSettings(f"{file}: {files.why(error, file)}") from None


def _why_not(error: Exception, file: Path) -> str:
    """Why a mounted secret cannot be read. Its path is told only when it leads to something: who
    put the secret itself there by mistake does not read it in a log."""
    if isinstance(error, OSError) and not files.is_missing(file):
        return f"{file} {files.why(error, file)}"
    return "that file cannot be read: check its path"


def is_loopback(address: str) -> bool:
    """Whether a web address names this machine."""
    host = urlsplit(address).hostname or ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _refuse_oauth(environment: Mapping[str, str]) -> None:
    # Bolt would silently change to its OAuth mode and drop the bot token.
    both = [name for name in ("SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET") if environment.get(name)]
    if len(both) == 2:
        raise BadSettings(
            "SLACK_CLIENT_ID: is set together with SLACK_CLIENT_SECRET: unset both, the bot "
            "serves one workspace with its bot token"
        )


def _finding(error: Any) -> str:
    field = Settings.model_fields.get(str(error["loc"][0])) if error["loc"] else None
    name = (field.alias if field else None) or ".".join(map(str, error["loc"]))
    message = error["msg"].removeprefix("Value error, ").replace("Input should be", "should be")
    return f"{name}: {message}"


def database_url(text: str) -> URL:
    """An address as SQLAlchemy wants it. Raises ValueError, saying what is wrong and the fix."""
    try:
        url = make_url(text)
    except (ArgumentError, ValueError):  # a port that is no number is a ValueError
        raise ValueError(
            "is no database address: write sqlite:///path/to/file.db or "
            "postgresql://user:password@host/name"
        ) from None
    if url.drivername in ("postgres", "postgresql"):
        url = url.set(drivername="postgresql+psycopg")
    if url.drivername not in ("postgresql+psycopg", "sqlite", "sqlite+pysqlite"):
        raise ValueError("names another database: the bot works with sqlite and postgresql")
    if url.get_backend_name() == "sqlite" and url.database in (None, "", ":memory:"):
        raise ValueError("would forget everything at the next start: name a file, sqlite:///file")
    return _with_good_parameters(url)


_OF_LIBPQ = frozenset(one.keyword.decode() for one in psycopg.pq.Conninfo.get_defaults())
_REPEATED = {"host", "port"}


def _with_good_parameters(url: URL) -> URL:
    """Without those that mean nothing here. Raises ValueError for what nobody understands."""
    if url.get_backend_name() == "sqlite":
        if url.query:
            raise ValueError("has parameters, and a file takes none: leave out all behind the ?")
        return url
    if "@" in (url.host or ""):
        raise ValueError(
            "holds more than one @: write %40 for one in the password, or set DATABASE_PASSWORD"
        )
    for name, value in url.query.items():
        if isinstance(value, tuple) and name not in _REPEATED:
            raise ValueError(f"has the parameter {_shown(name)} more than once: keep one")
        if name not in _OF_LIBPQ:
            _is_harmless(name, str(value).lower())
    return url.difference_update_query(set(url.query) - _OF_LIBPQ)


def _is_harmless(name: str, value: str) -> None:
    """What other libraries are told, and the bot does anyway, may stay in the address."""
    if name == "schema" and value != "public":
        raise ValueError(
            "has the parameter schema, which PostgreSQL's library does not know: leave it out, "
            "and let the role's search_path lead there (ALTER ROLE … SET search_path)"
        )
    good = {
        "schema": {"public"},
        "pgbouncer": {"true", "false"},
        "prepare_threshold": {"none", value if value.isdecimal() else "none"},
    }
    if name not in good:
        raise ValueError(
            f"has the parameter {_shown(name)}, which PostgreSQL's library does not know: "
            "leave it out"
        )
    if value not in good[name]:
        raise ValueError(f"has a parameter {name} that is not understood: leave it out")


def _shown(name: str) -> str:
    """A parameter's name, if it looks like one: a piece of a password may stand there."""
    return name if re.fullmatch("[a-z][a-z_]{1,30}", name) else "behind the ?"


def _split(keys: str) -> list[str]:
    return [key.strip() for key in keys.split(",") if key.strip()]
