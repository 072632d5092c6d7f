"""Trigger ids: each opens one modal, for a short while of real time."""

import secrets
from collections import OrderedDict
from dataclasses import dataclass

from playground.state.clock import real_now
from playground.state.errors import SlackError

KEPT = 5_000


@dataclass(slots=True)
class Trigger:
    """A trigger id: whose it is, since when, and whether it was used.

    `from_modal` names the view whose button or submission made it.
    """

    person: str
    made_at: float
    from_modal: str | None = None
    used: bool = False


class Triggers:
    """Trigger ids, each good for one modal within `seconds` of real time."""

    def __init__(self, seconds: float = 3.0) -> None:
        self.seconds = seconds
        self._known: OrderedDict[str, Trigger] = OrderedDict()

    def make(self, person: str, from_modal: str | None = None) -> str:
        """A fresh trigger id for what this person just did."""
        trigger_id = f"{len(self._known) + 1}.{int(real_now())}.{secrets.token_hex(16)}"
        self._known[trigger_id] = Trigger(person, real_now(), from_modal)
        if len(self._known) > KEPT:
            self._known.popitem(last=False)
        return trigger_id

    def spend(self, trigger_id: str) -> Trigger:
        """Use it up. Raises SlackError invalid_, exchanged_ or expired_trigger_id."""
        trigger = self._known.get(trigger_id)
        if trigger is None:
            raise SlackError("invalid_trigger_id")
        if trigger.used:
            raise SlackError("exchanged_trigger_id")
        if real_now() - trigger.made_at > self.seconds:
            raise SlackError("expired_trigger_id")
        trigger.used = True
        return trigger
