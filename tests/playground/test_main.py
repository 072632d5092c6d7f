"""`python -m playground`, as a process of its own."""

import json
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

import pytest
from slack_sdk import WebClient

from playground.__main__ import main
from playground.state import seed
from playground.state.clock import real_now


@contextmanager
def ended(process: "subprocess.Popen[str]") -> Iterator[None]:
    """Whatever happens, the process does not outlive the test."""
    try:
        yield
    finally:
        process.kill()


def test_says_where_it_is_and_ends_on_a_signal(tmp_path: Path) -> None:
    people = tmp_path / "people.json"
    people.write_text(json.dumps([asdict(person) for person in seed.people(2)]))
    clock = tmp_path / "clock"
    clock.write_text("86400")
    command = [sys.executable, "-m", "playground", "--port", "0", "--seed", str(people)]
    with (
        subprocess.Popen(
            [*command, "--clock-file", str(clock)], stdout=subprocess.PIPE, text=True
        ) as process,
        ended(process),
    ):
        assert process.stdout is not None
        ready = process.stdout.readline().split()
        assert ready[:2] == ["playground", "ready"]
        client = WebClient("xoxb-playground", base_url=f"{ready[2]}/api/")
        assert len(client.users_list(limit=100)["members"]) == 8
        posted = client.chat_postMessage(channel="U0PG000001", text="tomorrow")
        assert float(posted["ts"]) > real_now() + 80_000
        process.send_signal(signal.SIGTERM)
        assert process.wait(10) == 0


def test_a_taken_port_and_a_missing_file_are_said(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        assert main(["--port", str(taken.getsockname()[1])]) == 2
    assert main(["--seed", str(tmp_path / "none.json")]) == 2
    said = capsys.readouterr()
    assert "Address already in use" in said.err
    assert "none.json" in said.err
    assert said.out == ""
