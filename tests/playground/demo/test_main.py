"""`python -m playground.demo` as somebody starts it: the address, the port, a good end."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
from collections import namedtuple
from pathlib import Path

import pytest

from playground.demo.__main__ import main

ROOT = Path(__file__).parents[3]
Usage = namedtuple("Usage", "total used free")


def start(port: int, folder: Path) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-m", "playground.demo", "--no-open", "--port", str(port)],
        cwd=ROOT,
        env={**os.environ, "TMPDIR": str(folder)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def lines_until_the_address(demo: "subprocess.Popen[str]") -> list[str]:
    assert demo.stdout is not None
    lines = []
    for line in demo.stdout:
        lines.append(line.strip())
        if line.startswith("http"):
            break
    return lines


def bots_of(url: str) -> list[int]:
    """The processes that speak to this Slack, by their environment."""
    found = []
    for path in Path("/proc").glob("[0-9]*/environ"):
        try:
            if f"SLACK_API_URL={url}api/".encode() in path.read_bytes():
                found.append(int(path.parent.name))
        except OSError:
            continue
    return found


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_the_next_free_port_is_taken_and_a_signal_ends_everything(
    tmp_path: Path, number: signal.Signals
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        taken = other.getsockname()[1]
        demo = start(taken, tmp_path)
        lines = lines_until_the_address(demo)
        address = re.fullmatch(r"http://127\.0\.0\.1:(\d+)/", lines[-1])
        assert address is not None
        assert int(address[1]) > taken
        assert f"Port {taken} is taken, perhaps by another demo; using {address[1]}." in lines
        assert len(bots_of(lines[-1])) == 1
        assert [one.name for one in tmp_path.iterdir()] != []
        demo.send_signal(number)
        said, complaint = demo.communicate(timeout=30)
    assert (demo.returncode, complaint) == (0, "")
    assert "nothing is left running" in said
    assert bots_of(lines[-1]) == []
    assert [one.name for one in tmp_path.iterdir()] == []


def test_no_room_on_the_disk_is_said_in_one_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(10**9, 10**9 - 5_000_000, 5_000_000))
    assert main(["--no-open"]) == 1
    complaint = capsys.readouterr().err
    assert "5 MB are free, and the demo needs 64 MB" in complaint
    assert complaint.count("\n") == 1


def test_no_free_port_is_said_in_one_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("playground.demo.setup.PORTS_TRIED", 1)
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        assert main(["--no-open", "--port", str(port)]) == 1
    assert "are all taken" in capsys.readouterr().err
