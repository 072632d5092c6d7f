"""The demo over HTTP, with the real bot: the clock, colleagues, the people one plays."""

import os
import re
import signal
from datetime import timedelta

import pytest

from playground.actor.finding import press_on
from playground.demo import observed
from playground.demo.demo import Demo
from playground.story.transcript import ActionItem
from tests.playground.demo.conftest import Visitor


def has_joined(visitor: Visitor, person: str) -> bool:
    return observed.has_joined(visitor.demo.workspace, person)


# --- the way in ------------------------------------------------------------------------------


def test_the_page_the_state_and_refusals(shared: Visitor) -> None:
    status, page = shared.get("/", **{"Accept-Language": "it"})
    assert status == 200
    assert '<html lang="it">' in page
    assert shared.person_in("lead") == shared.demo.cast.trios["it"][0].lead
    assert shared.get("/static/demo/demo.js")[0] == 200
    assert shared.get("/static/demo/..%2f__init__.py")[0] == 404

    sees = shared.sees
    now = sees["clock"]["text"]
    assert re.fullmatch(r"\w+day \d+ \w+ 2026, \d\d:\d\d", now)
    assert [role["role"] for role in sees["roles"]] == ["mentor", "mentee", "lead"]
    assert sum(len(group["people"]) for group in sees["people"]) == 60
    assert sees["bot"]["health"] == "runs"
    assert sees["counts"].startswith("Joined: 0 · pairs: 0 · meetings set: 0 · messages: ")

    for wrong in ({"do": "fly"}, {}, {"do": "assign", "role": "mentor", "person": "U0PGGONE01"}):
        assert shared.post("/demo/do", wrong)[0] == 400
    foreign = shared.post("/demo/do", {"do": "hour"}, Origin="http://elsewhere.example")
    assert foreign[0] == 403
    assert shared.post("/demo/do", {"do": "hour"}, **{"Content-Type": "text/plain"})[0] == 403
    assert shared.sees["clock"]["text"] == now


# --- the clock -------------------------------------------------------------------------------


def test_an_hour_a_day_and_the_next_message(visitor: Visitor) -> None:
    demo = visitor.demo
    begun = demo.clock.moment()
    visitor.does("hour")
    assert timedelta(hours=1) <= demo.clock.moment() - begun < timedelta(hours=1, minutes=1)
    visitor.does("day")
    assert timedelta(hours=25) <= demo.clock.moment() - begun < timedelta(hours=25, minutes=1)
    assert "Now: Tuesday 15 September 2026, 09:5" in visitor.sees["note"]

    visitor.acts_as(visitor.person_in("mentor"), "write", text="/revmentor", room=_direct(visitor))
    visitor.acts_as(
        visitor.person_in("mentee"), "write", text="/revmentor", room=_direct(visitor, "mentee")
    )
    visitor.does("next")
    lead = visitor.person_in("lead")
    assert observed.last_open(demo.workspace, lead, "round.open") is not None
    assert visitor.sees["clock"]["text"].startswith("Monday 5 October 2026, ")
    name = demo.workspace.by_id[lead].real_name
    assert f"{name}: 1 new message" in visitor.sees["note"]


def test_one_thing_at_a_time_and_it_can_be_stopped(visitor: Visitor) -> None:
    begun = visitor.demo.clock.moment()
    assert visitor.post("/demo/do", {"do": "play"})[1] == {"ok": True}
    busy = visitor.post("/demo/do?lang=it", {"do": "hour"})[1]
    assert busy == {"ok": False, "error": "Una cosa alla volta: qualcosa è ancora in corso."}
    work = visitor.sees["work"]
    assert (work["name"], work["can_stop"]) == ("play", True)
    assert 0 <= work["share"] < 1
    visitor.does("stop")
    assert visitor.sees["work"] is None
    assert visitor.sees["note"].startswith("Stopped here.")
    assert visitor.demo.clock.moment() - begun < timedelta(weeks=20)


# --- colleagues ------------------------------------------------------------------------------


def test_colleagues_join_but_never_somebody_who_is_played(visitor: Visitor) -> None:
    mentor, mentee = visitor.person_in("mentor"), visitor.person_in("mentee")
    visitor.acts_as(mentor, "write", text="/revmentor", room=_direct(visitor))
    assert visitor.sees["roles"][0]["played"]
    for _ in range(3):
        visitor.does("day")
    assert not has_joined(visitor, mentor)
    assert has_joined(visitor, mentee)
    assert len(visitor.demo.counts.joined) > 3
    assert visitor.demo.company.simulation.failed_actions == []


def test_looking_at_a_page_is_not_playing(shared: Visitor) -> None:
    mentor = shared.person_in("mentor")
    shared.acts_as(mentor, "open", room=_direct(shared), tab="home")
    assert shared.demo.roles.played == set()


def test_no_colleague_acts_while_they_are_not_to(visitor: Visitor) -> None:
    visitor.does("colleagues", act=False)
    assert visitor.sees["roles"][0]["status"] == "Waits until colleagues act"
    visitor.does("day")
    visitor.does("day")
    assert visitor.demo.counts.joined == set()
    visitor.does("colleagues", act=True)
    visitor.does("hour")
    assert len(visitor.demo.counts.joined) > 1


def test_no_lead_decides_while_one_is_played(shared: Visitor) -> None:
    demo = shared.demo
    leads = [one for one in demo.people if demo.is_lead(one)]
    assert not any(map(demo.is_by_hand, leads))
    demo.roles.acted_as(leads[0])
    assert all(map(demo.is_by_hand, leads))
    demo.roles.let_go(leads[0])


def test_weeks_show_a_pair_that_thrives_and_one_that_rests(visitor: Visitor) -> None:
    """Up to the seventh meeting; and nobody types but to join."""
    visitor.does("play")
    demo = visitor.demo
    company = demo.company
    assert company.simulation.failed_actions == []
    assert demo.workspace.notices == {}
    assert max(_meetings_of(demo, one) for one in company.cast.members) == 7
    stalls = company.parts.stalls
    assert stalls is not None
    for one in (stalls.junior.id, stalls.senior.id):
        assert observed.last_offering(demo.workspace, one, "pair.wake") is not None
    did = [item for item in company.simulation.transcript.items if isinstance(item, ActionItem)]
    typed = {item.words for item in did if item.words.startswith("types")}
    assert typed == {"types /revmentor join", "types /revmentor leave", "types /revmentor giro"}


def _meetings_of(demo: Demo, person: str) -> int:
    """How many meetings this person said yes to."""
    asked = observed.from_the_app(demo.workspace, person)
    said = (press_on(one.blocks, "checkin.answer") for one in asked)
    return len({str(press.element["value"]) for press in said if press is not None})


# --- the bot ---------------------------------------------------------------------------------


def test_the_bot_stopped_and_started_behind_the_demo(visitor: Visitor) -> None:
    visitor.does("stop_bot")
    assert visitor.sees["bot"]["health"] == "stopped"
    assert visitor.sees["bot"]["action"] == "start_bot"
    visitor.does("day")
    assert visitor.demo.counts.joined == set()
    visitor.does("start_bot")
    assert visitor.sees["bot"]["health"] == "runs"
    visitor.does("hour")
    assert len(visitor.demo.counts.joined) > 0
    assert visitor.demo.workspace.notices == {}


def test_a_bot_that_ends_by_itself_is_reported_and_started_again(shared: Visitor) -> None:
    os.kill(shared.demo.supervisor._bot.pid, signal.SIGKILL)
    assert shared.demo.supervisor._bot._process is not None
    shared.demo.supervisor._bot._process.wait(10)
    bot = shared.sees["bot"]
    assert bot["health"] == "ended"
    assert bot["button"] == "Start it again"
    assert shared.demo.supervisor.log in bot["text"]
    shared.does("start_bot")
    assert shared.sees["bot"]["health"] == "runs"


def test_a_bot_that_ends_on_the_way_stops_the_journey(
    shared: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    bot = shared.demo.supervisor._bot

    def dies(write_clock: object) -> None:
        assert bot._process is not None
        bot._process.kill()
        bot._process.wait(10)
        bot._require_alive()

    monkeypatch.setattr(bot, "settle", dies)
    shared.does("day")
    assert "Start it again" in shared.sees["note"]
    monkeypatch.undo()
    shared.does("start_bot")


def test_a_full_disk_is_said_in_words(shared: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(shared.demo.clock, "_write", full)
    shared.does("hour")
    assert "no room left on the disk" in shared.sees["note"]
    assert shared.sees["work"] is None


# --- the tour --------------------------------------------------------------------------------


def test_the_tour_shows_a_programme_from_joining_to_the_figures(visitor: Visitor) -> None:
    italian = Visitor(visitor.demo, "it")
    italian.does("start_tour")
    demo = visitor.demo
    assert vars(demo.cast.trios["it"][0]) == demo.roles.holders
    steps = []
    while (step := italian.sees["tour"]["step"]) is not None:
        assert step["name"] not in steps
        assert "{" not in "".join(step.values())
        steps.append(step["name"])
        italian.does("show")
        assert demo.note is None
    assert steps == [
        *("join_mentor", "join_mentee", "round", "approve"),
        *("accept", "plan", "checkin", "figures"),
    ]
    assert italian.sees["tour"]["end"]
    assert demo.workspace.notices == {}
    assert len(demo.counts.pairs) > 5
    shown = demo.running.actor(demo.roles.holders["lead"]).sees.text
    assert "Nelle ultime risposte" in shown  # enough have answered
    _is_over(demo)


def _is_over(demo: Demo) -> None:
    """At the end everybody acts of themselves again."""
    assert not any(map(demo.is_by_hand, demo.people))


def test_of_ten_pages_that_ask_at_once_one_goes_on_and_no_step_is_skipped(shared: Visitor) -> None:
    """Each asks about the step that it shows, which is over when the second is heard."""
    shared.does("start_tour")
    shown = shared.sees["tour"]["step"]["name"]
    for what in ("skip", "show"):
        for _ in range(5):
            shared.does(what, step=shown)
    assert shared.sees["tour"]["step"]["name"] == shared.demo.guide.step.name  # type: ignore[union-attr]
    assert shared.demo.guide.at == 1


def test_a_step_done_by_hand_is_noticed_and_one_can_be_skipped(shared: Visitor) -> None:
    shared.does("start_tour")
    demo = shared.demo
    assert demo.is_by_hand(shared.person_in("mentor"))
    demo.guide.show("join_mentor")
    assert shared.sees["tour"]["step"]["name"] == "join_mentee"
    shared.does("skip")
    assert shared.sees["tour"]["step"]["name"] == "round"
    assert [one["done"] for one in shared.sees["tour"]["steps"][:3]] == [True, True, False]
    shared.does("leave_tour")
    assert not shared.sees["tour"]["on"]
    assert not demo.is_by_hand(shared.person_in("mentee"))


def test_a_step_that_cannot_be_shown_says_so(shared: Visitor) -> None:
    shared.does("start_tour")
    while shared.sees["tour"]["step"]["name"] != "plan":
        shared.does("skip")
    shared.does("show")
    assert shared.sees["note"].startswith("This step can't be shown")
    shared.does("leave_tour")


def _direct(visitor: Visitor, role: str = "mentor") -> str:
    """The conversation of the person at this place with the bot."""
    return visitor.demo.workspace.direct(visitor.person_in(role)).id
