"""Response URLs: where the app may answer for half an hour of real time, five times."""

import secrets
from collections import OrderedDict
from dataclasses import dataclass

from playground.state.clock import real_now
from playground.state.errors import SlackError

KEPT = 5_000
SECONDS = 30 * 60.0
USES = 5


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
        if real_now() - self.made_at > SECONDS:
            raise SlackError("expired_url")
        if self.uses >= USES:
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
        if len(self._known) > KEPT:
            self._known.popitem(last=False)
        return url

    def find(self, key: str) -> ResponseUrl:
        """Raises SlackError expired_url for one that was never made or is forgotten."""
        url = self._known.get(key)
        if url is None:
            raise SlackError("expired_url")
        return url
