"""After a meeting: asked once, answered in four taps, editable until it closes."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path

from bot.programme.figures import own_answers
from bot.store.secrets.answers import Answer
from bot.store.tables import CheckinRequest, OutboxRow, Session
from playground.state.conversations import Message
from tests.databases import Database
from tests.flows.cohort import pairs
from tests.people import Colleague
from tests.world import World, living, moment

ASK, ASK_AGAIN = "checkin.ask", "checkin.reminder"


def arrived(world: World, one: Colleague, kind: str) -> datetime:
    return datetime.fromtimestamp(round(float(one.message(kind).ts)), UTC)


def given(one: Colleague) -> Mapping[str, int] | None:
    """What this person answered about the latest meeting; None for nothing."""
    latest, mine = one.world.rows(Session)[-1], one.participation
    with one.world.db() as db:
        return own_answers.mine(db, db.get_one(Session, latest.id), mine).values


def test_asked_two_hours_after_the_end_answered_once_and_changed(world: World) -> None:
    anna, marco = world.dated("2026-12-03 11:00")
    world.lives_until("2026-12-03 13:44")
    assert ASK not in anna.heard
    world.lives_until("2026-12-03 13:45")
    assert anna.heard[-1] == marco.heard[-1] == ASK
    anna.answers_to(ASK, "button.yes")
    assert world.one(Session).state == "held"
    anna.rates(4, open=5, applied=1, balance=0)
    assert given(anna) == {"useful": 4, "open": 5, "applied": 1, "balance": 0}
    assert given(marco) is None
    anna.answers_to(ASK, "button.my_answers")
    assert anna.shows("useful") == "4 · molto"
    anna.rates(2, open=5)
    assert given(anna) == {"useful": 2, "open": 5, "applied": 1, "balance": 0}
    marco.answers(5)
    assert given(marco) == {"useful": 5, "open": 4, "applied": 1, "balance": 0}
    assert len(world.rows(Answer)) == 2
    world.lives_until("2026-12-12 12:00")
    assert ASK_AGAIN not in anna.heard
    assert ASK_AGAIN not in marco.heard


def test_what_slack_keeps_says_that_they_met_and_not_whether_the_questions_are_answered(
    lite: World,
) -> None:
    """The message, status and Home read the same with four answers and with none."""
    anna, marco = lite.dated("2026-12-03 11:00")
    lite.lives_until("2026-12-03 14:00")
    anna.answers(4)
    marco.answers_to(ASK, "button.yes")
    marco.closes()
    for one, other in ((anna, "Marco"), (marco, "Anna")):
        until = one.words.moment(moment("2026-12-10 11:45"))
        told = one.says_text("checkin.answered", partner=other, until=until)
        mine = one.words.plain("button.my_answers")
        assert one.reads(ASK) == f"*{told}*\n[{mine}]"
        line = one.says_text("checkin.still_open", partner=other, until=until,
                             date=one.words.date(date(2026, 12, 3)))  # fmt: skip
        one.types("status")
        one.hands.opens_home()
        home = one.hands.sees.home
        assert home is not None
        for shown in (one.answer, home.shown):
            assert line in shown
            assert mine in shown
        one.presses("button.my_answers", "home")
        assert one.view.callback_id == "checkin"
        one.closes()


def test_no_reminder_comes_to_who_has_said_that_they_met_answered_or_not(world: World) -> None:
    """Whoever reads the conversation would learn from it that no question was answered."""
    anna, marco = world.dated("2026-12-03 11:00")
    world.lives_until("2026-12-03 14:00")
    anna.answers(4)
    marco.answers_to(ASK, "button.yes")
    marco.closes()
    world.lives_until("2026-12-12 12:00")
    assert anna.heard.count(ASK) == marco.heard.count(ASK) == 1
    assert ASK_AGAIN not in [*anna.heard, *marco.heard]
    ended = [row for row in world.rows(OutboxRow) if row.kind in (ASK, ASK_AGAIN)]
    assert not ended


def test_a_late_meeting_is_asked_about_next_morning_and_reminded_of_once(world: World) -> None:
    """15:30 to 16:15, so it would be 18:15: the next working day at 09:30, which is Friday."""
    anna, marco = world.dated("2026-12-03 15:30")
    world.lives_until("2026-12-20 12:00")
    assert arrived(world, anna, ASK) == moment("2026-12-04 09:30")
    assert arrived(world, anna, ASK_AGAIN) == moment("2026-12-09 09:30")
    assert anna.heard.count(ASK) == anna.heard.count(ASK_AGAIN) == 1
    assert world.one(Session).state == "lapsed"
    assert {row.state for row in world.rows(CheckinRequest)} == {"closed"}
    before = world.fingerprint()
    anna.answers_to(ASK, "button.yes")
    assert anna.says_text("refusal.checkin_closed") in anna.answer
    assert world.fingerprint() == before
    assert marco.heard.count(ASK_AGAIN) == 1


def test_after_seven_days_it_is_closed_kindly_and_nothing_is_kept(world: World) -> None:
    anna, marco = world.dated("2026-12-03 11:00")
    world.lives_until("2026-12-03 14:00")
    marco.answers(4)
    anna.answers_to(ASK, "button.yes")
    world.goes_to("2026-12-10 11:45")
    anna.rates(5)
    assert given(anna) is None
    assert given(marco) is not None
    anna.answers_to(ASK, "button.my_answers")
    assert anna.says_text("refusal.checkin_closed") in anna.answer


def test_any_yes_makes_it_held_and_a_later_no_does_not_undo_it(world: World) -> None:
    anna, marco = world.dated("2026-12-03 11:00")
    world.lives_until("2026-12-03 14:00")
    anna.answers_to(ASK, "button.not_yet")
    assert world.one(Session).state == "dated"
    assert "Marco" in anna.answer
    marco.answers_to(ASK, "button.yes")
    assert world.one(Session).state == "held"
    marco.closes()
    anna.answers_to(ASK, "button.not_yet")
    anna.answers_to(ASK, "button.moved")
    assert anna.view.callback_id == "when"
    anna.closes()
    assert world.one(Session).state == "held"
    anna.answers_to(ASK, "button.yes")
    assert world.one(Session).state == "held"
    anna.rates(3)
    assert given(anna) is not None
    assert given(marco) is None


def test_what_is_noted_stays_noted_in_the_message_before(world: World) -> None:
    """Anna says yes to the reminder; the first question still has its buttons, and so have both of
    Marco's, who reads the same as if she had said nothing."""
    anna, marco = world.dated("2026-12-03 11:00")
    world.lives_until("2026-12-08 12:00")
    marco.answers_to(ASK, "button.not_yet")
    before = marco.answer
    anna.answers_to(ASK_AGAIN, "button.yes")
    anna.closes()
    world.tick()
    anna.answers_to(ASK, "button.not_yet")
    until = anna.words.moment(moment("2026-12-10 11:45"))
    assert anna.says_text("checkin.answered", partner="Marco", until=until) in anna.answer
    for kind in (ASK, ASK_AGAIN):
        marco.answers_to(kind, "button.not_yet")
        assert marco.answer == before
    anna.answers_to(ASK, "button.yes")
    assert anna.view.callback_id == "checkin"


def test_met_says_it_for_today_yesterday_and_twice_is_once(world: World) -> None:
    """Without an agreed date a meeting is written down, and the partner is asked."""
    anna, marco = world.paired()
    world.goes_to("2026-12-02 10:00")
    anna.met()
    anna.rates(4)
    assert world.one(Session).state == "held"
    marco.types("fatto ieri")
    marco.rates(5)
    assert len(world.rows(Session)) == 1
    assert len(world.rows(Answer)) == 2
    world.lives_until("2026-12-02 18:00")
    assert ASK not in anna.heard
    assert ASK not in marco.heard
    anna.met("2026-11-26")
    assert len(world.rows(Session)) == 2
    world.lives_until("2026-12-03 17:00")
    assert marco.heard[-1] == ASK


def test_met_within_seven_days_is_the_same_meeting_whoever_says_it(world: World) -> None:
    anna, marco = world.paired()
    world.goes_to("2026-12-02 10:00")
    anna.met()
    anna.rates(4)
    world.goes_to("2026-12-04 10:00")
    marco.met()
    assert marco.words.date(date(2026, 12, 2)) in marco.answer
    assert marco.says_text("checkin.another") in marco.answer
    marco.closes()
    world.goes_to("2026-12-09 09:00")
    anna.met()
    assert anna.shows("useful") == "4 · molto"
    anna.closes()
    assert len(world.rows(Session)) == 1
    assert len(world.rows(Answer)) == 2
    world.goes_to("2026-12-09 11:00")
    anna.met()
    anna.closes()
    assert [row.state for row in world.rows(Session)] == ["held", "held"]


def test_a_second_meeting_in_the_same_week_is_told_with_its_day(world: World) -> None:
    anna, marco = world.paired()
    world.goes_to("2026-12-02 10:00")
    anna.met()
    anna.closes()
    world.goes_to("2026-12-05 10:00")
    marco.types("fatto 4/12")
    marco.rates(5)
    assert [row.state for row in world.rows(Session)] == ["held", "held"]
    assert given(marco) == {"useful": 5, "open": 4, "applied": 1, "balance": 0}
    marco.met()
    assert marco.words.date(date(2026, 12, 4)) in marco.answer
    marco.closes()
    assert len(world.rows(Session)) == 2


def test_met_reads_alike_whether_the_partner_has_said_so_or_answered(world: World) -> None:
    """After an agreed date the window tells nothing of what the other side has done."""
    two = pairs(world, 2)
    for mentor, mentee in two:
        mentee.proposes("2026-12-03 11:00")
        world.tick()
        mentor.confirms()
    world.lives_until("2026-12-03 14:00")
    two[0][0].answers(1)
    world.goes_to("2026-12-05 10:00")
    seen = []
    for mentor, mentee in two:
        mentee.met()
        seen.append(mentee.answer.replace(mentor.name, "-"))
        mentee.closes()
    assert seen[0] == seen[1]
    assert len(world.rows(Session)) == 2


def test_who_has_said_met_is_not_asked_whether_answered_or_not(world: World) -> None:
    anna, marco = world.paired()
    world.goes_to("2026-12-02 10:00")
    anna.met()
    anna.closes()
    world.lives_until("2026-12-11 12:00")
    assert ASK not in anna.heard
    assert marco.heard.count(ASK) == 1


def test_met_refuses_the_future_the_time_before_and_what_is_no_day(lite: World) -> None:
    anna, _ = lite.paired()
    lite.goes_to("2026-12-02 10:00")
    before = lite.fingerprint()
    anna.met("2026-12-03")
    assert anna.says_text("refusal.date_in_future") in anna.answer
    anna.met("2026-11-20")
    assert "lunedì 23 novembre" in anna.answer
    assert "è cominciato" in anna.answer
    anna.met("30/2/2026")
    assert "30/2/2026" in anna.answer
    anna.met("whenever")
    assert anna.says_text("not_understood.met", typed="whenever") in anna.answer
    assert lite.fingerprint() == before


def test_met_on_a_dated_day_is_that_sessions_yes(lite: World) -> None:
    anna, marco = lite.dated("2026-12-03 11:00")
    lite.goes_to("2026-12-03 12:00")
    anna.met()
    anna.rates(4)
    assert lite.one(Session).state == "held"
    lite.lives_until("2026-12-03 17:00")
    assert ASK not in anna.heard
    assert marco.heard[-1] == ASK


def test_with_two_pairs_met_asks_which(database: Database, tmp_path: Path) -> None:
    with living(database, tmp_path, rules="[places]\nmentor = 2\ntotal = 2\n") as world:
        anna, marco = world.joined()
        carlo = world.person("Carlo")
        carlo.joins("mentee")
        world.sends_round()
        for other in (marco, carlo):
            other.says_yes()
            anna.presses("button.yes", _offer_about(anna, other))
        world.tick()
        world.goes_to("2026-12-02 10:00")
        anna.met()
        assert not world.rows(Session)
        anna.fills(pair=carlo.name)
        anna.rates(5)
        (held,) = world.rows(Session)
        assert held.pair_id == world.pair_of(anna, carlo).id
        assert given(anna) is not None
        assert given(carlo) is None


def _offer_about(one: Colleague, other: Colleague) -> Message:
    return next(seen.message for seen in one.hands.sees.dm if other.name in seen.message.text)
