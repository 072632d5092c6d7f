"""The composition root: the only place where things are built and joined."""

from collections.abc import Callable
from datetime import datetime

from slack_bolt import App
from slack_sdk import WebClient
from sqlalchemy import Engine, text

from bot import schedule
from bot.ground import Ground
from bot.outbox.sender import Sender
from bot.outbox.timing import Timing
from bot.serve.background import Background
from bot.serve.line import Installation, Line, Socket
from bot.serve.process import Process
from bot.serve.web import Events, Health, Web, site
from bot.settings import Mode, Settings
from bot.slack.client import SlackTransport
from bot.slack.desk import Desk
from bot.slack.directory import Directory
from bot.slack.guard import Guard, mark_foreign_team
from bot.slack.register import register
from bot.slack.renderer import ScreenRenderer
from bot.store import engine as databases
from bot.store import migrate


def bot(settings: Settings) -> Process:
    """The whole bot. Raises BadSettings."""
    mode = settings.mode
    house = House(Ground.of(settings).ready())
    return house.over_http() if mode is Mode.HTTP else house.over_socket()


def worker(settings: Settings) -> Process:
    """Sender and ticks alone. Raises BadSettings."""
    _ = settings.mode
    return House(Ground.of(settings).ready()).alone()


class House:
    """Everything joined, over one of the two ways to Slack or over none."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground
        self._settings = ground.settings
        self._client = web_client(ground.settings)
        self._installation: Installation | None = None
        self._directory = Directory(self._client, ground.clock, self._team)
        self._background = self._make_background()

    def over_http(self) -> Process:
        secret = self._settings.signing_secret
        assert secret is not None
        app = self.bolt(secret.get_secret_value())
        guard = Guard(secret.get_secret_value(), self._ground.clock)
        return self._process(None, Events(guard, app.dispatch, self._background.wake))

    def over_socket(self) -> Process:
        token = self._settings.app_token
        assert token is not None
        socket = Socket(
            self.bolt(None), token.get_secret_value(), self._client, self._background.wake
        )
        return self._process(socket, None)

    def alone(self) -> Process:
        process = Process(self._background, dispose=self._ground.engine.dispose)
        process.line = Line(self._client, installed=self._keep, refused=process.refuse)
        return process

    def bolt(self, signing_secret: str | None) -> App:
        """The Bolt app with all listeners; without a signing secret for Socket Mode."""
        app = App(
            name="revmentor",
            client=self._client,
            signing_secret=signing_secret,
            process_before_response=True,
            token_verification_enabled=False,
            request_verification_enabled=signing_secret is not None,
        )
        app.middleware(mark_foreign_team)
        register(app, self._desk())
        return app

    def _process(self, socket: Socket | None, events: Events | None) -> Process:
        process = Process(self._background, dispose=self._ground.engine.dispose)
        line = Line(self._client, socket=socket, installed=self._keep, refused=process.refuse)
        health = _health(self._ground.engine, lambda: line.ready)
        process.line = line
        pages = site(health, events, lambda: self._background.pulse)
        process.web = Web(pages, self._settings.host, self._settings.port)
        return process

    def _desk(self) -> Desk:
        ground = self._ground
        return Desk(
            ground.sessions,
            ground.clock,
            ground.box,
            self._directory,
            self._client,
            self._background.wake,
        )

    def _make_background(self) -> Background:
        ground, clock = self._ground, self._ground.clock
        sender = Sender(
            ground.sessions,
            ScreenRenderer(ground.box, self._directory.name),
            SlackTransport(self._client),
            clock,
            timing(self._settings),
        )

        def rest() -> float:
            return _seconds_until(sender.next_at(), clock.real_now(), self._settings.tick_seconds)

        return Background(
            lambda: schedule.run_due(ground.sessions, ground.box, clock.now()),
            sender.run_one,
            every=self._settings.tick_seconds,
            wait=rest,
            mark=clock.mark if self._settings.clock_file else None,
        )

    def _keep(self, installation: Installation) -> None:
        self._installation = installation

    def _team(self) -> str | None:
        return self._installation.team if self._installation else None


def web_client(settings: Settings) -> WebClient:
    """A client that never repeats a call: what to do next is for the outbox to decide."""
    token = settings.bot_token
    assert token is not None
    return WebClient(
        token=token.get_secret_value(),
        base_url=settings.api_url,
        timeout=settings.http_timeout,  # type: ignore[arg-type]  # a fraction of a second works
        retry_handlers=[],
    )


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


def _health(engine: Engine, connected: Callable[[], bool]) -> Health:
    quiet = engine.execution_options(**databases.READING)
    head = migrate.head()

    def reachable() -> bool:
        with quiet.connect() as connection:
            return bool(connection.scalar(text("SELECT 1")))

    return Health(reachable, lambda: migrate.current(quiet) == head, connected)


def _seconds_until(moment: datetime | None, now: datetime, otherwise: float) -> float:
    return otherwise if moment is None else (moment - now).total_seconds()
