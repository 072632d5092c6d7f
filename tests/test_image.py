"""The image, really built and run, where there is a tool for it and a base to build on.

`TEST_IMAGE_BASE` names another base, such as one that is on this machine already.
"""

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
TOOLS = ("docker", "podman", "buildah")
NAME = "localhost/revmentor-test"
PATIENCE = 600


def run(*words: str, seconds: int = PATIENCE) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        words, cwd=ROOT, capture_output=True, text=True, timeout=seconds, check=False
    )


@pytest.fixture(scope="module")
def tool() -> str:
    here = (name for name in TOOLS if shutil.which(name))
    found = next((name for name in here if run(name, "info", seconds=60).returncode == 0), None)
    if found is None:
        pytest.skip("no image is built: neither docker nor podman nor buildah works here")
    return found


@pytest.fixture(scope="module")
def base(tool: str) -> str:
    wanted = os.environ.get("TEST_IMAGE_BASE")
    if wanted:
        return wanted
    lines = (ROOT / "Dockerfile").read_text("utf-8").splitlines()
    name = next(line.partition("=")[2] for line in lines if line.startswith("ARG BASE="))
    try:
        pulled = run(tool, "pull", name, seconds=60).returncode == 0
    except subprocess.TimeoutExpired:
        pulled = False
    if not pulled:
        pytest.skip(f"no image is built: its base {name} cannot be had here")
    return name


@pytest.fixture(scope="module")
def image(tool: str, base: str) -> Iterator[str]:
    build = "bud" if tool == "buildah" else "build"
    made = run(tool, build, "--build-arg", f"BASE={base}", "-t", NAME, ".")
    assert made.returncode == 0, made.stderr[-2000:]
    yield NAME
    run(tool, "rmi", NAME)


def inside(tool: str, image: str, script: str) -> subprocess.CompletedProcess[str]:
    """A shell in a fresh container."""
    if tool != "buildah":
        return run(tool, "run", "--rm", "--entrypoint", "/bin/sh", image, "-c", script)
    container = run(tool, "from", "--pull-never", image).stdout.strip()
    try:
        return run(tool, "run", container, "--", "/bin/sh", "-c", script)
    finally:
        run(tool, "rm", container)


def test_it_runs_as_a_user_of_its_own_who_may_write_only_data(tool: str, image: str) -> None:
    told = inside(tool, image, "id -u; touch /app/x || echo no; touch /data/x && echo yes")
    assert told.stdout.split() == ["10001", "no", "yes"]


def test_it_migrates_and_says_what_is_missing(tool: str, image: str) -> None:
    told = inside(tool, image, "python -m bot migrate; python -m bot run; echo status $?")
    assert "status 2" in told.stdout
    assert "SLACK_BOT_TOKEN: is missing" in told.stdout + told.stderr


DEMO = """
import subprocess, sys, urllib.request
demo = subprocess.Popen([sys.executable, "-m", "bot", "demo"], stdout=subprocess.PIPE, text=True)
address = next(line.strip() for line in demo.stdout if line.startswith("http"))
asked = urllib.request.Request(address, headers={"Host": "localhost:9000"})
print(urllib.request.urlopen(asked).status)
demo.terminate()
print(demo.communicate()[0].split(";")[0].strip(), demo.returncode)
"""


def test_it_shows_the_demo(tool: str, image: str) -> None:
    """By whatever port it is published under."""
    told = inside(tool, image, f"python - <<'END'\n{DEMO}END")
    assert told.stdout.splitlines() == ["200", "Stopped 0"], told.stderr
