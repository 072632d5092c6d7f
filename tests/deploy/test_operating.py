"""The page for operators names only what exists: commands, values, settings, files, headings."""

import re
import shlex

import click
import pytest
import yaml

from bot.operations.cli import cli
from bot.settings import Settings
from tests.deploy.charts import CHART, ROOT

PAGE = (ROOT / "docs" / "operating.md").read_text(encoding="utf-8")
WHOLE = PAGE.replace("\\\n", " ")
COMMANDS = sorted(set(re.findall(r"python -m bot ([^`#\n|…]+)", WHOLE)) - {" "})


@pytest.mark.parametrize("line", COMMANDS)
def test_every_command_can_be_parsed(line: str) -> None:
    command: click.Command = cli
    words = shlex.split(line)
    while isinstance(command, click.Group):
        name = words.pop(0)
        assert name in command.commands, line
        command = command.commands[name]
    command.make_parser(click.Context(command, **cli.context_settings)).parse_args(words)


def test_every_value_of_the_chart_exists() -> None:
    values = yaml.safe_load((CHART / "values.yaml").read_text(encoding="utf-8"))
    named = set(re.findall(r"--set(?:-file)?\s+'?([\w.]+)=", WHOLE))
    named |= {name.split(":")[0] for name in re.findall(r"`([a-z]\w*(?:\.\w+)+:? ?\w*)`", WHOLE)}
    named = {
        name for name in named if name.split(".")[-1] not in ("yaml", "toml", "md", "lock", "env")
    }
    assert named >= {"secret", "admins", "maintenance", "database.kind", "slack.mode"}
    for name in named:
        here = values
        for part in name.split("."):
            assert part in here, name
            here = here[part]


def test_every_setting_exists() -> None:
    aliases = {str(field.alias) for field in Settings.model_fields.values()}
    named = set(re.findall(r"\b(?:REVMENTOR|SLACK|DATABASE)_[A-Z_]+\b", PAGE))
    assert named <= aliases


def test_links_lead_somewhere() -> None:
    for target in re.findall(r"\]\(([^)]+)\)", PAGE):
        path, _, heading = target.partition("#")
        page = ROOT / "docs" / path
        assert page.exists(), target
        if heading:
            titles = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.M)
            assert heading in {re.sub(r"[^\w -]", "", t).lower().replace(" ", "-") for t in titles}


def test_the_folders_are_those_of_the_units() -> None:
    unit = (ROOT / "deploy" / "systemd" / "revmentor.service").read_text(encoding="utf-8")
    assert "WorkingDirectory=/opt/revmentor\n" in unit
    assert "Environment=REVMENTOR_DATA=/var/lib/revmentor " in unit
    for folder in ("/opt/revmentor/.env", "/var/lib/revmentor", "/var/lib/revmentor-backups"):
        assert folder in PAGE
