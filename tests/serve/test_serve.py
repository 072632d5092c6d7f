"""The running process, part by part: web, background, and the end of it all."""

import contextlib
import hashlib
import hmac
import http.client
import json
import signal
import socket
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from slack_bolt import BoltRequest, BoltResponse

from bot.clock import Clock
from bot.serve.background import Background, Pause
from bot.serve.connections import Limits
from bot.serve.web import Events, Health, Web, site
from bot.settings import BadSettings
from bot.slack.edge.guard import MAX_BODY, Guard

ROOT = Path(__file__).parents[2]
SECRET = "0123456789abcdef"
COMMAND = urlencode({"command": "/revmentor", "text": "help", "user_id": "U1"}).encode()


def yes() -> bool:
    return True


def eventually(true: Callable[[], bool], seconds: float = 5) -> bool:
    """Whether it becomes true in time; threads are waited for, nothing is slept over."""
    until = time.monotonic() + seconds
    pause = threading.Event()
    while not true() and time.monotonic() < until:
        pause.wait(0.005)
    return true()


# ----------------------------------------------------------------- web


class Served:
    """A web server on a free port, and what it answers."""

    def __init__(
        self, health: Health, events: Events | None = None, limits: Limits | None = None
    ) -> None:
        self.web = Web(site(health, events), "127.0.0.1", 0, limits or Limits())
        self.web.start()

    def ask(
        self, method: str, path: str, body: bytes = b"", headers: dict[str, str] | None = None
    ) -> tuple[int, str]:
        connection = http.client.HTTPConnection("127.0.0.1", self.web.port, timeout=10)
        try:
            connection.request(method, path, body, headers or {})
            answer = connection.getresponse()
            return answer.status, answer.read().decode()
        finally:
            connection.close()

    def posts(self, body: bytes = COMMAND) -> tuple[int, str]:
        return self.ask("POST", "/slack/events", body, signed(body))


def signed(body: bytes) -> dict[str, str]:
    stamp = str(int(time.time()))
    digest = hmac.new(SECRET.encode(), b"v0:%s:%s" % (stamp.encode(), body), hashlib.sha256)
    return {
        "content-type": "application/x-www-form-urlencoded",
        "x-slack-request-timestamp": stamp,
        "x-slack-signature": "v0=" + digest.hexdigest(),
    }


@pytest.fixture
def served() -> Iterator[Callable[..., Served]]:
    """Starts servers that end with the test."""
    running: list[Served] = []

    def start(
        dispatch: Callable[[BoltRequest], BoltResponse] | None = None,
        health: Health | None = None,
    ) -> Served:
        events = Events(Guard(SECRET, Clock()), dispatch) if dispatch else None
        running.append(Served(health or Health(yes, yes, yes), events))
        return running[-1]

    yield start
    for one in running:
        one.web.stop_accepting()
        assert one.web.join(5)


def test_alive_and_ready(served: Callable[..., Served]) -> None:
    here = served()
    assert here.ask("GET", "/livez") == (200, '{"live":true}')
    assert here.ask("GET", "/readyz") == (200, '{"database":true,"schema":true,"slack":true}')


def test_alive_but_not_ready_says_what_is_missing(served: Callable[..., Served]) -> None:
    def away() -> bool:
        raise ConnectionRefusedError

    here = served(health=Health(away, lambda: False, yes))
    status, text = here.ask("GET", "/readyz")
    assert (status, json.loads(text)) == (
        503,
        {"database": False, "schema": False, "slack": True},
    )
    assert here.ask("GET", "/livez")[0] == 200


def test_a_signed_request_reaches_bolt_and_its_answer_goes_back(
    served: Callable[..., Served],
) -> None:
    seen: list[Any] = []

    def dispatch(request: BoltRequest) -> BoltResponse:
        seen.append(request.body)
        return BoltResponse(status=200, body={"response_type": "ephemeral", "text": "ciao"})

    status, text = served(dispatch).posts()
    assert (status, json.loads(text)["text"]) == (200, "ciao")
    assert seen == [{"command": "/revmentor", "text": "help", "user_id": "U1"}]


def test_what_is_not_slacks_never_reaches_bolt(served: Callable[..., Served]) -> None:
    seen: list[Any] = []

    def dispatch(request: BoltRequest) -> BoltResponse:
        seen.append(request.body)
        return BoltResponse(status=200)

    here = served(dispatch)
    assert here.ask("POST", "/slack/events", COMMAND)[0] == 401
    assert here.posts(b"text=%41")[0] == 400
    assert here.posts(b"a" * (MAX_BODY + 1))[0] == 413
    assert here.ask("GET", "/slack/events")[0] == 405
    assert here.ask("POST", "/", COMMAND)[0] == 404
    assert here.ask("POST", "/slack/events", b"ssl_check=1&token=x") == (200, "")
    assert seen == []


def test_slow_requests_do_not_wait_for_each_other(served: Callable[..., Served]) -> None:
    together = threading.Barrier(4)

    def dispatch(_: BoltRequest) -> BoltResponse:
        together.wait(timeout=5)
        return BoltResponse(status=200)

    here = served(dispatch)
    answers: list[int] = []
    threads = [threading.Thread(target=lambda: answers.append(here.posts()[0])) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [200] * 4


def test_a_request_in_hand_is_answered_before_the_server_ends() -> None:
    begun, go_on = threading.Event(), threading.Event()

    def dispatch(_: BoltRequest) -> BoltResponse:
        begun.set()
        assert go_on.wait(5)
        return BoltResponse(status=200, body="kept")

    here = Served(Health(yes, yes, yes), Events(Guard(SECRET, Clock()), dispatch))
    answers: list[tuple[int, str]] = []
    asking = threading.Thread(target=lambda: answers.append(here.posts()))
    asking.start()
    assert begun.wait(5)
    here.web.stop_accepting()
    go_on.set()
    assert here.web.join(5)
    asking.join()
    assert answers == [(200, "kept")]


def test_a_port_that_is_taken_is_named() -> None:
    first = Web(site(Health(yes, yes, yes)), "127.0.0.1", 0)
    first.start()
    with pytest.raises(BadSettings, match=r"^PORT: "):
        Web(site(Health(yes, yes, yes)), "127.0.0.1", first.port)
    first.stop_accepting()
    assert first.join(5)


# ----------------------------------------------------------------- background


@pytest.fixture
def background() -> Iterator[Callable[..., Background]]:
    """Starts background work that ends with the test."""
    running: list[Background] = []

    def start(
        tick: Callable[[], int], send_one: Callable[[], bool] = lambda: False, every: float = 0.02
    ) -> Background:
        running.append(Background(tick, send_one, every=every))
        running[-1].start()
        return running[-1]

    yield start
    for one in running:
        one.stop()
        assert one.join(5)


def test_a_tick_is_repeated_until_nothing_is_due(background: Callable[..., Background]) -> None:
    due = [3, 2, 1]
    asked: list[int] = []

    def tick() -> int:
        asked.append(1)
        return due.pop() if due else 0

    background(tick, every=3600)
    assert eventually(lambda: len(asked) == 4)


def test_a_tick_that_fails_is_tried_again(background: Callable[..., Background]) -> None:
    asked: list[int] = []

    def tick() -> int:
        asked.append(1)
        if len(asked) < 3:
            raise RuntimeError("away")
        return 0

    background(tick)
    assert eventually(lambda: len(asked) >= 4)


def test_a_slow_message_delays_no_tick(background: Callable[..., Background]) -> None:
    stuck = threading.Event()
    ticks: list[int] = []

    def tick() -> int:
        ticks.append(1)
        return 0

    background(tick, lambda: stuck.wait(5))
    assert eventually(lambda: len(ticks) > 5)
    stuck.set()


def test_waking_sends_at_once(background: Callable[..., Background]) -> None:
    queue: list[str] = []
    sent: list[str] = []
    looked: list[int] = []

    def send_one() -> bool:
        looked.append(1)
        if not queue:
            return False
        sent.append(queue.pop(0))
        return True

    running = background(lambda: 0, send_one, every=3600)
    assert eventually(lambda: len(looked) >= 1)
    queue.extend(["first", "second"])
    running.wake()
    assert eventually(lambda: sent == ["first", "second"])


def test_a_slow_message_does_not_delay_the_next_ones() -> None:
    """The first takes for ever; helpers send the others meanwhile, and the pulse does not rest."""
    queue, sent, stuck = list(range(6)), list[int](), threading.Event()

    def send_one() -> bool:
        if not queue:
            return False
        number = queue.pop(0)
        running.more()
        assert number > 0 or stuck.wait(5)
        sent.append(number)
        return True

    running = Background(lambda: 0, send_one, every=3600, helpers=2)
    running.start()
    try:
        assert eventually(lambda: sorted(sent) == [1, 2, 3, 4, 5])
        assert eventually(lambda: running.pulse["rested"] < running.pulse["woken"])
        stuck.set()
        assert eventually(lambda: running.pulse["rested"] == running.pulse["woken"])
        assert 0 in sent
    finally:
        running.stop()
    assert running.join(5)


def test_without_more_to_send_no_helper_looks() -> None:
    lookers: set[str] = set()

    def send_one() -> bool:
        lookers.add(threading.current_thread().name)
        return False

    running = Background(lambda: 0, send_one, every=0.01, helpers=3)
    running.start()
    assert eventually(lambda: running.pulse["ended"] > 3)
    running.stop()
    assert running.join(5)
    assert lookers == {"sender"}


def test_a_helpers_message_in_hand_is_finished_before_the_end() -> None:
    queue, go_on = [1, 2], threading.Event()
    begun, sent = list[int](), list[int]()

    def send_one() -> bool:
        if not queue:
            return False
        number = queue.pop()
        begun.append(number)
        running.more()
        assert go_on.wait(5)
        sent.append(number)
        return True

    running = Background(lambda: 0, send_one, every=3600, helpers=1)
    running.start()
    assert eventually(lambda: len(begun) == 2)
    running.stop()
    assert not running.join(0.05)
    go_on.set()
    assert running.join(5)
    assert sorted(sent) == [1, 2]


def test_the_pulse_rests_only_when_all_that_was_owed_is_sent(
    background: Callable[..., Background],
) -> None:
    queue: list[str] = []
    go_on = threading.Event()

    def send_one() -> bool:
        if not queue:
            return False
        assert go_on.wait(5)
        queue.pop()
        return True

    def rests() -> bool:
        return running.pulse["rested"] == running.pulse["woken"]

    running = background(lambda: 0, send_one, every=3600)
    assert eventually(lambda: running.pulse["ended"] == 1 and rests())
    queue.append("owed")
    running.wake()
    assert not eventually(rests, 0.05)
    go_on.set()
    assert eventually(rests)
    assert queue == []


def test_a_clock_that_is_moved_is_followed_by_a_tick_at_once() -> None:
    marks, seen = [1], list[int]()

    def tick() -> int:
        seen.append(marks[0])
        return 0

    running = Background(tick, lambda: False, every=3600, mark=lambda: marks[0])
    running.start()
    try:
        assert eventually(lambda: seen == [1])
        begun = running.pulse["begun"]
        marks[0] = 2
        assert eventually(lambda: running.pulse["ended"] > begun)
        assert seen == [1, 2]
    finally:
        running.stop()


def test_stopping_finishes_the_message_in_hand_and_begins_no_other() -> None:
    begun, go_on = threading.Event(), threading.Event()
    sent: list[int] = []

    def send_one() -> bool:
        begun.set()
        assert go_on.wait(5)
        sent.append(1)
        return True

    running = Background(lambda: 0, send_one, every=3600)
    running.start()
    assert begun.wait(5)
    running.stop()
    assert not running.join(0.05)
    go_on.set()
    assert running.join(5)
    assert sent == [1]


def test_a_long_nightly_sync_delays_no_tick_and_ends_with_the_process() -> None:
    ticks: list[int] = []
    waited: list[bool] = []

    def sync(pause: Pause) -> None:
        waited.append(pause(20))

    def tick() -> int:
        ticks.append(1)
        return 0

    running = Background(tick, lambda: False, every=0.01, sync=sync)
    running.start()
    assert eventually(lambda: len(ticks) > 5)
    assert waited == []
    running.stop()
    assert running.join(5)
    assert waited == [False]


def test_a_nightly_sync_that_fails_is_called_again() -> None:
    calls: list[int] = []

    def sync(_: Pause) -> None:
        calls.append(1)
        raise ConnectionRefusedError

    running = Background(lambda: 0, lambda: False, every=0.01, sync=sync)
    running.start()
    assert eventually(lambda: len(calls) > 1)
    running.stop()
    assert running.join(5)


def test_a_nightly_sync_in_hand_is_waited_for() -> None:
    begun, go_on = threading.Event(), threading.Event()

    def sync(_: Pause) -> None:
        begun.set()
        assert go_on.wait(5)

    running = Background(lambda: 0, lambda: False, every=3600, sync=sync)
    running.start()
    assert begun.wait(5)
    running.stop()
    assert not running.join(0.05)
    go_on.set()
    assert running.join(5)


# ----------------------------------------------------------------- process

_PROCESS = """
import sys, threading
from bot import logs
from bot.serve.background import Background
from bot.serve.process import Process
from bot.serve.web import Health, Web, site
from bot.settings import BadSettings

logs.configure("ERROR")
seconds, refuse = float(sys.argv[1]), sys.argv[2] == "refuse"
yes = lambda: True

def tick():
    print("begun", flush=True)
    threading.Event().wait(seconds)
    print("finished", flush=True)
    return 0

process = Process(
    Background(tick, lambda: False, every=3600),
    web=Web(site(Health(yes, yes, yes)), "127.0.0.1", 0),
    dispose=lambda: print("disposed", flush=True),
    finish_seconds=1.0,
)
if refuse:
    process.refuse(BadSettings("SLACK_BOT_TOKEN: refused"))
try:
    process.run()
except BadSettings as error:
    print(error, flush=True)
    sys.exit(2)
"""


@contextlib.contextmanager
def started(seconds: float, how: str = "") -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(_PROCESS), str(seconds), how],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_finishes_the_work_in_hand(number: signal.Signals) -> None:
    with started(0.5) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "begun\n"
        process.send_signal(number)
        rest, _ = process.communicate(timeout=10)
    assert (process.returncode, rest) == (0, "finished\ndisposed\n")


def test_work_that_hangs_does_not_hold_the_process() -> None:
    with started(600) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "begun\n"
        process.send_signal(signal.SIGTERM)
        rest, _ = process.communicate(timeout=10)
    assert (process.returncode, rest) == (0, "")


def test_a_refused_token_ends_the_process_with_its_reason() -> None:
    with started(0, "refuse") as process:
        rest, _ = process.communicate(timeout=10)
    assert process.returncode == 2
    assert rest.endswith("SLACK_BOT_TOKEN: refused\n")


_SIGNALS_AT_ANY_MOMENT = """
import os, random, signal
from bot import logs
from bot.serve import process

logs.configure("ERROR")
process._LOOKS_UP = 0.01
signal.signal(signal.SIGALRM, lambda *_: os.kill(os.getpid(), signal.SIGTERM))

class Idle:
    def start(self):
        signal.setitimer(signal.ITIMER_REAL, 0.000_001 + random.random() / 20_000)

    def stop(self):
        pass

    def join(self, seconds):
        return True

for _ in range(1000):
    process.Process(Idle()).run()
print("ended each time")
"""


def test_a_signal_is_heard_at_whatever_moment_it_comes() -> None:
    """Also when the main thread is just about to fall asleep, and holds a lock for it."""
    script = [sys.executable, "-c", _SIGNALS_AT_ANY_MOMENT]
    done = subprocess.run(script, cwd=ROOT, capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout == "ended each time\n"


_COLLECTOR = """
import gc
from bot import logs
from bot.serve import process

logs.configure("ERROR")

class Once:
    def start(self):
        print(gc.get_freeze_count() > 10_000)
        running.stop()

    def stop(self):
        pass

    def join(self, seconds):
        return True

running = process.Process(Once())
running.run()
"""


def test_the_garbage_collector_passes_over_what_was_loaded_at_the_start() -> None:
    script = [sys.executable, "-c", _COLLECTOR]
    done = subprocess.run(script, cwd=ROOT, capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout == "True\n"


# ----------------------------------------------------------------- who asks nothing

STARTS = {
    "nothing": b"",
    "half a header": b"GET /livez HTTP/1.1\r\nHost: x\r\nX-Slow: ",
    "half a body": b"POST /slack/events HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nhalf",
    "an answered request": b"GET /nowhere HTTP/1.1\r\nHost: x\r\n\r\n",
}


def _opened(port: int, sends: bytes, count: int) -> list[socket.socket]:
    found = []
    for _ in range(count):
        line = socket.create_connection(("127.0.0.1", port), timeout=10)
        with contextlib.suppress(OSError):  # it may have given way already
            line.sendall(sends)
        found.append(line)
    return found


@pytest.mark.parametrize("start", STARTS)
def test_connections_that_ask_nothing_give_way(
    start: str, caplog: pytest.LogCaptureFixture
) -> None:
    """Three hundred where thirty may be open: whoever asks is answered, and no line is logged."""
    guard = Guard(SECRET, Clock(None))
    events = Events(guard, lambda _: BoltResponse(status=200))
    served = Served(Health(yes, yes, yes), events, Limits(connections=30, seconds=60))
    lines = _opened(served.web.port, STARTS[start], 300)
    try:
        assert served.ask("GET", "/readyz")[0] == 200
        assert served.posts()[0] == 200
        assert eventually(lambda: len(served.web._server.server_state.connections) <= 31, 20)
        assert not caplog.records
    finally:
        for line in lines:
            line.close()
        served.web.stop_accepting()
        assert served.web.join(10)


@pytest.mark.parametrize("start", STARTS)
def test_a_request_that_does_not_arrive_in_time_is_cut(start: str) -> None:
    guard = Guard(SECRET, Clock(None))
    events = Events(guard, lambda _: BoltResponse(status=200))
    served = Served(Health(yes, yes, yes), events, Limits(connections=30, seconds=0.2))
    lines = _opened(served.web.port, STARTS[start], 5)
    try:
        assert eventually(lambda: not served.web._server.server_state.connections)
    finally:
        for line in lines:
            line.close()
        served.web.stop_accepting()
        assert served.web.join(10)
