"""Nobody who was told "we look for someone" is forgotten: each hears how the round went."""

from datetime import date

import pytest

from bot.store.tables import OutboxRow, Proposal
from tests.flows.test_profile import edits
from tests.people import Colleague
from tests.world import World, moment

OFFER, LOOKING, LATE = "proposal.offer", "nudge.still_looking", "round.late"
CLOSED, READY, DECIDED = "proposal.did_not_go_ahead", "round.ready", "round.decided"
ROUND_DAY, A_WEEK_LATER = date(2026, 11, 23), date(2026, 11, 30)


def looked(who: Colleague) -> str:
    """What is said to somebody whom the round brought no pairing."""
    return who.says_text("nudge.still_looking", date=who.words.date(ROUND_DAY))


def three_pairs(world: World) -> list[list[Colleague]]:
    """Three pairs that cannot be mixed up, drafted."""
    pairs = [
        world.joined("Anna", "Marco"),
        world.joined("Bea", "Carlo", topic="data.read", back="back.domain"),
        world.joined("Dora", "Elio", topic="safe.scams", back="back.numbers"),
    ]
    world.drafts_round()
    return pairs


# --- what kept a pair back -----------------------------------------------------------------------


def test_dropped_held_or_left_by_the_other_all_read_the_same(world: World) -> None:
    """Who waits anyway, since it did not suit this time, reads it, too, at the same moment."""
    world.person("Zeno").joins("mentor", topic="media.video", back="back.lead")
    (anna, marco), (bea, carlo), (dora, elio) = three_pairs(world)
    world.lead.opens_round()
    world.lead.decides("hold", anna, marco)
    world.lead.decides("drop", bea, carlo)
    world.lead.approves()
    world.passes(minutes=5)
    elio.leaves()
    world.lives_until("2026-11-24 18:00")
    waiting = [anna, marco, bea, carlo, dora]
    assert [one.heard for one in waiting] == [["welcome", LOOKING]] * 5
    assert elio.heard == ["welcome"]
    read = {one.reads(LOOKING) for one in (*waiting, world.cast["Zeno"])}
    assert len(read) == 1
    assert looked(anna) in read.pop()
    assert {one.message(LOOKING).ts.partition(".")[0] for one in waiting} == {
        world.cast["Zeno"].message(LOOKING).ts.partition(".")[0]
    }
    assert [one.participation.rounds_waited for one in waiting] == [1] * 5


def test_an_offer_that_could_not_reach_somebody_ends_in_the_same_words(world: World) -> None:
    """Marco no longer wants to meet Anna when the round goes: both hear at the expiry only."""
    anna, marco = world.joined()
    world.drafts_round()
    world.lead.opens_round()
    world.lead.approves()
    edits(marco, levels={"avoids": [anna.id]})
    marco.closes()
    expiry = "2026-11-30 18:00"
    world.lives_until("2026-11-30 17:59")
    assert anna.heard == marco.heard == ["welcome"]
    world.lives_until("2026-12-01 12:00")
    assert world.one(Proposal).expires_at == moment(expiry)
    assert anna.heard == marco.heard == ["welcome", CLOSED]
    assert anna.reads(CLOSED) == marco.reads(CLOSED)
    assert looked(anna) in anna.reads(CLOSED)
    assert marco.name not in anna.reads(CLOSED)


@pytest.mark.parametrize("what", ["pause", "leave"])
def test_who_undoes_going_away_while_the_round_goes_out_hears_it_like_the_others(
    lite: World, what: str
) -> None:
    (anna, marco), (bea, carlo), _ = three_pairs(lite)
    lite.lead.opens_round()
    lite.lead.decides("drop", anna, marco)
    lite.lead.approves()
    lite.passes(minutes=8)
    for one in (anna, bea):
        one.types("pause 2w" if what == "pause" else "leave")
    lite.passes(minutes=3)
    lite.tick()
    for one in (anna, bea):
        one.presses(f"button.undo_{what}")
    lite.lives_until("2026-11-25 12:00")
    for one in (anna, marco, bea, carlo):
        assert one.heard.count(LOOKING) == 1


def test_who_is_on_a_break_hears_it_afterwards(lite: World) -> None:
    (anna, marco), *_ = three_pairs(lite)
    lite.lead.opens_round()
    lite.lead.decides("drop", anna, marco)
    anna.types("pause 30/11")
    lite.passes(hours=1)
    lite.lead.approves()
    lite.lives_until("2026-11-29 12:00")
    assert LOOKING not in anna.heard
    lite.lives_until("2026-12-03 12:00")
    assert anna.heard.count(LOOKING) == 1


# --- a round that is late ------------------------------------------------------------------------


def test_a_round_that_nobody_decides_is_late(world: World) -> None:
    """Three working days on whoever it drafted, or left waiting, hears so, once, in their hours."""
    anna, marco = world.joined()
    zeno = world.person("Zeno", zone="America/Sao_Paulo")
    zeno.joins("mentor", topic="safe.scams", back="back.numbers")
    world.drafts_round()
    world.lives_until("2026-11-26 08:59")
    assert LATE not in anna.heard
    world.lives_until("2026-11-26 12:00")
    assert anna.heard == marco.heard == ["welcome", LATE]
    assert zeno.heard == ["welcome"]
    world.lives_until("2026-11-26 14:00")
    assert zeno.heard == ["welcome", LATE]
    day, today = anna.words.date(ROUND_DAY), anna.words.date(date(2026, 11, 26))
    assert anna.says_text("round_late.undecided", date=day, today=today) in anna.reads(LATE)
    world.lives_until("2026-12-03 10:00")
    world.lead.opens_round()
    world.lead.approves()
    world.lives_until("2026-12-04 18:00")
    assert anna.heard == marco.heard == ["welcome", LATE, OFFER]
    assert zeno.heard == ["welcome", LATE, LOOKING]


def test_what_is_decided_before_it_was_said_is_not_said(lite: World) -> None:
    zeno = lite.person("Zeno", zone="America/Sao_Paulo")
    zeno.joins("mentor")
    lite.joined(topic="data.read", back="back.domain")
    lite.drafts_round()
    lite.lives_until("2026-11-26 10:00")
    lite.lead.opens_round()
    lite.lead.approves()
    lite.lives_until("2026-11-26 20:00")
    assert zeno.heard == ["welcome", LOOKING]
    (late,) = [
        one
        for one in lite.rows(OutboxRow, kind=LATE)
        if one.person_id == zeno.participation.person_id
    ]
    assert late.state == "cancelled"


def test_who_waits_hears_that_a_lead_postpones_and_until_when(world: World) -> None:
    anna, marco = world.joined()
    zeno = world.person("Zeno")
    zeno.joins("mentor", topic="safe.scams", back="back.numbers")
    world.drafts_round()
    world.lead.answers_to(READY, "button.postpone")
    world.lives_until("2026-11-23 12:00")
    for one in (anna, marco, zeno):
        assert one.heard == ["welcome", LATE]
        days = {"date": one.words.date(ROUND_DAY), "day": one.words.date(A_WEEK_LATER)}
        assert one.says_text("round_late.postponed", **days) in one.reads(LATE)
    world.lives_until("2026-11-29 12:00")
    assert anna.heard == ["welcome", LATE]


def test_who_has_heard_that_it_is_late_hears_that_it_is_postponed(lite: World) -> None:
    anna, marco = lite.joined()
    lite.drafts_round()
    lite.lives_until("2026-11-26 12:00")
    assert anna.heard == ["welcome", LATE]
    lite.lead.answers_to(READY, "button.postpone")
    lite.lives_until("2026-11-27 18:00")
    for one in (anna, marco):
        assert one.heard == ["welcome", LATE, LATE]
        assert one.says_text(
            "round_late.postponed", date=one.words.date(ROUND_DAY),
            day=one.words.date(date(2026, 12, 3)),
        ) in one.reads(LATE)  # fmt: skip


# --- leads ---------------------------------------------------------------------------------------


def test_every_other_lead_hears_who_decided_and_what_went_out(world: World) -> None:
    """Also one who was not told yet that it waits, since it was night for them."""
    paolo = world.another_lead("Paolo")
    world.joined()
    world.drafts_round()
    world.lead.opens_round()
    world.lead.approves()
    assert DECIDED not in paolo.heard
    world.lives_until("2026-11-23 12:00")
    assert paolo.heard == [READY, DECIDED]
    assert world.lead.heard == [READY]
    assert "went out" in paolo.reads(DECIDED)
    assert "1 pair" in paolo.reads(DECIDED)
    assert "Decided by Giulia" in paolo.reads(DECIDED)


def test_every_other_lead_hears_who_postponed(lite: World) -> None:
    paolo = lite.another_lead("Paolo")
    lite.joined()
    lite.drafts_round()
    lite.lead.answers_to(READY, "button.postpone")
    lite.lives_until("2026-11-23 12:00")
    assert paolo.heard == [READY, DECIDED]
    assert "Monday 30 November" in paolo.reads(DECIDED)
    assert "Decided by Giulia" in paolo.reads(DECIDED)
    assert lite.lead.heard == [READY]


def test_what_was_stopped_again_is_told_to_nobody(lite: World) -> None:
    paolo = lite.another_lead("Paolo")
    lite.joined()
    lite.drafts_round()
    lite.lead.opens_round()
    lite.lead.approves()
    lite.passes(minutes=5)
    lite.lead.stops()
    lite.lives_until("2026-11-23 12:00")
    assert paolo.heard == [READY]


# --- each in their own zone ----------------------------------------------------------------------


def test_a_meeting_is_said_in_the_zone_of_each_also_where_a_phone_reads_the_text(
    world: World,
) -> None:
    anna = world.person("Anna", zone="America/New_York")
    anna.joins("mentor")
    marco = world.person("Marco")
    marco.joins("mentee")
    world.paired()
    marco.proposes("2026-12-03 16:00")
    world.tick()
    world.lives_until("2026-11-27 16:00")
    anna.confirms()
    world.lives_until("2026-11-30 18:00")
    text = world.group(anna, marco)[-1].text
    at = moment("2026-12-03 16:00")
    assert f"{anna.words.moment(at)}, 16:00 ({marco.words.zone_name()})" in text
