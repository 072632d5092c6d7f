"""The operator's side over HTTP: what another process needs to play people and look around.

Everything lives under `/playground`: people's actions, the log, calls, faults, the clock.
"""

import json
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from playground.actor.actor import Actor
from playground.actor.app import Reply
from playground.actor.screen import Screen, ShownMessage, ShownView
from playground.server.local_slack import LocalSlack
from playground.state.conversations import Message
from playground.state.errors import CannotDo, Json, UnknownPerson
from playground.state.faults import Fault
from playground.state.people import Person

SETTABLE = frozenset(
    {"request_url", "should_escape", "answer_seconds", "shows_history_after"}
    | {"omits_untouched_after_update", "honours_client_msg_id", "messages_tab", "home_tab"}
    | {"revoked"}
)


def routes(slack: LocalSlack) -> list[Route]:
    """The control endpoints of one playground."""
    gets: dict[str, Callable[[Request], Any]] = {
        "/playground/state": lambda _: state(slack),
        "/playground/people": lambda _: [asdict(p) for p in slack.workspace.by_id.values()],
        "/playground/log": lambda request: log(slack, int(request.query_params.get("after", 0))),
        "/playground/calls": lambda _: [asdict(call) for call in slack.workspace.calls],
        "/playground/faults": lambda _: [asdict(f) for f in slack.workspace.faults.faults],
        "/playground/people/{id}/sees": lambda request: screen(_actor(slack, request).sees),
    }
    posts: dict[str, Callable[[Request, Json], Any]] = {
        "/playground/people": lambda _, given: replies(slack.add_person(Person(**given))),
        "/playground/people/{id}": lambda request, given: replies(
            slack.change_person(request.path_params["id"], **given)
        ),
        "/playground/people/{id}/{action}": lambda request, given: _do(slack, request, given),
        "/playground/faults": lambda _, given: asdict(slack.workspace.faults.add(Fault(**given))),
        "/playground/faults/clear": lambda *_: slack.workspace.faults.clear(),
        "/playground/app": lambda _, given: _set(slack, given),
        "/playground/clock": lambda _, given: _move(slack, given),
        "/playground/events": lambda _, given: replies(slack.event(given)),
        "/playground/sockets/disconnect": lambda *_: slack.sockets.disconnect(),
    }
    return [
        *(Route(path, _get(answer), methods=["GET"]) for path, answer in gets.items()),
        *(Route(path, _post(answer), methods=["POST"]) for path, answer in posts.items()),
    ]


def state(slack: LocalSlack) -> Json:
    """The workspace in a few lines: enough to start a bot against it."""
    ws = slack.workspace
    return {
        "team_id": ws.team_id,
        "bot_user_id": ws.bot_user_id,
        "app_id": ws.app_id,
        "request_url": ws.request_url,
        "sockets": len(slack.sockets.open),
        "scopes": sorted(ws.scopes),
        "slack_time": ws.clock.now(),
        "messages": len(ws.log),
        "calls": len(ws.calls),
        "revoked": ws.revoked,
        "rooms": [
            {"id": room.id, "kind": room.kind, "members": sorted(room.members), "name": room.name}
            for room in ws.rooms.by_id.values()
        ],
    }


def log(slack: LocalSlack, after: int = 0) -> list[Json]:
    """Every accepted message from number `after` on, with the members of its conversation."""
    ws = slack.workspace
    with ws.lock:
        return [
            {**message.as_json(), "members": sorted(ws.rooms.by_id[message.conversation].members)}
            for message in ws.log[after:]
        ]


def screen(sees: Screen) -> Json:
    """What a person sees, as JSON."""
    return {
        "messages": [_message_json(one) for one in sees.messages],
        "view": _view_json(sees.view),
        "home": _view_json(sees.home),
        "notices": [asdict(notice) for notice in sees.notices],
        "direct": sees.direct,
        "groups": {room: sorted(members) for members, room in sees.groups.items()},
    }


def reply_json(reply: Reply | None) -> Json | None:
    """What the app answered."""
    if reply is None:
        return None
    return {
        "status": reply.status,
        "text": reply.text,
        "error": reply.error,
        "seconds": reply.seconds,
    }


def replies(many: list[Reply]) -> list[Json | None]:
    """Several answers."""
    return [reply_json(reply) for reply in many]


def _message_json(one: ShownMessage) -> Json:
    return {
        "ts": one.ts,
        "conversation": one.conversation,
        "author": one.author,
        "text": one.text,
        "blocks": one.blocks,
        "shown": one.shown,
        "buttons": one.buttons,
        "is_private": one.is_private,
        "was_edited": one.was_edited,
    }


def _view_json(view: ShownView | None) -> Json | None:
    return None if view is None else {**asdict(view), "buttons": view.buttons}


def _actor(slack: LocalSlack, request: Request) -> Actor:
    return slack.actor(str(request.path_params["id"]))


def _do(slack: LocalSlack, request: Request, given: Json) -> Any:
    actor, action = _actor(slack, request), str(request.path_params["action"])
    if action not in ACTIONS:
        raise CannotDo(f"unknown action {action!r}; there are {sorted(ACTIONS)}")
    arguments = {("in_" if key == "in" else key): value for key, value in given.items()}
    for key in ("in_", "message"):
        if str(arguments.get(key, "")).startswith("ts:"):
            arguments[key] = _message(slack, arguments[key].removeprefix("ts:"))
    done = getattr(actor, action)(**arguments)
    return ACTIONS[action](done)


def _message(slack: LocalSlack, ts: str) -> Message:
    return next(message for message in slack.workspace.log if message.ts == ts)


ACTIONS: dict[str, Callable[[Any], Any]] = {
    "types": reply_json,
    "presses": reply_json,
    "presses_old": reply_json,
    "declines": lambda question: question,
    "fills": replies,
    "chooses": reply_json,
    "field": lambda shown: shown,
    "choices": lambda labels: labels,
    "submits": reply_json,
    "closes": reply_json,
    "opens_home": replies,
    "says": lambda message: message.as_json(),
}


def _set(slack: LocalSlack, given: Json) -> Json:
    ws = slack.workspace
    for name, value in given.items():
        if name in ("scopes", "subscriptions"):
            setattr(ws, name, set(value))
        elif name == "trigger_seconds":
            ws.triggers.seconds = float(value)
        elif name == "rate_limits":
            ws.rates.on, ws.rates.factor = bool(value), float(value or 1)
        elif name in SETTABLE:
            setattr(ws, name, value)
        else:
            raise CannotDo(f"{name} cannot be set; settable are {sorted(SETTABLE)}")
    return state(slack)


def _move(slack: LocalSlack, given: Json) -> Json:
    slack.workspace.clock.offset = float(given["offset"])
    return {"slack_time": slack.workspace.clock.now()}


def _get(answer: Callable[[Request], Any]) -> Callable[[Request], Any]:
    async def endpoint(request: Request) -> Response:
        return await _run(lambda: answer(request))

    return endpoint


def _post(answer: Callable[[Request, Json], Any]) -> Callable[[Request], Any]:
    async def endpoint(request: Request) -> Response:
        body = await request.body()
        try:
            given = json.loads(body) if body.strip() else {}
        except ValueError:
            return JSONResponse({"error": "not JSON"}, 400)
        return await _run(lambda: answer(request, given))

    return endpoint


async def _run(work: Callable[[], Any]) -> Response:
    try:
        return JSONResponse(await run_in_threadpool(work))
    except CannotDo as cannot:
        return JSONResponse({"error": str(cannot)}, 409)
    except UnknownPerson as unknown:
        return JSONResponse({"error": f"nobody is called {unknown}"}, 404)
    except (TypeError, ValueError, KeyError) as wrong:
        return JSONResponse({"error": f"{type(wrong).__name__}: {wrong}"}, 400)
