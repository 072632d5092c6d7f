"""The image: clean for the linter, two stages, nobody's root, asked for its health."""

import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from dockerfile_parse import DockerfileParser

from bot import __version__
from playground.demo.__main__ import _parser

ROOT = Path(__file__).parents[1]


@pytest.fixture
def parsed(tmp_path: Path) -> DockerfileParser:
    (tmp_path / "Dockerfile").write_bytes((ROOT / "Dockerfile").read_bytes())
    return DockerfileParser(str(tmp_path / "Dockerfile"))


def last(parsed: DockerfileParser, instruction: str) -> str:
    values = [one["value"] for one in parsed.structure if one["instruction"] == instruction]
    return str(values[-1]) if values else ""


def test_hadolint_finds_nothing() -> None:
    hadolint = Path(sys.executable).with_name("hadolint")
    told = subprocess.run([hadolint, ROOT / "Dockerfile"], capture_output=True, text=True)
    assert (told.returncode, told.stdout) == (0, "")


def test_two_stages_and_only_the_second_is_shipped(parsed: DockerfileParser) -> None:
    froms = [one["value"] for one in parsed.structure if one["instruction"] == "FROM"]
    assert froms == ["${BASE} AS build", "${BASE}"]


def test_it_runs_as_a_numbered_nobody(parsed: DockerfileParser) -> None:
    assert last(parsed, "USER") == "10001"


def test_it_is_asked_for_its_health_by_the_bots_own_command(parsed: DockerfileParser) -> None:
    assert last(parsed, "HEALTHCHECK").endswith('CMD ["python", "-m", "bot", "health"]')


def test_signals_reach_the_bot(parsed: DockerfileParser) -> None:
    assert last(parsed, "ENTRYPOINT") == '["python", "-m", "bot"]'
    assert last(parsed, "CMD") == '["run"]'


def test_the_demo_can_be_reached_from_outside_the_container(
    parsed: DockerfileParser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DEMO_HOST", parsed.envs["DEMO_HOST"])
    options = _parser("demo").parse_args([])
    assert options.host == "0.0.0.0"
    assert str(options.port) in last(parsed, "EXPOSE").split()


def test_labels_say_what_it_is(parsed: DockerfileParser) -> None:
    labels = {name.removeprefix("org.opencontainers.image.") for name in parsed.labels}
    assert labels >= {"title", "licenses", "version", "revision", "source"}


def test_hashes_are_required_and_no_secret_is_an_argument(parsed: DockerfileParser) -> None:
    assert "--require-hashes" in parsed.content
    arguments = [one["value"] for one in parsed.structure if one["instruction"] == "ARG"]
    names = {one.split("=")[0] for one in arguments}
    assert names == {"BASE", "VERSION", "REVISION", "SOURCE"}


def test_only_what_runs_goes_into_the_image() -> None:
    ignored = (ROOT / ".dockerignore").read_text(encoding="utf-8").split()
    assert ignored[0] == "**"
    assert {line for line in ignored if line.startswith("!")} == {
        "!bot",
        "!migrations",
        "!playground",
        "!app_manifest.yml",
        "!requirements.lock",
        "!LICENSE",
    }


def test_what_goes_into_the_image_is_enough_to_run(
    parsed: DockerfileParser, tmp_path: Path
) -> None:
    """A folder with just what the build copies from here: the bot starts, migrates and answers."""
    taken = [
        one["value"].split()[0]
        for one in parsed.structure
        if one["instruction"] == "COPY" and "--from" not in one["value"]
    ]
    assert {"bot", "migrations", "playground", "app_manifest.yml"} <= set(taken)
    image = tmp_path / "app"
    image.mkdir()
    for name in taken:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, image / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, image / name)
    told = subprocess.run(
        [sys.executable, "-m", "bot", "migrate"],
        cwd=image,
        env={"PATH": os.environ["PATH"], "REVMENTOR_DATA": str(tmp_path / "data")},
        capture_output=True,
        text=True,
    )
    assert (told.returncode, told.stderr) == (0, "")
    assert (tmp_path / "data" / "revmentor.db").exists()


def test_the_image_and_the_project_are_of_one_version(parsed: DockerfileParser) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    arguments = [one["value"] for one in parsed.structure if one["instruction"] == "ARG"]
    assert f"VERSION={__version__}" in arguments
    assert project["dynamic"] == ["version"]  # read from the code, by the build
