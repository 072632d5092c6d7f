"""What `make release` asks for: each thing that can be missing is one true sentence."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from bot import __version__
from tests import release
from tests.release import ROOT, Tree, disagreements, main, missing, missing_for, notes

CHANGELOG = "# Changelog\n\n## [Unreleased]\n\n## [1.2.3] - 2026-11-30\n\n### Added\n\n- A.\n"
Edit = Callable[[str], str]


def git(folder: Path, *words: str) -> None:
    """As somebody, whoever works on this machine."""
    someone = ("-c", "user.name=A", "-c", "user.email=a@b.example", "-c", "commit.gpgsign=false")
    subprocess.run(["git", *someone, *words], cwd=folder, check=True, capture_output=True)


@pytest.fixture
def tree(tmp_path: Path) -> Tree:
    """A committed tree from which version 1.2.3 can be released."""
    for name, text in {
        "bot/__init__.py": '"""A bot."""\n\n__version__ = "1.2.3"\n',
        "CHANGELOG.md": f"{CHANGELOG}\n## [1.2.2] - 2026-01-01\n\n- B.\n",
        "Dockerfile": "FROM x\nARG VERSION=1.2.3\n",
        "docs/operating.md": "`revmentor-1.2.3-py3-none-any.whl`\n",
    }.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    git(tmp_path, "init", "--quiet")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "--quiet", "--message", "All")
    return Tree(tmp_path)


def committed(tree: Tree, name: str, edit: Edit) -> None:
    """The tree with another file, which is committed."""
    text = (tree.root / name).read_text(encoding="utf-8")
    assert edit(text) != text
    (tree.root / name).write_text(edit(text), encoding="utf-8")
    git(tree.root, "commit", "--quiet", "--all", "--message", name)


def test_with_everything_there_nothing_is_missing(
    tree: Tree, capsys: pytest.CaptureFixture[str]
) -> None:
    assert missing(tree) == missing_for(tree, "v1.2.3") == []
    assert main(["ready"], tree) == main(["notes"], tree) == 0
    assert capsys.readouterr().out == "### Added\n\n- A.\n"


WRONG: dict[str, tuple[str, Edit, str]] = {
    "a version of another form": (
        "bot/__init__.py", lambda text: text.replace("1.2.3", "1.2.3.dev0"),
        "bot/__init__.py has the version '1.2.3.dev0', which is not of the form 1.2.3.",
    ),
    "no section": (
        "CHANGELOG.md", lambda text: text.replace("## [1.2.3] - 2026-11-30", ""),
        "CHANGELOG.md has no section 1.2.3 below Unreleased, as its newest.",
    ),
    "no day": (
        "CHANGELOG.md", lambda text: text.replace("2026-11-30", "unreleased"),
        "CHANGELOG.md does not say the day of 1.2.3: write ## [1.2.3] - YYYY-MM-DD.",
    ),
    "no such day": (
        "CHANGELOG.md", lambda text: text.replace("2026-11-30", "2026-11-31"),
        "CHANGELOG.md does not say the day of 1.2.3: write ## [1.2.3] - YYYY-MM-DD.",
    ),
    "entries of no version": (
        "CHANGELOG.md", lambda text: text.replace("[Unreleased]\n", "[Unreleased]\n\n- C.\n"),
        "CHANGELOG.md has entries under Unreleased: move them into 1.2.3.",
    ),
    "no place for entries": (
        "CHANGELOG.md", lambda text: text.replace("## [Unreleased]\n\n", ""),
        "CHANGELOG.md does not begin with a section Unreleased.",
    ),
    "another image": (
        "Dockerfile", lambda text: text.replace("1.2.3", "1.2.2"),
        "Dockerfile has another version: write ARG VERSION=1.2.3.",
    ),
    "another wheel in the docs": (
        "docs/operating.md", lambda text: text.replace("1.2.3", "1.2.2"),
        "docs/operating.md names files of 1.2.2, not of 1.2.3.",
    ),
}  # fmt: skip


@pytest.mark.parametrize("wrong", WRONG)
def test_what_is_missing_is_said(
    tree: Tree, wrong: str, capsys: pytest.CaptureFixture[str]
) -> None:
    name, edit, sentence = WRONG[wrong]
    committed(tree, name, edit)
    assert sentence in missing(tree)
    assert sentence in missing_for(tree, f"v{tree.version}")
    assert main(["ready"], tree) == 1
    assert f"{sentence}\n" in capsys.readouterr().err


def test_only_what_is_wrong_is_said(tree: Tree) -> None:
    committed(tree, "Dockerfile", WRONG["another image"][1])
    assert missing(tree) == [WRONG["another image"][2]]


def test_what_is_not_committed_is_named(tree: Tree) -> None:
    (tree.root / "new.py").touch()
    assert missing(tree) == ["Something is not committed, new.py first of all."]


def test_a_tag_that_is_there_and_a_tag_of_another_version_are_named(tree: Tree) -> None:
    git(tree.root, "tag", "v1.2.3")
    there = "The tag v1.2.3 is there already: give bot/__init__.py the next version."
    assert missing(tree) == [there]
    assert missing_for(tree, "v1.2.3") == []
    assert missing_for(tree, "v1.3.0") == ["The tag is v1.3.0, the code 1.2.3."]


def test_a_folder_without_git_is_named(tree: Tree, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_DIR", str(tree.root / "nowhere"))
    assert missing(tree) == ["This is no Git checkout: a release is made of a commit."]


def test_a_wrong_command_names_those_there_are(
    tree: Tree, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["publish"], tree) == main(["tagged"], tree) == main([], tree) == 2
    assert "ready, tagged TAG, notes, version" in capsys.readouterr().err


def test_this_tree_agrees_with_itself() -> None:
    """Between releases, too: code, changelog, image and docs are of one version."""
    assert list(disagreements(Tree(ROOT))) == []
    assert Tree(ROOT).version == __version__
    assert Tree(ROOT).sections[0].name == "Unreleased"
    assert "### Added" in notes(Tree(ROOT))


def test_it_needs_nothing_that_is_to_be_installed() -> None:
    """The release workflow asks before it installs anything."""
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", f"import sys; sys.path.insert(0, {str(ROOT)!r}); "
         "from tests import release; print(release.Tree(release.ROOT).version)"],
        capture_output=True, text=True,
    )  # fmt: skip
    assert done.stdout.strip() == release.Tree(ROOT).version, done.stderr
