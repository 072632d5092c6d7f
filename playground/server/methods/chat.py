"""chat.*: posting, editing, deleting, answering privately."""

from playground.limits.arguments import Arguments
from playground.limits.content import content_of, metadata_of
from playground.state.conversations import Conversation, Message
from playground.state.errors import Json, SlackError
from playground.state.people import can_be_written_to
from playground.state.workspace import Workspace


def post(ws: Workspace, arguments: Arguments) -> Json:
    """chat.postMessage: into a DM by the person's id, or into any conversation with the bot."""
    ws.require("chat:write")
    text, blocks = content_of(arguments)
    metadata = metadata_of(arguments)
    room = room_to_write_in(ws, arguments.text("channel"))
    client_msg_id = arguments.text("client_msg_id") or None
    message = _already_posted(ws, room, client_msg_id) or ws.accept(
        room,
        ws.bot_user_id,
        text,
        blocks,
        metadata=metadata,
        client_msg_id=client_msg_id,
        thread_ts=arguments.text("thread_ts") or None,
    )
    return {
        "channel": room.id,
        "ts": message.ts,
        "message": ws.as_slack_message(message, with_metadata=True),
    }


def update(ws: Workspace, arguments: Arguments) -> Json:
    """chat.update: without blocks or metadata the old ones stay, with empty ones they go."""
    ws.require("chat:write")
    room = ws.room(arguments.text("channel"))
    message = _own_message(room, arguments.text("ts"), ws, "cant_update_message")
    if ws.edit_window is not None and ws.clock.now() - float(message.ts) > ws.edit_window:
        raise SlackError("edit_window_closed")
    given = dict(arguments.given)
    if not arguments.has("blocks"):
        given["blocks"] = message.blocks
    if not arguments.has("text"):
        given["text"] = message.text
    text, blocks = content_of(Arguments(given))
    metadata = metadata_of(arguments) if arguments.has("metadata") else message.metadata
    ws.rewrite(message, text, blocks, metadata)
    shown = ws.as_slack_message(message, with_metadata=True)
    return {"channel": room.id, "ts": message.ts, "text": text, "message": shown}


def delete(ws: Workspace, arguments: Arguments) -> Json:
    """chat.delete: one of the bot's own messages."""
    ws.require("chat:write")
    room = ws.room(arguments.text("channel"))
    message = _own_message(room, arguments.text("ts"), ws, "cant_delete_message")
    message.deleted = True
    ws.tell("message", message)
    return {"channel": room.id, "ts": message.ts}


def post_ephemeral(ws: Workspace, arguments: Arguments) -> Json:
    """chat.postEphemeral: seen by one member of a conversation with the bot."""
    ws.require("chat:write")
    text, blocks = content_of(arguments, "ephemeral")
    room = room_to_write_in(ws, arguments.text("channel"))
    person = ws.account(arguments.text("user"))
    if person.id not in room.members:
        raise SlackError("user_not_in_channel")
    message = ws.accept(room, ws.bot_user_id, text, blocks, ephemeral_to=person.id)
    return {"message_ts": message.ts}


def room_to_write_in(ws: Workspace, channel: str) -> Conversation:
    """Where the app may write. Raises SlackError with what Slack says where it may not."""
    if not channel:
        raise SlackError("channel_not_found")
    room = _direct_of(ws, channel) if channel[0] in "UW" else ws.room(channel)
    if room.is_archived:
        raise SlackError("is_archived")
    if not room.with_bot:
        raise SlackError("not_in_channel" if room.kind == "channel" else "channel_not_found")
    if room.kind == "im":
        _require_reachable(ws, next(iter(room.members)))
    return room


def _direct_of(ws: Workspace, user_id: str) -> Conversation:
    _require_reachable(ws, ws.account(user_id).id)
    return ws.direct(user_id)


def _require_reachable(ws: Workspace, user_id: str) -> None:
    refusal = can_be_written_to(ws.by_id[user_id])
    if refusal is not None:
        raise SlackError(refusal)
    if not ws.messages_tab:
        raise SlackError("messages_tab_disabled")


def _already_posted(ws: Workspace, room: Conversation, client_msg_id: str | None) -> Message | None:
    if client_msg_id is None or not ws.honours_client_msg_id:
        return None
    return next((m for m in room.messages if m.client_msg_id == client_msg_id), None)


def _own_message(room: Conversation, ts: str, ws: Workspace, refusal: str) -> Message:
    message = room.by_ts.get(ts)
    if message is None or message.deleted or message.ephemeral_to is not None:
        raise SlackError("message_not_found")
    if message.author != ws.bot_user_id:
        raise SlackError(refusal)
    return message
