"""What is forgotten, and when: thirty days after leaving, three weeks, two days."""

from datetime import UTC, datetime

from bot.store.tables import (
    Draft,
    Event,
    InboxKey,
    OfferRow,
    OutboxRow,
    Pair,
    Participation,
    Person,
    Proposal,
    WishRow,
)
from playground import Fault
from tests.flows.forged import dump
from tests.people import Colleague
from tests.world import World


def everything(world: World) -> str:
    """The whole database, every row of every table, readable."""
    return repr(dump(world))


def row_of(one: Colleague) -> Participation:
    """By its number, which outlives the name."""
    found: Participation = one.world.one(Participation, id=1)
    return found


def test_thirty_days_after_leaving_nothing_is_left_of_a_person(world: World) -> None:
    """Not the profile, not the Slack id: the whole database is searched."""
    anna, marco = world.person("Anna"), world.person("Marco")
    anna.joins("mentor", site="branch", tenure="over_3", manager=world.lead.id)
    world.paired()
    world.goes_to("2026-11-25 10:00")
    anna.leaves()
    world.lives_until("2026-12-20 10:00")
    anna.types("join")
    anna.submits()
    anna.closes()
    world.lives_until("2026-12-25 09:59")
    assert anna.id in everything(world)
    assert world.rows(Draft)
    assert row_of(anna).state == "left"
    assert row_of(anna).site == "branch"
    world.lives_until("2026-12-25 10:00")
    one = row_of(anna)
    assert one.state == "erased"
    assert anna.id not in everything(world)
    assert [one.function, one.site, one.tenure, one.private, one.undo_sealed] == [None] * 5
    assert (one.languages, one.style) == ([], [None, None, None])
    for table in (OfferRow, WishRow):
        assert not world.rows(table, participation_id=one.id)
    assert not world.rows(Draft)
    assert one.person.dm_channel is None
    assert marco.id in everything(world)
    gone = world.rows(Event, thing="participation", thing_id=one.id)
    assert not gone + world.rows(Event, thing="pair") + world.rows(Event, thing="proposal")
    marco.types("status")
    assert marco.says_text("standing.between") in marco.answer
    assert "25 November" not in marco.answer
    assert marco.takes_part


def test_a_word_that_waits_for_a_partner_on_a_break_keeps_no_moment(lite: World) -> None:
    anna, marco = lite.paired()
    marco.types("pause 18/1")
    lite.goes_to("2026-12-01 11:17")
    anna.leaves()
    lite.lives_until("2027-01-02 12:00")
    (row,) = lite.rows(OutboxRow, kind="pair.ended")
    assert (row.due_at.hour, row.due_at.minute, row.due_at.second) == (0, 0, 0)
    lite.lives_until("2027-01-18 12:00")
    assert "pair.ended" in marco.heard


def test_whoever_comes_back_after_that_is_new_and_the_pair_is_not_repeated(world: World) -> None:
    anna, marco = world.paired()
    anna.leaves()
    world.lives_until("2026-12-28 12:00")
    assert row_of(anna).state == "erased"
    anna.types("status")
    assert anna.says_text("standing.stranger") in anna.answer
    anna.types("join")
    assert anna.shows("band") is None
    anna.closes()
    anna.joins("mentor")
    world.drafts_round()
    assert anna.participation.id != row_of(anna).id
    assert anna.takes_part
    assert marco.takes_part
    assert len(world.rows(Proposal)) == 1


def test_an_account_that_went_is_erased_too(lite: World) -> None:
    anna, _ = lite.paired()
    lite.goes_to("2026-11-25 10:00")
    lite.slack.change_person(anna.id, deleted=True)  # and three working days later it is final
    lite.lives_until("2026-12-30 09:59")
    assert anna.id in everything(lite)
    lite.lives_until("2026-12-30 10:00")
    assert anna.id not in everything(lite)


def test_coming_back_in_time_keeps_everything(lite: World) -> None:
    anna = lite.person("Anna")
    anna.joins("mentor", site="branch")
    anna.leaves()
    lite.lives_until("2026-11-30 12:00")
    anna.types("join")
    assert anna.shows("site") == "Filiale"
    anna.submits()
    anna.fills(notice=["yes"])
    anna.submits()
    anna.submits()
    lite.lives_until("2027-02-01 12:00")
    assert anna.takes_part
    assert anna.participation.site == "branch"


def test_an_undone_joining_leaves_no_shell_behind(lite: World) -> None:
    anna = lite.person("Anna")
    anna.joins_by_form("mentor")
    lite.tick()
    anna.answers_to("welcome", "button.undo_join")
    assert not lite.rows(Participation)
    lite.lives_until("2026-12-10 12:00")
    assert not lite.rows(Draft)
    assert anna.id not in everything(lite)


def test_a_form_that_nobody_comes_back_to_is_forgotten_after_thirty_days(lite: World) -> None:
    anna = lite.person("Anna")
    anna.types("join mentor")
    anna.fills(band="2")
    anna.submits()
    lite.lives_until("2026-12-02 08:59")
    assert len(lite.rows(Draft)) == 1
    lite.goes_to("2026-12-02 09:01")
    lite.tick()
    assert not lite.rows(Draft)
    lite.lives_until("2026-12-03 04:00")
    assert anna.id not in everything(lite)


def test_request_keys_are_forgotten_after_two_days(world: World) -> None:
    anna = world.person("Anna")
    anna.joins_by_form("mentor")
    assert world.rows(InboxKey)
    world.goes_to("2026-11-04 08:59")
    world.tick()
    assert world.rows(InboxKey)
    world.goes_to("2026-11-04 09:01")
    world.tick()
    assert not world.rows(InboxKey)


def test_of_sent_messages_only_a_key_stays_after_three_weeks(world: World) -> None:
    """Who was told what, and when, is gone; the same thing is still not said twice."""
    anna, marco = world.paired()
    world.goes_to("2026-11-25 10:00")
    sent = {row.id for row in world.rows(OutboxRow) if row.state == "sent"}
    keys = {row.dedupe_key for row in world.rows(OutboxRow)}
    world.goes_to("2026-12-17 10:00")
    world.tick()
    rows = [row for row in world.rows(OutboxRow) if row.id in sent]
    assert {row.state for row in rows} == {"forgotten"}
    for row in rows:
        assert (row.person_id, row.pair_id, row.channel, row.subject) == (None,) * 4
        assert (row.kind, row.conversation, row.arguments) == ("", "", {})
        assert (row.sent_at, row.slack_ts) == (None, None)
        assert row.dedupe_key in keys
    for one in (anna, marco):
        assert one.heard.count("welcome") == 1


def test_what_was_given_up_is_forgotten_like_what_was_sent(lite: World) -> None:
    anna = lite.person("Anna")
    refused = Fault("error", method="chat.postMessage", code="no_text")
    lite.slack.workspace.faults.add(refused)
    anna.joins("mentor")
    lite.tick()
    assert lite.one(OutboxRow, kind="welcome").state == "dead"
    lite.lives_until("2026-11-23 08:00")
    assert lite.rows(OutboxRow)[0].state == "dead"
    lite.goes_to("2026-11-23 10:00")
    lite.tick()
    assert lite.rows(OutboxRow)[0].state == "forgotten"


def test_a_stranger_who_only_asked_is_forgotten_after_three_weeks(lite: World) -> None:
    eva = lite.person("Eva")
    eva.types("help")
    assert lite.rows(Person, slack_id=eva.id)
    lite.goes_to("2026-11-23 08:59")
    lite.tick()
    lite.goes_to("2026-11-24 03:00")
    lite.tick()
    assert lite.rows(Person, slack_id=eva.id)
    lite.goes_to("2026-11-24 04:00")
    lite.tick()
    assert eva.id not in everything(lite)


def test_a_past_pair_stays_without_a_name(lite: World) -> None:
    """Counted by its months, and nothing more."""
    anna, marco = lite.paired()
    anna.leaves()
    marco.leaves()
    lite.lives_until("2026-12-28 12:00")
    pair = lite.one(Pair)
    assert pair.d0 == pair.ended_at == datetime(2026, 11, 1, tzinfo=UTC)
    assert pair.due_at == ()
    assert pair.mentor.state == pair.mentee.state == "erased"
    for one in (anna, marco):
        assert one.id not in everything(lite)
