"""What Slack hands out for a short while: trigger ids and response URLs.

Both live on real time, whatever time the rest of the workspace shows.
"""

import secrets
from collections import OrderedDict
from dataclasses import dataclass

from playground.clock import real_now
from playground.errors import SlackError

KEPT_TRIGGERS = 5_000
RESPONSE_URL_SECONDS = 30 * 60.0
RESPONSE_URL_USES = 5


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
        if len(self._known) > KEPT_TRIGGERS:
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


@dataclass(slots=True)
class ResponseUrl:
    """Where the bot may answer for a while: a conversation, as seen by one person.

    `message_ts` is the message whose button was pressed, or None for a command.
    """

    key: str
    person: str
    conversation: str
    message_ts: str | None
    made_at: float
    uses: int = 0

    def spend(self) -> None:
        """Count one use. Raises SlackError expired_url or used_url."""
        if real_now() - self.made_at > RESPONSE_URL_SECONDS:
            raise SlackError("expired_url")
        if self.uses >= RESPONSE_URL_USES:
            raise SlackError("used_url")
        self.uses += 1


class ResponseUrls:
    """The response URLs handed out so far."""

    def __init__(self) -> None:
        self._known: OrderedDict[str, ResponseUrl] = OrderedDict()

    def make(self, person: str, conversation: str, message_ts: str | None = None) -> ResponseUrl:
        """A fresh one."""
        url = ResponseUrl(secrets.token_hex(12), person, conversation, message_ts, real_now())
        self._known[url.key] = url
        if len(self._known) > KEPT_TRIGGERS:
            self._known.popitem(last=False)
        return url

    def find(self, key: str) -> ResponseUrl:
        """Raises SlackError expired_url for one that was never made or is forgotten."""
        url = self._known.get(key)
        if url is None:
            raise SlackError("expired_url")
        return url
