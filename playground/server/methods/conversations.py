"""conversations.*: opening direct messages and group direct messages, reading back."""

import base64
import binascii
import math
from dataclasses import dataclass

from playground.limits.arguments import Arguments
from playground.state.clock import real_now
from playground.state.conversations import Conversation, Message
from playground.state.errors import Json, SlackError
from playground.state.people import can_be_written_to
from playground.state.workspace import Workspace

MOST_PEOPLE = 8
MOST_MESSAGES = 999


def open_room(ws: Workspace, arguments: Arguments) -> Json:
    """conversations.open: one conversation for each set of people, whoever asks first."""
    if arguments.text("channel"):
        room, known = ws.room(arguments.text("channel")), True
    else:
        members = _members(ws, arguments.words("users"))
        ws.require("im:write" if len(members) == 1 else "mpim:write")
        known = ws.rooms.of(members) is not None
        room = ws.rooms.open(members, [ws.by_id[one].name for one in members])
    channel = room.as_channel() if arguments.flag("return_im") else {"id": room.id}
    return {"no_op": known, "already_open": known, "channel": channel}


def _members(ws: Workspace, users: list[str]) -> frozenset[str]:
    members = frozenset(users) - {ws.bot_user_id}
    if not users:
        raise SlackError("users_list_not_supplied")
    if not members:
        raise SlackError("not_enough_users")
    if len(members) > MOST_PEOPLE:
        raise SlackError("too_many_users")
    for user in sorted(members):
        refusal = can_be_written_to(ws.account(user))
        if refusal is not None:
            raise SlackError(refusal)
    return members


def history(ws: Workspace, arguments: Arguments) -> Json:
    """conversations.history: newest first, of conversations that the bot is in."""
    room = ws.room(arguments.text("channel"))
    ws.require(_scope_to_read(room))
    if not room.with_bot:
        raise SlackError("not_in_channel")
    limit = arguments.number("limit", 100)
    if not 1 <= limit <= MOST_MESSAGES:
        raise SlackError("invalid_limit")
    span = Span.of(arguments)
    found = [m for m in reversed(room.messages) if _is_shown(ws, m) and span.holds(m)]
    page = found[:limit]
    with_metadata = arguments.flag("include_all_metadata")
    answer: Json = {
        "messages": [ws.as_slack_message(m, with_metadata) for m in page],
        "has_more": len(found) > limit,
        "pin_count": 0,
    }
    if answer["has_more"]:
        answer["response_metadata"] = {"next_cursor": cursor_at("ts", page[-1].ts)}
    return answer


def _scope_to_read(room: Conversation) -> str:
    return {"im": "im:history", "mpim": "mpim:history", "channel": "channels:history"}[room.kind]


def _is_shown(ws: Workspace, message: Message) -> bool:
    if message.deleted or message.ephemeral_to is not None:
        return False
    return real_now() - message.accepted_at >= ws.shows_history_after


@dataclass(frozen=True, slots=True)
class Span:
    """The stretch of time that is asked for, in timestamps."""

    oldest: float
    latest: float
    inclusive: bool
    before: float

    @classmethod
    def of(cls, arguments: Arguments) -> "Span":
        """Raises invalid_ts_oldest, invalid_ts_latest or invalid_cursor."""
        return cls(
            oldest=_ts(arguments, "oldest", -math.inf),
            latest=_ts(arguments, "latest", math.inf),
            inclusive=arguments.flag("inclusive"),
            before=_position(arguments.text("cursor")),
        )

    def holds(self, message: Message) -> bool:
        """Whether a message lies in it."""
        at = float(message.ts)
        inside = self.oldest < at < self.latest
        at_edge = self.inclusive and at in (self.oldest, self.latest)
        return at < self.before and (inside or at_edge)


def _position(cursor: str) -> float:
    position = position_of("ts", cursor)
    try:
        return math.inf if position is None else float(position)
    except ValueError as bad:
        raise SlackError("invalid_cursor") from bad


def _ts(arguments: Arguments, name: str, otherwise: float) -> float:
    given = arguments.text(name)
    try:
        return float(given) if given else otherwise
    except ValueError as bad:
        raise SlackError(f"invalid_ts_{name}") from bad


def cursor_at(kind: str, position: str) -> str:
    """An opaque cursor, made as Slack makes them."""
    return base64.b64encode(f"{kind}:{position}".encode()).decode()


def position_of(kind: str, cursor: str) -> str | None:
    """What `cursor_at` put in, None for no cursor. Raises invalid_cursor."""
    if not cursor:
        return None
    try:
        found, _, position = base64.b64decode(cursor, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError) as bad:
        raise SlackError("invalid_cursor") from bad
    if found != kind or not position:
        raise SlackError("invalid_cursor")
    return position
