"""The real process against the playground: both ways to Slack, from start to SIGTERM."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from playground import Workspace, seed, serve
from playground.serve import Running

ROOT = Path(__file__).parents[1]
PEOPLE = seed.people(count=4, seed=7)
HERE = "http://127.0.0.1"


@pytest.fixture
def slack() -> Iterator[Running]:
    running = serve.start(Workspace(people=PEOPLE), port=0)
    yield running
    running.stop()


class Bot:
    """A bot process in a folder of its own."""

    def __init__(self, slack: Running, folder: Path, verb: str = "run", **more: str) -> None:
        clean = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
        self.settings = clean | {
            "SLACK_BOT_TOKEN": slack.workspace.bot_token,
            "SLACK_API_URL": slack.api_url,
            "REVMENTOR_DATA": str(folder),
            "REVMENTOR_TICK_SECONDS": "0.2",
            "REVMENTOR_LOG_FORMAT": "json",
            "HOST": "127.0.0.1",
            "PORT": "0",
        }
        self.settings |= more
        self._lines: list[str] = []
        self.process = self._start(verb)
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _start(self, *arguments: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-m", "bot", *arguments],
            cwd=ROOT,
            env=self.settings,
            stderr=subprocess.PIPE,
            text=True,
        )

    def _read(self) -> None:
        assert self.process.stderr is not None
        for line in self.process.stderr:
            self._lines.append(line)

    def logged(self, event: str) -> dict[str, object]:
        """The first log line of this kind, waited for."""
        until = time.monotonic() + 40
        pause = threading.Event()
        while time.monotonic() < until and self.process.poll() is None:
            for line in self._lines:
                if f'"event": "{event}"' in line:
                    told: dict[str, object] = json.loads(line)
                    return told
            pause.wait(0.02)
        raise AssertionError(f"never logged: {event}\n{self.told}")

    @property
    def told(self) -> str:
        return "".join(self._lines)

    def ask(self, path: str) -> tuple[int, dict[str, bool]]:
        """What `/livez` or `/readyz` says."""
        address = f"{HERE}:{self.logged('listening')['port']}{path}"
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:
                return answer.status, json.load(answer)
        except urllib.error.HTTPError as error:
            with error:
                return error.code, json.load(error)

    def puts(self, channel: str, text: str) -> None:
        """`outbox put` beside the running process."""
        line = json.dumps({"key": text, "channel": channel, "text": text})
        subprocess.run(
            [sys.executable, "-m", "bot", "outbox", "put"],
            cwd=ROOT,
            env=self.settings,
            input=line,
            text=True,
            check=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def ends(self) -> int:
        """SIGTERM; the status, which must come within ten seconds."""
        self.process.send_signal(signal.SIGTERM)
        return self.wait(10)

    def wait(self, seconds: float) -> int:
        status = self.process.wait(seconds)
        self._reader.join(5)
        return status

    def close(self) -> None:
        self.process.kill()
        self.process.wait(10)
        self._reader.join(5)
        assert self.process.stderr is not None
        self.process.stderr.close()


def sent(slack: Running) -> list[str]:
    """The texts of the messages that everybody can see."""
    return [message.text for message in slack.workspace.log if message.ephemeral_to is None]


@pytest.fixture
def bots() -> Iterator[list[Bot]]:
    started: list[Bot] = []
    yield started
    for bot in started:
        bot.close()


def test_over_http_from_start_to_end(slack: Running, bots: list[Bot], tmp_path: Path) -> None:
    bot = Bot(slack, tmp_path, SLACK_SIGNING_SECRET=slack.workspace.signing_secret)
    bots.append(bot)
    address = f"{HERE}:{bot.logged('listening')['port']}/slack/events"
    slack.workspace.request_url = address
    bot.logged("slack is reached")
    assert bot.ask("/livez")[1]["live"] is True
    assert bot.ask("/readyz") == (200, {"database": True, "schema": True, "slack": True})

    anna = slack.hands(PEOPLE[0].id)
    assert anna.types("/revmentor help").json()["text"]
    assert anna.types("/revmentor my payload is heavy").status == 200
    assert slack.raw(b"command=%2Frevmentor", sign=False).status == 401
    assert slack.raw(b"command=%2Frevmentor", secret="another").status == 401
    assert slack.raw(b"{", content_type="application/json").status == 400

    assert bot.ends() == 0
    assert PEOPLE[0].id not in bot.told


def test_over_a_socket_from_start_to_end(slack: Running, bots: list[Bot], tmp_path: Path) -> None:
    slack.workspace.request_url = None
    bot = Bot(slack, tmp_path, SLACK_APP_TOKEN=slack.workspace.app_token)
    bots.append(bot)
    slack.wait_for_socket(40)
    assert slack.hands(PEOPLE[0].id).types("/revmentor help").json()["text"]
    assert bot.ask("/readyz") == (200, {"database": True, "schema": True, "slack": True})

    bot.puts(PEOPLE[1].id, "through the outbox")
    slack.workspace.wait_until(lambda: sent(slack) == ["through the outbox"], 20)

    assert bot.ends() == 0


def test_a_worker_sends_without_listening(slack: Running, bots: list[Bot], tmp_path: Path) -> None:
    bot = Bot(slack, tmp_path, "worker", SLACK_APP_TOKEN=slack.workspace.app_token)
    bots.append(bot)
    bot.logged("slack is reached")
    bot.puts(PEOPLE[1].id, "by the worker")
    slack.workspace.wait_until(lambda: sent(slack) == ["by the worker"], 20)
    assert "listening" not in bot.told
    assert bot.ends() == 0


def test_a_token_of_another_app_ends_the_start(
    slack: Running, bots: list[Bot], tmp_path: Path
) -> None:
    bot = Bot(
        slack,
        tmp_path,
        SLACK_BOT_TOKEN="xoxb-of-another",
        SLACK_SIGNING_SECRET=slack.workspace.signing_secret,
    )
    bots.append(bot)
    assert bot.wait(40) == 2
    last = bot.told.splitlines()[-1]
    assert last.startswith("SLACK_BOT_TOKEN: Slack refuses it (invalid_auth): ")
    assert "xoxb-of-another" not in bot.told
