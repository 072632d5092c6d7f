"""Zones come from the package `tzdata`, whatever the host's own files say."""

import os
import shutil
import subprocess
import sys
from importlib import import_module
from importlib.metadata import version
from importlib.resources import as_file, files
from pathlib import Path

import pytest

from bot.operations.doctor.installation import zones
from bot.settings import Settings

ROOT = Path(__file__).parents[1]
_ASK = """
import bot.operations.cli
from datetime import datetime
from zoneinfo import ZoneInfo, available_timezones
here = datetime(2026, 7, 1, 12, tzinfo=ZoneInfo("Europe/Rome"))
known = available_timezones()
print(here.utcoffset(), "Mars/Olympus" in known, "Asia/Tokyo" in known)
"""


@pytest.fixture
def lying(tmp_path: Path) -> Path:
    """A host's folder in which Rome has Tokyo's time, and Mars is inhabited."""
    folder = tmp_path / "zoneinfo"
    (folder / "Europe").mkdir(parents=True)
    (folder / "Mars").mkdir()
    with as_file(files("tzdata") / "zoneinfo" / "Asia" / "Tokyo") as tokyo:
        shutil.copyfile(tokyo, folder / "Europe" / "Rome")
        shutil.copyfile(tokyo, folder / "Mars" / "Olympus")
    return folder


def test_a_hosts_files_that_lie_are_not_read(lying: Path) -> None:
    told = subprocess.run(
        [sys.executable, "-c", _ASK],
        cwd=ROOT,
        env=os.environ | {"PYTHONTZPATH": str(lying)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert told.stdout.split() == ["2:00:00", "False", "True"]


def test_the_doctor_names_the_edition_in_use() -> None:
    edition = import_module("tzdata").IANA_VERSION
    (finding,) = zones(Settings(), None)
    assert finding.says.startswith(f"tzdata {version('tzdata')} ({edition})")
