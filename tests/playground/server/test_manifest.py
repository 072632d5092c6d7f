"""The manifest's words for commands, compared with a real reader of YAML."""

from pathlib import Path

import yaml

from playground.server.manifest import command_hints

MANIFEST = Path(__file__).parents[3] / "app_manifest.yml"


def test_the_hints_of_our_manifest_are_those_that_yaml_reads() -> None:
    listed = yaml.safe_load(MANIFEST.read_text("utf-8"))["features"]["slash_commands"]
    assert command_hints(MANIFEST) == {
        one["command"]: (one["description"], one["usage_hint"]) for one in listed
    }


def test_two_commands_one_without_hints(tmp_path: Path) -> None:
    file = tmp_path / "manifest.yml"
    file.write_text(
        "display_information:\n  description: Not of a command\n"
        "features:\n  slash_commands:\n"
        '    - command: /one\n      description: "Does one"\n      usage_hint: a | b\n'
        "    - command: /two\n      should_escape: true\n",
        "utf-8",
    )
    assert command_hints(file) == {"/one": ("Does one", "a | b"), "/two": ("", "")}
