"""views.*: modals and Home tabs."""

from playground.limits.arguments import Arguments
from playground.limits.content import view_of
from playground.state.errors import Json, SlackError
from playground.state.views import View
from playground.state.workspace import Workspace


def open_view(ws: Workspace, arguments: Arguments) -> Json:
    """views.open: costs a trigger id."""
    body = view_of(arguments.structure("view", "invalid_arguments"), "modal")
    person = ws.triggers.spend(arguments.text("trigger_id")).person
    return _answer(ws, ws.show(ws.views.open(person, body)))


def push(ws: Workspace, arguments: Arguments) -> Json:
    """views.push: costs a trigger id that came from an open modal."""
    body = view_of(arguments.structure("view", "invalid_arguments"), "modal")
    person = ws.triggers.spend(arguments.text("trigger_id")).person
    return _answer(ws, ws.show(ws.views.push(person, body)))


def update(ws: Workspace, arguments: Arguments) -> Json:
    """views.update: by view id or external id, guarded by a hash."""
    body = view_of(arguments.structure("view", "invalid_arguments"))
    view = ws.views.find(arguments.text("view_id"), arguments.text("external_id"))
    return _answer(ws, ws.show(ws.views.update(view, body, arguments.text("hash"))))


def publish(ws: Workspace, arguments: Arguments) -> Json:
    """views.publish: the Home tab of one person."""
    body = view_of(arguments.structure("view", "invalid_arguments"), "home")
    if not ws.home_tab:
        raise SlackError("not_enabled")
    person = ws.account(arguments.text("user_id"))
    return _answer(ws, ws.show(ws.views.publish(person.id, body, arguments.text("hash"))))


def _answer(ws: Workspace, view: View) -> Json:
    return {"view": ws.views.as_json(view)}
