"""What has come of it so far, counted from the messages as they arrive."""

from typing import Any

from playground.actor.finding import press_on
from playground.stand import seen
from playground.state.conversations import Message
from playground.state.workspace import Workspace


class Tally:
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
        if room.kind == "im" and seen.offers(message, "join.undo"):
            is_undone = press_on(message.blocks, "join.open") is not None
            self.joined = self.joined - room.members if is_undone else self.joined | room.members
        elif room.kind == "mpim" and not message.earlier:
            if seen.offers(message, "date.find"):
                self.pairs.add(room.id)
            self.dates += seen.offers(message, "date.move")
