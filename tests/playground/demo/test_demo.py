"""The desk over HTTP, with the real bot: the clock, colleagues, the people one plays."""

import os
import re
import signal
from datetime import timedelta

import pytest

from playground.demo import observed
from playground.demo.demo import Demo
from tests.playground.demo.conftest import Visitor


def has_joined(visitor: Visitor, person: str) -> bool:
    return observed.has_joined(visitor.stand.workspace, person)


# --- the way in ------------------------------------------------------------------------------


def test_the_page_the_state_and_refusals(desk: Visitor) -> None:
    status, page = desk.get("/", **{"Accept-Language": "it"})
    assert status == 200
    assert '<html lang="it">' in page
    assert desk.sits("lead") == desk.stand.cast.trios["it"].lead
    assert desk.get("/static/demo/demo.js")[0] == 200
    assert desk.get("/static/demo/..%2f__init__.py")[0] == 404

    sees = desk.sees
    now = sees["clock"]["text"]
    assert re.fullmatch(r"\w+day \d+ \w+ 2026, \d\d:\d\d", now)
    assert [seat["seat"] for seat in sees["seats"]] == ["mentor", "mentee", "lead"]
    assert sum(len(group["people"]) for group in sees["people"]) == 60
    assert sees["bot"]["health"] == "runs"
    assert sees["counts"].startswith("Joined: 0 · pairs: 0 · dates: 0 · messages: ")

    for wrong in ({"deed": "fly"}, {}, {"deed": "sit", "seat": "mentor", "person": "U0PGGONE01"}):
        assert desk.post("/demo/do", wrong)[0] == 400
    foreign = desk.post("/demo/do", {"deed": "hour"}, Origin="http://elsewhere.example")
    assert foreign[0] == 403
    assert desk.post("/demo/do", {"deed": "hour"}, **{"Content-Type": "text/plain"})[0] == 403
    assert desk.sees["clock"]["text"] == now


# --- the clock -------------------------------------------------------------------------------


def test_an_hour_a_day_and_the_next_message(visitor: Visitor) -> None:
    stand = visitor.stand
    begun = stand.clock.moment()
    visitor.does("hour")
    assert timedelta(hours=1) <= stand.clock.moment() - begun < timedelta(hours=1, minutes=1)
    visitor.does("day")
    assert timedelta(hours=25) <= stand.clock.moment() - begun < timedelta(hours=25, minutes=1)
    assert "Now: Tuesday 15 September 2026, 09:5" in visitor.sees["note"]

    visitor.acts_as(visitor.sits("mentor"), "write", text="/revmentor", room=_direct(visitor))
    visitor.acts_as(
        visitor.sits("mentee"), "write", text="/revmentor", room=_direct(visitor, "mentee")
    )
    visitor.does("next")
    lead = visitor.sits("lead")
    assert observed.last_open(stand.workspace, lead, "round.open") is not None
    assert visitor.sees["clock"]["text"].startswith("Monday 5 October 2026, ")
    name = stand.workspace.by_id[lead].real_name
    assert f"{name}: 1 new message" in visitor.sees["note"]


def test_one_thing_at_a_time_and_it_can_be_stopped(visitor: Visitor) -> None:
    begun = visitor.stand.clock.moment()
    assert visitor.post("/demo/do", {"deed": "play"})[1] == {"ok": True}
    busy = visitor.post("/demo/do?lang=it", {"deed": "hour"})[1]
    assert busy == {"ok": False, "error": "Una cosa alla volta: qualcosa è ancora in corso."}
    work = visitor.sees["work"]
    assert (work["name"], work["can_stop"]) == ("play", True)
    assert 0 <= work["share"] < 1
    visitor.does("stop")
    assert visitor.sees["work"] is None
    assert visitor.sees["note"].startswith("Stopped here.")
    assert visitor.stand.clock.moment() - begun < timedelta(weeks=20)


# --- colleagues ------------------------------------------------------------------------------


def test_colleagues_join_but_never_somebody_who_is_played(visitor: Visitor) -> None:
    mentor, mentee = visitor.sits("mentor"), visitor.sits("mentee")
    visitor.acts_as(mentor, "write", text="/revmentor", room=_direct(visitor))
    assert visitor.sees["seats"][0]["played"]
    for _ in range(3):
        visitor.does("day")
    assert not has_joined(visitor, mentor)
    assert has_joined(visitor, mentee)
    assert len(visitor.stand.tally.joined) > 3
    assert visitor.stand.company.stage.stumbles == []


def test_looking_at_a_page_is_not_playing(desk: Visitor) -> None:
    mentor = desk.sits("mentor")
    desk.acts_as(mentor, "open", room=_direct(desk), tab="home")
    assert desk.stand.seats.played == set()


def test_no_colleague_acts_while_they_are_not_to(visitor: Visitor) -> None:
    visitor.does("colleagues", act=False)
    assert visitor.sees["seats"][0]["status"] == "Waits until colleagues act"
    visitor.does("day")
    visitor.does("day")
    assert visitor.stand.tally.joined == set()
    visitor.does("colleagues", act=True)
    visitor.does("hour")
    assert len(visitor.stand.tally.joined) > 1


def test_no_lead_decides_while_one_is_played(desk: Visitor) -> None:
    stand = desk.stand
    leads = [one for one in stand.people if stand.is_lead(one)]
    assert not any(map(stand.is_by_hand, leads))
    stand.seats.acted_as(leads[0])
    assert all(map(stand.is_by_hand, leads))
    stand.seats.let_go(leads[0])


# --- the bot ---------------------------------------------------------------------------------


def test_the_bot_stopped_and_started_behind_the_desk(visitor: Visitor) -> None:
    visitor.does("stop_bot")
    assert visitor.sees["bot"]["health"] == "stopped"
    assert visitor.sees["bot"]["deed"] == "start_bot"
    visitor.does("day")
    assert visitor.stand.tally.joined == set()
    visitor.does("start_bot")
    assert visitor.sees["bot"]["health"] == "runs"
    visitor.does("hour")
    assert len(visitor.stand.tally.joined) > 0
    assert visitor.stand.workspace.notices == {}


def test_a_bot_that_ends_by_itself_is_reported_and_started_again(desk: Visitor) -> None:
    os.kill(desk.stand.keeper._bot.pid, signal.SIGKILL)
    assert desk.stand.keeper._bot._process is not None
    desk.stand.keeper._bot._process.wait(10)
    bot = desk.sees["bot"]
    assert bot["health"] == "ended"
    assert bot["button"] == "Start it again"
    assert desk.stand.keeper.log in bot["text"]
    desk.does("start_bot")
    assert desk.sees["bot"]["health"] == "runs"


def test_a_bot_that_ends_on_the_way_stops_the_journey(
    desk: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    bot = desk.stand.keeper._bot

    def dies(write_clock: object) -> None:
        assert bot._process is not None
        bot._process.kill()
        bot._process.wait(10)
        bot._require_alive()

    monkeypatch.setattr(bot, "settle", dies)
    desk.does("day")
    assert "Start it again" in desk.sees["note"]
    monkeypatch.undo()
    desk.does("start_bot")


def test_a_full_disk_is_said_in_words(desk: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(desk.stand.clock, "_write", full)
    desk.does("hour")
    assert "no room left on the disk" in desk.sees["note"]
    assert desk.sees["work"] is None


# --- the tour --------------------------------------------------------------------------------


def test_the_tour_shows_a_programme_from_joining_to_the_figures(visitor: Visitor) -> None:
    italian = Visitor(visitor.stand, "it")
    italian.does("start_tour")
    stand = visitor.stand
    assert vars(stand.cast.trios["it"]) == stand.seats.sitting
    steps = []
    while (step := italian.sees["tour"]["step"]) is not None:
        assert step["name"] not in steps
        assert "{" not in "".join(step.values())
        steps.append(step["name"])
        italian.does("show")
        assert stand.note is None
    assert steps == [
        *("join_mentor", "join_mentee", "round", "approve"),
        *("accept", "plan", "checkin", "figures"),
    ]
    assert italian.sees["tour"]["end"]
    assert stand.workspace.notices == {}
    assert len(stand.tally.pairs) > 5
    shown = stand.running.actor(stand.seats.sitting["lead"]).sees.text
    assert re.search(r"Utilità.*\d,\d su 5 \(almeno \d\d persone\)", shown)
    _is_over(stand)


def _is_over(stand: Demo) -> None:
    """At the end everybody acts of themselves again."""
    assert not any(map(stand.is_by_hand, stand.people))


def test_of_ten_pages_that_ask_at_once_one_goes_on_and_no_step_is_skipped(desk: Visitor) -> None:
    """Each asks about the step that it shows, which is over when the second is heard."""
    desk.does("start_tour")
    shown = desk.sees["tour"]["step"]["name"]
    for deed in ("skip", "show"):
        for _ in range(5):
            desk.does(deed, step=shown)
    assert desk.sees["tour"]["step"]["name"] == desk.stand.guide.step.name  # type: ignore[union-attr]
    assert desk.stand.guide.at == 1


def test_a_step_done_by_hand_is_noticed_and_one_can_be_skipped(desk: Visitor) -> None:
    desk.does("start_tour")
    stand = desk.stand
    assert stand.is_by_hand(desk.sits("mentor"))
    stand.guide.show()
    assert desk.sees["tour"]["step"]["name"] == "join_mentee"
    desk.does("skip")
    assert desk.sees["tour"]["step"]["name"] == "round"
    assert [one["done"] for one in desk.sees["tour"]["steps"][:3]] == [True, True, False]
    desk.does("leave_tour")
    assert not desk.sees["tour"]["on"]
    assert not stand.is_by_hand(desk.sits("mentee"))


def test_a_step_that_cannot_be_shown_says_so(desk: Visitor) -> None:
    desk.does("start_tour")
    while desk.sees["tour"]["step"]["name"] != "plan":
        desk.does("skip")
    desk.does("show")
    assert desk.sees["note"].startswith("This step cannot be shown")
    desk.does("leave_tour")


def _direct(visitor: Visitor, seat: str = "mentor") -> str:
    """The conversation of the person at this place with the bot."""
    return visitor.stand.workspace.direct(visitor.sits(seat)).id
