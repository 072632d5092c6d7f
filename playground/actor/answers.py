"""What Slack does with the answer of the app: to a command, and to a submitted modal."""

from playground.actor.app import Reply
from playground.limits.arguments import Arguments
from playground.limits.content import content_of, view_of
from playground.state.errors import Json, SlackError
from playground.state.views import View
from playground.state.workspace import Workspace


def show_answer(ws: Workspace, person: str, conversation: str, reply: Reply, about: str) -> None:
    """The answer to a command: text or JSON becomes a message, trouble becomes a notice."""
    if reply.error is not None:
        ws.notify(person, _as_seen(reply.error), about)
        return
    if not reply.body.strip():
        return
    try:
        given = _given(reply)
        post_answer(ws, person, conversation, given)
    except (ValueError, SlackError):
        ws.notify(person, "invalid_command_response", about)


def post_answer(ws: Workspace, person: str, conversation: str, given: Json) -> None:
    """A message of the app where somebody acted, for them alone unless it says otherwise."""
    private = given.get("response_type", "ephemeral") != "in_channel"
    text, blocks = content_of(Arguments(given), "ephemeral" if private else "message")
    room = ws.rooms.by_id[conversation]
    ws.accept(room, ws.bot_user_id, text, blocks, ephemeral_to=person if private else None)


def apply_answer(ws: Workspace, view: View, reply: Reply) -> None:
    """Close, show errors, update, push or clear; trouble leaves the modal open with a notice."""
    if reply.error is not None:
        ws.notify(view.person, reply.error, "view_submission")
        return
    try:
        with ws.lock:
            _apply(ws, view, reply)
            ws.tell("view", view)
    except (ValueError, SlackError) as wrong:
        ws.notify(view.person, "invalid_view_response", str(wrong))


def _as_seen(error: str) -> str:
    return "operation_timeout" if error == "operation_timeout" else "dispatch_failed"


def _given(reply: Reply) -> Json:
    if "application/json" not in reply.headers.get("content-type", ""):
        return {"text": reply.text}
    given = reply.json()
    if not isinstance(given, dict):
        raise ValueError("an answer must be an object")
    return given


def _apply(ws: Workspace, view: View, reply: Reply) -> None:
    answer = reply.json()
    if not answer:
        _close(ws, view)
        return
    action = answer.get("response_action")
    if action == "errors":
        _show_errors(view, answer)
    elif action == "clear":
        ws.views.close_all(view.person)
    elif action == "update":
        ws.show(ws.views.update(view, view_of(answer.get("view"), "modal")))
    elif action == "push":
        ws.show(ws.views.push(view.person, view_of(answer.get("view"), "modal")))
    else:
        raise ValueError(f"unknown response_action {action!r}")


def _close(ws: Workspace, view: View) -> None:
    """Only if it is still on top: the app may have opened another meanwhile."""
    if ws.views.top(view.person) is view:
        ws.views.close_top(view.person)


def _show_errors(view: View, answer: Json) -> None:
    errors = answer.get("errors")
    if not isinstance(errors, dict) or not errors:
        raise ValueError("errors must be an object with an entry")
    inputs = {block["block_id"] for block in view.blocks if block["type"] == "input"}
    unknown = set(errors) - inputs
    if unknown:
        raise ValueError(f"errors for blocks that are no inputs: {sorted(unknown)}")
    view.errors = {block_id: str(text) for block_id, text in errors.items()}
