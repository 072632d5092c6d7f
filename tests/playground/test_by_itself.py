"""The small Slack by itself: what lies above it is not needed to start it."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import playground

PACKAGES = ("state", "limits", "actor", "server")
HERE, SOURCE = Path(__file__).parent, Path(playground.__file__).parent


def test_it_starts_from_a_copy_without_pages_demo_and_story(tmp_path: Path) -> None:
    copy = tmp_path / "playground"
    copy.mkdir()
    shutil.copy(SOURCE / "__init__.py", copy)
    for package in PACKAGES:
        shutil.copytree(SOURCE / package, copy / package, ignore=shutil.ignore_patterns("*.pyc"))
    script = shutil.copy(HERE / "by_itself.py", tmp_path)
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    done = subprocess.run(
        [sys.executable, script], cwd=tmp_path, env=kept, capture_output=True, text=True, timeout=60
    )
    assert done.stderr == ""
    found = json.loads(done.stdout)
    assert found["where"] == str(copy / "__init__.py")
    assert (found["posted"], found["sees"]) == (True, "Meet?")
    assert (found["status"], found["heard"]) == (200, ["yes"])
    assert {name.split(".")[1] for name in found["imported"] if "." in name} == set(PACKAGES)
