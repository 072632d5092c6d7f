"""What Slack does with the app's answer to a submitted modal."""

from playground.errors import Json, SlackError
from playground.methods.payloads import view_of
from playground.requests import Reply
from playground.views import View
from playground.workspace import Workspace


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
