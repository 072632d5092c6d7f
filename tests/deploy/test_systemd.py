"""The systemd units: few rights, the commands exist, copies are kept for thirty days."""

import re
import shlex
import shutil
import subprocess
from collections import defaultdict
from pathlib import Path

import pytest

from bot.operations.cli import WRONG_SETTING, cli
from bot.settings import Settings
from tests.deploy.charts import ROOT

FOLDER = ROOT / "deploy" / "systemd"
SERVICES = ("revmentor.service", "revmentor-backup.service")
ANALYZE = shutil.which("systemd-analyze")
MOST_EXPOSED = 15
"""Tenths, by systemd's own count; a unit without any hardening has 96."""


def unit(name: str) -> dict[str, list[str]]:
    """Every setting of a unit with its values, one after another."""
    found: dict[str, list[str]] = defaultdict(list)
    for line in (FOLDER / name).read_text(encoding="utf-8").splitlines():
        if "=" in line and not line.startswith("#"):
            key, value = line.split("=", 1)
            found[key].append(value)
    return found


def test_the_bot_is_run_and_stopped_as_it_wants() -> None:
    service = unit("revmentor.service")
    assert service["ExecStart"] == ["/opt/revmentor/.venv/bin/python -m bot run"]
    assert service["Restart"] == ["always"]
    assert service["RestartPreventExitStatus"] == [str(WRONG_SETTING)]
    assert int(service["TimeoutStopSec"][0]) > 10


@pytest.mark.parametrize("name", SERVICES)
def test_every_variable_is_a_setting_and_none_is_a_secret(name: str) -> None:
    aliases = {str(field.alias): str(field.annotation) for field in Settings.model_fields.values()}
    for variable in shlex.split(" ".join(unit(name)["Environment"])):
        assert "SecretStr" not in aliases[variable.split("=")[0]]


@pytest.mark.parametrize("name", SERVICES)
def test_only_its_own_folders_are_written(name: str) -> None:
    service = unit(name)
    assert service["ProtectSystem"] == ["strict"]
    assert "ReadWritePaths" not in service
    (data,) = re.findall(r"REVMENTOR_DATA=/var/lib/(\S+)", service["Environment"][0])
    assert data in service["StateDirectory"][0].split()
    assert service["StateDirectoryMode"] == ["0700"]


def test_backups_are_made_by_a_command_that_exists_and_forgotten_in_time() -> None:
    service = unit("revmentor-backup.service")
    (start,), (forget,) = service["ExecStart"], service["ExecStartPost"]
    command = re.search(r"python -m bot (\w+)", start)
    assert command is not None
    assert command[1] in cli.commands
    folder = "revmentor-backups"
    assert f'"/var/lib/{folder}/backup-' in start
    assert folder in service["StateDirectory"][0].split()
    assert f"/var/lib/{folder} " in forget
    # `find` counts whole days: +29 is what is thirty days old.
    assert "-mtime +29 -delete" in forget
    assert unit("revmentor-backup.timer")["Persistent"] == ["yes"]


def test_the_backup_runs_as_systemd_would_run_it(tmp_path: Path) -> None:
    """Its shell line, with the folders of this test in place of the system's."""
    (start,) = unit("revmentor-backup.service")["ExecStart"]
    line = start.replace("%%", "%").replace("$$", "$")
    line = line.replace("/var/lib/revmentor-backups", str(tmp_path)).replace(
        ".venv/bin/python -m bot backup", "echo"
    )
    told = subprocess.run(shlex.split(line), capture_output=True, text=True, check=True)
    assert re.fullmatch(rf"{tmp_path}/backup-\d{{4}}-\d\d-\d\d-\d{{6}}\.db\n", told.stdout)


@pytest.mark.skipif(ANALYZE is None, reason="systemd-analyze is not here")
@pytest.mark.parametrize("name", SERVICES)
def test_systemd_finds_little_exposed(name: str) -> None:
    assert ANALYZE is not None
    told = subprocess.run(
        [ANALYZE, "security", "--offline=true", f"--threshold={MOST_EXPOSED}", FOLDER / name],
        capture_output=True,
        text=True,
    )
    if "unrecognized option" in told.stderr:
        pytest.skip("this systemd-analyze cannot look at a file")
    assert told.returncode == 0, told.stdout + told.stderr


@pytest.mark.skipif(ANALYZE is None, reason="systemd-analyze is not here")
def test_systemd_understands_every_line() -> None:
    """All that it may miss on this machine is the bot itself."""
    assert ANALYZE is not None
    units = sorted(FOLDER.iterdir())
    told = subprocess.run([ANALYZE, "verify", *units], capture_output=True, text=True)
    complaints = [
        line
        for line in told.stderr.splitlines()
        if "revmentor" in line and "/opt/revmentor/.venv/bin/python is not executable" not in line
    ]
    assert complaints == []
