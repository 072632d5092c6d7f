"""A world without a wire: the whole bot and its whole small Slack in one thread, to be copied.

Requests go to Bolt and calls go to the small Slack as function calls, through everything but HTTP
and signatures. Both clocks are moved by hand, so that nothing depends on how long anything takes.
A town can be copied with all that it knows: that is how two worlds come to share a story.
"""

import copy
import json
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import datetime
from itertools import count
from pathlib import Path
from typing import Any
from unittest.mock import patch

from pydantic import SecretStr
from slack_bolt import App, BoltRequest
from slack_sdk import WebClient
from slack_sdk.web import SlackResponse
from slack_sdk.webhook import WebhookClient, WebhookResponse

from bot.app import Application
from bot.clock import Clock
from bot.programme.pairs import closing
from bot.programme.rounds import expiry, sending
from bot.runtime import Runtime
from bot.serve import http_client
from bot.serve.socket_mode import Installation
from bot.settings import Settings
from bot.slack.edge.directory import Directory
from playground import SlackClock, Workspace
from playground.actor.app import Reply, Request
from playground.limits.arguments import Arguments
from playground.server import methods, response_urls
from playground.server.callbacks import Callbacks
from playground.server.local_slack import LocalSlack
from playground.server.sockets import Sockets
from playground.state import seed
from playground.state.conversations import Conversations, Message
from playground.state.errors import Json, SlackError
from playground.state.views import Views
from tests import databases, due
from tests.databases import Database
from tests.people import Lead
from tests.privacy.journal import Journal
from tests.world import KEY, OPENING, World, has_account, moment, slack_id_of

_numbers = count(1)


class StillClock(Clock):
    """Both times stand still until they are moved."""

    def __init__(self, at: datetime) -> None:
        super().__init__()
        self.at = at

    def now(self) -> datetime:
        return self.at

    def real_now(self) -> datetime:
        return self.at


class WithoutAWire(WebClient):
    """Calls are answered by the small Slack itself."""

    workspace: Workspace

    def api_call(self, api_method: str, **given: Any) -> SlackResponse:
        named = {**(given.get("params") or {}), **(given.get("data") or {}),
                 **(given.get("json") or {})}  # fmt: skip
        arguments = json.loads(json.dumps({k: v for k, v in named.items() if v is not None}))
        try:
            body = methods.answer(
                self.workspace, api_method, self.token or "", Arguments(arguments)
            )
        except SlackError as refused:
            body = refused.as_json()
        return SlackResponse(
            client=self,
            http_verb="POST",
            api_url=api_method,
            req_args={},
            data=json.loads(json.dumps(body)),
            headers={"x-oauth-scopes": ",".join(self.workspace.scopes)},
            status_code=200,
        ).validate()


class Straight(Callbacks):
    """Requests reach the app as function calls."""

    app: App

    def _deliver(self, request: Request, retry: tuple[int, str] | None = None) -> Reply:
        came = self.app.dispatch(
            BoltRequest(mode="socket_mode", body=json.loads(json.dumps(request.payload)))
        )
        error = None if came.status == 200 else "dispatch_failed"
        return Reply(request, came.status, came.body.encode(), came.first_headers(), 0.0, error)


class SlackAtHand(LocalSlack):
    """A small Slack that nobody serves."""

    @property
    def api_url(self) -> str:
        return f"{self.workspace.base_url}/api/"


_by_address: dict[str, Workspace] = {}
_over_the_wire = WebhookClient._perform_http_request


def _respond(hook: WebhookClient, *, body: Json, headers: Json) -> WebhookResponse:
    """What the bot says through a `response_url`."""
    address, _, key = str(hook.url).partition("/response/")
    if address not in _by_address:
        return _over_the_wire(hook, body=body, headers=headers)
    given = json.loads(json.dumps({k: v for k, v in body.items() if v is not None}))
    try:
        response_urls.respond(_by_address[address], key, given)
    except SlackError:
        return WebhookResponse(url=str(hook.url), status_code=404, body="", headers={})
    return WebhookResponse(url=str(hook.url), status_code=200, body="ok", headers={})


@contextmanager
def without_a_wire() -> Iterator[None]:
    """To be open while any town lives."""
    with patch.object(WebhookClient, "_perform_http_request", _respond):
        yield


@contextmanager
def in_small_chunks() -> Iterator[None]:
    """As small as can be: what is told of one must be told of all."""
    with ExitStack() as small:
        for tick in (sending, expiry, closing):
            small.enter_context(patch.multiple(tick, AT_ONCE=1))
        yield


class Town(World):
    """A workspace with the bot in it, at one moment; `journal` has what Slack showed since."""

    def __init__(self, settings: Settings, workspace: Workspace, at: datetime) -> None:
        self.settings, self.clock = settings, StillClock(at)
        workspace.clock = SlackClock(source=lambda: self.clock.at.timestamp())
        workspace.base_url = f"http://town-{next(_numbers)}"
        workspace.triggers.seconds = float("inf")
        _by_address[workspace.base_url] = workspace
        self.journal = Journal(workspace, self.clock.now)
        workspace.watchers = [self.journal.note]
        callbacks = Straight(workspace, Sockets(workspace))
        self.slack = SlackAtHand(  # type: ignore[assignment]
            workspace, callbacks.sockets, callbacks
        )
        self.cast, self._kinds, self._freezer = {}, {}, None
        callbacks.app = self._started()

    def _started(self) -> App:
        """The process starts, as after a restart."""
        workspace = self.slack.workspace
        client = WithoutAWire(token=workspace.bot_token, retry_handlers=[])
        client.workspace = workspace
        runtime = replace(Runtime.of(self.settings), clock=self.clock)
        self.runtime = runtime.ready()
        url = self.settings.url.render_as_string(hide_password=False)
        self.database = Database(url, self.runtime.engine, self.runtime.sessions)
        self._directory = Directory(client, self.clock, lambda: workspace.team_id)
        with patch.object(http_client, "client", lambda _: client):
            self.application = Application(self.runtime)
            self.process = self.application.alone()
            app = self.application.bolt(None)
        self.application._keep(
            Installation(workspace.team_id, workspace.bot_user_id, frozenset(workspace.scopes))
        )
        return app

    # --- people ---

    def another_lead(self, name: str, *, known: bool = False) -> Lead:
        lead = super().another_lead(name, known=known)
        if known:
            self.lead = lead
        return lead

    # --- time ---

    @property
    def now(self) -> datetime:
        return self.clock.at

    def goes_to(self, when: str | datetime) -> None:
        self.clock.at = moment(when) if isinstance(when, str) else when

    def tick(self) -> int:
        """What both threads would do now, until nothing is left to be done."""
        done = self.ticks_only() + self.sends()
        return done + self.tick() if done else 0

    def sends(self) -> int:
        """A row may be emptied as soon as its message has left; its kind is remembered before."""
        self._remember_kinds()
        sent = 0
        while self.process.background._send_one():
            sent += 1
        return sent

    def next_moment(self) -> datetime | None:
        with self.db() as db:
            return due.next_moment(db, self.now)

    # --- copies ---

    @contextmanager
    def twin(self) -> Iterator["Town"]:
        """Another town with the same past."""
        with databases.copied(self.database, self.settings.data) as url:
            settings = self.settings.model_copy(update={"database": SecretStr(url)})
            twin = Town(settings, copied(self.slack.workspace), self.now)
            twin.cast = {name: type(one)(twin, one.id) for name, one in self.cast.items()}
            twin.lead = twin.cast[self.lead.name]  # type: ignore[assignment]
            twin._kinds = dict(self._kinds)
            try:
                yield twin
            finally:
                twin.ends()

    @contextmanager
    def aside(self) -> Iterator[None]:
        """What happens inside has not happened afterwards; the journal keeps it."""
        ws = self.slack.workspace
        kept = copied(ws)
        with databases.as_before(self.database):
            yield
        for name in STATE:
            setattr(ws, name, getattr(kept, name))

    def ends(self) -> None:
        self.runtime.engine.dispose()
        del _by_address[self.slack.workspace.base_url]


@contextmanager
def founded(database: Database, folder: Path, rules: str = "", opening: str = OPENING,
            leads: tuple[str, ...] = ("Giulia",)) -> Iterator[Town]:  # fmt: skip
    """A town on its first day, as `tests.world.living` makes it."""
    (folder / "programme.toml").write_text(rules, encoding="utf-8")
    workspace = Workspace(people=seed.outsiders())
    settings = Settings(
        bot_token=workspace.bot_token,
        app_token=workspace.app_token,
        database=database.url,
        data=folder,
        admins=tuple(slack_id_of(name) for name in leads),
        secret_key=KEY,
        tick_seconds=3600.0,
        pace=0.0,
    )
    for lead in leads:
        has_account(workspace, lead, locale="en-GB")
    town = Town(settings, workspace, moment(opening))
    town.another_lead(leads[0], known=True)
    try:
        yield town
    finally:
        town.ends()


# --- copying the small Slack ----------------------------------------------------------------------

STATE = ("by_id", "rooms", "views", "log", "notices", "message_forms", "_last_ts")
"""What a small Slack knows, apart from how it behaves."""


def copied(ws: Workspace) -> Workspace:
    """Another small Slack that knows the same."""
    twin = Workspace()
    twin.by_id = dict(ws.by_id)
    messages = {id(one): _again(one) for one in ws.log}
    twin.log = [messages[id(one)] for one in ws.log]
    twin.rooms = _rooms(ws.rooms, messages)
    twin.views = _views(ws.views)
    twin.message_forms = {ts: dict(forms) for ts, forms in ws.message_forms.items()}
    twin.notices = {who: list(seen) for who, seen in ws.notices.items()}
    twin._last_ts = ws._last_ts
    return twin


def _again(message: Message) -> Message:
    twin = copy.copy(message)
    twin.earlier = list(message.earlier)
    return twin


def _views(views: Views) -> Views:
    """Home tabs, which have nothing to fill in; windows are closed."""
    twin = copy.copy(views)
    twin.homes = {person: copy.copy(view) for person, view in views.homes.items()}
    twin.by_id = {view.id: view for view in twin.homes.values()}
    twin.stacks = {}
    return twin


def _rooms(rooms: Conversations, messages: dict[int, Message]) -> Conversations:
    twin = Conversations()
    for room in rooms.by_id.values():
        again = copy.copy(room)
        again.messages = [messages[id(one)] for one in room.messages]
        again.by_ts = {ts: messages[id(one)] for ts, one in room.by_ts.items()}
        twin.by_id[room.id] = again
    twin._by_members = {members: twin.by_id[room.id] for members, room in rooms._by_members.items()}
    return twin
