"""The composition root: the only place where things are built and joined."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from slack_bolt import App
from slack_bolt.authorization import AuthorizeResult
from sqlalchemy import event, text
from sqlalchemy.exc import SQLAlchemyError

from bot import __version__, logs, schedule, unknown_variables
from bot.outbox.deliver.sender import Sender
from bot.outbox.deliver.timing import Timing
from bot.outbox.operator.trouble import trouble
from bot.programme import messages, unit_of_work
from bot.programme.administration import programme_rules, restoring, workspace
from bot.programme.administration.kinds import KINDS
from bot.runtime import Runtime, another_schema, prepare_with_retry
from bot.serve import http_client
from bot.serve.background import Background, Pause
from bot.serve.connections import Limits
from bot.serve.metrics import Ledger, Metrics, Overdue
from bot.serve.process import Process
from bot.serve.socket_mode import Installation, SlackConnection, Socket, another_workspace
from bot.serve.web import Events, Health, Web, site
from bot.settings import BadSettings, Mode, Settings
from bot.slack.edge.directory import Directory
from bot.slack.edge.guard import Guard, mark_foreign_teams
from bot.slack.edge.renderer import ScreenRenderer
from bot.slack.edge.services import Services
from bot.slack.edge.transport import SlackTransport
from bot.slack.register import register
from bot.store.copies import migrate
from bot.store.db import engine as databases
from bot.store.db.engine import in_one_transaction
from bot.store.db.session import Db

log = logs.logger(__name__)

_SOCKETS = 2  # of the ten that Slack allows an app, all replicas together
_HELPERS = 3  # a post takes a third of a second, and Slack allows five a second


def bot(settings: Settings) -> Process:
    """The whole bot. Raises BadSettings."""
    mode = settings.mode
    _name_misspelt()
    application = Application(prepare_with_retry(Runtime.of(settings)))
    return application.over_http() if mode is Mode.HTTP else application.over_socket()


def worker(settings: Settings) -> Process:
    """Sender and ticks alone. Raises BadSettings."""
    _ = settings.mode
    _name_misspelt()
    return Application(prepare_with_retry(Runtime.of(settings))).alone()


def _name_misspelt() -> None:
    for one in unknown_variables.found():
        log.warning(
            "unknown variable", name=one.name, place=one.place, nearest=one.nearest, fix=one.fix
        )


class Application:
    """Everything joined, over one of the two ways to Slack or over none."""

    def __init__(self, runtime: Runtime) -> None:
        self._runtime = runtime
        self._settings = runtime.settings
        self._client = http_client.client(runtime.settings)
        self._installation: Installation | None = None
        self._workspace = unit_of_work.read(
            runtime.sessions, runtime.clock.now(), workspace.workspace
        )
        self._connection: SlackConnection | None = None
        self._refuse: Callable[[BadSettings], None] | None = None
        self._health = self._make_health()
        self._metrics = Metrics(__version__, self._overdue, self._ledger, self._leads)
        self._directory = Directory(self._client, runtime.clock, self._team)
        self._background = self._make_background()
        event.listen(runtime.sessions, "after_commit", self._send_soon)

    def over_http(self) -> Process:
        secret = self._settings.signing_secret
        assert secret is not None
        app = self.bolt(secret.get_secret_value())
        guard = Guard(secret.get_secret_value(), self._runtime.clock)
        return self._process([], Events(guard, app.dispatch))

    def over_socket(self) -> Process:
        token = self._settings.app_token
        assert token is not None
        app = self.bolt(None)
        sockets = [Socket(app, token.get_secret_value(), self._client) for _ in range(_SOCKETS)]
        return self._process(sockets, None)

    def alone(self) -> Process:
        return self._with_line([])

    def bolt(self, signing_secret: str | None) -> App:
        """The Bolt app with all listeners; without a signing secret for Socket Mode.

        It never asks Slack who we are: the line does, and a Slack that is away meanwhile is no
        reason for Bolt to answer people in its own words.
        """
        app = App(
            name="revmentor",
            client=self._client,
            authorize=lambda: self._authorized(),  # Bolt reads argument names, and trips over self
            signing_secret=signing_secret,
            process_before_response=True,
            request_verification_enabled=signing_secret is not None,
        )
        app.middleware(mark_foreign_teams)
        register(app, self._services())
        return app

    def _process(self, sockets: Sequence[Socket], events: Events | None) -> Process:
        process = self._with_line(sockets)
        pages = site(self._health, events, lambda: self._background.pulse, self._metrics.page)
        limits = Limits(self._settings.web_connections, self._settings.web_seconds)
        process.web = Web(pages, self._settings.listens_on, self._settings.port, limits)
        return process

    def _with_line(self, sockets: Sequence[Socket]) -> Process:
        process = Process(self._background, dispose=self._runtime.engine.dispose)
        self._refuse = process.refuse
        self._connection = process.connection = SlackConnection(
            self._client, sockets=sockets, installed=self._keep, refused=process.refuse
        )
        return process

    def _services(self) -> Services:
        runtime = self._runtime
        return Services(
            runtime.sessions,
            runtime.clock,
            self._directory,
            self._client,
            checks=self._checks,
            version=__version__,
            scopes=lambda: self._installation.scopes if self._installation else frozenset(),
            heard=self._metrics.heard,
        )

    def _make_background(self) -> Background:
        runtime, clock = self._runtime, self._runtime.clock
        sender = Sender(
            runtime.sessions,
            KINDS,
            ScreenRenderer(self._directory.name),
            SlackTransport(self._client),
            clock,
            timing(self._settings),
            self._metrics.delivered,
            lambda: self._background.more(),
            messages.message_ended,
        )

        def rest() -> float:
            return _seconds_until(sender.next_at(), clock.real_now(), self._settings.tick_seconds)

        return Background(
            self._tick,
            lambda: self._installation is not None and sender.run_one(),
            every=self._settings.tick_seconds,
            wait=rest,
            mark=clock.mark if self._settings.clock_file else None,
            sync=self._sync_nightly,
            helpers=_HELPERS,
        )

    def _send_soon(self, db: Db) -> None:
        if db.owes:
            db.owes = False
            self._background.wake()

    def _tick(self) -> int:
        runtime = self._runtime
        if self._ends_for_another_schema():
            return 0
        with self._metrics.tick():
            return schedule.run_due(
                runtime.sessions, runtime.cipher, runtime.clock.now(), self._metrics.row_failed
            )

    def _ends_for_another_schema(self) -> bool:
        """Whether the database was migrated under the running process, which then ends: what it
        would write is of a schema that is gone."""
        try:
            trouble = another_schema(self._runtime.engine)
        except SQLAlchemyError:  # a database that is away has no other schema
            return False
        if trouble is None or self._refuse is None:
            return False
        self._refuse(trouble)
        return True

    def _sync_nightly(self, pause: Pause) -> int:
        runtime = self._runtime
        if self._installation is None:
            return 0
        return schedule.sync_nightly(
            runtime.sessions,
            lambda: self._directory.everybody(pause),
            self._directory.asked_anew,
            runtime.clock.now(),
        )

    def _keep(self, installation: Installation) -> None:
        """Slack has said who we are; until then nobody is written to, nor looked up at night.

        Raises BadSettings for the token of another workspace than this database's.
        """
        team = installation.team
        ours = in_one_transaction(self._runtime.sessions, lambda db: workspace.contact(db, team))
        if ours is not None:
            raise BadSettings(another_workspace(installation, ours))
        self._workspace = team
        self._meet_leads()
        self._installation = installation
        self._background.wake()

    def _meet_leads(self) -> None:
        """Who leads, and in which zone and language, so that their first message comes in their
        words; who cannot be looked up now gets the programme's, until they first use the bot."""
        runtime = self._runtime
        schedule.look_up_leads(runtime.sessions, self._directory.asked_anew, runtime.clock.now())

    def _team(self) -> str | None:
        return self._installation.team if self._installation else self._workspace

    def _authorized(self) -> AuthorizeResult:
        known = self._installation
        return AuthorizeResult(
            enterprise_id=None,
            team_id=self._team(),
            bot_user_id=known.bot_user if known else None,
            bot_token=self._client.token,
        )

    # --- what the process knows of itself ---

    def _make_health(self) -> Health:
        quiet = self._runtime.engine.execution_options(**databases.READING)
        head = migrate.head()

        def reachable() -> bool:
            with quiet.connect() as connection:
                return bool(connection.scalar(text("SELECT 1")))

        def connected() -> bool:
            return self._connection is not None and self._connection.ready

        return Health(reachable, lambda: migrate.current(quiet) == head, connected)

    def _checks(self) -> Mapping[str, bool]:
        return self._health.answers()

    def _overdue(self) -> Overdue:
        now = self._runtime.clock.now()
        with self._runtime.sessions() as db:
            found = trouble(databases.reading(db), now)
        since = found.late_since
        return Overdue(found.late, (now - since).total_seconds() if since else 0.0, found.given_up)

    def _leads(self) -> int:
        now = self._runtime.clock.now()
        return len(unit_of_work.read(self._runtime.sessions, now, programme_rules.leads_present))

    def _ledger(self) -> Ledger:
        with self._runtime.sessions() as db:
            found = restoring.state(databases.reading(db), db.journal)
        return Ledger(found.trouble is None, sum(answers for _, answers in found.waiting))


def timing(settings: Settings) -> Timing:
    """The delivery values of the settings."""
    return Timing(
        timeout=settings.http_timeout,
        settle=settings.settle,
        lease=settings.lease,
        heartbeat=settings.heartbeat,
        backoff_min=settings.backoff_min,
        backoff_max=settings.backoff_max,
        max_attempts=settings.max_attempts,
        pace=settings.pace,
    )


def _seconds_until(moment: datetime | None, now: datetime, otherwise: float) -> float:
    return otherwise if moment is None else (moment - now).total_seconds()
