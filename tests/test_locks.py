"""The lock files: every version pinned with its hashes, and no address of any registry."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LOCKS = ["requirements.lock", "requirements-dev.lock"]


def entries(lock: str) -> list[str]:
    """One text for each locked version, continuation lines joined."""
    text = (ROOT / lock).read_text(encoding="utf-8").replace("\\\n", " ")
    return [line for line in text.splitlines() if re.match("[a-zA-Z0-9]", line)]


def plain(name: str) -> str:
    return re.sub("[-_.]+", "-", re.split(r"[\s\[=~<>!;]", name)[0]).lower()


@pytest.mark.parametrize("lock", LOCKS)
def test_every_entry_has_a_version_and_a_hash(lock: str) -> None:
    assert entries(lock)
    for entry in entries(lock):
        assert re.match(r"[\w.\[\]-]+==\S+", entry), entry
        assert re.search(r"--hash=sha256:[0-9a-f]{64}", entry), entry


@pytest.mark.parametrize("lock", LOCKS)
def test_no_address_stands_in_it(lock: str) -> None:
    assert "://" not in (ROOT / lock).read_text(encoding="utf-8")
    assert not re.search("index-url|find-links", (ROOT / lock).read_text(encoding="utf-8"))


def test_what_the_project_asks_for_is_locked() -> None:
    wanted = {plain(one) for one in PROJECT["project"]["dependencies"]}
    tools = {plain(one) for one in PROJECT["dependency-groups"]["dev"]}
    assert wanted <= {plain(entry) for entry in entries("requirements.lock")}
    assert wanted | tools <= {plain(entry) for entry in entries("requirements-dev.lock")}


def test_both_files_lock_the_same_versions() -> None:
    def version(entry: str) -> str:
        return entry.split("--hash")[0].strip()

    run_time = {version(entry) for entry in entries("requirements.lock")}
    assert run_time <= {version(entry) for entry in entries("requirements-dev.lock")}
