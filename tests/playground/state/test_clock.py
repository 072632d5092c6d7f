"""Slack's time can be moved and frozen; triggers, sockets and servers stay in real time."""

from datetime import UTC, datetime
from pathlib import Path

from freezegun import freeze_time
from slack_sdk import WebClient

from playground import Fault, SlackClock
from playground.actor.actor import Actor
from playground.server.serve import Running
from playground.state.clock import real_now
from tests.playground.conftest import ANNA
from tests.playground.pieces import modal, text_field
from tests.playground.tiny_app import TinyApp


def test_a_file_moves_it_and_is_read_every_time(tmp_path: Path) -> None:
    path = tmp_path / "clock"
    clock = SlackClock(path, source=lambda: 100.0)
    assert clock.now() == 100.0
    path.write_text("3600.5")
    assert clock.now() == 3700.5
    path.write_text("")
    clock.offset = 1
    assert clock.now() == 101.0


def test_without_a_file_it_is_moved_in_memory() -> None:
    clock = SlackClock(source=lambda: 100.0)
    clock.start_at(datetime(2026, 9, 14, 7, tzinfo=UTC))
    clock.move_to(datetime(2026, 9, 14, 6, tzinfo=UTC))
    assert clock.moment() == datetime(2026, 9, 14, 7, tzinfo=UTC)


def test_timestamps_follow_it(running: Running, client: WebClient) -> None:
    running.workspace.clock.offset = 86_400
    posted = client.chat_postMessage(channel=ANNA.id, text="tomorrow")
    assert abs(float(posted["ts"]) - (real_now() + 86_400)) < 60


def test_going_back_keeps_timestamps_growing(running: Running, client: WebClient) -> None:
    running.workspace.clock.offset = 86_400
    first = client.chat_postMessage(channel=ANNA.id, text="1")["ts"]
    running.workspace.clock.offset = 0
    assert float(client.chat_postMessage(channel=ANNA.id, text="2")["ts"]) > float(first)


def test_all_works_while_python_time_stands_still(
    running: Running, anna: Actor, client: WebClient
) -> None:
    """The app of a story lives in frozen time; Slack signs and expires in real time."""
    with freeze_time("2026-12-07 09:00:00", ignore=["slack_sdk", "tests.playground.tiny_app"]):
        frozen = datetime.now(UTC).timestamp()
        running.workspace.clock.source = lambda: datetime.now(UTC).timestamp()
        app = TinyApp(running.workspace.signing_secret)
        running.workspace.request_url = app.start()
        app.answers["command"] = lambda payload: (
            client.views_open(trigger_id=payload["trigger_id"], view=modal(text_field())) and None
        )
        try:
            assert anna.types("/revmentor join").error is None
            anna.fills({"Name": "Anna"})
            assert anna.submits().status == 200
        finally:
            app.stop()
        running.workspace.faults.add(Fault("delay", seconds=0.02))
        posted = client.chat_postMessage(channel=ANNA.id, text="x")
        assert int(float(posted["ts"])) == int(frozen)
    assert abs(real_now() - int(app.headers[0]["x-slack-request-timestamp"])) < 60
