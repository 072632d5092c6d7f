"""The line to Slack: is the token good, is the socket up; a Slack that is away is waited for."""

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any

from slack_bolt import App
from slack_bolt.adapter.socket_mode.builtin import SocketModeHandler
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.socket_mode.builtin import SocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.web import SlackResponse

from bot import logs
from bot.settings import BadSettings

log = logs.logger(__name__)

# A cut link is noticed after six of these, in seconds.
_PING_SECONDS = 2
_FIRST_PAUSE, _LONGEST_PAUSE = 0.5, 30.0
_REFUSALS = frozenset(
    {"invalid_auth", "not_authed", "account_inactive", "token_revoked", "token_expired"}
    | {"not_allowed_token_type", "missing_scope"}
)


@dataclass(frozen=True)
class Installation:
    """What `auth.test` says: our workspace, the bot's user, the scopes that were granted.

    `team` is the organisation's id (`E…`) where the app is installed for all of it; `name` is
    what people call it.
    """

    team: str
    bot_user: str
    scopes: frozenset[str]
    name: str = ""

    @classmethod
    def parsed(cls, answer: SlackResponse) -> "Installation":
        """Raises KeyError for an answer that is none."""
        scopes = str(_header(answer.headers, "x-oauth-scopes") or "")
        return cls(
            team=team_of(answer),
            bot_user=str(answer["user_id"]),
            scopes=frozenset(one.strip() for one in scopes.split(",") if one.strip()),
            name=str(answer.get("team") or ""),
        )


def asked(client: WebClient) -> Installation:
    """Whose the token is, asked once. Raises BadSettings when Slack does not say."""
    try:
        return Installation.parsed(client.auth_test())
    except SlackApiError as error:
        code = str(error.response.get("error"))
        raise _bad_token("SLACK_BOT_TOKEN", code) from None
    except Exception as error:  # whatever the wire can do
        raise BadSettings(
            f"SLACK_API_URL: Slack is not reached ({type(error).__name__}): check the network and "
            "REVMENTOR_PROXY, and try again"
        ) from None


def team_of(answer: SlackResponse) -> str:
    """Whose the token is: a workspace's, or a whole organisation's. Raises KeyError."""
    organisation = answer.get("enterprise_id")
    if answer.get("is_enterprise_install") and organisation:
        return str(organisation)
    return str(answer["team_id"])


def another_workspace(installation: Installation, ours: str) -> str:
    """For the operator: the token is another workspace's than the database."""
    return (
        f"SLACK_BOT_TOKEN: is of the workspace {installation.team} ({installation.name}), and this "
        f"database belongs to {ours}: put the token of {ours} there or name another DATABASE_URL, "
        "or run `python -m bot workspace adopt` if Slack has moved this workspace"
    )


class Socket(SocketModeHandler):
    """Socket Mode that can finish what it has in hand before it hangs up."""

    def __init__(self, app: App, app_token: str, client: WebClient):
        super().__init__(
            app, app_token, web_client=client, ping_interval=_PING_SECONDS, concurrency=10
        )
        # By itself it would take any proxy of the environment, whatever the settings say.
        self.client.proxy = client.proxy
        self._in_hand = 0
        self._draining = False
        self._changed = threading.Condition()

    def handle(self, client: SocketModeClient, req: SocketModeRequest) -> None:  # type: ignore[override]
        """One request; while hanging up none is taken, and Slack offers it elsewhere or again."""
        with self._taken() as taken:
            if taken:
                super().handle(client, req)

    def reconnect(self) -> None:
        """Open the socket; raises what the SDK raises. An address is good for one attempt."""
        self.client.wss_uri = None
        self.client.connect()

    def take_nothing_new(self) -> None:
        """What comes now, Slack offers elsewhere or again."""
        with self._changed:
            self._draining = True

    def hang_up(self, seconds: float) -> bool:
        """Take nothing new, answer what is in hand, close. Whether it was answered in time."""
        self.take_nothing_new()
        with self._changed:
            done = self._changed.wait_for(lambda: self._in_hand == 0, timeout=seconds)
        self.client.auto_reconnect_enabled = False
        self.client.closed = True
        # Saying good-bye waits for the receiving thread, some seconds: nothing depends on it.
        threading.Thread(target=self._good_bye, name="good-bye", daemon=True).start()
        return done

    def _good_bye(self) -> None:
        # While it reconnects, the SDK's client trips over the session it has not got yet.
        with suppress(AttributeError, OSError):
            self.client.disconnect()

    @contextmanager
    def _taken(self) -> Iterator[bool]:
        with self._changed:
            taken = not self._draining
            self._in_hand += taken
        try:
            yield taken
        finally:
            with self._changed:
                self._in_hand -= taken
                self._changed.notify_all()


class SlackConnection:
    """Asks Slack who we are and opens the sockets, again and again until all of it worked.

    Slack hands each request to any one of the sockets, so that a second one goes on while the
    first is being renewed, or has been cut and does not know it yet. When Slack's very first
    answer is that a token is bad, or `installed` raises BadSettings, `refused` is called with it.
    """

    def __init__(
        self,
        client: WebClient,
        *,
        sockets: Sequence[Socket] = (),
        installed: Callable[[Installation], None] = lambda _: None,
        refused: Callable[[BadSettings], None] = lambda _: None,
    ) -> None:
        self._client = client
        self._sockets = sockets
        self._installed = installed
        self._refused = refused
        self._stopping = threading.Event()
        self._known = False
        self._thread = threading.Thread(target=self._open, name="line", daemon=True)

    @property
    def ready(self) -> bool:
        connected = not self._sockets or any(one.client.is_connected() for one in self._sockets)
        return self._known and connected and not self._stopping.is_set()

    def start(self) -> None:
        self._thread.start()

    def hang_up(self, seconds: float) -> bool:
        """Whether everything in hand was answered in time."""
        until = time.monotonic() + seconds
        self._stopping.set()
        for one in self._sockets:
            one.take_nothing_new()
        done = [one.hang_up(_left(until)) for one in self._sockets]
        self._thread.join(_left(until))
        return all(done)

    def _open(self) -> None:
        going_on = self._until_it_works(self._probe, "SLACK_BOT_TOKEN")
        for one in self._sockets:
            going_on = going_on and self._until_it_works(one.reconnect, "SLACK_APP_TOKEN")

    def _probe(self) -> None:
        self._installed(Installation.parsed(self._client.auth_test()))
        self._known = True

    def _until_it_works(self, attempt: Callable[[], None], variable: str) -> bool:
        pause, first = _FIRST_PAUSE, True
        while not self._stopping.is_set():
            try:
                attempt()
            except BadSettings as wrong:
                self._refused(wrong)
                return False
            except Exception as error:  # refused, unreachable, or an answer that is none
                log.warning("slack is not reached", setting=variable, exc_info=error)
                if first and (reason := _refusal(error)):
                    self._refused(_bad_token(variable, reason))
                    return False
            else:
                log.info("slack is reached", setting=variable)
                return True
            first = False
            self._stopping.wait(pause)
            pause = min(pause * 2, _LONGEST_PAUSE)
        return False


def _left(until: float) -> float:
    return max(0.0, until - time.monotonic())


def _refusal(error: Exception) -> str | None:
    if not isinstance(error, SlackApiError):
        return None
    code = error.response.get("error")
    return code if code in _REFUSALS else None


def _bad_token(variable: str, reason: str) -> BadSettings:
    return BadSettings(
        f"{variable}: Slack refuses it ({reason}): copy the token of this app again, and reinstall "
        "the app if it was removed"
    )


def _header(headers: Any, name: str) -> object:
    return next((value for key, value in headers.items() if key.lower() == name), None)
