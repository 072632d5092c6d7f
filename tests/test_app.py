"""The real process against the playground: both ways to Slack, from start to SIGTERM."""

import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from playground import Workspace
from playground.server import serve
from playground.server.serve import Running
from playground.state import seed
from playground.state.faults import Fault
from tests.bots import HERE, Bot

PEOPLE = seed.people(count=4, seed=7)


@pytest.fixture
def slack() -> Iterator[Running]:
    running = serve.start(Workspace(people=PEOPLE), port=0)
    yield running
    running.stop()


def sent(slack: Running) -> list[str]:
    """The texts of the messages that everybody can see."""
    return [message.text for message in slack.workspace.log if message.ephemeral_to is None]


@pytest.fixture
def bots() -> Iterator[list[Bot]]:
    started: list[Bot] = []
    yield started
    for bot in started:
        bot.close()


def test_what_only_a_draft_needs_is_not_loaded_at_the_start() -> None:
    said = (
        "import sys, bot.app, bot.operations.cli;"
        "print({'numpy', 'scipy', 'icalendar'} & sys.modules.keys())"
    )
    root = Path(__file__).parents[1]
    ran = subprocess.run([sys.executable, "-c", said], cwd=root, capture_output=True, text=True)
    assert ran.stdout.strip() == "set()", ran.stderr


def test_over_http_from_start_to_end(slack: Running, bots: list[Bot], tmp_path: Path) -> None:
    bot = Bot(slack, tmp_path, SLACK_SIGNING_SECRET=slack.workspace.signing_secret)
    bots.append(bot)
    address = f"{HERE}:{bot.logged('listening')['port']}/slack/events"
    slack.workspace.request_url = address
    bot.logged("slack is reached")
    assert bot.ask("/livez")[1]["live"] is True
    assert bot.ask("/readyz") == (200, {"database": True, "schema": True, "slack": True})

    anna = slack.actor(PEOPLE[0].id)
    assert anna.types("/revmentor help").json()["text"]
    assert anna.types("/revmentor my payload is heavy").status == 200
    assert slack.raw(b"command=%2Frevmentor", sign=False).status == 401
    assert slack.raw(b"command=%2Frevmentor", secret="another").status == 401
    assert slack.raw(b"{", content_type="application/json").status == 400

    told = bot.logged("request", name="help")
    assert (told["kind"], told["outcome"]) == ("command", "done")
    assert isinstance(told["ms"], int)
    assert bot.logged("request", name="unknown")["kind"] == "command"
    assert "payload" not in bot.told
    anna.types("/revmentor leave")
    refused = bot.logged("request", name="leave")
    assert (refused["outcome"], refused["reason"]) == ("refused", "refusal.not_enrolled")
    anna.replays(anna.types("/revmentor language en"))
    bot.logged("request", name="language", outcome="done")
    bot.logged("request", name="language", outcome="again")
    assert "revmentor_inbox_duplicates_total 1.0" in bot.metrics().splitlines()

    assert bot.ends() == 0
    assert PEOPLE[0].id not in bot.told
    asked = [call.method for call in slack.workspace.calls]
    assert asked.count("auth.test") == 1


def test_bolts_own_words_are_never_read_while_slack_stumbles(
    slack: Running, bots: list[Bot], tmp_path: Path
) -> None:
    """Slack cannot say who we are, and people are answered all the same."""
    slack.workspace.faults.add(Fault("error", method="auth.test", count=None))
    bot = Bot(slack, tmp_path, SLACK_SIGNING_SECRET=slack.workspace.signing_secret)
    bots.append(bot)
    bot.logged("slack is not reached")
    slack.workspace.request_url = f"{HERE}:{bot.logged('listening')['port']}/slack/events"
    assert bot.ask("/readyz")[0] == 503
    anna = slack.actor(PEOPLE[0].id)
    anna.types("/revmentor help")
    assert "/revmentor status" in anna.sees.text or "/revmentor stato" in anna.sees.text
    assert anna.notices == []
    assert bot.ends() == 0


def test_what_the_process_counts_of_itself_and_whom_it_calls_at_night(
    slack: Running, bots: list[Bot], tmp_path: Path
) -> None:
    slack.workspace.request_url = None
    clock = tmp_path / "clock"
    bot = Bot(
        slack,
        tmp_path,
        SLACK_APP_TOKEN=slack.workspace.app_token,
        REVMENTOR_CLOCK_FILE=str(clock),
    )
    bots.append(bot)
    slack.wait_for_socket(40)
    slack.actor(PEOPLE[0].id).types("/revmentor help")
    bot.puts(PEOPLE[1].id, "counted")
    assert bot.logged("delivery")["outcome"] == "sent"
    slack.workspace.wait_until(lambda: sent(slack) == ["counted"], 20)
    page = bot.metrics()
    for line in (
        'revmentor_outbox_given_up_messages{reason="policy"} 0.0',
        "revmentor_outbox_overdue_messages 0.0",
        "revmentor_outbox_overdue_seconds 0.0",
        'revmentor_deliveries_total{outcome="sent"} 1.0',
        "revmentor_delivery_lateness_seconds_count 1.0",
        'revmentor_request_seconds_count{kind="command",outcome="done"} 1.0',
        "revmentor_inbox_duplicates_total 0.0",
    ):
        assert line in page.splitlines()
    assert not any(person.id in page for person in PEOPLE)

    assert "users.list" not in [call.method for call in slack.workspace.calls]
    clock.write_text("100000")  # past the next night
    slack.workspace.wait_until(
        lambda: "users.list" in [call.method for call in slack.workspace.calls], 20
    )
    assert bot.ends() == 0


def test_over_a_socket_from_start_to_end(slack: Running, bots: list[Bot], tmp_path: Path) -> None:
    slack.workspace.request_url = None
    bot = Bot(slack, tmp_path, SLACK_APP_TOKEN=slack.workspace.app_token)
    bots.append(bot)
    slack.wait_for_socket(40)
    assert slack.actor(PEOPLE[0].id).types("/revmentor help").json()["text"]
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


@pytest.mark.parametrize(
    ("revision", "fix"),
    [("9999", "run the version that was run last"), ("0007", "run `python -m bot migrate` once")],
)
def test_a_bot_whose_schema_is_changed_under_it_ends(
    slack: Running, bots: list[Bot], tmp_path: Path, revision: str, fix: str
) -> None:
    """An old replica that was not stopped before the upgrade, or a new one before the way back."""
    bot = Bot(slack, tmp_path, SLACK_SIGNING_SECRET=slack.workspace.signing_secret)
    bots.append(bot)
    bot.logged("slack is reached")
    with closing(sqlite3.connect(tmp_path / "revmentor.db")) as db, db:
        db.execute("UPDATE alembic_version SET version_num = ?", (revision,))
    assert bot.wait(20) == 2
    last = bot.told.splitlines()[-1]
    assert last.startswith(f"DATABASE_URL: the schema is at {revision}")
    assert fix in last


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


def test_a_token_of_another_workspace_ends_the_start_and_changes_nobody(
    slack: Running, bots: list[Bot], tmp_path: Path
) -> None:
    """First contact says whose the database is; in the other workspace nobody of ours is known."""
    signed = {"SLACK_SIGNING_SECRET": slack.workspace.signing_secret}
    ours = Bot(slack, tmp_path, **signed)
    bots.append(ours)
    slack.workspace.request_url = f"{HERE}:{ours.logged('listening')['port']}/slack/events"
    ours.logged("slack is reached")
    slack.actor(PEOPLE[0].id).types("/revmentor status")
    ours.puts(PEOPLE[0].id, "of the programme")
    slack.workspace.wait_until(lambda: sent(slack) == ["of the programme"], 20)
    assert ours.ends() == 0
    before = kept(tmp_path)

    theirs = serve.start(Workspace(team_id="T0ANOTHER0", team_name="Elsewhere"), port=0)
    try:
        bot = Bot(theirs, tmp_path, **signed)
        bots.append(bot)
        bot.puts(PEOPLE[0].id, "not to be sent there")
        assert bot.wait(40) == 2
        last = bot.told.splitlines()[-1]
        assert last.startswith(
            "SLACK_BOT_TOKEN: is of the workspace T0ANOTHER0 (Elsewhere), and this database belongs"
            f" to {slack.workspace.team_id}: "
        )
        assert "python -m bot workspace adopt" in last
        assert kept(tmp_path) == before
        assert {call.method for call in theirs.workspace.calls} == {"auth.test"}

        moved = Bot(theirs, tmp_path, "workspace", "adopt", **signed)
        bots.append(moved)
        assert moved.wait(40) == 0
        again = Bot(theirs, tmp_path, **signed)
        bots.append(again)
        again.logged("slack is reached")
        assert again.ends() == 0
    finally:
        theirs.stop()


def kept(folder: Path) -> list[tuple[object, ...]]:
    """Everybody whom the database knows, with what they are."""
    with closing(sqlite3.connect(folder / "revmentor.db")) as db:
        query = "SELECT slack_id, zone, language, state FROM person LEFT JOIN participation"
        rows: list[tuple[object, ...]] = db.execute(
            f"{query} ON person_id = person.id ORDER BY 1"
        ).fetchall()
    return rows


def test_a_lead_who_never_wrote_is_known_in_their_own_language(
    slack: Running, bots: list[Bot], tmp_path: Path
) -> None:
    """So that the first round's message comes in Italian, though the programme speaks English."""
    lead = PEOPLE[0]
    bot = Bot(
        slack,
        tmp_path,
        SLACK_SIGNING_SECRET=slack.workspace.signing_secret,
        REVMENTOR_ADMINS=lead.id,
    )
    bots.append(bot)
    bot.logged("slack is reached")
    assert bot.ends() == 0
    with sqlite3.connect(tmp_path / "revmentor.db") as kept:
        known = kept.execute("SELECT slack_id, language, zone FROM person").fetchall()
    assert known == [(lead.id, "it", "Europe/Rome")]
