"""After the four answers the same window goes on: the next meeting, and a question for oneself.

From the yes, from `met` and from *My answers* alike, without leaving the window.
"""

from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import update

from bot.domain.words import Fit
from bot.programme.figures import own_answers
from bot.programme.meetings import dates
from bot.store.tables import Participation, Session
from playground.actor.finding import presses_of
from tests.databases import Database
from tests.flows.forged import dump, presses
from tests.people import Colleague
from tests.world import World, living, moment

ASK, MET = "checkin.ask", "2026-12-03 14:00"
GOOD, TIME, CHANGE = "button.fit.good", "button.fit.time", "button.fit.change"
CONTACT = 'contact = "U0CONTACT0"\n'


def fit(one: Colleague, session: Session) -> Fit | None:
    """What this person said of the match after a meeting."""
    mine = one.participation
    with one.world.db() as db:
        return own_answers.mine(db, db.get_one(Session, session.id), mine).fit


def times(one: Colleague) -> list[datetime]:
    """Those that are one tap away in the open window."""
    elements = [press.element for press in presses_of(one.view.blocks)]
    shown = [str(one["value"]) for one in elements if one["action_id"].startswith("checkin.next")]
    return [datetime.fromtimestamp(int(value.partition(":")[0]), moment(MET).tzinfo)
            for value in shown]  # fmt: skip


def taps(one: Colleague, number: int) -> None:
    element = [press.element for press in presses_of(one.view.blocks)
               if press.element["action_id"].startswith("checkin.next")][number]  # fmt: skip
    one.hands.presses(element["text"]["text"], "view")


def offers(one: Colleague, key: str) -> bool:
    """Whether the open window has this button."""
    labels = [press.element["text"]["text"] for press in presses_of(one.view.blocks)]
    return one.words.plain(key) in labels


def met_again(world: World, day: str, *two: Colleague) -> Session:
    """The two have met that day, and one of them opens the window."""
    world.lives_until(day)
    two[0].met()
    return world.rows(Session)[-1]


def met(world: World) -> tuple[Colleague, Colleague]:
    """Anna and Marco have met, and both were asked."""
    anna, marco = world.dated("2026-12-03 11:00")
    world.lives_until(MET)
    return anna, marco


# --- the next meeting -----------------------------------------------------------------------------


def test_from_the_yes_to_the_next_meeting_without_leaving_the_window(world: World) -> None:
    anna, marco = met(world)
    anna.answers_to(ASK, "button.yes")
    anna.tells(4)
    until = anna.words.moment(moment("2026-12-10 11:45"))
    assert anna.says_text("checkin.kept", until=until) in anna.view.shown
    assert anna.says_text("afterwards.next", partner="Marco") in anna.view.shown
    first, second = times(anna)
    taps(anna, 1)
    told = anna.says_text("afterwards.sent", partner="Marco", when=anna.words.moment(second))
    assert told in anna.view.shown
    assert times(anna) == []
    assert len(anna.world.slack.workspace.views.stacks[anna.id]) == 1, "the same window"
    assert [row.state for row in world.rows(Session)] == ["held", "proposed"]
    world.tick()
    marco.answers_to(ASK, "button.yes")
    marco.tells(4)
    assert marco.says_text(
        "afterwards.asked", partner="Anna", when=marco.words.moment(second)
    ) in marco.view.shown  # fmt: skip
    marco.presses("button.confirm", "view")
    assert world.rows(Session)[-1].state == "dated"
    marco.closes()
    anna.closes()
    anna.answers_to(ASK, "button.my_answers")
    anna.tells(5)
    agreed = anna.says_text(
        "session.answer.agreed", partner="Marco", when=anna.words.moment(second)
    )
    assert agreed in anna.view.shown
    assert first not in times(anna)


@pytest.mark.parametrize("verb", ["met", "fatto"])
def test_met_goes_on_alike_and_another_time_opens_the_window_to_find_one(
    lite: World, verb: str
) -> None:
    anna, marco = lite.paired()
    lite.lives_until(MET)
    anna.types(verb)
    anna.tells(4)
    assert len(times(anna)) == 2
    anna.presses("button.another_time", "view")
    assert anna.view.callback_id == "when"
    anna.fills(starts_at=int(moment("2026-12-16 10:00").timestamp()))
    anna.submits()
    assert lite.rows(Session)[-1].state == "proposed"
    lite.tick()
    assert "session.proposed" in lite.heard_together(anna, marco)


def test_in_english_too(lite: World) -> None:
    lite.person("Anna", locale="en-US")
    anna, _ = met(lite)
    anna.answers_to(ASK, "button.yes")
    anna.tells(4)
    assert "When do you meet Marco next?" in anna.view.shown
    assert "Is this a good match for you?" in anna.view.shown
    taps(anna, 0)
    assert "You've suggested" in anna.view.shown


def test_a_time_that_went_in_between_is_answered_with_others(world: World) -> None:
    """The window stayed open until the time was over."""
    anna, _ = met(world)
    anna.answers_to(ASK, "button.yes")
    anna.tells(4)
    first, _ = times(anna)
    world.goes_to(first)
    taps(anna, 0)
    assert anna.says_text("afterwards.gone") in anna.view.shown
    assert first not in times(anna)
    assert len(times(anna)) == 2
    assert len(world.rows(Session)) == 1
    taps(anna, 0)
    assert world.rows(Session)[-1].state == "proposed"


def test_a_date_that_came_in_between_stands_and_no_second_one_beside_it(world: World) -> None:
    anna, marco = met(world)
    anna.answers_to(ASK, "button.yes")
    anna.tells(4)
    marco.proposes("2026-12-15 10:30")
    taps(anna, 0)
    at = moment("2026-12-15 10:30")
    assert anna.says_text(
        "afterwards.asked", partner="Marco", when=anna.words.moment(at)
    ) in anna.view.shown  # fmt: skip
    assert len(world.rows(Session)) == 2


def test_the_time_that_the_other_suggested_in_between_is_agreed_by_a_tap(lite: World) -> None:
    anna, marco = met(lite)
    anna.answers_to(ASK, "button.yes")
    anna.tells(4)
    first, _ = times(anna)
    pair = lite.pair_of(anna, marco)
    marco.does(lambda work: dates.propose(work, pair.id, [first]))
    taps(anna, 0)
    assert lite.rows(Session)[-1].state == "dated"


@pytest.mark.parametrize("others", [0, 1])
def test_both_tap_at_once_and_one_date_comes_of_it(world: World, others: int) -> None:
    """The same time is agreed; of two times the first stands, and the other one is asked."""
    anna, marco = met(world)
    for one in (anna, marco):
        one.answers_to(ASK, "button.yes")
        one.tells(4)
    assert times(anna) == times(marco)
    world.at_once(lambda: taps(anna, 0), lambda: taps(marco, others))
    held, ahead = world.rows(Session)
    assert held.state == "held"
    assert ahead.state == ("proposed" if others else "dated")
    if others:
        late = marco if ahead.proposed_by == anna.participation.id else anna
        assert late.words.plain("button.confirm") in late.view.shown


def test_a_pair_that_ended_or_rests_in_between_is_told_so(lite: World) -> None:
    anna, marco = met(lite)
    anna.answers_to(ASK, "button.yes")
    anna.tells(4)
    marco.types("pause 2w")
    lite.lives_until("2026-12-03 14:30")
    taps(anna, 0)
    assert anna.says_text("refusal.pair_on_a_break") in anna.view.shown
    anna.hands.closes()
    marco.leaves()
    lite.lives_until("2026-12-03 15:00")
    for press in (lambda: taps(anna, 0), lambda: anna.presses(GOOD, "view")):
        press()
        assert anna.says_text("refusal.no_longer_open") in anna.view.shown
        anna.hands.closes()
    assert len(lite.rows(Session)) == 1
    assert fit(anna, lite.rows(Session)[0]) is None
    anna.closes()
    anna.answers_to(ASK, "button.my_answers")
    anna.tells(4)
    assert list(presses_of(anna.view.blocks)) == [], "nothing follows for a pair that is over"


# --- the same time again --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("locale", "said"),
    [
        ("it-IT", "Potete anche tenere l'orario di questo incontro, ogni quattro settimane fino "
                  "alla fine dell'abbinamento: il primo sarebbe giovedì 31 dicembre alle 11:00"),
        ("en-US", "You can also keep the time of this meeting, every four weeks until the pairing "
                  "ends: the first would be Thursday 31 December at 11:00"),
    ],
)  # fmt: skip
def test_the_time_of_the_meeting_is_kept_from_its_window(
    world: World, locale: str, said: str
) -> None:
    """One tap in the window after the meeting, one in the room, and every meeting stands."""
    world.person("Anna", locale=locale)
    anna, marco = met(world)
    anna.answers_to(ASK, "button.yes")
    anna.tells(4)
    assert said in anna.view.shown
    anna.presses("button.keep", "view")
    assert anna.says_text("keep.answer.offered", partner="Marco") in anna.view.shown
    anna.closes()
    anna.answers_to(ASK, "button.my_answers")
    anna.tells(5)
    assert not offers(anna, "button.keep"), "suggested already"
    world.tick()
    (post,) = [one for one in world.group(anna, marco) if world.kind_of(one) == "session.keep"]
    marco.hands.presses("date.keep_yes", post)
    held, *kept = sorted(world.rows(Session), key=lambda row: row.starts_at)
    assert [f"{row.starts_at:%d %b}" for row in kept] == [
        "31 Dec", "28 Jan", "25 Feb", "25 Mar", "22 Apr", "20 May",
    ]  # fmt: skip
    assert {(row.state, row.kept_from_id) for row in kept} == {("dated", held.id)}


def test_a_time_is_kept_only_where_one_was_agreed_and_something_is_left(lite: World) -> None:
    """Not that of a meeting that was only declared, nor in the last four weeks, nor twice."""
    anna, marco = met(lite)
    for day in ("2027-02-15 12:00", "2027-04-26 12:00"):
        met_again(lite, day, anna, marco)
        anna.tells(4)
        assert not offers(anna, "button.keep"), "nobody agreed on a time"
        anna.closes()
    lite.lives_until("2027-05-03 09:00")
    marco.proposes("2027-05-05 11:00")
    lite.tick()
    anna.confirms()
    lite.lives_until("2027-05-05 14:00")
    anna.answers_to(ASK, "button.yes")
    anna.tells(4)
    assert not offers(anna, "button.keep"), "the pair ends before the time comes again"


# --- the match ------------------------------------------------------------------------------------


def test_the_match_is_asked_once_and_leaves_nothing_but_its_seal(world: World) -> None:
    anna, marco = met(world)
    for one, key, said in ((anna, GOOD, Fit.GOOD), (marco, CHANGE, Fit.CHANGE)):
        one.answers_to(ASK, "button.yes")
        one.tells(4)
        before = dump(world, "answer")
        heard = [list(who.heard) for who in (anna, marco)]
        one.presses(key, "view")
        assert dump(world, "answer") == before
        assert [list(who.heard) for who in (anna, marco)] == heard
        (session,) = world.rows(Session)
        assert fit(one, session) is said
        assert one.says_text(f"afterwards.said.{said}") in one.view.shown
        assert not offers(one, GOOD)
        one.closes()
        one.answers_to(ASK, "button.my_answers")
        one.tells(3)
        assert not offers(one, GOOD), "not asked again"
        one.closes()
    assert world.tick() == 0


def test_the_window_can_be_closed_and_asks_when_it_comes_again(lite: World) -> None:
    anna, _ = met(lite)
    anna.answers(4)
    anna.answers_to(ASK, "button.my_answers")
    anna.tells(4)
    assert offers(anna, GOOD)


def test_who_gives_it_time_is_asked_once_more_after_the_second_meeting(world: World) -> None:
    anna, marco = met(world)
    anna.answers_to(ASK, "button.yes")
    anna.tells(4)
    anna.presses(TIME, "view")
    anna.closes()
    second = met_again(world, "2026-12-14 12:00", anna, marco)
    anna.tells(4)
    assert offers(anna, TIME)
    anna.presses(TIME, "view")
    assert fit(anna, second) is Fit.TIME
    anna.closes()
    met_again(world, "2027-01-11 12:00", anna, marco)
    anna.tells(4)
    assert not offers(anna, TIME)
    anna.closes()
    marco.met()
    marco.tells(4)
    assert offers(marco, GOOD), "Marco's own first answer: what Anna said is hers"


def test_who_would_rather_change_finds_the_doors_in_the_same_window(lite: World) -> None:
    anna, marco = met(lite)
    anna.answers_to(ASK, "button.yes")
    anna.tells(4)
    anna.presses(CHANGE, "view")
    assert anna.says_text("afterwards.doors", partner="Marco") in anna.view.shown
    anna.presses("button.verb.pause", "view")
    assert anna.view.callback_id == "pause"
    anna.hands.closes()
    anna.presses("button.verb.leave", "view")
    assert anna.participation.state == "left"
    anna.presses("button.undo_leave", "view")
    assert anna.participation.state == "active"
    lite.lives_until("2026-12-03 15:00")
    assert "pair.ended" not in marco.heard


def test_a_forged_word_a_strangers_meeting_and_a_closed_one_are_refused(world: World) -> None:
    anna, marco = met(world)
    (session,) = world.rows(Session)
    anna.answers_to(ASK, "button.yes")
    anna.tells(4)
    view = world.slack.workspace.views.top(anna.id)
    assert view is not None
    eva = world.person("Eva")
    eva.joins("mentor")
    eva.types("status")
    before = dump(world, "inbox_key")
    for value in (f"best:{session.id}", f"good:{session.id}0", "good", f":{session.id}", ""):
        came = presses(anna, "checkin.fit.good", value, view=view)
        assert anna.says_text("refusal.not_yours") in came.text, value
        anna.hands.closes()
    for action, value in (
        ("checkin.fit.good", f"good:{session.id}"), ("checkin.doors", session.id),
        ("checkin.next.0", f"{int(times(anna)[0].timestamp())}:{session.id}"),
        ("checkin.notice", session.id),
    ):  # fmt: skip
        came = presses(eva, action, str(value))
        assert eva.says_text("refusal.not_yours") in came.text, action
        eva.closes()
    presses(marco, "checkin.fit.good", f"good:{session.id}")
    assert fit(marco, session) is None, "who has not answered is not asked"
    marco.closes()
    assert dump(world, "inbox_key") == before
    world.lives_until("2026-12-10 12:00")
    anna.presses(GOOD, "view")
    assert anna.says_text("refusal.checkin_closed") in anna.view.shown
    anna.hands.closes()
    assert fit(anna, session) is None
    taps(anna, 0)
    assert world.rows(Session)[-1].state == "proposed", "a time can be suggested all the same"


def test_a_time_that_was_not_offered_is_not_suggested(lite: World) -> None:
    """Nobody can try out in this way when the other has time."""
    anna, _ = met(lite)
    (session,) = lite.rows(Session)
    anna.answers_to(ASK, "button.yes")
    anna.tells(4)
    view = lite.slack.workspace.views.top(anna.id)
    assert view is not None
    at = int(moment("2026-12-14 03:00").timestamp())
    presses(anna, "checkin.next.0", f"{at}:{session.id}", view=view)
    assert anna.says_text("afterwards.gone") in anna.view.shown
    assert len(lite.rows(Session)) == 1


def test_who_joined_under_an_older_notice_reads_the_new_one_once_before(world: World) -> None:
    anna, _ = met(world)
    with world.db() as db:
        db.execute(update(Participation).values(notice_version=1))
    anna.answers_to(ASK, "button.yes")
    anna.tells(4)
    assert not offers(anna, GOOD)
    (session,) = world.rows(Session)
    view = world.slack.workspace.views.top(anna.id)
    presses(anna, "checkin.fit.good", f"good:{session.id}", view=view)
    assert fit(anna, session) is None, "not before it is read"
    anna.presses("button.notice", "view")
    assert anna.says_text("privacy.kept") in anna.view.shown
    anna.submits()
    assert len(times(anna)) == 2, "nothing of the window is lost"
    anna.presses(GOOD, "view")
    assert fit(anna, session) is Fit.GOOD
    anna.closes()
    anna.answers_to(ASK, "button.my_answers")
    anna.tells(4)
    assert not offers(anna, "button.notice")


# --- two low answers running ----------------------------------------------------------------------


def test_two_low_answers_running_bring_tips_and_doors_and_nothing_else(
    database: Database, tmp_path: Path
) -> None:
    with living(database, tmp_path, rules=CONTACT) as world:
        anna, marco = met(world)
        anna.answers(2)
        low = anna.says_text("afterwards.low")
        met_again(world, "2026-12-14 12:00", anna, marco)
        before = dump(world, "answer", "inbox_key")
        anna.tells(4, open=1)
        assert low in anna.view.shown
        assert "U0CONTACT0" in str(anna.view.blocks)
        assert dump(world, "answer", "inbox_key") == before
        anna.presses("button.doors", "view")
        assert anna.says_text("afterwards.doors", partner="Marco") in anna.view.shown
        assert dump(world, "answer", "inbox_key") == before
        anna.closes()
        anna.met()
        anna.tells(4)
        assert low not in anna.view.shown, "it follows from the answers as they are"
        anna.closes()


def test_low_answers_in_another_pair_or_with_a_better_one_between_bring_none(lite: World) -> None:
    anna, marco = met(lite)
    anna.answers(1)
    for day, useful in (("2026-12-14 12:00", 4), ("2027-01-11 12:00", 2)):
        met_again(lite, day, anna, marco)
        anna.tells(useful)
        assert anna.says_text("afterwards.low") not in anna.view.shown
        anna.closes()
    met_again(lite, "2027-02-08 12:00", anna, marco)
    anna.tells(1)
    assert anna.says_text("afterwards.low") in anna.view.shown
    assert "U0CONTACT0" not in str(anna.view.blocks), "nobody is named for concerns"
