"""Slack: can it be reached, do the tokens work, may the bot do what it must, who leads."""

import socket
from collections.abc import Iterator
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError

from bot.clock import Time
from bot.operations.doctor.finding import Finding, of_settings, ok, warning, wrong
from bot.programme.people.accounts import Account
from bot.serve import http_client
from bot.serve.socket_mode import Installation, another_workspace
from bot.settings import BadSettings, Mode, Settings
from bot.slack.edge.directory import Directory
from bot.slack.edge.scopes import OPTIONAL, REQUIRED

REINSTALL = "Compare the app with what `python -m bot manifest` prints, and install it again"
_NAME_CONTACT = "Set `contact` in the programme's file to a full member who does not lead"
_NAME_LEADS = "Fix REVMENTOR_ADMINS, or leads in the programme's file"
CLOCK_DIFFERS, CLOCK_WRONG = 30, 240
"""Seconds: Slack refuses, and is refused, beyond five minutes."""


_MODES = {
    Mode.SOCKET: "Socket Mode",
    Mode.HTTP: "HTTP mode; whether SLACK_SIGNING_SECRET is right, only Slack's requests can tell",
}


class SlackLook:
    """Looks at Slack, and remembers how far it came."""

    def __init__(self, settings: Settings, clock: Time) -> None:
        self._settings = settings
        self._clock = clock
        self._client: WebClient | None = None
        self._installation: Installation | None = None
        self._headers: Any = {}
        self._asked_at: datetime | None = None

    def way(self) -> Iterator[Finding]:
        """Which mode, and through which proxy."""
        try:
            mode = self._settings.mode
            self._client = http_client.client(self._settings)
            through = http_client.proxy(self._settings)
        except BadSettings as error:
            yield from of_settings(error)
            return
        yield ok("mode", _MODES[mode])
        if self._settings.ca_file is not None:
            yield ok("certificates", "the system's, and those of REVMENTOR_CA_FILE")
        if through is None:
            yield ok("proxy", "none, Slack is reached directly")
            return
        where = urlsplit(through)
        try:
            socket.create_connection((where.hostname, where.port or 80), timeout=5).close()
        except OSError as error:
            yield wrong(
                "proxy", f"{where.hostname} does not answer ({type(error).__name__})",
                "Fix REVMENTOR_PROXY (or HTTPS_PROXY), or add Slack to NO_PROXY",
            )  # fmt: skip
            return
        yield ok("proxy", f"{where.hostname} answers")

    def bot_token(self) -> Iterator[Finding]:
        if self._client is None:
            return
        try:
            answer = self._client.auth_test()
        except SlackApiError as error:
            yield wrong("bot token", f"Slack refuses it ({_code(error)})", REINSTALL)
            return
        except Exception as error:  # whatever the wire can do
            yield _unreachable(error)
            return
        self._asked_at, self._headers = self._clock.real_now(), answer.headers
        self._installation = Installation.parsed(answer)
        yield ok("bot token", "Slack accepts it")

    @property
    def _team(self) -> str | None:
        return self._installation.team if self._installation else None

    def workspace(self, ours: str | None) -> Iterator[Finding]:
        """Is the token of the workspace that the database belongs to (`ours`, None before the
        first contact)?"""
        known = self._installation
        if ours is None:
            return
        if known is None:
            yield warning(
                "workspace", f"the database belongs to {ours}; the token is not looked at"
            )
        elif known.team == ours:
            yield ok("workspace", f"the database belongs to {ours}, and so does the token")
        else:
            yield from of_settings(BadSettings(another_workspace(known, ours)))

    def scopes(self) -> Iterator[Finding]:
        """What was granted, compared with the manifest."""
        if self._team is None:
            return
        told = _header(self._headers, "x-oauth-scopes")
        if told is None:
            yield warning("scopes", "Slack does not say which were granted")
            return
        granted = {one.strip() for one in told.split(",") if one.strip()}
        missing = [one for one in REQUIRED if one not in granted]
        if missing:
            yield wrong("scopes", f"missing: {', '.join(missing)}", REINSTALL)
        else:
            yield ok("scopes", f"all that are needed: {', '.join(REQUIRED)}")
        for scope, gives in OPTIONAL.items():
            if scope in granted:
                yield ok("scopes", f"{scope} (optional): {gives}")
            else:
                yield warning("scopes", f"{scope} (optional) is missing: with it the bot {gives}")
        more = sorted(granted - {*REQUIRED, *OPTIONAL})
        if more:
            yield warning("scopes", f"not needed: {', '.join(more)}", "Take them away")

    def app_token(self) -> Iterator[Finding]:
        token = self._settings.app_token
        if self._client is None or self._team is None or token is None:
            return
        try:
            self._client.apps_connections_open(app_token=token.get_secret_value())
        except SlackApiError as error:
            yield wrong(
                "app token", f"Slack refuses it ({_code(error)})",
                "Make one with the scope connections:write (Basic Information, App-Level Tokens)",
            )  # fmt: skip
            return
        yield ok("app token", "opens a socket")

    def clock(self) -> Iterator[Finding]:
        """This machine's clock against Slack's."""
        date = _header(self._headers, "date")
        if date is None or self._asked_at is None:
            return
        apart = abs((self._asked_at - parsedate_to_datetime(date)).total_seconds())
        says = f"{apart:.0f} s from Slack's"
        if apart > CLOCK_WRONG:
            yield wrong("clock", says, "Set this machine's clock, by NTP")
        elif apart > CLOCK_DIFFERS:
            yield warning("clock", says, "Set this machine's clock, by NTP")
        else:
            yield ok("clock", says)

    def leads(self, leads: tuple[str, ...]) -> Iterator[Finding]:
        """Somebody must be there to approve rounds, and be a full member."""
        if not leads:
            yield wrong(
                "leads", "nobody leads the programme, so no round can be approved",
                "Set REVMENTOR_ADMINS to their member ids",
            )  # fmt: skip
            return
        if self._client is None or self._team is None:
            yield warning("leads", f"{len(leads)} named, not looked up: Slack is not reached")
            return
        directory = Directory(self._client, self._clock, lambda: self._team)
        good = unknown = 0
        for slack_id in leads:
            try:
                flaw = _flaw(directory.account(slack_id))
            except (SlackClientError, OSError) as error:  # the others can be looked up
                unknown += 1
                yield warning("leads", f"{slack_id} was not looked up: {_said(error)}")
                continue
            good += flaw is None
            if flaw is not None:
                yield warning("leads", f"{slack_id} is {flaw}", _NAME_LEADS)
        if good:
            yield ok("leads", f"{good} full member{'s' if good > 1 else ''}")
        elif not unknown:
            yield wrong("leads", "none of them is a full member", _NAME_LEADS)

    def contact(self, contact: str, leads: tuple[str, ...]) -> Iterator[Finding]:
        """Whom concerns go to must be there, and outside the leads."""
        if not contact:
            yield ok("contact", "none is named: whoever has a concern reads whom else to ask")
            return
        if contact in leads:
            yield wrong("contact", f"{contact} leads the programme, so no concern goes there",
                        _NAME_CONTACT)  # fmt: skip
            return
        if self._client is None or self._team is None:
            yield warning("contact", f"{contact} was not looked up: Slack is not reached")
            return
        try:
            flaw = _flaw(Directory(self._client, self._clock, lambda: self._team).account(contact))
        except (SlackClientError, OSError) as error:
            yield warning("contact", f"{contact} was not looked up: {_said(error)}")
            return
        if flaw is None:
            yield ok("contact", "a full member, outside the leads")
        else:
            says = f"{contact} is {flaw}: concerns go to the owner of the workspace"
            yield wrong("contact", says, _NAME_CONTACT)


def _flaw(account: Account) -> str | None:
    """What keeps an account from leading."""
    flaws = (
        ("no member", account.is_gone), ("a bot", account.is_bot),
        ("a guest", account.is_guest), ("of another workspace", account.is_foreign),
    )  # fmt: skip
    return next((name for name, is_so in flaws if is_so), None)


def _said(error: Exception) -> str:
    return _code(error) if isinstance(error, SlackApiError) else type(error).__name__


def _unreachable(error: Exception) -> Finding:
    reason = getattr(error, "reason", error)
    return wrong(
        "bot token", f"Slack is not reached ({type(reason).__name__})",
        "Check the network, REVMENTOR_PROXY, REVMENTOR_CA_FILE and SLACK_API_URL",
    )  # fmt: skip


def _code(error: SlackApiError) -> str:
    code = str(error.response.get("error"))
    return code if code.isidentifier() else f"HTTP {error.response.status_code}"


def _header(headers: Any, name: str) -> str | None:
    found = next((value for key, value in headers.items() if key.lower() == name), None)
    return str(found[0] if isinstance(found, list) else found) if found is not None else None
