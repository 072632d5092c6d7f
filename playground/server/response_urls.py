"""What the app says through a response URL."""

from playground.actor.answers import post_answer
from playground.limits.arguments import Arguments
from playground.limits.content import content_of
from playground.state.conversations import Message
from playground.state.errors import Json, SlackError
from playground.state.response_urls import ResponseUrl
from playground.state.workspace import Workspace


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
            post_answer(ws, url.person, url.conversation, given)


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
