"""The vocabulary of the stories: a moment, a small Slack, the real bot, and people in it.

Programme time is frozen and moved by hand; technical time runs on. Nothing happens by itself:
`tick` does what the bot's two threads would do, until nothing is due and nothing can leave.
"""

import asyncio
import hashlib
import json
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch
from zoneinfo import ZoneInfo

import uvicorn
from cryptography.fernet import Fernet
from freezegun import freeze_time
from sqlalchemy import select

from bot.app import Application
from bot.runtime import Runtime, ready
from bot.serve import http_client
from bot.serve.process import Process
from bot.settings import Settings
from bot.slack.edge import uploads
from bot.slack.edge.directory import Directory
from bot.store.db.session import Db
from bot.store.tables import OutboxRow, Pair, Participation, Proposal, Table
from playground import Person, SlackClock, Workspace
from playground.server import serve
from playground.server.serve import Running
from playground.state import seed
from playground.state.conversations import Message
from tests import due
from tests.databases import Database
from tests.people import Colleague, Lead

ROME, NEW_YORK = "Europe/Rome", "America/New_York"
OPENING = "2026-11-02 09:00"
"""A Monday; the first round is three weeks later, on 23 November."""

REAL_TIME = [
    *("anyio", "apscheduler", "asyncio", "concurrent", "http", "playground", "psycopg", "queue"),
    *("slack_bolt", "slack_sdk", "socket", "sqlalchemy", "ssl", "starlette", "urllib", "uvicorn"),
]
"""What machines measure among themselves is not frozen, or waits would never end."""
TIMELESS = ["_pytest", "alembic", "babel", "hypothesis", "numpy", "pluggy", "pydantic", "scipy"]
"""Large, and without any time of ours: looking through them takes long, five seconds at first."""


def moment(text: str) -> datetime:
    """Such as "2026-12-07 09:05" (in Rome) or "2026-12-07 09:05 America/New_York"."""
    day, time, *zone = text.split()
    local = datetime.fromisoformat(f"{day}T{time}")
    return local.replace(tzinfo=ZoneInfo(zone[0] if zone else ROME)).astimezone(UTC)


class World:
    """One workspace with the bot in it; `lead` runs the programme."""

    def __init__(self, database: Database, slack: Running, runtime: Runtime, process: Process):
        self.database, self.slack = database, slack
        self.runtime, self.process = runtime, process
        self.cast: dict[str, Colleague] = {}
        self._directory = Directory(http_client.client(runtime.settings), runtime.clock, self._team)
        self._kinds: dict[str, str] = {}
        self._freezer: Any = None
        self.lead = self.another_lead("Giulia", known=True)

    @property
    def directory(self) -> Directory:
        return self._directory

    def _team(self) -> str | None:
        ws = self.slack.workspace
        return ws.enterprise_id if ws.is_enterprise_install else ws.team_id

    # --- people ---

    def person(
        self, name: str, zone: str = ROME, locale: str = "it-IT", **account: Any
    ) -> Colleague:
        """Somebody of the company; the same one for the same name."""
        if name not in self.cast:
            self.cast[name] = Colleague(self, self._account(name, zone, locale, **account))
        return self.cast[name]

    def another_lead(self, name: str, *, known: bool = False) -> Lead:
        """Somebody who runs the programme, and reads English in Rome."""
        lead = Lead(self, self._account(name, ROME, "en-GB"))
        if not known:
            with self.db() as db:
                programme = due.programme(db)
                programme.leads = [*programme.leads, lead.id]
        self.cast[name] = lead
        return lead

    def _account(self, name: str, zone: str, locale: str, **account: Any) -> str:
        return has_account(self.slack.workspace, name, zone, locale, **account)

    def joined(
        self, mentor: str = "Anna", mentee: str = "Marco", **changes: Any
    ) -> list[Colleague]:
        """Two people who fit, and who have joined."""
        two = [self.person(mentor), self.person(mentee)]
        for one, role in zip(two, ("mentor", "mentee"), strict=True):
            if not one.takes_part:
                one.joins(role, **changes)
        return two

    def proposed(self, mentor: str = "Anna", mentee: str = "Marco") -> list[Colleague]:
        """Two people whom the lead's approved round has proposed to each other."""
        two = self.joined(mentor, mentee)
        self.sends_round()
        evening = self.now + timedelta(hours=8)
        while any("proposal.offer" not in one.heard for one in two) and self._steps(evening):
            pass
        return two

    def paired(self, mentor: str = "Anna", mentee: str = "Marco") -> list[Colleague]:
        """Two people who have both said yes, and were introduced."""
        two = self.proposed(mentor, mentee)
        for one in two:
            one.says_yes()
        self.tick()
        return two

    def dated(self, local: str) -> list[Colleague]:
        """A pair with an agreed date: Marco has proposed, Anna has agreed."""
        anna, marco = self.paired()
        marco.proposes(local)
        self.tick()
        anna.confirms()
        self.tick()
        return [anna, marco]

    def sends_round(self) -> None:
        """The day of the round comes, the lead approves, the hold passes."""
        self.drafts_round()
        self.lead.opens_round()
        self.lead.approves()
        self.lead.closes()
        self.passes(minutes=11)
        self.tick()

    def owes_offers(self) -> list[Colleague]:
        """Two whose offers are owed in the evening: they leave in the morning."""
        two = self.joined()
        self.drafts_round()
        self.goes_to("2026-11-23 20:00")
        self.lead.opens_round()
        self.lead.approves()
        self.passes(minutes=11)
        self.ticks_only()
        return two

    def drafts_round(self) -> None:
        """The day of the next round has come, unless it is here already."""
        with self.db() as db:
            at = due.programme(db).next_round_at
        assert at is not None
        if at > self.now:
            self.goes_to(at)
        self.tick()

    # --- time ---

    @property
    def now(self) -> datetime:
        return datetime.now(UTC)

    def goes_to(self, when: str | datetime) -> None:
        """The clock is moved; nothing else happens yet."""
        self._freezer.move_to(moment(when) if isinstance(when, str) else when)

    def passes(self, **time: float) -> None:
        self.goes_to(self.now + timedelta(**time))

    def tick(self) -> int:
        """All that is due now is done and sent; how much that was."""
        done = self.ticks_only() + self.sends()
        return done + self.tick() if done else 0

    def ticks_only(self) -> int:
        return self.process.background._tick()

    def sends(self) -> int:
        """What may leave leaves; pauses of delivery, in real time, are waited for."""
        background, sent = self.process.background, 0
        while True:
            self._remember_kinds()
            if background._send_one():
                sent += 1
            elif (rest := background._rest()) < 0.5:
                threading.Event().wait(rest)
            else:
                return sent

    def _remember_kinds(self) -> None:
        """Rows are forgotten, some as soon as they are sent; their messages stay."""
        query = select(OutboxRow.uid, OutboxRow.kind).where(OutboxRow.kind != "")
        with self.db() as db:
            self._kinds.update((uid, kind) for uid, kind in db.execute(query) if uid)

    def lives_until(self, when: str | datetime) -> None:
        """Time passes, with a tick at every moment at which something falls due."""
        end = moment(when) if isinstance(when, str) else when
        self.tick()
        while self._steps(end):
            pass
        self.goes_to(end)
        self.tick()

    def _steps(self, end: datetime) -> bool:
        """On to the next thing that falls due, if there is one by then."""
        with self.db() as db:
            at = due.next_moment(db, self.now)
        if at is None or at > end:
            return False
        self.goes_to(at)
        self.tick()
        return True

    def at_once(self, *acts: Callable[[], object]) -> None:
        """All of it at the same time, each in a thread of its own; raises what one raised."""
        ready, wrong = threading.Barrier(len(acts)), []

        def run(act: Callable[[], object]) -> None:
            ready.wait(10)
            try:
                act()
            except Exception as error:
                wrong.append(error)

        threads = [threading.Thread(target=run, args=(act,)) for act in acts]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(30)
        if wrong:
            raise wrong[0]

    # --- what there is ---

    @contextmanager
    def db(self) -> Iterator[Db]:
        with self.runtime.sessions.begin() as db:
            yield db

    def rows(self, table: type[Any], **where: Any) -> list[Any]:
        """Rows of a table, in order."""
        with self.db() as db:
            return list(db.scalars(select(table).filter_by(**where).order_by(*_key(table))))

    def one(self, table: type[Any], **where: Any) -> Any:
        """The only such row."""
        (row,) = self.rows(table, **where)
        return row

    def proposals(self) -> list[tuple[Colleague, Colleague]]:
        """Mentor and mentee of every proposal so far, in order."""
        return [(self.by(row.mentor), self.by(row.mentee)) for row in self.rows(Proposal)]

    def by(self, one: Participation) -> Colleague:
        return next(who for who in self.cast.values() if who.id == one.person.slack_id)

    def pair_of(self, one: Colleague, other: Colleague) -> Pair:
        """The latest pair of these two."""
        ids = {one.participation.id, other.participation.id}
        return [row for row in self.rows(Pair) if {row.mentor_id, row.mentee_id} == ids][-1]

    def proposal_of(self, one: Colleague, other: Colleague) -> Proposal:
        """The latest proposal to these two."""
        ids = {one.participation.id, other.participation.id}
        return [row for row in self.rows(Proposal) if {row.mentor_id, row.mentee_id} == ids][-1]

    def heard_together(self, *people: Colleague) -> list[str]:
        """The kinds of messages in the group of exactly these people, in order."""
        return [self.kind_of(message) for message in self.group(*people)]

    def group(self, *people: Colleague) -> list[Message]:
        first, *others = people
        seen = first.hands.sees.group(*(one.id for one in others))
        return [one.message for one in seen if not one.is_private]

    def agreed(self, *people: Colleague) -> bool:
        """Whether the newest message in their room says that a meeting is set."""
        newest = self.group(*people)[-1]
        kinds = ("session.proposed", "session.agreed")
        return self.kind_of(newest) in kinds and '"date.move"' in json.dumps(newest.blocks)

    def kind_of(self, message: Message) -> str:
        """The kind of a message that the bot started, "" for an answer."""
        first = message.earlier[0].metadata if message.earlier else message.metadata
        uid = ((first or {}).get("event_payload") or {}).get("id")
        names = [one.name for one in message.files]
        with_file = (one for one in self._kinds if any(uploads.is_of(name, one) for name in names))
        return self._kinds.get(str(uid or next(with_file, "")), "")

    def counts(self) -> Counter[str]:
        """How many rows each table has."""
        return Counter({name: len(rows) for name, rows in self._everything().items()})

    def fingerprint(self, *, without: str = "") -> str:
        """Changes when anything in the database changes, one table left out if so wished."""
        kept = {name: rows for name, rows in self._everything().items() if name != without}
        return hashlib.sha256(repr(sorted(kept.items())).encode()).hexdigest()

    def _everything(self) -> dict[str, list[str]]:
        with self.db() as db:
            return {
                name: sorted(repr(tuple(row)) for row in db.execute(select(table)))
                for name, table in Table.metadata.tables.items()
            }


def slack_id_of(name: str) -> str:
    """An id that tells nothing of the name, so that a log can be searched for either."""
    return f"U{hashlib.sha256(name.encode()).hexdigest()[:9].upper()}"


def _key(table: type[Any]) -> tuple[Any, ...]:
    return tuple(table.__table__.primary_key.columns)


@contextmanager
def living(
    database: Database,
    folder: Path,
    *,
    socket: bool = False,
    rules: str = "",
    opening: str = OPENING,
    leads: tuple[str, ...] = ("Giulia",),
    workspace: Mapping[str, Any] | None = None,
    start: Callable[[Workspace], Running] = serve.start,
) -> Iterator[World]:
    """A world from its first day on: over signed HTTP, or over Socket Mode.

    `rules` is the text of the programme file, `leads` are the names of who leads, `workspace` is
    what is special about the Slack, `start` how it is served.
    """
    frozen = freeze_time(moment(opening), ignore=REAL_TIME + TIMELESS, real_asyncio=True)
    freezer = frozen.start()
    slack = start(
        Workspace(
            people=seed.outsiders(),
            clock=SlackClock(source=_frozen_seconds),
            answer_seconds=PATIENCE,
            **(workspace or {}),
        )
    )
    try:
        for lead in leads:
            has_account(slack.workspace, lead, locale="en-GB")
        settings = _settings(database, slack, folder, rules, leads, socket=socket)
        with (
            ready(settings) as runtime,
            _running(Application(runtime), slack, socket=socket) as process,
        ):
            world = World(database, slack, runtime, process)
            world._freezer = freezer
            yield world
    finally:
        slack.stop()
        frozen.stop()


def _frozen_seconds() -> float:
    return datetime.now(UTC).timestamp()


def has_account(
    workspace: Workspace, name: str, zone: str = ROME, locale: str = "it-IT", **account: Any
) -> str:
    """Slack has an account for somebody of this name; returns its id."""
    slack_id = slack_id_of(name)
    facts = {"real_name": f"{name} Rossini", "display_name": name, **account}
    handle = f"h{slack_id[1:].lower()}"
    workspace.put_person(Person(id=slack_id, name=handle, tz=zone, locale=locale, **facts))
    return slack_id


@contextmanager
def _running(application: Application, slack: Running, *, socket: bool) -> Iterator[Process]:
    with patch.object(uvicorn, "Server", _Prompt):
        process = application.over_socket() if socket else application.over_http()
    assert process.web is not None
    assert process.connection is not None
    process.web.start()
    process.connection.start()
    if not socket:
        slack.workspace.request_url = f"http://127.0.0.1:{process.web.port}/slack/events"
    try:
        _wait_for(lambda: bool(process.connection and process.connection.ready))
        yield process
    finally:
        process.web.stop_accepting()
        process.connection.hang_up(5)
        process.web.join(5)


class _Prompt(uvicorn.Server):
    """Hears at once that it is to end; uvicorn's own looks up every tenth of a second, and waits
    another for connections that are closed long before."""

    def __init__(self, config: uvicorn.Config) -> None:
        self._bell = asyncio.Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        super().__init__(config)

    @property
    def should_exit(self) -> bool:
        return self._told

    @should_exit.setter
    def should_exit(self, told: bool) -> None:
        self._told = told
        if told and self._loop is not None:
            self._loop.call_soon_threadsafe(self._bell.set)

    async def main_loop(self) -> None:
        self._loop = asyncio.get_running_loop()
        while not await self.on_tick(0):
            with suppress(TimeoutError):
                await asyncio.wait_for(self._bell.wait(), 1)

    async def shutdown(self, sockets: list[Any] | None = None) -> None:
        for server in self.servers:
            server.close()
        for one in list(self.server_state.connections):
            one.shutdown()
        for _ in range(3):  # what was closed has to hear of it
            await asyncio.sleep(0)
        await asyncio.wait_for(self._wait_tasks_to_complete(), 8)
        for listener in sockets or []:
            listener.close()


def _wait_for(true: Callable[[], bool]) -> None:
    pause = threading.Event()
    for _ in range(2000):
        if true():
            return
        pause.wait(0.005)
    raise TimeoutError("the bot did not start")


KEY = Fernet.generate_key().decode()
PATIENCE = 20.0
"""Seconds in which a request is answered, instead of Slack's three: on a busy machine a story
should fail for what it tells, not for how long it took."""


def _settings(
    database: Database,
    slack: Running,
    folder: Path,
    rules: str,
    leads: tuple[str, ...],
    *,
    socket: bool,
) -> Settings:
    (folder / "programme.toml").write_text(rules, encoding="utf-8")
    ws = slack.workspace
    way = {"app_token": ws.app_token} if socket else {"signing_secret": ws.signing_secret}
    return Settings(
        **way,  # type: ignore[arg-type]
        bot_token=ws.bot_token,
        api_url=slack.api_url,
        host="127.0.0.1",
        port=0,
        database=database.url,
        data=folder,
        admins=tuple(slack_id_of(name) for name in leads),
        secret_key=KEY,
        tick_seconds=3600.0,
        pace=0.0,
        backoff_min=0.01,
    )
