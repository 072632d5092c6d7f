"""The small parts of the demo, each alone."""

import re
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from string import Formatter

import pytest

from playground.demo.bot_supervisor import BotSupervisor, Health
from playground.demo.casting import cast_of, give
from playground.demo.roles import Roles
from playground.demo.state import DRAWN
from playground.demo.tour.steps import STEPS
from playground.demo.travel import at_speed, hour_by_hour
from playground.demo.words import EN, IT, language_of
from playground.demo.worker import Worker
from playground.server import serve
from playground.server.serve import Running
from playground.state import seed
from playground.state.workspace import Workspace
from playground.story.bot_process import BotProcess
from playground.story.calendar import ROME, rome
from playground.story.characters.cast import Circle
from playground.story.errors import StoryFailed

FRIDAY = datetime(2026, 9, 18, 15, 0, tzinfo=UTC)


# --- the course of the clock -----------------------------------------------------------------


def test_hours_are_those_of_weekdays_and_the_end_is_kept() -> None:
    until = FRIDAY + timedelta(days=3)
    stops = [one.astimezone(ROME) for one in hour_by_hour(FRIDAY, until)]
    assert f"{stops[0]:%a %H:%M}" == "Fri 17:35"
    assert {f"{one:%a}" for one in stops} == {"Fri", "Mon"}
    assert stops[-1] == until
    assert stops == sorted(set(stops))


def test_a_weekend_is_passed_in_one_step() -> None:
    saturday = rome(date(2026, 9, 19), time(9))
    assert list(hour_by_hour(saturday, saturday + timedelta(days=1))) == [
        saturday + timedelta(days=1)
    ]


def test_at_speed_there_are_one_or_two_stops_a_weekday() -> None:
    until = FRIDAY + timedelta(weeks=26)
    stops = list(at_speed(FRIDAY, until))
    assert stops[0] > FRIDAY
    assert stops[-1] == until
    assert 26 * 5 <= len(stops) <= 26 * 6 + 2
    assert stops == sorted(set(stops))


# --- the roles -------------------------------------------------------------------------------


@pytest.fixture
def roles() -> Roles:
    return Roles({"mentor": "ada", "mentee": "bea", "lead": "cleo"})


def test_whoever_is_acted_for_is_played_until_let_go(roles: Roles) -> None:
    roles.acted_as("ada")
    assert roles.played == {"ada"}
    roles.let_go("ada")
    assert roles.played == set()


def test_giving_the_role_to_somebody_else_lets_go(roles: Roles) -> None:
    roles.acted_as("ada")
    roles.assign("mentor", "dora")
    assert roles.holders["mentor"] == "dora"
    assert roles.played == set()


def test_two_who_have_roles_change_them_and_stay_played(roles: Roles) -> None:
    roles.acted_as("ada")
    roles.assign("mentor", "bea")
    assert roles.holders == {"mentor": "bea", "mentee": "ada", "lead": "cleo"}
    assert roles.played == {"ada"}


def test_there_are_three_roles_only(roles: Roles) -> None:
    with pytest.raises(KeyError):
        roles.assign("guest", "ada")


# --- the words -------------------------------------------------------------------------------


def test_both_languages_have_the_same_words() -> None:
    assert IT.keys() == EN.keys()


@pytest.mark.parametrize("key", sorted(EN))
def test_both_languages_take_the_same_facts(key: str) -> None:
    facts = [
        {name for _, name, _, _ in Formatter().parse(words[key]) if name} for words in (IT, EN)
    ]
    assert facts[0] == facts[1]


def test_every_step_and_every_drawn_word_is_there() -> None:
    steps = {f"step.{step.name}.{part}" for step in STEPS for part in ("title", "text", "hand")}
    assert steps <= EN.keys()
    assert set(DRAWN) <= EN.keys()


def test_no_word_stands_in_the_scripts() -> None:
    static = Path(__file__).parents[3] / "playground" / "demo" / "static"
    for script in static.glob("*.js"):
        code = re.sub(r'//.*|class: "[^"]*"|"quiet [\w-]+"', "", script.read_text("utf-8"))
        texts = re.findall(r'"([^"\n]*)"|`([^`]*)`', code)
        assert [one for one in texts if re.search("[a-z]{2,} [a-z]{2,}", "".join(one))] == []


@pytest.mark.parametrize(
    ("wanted", "accepted", "language"),
    [
        ("it", "en", "it"),
        ("", "it-IT,it;q=0.9,en;q=0.8", "it"),
        ("", "de,en;q=0.5", "en"),
        ("xx", "", "en"),
        ("", "", "en"),
    ],
)
def test_the_language_is_the_wanted_one_or_the_browsers(
    wanted: str, accepted: str, language: str
) -> None:
    assert language_of(wanted, accepted) == language


# --- one thing at a time ---------------------------------------------------------------------


@pytest.fixture
def errors() -> list[Exception]:
    return []


@pytest.fixture
def worker(errors: list[Exception]) -> Worker:
    return Worker(lambda: None, errors.append)


def none(_: object) -> None:
    """A job returns nothing."""


def ended(worker: Worker) -> None:
    assert worker._thread is not None
    worker._thread.join(5)


def test_a_second_job_is_refused_while_one_runs(worker: Worker) -> None:
    go = threading.Event()
    assert worker.begin("first", lambda: none(go.wait(5)))
    assert worker.busy == "first"
    assert not worker.begin("second", lambda: None)
    go.set()
    ended(worker)
    assert worker.busy == ""
    assert worker.begin("second", lambda: None)
    ended(worker)


def test_a_job_that_fails_is_told_and_the_next_one_runs(
    worker: Worker, errors: list[Exception]
) -> None:
    def breaks() -> None:
        raise ValueError("broken")

    worker.begin("breaks", breaks)
    ended(worker)
    assert [str(error) for error in errors] == ["broken"]
    assert worker.begin("next", lambda: None)
    ended(worker)


def test_a_pause_is_over_when_the_job_is_to_stop(worker: Worker) -> None:
    worker.begin("pause", lambda: worker.pause(60))
    worker.stop(patience=5)
    assert worker.busy == ""


# --- the bot's supervisor --------------------------------------------------------------------


class Pretends(BotProcess):
    """A process that can be had without one."""

    def __init__(self, fails: bool = False) -> None:
        self.is_there, self.fails, self.settled = False, fails, 0

    @property
    def is_running(self) -> bool:
        return self.is_there

    def start(self, say: Callable[[str], None] = lambda _: None) -> None:
        if self.fails:
            raise StoryFailed("no port")
        self.is_there = True

    def stop(self) -> None:
        self.is_there = False

    def settle(self, write_clock: Callable[[], None]) -> None:
        self.settled += 1
        write_clock()


def test_a_bot_that_was_stopped_is_told_from_one_that_ended() -> None:
    bot = Pretends()
    supervisor = BotSupervisor(bot)
    supervisor.start()
    said = [supervisor.health]
    supervisor.stop()
    said.append(supervisor.health)
    supervisor.start()
    bot.is_there = False
    said.append(supervisor.health)
    assert said == [Health.RUNS, Health.STOPPED, Health.ENDED]


def test_a_bot_that_does_not_start_has_ended() -> None:
    supervisor = BotSupervisor(Pretends(fails=True))
    with pytest.raises(StoryFailed):
        supervisor.start()
    assert supervisor.health is Health.ENDED


def test_time_passes_without_the_bot() -> None:
    bot, moved = Pretends(), list[int]()
    supervisor = BotSupervisor(bot)
    supervisor.settle(lambda: moved.append(1))
    assert (bot.settled, moved) == (0, [1])
    supervisor.start()
    supervisor.settle(lambda: moved.append(2))
    assert (bot.settled, moved) == (1, [1, 2])


# --- the cast --------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def slack() -> Iterator[Running]:
    running = serve.start(Workspace(people=seed.people(60, 1)))
    yield running
    running.stop()


def test_each_trio_reads_one_language_and_shares_its_topics_with_nobody(slack: Running) -> None:
    ids = [one.id for one in seed.people(60, 1)[:60]]
    cast = cast_of(slack, ids, seed=1, joining=29)
    for language, trios in cast.trios.items():
        for one in (person for trio in trios for person in vars(trio).values()):
            assert slack.workspace.by_id[one].locale.startswith(language)
    pairs = [(trio.mentor, trio.mentee) for trios in cast.trios.values() for trio in trios]
    inner = [one.id for one in cast.members.values() if one.circle is Circle.INNER]
    assert sorted(inner) == sorted(one for pair in pairs for one in pair)
    assert len(pairs) == 4
    assert len(cast.members) == 58
    assert sum(one.joins_after is not None for one in cast.members.values()) == 33


def test_mentor_and_mentee_of_a_trio_are_far_enough_apart(slack: Running) -> None:
    ids = [one.id for one in seed.people(60, 1)[:60]]
    cast = cast_of(slack, ids, seed=1, joining=29)
    for trio in (trio for trios in cast.trios.values() for trio in trios):
        mentor, mentee = (cast.members[one] for one in (trio.mentor, trio.mentee))
        assert (mentor.role, mentee.role) == ("mentor", "mentee")
        assert mentee.band > mentor.band


def test_parts_are_given_however_few_pairs_there_are(slack: Running) -> None:
    ids = [one.id for one in seed.people(60, 1)[:60]]
    members = cast_of(slack, ids, seed=1, joining=29).members
    parts = give(members, {})
    assert parts.given
    assert parts.silent is None
    outer = [one for one in members.values() if one.joins_after is not None][:4]
    for one, other in (outer[:2], outer[2:]):
        one.partner, other.partner = other.id, one.id
    parts = give(members, {one.id: "a proposal" for one in outer})
    assert parts.declines is not None
    assert parts.stalls is not None
    assert parts.stalls.stalls
    assert parts.silent is None
