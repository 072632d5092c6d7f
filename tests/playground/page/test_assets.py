"""What a browser loads: one script with all that it imports, kept until it changes."""

import re
from pathlib import Path

import pytest

from playground.demo.routes import ASSETS as DEMO
from playground.page.assets import Assets
from playground.page.routes import ASSETS as PAGE
from tests.playground.conftest import ANNA
from tests.playground.page.visitor import Visitor


@pytest.fixture
def assets(tmp_path: Path) -> Assets:
    (tmp_path / "base.js").write_text("export const one = 1;\nconst hidden = 2;\n")
    (tmp_path / "middle.js").write_text(
        'import { one } from "./base.js";\nexport function two() { return one + one; }\n'
    )
    (tmp_path / "top.js").write_text(
        'import { two } from "./middle.js";\n'
        'import { one } from "/static/x/base.js";\nuse(two, one);\n'
    )
    (tmp_path / "top.html").write_text('<p>{word}</p><script src="/static/x/top.js"></script>')
    return Assets({"x": tmp_path})


def test_a_script_comes_with_all_that_it_imports_each_once(assets: Assets) -> None:
    assert assets.joined(assets.folders["x"] / "top.js") == (
        "const module0 = (() => {  // base.js\n"
        "const one = 1;\nconst hidden = 2;\nreturn { one };\n})();\n\n"
        "const module1 = (() => {  // middle.js\n"
        "const { one } = module0;\nfunction two() { return one + one; }\n"
        "return { two };\n})();\n\n"
        "const { two } = module1;\nconst { one } = module0;\nuse(two, one);\n"
    )


def test_modules_that_import_each_other_are_refused(assets: Assets) -> None:
    (assets.folders["x"] / "base.js").write_text('import { two } from "./middle.js";\n')
    with pytest.raises(ValueError, match="imports itself"):
        assets.joined(assets.folders["x"] / "top.js")


def test_a_document_names_another_file_once_anything_in_it_has_changed(assets: Assets) -> None:
    before = assets.document("top.html", "x", {"word": "hello"}).body
    assert re.fullmatch(
        rb'<p>hello</p><script src="/static/x/top.js\?v=[0-9a-f]{12}"></script>', before
    )
    assert assets.document("top.html", "x", {"word": "hello"}).body == before
    (assets.folders["x"] / "base.js").write_text("export const one = 3;\n")
    assert assets.document("top.html", "x", {"word": "hello"}).body != before


def test_a_file_with_its_version_is_kept_and_one_without_is_asked_for_again(
    anna_at: Visitor,
) -> None:
    document = anna_at.ask(f"/p/{ANNA.id}")[2].decode()
    (script,) = re.findall(r'src="(/static/page/page.js[^"]+)"', document)
    assert "immutable" in anna_at.ask(script)[1]["cache-control"]
    assert anna_at.ask("/static/page/page.js")[1]["cache-control"] == "no-cache"


@pytest.mark.parametrize(
    ("assets", "folder", "name"), [(PAGE, "page", "page.js"), (DEMO, "demo", "demo.js")]
)
def test_nothing_is_left_to_import(assets: Assets, folder: str, name: str) -> None:
    """Every way of importing and exporting that our modules use is one that is joined."""
    joined = assets.joined(assets.folders[folder] / name)
    assert re.findall(r"^(?:import|export)\b.*", joined, re.M) == []
    for one in assets.folders[folder].glob("*.js"):
        assert f"// {one.name}\n" in joined or one.name == name
