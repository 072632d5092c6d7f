"""The Web API: which methods there are, and answering one call."""

from collections.abc import Callable
from dataclasses import dataclass

from playground.limits.arguments import Arguments
from playground.server.methods import app, chat, conversations, files, users, views
from playground.state.errors import Json, SlackError
from playground.state.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Method:
    """One method: what runs it, the tier of its rate limit, the kind of token it takes."""

    run: Callable[[Workspace, Arguments], Json]
    tier: int | None = None
    token: str = "bot"


METHODS = {
    "api.test": Method(app.api_test, token="none"),
    "auth.test": Method(app.auth_test, token="any"),
    "auth.teams.list": Method(app.auth_teams, tier=2),
    "apps.connections.open": Method(app.open_socket, tier=3, token="app"),
    "chat.delete": Method(chat.delete, tier=3),
    "chat.postEphemeral": Method(chat.post_ephemeral, tier=4),
    "chat.postMessage": Method(chat.post),
    "chat.update": Method(chat.update, tier=3),
    "conversations.history": Method(conversations.history, tier=3),
    "conversations.open": Method(conversations.open_room, tier=3),
    "files.completeUploadExternal": Method(files.complete, tier=4),
    "files.getUploadURLExternal": Method(files.upload_url, tier=4),
    "team.info": Method(app.team_info, tier=3),
    "users.info": Method(users.info, tier=4),
    "users.list": Method(users.listing, tier=2),
    "views.open": Method(views.open_view, tier=4),
    "views.publish": Method(views.publish, tier=4),
    "views.push": Method(views.push, tier=4),
    "views.update": Method(views.update, tier=4),
}


def answer(ws: Workspace, name: str, token: str, arguments: Arguments) -> Json:
    """The body of the answer. Raises SlackError for every refusal."""
    method = METHODS.get(name)
    if method is None:
        raise SlackError("unknown_method", req_method=name)
    _authorise(ws, method, token)
    with ws.lock:
        return {"ok": True, **method.run(ws, arguments)}


def _authorise(ws: Workspace, method: Method, token: str) -> None:
    if method.token == "none":
        return
    if not token:
        raise SlackError("not_authed")
    if ws.revoked is not None:
        raise SlackError(ws.revoked)
    if token not in (ws.bot_token, ws.app_token):
        raise SlackError("invalid_auth")
    wanted = {"bot": ws.bot_token, "app": ws.app_token}.get(method.token, token)
    if token != wanted:
        raise SlackError("not_allowed_token_type")
