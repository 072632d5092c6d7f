"""The page for operators names only what exists: commands, values, settings, files, headings."""

import re

import yaml

from tests.deploy.charts import CHART, ROOT

PAGE = (ROOT / "docs" / "operating.md").read_text(encoding="utf-8")
WHOLE = PAGE.replace("\\\n", " ")


def test_every_value_of_the_chart_exists() -> None:
    values = yaml.safe_load((CHART / "values.yaml").read_text(encoding="utf-8"))
    named = set(re.findall(r"--set(?:-file)?\s+'?([\w.]+)=", WHOLE))
    named |= {name.split(":")[0] for name in re.findall(r"`([a-z]\w*(?:\.\w+)+:? ?\w*)`", WHOLE)}
    named = {
        name for name in named if name.split(".")[-1] not in ("yaml", "toml", "md", "lock", "env")
    }
    assert named >= {"secret", "admins", "maintenance", "database.kind", "slack.mode"}
    for name in named:
        here = values
        for part in name.split("."):
            assert part in here, name
            here = here[part]


def test_the_folders_are_those_of_the_units() -> None:
    unit = (ROOT / "deploy" / "systemd" / "revmentor.service").read_text(encoding="utf-8")
    assert "WorkingDirectory=/opt/revmentor\n" in unit
    assert "Environment=REVMENTOR_DATA=/var/lib/revmentor " in unit
    for folder in ("/opt/revmentor/.env", "/var/lib/revmentor", "/var/lib/revmentor-backups"):
        assert folder in PAGE
