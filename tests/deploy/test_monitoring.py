"""Alert rules and dashboard name only what the bot counts, with the labels that it has."""

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from prometheus_client.parser import text_string_to_metric_families

from bot.outbox.ports import Delivery
from bot.serve.metrics import Ledger, Metrics, Overdue
from bot.slack.edge.services import Heard
from tests.deploy.charts import CHART, ROOT

ALERTS = CHART / "files" / "alerts.yaml"
RULES: list[dict[str, Any]] = [
    rule
    for group in yaml.safe_load(ALERTS.read_text(encoding="utf-8"))["groups"]
    for rule in group["rules"]
]
BOARD: dict[str, Any] = json.loads((CHART / "files" / "dashboard.json").read_text(encoding="utf-8"))
SERIES = re.compile(r"\b(revmentor_[a-z_]+|process_[a-z_]+)\b(?:\{([^}]*)\})?")
ADDED_BY_PROMETHEUS = {"instance", "job"}
PROMTOOL = shutil.which("promtool")


def expressions() -> Iterator[str]:
    yield from (rule["expr"] for rule in RULES)
    yield from (target["expr"] for panel in BOARD["panels"] for target in panel["targets"])


def counted() -> dict[str, set[str]]:
    """Every series of the page after a bit of everything, with its labels."""
    metrics = Metrics("1", lambda: Overdue(0, 0.0, {}), lambda: Ledger(True, 0), lambda: 1)
    metrics.delivered(Delivery("welcome", "sent", None, 0.1, 0.1, given_up=True))
    metrics.heard(Heard("command", "help", "failed", "R-1", 0.1))
    metrics.row_failed("night")
    with metrics.tick():
        pass
    series: dict[str, set[str]] = {}
    for family in text_string_to_metric_families(metrics.page().decode()):
        for sample in family.samples:
            series.setdefault(sample.name, set()).update(sample.labels)
    return series


@pytest.mark.parametrize("expression", sorted(set(expressions())))
def test_every_series_is_counted_and_every_label_is_one_of_its(expression: str) -> None:
    series = counted()
    named = SERIES.findall(expression)
    assert named
    labels = set(ADDED_BY_PROMETHEUS)
    for name, matchers in named:
        assert name in series
        labels |= series[name]
        assert set(re.findall(r"(\w+)\s*[=!]", matchers)) <= series[name] | ADDED_BY_PROMETHEUS
    grouped = re.findall(r"\b(?:by|on|without) \(([^)]*)\)", expression)
    assert {label.strip() for group in grouped for label in group.split(",")} <= labels


def test_a_value_that_is_asked_for_is_one_that_is_counted() -> None:
    """`outcome="failed"` and `le="2.0"`, as they stand on the page."""
    metrics = Metrics("1", lambda: Overdue(0, 0.0, {}), lambda: Ledger(True, 0), lambda: 1)
    metrics.heard(Heard("command", "help", "failed", "R-1", 0.1))
    asked = {pair for text in expressions() for pair in re.findall(r'\w+="[^"]+"', text)}
    assert asked == {'outcome="failed"', 'le="2.0"'}
    for pair in asked:
        assert pair in metrics.page().decode()


def test_an_alert_says_how_bad_it_is_and_what_it_means() -> None:
    assert len({rule["alert"] for rule in RULES}) == len(RULES)
    for rule in RULES:
        assert rule["labels"]["severity"] in ("warning", "critical")
        assert rule["annotations"]["summary"].endswith(".")
        named = re.findall(r"\$labels\.(\w+)", rule["annotations"]["summary"])
        assert all(f"by ({label})" in rule["expr"] for label in named)


def test_the_page_for_operators_says_what_to_do_about_each_alert() -> None:
    page = (ROOT / "docs" / "operating.md").read_text(encoding="utf-8")
    assert set(re.findall(r"^\| `(Revmentor\w+)` \|", page, re.M)) == {
        one["alert"] for one in RULES
    }


@pytest.mark.skipif(PROMTOOL is None, reason="promtool is not here")
def test_prometheus_itself_takes_the_rules_and_each_goes_off_when_it_should(tmp_path: Path) -> None:
    assert PROMTOOL is not None
    shutil.copy(ALERTS, tmp_path / "alerts.yaml")
    shutil.copy(Path(__file__).with_name("alerts_test.yaml"), tmp_path)
    for asked in (["check", "rules", "alerts.yaml"], ["test", "rules", "alerts_test.yaml"]):
        told = subprocess.run([PROMTOOL, *asked], cwd=tmp_path, capture_output=True, text=True)
        assert told.returncode == 0, told.stdout + told.stderr


def test_panels_stand_side_by_side_and_have_titles() -> None:
    cells = [
        (x, y)
        for panel in BOARD["panels"]
        for x in range(panel["gridPos"]["x"], panel["gridPos"]["x"] + panel["gridPos"]["w"])
        for y in range(panel["gridPos"]["y"], panel["gridPos"]["y"] + panel["gridPos"]["h"])
    ]
    assert len(cells) == len(set(cells))
    assert max(x for x, _ in cells) < 24
    ids, titles = ({panel[of] for panel in BOARD["panels"]} for of in ("id", "title"))
    assert len(ids) == len(titles) == len(BOARD["panels"])


def test_the_dashboard_asks_whichever_prometheus_is_chosen() -> None:
    (variable,) = BOARD["templating"]["list"]
    assert variable["query"] == "prometheus"
    wanted = {"type": "prometheus", "uid": f"${{{variable['name']}}}"}
    for panel in BOARD["panels"]:
        for asked in (panel, *panel["targets"]):
            assert asked["datasource"] == wanted
