"""What `app.py` hands to the edges: database, clock, words, people."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from slack_sdk import WebClient

from bot.clock import Time
from bot.domain.rules import ProgrammeRules
from bot.programme import unit_of_work
from bot.programme.people.accounts import Account
from bot.programme.unit_of_work import Sessions, Voice, voice
from bot.slack.edge.directory import Directory
from bot.slack.kit.topics import topics_of
from bot.texts.words import Words, words_for


@dataclass(frozen=True)
class Heard:
    """What came of one request, for logs and figures: no person, nothing that was typed.

    `kind`: command, action, view, event, or private for what must not be told apart; `name`: the
    verb, button, window or event, of what is private only the chapter; `outcome`: done, again (it
    had had its effect already), refused or failed; `reason`: the refusal's key or the failure's
    code.
    """

    kind: str
    name: str
    outcome: str
    reason: str | None
    seconds: float


class Homes:
    """Whose Home tab was opened since the start: only theirs is drawn anew after an action."""

    MOST = 10_000

    def __init__(self) -> None:
        self._opened: set[str] = set()

    def open(self, slack_id: str) -> None:
        if len(self._opened) >= self.MOST:
            self._opened.clear()
        self._opened.add(slack_id)

    def opened_by(self, slack_id: str) -> bool:
        return slack_id in self._opened


@dataclass(frozen=True)
class Services:
    sessions: Sessions
    clock: Time
    directory: Directory
    client: WebClient
    checks: Callable[[], Mapping[str, bool]] = field(default=dict)
    """What the process knows of itself, for `health`: slack, database, schema."""
    version: str = ""
    homes: Homes = field(default_factory=Homes)
    scopes: Callable[[], Collection[str]] = field(default=frozenset)
    """What Slack says was granted; nothing until it does."""
    heard: Callable[[Heard], None] = field(default=lambda _: None)
    """Called when a request was answered."""

    def now(self) -> datetime:
        """Programme time."""
        return self.clock.now()

    def rules(self) -> ProgrammeRules:
        return unit_of_work.read(self.sessions, self.now(), lambda work: work.rules)

    def words(self, account: Account) -> Words:
        """The words of whoever is behind a request: their own choice, else Slack's, else ours."""
        looked_up = unit_of_work.read(self.sessions, self.now(), voice, account.slack_id)
        return self.words_of(account, looked_up)

    def words_of(self, account: Account, voice: Voice) -> Words:
        """The same, where the voice has been looked up already."""
        rules, chosen = voice
        language = (chosen and chosen.language) or account.language or rules.language
        zone = (chosen and chosen.zone) or account.zone or rules.zone
        return self.words_in(language, zone, rules)

    def words_in(self, language: str, zone: str, rules: ProgrammeRules) -> Words:
        return words_for(
            language, zone, formal=rules.formal, names=self.directory.name,
            full_names=self.directory.full_name, topics=topics_of(rules),
        )  # fmt: skip
