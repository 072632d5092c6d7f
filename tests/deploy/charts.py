"""The chart as Helm renders it: by `helm` on the PATH, else by the package `helm_python`, which is
Helm's own code as a library.

`python -m tests.deploy.charts` writes deploy/kubernetes/revmentor.yaml.
"""

import json
import shutil
import subprocess
import sys
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[2]
CHART = ROOT / "deploy" / "chart"
KUBERNETES = ROOT / "deploy" / "kubernetes"
PLAIN = KUBERNETES / "revmentor.yaml"
VALUES: dict[str, Any] = yaml.safe_load((KUBERNETES / "values.yaml").read_text(encoding="utf-8"))
HELM = shutil.which("helm")
CAN_RENDER = HELM is not None or find_spec("helm_python") is not None
_HEAD = "# Made from deploy/chart with values.yaml: change those, then run `make manifests`.\n"
# So that whatever another names is there before it.
_ORDER = ("PersistentVolumeClaim", "Service", "Deployment")

Manifest = dict[str, Any]


class Refused(Exception):
    """Helm's own words for values that it does not take."""


def manifests(values: Mapping[str, Any]) -> list[Manifest]:
    """Every object of the chart with these values over its own. Raises Refused."""
    return [one for text in _rendered(values) for one in yaml.safe_load_all(text) if one]


def _rendered(values: Mapping[str, Any]) -> list[str]:
    """The templates that come to something, as text. Raises Refused."""
    return _by_command(values) if HELM else _by_library(values)


def _by_command(values: Mapping[str, Any]) -> list[str]:
    assert HELM is not None
    told = subprocess.run(
        [HELM, "template", "revmentor", CHART, "--values", "-"],
        input=json.dumps(values),
        capture_output=True,
        text=True,
    )
    if told.returncode:
        raise Refused(told.stderr)
    parts = told.stdout.split("---\n# Source: ")
    return [part.split("\n", 1)[1] for part in parts if part.strip()]


def _by_library(values: Mapping[str, Any]) -> list[str]:
    import helm_python

    with helm_python.Chart.load(CHART) as chart:
        try:
            texts = chart.render(dict(values), name="revmentor", namespace="default")
        except helm_python.HelmError as error:
            raise Refused(str(error)) from None
    return [text for name, text in sorted(texts.items()) if name.endswith(".yaml") and text.strip()]


def plain() -> str:
    """The manifests for those who have no Helm. Raises Refused."""
    texts = {yaml.safe_load(text)["kind"]: text.strip() for text in _rendered(VALUES)}
    return _HEAD + "".join(f"---\n{texts[kind]}\n" for kind in _ORDER)


def main() -> None:
    if not CAN_RENDER:
        sys.exit("making the manifests needs helm, and it is not on the PATH")
    PLAIN.write_text(plain(), encoding="utf-8")


if __name__ == "__main__":
    main()
