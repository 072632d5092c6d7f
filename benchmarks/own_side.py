"""One build before a person with something open: run by `benchmarks.http open`, twice if asked.

Also run with the modules of another checkout (its PYTHONPATH), so it uses only what both have. It
makes a programme, starts the bot on it in a process of its own, without the background, and then
does as its input says: a line is a case and a number of requests, its answer the figures of each.
"""

import hashlib
import hmac
import http.client
import json
import os
import secrets
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stdout, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib import import_module
from pathlib import Path
from typing import IO, Any
from urllib.parse import urlencode

from playground import Workspace


def of_build(*names: str) -> Any:
    """The first of these modules that this build has: older ones call it by another name."""
    for name in names:
        with suppress(ModuleNotFoundError):
            return import_module(name)
    raise ModuleNotFoundError(names[0])


cli = of_build("bot.operations.cli", "bot.cli")
listening = of_build("bot.slack.edge.listening", "bot.slack.edge.request", "bot.slack.visit")
engine = of_build("bot.store.db.engine", "bot.store.engine")
serve = of_build("playground.server.serve", "playground.serve")

COMMAND, JSON = "application/x-www-form-urlencoded", "application/json"
IDLE = 2.0
"""Seconds after which a server may close a connection: a new one is taken then."""
ANSWERS = {"useful": 5, "open": 4, "applied": 1, "balance": 0}


# --- the bot, counted -----------------------------------------------------------------------------


def bot() -> None:
    """As `python -m bot run`, and a line on stdout for each request: statements and CPU seconds of
    its thread, from the listener's first line to its last."""
    from sqlalchemy import Engine, event

    from bot.serve.background import Background

    here, answered = threading.local(), listening._answered

    def count(*_: object) -> None:
        here.statements = getattr(here, "statements", 0) + 1

    def counted(*args: Any, **more: Any) -> tuple[str, str | None]:
        here.statements, began = 0, time.thread_time()
        outcome, reason = answered(*args, **more)
        figures = [here.statements, time.thread_time() - began, outcome, reason]
        print(json.dumps(figures), flush=True)
        return outcome, reason

    def leave_with_parent() -> None:
        sys.stdin.read()
        os._exit(0)

    threading.Thread(target=leave_with_parent, daemon=True).start()
    event.listen(Engine, "before_cursor_execute", count)
    listening._answered = counted
    setattr(Background, "start", lambda _: None)  # noqa: B010
    sys.argv[1:] = ["run"]
    cli.main()


# --- the programme --------------------------------------------------------------------------------


@dataclass
class Scene:
    """So many pairs of people with an open proposal, so many with an open check-in; each with the
    number of the proposal or of the meeting, and the Slack ids of the two."""

    url: str
    key: str
    now: datetime
    slack: Workspace
    proposals: list[tuple[int, list[str]]]
    checkins: list[tuple[int, list[str]]]


def scene(folder: Path, url: str, couples: int) -> Scene:
    from tests import databases, world
    from tests.flows import cohort

    built = engine.connect(url)
    database = databases.Database(url, built, engine.sessions(built))
    with world.living(database, folder) as here:
        for number in range(2 * couples):
            topic = cohort.TOPICS[number % 9], cohort.TOPICS[-1 - number % 9]
            here.joined(f"Mentor{number}", f"Mentee{number}", topic=topic[0], back=topic[1])
        here.sends_round()
        found = [list(two) for two in here.proposals()]
        offered = [(here.proposal_of(*two).id, two) for two in found]
        for proposal, two in offered[couples:]:
            cohort.accept(here, proposal, two)
        here.tick()
        here.passes(hours=1)
        # Who says that they met is not asked again: the other is.
        met = [(cohort.meet(here, two), two[1:]) for _, two in offered[couples:]]
        here.lives_until(here.now + timedelta(days=1))
        for heard, told in (("proposal.offer", offered[:couples]), ("checkin.ask", met)):
            assert all(heard in one.heard for _, two in told for one in two)
        made = Scene(
            url, world.KEY, here.now, here.slack.workspace,
            [(number, [one.id for one in two]) for number, two in offered[:couples]],
            [(number, [one.id for one in two]) for number, two in met],
        )  # fmt: skip
    built.dispose()
    return made


@contextmanager
def running(made: Scene, folder: Path) -> Iterator["Client"]:
    """The bot at the moment of the scene, for as long as it takes."""
    offset = folder / "clock"
    offset.write_text(str(made.now.timestamp() - time.time()), encoding="ascii")
    slack = serve.start(Workspace(people=list(made.slack.by_id.values())))
    settings = {
        "SLACK_BOT_TOKEN": slack.workspace.bot_token,
        "SLACK_SIGNING_SECRET": slack.workspace.signing_secret,
        "SLACK_API_URL": slack.api_url,
        "DATABASE_URL": made.url,
        "REVMENTOR_DATA": str(folder),
        "REVMENTOR_SECRET_KEY": made.key,
        "REVMENTOR_CLOCK_FILE": str(offset),
        "REVMENTOR_LOG_FORMAT": "json",
        "HOST": "127.0.0.1",
        "PORT": "0",
    }
    process = subprocess.Popen(
        [sys.executable, "-P", __file__, "bot"], env=os.environ | settings,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        assert process.stdout is not None
        yield Client(slack.workspace, slack.url, _port(process), process.stdout)
    finally:
        process.kill()
        process.wait(20)
        slack.stop()


def _port(process: "subprocess.Popen[str]") -> int:
    assert process.stderr is not None
    said = []
    for line in process.stderr:
        said.append(line)
        if '"listening"' in line:
            threading.Thread(target=process.stderr.read, daemon=True).start()
            return int(json.loads(line)["port"])
    raise RuntimeError(f"the bot did not start: {''.join(said[-20:])}")


# --- the requests ---------------------------------------------------------------------------------


class Client:
    def __init__(self, slack: Workspace, url: str, port: int, counted: IO[str]) -> None:
        self._slack, self._url, self._counted = slack, url, counted
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        self._used = 0.0

    def status(self, person: str) -> list[float]:
        form = {
            "command": "/revmentor", "text": "status", "user_id": person,
            "team_id": self._slack.team_id, "channel_id": "D0BENCHMARK",
            "trigger_id": secrets.token_hex(12), "response_url": f"{self._url}/response/none",
        }  # fmt: skip
        return self._sent(urlencode(form).encode(), COMMAND)

    def home(self, person: str) -> list[float]:
        body = {
            "type": "event_callback", "team_id": self._slack.team_id, "api_app_id": "A0BENCHMARK",
            "event_id": f"Ev{secrets.token_hex(8)}",
            "event": {"type": "app_home_opened", "user": person, "tab": "home", "channel": "D000"},
        }  # fmt: skip
        return self._sent(json.dumps(body).encode(), JSON)

    def yes(self, person: str, proposal: int) -> list[float]:
        return self._interaction(
            person, type="block_actions", response_url=f"{self._url}/response/none",
            actions=[{"type": "button", "action_id": "proposal.yes", "value": str(proposal)}],
        )  # fmt: skip

    def answers(self, person: str, session: int) -> list[float]:
        values = {
            name: {"value": {"type": "radio_buttons", "selected_option": {"value": str(value)}}}
            for name, value in ANSWERS.items()
        }
        view = {
            "type": "modal", "id": f"V{secrets.token_hex(6)}", "hash": secrets.token_hex(6),
            "callback_id": "checkin", "private_metadata": json.dumps({"session": session}),
            "blocks": [], "state": {"values": values},
        }  # fmt: skip
        return self._interaction(person, type="view_submission", view=view)

    def _interaction(self, person: str, **more: Any) -> list[float]:
        payload = {
            "team": {"id": self._slack.team_id}, "trigger_id": secrets.token_hex(12),
            "user": {"id": person, "team_id": self._slack.team_id}, **more,
        }  # fmt: skip
        return self._sent(urlencode({"payload": json.dumps(payload)}).encode(), COMMAND)

    def _sent(self, body: bytes, kind: str) -> list[float]:
        """Statements, seconds and CPU seconds. Raises RuntimeError when it was not done."""
        now = str(int(time.time()))
        secret = self._slack.signing_secret.encode()
        signed = hmac.new(secret, f"v0:{now}:".encode() + body, hashlib.sha256)
        headers = {
            "Content-Type": kind, "X-Slack-Request-Timestamp": now,
            "X-Slack-Signature": f"v0={signed.hexdigest()}",
        }  # fmt: skip
        if time.monotonic() - self._used > IDLE:
            self._connection.close()
        began = time.perf_counter()
        self._connection.request("POST", "/slack/events", body, headers)
        answer = self._connection.getresponse()
        answer.read()
        seconds = time.perf_counter() - began
        self._used = time.monotonic()
        statements, cpu, outcome, reason = json.loads(self._counted.readline())
        if answer.status != 200 or outcome != "done":
            raise RuntimeError(f"{answer.status}, {outcome}: {reason}")
        return [statements, seconds, cpu]


def cases(made: Scene, client: Client) -> dict[str, Iterator[Callable[[], list[float]]]]:
    """What can be asked of each case, request by request. An answer is given once by each."""
    (_, asked), *proposals = made.proposals
    (_, told), *checkins = made.checkins

    def again(act: Callable[[str], list[float]], who: str) -> Iterator[Callable[[], list[float]]]:
        while True:
            yield lambda: act(who)

    return {
        "proposal: status": again(client.status, asked[0]),
        "proposal: Home": again(client.home, asked[1]),
        "proposal: first yes": iter(
            [lambda who=two[0], n=n: client.yes(who, n) for n, two in proposals]
        ),
        "proposal: second yes": iter(
            [lambda who=two[1], n=n: client.yes(who, n) for n, two in proposals]
        ),
        "check-in: status": again(client.status, told[0]),
        "check-in: Home": again(client.home, told[-1]),
        "check-in: four answers": iter(
            [lambda who=who, n=n: client.answers(who, n) for n, two in checkins for who in two]
        ),
        "check-in: answers changed": iter(
            [lambda who=who, n=n: client.answers(who, n) for n, two in checkins for who in two]
        ),
    }


def main() -> None:
    backend, couples = sys.argv[1], int(sys.argv[2])
    from tests import databases

    with (
        tempfile.TemporaryDirectory() as name,
        databases.url(backend, Path(name), migrated=True) as url,
    ):
        with redirect_stdout(sys.stderr):
            made = scene(Path(name), url, couples)
        with running(made, Path(name)) as client:
            every = cases(made, client)
            print(json.dumps(list(every)), flush=True)
            for line in sys.stdin:
                case, count = json.loads(line)
                figures = [next(every[case])() for _ in range(count)]
                print(json.dumps(figures), flush=True)


if __name__ == "__main__":
    (bot if sys.argv[1:] == ["bot"] else main)()
