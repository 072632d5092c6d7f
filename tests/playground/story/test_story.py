"""The demo: played once by the real bot, and compared with the log that it claims to quote."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from datetime import time as time_of_day
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from playground import SlackClock
from playground.actor.rendering import Reader, lines
from playground.server import serve
from playground.state.conversations import Message
from playground.state.workspace import Workspace
from playground.story import bot_process
from playground.story.__main__ import main
from playground.story.bot_process import BotProcess
from playground.story.calendar import day_in_rome, looks, rome, working_day
from playground.story.errors import StoryFailed
from playground.story.report import layout
from playground.story.telling import Played, Script, require_whole, tell
from playground.story.transcript import ActionItem

ROOT = Path(__file__).parents[3]
HEAD = re.compile(r"(\d\d:\d\d) (.+)")
DAY = re.compile(r"(Mon|Tue|Wed|Thu|Fri|Sat|Sun) \d+ \w{3} \d{4}")
PEOPLE = 23


@dataclass(frozen=True)
class Quote:
    """Words that the page puts into the bot's mouth, as it prints them."""

    reader: str
    at: str
    head: str
    words: str


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Played:
    said: list[str] = []
    into = tmp_path_factory.mktemp("demo")
    return tell(Script(into=into, joining=PEOPLE), said.append)


def chapter(played: Played, number: int) -> list[str]:
    return played.chapters[number - 1]


def columns(played: Played, number: int) -> Iterator[tuple[str, list[str]]]:
    """Each of the two readers of a chapter, by name, with the lines of that column."""
    printed = chapter(played, number)
    start = next(n for n, line in enumerate(printed) if line == layout.rule()[0])
    cells = [
        (line[: layout.COLUMN].rstrip(), line[layout.COLUMN + len(layout.BETWEEN) :])
        for line in printed[start - 1 :]
    ]
    for side in (0, 1):
        column = [cell[side] for cell in cells]
        yield column[0].partition(" (")[0], column[1:]


def quotes(played: Played, number: int) -> list[Quote]:
    """Everything quoted in a chapter: the indented lines below each head."""
    found = []
    for reader, column in columns(played, number):
        head, at, words = "", "", list[str]()
        for line in [*column, "00:00 the end"]:
            if line.startswith(layout.INDENT) and head and not head.startswith(">"):
                words.append(line.strip())
            elif (matched := HEAD.match(line)) is not None:
                if words:
                    found.append(Quote(reader, at, head, " ".join(words)))
                at, head, words = matched[1], matched[2], []
    return found


def read_by(played: Played, name: str) -> Iterator[tuple[Message, int, str]]:
    """Every version of every message of the log that somebody can read, in their words."""
    workspace = played.workspace
    person = workspace.person(name)
    reader = Reader.of(person, lambda one: workspace.by_id[one].real_name)
    for message in workspace.log:
        members = workspace.rooms.by_id[message.conversation].members
        if message.ephemeral_to in (None, person.id) and person.id in members:
            blocks = [*(version.blocks for version in message.earlier), message.blocks]
            for number, one in enumerate(blocks):
                yield message, number, " ".join(" ".join(lines(one, reader)).split())


def presses_of_pair(played: Played, number: int) -> list[str]:
    """The action ids of everything that the two readers of a chapter pressed."""
    return [
        item.action
        for name, _ in columns(played, number)
        for item in played.transcript.of(played.workspace.person(name).id)
        if isinstance(item, ActionItem) and item.action
    ]


def here(played: Played, message: Message, name: str) -> str:
    """The time of a message on the clock of somebody, by the timestamp of the log."""
    at = datetime.fromtimestamp(float(message.ts), UTC)
    return f"{at.astimezone(ZoneInfo(played.workspace.person(name).tz)):%H:%M}"


def sent(message: Message) -> datetime:
    return datetime.fromtimestamp(float(message.ts), UTC)


# --- every quoted word -----------------------------------------------------------------------


@pytest.mark.parametrize("number", range(1, 12))
def test_what_is_printed_stands_in_the_log_as_that_person_read_it(
    played: Played, number: int
) -> None:
    told = [quote for quote in quotes(played, number) if "window" not in quote.head]
    least = {1: 60, 2: 2, 3: 5, 4: 12, 5: 2, 6: 2, 7: 4, 8: 30, 9: 4, 10: 1, 11: 2}
    assert len(told) >= least[number]
    for quote in told:
        same = [
            (message, version)
            for message, version, words in read_by(played, quote.reader)
            if words == quote.words
        ]
        assert same, quote
        if "now reads" in quote.head:
            assert any(version > 0 for _, version in same), quote
        else:
            times = {
                here(played, message, quote.reader) for message, version in same if not version
            }
            assert quote.at in times, quote


def test_windows_are_quoted_from_the_log_of_views(played: Played) -> None:
    workspace = played.workspace
    windows = [one for n in (1, 2, 7, 10) for one in quotes(played, n)]
    windows = [one for one in windows if "window opens" in one.head]
    assert len(windows) >= 6
    for quote in windows:
        person = workspace.person(quote.reader)
        reader = Reader.of(person, lambda one: workspace.by_id[one].real_name)
        shown = [
            " ".join(" ".join([body["title"]["text"], *lines(body["blocks"], reader)]).split())
            for one, body in workspace.view_log
            if one == person.id and body["type"] == "modal"
        ]
        assert any(text.startswith(quote.words) for text in shown), quote


def test_nobody_stumbles_and_slack_has_nothing_to_complain_about(played: Played) -> None:
    require_whole(played)
    assert played.failed_actions == []
    assert played.workspace.notices == {}


# --- what the story shows --------------------------------------------------------------------


def test_one_pair_is_told_in_two_languages_up_to_its_seventh_meeting(played: Played) -> None:
    (one, _), (other, _) = columns(played, 1)
    left, right = (played.workspace.person(name) for name in (one, other))
    assert (left.locale[:2], right.locale[:2]) == ("it", "en")
    text = "\n".join(chapter(played, 1))
    assert text.count("> answers the four questions") == 2 * 7
    words = [quote.words for quote in quotes(played, 1)]
    assert any("Che bello averti con noi" in said for said in words)
    assert any("Welcome: you're in" in said for said in words)
    assert any("your meeting is set" in said and "incontro è fissato" in said for said in words)


def test_the_pair_thrives_by_taps_alone(played: Played) -> None:
    """A time of the introduction, one that the window offers, several to choose from, one of their
    own, the same time again; once they are a pair, nobody types."""
    lines = [line for _, column in columns(played, 1) for line in column]
    assert sum("> types" in line for line in lines) <= 2, "but to join"
    actions = presses_of_pair(played, 1)
    assert actions.count("met.yes") == 2 * 7
    assert actions.count("checkin.fit.good") == 2
    assert any(action.startswith("date.slot.") for action in actions)
    for once in ("date.other", "date.find", "date.keep", "date.keep_yes"):
        assert actions.count(once) == 1, once
    assert "checkin.next.0" in actions
    assert "date.confirm.0" in actions
    assert {"learning.worksheet", "learning.card"} <= set(actions)


def test_a_pair_without_a_date_rests_and_wakes_with_a_tap(played: Played) -> None:
    (_, left), (_, right) = columns(played, 4)
    for column in (left, right):
        text = " ".join(" ".join(column).split())
        said = [
            ("no meeting planned yet", "non c'è ancora un incontro in programma"),
            ("We won't remind you again", "Non ti ricorderemo più"),
            ("came to rest", "si è messo a riposo"),
            ("goes on", "continua"),
        ]
        assert [any(one in text for one in either) for either in said] == [True] * 4
    assert presses_of_pair(played, 4).count("pair.wake") == 1
    names = [name for name, _ in columns(played, 4)]
    for _, column in columns(played, 5):
        text = " ".join(" ".join(column).split())
        assert "have no meeting planned." in text or "non hanno incontri in programma." in text
        assert all(f"@{name}" in text for name in names)


def test_a_decline_shows_only_after_the_last_day_and_then_to_both_alike(played: Played) -> None:
    (one, does), (other, _) = columns(played, 3)
    assert any("Someone else" in line or "Un'altra persona" in line for line in does)
    last_day = rome(date(2026, 10, 12), time_of_day(18))
    for name, partner in ((one, other), (other, one)):
        heard = [
            message
            for message, version, _ in read_by(played, name)
            if version == 0
            and message.ephemeral_to is None
            and sent(message) > rome(date(2026, 10, 5), time_of_day(12))
        ]
        first = min(heard, key=sent)
        assert sent(first) > last_day
        assert partner.partition(" ")[0] in first.text
        assert "proposal" in first.text or "proposta" in first.text


def test_nobody_in_italy_hears_from_the_bot_on_the_holiday(played: Played) -> None:
    workspace = played.workspace
    heard = {
        member
        for message in workspace.log
        if message.ephemeral_to is None
        and sent(message).astimezone(ZoneInfo("Europe/Rome")).date() == date(2026, 12, 8)
        for member in workspace.rooms.by_id[message.conversation].members
    }
    assert heard
    assert {workspace.by_id[one].tz for one in heard} == {"Europe/London"}
    by_day = {quote.reader: quote.words for quote in quotes(played, 6)}
    assert len(by_day) == 2
    column = dict(columns(played, 6))
    days = {
        workspace.person(name).tz: [line for line in of_one if DAY.fullmatch(line)]
        for name, of_one in column.items()
    }
    assert days == {"Europe/London": ["Tue 8 Dec 2026"], "Europe/Rome": ["Wed 9 Dec 2026"]}


def test_a_pairing_is_changed_and_both_read_the_same(played: Played) -> None:
    (_, italian), (_, english) = columns(played, 7)
    assert sum("> types /revmentor" in line for line in italian + english) == 1
    told = " ".join(" ".join(italian).split()), " ".join(" ".join(english).split())
    assert "si è concluso. Succede per molti motivi, e non li mostriamo." in told[0]
    assert "has ended. Pairings end for many reasons, and we show none." in told[1]
    assert "> presses [Cerca un'altra persona]" in told[0]
    assert "> presses [Find someone new]" in told[1]


def test_a_newcomer_has_three_meetings_with_somebody_who_has_been_there_for_long(
    played: Played,
) -> None:
    actions = presses_of_pair(played, 8)
    assert actions.count("met.yes") == 2 * 3
    languages = [played.workspace.person(name).locale[:2] for name, _ in columns(played, 8)]
    assert languages == ["it", "en"]
    said = [" ".join(" ".join(column).split()) for _, column in columns(played, 8)]
    assert "three meetings" in said[1] or "3 meetings" in said[1]
    assert "tre incontri" in said[0] or "3 incontri" in said[0]


def test_an_end_with_two_choices_reads_the_same_to_both(played: Played) -> None:
    chosen = [one for one in presses_of_pair(played, 9) if one.startswith("end.")]
    assert sorted(chosen) == ["end.not_now", "end.together"]
    assert "after_pair.find_someone" not in presses_of_pair(played, 9)


def test_a_concern_goes_to_one_person_who_does_not_lead(played: Played) -> None:
    (raises, _), (contact, _) = columns(played, 10)
    workspace = played.workspace
    readers = [
        workspace.rooms.by_id[message.conversation].members
        for message in workspace.log
        if "concern.open" in json.dumps(message.blocks)
    ]
    assert readers == [{workspace.person(contact).id}]
    assert contact not in [name for name, _ in columns(played, 2)]
    note, window = (one for one in quotes(played, 10) if one.reader == contact)
    assert raises not in note.words
    assert raises in window.words


def test_the_lead_opens_and_approves_and_both_leads_see_it(played: Played) -> None:
    text = "\n".join(chapter(played, 2))
    assert "> presses [Open the round]" in text
    assert "> presses [Approve]" in text
    assert "Decided by" in text
    assert "La decisione è di" in text


def test_figures_are_released_and_mean_the_same_to_both_leads(played: Played) -> None:
    italian, english = (quote.words for quote in quotes(played, 11))
    assert "In their last answers people" in english
    assert "Nelle ultime risposte" in italian


# --- the page and the files ------------------------------------------------------------------


def test_the_page_fits_a_terminal(played: Played) -> None:
    printed = [line for one in played.chapters for line in one]
    assert max(map(len, printed)) <= 100
    assert "\x1b" not in "".join(printed)


def test_every_message_stands_in_the_file_of_each_who_read_it(played: Played) -> None:
    workspace = played.workspace
    texts = {path.stem: " ".join(path.read_text("utf-8").split()) for path in played.files}
    assert len(texts) == PEOPLE + 3, "the leads, and whom concerns go to"
    for name, text in texts.items():
        person = workspace.person(name)
        for message, _, words in read_by(played, person.real_name):
            assert words in text, (name, message.number)


def test_nothing_is_left_running(played: Played) -> None:
    assert played.seconds > 0
    running = [
        path.read_bytes()
        for path in Path("/proc").glob("[0-9]*/cmdline")
        if path.parent.name != str(os.getpid()) and _readable(path)
    ]
    url = played.workspace.base_url.encode()
    environments = [
        path.read_bytes() for path in Path("/proc").glob("[0-9]*/environ") if _readable(path)
    ]
    assert running
    assert not any(url in environment for environment in environments)


def _readable(path: Path) -> bool:
    try:
        path.read_bytes()
    except OSError:
        return False
    return True


# --- trouble ---------------------------------------------------------------------------------


@pytest.fixture
def slack(tmp_path: Path) -> Iterator[serve.Running]:
    running = serve.start(Workspace())
    yield running
    running.stop()


def bot_of(slack: serve.Running, folder: Path, leads: list[str]) -> BotProcess:
    slack.workspace.clock = SlackClock(folder / "clock")
    slack.workspace.clock.start_at(rome(date(2026, 9, 14), time_of_day(9)))
    return BotProcess(slack, folder, folder / "bot.log", leads)


def test_a_bot_that_ends_is_reported_with_its_log(slack: serve.Running, tmp_path: Path) -> None:
    bot = bot_of(slack, tmp_path, ["nobody"])
    with pytest.raises(StoryFailed, match=r"ended with status 2; its log is .*bot\.log"):
        bot.start()
    assert "REVMENTOR_ADMINS" in (tmp_path / "bot.log").read_text()


def test_a_port_that_was_taken_is_left_for_the_next_one(
    slack: serve.Running, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken = int(slack.url.rpartition(":")[2])
    ports = iter([taken, bot_process._free_port()])
    monkeypatch.setattr(bot_process, "_free_port", lambda: next(ports))
    said: list[str] = []
    bot = bot_of(slack, tmp_path, [])
    try:
        bot.start(said.append)
        assert bot.port != taken
        assert said == [f"Port {taken} has just been taken; trying another one."]
    finally:
        bot.stop()


def test_no_room_for_the_files_is_said_in_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").touch()
    before = signal.getsignal(signal.SIGTERM)
    try:
        assert main(["--into", str(tmp_path / "file" / "demo")]) == 1
    finally:
        signal.signal(signal.SIGTERM, before)
    assert "The story stopped: Not a directory" in capsys.readouterr().err


def test_ctrl_c_stops_everything(tmp_path: Path) -> None:
    command = [sys.executable, "-u", "-m", "playground.story", "--into", str(tmp_path)]
    with subprocess.Popen(
        command,
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=_hears_ctrl_c,
    ) as story:
        assert story.stdout is not None
        bot = next(
            int(found[1]) for line in story.stdout if (found := re.search(r"process (\d+)", line))
        )
        story.send_signal(signal.SIGINT)
        try:
            _, complaint = story.communicate(timeout=30)
        finally:
            story.kill()
    assert story.returncode == 130
    assert "Interrupted" in complaint
    with pytest.raises(ProcessLookupError):
        os.kill(bot, 0)


def _hears_ctrl_c() -> None:
    """What a shell starts in the background ignores it, and so do its children, these tests."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


# --- small parts -----------------------------------------------------------------------------


def test_the_clock_jumps_forward_and_never_back(tmp_path: Path) -> None:
    clock = SlackClock(tmp_path / "clock")
    clock.start_at(rome(date(2026, 9, 14), time_of_day(9)))
    clock.move_to(rome(date(2026, 9, 15), time_of_day(9)))
    clock.move_to(rome(date(2026, 9, 14), time_of_day(12)))
    assert day_in_rome(clock) == date(2026, 9, 15)
    assert json.loads((tmp_path / "clock").read_text()) == pytest.approx(
        rome(date(2026, 9, 15), time_of_day(9)).timestamp() - time.time(), abs=5
    )


def test_looks_are_on_weekdays_and_early_on_mondays() -> None:
    week = [look.astimezone(ZoneInfo("Europe/Rome")) for look in looks(date(2026, 9, 14), 1)]
    assert [f"{look:%a %H:%M}" for look in week] == [
        "Mon 09:02",
        "Mon 10:35",
        "Tue 10:35",
        "Wed 10:35",
        "Thu 10:35",
        "Fri 10:35",
    ]


@pytest.mark.parametrize(
    ("day", "after", "comes"),
    [
        (date(2026, 9, 18), 1, date(2026, 9, 21)),
        (date(2026, 9, 19), 0, date(2026, 9, 21)),
        (date(2026, 12, 7), 1, date(2026, 12, 9)),
        (date(2026, 9, 14), 0, date(2026, 9, 14)),
    ],
)
def test_a_working_day_is_neither_a_weekend_nor_a_holiday(
    day: date, after: int, comes: date
) -> None:
    assert working_day(day, after) == comes
