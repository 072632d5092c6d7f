"""Requests that Slack signs but no screen of ours sends, and everything that came back."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select

from bot.store.db.session import Db
from bot.store.tables import Table
from playground.actor import payloads
from playground.actor.answers import apply_answer, show_answer
from playground.actor.app import Reply
from playground.actor.rendering import Reader
from playground.actor.screen import name_of, shown_to, shown_view
from playground.state.conversations import Message
from playground.state.errors import Json
from playground.state.views import View
from playground.state.workspace import Notice
from tests.people import Colleague
from tests.world import World

LEFT_OUT = object()
"""A value that the request does not have at all."""
Dump = dict[str, list[str]]


@dataclass
class Came:
    """What a request led to: Slack's side of it, and all that the person could read anew."""

    reply: Reply
    texts: list[str] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "\n".join(self.texts)


def dump(world: World, *leaving_out: str) -> Dump:
    """Every row of every table, for comparing; sealed fields as what they say."""
    with world.db() as db:
        return {
            name: sorted(_told(db, name, row._asdict()) for row in db.execute(select(table)))
            for name, table in Table.metadata.tables.items()
            if name not in leaving_out
        }


_SEALED = {
    ("draft", "sealed"): "draft:{person_id}",
    ("participation", "private"): "participation:{id}",
    ("participation", "undo_sealed"): "undo:{id}",
    ("pair", "choices"): "choices:{id}",
    ("proposal", "words"): "proposal:{id}",
    ("pair", "exits"): "exits:{id}",
    ("worksheet", "sealed"): "worksheet:{session_id}",
}
"""Sealed anew at each keeping, they differ in their bytes."""


def _told(db: Db, table: str, row: dict[str, Any]) -> str:
    for (one, column), about in _SEALED.items():
        if one == table and row[column] is not None:
            row[column] = db.secrets.fields.open(row[column], about=about.format(**row))
    if table == "draft":
        row["sealed"].pop("turn")
    return repr(row)


# --- what a person sends --------------------------------------------------------------------------


def types(who: Colleague, text: str, **changes: Any) -> Came:
    """A command with anything at all in its fields."""
    ws = who.world.slack.workspace
    with _watched(who) as came:
        payload = payloads.command(ws, who.hands.person, _room(who), "/revmentor", "")
        came.reply = _told_to_bot(who, "slash_commands", payload | {"text": text} | changes)
        show_answer(ws, who.id, _room(who).id, came.reply, text)
    return came


def presses(
    who: Colleague,
    action_id: str,
    value: object = LEFT_OUT,
    *,
    view: View | None = None,
    **changes: Any,
) -> Came:
    """A button of the newest message, or of a window, with any action id and any value."""
    ws = who.world.slack.workspace
    action: Json = {"type": "button", "block_id": "b", "action_id": action_id}
    if value is not LEFT_OUT:
        action["value"] = value
    with _watched(who) as came:
        payload = (
            payloads.on_view(ws, who.hands.person, view, action)
            if view
            else payloads.on_message(ws, who.hands.person, _newest(who), action)
        )
        came.reply = _told_to_bot(who, "interactive", changed(payload, changes))
    return came


def submits(
    who: Colleague,
    window: Json,
    *,
    values: object = None,
    whole: Mapping[str, Any] | None = None,
    **parts: Any,
) -> Came:
    """A window of ours, however this person came by it, with anything in it.

    `values` replace what is filled in, `parts` any part of the view, `whole` the rest of the
    request. Nothing is left open.
    """
    ws = who.world.slack.workspace
    view = ws.views.open(who.id, deepcopy(window))
    forged = parts if values is None else {"state": {"values": values}, **parts}
    with _watched(who) as came:
        payload = payloads.submission(ws, who.hands.person, view)
        payload["view"] = changed(payload["view"], forged)
        came.reply = _told_to_bot(who, "interactive", changed(payload, whole or {}))
        apply_answer(ws, view, came.reply)
    ws.views.close_all(who.id)
    return came


def changed(thing: Json, changes: Mapping[str, Any]) -> Json:
    """The same with other parts, or without those that are LEFT_OUT."""
    whole = {**thing, **changes}
    return {name: value for name, value in whole.items() if value is not LEFT_OUT}


def again(who: Colleague, reply: Reply, **headers: str) -> Came:
    """The very same body once more, signed anew, with more headers."""
    with _watched(who) as came:
        content_type = reply.request.headers["Content-Type"]
        came.reply = who.world.slack.raw(
            reply.request.body, headers=headers, content_type=content_type
        )
        if reply.request.kind == "slash_commands":
            show_answer(who.world.slack.workspace, who.id, _room(who).id, came.reply, "again")
    return came


def _told_to_bot(who: Colleague, kind: Any, payload: Json) -> Reply:
    return who.world.slack.callbacks.tell(kind, payload)


def _room(who: Colleague) -> Any:
    return who.world.slack.workspace.direct(who.id)


def _newest(who: Colleague) -> Message:
    """The newest message in the person's DM; there is one as soon as they have typed anything."""
    return list(_room(who).visible_to(who.id))[-1]


# --- what a person reads --------------------------------------------------------------------------


@contextmanager
def _watched(who: Colleague) -> Iterator[Came]:
    """Collect the messages and windows that change before this person's eyes meanwhile."""
    ws = who.world.slack.workspace
    came = Came(Reply(None))  # type: ignore[arg-type]
    already = len(who.hands.notices)

    def watch(kind: str, what: Any) -> None:
        if kind == "message" and what.ephemeral_to in (None, who.id):
            came.texts.append(shown_to(ws, what, who.hands.person))
        if kind == "view" and what.person == who.id:
            reader = Reader.of(who.hands.person, lambda one: name_of(ws, one))
            came.texts.append("\n".join(what.errors.values()) or shown_view(what, reader).shown)

    ws.watchers.append(watch)
    try:
        yield came
    finally:
        ws.watchers.remove(watch)
        came.notices = who.hands.notices[already:]
