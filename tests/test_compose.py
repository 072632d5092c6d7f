"""compose.yaml: few rights, nothing written outside volumes, secrets by files, order of start."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.operations.cli import cli
from bot.settings import Settings

ROOT = Path(__file__).parents[1]
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
ALIASES = {str(field.alias) for field in Settings.model_fields.values()}


def test_three_services_and_the_bot_starts_last() -> None:
    assert set(SERVICES) == {"bot", "migrate", "database"}
    healthy = {"database": {"condition": "service_healthy"}}
    assert SERVICES["migrate"]["depends_on"] == healthy
    migrated = {"migrate": {"condition": "service_completed_successfully"}}
    assert SERVICES["bot"]["depends_on"] == healthy | migrated
    assert "pg_isready" in " ".join(SERVICES["database"]["healthcheck"]["test"])


def test_the_schema_is_migrated_once_by_a_command_that_exists() -> None:
    assert SERVICES["migrate"]["restart"] == "no"
    (command,) = SERVICES["migrate"]["command"]
    assert command in cli.commands


@pytest.mark.parametrize("name", SERVICES)
def test_no_service_can_do_more_than_it_must(name: str) -> None:
    service = SERVICES[name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert "no-new-privileges:true" in service["security_opt"]
    assert "privileged" not in service
    assert bool(service.get("cap_add")) is (name == "database")


def test_only_this_machine_reaches_a_port() -> None:
    published = [port for service in SERVICES.values() for port in service.get("ports", [])]
    assert published == ["127.0.0.1:3000:3000"]


@pytest.mark.parametrize("name", ["bot", "migrate"])
def test_every_variable_is_a_setting_and_every_secret_comes_by_a_file(name: str) -> None:
    environment = SERVICES[name]["environment"]
    assert {variable.removesuffix("_FILE") for variable in environment} <= ALIASES
    secret = {
        str(field.alias)
        for field in Settings.model_fields.values()
        if "SecretStr" in str(field.annotation) and field.alias != "DATABASE_URL"
    }
    assert not secret & set(environment)
    mounted = {Path(path).name for key, path in environment.items() if key.endswith("_FILE")}
    assert mounted == set(SERVICES[name]["secrets"])
    assert mounted <= set(COMPOSE["secrets"])


def test_the_bot_and_its_database_agree() -> None:
    database = SERVICES["database"]["environment"]
    address = f"postgresql://{database['POSTGRES_USER']}@database/{database['POSTGRES_DB']}"
    assert SERVICES["bot"]["environment"]["DATABASE_URL"] == address
    assert database["POSTGRES_PASSWORD_FILE"] == "/run/secrets/database_password"


def test_every_volume_is_declared_and_no_secret_is_kept_in_git() -> None:
    used = {volume.split(":")[0] for one in SERVICES.values() for volume in one["volumes"]}
    assert used == set(COMPOSE["volumes"])
    folders = {Path(secret["file"]).parent.as_posix() for secret in COMPOSE["secrets"].values()}
    assert folders == {"secrets"}
    assert "/secrets/" in (ROOT / ".gitignore").read_text(encoding="utf-8").split()


def test_stopping_waits_longer_than_the_bot_takes() -> None:
    assert int(SERVICES["bot"]["stop_grace_period"].removesuffix("s")) > 10
