"""files.*: an address to upload to, and sharing what was uploaded."""

import re
from typing import Any

from playground.limits.arguments import Arguments
from playground.server.methods.chat import room_to_write_in
from playground.state.errors import Json, SlackError
from playground.state.workspace import Workspace

CONVERSATION = re.compile(r"[CGDZ][A-Z0-9]{8,}")


def upload_url(ws: Workspace, arguments: Arguments) -> Json:
    """files.getUploadURLExternal"""
    ws.require("files:write")
    name, length = arguments.text("filename"), arguments.number("length", 0)
    if not name or length <= 0:
        raise SlackError("invalid_arguments")
    file = ws.files.announce(name, length)
    return {"file_id": file.id, "upload_url": f"{ws.base_url}/upload/{file.key}"}


def complete(ws: Workspace, arguments: Arguments) -> Json:
    """files.completeUploadExternal: into one conversation, by its own id.

    Slack shares a little later; here the message is there at once.
    """
    ws.require("files:write")
    channel = arguments.text("channel_id")
    if not CONVERSATION.fullmatch(channel):
        raise SlackError("invalid_arguments")
    room = room_to_write_in(ws, channel)
    shared = [ws.files.share(*_named(one)) for one in _listed(arguments)]
    ws.accept(room, ws.bot_user_id, arguments.text("initial_comment"), [], files=tuple(shared))
    return {"files": [file.as_json() for file in shared]}


def _listed(arguments: Arguments) -> list[Any]:
    files = arguments.structure("files", "invalid_arguments")
    if not isinstance(files, list) or not files:
        raise SlackError("invalid_arguments")
    return files


def _named(file: Any) -> tuple[str, str]:
    if not isinstance(file, dict):
        raise SlackError("invalid_arguments")
    return str(file.get("id") or ""), str(file.get("title") or "")
