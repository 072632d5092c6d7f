"""A meeting as it stands in somebody's calendar, and what changes of it.

Source: docs/programme.md, In a calendar.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.meetings.slots import Slot


@dataclass(frozen=True)
class Entry:
    """An entry keeps its `uid`; its `sequence` rises with each change, so that a calendar takes the
    newest one. `changed_at` is when that was; `link` an address that `video_link` let pass, or
    nothing.
    """

    uid: str
    slot: Slot
    changed_at: datetime
    link: str = ""
    sequence: int = 0
    cancelled: bool = False

    def moved(self, slot: Slot, now: datetime) -> "Entry":
        """The meeting is at another time; it takes place, also if it was called off before."""
        return self._changed(replace(self, slot=slot, cancelled=False), now)

    def called_off(self, now: datetime) -> "Entry":
        """The meeting does not take place."""
        return self._changed(replace(self, cancelled=True), now)

    def linked(self, link: str, now: datetime) -> "Entry":
        """The video call is at another address, or at none."""
        return self._changed(replace(self, link=link), now)

    def _changed(self, to: "Entry", now: datetime) -> "Entry":
        return replace(to, changed_at=now, sequence=self.sequence + 1)
