"""The runbook names only what exists: commands, options, settings, figures, files."""

import re
import subprocess
from pathlib import Path

from cryptography.fernet import Fernet

from bot.operations.cli import cli
from bot.outbox.codes import Fate
from bot.serve.metrics import Ledger, Metrics, Overdue
from bot.settings import Settings

ROOT = Path(__file__).parents[1]
RUNBOOK = (ROOT / "docs" / "runbook.md").read_text(encoding="utf-8")
WHOLE = RUNBOOK.replace("\\\n", " ")
COMMANDS = sorted(set(re.findall(r"python -m bot ([^`#\n|]+)", WHOLE)))
COMPOSE_RUNS = re.findall(r" revmentor (copy-database [^\n]+)", WHOLE)


def test_the_runbook_is_about_every_command() -> None:
    told = {line.split()[0] for line in COMMANDS + COMPOSE_RUNS}
    inner = {"run", "demo", "worker", "health", "docs"}
    assert set(cli.commands) - inner <= told


def test_every_setting_exists() -> None:
    aliases = {str(field.alias) for field in Settings.model_fields.values()}
    theirs = {"HTTPS_PROXY", "NO_PROXY"}
    named = set(re.findall(r"\b(?:[A-Z]+_)+[A-Z]+\b", RUNBOOK)) - theirs - {"TARGET_URL"}
    assert {name.removesuffix("_FILE") for name in named} - {"REVMENTOR_CA"} <= aliases


def test_every_figure_is_counted() -> None:
    page = (
        Metrics("0", lambda: Overdue(0, 0.0, {}), lambda: Ledger(True, 0), lambda: 1)
        .page()
        .decode()
    )
    named = set(re.findall(r"\brevmentor_[a-z_]+", RUNBOOK)) - {"revmentor_default"}
    assert named
    for figure in named:
        assert re.search(rf"^# TYPE {figure.removesuffix('_count')} ", page, re.M), figure


def test_every_reason_of_a_dead_letter_exists() -> None:
    rows = set(re.findall(r"^\| `([a-z_]+)` \|", RUNBOOK, re.M))
    assert rows
    assert rows <= set(Fate)


def test_the_files_that_it_names_are_there() -> None:
    assert (ROOT / "compose.yaml").exists()
    assert (ROOT / "app_manifest.yml").exists()


def test_the_recipe_for_a_secret_key_makes_one() -> None:
    (recipe,) = re.findall(r"^(head .*) > secrets/secret_key$", RUNBOOK, re.M)
    made = subprocess.run(["sh", "-c", recipe], capture_output=True, check=True, text=True)
    Fernet(made.stdout.strip())
