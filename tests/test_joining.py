"""What an engineer meets first is true: workflows, hooks, forms, the editor's settings, page."""

import configparser
import os
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.release import ROOT

GITHUB = ROOT / ".github"
WORKFLOWS = sorted((GITHUB / "workflows").glob("*.yml"))
FORMS = sorted((GITHUB / "ISSUE_TEMPLATE").glob("*.yml"))
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
TARGETS = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M))
EXAMPLES = re.findall(r"^```(?:python|toml)\n(.*?)^```\n→ `([^`]+)`$", CONTRIBUTING, re.M | re.S)


def parsed(path: Path) -> dict[str, Any]:
    """A file of YAML; GitHub's `on` stays a word."""
    loaded = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    assert isinstance(loaded, dict)
    return loaded


def steps(path: Path) -> list[dict[str, Any]]:
    return [step for job in parsed(path)["jobs"].values() for step in job.get("steps", ())]


# ----------------------------------------------------------------- workflows


def test_ci_runs_what_is_run_elsewhere_on_the_oldest_and_the_newest_python() -> None:
    (job,) = parsed(GITHUB / "workflows" / "ci.yml")["jobs"].values()
    assert [step["run"] for step in job["steps"] if "run" in step] == [".ci/run"]
    assert os.access(ROOT / ".ci" / "run", os.X_OK)
    pythons = re.findall(
        r"Python :: (3\.\d+)", (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    )
    assert job["strategy"]["matrix"]["python"] == [pythons[0], pythons[-1]] == ["3.11", "3.14"]


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda path: path.stem)
def test_a_workflow_may_little_and_every_action_is_pinned(workflow: Path) -> None:
    whole = parsed(workflow)
    assert whole["permissions"] == {"contents": "read"}
    for job in whole["jobs"].values():
        assert "timeout-minutes" in job or job["uses"].startswith("./")
    for step in steps(workflow):
        if "uses" in step:
            assert re.fullmatch(r"actions/[\w-]+@[0-9a-f]{40}", step["uses"])
    pins = re.findall(r"uses: (\S+)(.*)", workflow.read_text(encoding="utf-8"))
    assert all(said.startswith(" # v") for used, said in pins if not used.startswith("./"))


def test_a_release_is_checked_first_and_has_all_its_files() -> None:
    release = parsed(GITHUB / "workflows" / "release.yml")
    assert release["on"] == {"push": {"tags": ["v*"]}}
    assert release["jobs"]["check"]["uses"] == "./.github/workflows/ci.yml"
    assert "workflow_call" in parsed(GITHUB / "workflows" / "ci.yml")["on"]
    assert release["jobs"]["release"]["needs"] == "check"
    commands = "\n".join(step.get("run", "") for step in release["jobs"]["release"]["steps"])
    order = ["tests.release tagged", "tests.release notes", "make wheel", "docker build",
             "image.tar.gz", "requirements.lock", "gh release create"]  # fmt: skip
    found = [commands.index(one) for one in order]
    assert found == sorted(found)
    assert set(re.findall(r"^make (\w+)", commands, re.M)) <= TARGETS


def test_what_somebody_typed_is_not_put_into_a_command() -> None:
    """A tag or title inside `${{ }}` would be run by the shell."""
    for workflow in WORKFLOWS:
        assert [one["run"] for one in steps(workflow) if "${{" in one.get("run", "")] == []


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda path: path.stem)
def test_each_command_of_a_workflow_is_one_that_a_shell_reads(workflow: Path) -> None:
    for step in steps(workflow):
        read = subprocess.run(["sh", "-n", "-c", step.get("run", "")], capture_output=True)
        assert (read.returncode, read.stderr) == (0, b""), step


# ----------------------------------------------------------------- hooks, forms, editors


def test_the_hooks_of_a_commit_are_the_checks_before_the_tests() -> None:
    (repository,) = parsed(ROOT / ".pre-commit-config.yaml")["repos"]
    assert repository["repo"] == "local"
    entries = [hook["entry"].removeprefix("make ") for hook in repository["hooks"]]
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    check = re.search(r"^check: (.+?) ##", makefile, re.M)
    assert check is not None
    assert [*entries, "test"] == check[1].split()
    for hook in repository["hooks"]:
        assert (hook["language"], hook["pass_filenames"]) == ("system", "false")


@pytest.mark.parametrize("form", FORMS, ids=lambda path: path.stem)
def test_a_form_has_what_the_forge_asks_of_it(form: Path) -> None:
    if form.name == "config.yml":
        assert set(parsed(form)) <= {"blank_issues_enabled", "contact_links"}
        return
    whole = parsed(form)
    assert {"name", "description", "body"} <= set(whole)
    asked = [part for part in whole["body"] if part["type"] != "markdown"]
    ids = [part["id"] for part in asked]
    assert len(set(ids)) == len(ids) >= 3
    for part in whole["body"]:
        assert part["type"] in {"markdown", "input", "textarea", "dropdown"}
        assert "value" in part["attributes"] or part["attributes"]["label"]
        assert part["type"] != "dropdown" or len(part["attributes"]["options"]) > 1


def tracked() -> list[Path]:
    """The text files of the tree, without what the tests write down by themselves."""
    try:
        listed = subprocess.run(
            ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
        ).stdout.split("\0")
    except (subprocess.CalledProcessError, FileNotFoundError):
        pytest.skip("this is no Git checkout")
    kept = [ROOT / name for name in listed if name and "__snapshots__" not in name]
    return [path for path in kept if path.is_file() and path.suffix != ".png"]


def test_files_are_as_editors_are_told_to_leave_them() -> None:
    told = configparser.ConfigParser()
    text = (ROOT / ".editorconfig").read_text(encoding="utf-8")
    told.read_string(f"[top]\n{text}")
    assert told["top"]["root"] == "true"
    assert told["*"]["end_of_line"] == "lf"
    assert told["*.py"]["max_line_length"] == "100"
    for path in tracked():
        content = path.read_bytes()
        content.decode("utf-8")
        assert b"\r" not in content, path
        assert not content or content.endswith(b"\n"), path
        assert not re.search(rb"[ \t]+$", content, re.M), path
        with_tabs = path.name == "Makefile" or path == ROOT / ".ci" / "run"
        assert with_tabs or b"\n\t" not in content, path


# ----------------------------------------------------------------- the page


def test_what_is_typed_exists() -> None:
    assert set(re.findall(r"`?make ([a-z]+)", CONTRIBUTING)) <= TARGETS
    files = re.findall(r"`((?:tests|bot|docs)/[\w/.]+)`", CONTRIBUTING)
    files += re.findall(r"pytest (\S+\.py)", CONTRIBUTING)
    assert len(files) >= 8
    assert [name for name in files if not (ROOT / name).exists()] == []


@pytest.mark.parametrize("example", EXAMPLES, ids=[file for _, file in EXAMPLES])
def test_an_example_of_taste_stands_in_the_code(example: tuple[str, str]) -> None:
    """Its lines follow one another there, however deep they are indented, in a list or not."""
    shown, file = example
    there = [bare(line) for line in (ROOT / file).read_text(encoding="utf-8").splitlines()]
    lines = [bare(line) for line in shown.splitlines()]
    starts = (number for number, line in enumerate(there) if line == lines[0])
    assert any(there[number : number + len(lines)] == lines for number in starts)


def bare(line: str) -> str:
    return line.strip().removesuffix(",")


def test_every_example_names_its_file() -> None:
    fences = re.findall(r"^```(?:python|toml)$", CONTRIBUTING, re.M)
    assert len(EXAMPLES) == len(fences) >= 5
