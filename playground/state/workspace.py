"""The whole state of the small Slack: one object, changed only under its lock."""

import threading
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from playground.state.clock import SlackClock, real_now
from playground.state.conversations import Conversation, Conversations, Message
from playground.state.errors import Json, SlackError, UnknownPerson
from playground.state.faults import FaultPlan
from playground.state.files import Files
from playground.state.forms.block_ids import named_blocks
from playground.state.forms.form import Form
from playground.state.people import SLACKBOT, Person
from playground.state.rate_limits import RateLimits
from playground.state.response_urls import ResponseUrls
from playground.state.triggers import Triggers
from playground.state.views import View, Views

SCOPES = (
    *("commands", "chat:write", "im:write", "mpim:write", "users:read"),
    *("im:history", "files:write"),
)
EVENTS = ("app_home_opened", "team_join", "user_change", "app_uninstalled", "tokens_revoked")
KEPT_CALLS = 200_000


@dataclass(frozen=True, slots=True)
class Call:
    """One Web API call: `at` in real Unix seconds, `status` 0 for an answer never sent."""

    at: float
    method: str
    person: str
    channel: str
    status: int
    error: str | None
    fault: str | None
    arguments: Json


@dataclass(frozen=True, slots=True)
class Notice:
    """Something that Slack itself shows to a person because the bot did not answer well."""

    code: str
    about: str


@dataclass
class Workspace:
    """People, conversations, views, and the app that is installed. Attributes may be set.

    `command_hints` are a command's description and usage hint, as its app was registered.
    `request_url` is where the app listens; without one everything goes over Socket Mode.
    `shows_history_after` is history lag in real seconds. `honours_client_msg_id` makes a
    second post with the same `client_msg_id` return the first message, which Slack does not
    promise. `omits_untouched_after_update` leaves prefilled fields out of `state.values`.
    `other_teams` are the workspaces beside `team_id` of an organisation (`enterprise_id`).
    """

    people: Iterable[Person] = ()
    team_id: str = "T0PLAYGRND"
    team_name: str = "Playground"
    team_domain: str = "playground"
    enterprise_id: str | None = None
    is_enterprise_install: bool = False
    other_teams: tuple[str, ...] = ()
    bot_user_id: str = "U0PGBOT001"
    bot_id: str = "B0PGBOT001"
    bot_name: str = "revmentor"
    app_id: str = "A0PGAPP001"
    bot_token: str = "xoxb-playground"
    app_token: str = "xapp-playground"
    signing_secret: str = "playground-signing-secret"
    commands: tuple[str, ...] = ("/revmentor",)
    command_hints: dict[str, tuple[str, str]] = field(default_factory=dict)
    should_escape: bool = True
    scopes: set[str] = field(default_factory=lambda: set(SCOPES))
    subscriptions: set[str] = field(default_factory=lambda: set(EVENTS))
    request_url: str | None = None
    base_url: str = "http://127.0.0.1"
    clock: SlackClock = field(default_factory=SlackClock)
    answer_seconds: float = 3.0
    event_retry_delays: tuple[float, ...] = (0.0, 0.02, 0.05)
    shows_history_after: float = 0.0
    honours_client_msg_id: bool = False
    omits_untouched_after_update: bool = True
    home_tab: bool = True
    messages_tab: bool = True
    edit_window: float | None = None
    revoked: str | None = None

    def __post_init__(self) -> None:
        self.lock = threading.RLock()
        self.changed = threading.Condition(self.lock)
        self.watchers: list[Callable[[str, Any], None]] = []
        self.by_id: dict[str, Person] = {}
        self.rooms = Conversations()
        self.views = Views(self.team_id, self.app_id, self.bot_id)
        self.view_log: list[tuple[str, Json]] = []
        self.triggers = Triggers()
        self.response_urls = ResponseUrls()
        self.files = Files()
        self.faults = FaultPlan()
        self.rates = RateLimits()
        self.log: list[Message] = []
        self.calls: deque[Call] = deque(maxlen=KEPT_CALLS)
        self.notices: dict[str, list[Notice]] = {}
        self.message_forms: dict[str, dict[str, Form]] = {}
        self._last_ts = 0
        self.rooms.add_channel("general")
        for person in (self._slackbot(), self._bot(), *self.people):
            self.put_person(person)

    # People

    def put_person(self, person: Person) -> Person:
        """Add an account, or replace the one with the same id."""
        with self.lock:
            placed = person if person.team_id else person.changed(team_id=self.team_id)
            self.by_id[placed.id] = placed
            self.tell("person", placed)
            return placed

    def person(self, who: str | Person) -> Person:
        """By id, handle, real name or display name. Raises UnknownPerson."""
        if isinstance(who, Person):
            return self.by_id[who.id]
        known = self.by_id.get(who)
        if known is not None:
            return known
        for person in self.by_id.values():
            if who in (person.name, person.real_name, person.display_name):
                return person
        raise UnknownPerson(who)

    def account(self, user_id: str) -> Person:
        """By id, as a Web API method asks. Raises SlackError user_not_found."""
        person = self.by_id.get(user_id)
        if person is None:
            raise SlackError("user_not_found")
        return person

    # Messages

    def next_ts(self) -> str:
        """A fresh timestamp of a message: Slack's time, unique and increasing."""
        micros = max(int(self.clock.now() * 1_000_000), self._last_ts + 100)
        self._last_ts = micros
        return f"{micros // 1_000_000}.{micros % 1_000_000:06d}"

    def accept(
        self, room: Conversation, author: str, text: str, blocks: list[Json], **facts: Any
    ) -> Message:
        """Take a message into a conversation and into the log."""
        with self.lock:
            message = Message(
                number=len(self.log) + 1,
                ts=self.next_ts(),
                conversation=room.id,
                author=author,
                text=text,
                blocks=named_blocks(blocks),
                accepted_at=real_now(),
                **facts,
            )
            room.add(message)
            self.log.append(message)
            self.tell("message", message)
            return message

    def rewrite(
        self, message: Message, text: str, blocks: list[Json], metadata: Json | None
    ) -> None:
        """Edit a message in place; its earlier version is kept."""
        with self.lock:
            message.rewrite(text, named_blocks(blocks), metadata, self.next_ts())
            for form in self.message_forms.get(message.ts, {}).values():
                form.show(message.blocks)
            self.tell("message", message)

    def as_slack_message(self, message: Message, with_metadata: bool = False) -> Json:
        """Slack's message object."""
        by_bot = message.author == self.bot_user_id
        shown: Json = {
            "type": "message",
            "user": message.author,
            "ts": message.ts,
            "text": message.text,
            "team": self.team_id,
        }
        if by_bot:
            shown |= {"bot_id": self.bot_id, "app_id": self.app_id, "blocks": message.blocks}
        if message.thread_ts:
            shown["thread_ts"] = message.thread_ts
        if message.client_msg_id:
            shown["client_msg_id"] = message.client_msg_id
        if message.files:
            shown["files"] = [file.as_json() for file in message.files]
        if message.edited_ts:
            shown["edited"] = {"user": message.author, "ts": message.edited_ts}
        if with_metadata and message.metadata:
            shown["metadata"] = message.metadata
        return shown

    def room(self, channel_id: str) -> Conversation:
        """Raises SlackError channel_not_found."""
        room = self.rooms.by_id.get(channel_id)
        if room is None:
            raise SlackError("channel_not_found")
        return room

    def direct(self, person_id: str) -> Conversation:
        """The conversation of one person with the bot, opened when there was none."""
        with self.lock:
            return self.rooms.open(frozenset({person_id}), [self.by_id[person_id].name])

    def message_form(self, message: Message, person: str) -> Form:
        """What one person has put into the fields of one message."""
        forms = self.message_forms.setdefault(message.ts, {})
        if person not in forms:
            forms[person] = Form(message.blocks)
        return forms[person]

    def form_of(self, place: Message | View, person: str) -> Form:
        """The fields of a message as one person filled them, or those of a view."""
        return self.message_form(place, person) if isinstance(place, Message) else place.form

    # What others notice

    def show(self, view: View) -> View:
        """Note a version of a view that a person now sees."""
        self.view_log.append((view.person, view.body))
        self.tell("view", view)
        return view

    def notify(self, person: str, code: str, about: str) -> None:
        """Show a person one of Slack's own error notices."""
        with self.lock:
            self.notices.setdefault(person, []).append(Notice(code, about))
            self.tell("notice", person)

    def tell(self, kind: str, what: Any) -> None:
        """Wake whoever waits for a change, and call the watchers. Needs the lock."""
        with self.lock:
            self.changed.notify_all()
            for watcher in self.watchers:
                watcher(kind, what)

    def wait_until(self, happened: Callable[[], bool], timeout: float = 10.0) -> None:
        """Block until `happened()` after some change, real seconds. Raises TimeoutError."""
        with self.changed:
            if not self.changed.wait_for(happened, timeout):
                raise TimeoutError(f"did not happen within {timeout} s")

    def require(self, scope: str) -> None:
        """Raises SlackError missing_scope with what is needed and what was granted."""
        if scope not in self.scopes:
            granted = ",".join(sorted(self.scopes))
            raise SlackError("missing_scope", needed=scope, provided=granted)

    def _slackbot(self) -> Person:
        return Person(SLACKBOT, "slackbot", "Slackbot", tz="America/Los_Angeles", locale="en-US")

    def _bot(self) -> Person:
        return Person(self.bot_user_id, self.bot_name, self.bot_name, locale="en-US", is_bot=True)
