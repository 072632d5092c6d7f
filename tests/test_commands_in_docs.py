"""What the pages for operators name exists: every command line and every setting."""

import re
import shlex
from pathlib import Path

import click
import pytest

from bot.operations.cli import cli
from bot.settings import Settings

ROOT = Path(__file__).parents[1]
PAGES = {
    path.name: path.read_text(encoding="utf-8").replace("\\\n", " ")
    for path in (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")))
}
OTHERS = {"REVMENTOR_CA", "REVMENTOR_CLOCK", "SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET"}
"""Variables of examples and of the demo's bot, and what the bot does not need."""
SETTINGS = {str(field.alias) for field in Settings.model_fields.values()}
TYPED = re.compile(
    r"python -m bot ([^`#\n|]+)"
    r"|`revmentor ([a-z][^`]*)`"
    r"|(?:^|/| )revmentor ((?:run|demo|doctor|migrate|copy-database)(?: [^\n`;&]*)?)$",
    re.M,
)
LINES = sorted(
    {
        (page, line.strip())
        for page, text in PAGES.items()
        for found in TYPED.findall(text)
        if (line := "".join(found)).strip() not in ("", "…")
    }
)


def parsed(line: str) -> None:
    """As the command line would read it, down to the last option and argument."""
    command: click.Command = cli
    words = [word for word in shlex.split(line) if word != "…"]
    while isinstance(command, click.Group) and words:
        name = words.pop(0)
        assert name in command.commands, line
        command = command.commands[name]
    command.make_parser(click.Context(command, **cli.context_settings)).parse_args(words)


@pytest.mark.parametrize(("page", "line"), LINES)
def test_every_command_can_be_parsed(page: str, line: str) -> None:
    parsed(line)


def test_a_command_that_is_not_there_is_found() -> None:
    for line in ("sweep", "keys turn", "backup --fast FILE"):
        with pytest.raises((AssertionError, click.UsageError)):
            parsed(line)


def test_many_commands_are_looked_at() -> None:
    assert {page for page, _ in LINES} >= {"runbook.md", "operating.md", "settings.md"}
    assert len(LINES) > 30


@pytest.mark.parametrize("page", PAGES)
def test_every_setting_exists(page: str) -> None:
    named = set(re.findall(r"\b(?:REVMENTOR|SLACK|DATABASE)_[A-Z_]+\b", PAGES[page]))
    ours = {name.removesuffix("_FILE") for name in named if not name.endswith("_")}
    assert ours - OTHERS <= SETTINGS
