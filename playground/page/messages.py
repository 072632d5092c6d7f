"""The messages of one room as one person sees them, with dividers between the days."""

from datetime import UTC, datetime, timedelta
from typing import Any

from babel.dates import format_date, format_time

from playground.page import drawing
from playground.page.drawing.context import DrawingContext
from playground.page.drawing.mrkdwn import words_of
from playground.page.view_state import Typed
from playground.page.viewer import Viewer
from playground.state.conversations import Message
from playground.state.errors import Json
from playground.state.files import File

MOST = 200
"""So many messages are on the page at once."""

TOGETHER = 300.0
"""Seconds within which messages of the same author stand together."""

SPOKEN = 300
KEPT_DRAWINGS = 2_000


def items(viewer: Viewer, room_id: str, before: str = "") -> Json:
    """The newest messages, or those before a timestamp, oldest first.

    `earlier` is the timestamp to go back from when there are more, else empty; `begin` is a
    command to begin with where nothing has been written to the app. Raises ValueError
    when `before` is none.
    """
    end = float(before or "inf")
    room = viewer.ws.rooms.by_id[room_id]
    lines: list[Message | Typed] = list(room.visible_to(viewer.id))
    lines += [one for one in viewer.view_state.typed if one.room == room_id]
    lines.sort(key=lambda one: float(one.ts))
    lines = [one for one in lines if float(one.ts) < end]
    shown = lines[-MOST:]
    return {
        "room": room_id,
        "before": before,
        "earlier": shown[0].ts if len(lines) > MOST else "",
        "begin": viewer.ws.commands[0] if not lines and room is viewer.ws.direct(viewer.id) else "",
        "list": _drawn(viewer, shown),
    }


def _drawn(viewer: Viewer, lines: list[Message | Typed]) -> list[Json]:
    context, listed = viewer.context(), []
    today = _local(viewer.ws.clock.now(), context).date()
    day, last = None, None
    for line in lines:
        at = _local(float(line.ts), context)
        if at.date() != day:
            day, last = at.date(), None
            text = _day(at, today, context)
            listed.append({"key": f"day{day}", "draw": "day", "text": text})
        listed.append(_item(viewer, line, at, context, follows=_follows(line, last)))
        last = line
    return listed


def _local(seconds: float, context: DrawingContext) -> datetime:
    return datetime.fromtimestamp(seconds, UTC).astimezone(context.reader.zone)


def _day(at: datetime, today: Any, context: DrawingContext) -> str:
    near = {today: "today", today - timedelta(days=1): "yesterday"}.get(at.date())
    if near:
        return context.words[near]
    text = str(format_date(at, "full", locale=context.reader.locale))
    return text[0].upper() + text[1:]


def _author(line: Message | Typed | None) -> str:
    return line.author if isinstance(line, Message) else ""


def _follows(line: Message | Typed, last: Message | Typed | None) -> bool:
    """Whether it stands under the same name as the one before."""
    if not isinstance(line, Message) or not isinstance(last, Message):
        return False
    same = line.author == last.author and line.ephemeral_to == last.ephemeral_to
    return same and float(line.ts) - float(last.ts) < TOGETHER


def _item(
    viewer: Viewer, line: Message | Typed, at: datetime, context: DrawingContext, *, follows: bool
) -> Json:
    time = format_time(at, "short", tzinfo=at.tzinfo, locale=context.reader.locale)
    if isinstance(line, Typed):
        return {"key": f"typed{line.ts}", "draw": "typed", "text": line.text, "time": time}
    return {
        "key": line.ts,
        "draw": "message",
        "author": viewer.face(line.author),
        "time": time,
        "follows": follows,
        "is_private": line.ephemeral_to is not None,
        "is_edited": bool(line.earlier),
        **_content(viewer, line),
    }


def _content(viewer: Viewer, message: Message) -> Json:
    form = viewer.ws.message_form(message, viewer.id) if message.blocks else None
    if form and form.fields:
        return _draw(viewer, message)
    key = (viewer.person, message.ts, len(message.earlier))
    known = viewer.view_states.drawings
    if key not in known:
        if len(known) > KEPT_DRAWINGS:
            known.clear()
        known[key] = _draw(viewer, message)
    return known[key]


def _draw(viewer: Viewer, message: Message) -> Json:
    context = viewer.context()
    if message.blocks:
        context = viewer.context(viewer.ws.message_form(message, viewer.id))
        drawn = drawing.blocks(message.blocks, context)
    else:
        drawn = drawing.message_text(message.text, context)
    drawn += [_file(viewer, file) for file in message.files]
    spoken = words_of(context.text({"type": "mrkdwn", "text": message.text}))
    return {"blocks": drawn, "spoken": spoken[:SPOKEN]}


def _file(viewer: Viewer, file: File) -> Json:
    href = f"/p/{viewer.id}/files/{file.id}"
    return {"id": file.id, "draw": "file", "title": file.title, "more": file.name, "href": href}
