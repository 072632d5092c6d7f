"""The real bot: started as an operator would start it, watched, and stopped."""

import http.client
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from playground.server.serve import Running
from playground.story.errors import StoryFailed

ROOT = Path(__file__).parents[2]
READY_SECONDS = 60.0
QUIET_SECONDS = 60.0
POLL_SECONDS = 0.003
ATTEMPTS = 5
WRONG_SETTING = 2
OWN = ("SLACK_", "REVMENTOR_", "DATABASE_", "PORT", "HOST")
PROXIES = ("http_proxy", "https_proxy", "all_proxy")


class BotProcess:
    """`python -m bot run` in HTTP mode, on a free port, with an SQLite file in `folder`.

    The file of the workspace's clock moves the bot, too.
    """

    def __init__(self, running: Running, folder: Path, log: Path, leads: list[str]) -> None:
        self._running = running
        self._folder = folder
        self._leads = leads
        self.log = log
        self.port = 0
        self._process: subprocess.Popen[bytes] | None = None
        self._line: http.client.HTTPConnection | None = None

    @property
    def pid(self) -> int:
        """The process, while it runs."""
        return self._process.pid if self._process else 0

    @property
    def is_running(self) -> bool:
        """Whether the process is there."""
        process = self._process
        return process is not None and process.poll() is None

    def start(self, say: Callable[[str], None] = lambda _: None) -> None:
        """Returns when the bot is ready; a port that somebody takes meanwhile is given up for
        the next one. Raises StoryFailed."""
        for _ in range(ATTEMPTS):
            self.port = _free_port()
            self._launch()
            if self._ready():
                self._running.workspace.request_url = f"http://127.0.0.1:{self.port}/slack/events"
                return
            say(f"Port {self.port} has just been taken; trying another one.")
        raise StoryFailed(f"No port is free for the bot; its log is {self.log}")

    def settle(self, write_clock: Callable[[], None]) -> None:
        """Write the clock's file, and wait until the bot has done all that is due and has sent all
        that is to be sent.

        The bot notices that the file was written: a tick that begins after that must end, and the
        sender must have nothing left. Raises StoryFailed.
        """
        begun = self._pulse()["begun"]
        write_clock()
        until = time.monotonic() + QUIET_SECONDS
        while not _is_quiet(self._pulse(), begun):
            if time.monotonic() > until:
                raise StoryFailed(
                    f"The bot has not come to rest in {QUIET_SECONDS:.0f} s; its log is {self.log}"
                )
            time.sleep(POLL_SECONDS)

    def stop(self) -> None:
        """End it in good order; what does not end in ten seconds is killed."""
        self._hang_up()
        process, self._process = self._process, None
        if process is None or process.poll() is not None:
            return
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def _launch(self) -> None:
        self._hang_up()
        with self.log.open("wb") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "bot", "run"],
                cwd=self._folder,  # no .env of a real workspace lies here
                env=self._environment(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,  # Ctrl-C comes to us, and we stop it
            )

    def _environment(self) -> dict[str, str]:
        workspace = self._running.workspace
        kept = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(OWN) and name.lower() not in PROXIES
        }
        return kept | {
            "PYTHONPATH": str(ROOT),
            "SLACK_BOT_TOKEN": workspace.bot_token,
            "SLACK_SIGNING_SECRET": workspace.signing_secret,
            "SLACK_API_URL": self._running.api_url,
            "HOST": "127.0.0.1",
            "PORT": str(self.port),
            "REVMENTOR_DATA": str(self._folder),
            "REVMENTOR_ADMINS": ",".join(self._leads),
            "REVMENTOR_CLOCK_FILE": str(workspace.clock.path),
            "REVMENTOR_TICK_SECONDS": "30",
            "REVMENTOR_PACE": "0.01",
            "REVMENTOR_LOG_LEVEL": "ERROR",
            "REVMENTOR_LOG_FORMAT": "json",
        }

    def _ready(self) -> bool:
        """Whether it answers; False when its port was taken. Raises StoryFailed."""
        until = time.monotonic() + READY_SECONDS
        while time.monotonic() < until:
            if self._ended() == WRONG_SETTING and "PORT:" in self.log.read_text("utf-8"):
                return False
            self._require_alive()
            try:
                if self._ask("/readyz")[0] == 200:
                    return True
            except OSError:
                self._hang_up()
            time.sleep(0.02)
        raise StoryFailed(
            f"The bot is not ready after {READY_SECONDS:.0f} s; its log is {self.log}"
        )

    def _pulse(self) -> dict[str, int]:
        try:
            pulse: dict[str, int] = json.loads(self._ask("/livez")[1])
        except (OSError, http.client.HTTPException) as error:
            self._hang_up()
            self._require_alive()
            raise StoryFailed(f"The bot does not answer; its log is {self.log}") from error
        return pulse

    def _ask(self, path: str) -> tuple[int, bytes]:
        """Over one connection as long as it lasts: the bot closes one that has been idle."""
        if self._line is not None:
            try:
                return self._asked(self._line, path)
            except (http.client.RemoteDisconnected, ConnectionError):
                self._hang_up()
        self._line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        return self._asked(self._line, path)

    def _hang_up(self) -> None:
        line, self._line = self._line, None
        if line is not None:
            line.close()

    def _asked(self, line: http.client.HTTPConnection, path: str) -> tuple[int, bytes]:
        line.request("GET", path)
        answer = line.getresponse()
        return answer.status, answer.read()

    def _ended(self) -> int | None:
        return self._process.poll() if self._process else None

    def _require_alive(self) -> None:
        status = self._ended()
        if status is not None:
            raise StoryFailed(f"The bot has ended with status {status}; its log is {self.log}")


def _is_quiet(pulse: Mapping[str, int], begun: int) -> bool:
    return pulse["ended"] > begun and pulse["rested"] == pulse["woken"]


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])
