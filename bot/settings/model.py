"""The settings, checked: what is wrong with a value, and what the rest of the bot asks of them."""

import re
from enum import StrEnum
from pathlib import Path
from typing import Any, Self
from urllib.parse import urlsplit

from cryptography.fernet import MultiFernet
from pydantic import SecretStr, field_validator, model_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource
from sqlalchemy.engine import URL

from bot import files, keyring
from bot.settings.addresses import database_url, is_loopback
from bot.settings.errors import BadSettings
from bot.settings.fields import Fields
from bot.settings.secret_files import MountedSecrets


class Mode(StrEnum):
    """How Slack reaches the bot."""

    SOCKET = "socket"
    HTTP = "http"


class Settings(Fields):
    """The configuration of one bot: the fields, checked one by one and together."""

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
                "SLACK_BOT_TOKEN: is missing: make the app from what `python -m bot manifest` "
                "prints, install it, and copy the bot token from OAuth & Permissions"
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


def _split(keys: str) -> list[str]:
    return [key.strip() for key in keys.split(",") if key.strip()]
