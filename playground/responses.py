"""What the app answers in place: the body of a command's answer, and response URLs."""

from playground.arguments import Arguments
from playground.conversations import Message
from playground.errors import Json, SlackError
from playground.methods.payloads import content_of
from playground.requests import Reply
from playground.response_urls import ResponseUrl
from playground.workspace import Workspace


def respond(ws: Workspace, key: str, given: Json) -> None:
    """A use of a response URL. Raises SlackError expired_url, used_url, or what is wrong."""
    with ws.lock:
        url = ws.response_urls.find(key)
        url.spend()
        original = _original(ws, url)
        if _truth(given, "delete_original"):
            _delete(ws, original)
        elif _truth(given, "replace_original") and original is not None:
            surface = "ephemeral" if original.ephemeral_to else "message"
            text, blocks = content_of(Arguments(given), surface)
            ws.rewrite(original, text, blocks, original.metadata)
        else:
            _say(ws, url.person, url.conversation, given)


def show_answer(ws: Workspace, person: str, conversation: str, reply: Reply, about: str) -> None:
    """The answer to a command: text or JSON becomes a message, trouble becomes a notice."""
    if reply.error is not None:
        ws.notify(person, _as_seen(reply.error), about)
        return
    if not reply.body.strip():
        return
    try:
        given = _given(reply)
        _say(ws, person, conversation, given)
    except (ValueError, SlackError):
        ws.notify(person, "invalid_command_response", about)


def _as_seen(error: str) -> str:
    return "operation_timeout" if error == "operation_timeout" else "dispatch_failed"


def _given(reply: Reply) -> Json:
    if "application/json" not in reply.headers.get("content-type", ""):
        return {"text": reply.text}
    given = reply.json()
    if not isinstance(given, dict):
        raise ValueError("an answer must be an object")
    return given


def _truth(given: Json, name: str) -> bool:
    return Arguments(given).flag(name)


def _original(ws: Workspace, url: ResponseUrl) -> Message | None:
    if url.message_ts is None:
        return None
    return ws.rooms.by_id[url.conversation].by_ts.get(url.message_ts)


def _delete(ws: Workspace, original: Message | None) -> None:
    if original is None:
        raise SlackError("message_not_found")
    original.deleted = True
    ws.tell("message", original)


def _say(ws: Workspace, person: str, conversation: str, given: Json) -> None:
    private = given.get("response_type", "ephemeral") != "in_channel"
    text, blocks = content_of(Arguments(given), "ephemeral" if private else "message")
    room = ws.rooms.by_id[conversation]
    ws.accept(room, ws.bot_user_id, text, blocks, ephemeral_to=person if private else None)
