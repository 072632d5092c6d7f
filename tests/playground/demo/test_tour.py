"""The tour: it skips nothing, and shows every step from wherever somebody has come by hand."""

import contextlib
import threading
from collections.abc import Callable
from functools import partial
from typing import Any, cast

import pytest

from playground.actor.actor import Actor
from playground.demo import observed
from playground.demo.roles import Roles
from playground.demo.tour import doing, guide
from playground.demo.tour.context import StepContext
from playground.demo.tour.guide import Guide
from playground.demo.tour.steps import Step
from tests.playground.demo.conftest import Visitor

HOLDERS = {"mentor": "UMENTOR", "mentee": "UMENTEE", "lead": "ULEAD"}


def people_on_tour(visitor: Visitor) -> list[Actor]:
    demo = visitor.demo
    return [demo.running.actor(demo.guide.people[role]) for role in HOLDERS]


def is_shown(visitor: Visitor, name: str) -> None:
    """The step that is to be done is this one, and it is done."""
    assert visitor.sees["tour"]["step"]["name"] == name
    visitor.does("show")
    assert visitor.demo.note is None
    assert (visitor.sees["tour"]["step"] or {}).get("name") != name


def _asked(done: Callable[[], bool], _: StepContext) -> bool:
    return done()


# --- the guide alone -------------------------------------------------------------------------


@pytest.fixture
def guide_of(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Guide]:
    """A guide through steps that are done when these say so."""

    def make(*is_done: Callable[[], bool]) -> Guide:
        steps = [
            Step(f"step{number}", "lead", partial(_asked, done), lambda _: None)
            for number, done in enumerate(is_done)
        ]
        monkeypatch.setattr(guide, "STEPS", steps)
        context = cast(StepContext, None)
        return Guide(Roles(HOLDERS), [HOLDERS["lead"]], lambda _: context)

    return make


def test_two_pages_that_look_at_once_do_not_skip_a_step(guide_of: Callable[..., Guide]) -> None:
    """Both would find the first step done, and each would go on by one."""
    meeting = threading.Barrier(2)
    is_over = threading.Event()

    def done() -> bool:
        if is_over.is_set():
            with contextlib.suppress(threading.BrokenBarrierError):
                meeting.wait(0.2)
        return is_over.is_set()

    tour = guide_of(done, lambda: False, lambda: False)
    tour.start()
    is_over.set()
    pages = [threading.Thread(target=tour.look) for _ in range(2)]
    for page in pages:
        page.start()
    for page in pages:
        page.join()
    assert tour.at == 1


def test_a_step_that_is_undone_is_to_be_done_again(guide_of: Callable[..., Guide]) -> None:
    done = {0: True, 1: False}
    tour = guide_of(lambda: done[0], lambda: done[1])
    tour.start()
    assert tour.at == 1
    done[0] = False
    tour.look()
    assert tour.at == 0
    tour.skip("step1")
    assert tour.at == 0  # another page still shows the step that is not the one to be done
    tour.skip("step0")
    assert tour.at == 1


def test_a_tour_that_was_left_goes_on_where_it_stood(guide_of: Callable[..., Guide]) -> None:
    tour = guide_of(lambda: True, lambda: False)
    assert not tour.resume()
    tour.start()
    tour.leave()
    assert not tour.leads
    assert tour.resume()
    assert (tour.at, tour.leads) == (1, True)


# --- with the real bot -----------------------------------------------------------------------


def test_every_step_is_shown_from_half_way_through_it(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doing, "WEEKS_OF_OTHERS", 4)
    visitor.does("start_tour")
    mentor, mentee, lead = people_on_tour(visitor)
    ws = visitor.demo.workspace

    mentor.types("/revmentor join")
    mentor.fills({"role": "mentee", "band": "4", "languages": ["en"]})
    mentor.submits()
    is_shown(visitor, "join_mentor")
    mentor.presses("join.undo")
    is_shown(visitor, "join_mentor")
    mentee.types("/revmentor join")
    mentee.closes(everything=True)
    is_shown(visitor, "join_mentee")
    somebody = visitor.demo.cast.trios["en"][1].mentor
    visitor.does("assign", role="lead", person=somebody)
    visitor.does("colleagues", act=False)
    is_shown(visitor, "round")
    assert visitor.person_in("lead") == lead.id

    lead.presses("round.postpone")
    is_shown(visitor, "approve")
    mentor.presses("proposal.no")
    mentee.presses("proposal.yes")
    is_shown(visitor, "accept")
    mentor.presses("date.find", observed.introduction(ws, mentor.id, mentee.id))
    mentor.submits()
    is_shown(visitor, "plan")

    def are_asked() -> bool:
        return all(observed.last_open(ws, one.id, "met.yes") for one in (mentor, mentee))

    visitor.demo.travel.until(are_asked, [])
    mentor.presses("met.yes")
    mentee.presses("met.moved", observed.last_open(ws, mentee.id, "met.moved"))
    is_shown(visitor, "checkin")
    lead.types("/revmentor stats")
    is_shown(visitor, "figures")
    assert visitor.sees["tour"]["end"]
    assert ws.notices == {}


def test_a_tour_that_begins_late_begins_with_people_who_have_yet_to_join(visitor: Visitor) -> None:
    demo = visitor.demo
    first, second = demo.cast.trios["en"]
    for _ in range(2):
        visitor.does("day")
    assert observed.has_joined(demo.workspace, first.mentor)
    assert visitor.get("/?lang=en")[0] == 200
    assert visitor.person_in("mentor") == first.mentor
    visitor.does("start_tour")
    assert demo.guide.people == vars(second)
    assert visitor.sees["tour"]["step"]["name"] == "join_mentor"


def test_what_cannot_be_shown_without_the_bot_says_that_it_is_not_there(shared: Visitor) -> None:
    shared.does("start_tour")
    shared.does("stop_bot")
    shared.does("show")
    note: Any = shared.demo.note
    assert note.key == "bot_gone"
    shared.does("start_bot")


def test_after_its_end_a_tour_begins_with_other_people(shared: Visitor) -> None:
    demo = shared.demo
    shared.does("start_tour")
    mentor = shared.person_in("mentor")
    demo.roles.acted_as(mentor)
    while (step := shared.sees["tour"]["step"]) is not None:
        shared.does("skip", step=step["name"])
    shared.does("leave_tour")
    doing.join(demo._context(demo.guide.people), demo.running.actor(mentor))
    shared.does("start_tour")
    assert shared.person_in("mentor") != mentor
    assert shared.sees["tour"]["step"]["name"] == "join_mentor"
    shared.does("leave_tour")
