"""Slack sends again what it believes lost: every verb, button and window has one effect."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from bot.domain.words import After
from bot.programme.rounds import window
from bot.slack import verbs
from bot.slack.register import BUTTONS, WINDOWS
from bot.store.tables import ConcernRow, Pair, Participation, Session
from playground import Fault
from playground.actor.app import Reply
from playground.actor.finding import presses_of
from tests import due
from tests.flows.forged import presses
from tests.people import Colleague, form
from tests.world import World, moment


class Twice:
    """Sends each request again, as it was and freshly signed, and notes what it was."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.done: set[str] = set()

    def __call__(self, who: Colleague, reply: Reply) -> None:
        payload = reply.request.payload
        actions = payload.get("actions")
        name = actions[0]["action_id"] if actions else payload["view"]["callback_id"]
        known = {*BUTTONS, *WINDOWS}
        self.done.add(name if name in known else name.rpartition(".")[0])
        self.same_again(who, reply, name)

    def same_again(self, who: Colleague, reply: Reply, name: str) -> None:
        assert reply.status == 200, name
        before = self.world.fingerprint(without="draft")
        for fresh in (False, True):
            again = who.hands.replays(reply, fresh)
            assert again.status == 200, name
        assert self.world.fingerprint(without="draft") == before, name
        while (view := who.hands.sees.view) and view.callback_id == "result":
            who.hands.closes()


def test_every_verb_sent_again_changes_nothing(world: World) -> None:
    twice = Twice(world)
    anna, marco = world.paired()
    for verb in verbs.VERBS:
        for who in (anna, marco, world.lead) if verb.name != "leave" else (anna,):
            reply = who.types(verb.name)
            twice.same_again(who, reply, verb.name)
            who.closes()
    assert not anna.takes_part
    world.passes(minutes=10)
    world.tick()
    assert marco.heard.count("pair.ended") == 1


def test_every_button_and_window_sent_again_changes_nothing(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(window, "PAGE", 1)
    twice = Twice(world)
    _joining(world, twice)
    _daily_life(world, twice)
    _the_round(world, twice)
    _the_proposals(world, twice)
    _the_dates(world, twice)
    _prepares(world, twice)
    _the_meeting(world, twice)
    _comes_back(world, twice)
    _keeps_the_time(world, twice)
    _comes_to_its_end(world, twice)
    _changes_pairing(world, twice)
    _looks_for_somebody_new(world, twice)
    assert twice.done == {*BUTTONS, *WINDOWS}


def _joining(world: World, twice: Twice) -> None:
    anna, eva = world.person("Anna"), world.person("Eva")
    whole = form("mentor")
    anna.types()
    twice(anna, anna.presses("button.join"))
    anna.fills(**whole["you"])
    twice(anna, anna.submits())
    twice(anna, anna.presses("button.back"))
    anna.submits()
    anna.fills(**whole["topics"])
    twice(anna, anna.submits())
    anna.fills(**whole["levels"])
    twice(anna, anna.submits())
    eva.joins("mentor")
    world.tick()
    assert anna.heard == ["welcome"]
    twice(eva, eva.answers_to("welcome", "button.undo_join"))
    eva.joins("mentor", topic="safe.scams", back="back.memory")
    eva.leaves()
    twice(eva, eva.presses("button.undo_leave"))
    eva.types("statux")
    twice(eva, eva.presses("button.verb.status"))


def _daily_life(world: World, twice: Twice) -> None:
    anna = world.person("Anna")
    anna.types("profile")
    anna.fills(site="branch")
    twice(anna, anna.submits())
    twice(anna, anna.presses("button.back"))
    anna.submits()
    twice(anna, anna.submits())
    twice(anna, anna.submits())
    anna.types("profile")
    for _ in range(3):
        anna.submits()
    twice(anna, anna.presses("button.undo_profile"))
    anna.types("pause")
    twice(anna, anna.submits())
    anna.types("pause 2w")
    twice(anna, anna.presses("button.undo_pause"))
    anna.types("pause 1w")
    anna.types("resume")
    twice(anna, anna.presses("button.undo_resume"))
    anna.types("resume")
    _on_home(world, twice)
    anna.types("language")
    twice(anna, anna.presses("button.this_language"))


def _concern(world: World, twice: Twice) -> None:
    anna, petra = world.person("Anna"), world.person("Petra")
    with world.db() as db:
        programme = due.programme(db)
        programme.rules = {**programme.rules, "contact": petra.id}
    anna.types("concern")
    anna.fills(kind="other", contact="no")
    twice(anna, anna.submits())
    anna.closes()
    petra.types("concern")
    number = world.one(ConcernRow).id
    twice(petra, petra.hands.presses(f"concern.open.{number}", "view"))
    petra.closes()


def _on_home(world: World, twice: Twice) -> None:
    anna = world.person("Anna")
    anna.hands.opens_home()
    anna.presses("button.verb.notify", "home")
    anna.fills(notify="essential")
    twice(anna, anna.submits())
    anna.closes()
    fewer = presses(anna, "reminders.fewer", "-").reply
    twice(anna, fewer)
    twice(anna, anna.presses("button.more_reminders"))
    _concern(world, twice)
    world.slack.change_person(world.lead.id)  # so that Slack is asked anew
    world.slack.workspace.faults.add(Fault("error", method="users.info", code="fatal_error"))
    world.lead.hands.opens_home()
    again = world.lead.says_text("button.try_again")
    twice(world.lead, world.lead.hands.presses(again, "home"))


def _the_round(world: World, twice: Twice) -> None:
    lead = world.lead
    anna, marco = world.joined()
    world.joined("Bea", "Carlo", topic="data.read", back="back.domain")
    world.joined("Dora", "Elio", topic="safe.scams", back="back.numbers")
    world.drafts_round()
    twice(lead, lead.answers_to("round.ready", "button.postpone"))
    world.drafts_round()
    twice(lead, lead.answers_to("round.ready", "button.open_round"))
    twice(lead, lead.presses("button.page_next"))
    twice(lead, lead.presses("button.page_back"))
    twice(lead, lead.decides("hold", anna, marco))
    twice(lead, lead.hands.presses("round.sift", "view"))
    twice(lead, lead.hands.presses("round.sift", "view"))
    order = lead.words.plain("round.order.site")
    twice(lead, lead.hands.chooses("round.order", order, "view"))
    twice(lead, lead.hands.presses(f"ask:{world.proposal_of(anna, marco).id}", "view"))
    twice(lead, lead.hands.presses("round.keep", "view"))
    twice(lead, lead.decides("drop", anna, marco))
    twice(lead, lead.decides("restore", anna, marco))
    lead.decides("release", anna, marco)
    twice(lead, lead.approves())
    twice(lead, lead.stops())
    lead.approves()
    lead.closes()
    lead.types("stats")
    twice(lead, lead.presses("button.all_figures"))
    lead.closes()
    world.passes(minutes=10)
    world.tick()


def _the_proposals(world: World, twice: Twice) -> None:
    anna, marco, bea, carlo = (world.person(name) for name in ("Anna", "Marco", "Bea", "Carlo"))
    twice(anna, anna.answers_to("proposal.offer", "button.why"))
    anna.closes()
    twice(anna, anna.says_yes())
    twice(marco, marco.says_yes())
    twice(bea, bea.puts_off())
    twice(carlo, carlo.declines())
    twice(carlo, carlo.answers_to("proposal.offer", "button.my_answer"))
    carlo.fills(word="someone_else", not_again=["yes"])
    twice(carlo, carlo.submits())
    carlo.closes()
    world.tick()
    assert world.heard_together(anna, marco) == ["pair.introduction"]


def _the_dates(world: World, twice: Twice) -> None:
    anna, marco = world.person("Anna"), world.person("Marco")
    marco.types("status")
    twice(marco, marco.presses("button.find"))
    _fills_date(marco, "2026-12-09 11:00")
    twice(anna, anna.hands.presses("date.slot.2", world.group(anna, marco)[0]))
    twice(marco, marco.submits())
    marco.closes()
    world.tick()
    twice(anna, anna.presses("button.another_time", anna.newest("session.proposed")))
    anna.closes()
    twice(anna, anna.confirms())
    world.tick()
    agreed = world.group(anna, marco)[-1]
    twice(anna, anna.presses("button.move", agreed))
    anna.closes()
    twice(anna, anna.presses("button.calendar", agreed))
    twice(anna, anna.presses("button.calendar.google"))
    anna.closes()


def _comes_back(world: World, twice: Twice) -> None:
    """What was suggested lapses; eleven weeks without another date, and the pair rests."""
    world.lives_until("2027-03-22 12:00")
    twice(world.person("Anna"), world.person("Anna").answers_to("pair.rests", "button.wake"))


def _prepares(world: World, twice: Twice) -> None:
    anna, marco = world.person("Anna"), world.person("Marco")
    with world.db() as db:
        db.execute(update(Participation).values(notice_version=1))
    world.lives_until("2026-12-08 12:00")
    twice(anna, anna.answers_to("session.near", "button.topic_card"))
    twice(marco, marco.answers_to("session.near", "button.primer"))
    for one in (anna, marco):
        one.closes()
    twice(marco, marco.answers_to("session.near", "button.worksheet"))
    twice(marco, marco.submits())
    marco.closes()
    marco.answers_to("session.near", "button.worksheet")
    marco.fills(tried="Two reports")
    twice(marco, marco.submits())
    marco.closes()
    twice(anna, anna.presses("button.verb.ideas", world.group(anna, marco)[0]))
    twice(anna, anna.presses("button.more_ideas"))


def _the_meeting(world: World, twice: Twice) -> None:
    anna, marco = world.person("Anna"), world.person("Marco")
    world.lives_until("2026-12-09 14:00")
    twice(anna, anna.answers_to("checkin.ask", "button.not_yet"))
    twice(anna, anna.answers_to("checkin.ask", "button.moved"))
    anna.closes()
    twice(anna, anna.answers_to("checkin.ask", "button.yes"))
    with world.db() as db:
        db.execute(update(Participation).values(notice_version=1))
    anna.fills(useful="4", open="4", applied="1", balance="0")
    twice(anna, anna.submits())
    _goes_on(world, twice)
    marco.types("status")
    twice(marco, marco.presses("button.answer"))
    marco.closes()


def _keeps_the_time(world: World, twice: Twice) -> None:
    anna, marco = world.person("Anna"), world.person("Marco")
    marco.proposes("2027-04-07 11:00")
    world.tick()
    anna.confirms()
    world.tick()
    twice(anna, anna.presses("button.keep", world.group(anna, marco)[-1]))
    world.tick()
    twice(marco, marco.presses("button.keep_yes", world.group(anna, marco)[-1]))


def _comes_to_its_end(world: World, twice: Twice) -> None:
    """A meeting in the last four weeks, and then the question what comes next."""
    anna = world.person("Anna")
    world.lives_until("2027-05-04 12:00")
    twice(anna, anna.answers_to("session.near", "button.closing_kit"))
    anna.closes()
    world.lives_until("2027-05-19 12:00")
    asked = anna.message("pair.choice")
    for after in After:
        blocks = asked.earlier[0].blocks if asked.earlier else asked.blocks
        press = next(
            one for one in presses_of(blocks) if one.element["action_id"] == f"end.{after}"
        )
        twice(anna, anna.hands.acts(asked, press.action()))
    twice(anna, anna.presses("button.my_choice", asked))
    twice(anna, anna.submits())
    anna.closes()


def _changes_pairing(world: World, twice: Twice) -> None:
    """Undone once, by the button of the window's answer; then meant."""
    anna, number = world.person("Anna"), str(world.rows(Pair)[-1].id)
    twice(anna, presses(anna, "swap.open", number).reply)
    anna.closes()
    for undoes in (True, False):
        anna.types("swap")
        twice(anna, anna.submits())
        for name in ("find_someone", "wait", *(["undo"] if undoes else [])):
            twice(anna, presses(anna, f"swap.{name}", number).reply)
        anna.closes()


def _looks_for_somebody_new(world: World, twice: Twice) -> None:
    anna = world.person("Anna")
    world.lives_until(world.now + timedelta(days=4))
    for key in ("button.find_someone", "button.other_role", "button.not_now"):
        twice(anna, anna.answers_to("pair.ended", key))


def _goes_on(world: World, twice: Twice) -> None:
    """The answers sent again have closed the window: it is opened once more."""
    anna = world.person("Anna")
    for key in ("button.notice", "button.fit.change"):
        anna.closes()
        anna.answers_to("checkin.ask", "button.my_answers")
        anna.submits()
        twice(anna, anna.presses(key, "view"))
        if key == "button.notice":
            twice(anna, anna.submits())
    session, view = world.rows(Session)[-1], world.slack.workspace.views.top(anna.id)
    twice(anna, presses(anna, "checkin.doors", str(session.id), view=view).reply)
    slot = next(press.element for press in presses_of(anna.view.blocks)
                if press.element["action_id"] == "checkin.next.0")  # fmt: skip
    twice(anna, anna.hands.presses(slot["text"]["text"], "view"))
    anna.closes()


def _fills_date(one: Colleague, local: str) -> None:
    one.fills(starts_at=int(moment(local).timestamp()))
