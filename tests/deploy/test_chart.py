"""The chart in all its shapes: what Kubernetes takes, and what is refused in one sentence."""

import json
from collections import Counter
from typing import Any

import pytest
import yaml

from bot import __version__
from bot.settings import Settings
from tests.deploy.charts import CAN_RENDER, CHART, PLAIN, Manifest, Refused, manifests, plain

needs_helm = pytest.mark.skipif(not CAN_RENDER, reason="neither helm nor helm_python is here")

GOOD: dict[str, Any] = {"secret": "revmentor", "admins": ["U012ABCDEF", "U045GHIJKL"]}
SHARED: dict[str, Any] = {"replicas": 3, "data": {"accessMode": "ReadWriteMany"}}
HTTP: dict[str, Any] = {"slack": {"mode": "http"}}
SQLITE: dict[str, Any] = {"database": {"kind": "sqlite"}}
PUBLISHED: dict[str, Any] = HTTP | {
    "ingress": {"enabled": True, "host": "bot.example.com", "tlsSecret": "tls"}
}
EVERYTHING: dict[str, Any] = {
    "image": {"repository": "r.example.com/revmentor", "digest": f"sha256:{'0' * 64}"},
    "imagePullSecrets": [{"name": "registry"}],
    "database": {"url": {"secret": "cluster-app", "key": "uri"}},
    "settings": {"REVMENTOR_TICK_SECONDS": 10, "REVMENTOR_LOG_LEVEL": "DEBUG"},
    "programme": 'language = "it"\n',
    "service": {"annotations": {"a.example.com/b": "c"}},
    "networkPolicy": {"enabled": True, "from": [{"podSelector": {}}]},
    "monitoring": {"serviceMonitor": True, "rules": True, "dashboard": True, "labels": {"a": "b"}},
    "nodeSelector": {"disk": "fast"},
    "tolerations": [{"key": "a", "operator": "Exists"}],
    "affinity": {"nodeAffinity": {}},
    "podAnnotations": {"a": "b"},
}
SHAPES: dict[str, dict[str, Any]] = {
    "as it is": {},
    "three replicas": SHARED,
    "HTTP": HTTP,
    "published": PUBLISHED,
    "SQLite": SQLITE,
    "everything": SHARED | PUBLISHED | EVERYTHING,
    "maintenance": SHARED | {"maintenance": True},
}


def one(kind: str, found: list[Manifest]) -> Manifest:
    (only,) = [manifest for manifest in found if manifest["kind"] == kind]
    return only


def pod(found: list[Manifest]) -> dict[str, Any]:
    spec: dict[str, Any] = one("Deployment", found)["spec"]["template"]["spec"]
    return spec


def secrets(found: list[Manifest]) -> dict[str, tuple[str, str]]:
    """By the name of its file: of which Secret it is, under which key."""
    (volume,) = [volume for volume in pod(found)["volumes"] if volume["name"] == "secrets"]
    return {
        item["path"]: (source["secret"]["name"], item["key"])
        for source in volume["projected"]["sources"]
        for item in source["secret"]["items"]
    }


@needs_helm
@pytest.mark.parametrize("shape", SHAPES)
def test_kubernetes_knows_every_field(shape: str) -> None:
    """Strictly by its own schemas, of the oldest version that the chart takes and of a new one."""
    schemas = pytest.importorskip("kubernetes_validate")
    for manifest in manifests(GOOD | SHAPES[shape]):
        if not manifest["apiVersion"].startswith("monitoring.coreos.com/"):
            for version in ("1.27", "1.34"):
                schemas.validate(manifest, version, strict=True)


@needs_helm
def test_nothing_is_there_that_was_not_asked_for() -> None:
    kinds = Counter(manifest["kind"] for manifest in manifests(GOOD))
    assert kinds == Counter(["PersistentVolumeClaim", "Service", "Deployment"])


@needs_helm
def test_everything_that_can_be_asked_for_is_there() -> None:
    kinds = Counter(manifest["kind"] for manifest in manifests(GOOD | SHAPES["everything"]))
    assert set(kinds) == {
        "ConfigMap", "Deployment", "Ingress", "NetworkPolicy", "PersistentVolumeClaim",
        "PodDisruptionBudget", "PrometheusRule", "Service", "ServiceMonitor",
    }  # fmt: skip


SAID: dict[str, dict[str, Any]] = {
    "secret: is empty, and the bot needs its key": {"admins": ["U1"]},
    "database.url.secret: is empty": {"admins": ["U1"], "secretKey": {"secret": "key"}},
    "slack.secret: is empty": {
        "admins": ["U1"],
        "secretKey": {"secret": "key"},
        "database": {"url": {"secret": "database"}},
    },
    "admins: is empty": {"secret": "revmentor"},
    "replicas: SQLite is for one replica": GOOD | SQLITE | {"replicas": 2},
    "data.accessMode: several replicas share the journal": GOOD | {"replicas": 2},
    "replicas: in Socket Mode Slack allows": GOOD | SHARED | {"replicas": 6},
    "ingress.enabled: in Socket Mode nothing": GOOD | {"ingress": {"enabled": True, "host": "h"}},
    "ingress.host: is empty": GOOD | HTTP | {"ingress": {"enabled": True}},
}


@needs_helm
@pytest.mark.parametrize("sentence", SAID)
def test_what_does_not_fit_together_is_refused_in_one_sentence(sentence: str) -> None:
    with pytest.raises(Refused) as told:
        manifests(SAID[sentence])
    assert f": {sentence}" in str(told.value)
    assert len(str(told.value).strip().splitlines()) == 1


@needs_helm
@pytest.mark.parametrize(
    "typed",
    [
        {"replica": 2},
        {"replicas": "2"},
        {"database": {"kind": "mysql"}},
        {"slack": {"mode": "rtm"}},
        {"admins": ["anna"]},
        {"settings": {"REVMENTOR_TICK": 10}},
        {"settings": {"REVMENTOR_SECRET_KEY": "in the open"}},
        {"image": {"digest": "latest"}},
    ],
    ids=str,
)
def test_what_is_mistyped_is_refused(typed: dict[str, Any]) -> None:
    with pytest.raises(Refused, match="specifications of the schema"):
        manifests(GOOD | typed)


@needs_helm
def test_two_replicas_on_a_volume_of_ones_own_are_taken_at_ones_word() -> None:
    data = {"existingClaim": "shared"}
    found = manifests(GOOD | {"replicas": 2, "data": data})
    assert not [manifest for manifest in found if manifest["kind"] == "PersistentVolumeClaim"]
    assert {"name": "data", "persistentVolumeClaim": {"claimName": "shared"}} in pod(found)[
        "volumes"
    ]


@needs_helm
@pytest.mark.parametrize(("replicas", "budget"), [(1, False), (2, True)])
def test_a_lone_pod_keeps_no_node_from_being_drained(replicas: int, budget: bool) -> None:
    found = manifests(GOOD | SHARED | {"replicas": replicas})
    budgets = [manifest for manifest in found if manifest["kind"] == "PodDisruptionBudget"]
    assert [one["spec"]["maxUnavailable"] for one in budgets] == ([1] if budget else [])
    assert ("topologySpreadConstraints" in pod(found)) is budget


@needs_helm
def test_each_mode_has_the_secrets_that_it_needs() -> None:
    shared = {"REVMENTOR_SECRET_KEY", "DATABASE_URL", "SLACK_BOT_TOKEN"}
    assert set(secrets(manifests(GOOD))) == shared | {"SLACK_APP_TOKEN"}
    assert set(secrets(manifests(GOOD | HTTP))) == shared | {"SLACK_SIGNING_SECRET"}
    of_sqlite = set(secrets(manifests(GOOD | SQLITE)))
    assert of_sqlite == {"REVMENTOR_SECRET_KEY", "SLACK_BOT_TOKEN", "SLACK_APP_TOKEN"}


@needs_helm
def test_secrets_may_lie_apart() -> None:
    apart = {
        "admins": ["U1"],
        "secretKey": {"secret": "vault", "key": "fernet"},
        "database": {"url": {"secret": "cluster-app", "key": "uri"}},
        "slack": {"secret": "slack"},
    }
    assert secrets(manifests(apart)) == {
        "REVMENTOR_SECRET_KEY": ("vault", "fernet"),
        "DATABASE_URL": ("cluster-app", "uri"),
        "SLACK_BOT_TOKEN": ("slack", "SLACK_BOT_TOKEN"),
        "SLACK_APP_TOKEN": ("slack", "SLACK_APP_TOKEN"),
    }


@needs_helm
def test_maintenance_is_one_pod_that_runs_nothing_of_its_own() -> None:
    found = manifests(GOOD | SHAPES["maintenance"])
    assert one("Deployment", found)["spec"]["replicas"] == 1
    assert "initContainers" not in pod(found)
    (bot,) = pod(found)["containers"]
    assert bot["command"] == ["sleep", "infinity"]
    assert not {"args", "livenessProbe", "readinessProbe", "startupProbe"} & set(bot)


@needs_helm
def test_slack_reaches_its_own_path_and_nothing_else() -> None:
    spec = one("Ingress", manifests(GOOD | PUBLISHED))["spec"]
    (path,) = spec["rules"][0]["http"]["paths"]
    assert (path["path"], path["pathType"]) == ("/slack/events", "Exact")
    assert spec["tls"] == [{"hosts": ["bot.example.com"], "secretName": "tls"}]


@needs_helm
def test_the_programme_is_a_file_that_the_bot_reads() -> None:
    found = manifests(GOOD | EVERYTHING)
    texts = [manifest["data"] for manifest in found if manifest["kind"] == "ConfigMap"]
    assert {"programme.toml": EVERYTHING["programme"]} in texts
    (bot,) = pod(found)["containers"]
    (file,) = [v["value"] for v in bot["env"] if v["name"] == "REVMENTOR_PROGRAMME"]
    assert file.startswith(
        next(m["mountPath"] for m in bot["volumeMounts"] if m["name"] == "programme")
    )


@needs_helm
def test_rules_and_dashboard_are_the_files_beside_the_chart() -> None:
    found = manifests(GOOD | EVERYTHING)
    rules = yaml.safe_load((CHART / "files" / "alerts.yaml").read_text(encoding="utf-8"))
    assert one("PrometheusRule", found)["spec"] == rules
    (board,) = [m["data"] for m in found if "revmentor.json" in m.get("data", {})]
    wanted = json.loads((CHART / "files" / "dashboard.json").read_text(encoding="utf-8"))
    assert json.loads(board["revmentor.json"]) == wanted


@needs_helm
def test_the_plain_manifests_are_what_the_chart_makes() -> None:
    """When this fails: `make manifests`."""
    committed = list(yaml.safe_load_all(PLAIN.read_text(encoding="utf-8")))
    assert committed == list(yaml.safe_load_all(plain()))


def test_every_value_is_described_and_every_default_is_taken() -> None:
    """The schema has each value of values.yaml, to the last one, and no other."""
    values = yaml.safe_load((CHART / "values.yaml").read_text(encoding="utf-8"))
    schema = json.loads((CHART / "values.schema.json").read_text(encoding="utf-8"))
    schema["properties"].pop("global")  # Helm's own
    assert leaves(values) == described(schema)


def leaves(values: dict[str, Any], above: str = "") -> set[str]:
    found: set[str] = set()
    for name, value in values.items():
        deeper = isinstance(value, dict) and value and name != "resources"
        found |= leaves(value, f"{above}{name}.") if deeper else {f"{above}{name}"}
    return found


def described(schema: dict[str, Any], above: str = "") -> set[str]:
    found: set[str] = set()
    for name, inner in schema["properties"].items():
        deeper = "properties" in inner and name != "resources"
        found |= described(inner, f"{above}{name}.") if deeper else {f"{above}{name}"}
    return found


def test_every_setting_that_the_chart_leaves_open_can_be_set() -> None:
    schema = json.loads((CHART / "values.schema.json").read_text(encoding="utf-8"))
    open_to_all = set(schema["properties"]["settings"]["propertyNames"]["enum"])
    aliases = {str(field.alias) for field in Settings.model_fields.values()}
    by_the_chart = {"HOST", "PORT", "REVMENTOR_DATA", "REVMENTOR_ADMINS", "REVMENTOR_PROGRAMME"}
    as_files = {
        "DATABASE_URL", "DATABASE_PASSWORD", "REVMENTOR_SECRET_KEY", "SLACK_APP_TOKEN",
        "SLACK_BOT_TOKEN", "SLACK_SIGNING_SECRET",
    }  # fmt: skip
    for_tests = {"REVMENTOR_CLOCK_FILE"}
    assert open_to_all == aliases - by_the_chart - as_files - for_tests


def test_the_chart_is_of_the_programs_version() -> None:
    chart = yaml.safe_load((CHART / "Chart.yaml").read_text(encoding="utf-8"))
    assert (chart["version"], chart["appVersion"]) == (__version__, __version__)
