"""The wheel does what a checkout does: installed alone, with what it declares and nothing else."""

import ast
import json
import os
import re
import signal
import sqlite3
import subprocess
import sys
import tarfile
import tomllib
import urllib.request
import zipfile
from pathlib import Path

import pytest

from bot import __version__
from bot.store.copies import migrate
from tests.installed import ROOT, Installed, built, clean, installed

STEPS = {file.name for file in (ROOT / "migrations" / "versions").glob("*.py")}


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The source archive of this tree."""
    return built("sdist", ROOT, tmp_path_factory.mktemp("sdist"))


@pytest.fixture(scope="module")
def wheel(archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from the source archive: so the archive has all that a build needs."""
    folder = tmp_path_factory.mktemp("wheel")
    with tarfile.open(archive) as files:
        files.extractall(folder, filter="data")
    (tree,) = folder.iterdir()
    return built("wheel", tree, folder)


@pytest.fixture(scope="module")
def here(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Installed:
    """An environment in which the wheel is installed."""
    return installed(wheel, tmp_path_factory.mktemp("installed"))


def test_everything_lies_inside_two_packages(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    tops = {name.split("/")[0] for name in names}
    assert tops == {"bot", "playground", f"revmentor-{__version__}.dist-info"}
    assert {f"bot/migrations/versions/{step}" for step in STEPS} <= set(names)
    kept = ["bot/app_manifest.yml", "bot/texts/it_formal.po", "playground/demo/static/demo.html"]
    assert set(kept) <= set(names)
    assert [name for name in names if name.endswith(".pyc") or "pictures" in name] == []


def test_nothing_that_the_code_ships_is_left_out(wheel: Path) -> None:
    """Every file below the two packages in this tree is in the wheel, byte by byte."""
    left_out = "playground/demo/pictures/"
    with zipfile.ZipFile(wheel) as files:
        for room in ("bot", "playground"):
            for path in (ROOT / room).rglob("*"):
                name = path.relative_to(ROOT).as_posix()
                if name.startswith(left_out) or "__pycache__" in path.parts:
                    continue
                if path.is_file():
                    assert files.read(name) == path.read_bytes(), name


def test_the_archive_has_the_tests_and_nothing_of_this_machine(archive: Path) -> None:
    with tarfile.open(archive) as files:
        tops = {name.split("/")[1] for name in files.getnames()}
    assert {"bot", "migrations", "tests", "pyproject.toml", "README.md", "LICENSE"} <= tops
    assert tops & {".git", ".venv", ".env", "data", "demo", "dist", "secrets"} == set()


def test_the_code_comes_from_the_environment_and_no_checkout_is_in_reach(here: Installed) -> None:
    asked = "import bot, sys; print(bot.__file__); print(*sys.path, sep='\\n')"
    told = here.run("python", "-c", asked).stdout.splitlines()
    assert told[0] == str(here.packages / "bot" / "__init__.py")
    assert [one for one in told if Path(one or ".").is_relative_to(ROOT)] == []


def test_the_command_and_the_module_are_one(here: Installed) -> None:
    for command in (["revmentor"], ["python", "-m", "bot"]):
        assert here.run(*command, "--version").stdout == f"revmentor {__version__}\n"
        told = here.run(*command, "no-such-command")
        assert told.stderr.startswith(f"Usage: {' '.join(command)} ")
        assert told.returncode == 2


def test_doctor_says_what_is_missing_and_makes_nothing(here: Installed) -> None:
    told = here.run("revmentor", "doctor")
    assert (told.returncode, told.stderr) == (1, "")
    assert re.search(r"^wrong +SLACK_BOT_TOKEN: is missing", told.stdout, re.M)
    assert "`revmentor manifest` prints" in told.stdout
    assert re.search(r"^ok +time zones: tzdata", told.stdout, re.M)
    assert list(here.home.iterdir()) == []


def test_a_database_is_migrated_and_one_of_a_newer_version_left_alone(
    here: Installed, tmp_path: Path
) -> None:
    data = {"REVMENTOR_DATA": str(tmp_path)}
    assert here.run("revmentor", "migrate", **data).stdout == f"schema: {migrate.head()}\n"
    with sqlite3.connect(tmp_path / "revmentor.db") as db:
        assert db.execute("SELECT count(*) FROM pair").fetchone() == (0,)
        db.execute("UPDATE alembic_version SET version_num = '9999'")
    db.close()
    for command in (["migrate"], ["outbox", "status"], ["programme", "show"]):
        told = here.run("revmentor", *command, **data)
        assert (told.returncode, told.stdout) == (2, "")
        assert told.stderr == (
            "DATABASE_URL: the schema is at 9999, which this version does not know: run the "
            "version that was run last, or a newer one\n"
        )


def test_a_fix_is_named_as_it_was_called(here: Installed, tmp_path: Path) -> None:
    data = {"REVMENTOR_DATA": str(tmp_path)}
    sqlite3.connect(tmp_path / "revmentor.db").close()
    for command in ("revmentor", "python -m bot"):
        told = here.run(*command.split(), "outbox", "status", **data)
        assert f"run `{command} migrate`" in told.stderr


def test_a_failure_in_the_log_names_our_places_whole(here: Installed) -> None:
    script = (
        "from bot import logs; from bot.settings.addresses import database_url\n"
        "logs.configure('INFO', 'json')\n"
        "try: database_url('no address')\n"
        "except ValueError as error: logs.failure('R-1', error)"
    )
    assert "bot/settings/addresses.py:" in here.run("python", "-c", script).stderr


def test_the_manifest_is_there_to_be_pasted(here: Installed) -> None:
    manifest = (ROOT / "app_manifest.yml").read_text(encoding="utf-8")
    assert here.run("revmentor", "manifest").stdout == manifest


def test_the_demo_shows_its_first_page_and_ends_well(here: Installed, tmp_path: Path) -> None:
    demo = subprocess.Popen(
        [here.program("revmentor"), "demo", "--no-open", "--port", "18825"],
        cwd=here.home,
        env={**clean(), "TMPDIR": str(tmp_path)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert demo.stdout is not None
    said = []
    try:
        for line in demo.stdout:
            said.append(line.strip())
            if line.startswith("http"):
                break
        slack = said[-1].rstrip("/")
        page = body(f"{slack}/")
        assert "<title>revmentor" in page
        assets = re.findall(r'(?:src|href)="(/static/[^"]+)"', page)
        assert len(assets) > 2
        assert all(body(slack + asset) for asset in assets)
        (mentor, *_) = json.loads(body(f"{slack}/demo/state?lang=en"))["roles"]
        (command,) = json.loads(body(f"{slack}/p/{mentor['person']}/state"))["person"]["commands"]
        assert command["hint"].startswith("help | status")  # as the manifest says
    finally:
        demo.send_signal(signal.SIGINT)
        told, complaint = demo.communicate(timeout=60)
    assert (demo.returncode, complaint) == (0, "")
    assert "nothing is left running" in told
    assert list(tmp_path.iterdir()) == []
    assert list(here.home.iterdir()) == []


def body(url: str) -> str:
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with direct.open(url, timeout=30) as answer:
        assert answer.status == 200
        return str(answer.read().decode("utf-8"))


def test_an_old_python_is_told_in_one_sentence(wheel: Path, tmp_path: Path) -> None:
    """Pip refuses the wheel; the module says it by itself, before it reads anything newer."""
    with zipfile.ZipFile(wheel) as files:
        (metadata,) = (name for name in files.namelist() if name.endswith("/METADATA"))
        assert "\nRequires-Python: >=3.11\n" in files.read(metadata).decode("utf-8")
    source = (ROOT / "bot" / "__init__.py").read_text(encoding="utf-8")
    ast.parse(source, feature_version=(3, 7))
    pretended = (
        "import sys, runpy; sys.version_info = (3, 9, 2, 'final', 0); "
        "runpy.run_module('bot', run_name='__main__')"
    )
    told = subprocess.run(
        [sys.executable, "-c", pretended], cwd=ROOT, capture_output=True, text=True, env=os.environ
    )
    assert told.returncode == 1
    assert told.stderr == "revmentor needs Python 3.11 or newer, and this is 3.9.\n"


def test_the_version_stands_in_the_code_alone() -> None:
    pyproject = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert "version" not in pyproject["project"]
    assert pyproject["tool"]["hatch"]["version"]["path"] == "bot/__init__.py"
