"""The hostile battery: requests kept as data, in `tests/data/hostile/`, one a line.

Each is answered without a 5xx, has no effect, and leaves nothing of it or of anybody in the log.
`who` sends it; `told` is what they must be told; `status` what may be answered where there is
nobody to tell (else it is 200, with a sentence). `{thing:whose}` in a value is the id of somebody
else's thing, and `{"repeat", "times"}` a long text.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests import databases
from tests.flows.forged import Came, presses, submits, types
from tests.flows.scene import Scene
from tests.flows.test_forged import id_of
from tests.flows.watch import DRAFTS, Watch, clear, shut, watching
from tests.people import Colleague

DATA = Path(__file__).parents[1] / "data" / "hostile"
SIGNED = ("sign", "secret", "timestamp", "headers")
CHUNK = 21
"""As many are sent between two looks at the whole database."""


def battery(name: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads((DATA / f"{name}.json").read_text(encoding="utf-8"))
    return [_unfolded(row) for row in rows]


def _unfolded(thing: Any) -> Any:
    if isinstance(thing, dict):
        if thing.keys() == {"repeat", "times"}:
            return thing["repeat"] * thing["times"]
        return {name: _unfolded(one) for name, one in thing.items()}
    return [_unfolded(one) for one in thing] if isinstance(thing, list) else thing


def chunks(name: str) -> list[Any]:
    rows = battery(name)
    return [
        pytest.param(rows[n : n + CHUNK], id=f"{n + 1}-{min(n + CHUNK, len(rows))}")
        for n in range(0, len(rows), CHUNK)
    ]


@pytest.fixture(scope="module", params=databases.BACKENDS)
def watch(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Watch]:
    folder = tmp_path_factory.mktemp("scene")
    with (
        databases.database(request.param, folder) as database,
        watching(database, folder) as watched,
    ):
        yield watched


def person(watch: Watch, row: dict[str, Any]) -> Colleague:
    return watch.scene.lead if row["who"] == "lead" else getattr(watch.scene, row["who"])


def answered(row: dict[str, Any], came: Came, who: Colleague) -> None:
    if "status" in row:
        assert came.reply.status in row["status"], row["name"]
        return
    try:
        clear(came, who)
        assert "told" not in row or who.says_text(row["told"]) in came.text
    except AssertionError as error:
        raise AssertionError(f"{row['name']}: {error}") from None


def test_there_are_more_than_three_hundred_of_them() -> None:
    files = sorted(DATA.glob("*.json"))
    names = [(file.stem, row["name"]) for file in files for row in battery(file.stem)]
    assert len(names) == len(set(names)) > 300
    assert [file.stem for file in files] == ["clicks", "commands", "events", "raw", "windows"]


@pytest.mark.parametrize("rows", chunks("commands"))
def test_what_is_typed(watch: Watch, rows: list[dict[str, Any]]) -> None:
    with watch.unchanged(*DRAFTS):
        for row in rows:
            who = person(watch, row)
            answered(row, types(who, row["text"], **row.get("fields", {})), who)
            shut(who)


@pytest.mark.parametrize("rows", chunks("clicks"))
def test_what_is_pressed(watch: Watch, rows: list[dict[str, Any]]) -> None:
    with watch.unchanged(*DRAFTS):
        for row in rows:
            who, value = person(watch, row), meant(watch.scene, row["value"])
            answered(row, presses(who, row["action"], value, **row.get("whole", {})), who)
            shut(who)


@pytest.mark.parametrize("rows", chunks("windows"))
def test_what_is_filled_in(watch: Watch, rows: list[dict[str, Any]]) -> None:
    with watch.unchanged(*DRAFTS):
        for row in rows:
            who, window = person(watch, row), watch.scene.windows[row["window"]]
            more = dict(row.get("parts", {}))
            if "every_field" in row:
                fields = [one["block_id"] for one in window["blocks"] if one["type"] == "input"]
                more["values"] = {name: {"value": row["every_field"]} for name in fields}
            answered(row, submits(who, window, whole=row.get("whole"), **more), who)


@pytest.mark.parametrize("rows", chunks("events"))
def test_what_slack_is_made_to_tell(watch: Watch, rows: list[dict[str, Any]]) -> None:
    with watch.unchanged():
        for number, row in enumerate(rows):
            told = {"type": "event_callback", "event_id": f"Ev{number}", "event": row["event"]}
            body = json.dumps(told).encode()
            reply = watch.scene.world.slack.raw(body, content_type="application/json")
            assert reply.status in row["status"], row["name"]


@pytest.mark.parametrize("rows", chunks("raw"))
def test_what_is_sent_as_bytes(watch: Watch, rows: list[dict[str, Any]]) -> None:
    with watch.unchanged():
        for row in rows:
            how = {
                key: row[key] for key in ("sign", "secret", "timestamp", "headers") if key in row
            }
            body = row["body"].encode()
            reply = watch.scene.world.slack.raw(body, content_type=row["type"], **how)
            allowed = row["status"] if isinstance(row["status"], list) else [row["status"]]
            assert reply.status in allowed, (row["name"], reply.status)


def meant(scene: Scene, value: str) -> str:
    """The id of what a value names in braces."""
    named = re.fullmatch(r"\{(\w+):?([\w ]*)\}", value)
    if named is None:
        return value
    thing, whose = named.groups()
    if thing == "session":
        return str((scene.asked if whose == "asked" else scene.proposed).id)
    return id_of(scene, thing, whose)
