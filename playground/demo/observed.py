"""What can be seen to have happened: read from the small Slack, never from the bot.

Messages are known by what can be pressed in them, as they were accepted; a date is agreed where
the proposal of it, or a message of its own, can be pressed to move it.
"""

import json
import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from playground.actor.finding import press_on
from playground.state.conversations import Message
from playground.state.errors import Json
from playground.state.workspace import Workspace

MENTION = re.compile(r"<@(U\w+)")
CHART = "data_visualization"


def from_the_app(ws: Workspace, person: str) -> list[Message]:
    """What the app wrote to this person, newest first."""
    with ws.lock:
        rooms = ws.rooms.of_person(person)
        messages = [one for room in rooms for one in room.visible_to(person)]
    mine = [one for one in messages if one.author == ws.bot_user_id]
    return sorted(mine, key=lambda one: -one.number)


def offers(message: Message, action: str) -> bool:
    """Whether this could be pressed in it when it came."""
    return press_on(_first_blocks(message), action) is not None


def last_offering(ws: Workspace, person: str, action: str) -> Message | None:
    """The newest message that came with this to press."""
    return next((one for one in from_the_app(ws, person) if offers(one, action)), None)


def last_open(ws: Workspace, person: str, action: str) -> Message | None:
    """The newest message in which this can be pressed now."""
    found = (one for one in from_the_app(ws, person) if press_on(one.blocks, action) is not None)
    return next(found, None)


def offered_after(ws: Workspace, person: str, action: str, number: int) -> bool:
    """A message with this to press came after the message of that number."""
    offer = last_offering(ws, person, action)
    return offer is not None and offer.number > number


def joined_at(ws: Workspace, person: str) -> int:
    """The number of the message that welcomed this person, 0 for somebody who has not joined."""
    welcome = last_offering(ws, person, "join.undo")
    return welcome.number if welcome is not None and has_joined(ws, person) else 0


def has_joined(ws: Workspace, person: str) -> bool:
    """The welcome came, and was not taken back."""
    welcome = last_offering(ws, person, "join.undo")
    return welcome is not None and press_on(welcome.blocks, "join.open") is None


def partner_in_proposal(ws: Workspace, person: str) -> str | None:
    """Who was proposed to this person last."""
    offer = last_offering(ws, person, "proposal.yes")
    named = MENTION.findall(json.dumps(_first_blocks(offer))) if offer else []
    return next((str(one) for one in named if one != person), None)


def introduction(ws: Workspace, one: str, other: str) -> Message | None:
    """The first message in the group of these two."""
    return next(_in_group(ws, one, other, "date.find"), None)


def has_date(ws: Workspace, one: str, other: str) -> bool:
    """The two were told that they agree on a date."""
    return dates_of(ws, one, other) > 0


def dates_of(ws: Workspace, one: str, other: str) -> int:
    """How often the two were told so."""
    return sum(_ever_offered(message, "date.move") for message in _group(ws, one, other))


def has_checked_in(ws: Workspace, person: str) -> bool:
    """The window of the four questions gave way to the thanks for the answers."""
    with ws.lock:
        windows = [body for one, body in ws.view_log if one == person and body["type"] == "modal"]
    names = [str(body.get("callback_id")) for body in windows]
    return ("checkin", "result") in pairwise(names)


def has_figures(ws: Workspace, person: str, number: int = 0) -> bool:
    """A message with a chart came after the message of that number."""
    return any(_has(CHART, one.blocks) for one in from_the_app(ws, person) if one.number > number)


class Counts:
    """People who joined, pairs that began, dates that were agreed: each counted once."""

    def __init__(self, workspace: Workspace) -> None:
        self._rooms = workspace.rooms
        self.joined: set[str] = set()
        self.pairs: set[str] = set()
        self.dates = 0
        workspace.watchers.append(self._hear)

    def _hear(self, kind: str, what: Any) -> None:
        if kind == "message" and not what.deleted and what.ephemeral_to is None:
            self._count(what)

    def _count(self, message: Message) -> None:
        room = self._rooms.by_id[message.conversation]
        if room.kind == "im" and offers(message, "join.undo"):
            is_undone = press_on(message.blocks, "join.open") is not None
            self.joined = self.joined - room.members if is_undone else self.joined | room.members
        elif room.kind == "mpim":
            if offers(message, "date.find"):
                self.pairs.add(room.id)
            self.dates += _first_offers(message, "date.move")


def _in_group(ws: Workspace, one: str, other: str, action: str) -> Iterator[Message]:
    return (message for message in _group(ws, one, other) if offers(message, action))


def _group(ws: Workspace, one: str, other: str) -> list[Message]:
    with ws.lock:
        room = ws.rooms.of(frozenset({one, other}))
        return list(room.messages) if room else []


def _ever_offered(message: Message, action: str) -> bool:
    """In this version or an earlier one."""
    return press_on(message.blocks, action) is not None or _offered_before(message, action)


def _first_offers(message: Message, action: str) -> bool:
    """In this version, and in none before."""
    return press_on(message.blocks, action) is not None and not _offered_before(message, action)


def _offered_before(message: Message, action: str) -> bool:
    return any(press_on(version.blocks, action) is not None for version in message.earlier)


def _first_blocks(message: Message) -> list[Json]:
    return message.earlier[0].blocks if message.earlier else message.blocks


def _has(kind: str, blocks: list[Json]) -> bool:
    return any(block["type"] == kind for block in blocks)
