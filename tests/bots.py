"""The real bot in a process of its own, in a folder of its own, against the playground."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path

from playground.server.serve import Running

ROOT = Path(__file__).parents[1]
HERE = "http://127.0.0.1"


class Bot:
    """A bot process in a folder of its own."""

    def __init__(self, slack: Running, folder: Path, *verbs: str, **more: str) -> None:
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
        self.process = self._start(*(verbs or ("run",)))
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

    def logged(self, event: str, **facts: object) -> dict[str, object]:
        """The first log line of this kind with these facts, waited for."""
        until = time.monotonic() + 40
        pause = threading.Event()
        while time.monotonic() < until and self.process.poll() is None:
            for line in self._lines:
                if f'"event": "{event}"' in line:
                    told: dict[str, object] = json.loads(line)
                    if facts.items() <= told.items():
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

    def metrics(self) -> str:
        """The page for Prometheus."""
        address = f"{HERE}:{self.logged('listening')['port']}/metrics"
        with urllib.request.urlopen(address, timeout=5) as answer:
            return str(answer.read().decode())

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
