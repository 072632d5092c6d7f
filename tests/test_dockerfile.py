"""The image: clean for the linter, two stages, nobody's root, asked for its health."""

import subprocess
import sys
from pathlib import Path

import pytest
from dockerfile_parse import DockerfileParser

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
        "!requirements.lock",
        "!LICENSE",
    }
