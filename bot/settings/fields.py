"""Every setting: its type, its default, and one sentence about it.

`docs/settings.md` and `.env.example` are written from this class (`python -m bot docs`).
"""

from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

DOTENV = Path(".env")
SLACK = "https://slack.com/api/"


class Fields(BaseSettings):
    """The settings as they are written. Read from the environment, `<NAME>_FILE` and `.env`."""

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
