"""Whatever Slack signs is answered without a 5xx: every type, parts missing or of another kind.

The bodies go over HTTP through the real Bolt app, with a programme in full swing behind it.
"""

import copy
import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import pytest
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from playground.actor import payloads
from playground.state.errors import Json
from tests.flows.scene import Scene

FORM, JSON = "application/x-www-form-urlencoded", "application/json"
OTHER_TYPES = (
    *("interactive_message", "dialog_submission", "dialog_cancellation", "dialog_suggestion"),
    *("workflow_step_edit", "block_suggestion", "shortcut", "message_action", "function_executed"),
    *("event_callback", "block_actions", "view_submission", "view_closed", "app_rate_limited"),
    *("workflow_step", "workflow_step_execute", "url_verification", "app_home_opened", "message"),
    *("user_change", "team_join", "modal", "home", "", "no such type"),
)
PARTS = ("callback_id", "workflow_step", "actions", "view", "event", "user", "team", "command")
ODD: tuple[Any, ...] = (
    *(None, True, 0, 7, -1, 1e300, "", "x", "\x00", "id", "1", "ä" * 5000),
    *([], [None], ["x"], ["id"], [[]], [{}], {}, {"id": 7}, {"id": []}, {"type": 7}, {"x": None}),
)
Change = tuple[int, Any]


class Post:
    """Signs bodies and sends them to the bot."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene

    def whole(self, kind: int) -> Json:
        return copy.deepcopy(whole_bodies(self._scene)[kind])

    def status(self, body: Json, *, as_form: bool = False) -> int | None:
        raw, content_type = encoded(body, as_form=as_form)
        return self._scene.world.slack.raw(raw, content_type=content_type).status


@pytest.fixture(scope="module")
def post(scene: Scene) -> Post:
    return Post(scene)


def whole_bodies(scene: Scene) -> list[Json]:
    """One of each kind that the bot hears, as Slack sends it."""
    ws, anna = scene.world.slack.workspace, scene.anna
    person, room = anna.hands.person, scene.world.slack.workspace.direct(scene.anna.id)
    message = list(room.visible_to(anna.id))[-1]
    view = ws.views.open(anna.id, copy.deepcopy(scene.windows["when"]))
    button = {"type": "button", "block_id": "b", "action_id": "verb.status", "value": "status"}
    event = {"type": "event_callback", "team_id": ws.team_id, "event_id": "Ev1", "event_time": 1}
    user = person.as_user(ws.clock.now(), include_locale=True)
    bodies = [
        payloads.command(ws, person, room, "/revmentor", "met 24/11"),
        payloads.on_message(ws, person, message, button),
        payloads.on_view(ws, person, view, button),
        payloads.submission(ws, person, view),
        payloads.closed(ws, person, view, everything=False),
        event | {"event": payloads.home_opened(ws, person, "home")},
        event | {"event": {"type": "user_change", "user": user}},
        event | {"event": {"type": "message", "channel_type": "im", "user": anna.id}},
        event | {"event": {"type": "function_executed", "function": {"callback_id": "x"}}},
        {"type": "url_verification", "challenge": "x"},
        {"type": "workflow_step_edit", "callback_id": "x", "workflow_step": {}},
        {"type": "interactive_message", "callback_id": "x", "actions": [{"name": "x"}]},
        {"type": "block_suggestion", "action_id": "x", "block_id": "b", "value": "x"},
        {"type": "shortcut", "callback_id": "x"},
    ]
    ws.views.close_all(anna.id)
    return bodies


def paths(thing: Any, here: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The way to each part of it."""
    parts = thing.items() if isinstance(thing, dict) else enumerate(thing)
    for name, part in parts:
        yield (*here, name)
        if isinstance(part, (dict, list)):
            yield from paths(part, (*here, name))


def spoil(body: Json, where: int, what: Any) -> None:
    """Replace one part of it, or leave it out if `what` is Ellipsis."""
    ways = sorted(paths(body), key=lambda way: (len(way), str(way)))
    if not ways:
        return
    *way, last = ways[where % len(ways)]
    thing: Any = body
    for name in way:
        thing = thing[name]
    if what is ...:
        del thing[last]
    else:
        thing[last] = copy.deepcopy(what)


def encoded(body: Json, *, as_form: bool) -> tuple[bytes, str]:
    """A command comes as a form, an interaction in the field of one, an event as JSON."""
    if "command" in body and as_form:
        fields = {name: value for name, value in body.items() if isinstance(value, (str, int))}
        return urlencode(fields).encode(), FORM
    if as_form:
        return urlencode({"payload": json.dumps(body)}).encode(), FORM
    return json.dumps(body).encode(), JSON


ODDLY = st.one_of(st.just(...), st.sampled_from(ODD), st.sampled_from(OTHER_TYPES))


@settings(
    max_examples=80,
    phases=[Phase.explicit, Phase.generate],
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)
@given(
    kind=st.integers(0, 13),
    type_=st.one_of(st.none(), st.sampled_from(OTHER_TYPES)),
    changes=st.lists(st.tuples(st.integers(0, 60), ODDLY), max_size=3),
    added=st.dictionaries(st.sampled_from(PARTS), st.sampled_from(ODD), max_size=2),
    as_form=st.booleans(),
)
@example(kind=10, type_=None, changes=[(2, ...)], added={}, as_form=True)
@example(kind=0, type_="workflow_step_edit", changes=[], added={"callback_id": "x"}, as_form=True)
@example(kind=11, type_=None, changes=[(0, ...)], added={}, as_form=True)
@example(kind=0, type_=None, changes=[], added={"command": "x", "view": []}, as_form=False)
@example(kind=1, type_=None, changes=[], added={"view": None}, as_form=True)
@example(kind=13, type_=None, changes=[], added={"callback_id": 7}, as_form=True)
def test_no_signed_body_leads_to_a_500(
    post: Post,
    kind: int,
    type_: str | None,
    changes: list[Change],
    added: dict[str, Any],
    as_form: bool,
) -> None:
    body = post.whole(kind) | copy.deepcopy(added)
    if type_ is not None:
        body["type"] = type_
    for change in changes:
        spoil(body, *change)
    assert (post.status(body, as_form=as_form) or 500) < 500, body


@pytest.mark.parametrize("type_", ["view_submission", "view_closed"])
@pytest.mark.parametrize("of_view", ["workflow_step", "modal", 7, None])
def test_a_window_of_a_workflow_is_no_500(post: Post, type_: str, of_view: object) -> None:
    body = post.whole(3) | {"type": type_}
    body["view"] = body["view"] | {"type": of_view}
    assert (post.status(body) or 500) < 500
