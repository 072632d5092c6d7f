"""The plain manifests: few rights, nothing written outside volumes, one version at a time."""

from typing import Any

import pytest
import yaml

from bot import __version__
from bot.operations.cli import cli
from bot.runtime import PATIENCE
from bot.serve.web import Health, site
from bot.settings import Settings
from tests.deploy.charts import KUBERNETES, PLAIN, Manifest

MANIFESTS: dict[str, Manifest] = {
    one["kind"]: one for one in yaml.safe_load_all(PLAIN.read_text(encoding="utf-8"))
}
DEPLOYMENT = MANIFESTS["Deployment"]["spec"]
POD: dict[str, Any] = DEPLOYMENT["template"]["spec"]
(MIGRATE,) = POD["initContainers"]
(BOT,) = POD["containers"]
ALIASES = {str(field.alias): field for field in Settings.model_fields.values()}


def environment(container: dict[str, Any]) -> dict[str, str]:
    return {variable["name"]: variable["value"] for variable in container["env"]}


def test_no_version_meets_the_schema_of_another() -> None:
    """All old pods are gone before a new one starts, and what it does first is to migrate."""
    assert DEPLOYMENT["strategy"] == {"type": "Recreate"}
    assert (MIGRATE["args"], BOT["args"]) == (["migrate"], ["run"])
    assert {"migrate", "run"} <= set(cli.commands)
    assert MIGRATE["image"] == BOT["image"]


def test_the_migration_has_all_that_the_bot_has() -> None:
    """Also the secret key, with which some steps seal anew."""
    assert MIGRATE["env"] == BOT["env"]
    assert MIGRATE["volumeMounts"] == BOT["volumeMounts"]


@pytest.mark.parametrize("container", [MIGRATE, BOT], ids=["migrate", "bot"])
def test_no_container_can_do_more_than_it_must(container: dict[str, Any]) -> None:
    assert container["securityContext"] == {
        "allowPrivilegeEscalation": False,
        "capabilities": {"drop": ["ALL"]},
        "readOnlyRootFilesystem": True,
    }
    assert {"requests", "limits"} == set(container["resources"])


def test_the_pod_is_nobodys_root_and_knows_nothing_of_the_cluster() -> None:
    of_pod = POD["securityContext"]
    assert of_pod["runAsNonRoot"] is True
    assert {of_pod[name] for name in ("runAsUser", "runAsGroup", "fsGroup")} == {10001}
    assert of_pod["seccompProfile"] == {"type": "RuntimeDefault"}
    assert POD["automountServiceAccountToken"] is False
    assert POD["enableServiceLinks"] is False


def test_only_the_data_folder_and_tmp_are_written() -> None:
    written = {m["mountPath"] for m in BOT["volumeMounts"] if not m.get("readOnly")}
    assert written == {"/data", "/tmp"}
    assert environment(BOT)["REVMENTOR_DATA"].startswith("/data/")
    assert {m["name"] for m in BOT["volumeMounts"]} == {v["name"] for v in POD["volumes"]}


def test_every_variable_is_a_setting_and_every_secret_is_a_file_that_is_mounted() -> None:
    variables = environment(BOT)
    assert {name.removesuffix("_FILE") for name in variables} <= set(ALIASES)
    secret = {name for name, field in ALIASES.items() if "SecretStr" in str(field.annotation)}
    assert not secret & set(variables)
    (volume,) = [volume for volume in POD["volumes"] if volume["name"] == "secrets"]
    (folder,) = [m["mountPath"] for m in BOT["volumeMounts"] if m["name"] == "secrets"]
    items = [item for one in volume["projected"]["sources"] for item in one["secret"]["items"]]
    files = {path for name, path in variables.items() if name.endswith("_FILE")}
    assert files == {f"{folder}/{item['path']}" for item in items}


def test_a_probe_asks_what_is_answered_where_the_bot_listens() -> None:
    """In Socket Mode the bot listens on its own machine alone, unless HOST says otherwise."""
    assert environment(BOT)["HOST"] == "0.0.0.0"
    (port,) = BOT["ports"]
    assert environment(BOT)["PORT"] == str(port["containerPort"])
    answered = {getattr(route, "path", None) for route in site(Health(bool, bool, bool)).routes}
    for probe in ("startupProbe", "livenessProbe", "readinessProbe"):
        asked = BOT[probe]["httpGet"]
        assert asked["port"] == port["name"]
        assert asked["path"] in answered
    assert BOT["livenessProbe"]["httpGet"]["path"] == "/livez"
    assert BOT["readinessProbe"]["httpGet"]["path"] == "/readyz"


def test_a_start_may_wait_for_the_database_and_a_stop_for_the_work_in_hand() -> None:
    probe = BOT["startupProbe"]
    assert probe["periodSeconds"] * probe["failureThreshold"] > PATIENCE
    assert POD["terminationGracePeriodSeconds"] > 10


def test_the_service_finds_the_pods() -> None:
    service = MANIFESTS["Service"]["spec"]
    labels = DEPLOYMENT["template"]["metadata"]["labels"]
    assert service["selector"].items() <= labels.items()
    assert DEPLOYMENT["selector"]["matchLabels"].items() <= labels.items()
    assert service["ports"][0]["targetPort"] == BOT["ports"][0]["name"]


def test_what_is_to_be_put_in_stands_in_the_kustomization() -> None:
    text = (KUBERNETES / "kustomization.yaml").read_text(encoding="utf-8")
    kustomization = yaml.safe_load(text)
    assert kustomization["resources"] == [PLAIN.name]
    (image,) = kustomization["images"]
    assert f"{image['name']}:{image['newTag']}" == BOT["image"] == f"revmentor:{__version__}"
    (patch,) = kustomization["patches"]
    assert patch["target"] == {"kind": "Deployment", "name": "revmentor"}
    spec = yaml.safe_load(patch["patch"])["spec"]["template"]["spec"]
    assert [one["name"] for one in spec["initContainers"]] == [MIGRATE["name"]]
    assert [one["name"] for one in spec["containers"]] == [BOT["name"]]
    for one in (*spec["initContainers"], *spec["containers"]):
        assert [variable["name"] for variable in one["env"]] == ["REVMENTOR_ADMINS"]
