"""Nudges: once, in working hours, on working days, and never too many."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.domain.words import Word
from bot.programme.rounds import proposals
from bot.store.tables import OutboxRow
from tests.databases import Database
from tests.people import Colleague
from tests.world import NEW_YORK, ROME, World, living, moment

NO_DATE = "nudge.no_date"


def arrived(one: Colleague, kind: str) -> list[datetime]:
    """When each message of a kind reached this person."""
    messages = [seen.message for seen in one.hands.sees.dm]
    return [
        datetime.fromtimestamp(round(float(message.ts)), UTC)
        for message in messages
        if one.world.kind_of(message) == kind
    ]


def test_seven_days_without_a_date_are_said_once(world: World) -> None:
    anna, marco = world.paired()
    world.lives_until("2026-11-30 09:10")
    assert NO_DATE not in anna.heard
    world.lives_until("2027-01-15 12:00")
    for one in (anna, marco):
        assert one.heard.count(NO_DATE) == 1
        assert arrived(one, NO_DATE) == [moment("2026-11-30 09:11")]


def test_a_proposed_date_counts_as_a_date(world: World) -> None:
    anna, marco = world.paired()
    marco.proposes("2026-12-16 15:00")
    world.lives_until("2026-12-05 12:00")
    assert not world.rows(OutboxRow, kind=NO_DATE)
    assert NO_DATE not in anna.heard


def test_an_italian_holiday_is_kept_free_and_a_colleague_elsewhere_hears_that_day(
    database: Database, tmp_path: Path
) -> None:
    """8 December: nothing in Italy, and New York is at work."""
    with living(database, tmp_path, rules="[round]\nfirst = 2026-11-30\n") as world:
        anna = world.person("Anna")
        john = world.person("Marco", NEW_YORK, "en-US")
        world.proposed()
        world.goes_to("2026-12-01 15:30")
        anna.says_yes()
        john.says_yes()
        world.lives_until("2026-12-11 12:00")
        assert arrived(anna, NO_DATE) == [moment("2026-12-09 09:00")]
        assert arrived(john, NO_DATE) == [moment(f"2026-12-08 09:30 {NEW_YORK}")]


def test_at_most_one_other_message_in_seven_days(database: Database, tmp_path: Path) -> None:
    """Anna has two pairs, begun two days apart: her second nudge waits, the others' do not."""
    rules = "[places]\nmentor = 2\ntotal = 2\n"
    with living(database, tmp_path, rules=rules) as world:
        anna, marco = world.joined()
        carlo = world.person("Carlo")
        carlo.joins("mentee")
        world.sends_round()
        both_say_yes(world, anna, marco)
        world.goes_to("2026-11-25 10:00")
        both_say_yes(world, anna, carlo)
        world.lives_until("2026-12-20 12:00")
        assert arrived(marco, NO_DATE) == [moment("2026-11-30 09:11")]
        assert arrived(carlo, NO_DATE) == [moment("2026-12-02 10:00")]
        assert arrived(anna, NO_DATE) == [moment("2026-11-30 09:11"), moment("2026-12-07 09:11")]


def both_say_yes(world: World, one: Colleague, other: Colleague) -> None:
    """At this very moment, even on a Saturday."""
    proposal = world.proposal_of(one, other).id
    for side in (one, other):
        side.does(lambda work: proposals.say(work, proposal, Word.YES))


CHANGES = {
    "Rome in autumn": (ROME, "2026-09-14", ("2026-10-10", "2026-10-17"),
                       ("2026-10-19T07:00", "2026-10-26T08:00")),
    "New York in autumn": (NEW_YORK, "2026-09-21", ("2026-10-17", "2026-10-24"),
                           ("2026-10-26T13:00", "2026-11-02T14:00")),
    "Rome in spring, Easter Monday kept free": (ROME, "2027-02-15", ("2027-03-13", "2027-03-20"),
                                                ("2027-03-22T08:00", "2027-03-30T07:00")),
    "New York in spring": (NEW_YORK, "2027-02-01", ("2027-02-27", "2027-03-06"),
                           ("2027-03-08T14:00", "2027-03-15T13:00")),
}  # fmt: skip


@pytest.mark.parametrize(("zone", "opening", "d0s", "nudges"), CHANGES.values(), ids=CHANGES)
def test_nine_oclock_stays_nine_oclock_when_the_clock_changes(
    database: Database,
    tmp_path: Path,
    zone: str,
    opening: str,
    d0s: tuple[str, str],
    nudges: tuple[str, str],
) -> None:
    """Two pairs begun on two Saturdays are nudged at 09:00 local, one before, one after."""
    rules = "[round]\nexpiry_days = 10\n"
    with living(database, tmp_path, rules=rules, opening=f"{opening} 09:00") as world:
        for name in ("Anna", "Marco", "Bea", "Carlo"):
            world.person(name, zone)
        pairs = [
            world.joined("Anna", "Marco"),
            world.joined("Bea", "Carlo", topic="data.read", back="back.domain"),
        ]
        world.sends_round()
        for two, day in zip(pairs, d0s, strict=True):
            world.lives_until(f"{day} 12:00")
            both_say_yes(world, *two)
        world.lives_until(datetime.fromisoformat(nudges[1]).replace(tzinfo=UTC))
        for two, nudge in zip(pairs, nudges, strict=True):
            for one in two:
                assert arrived(one, NO_DATE) == [datetime.fromisoformat(nudge).replace(tzinfo=UTC)]


def test_nobody_who_has_left_is_nudged(lite: World) -> None:
    anna, marco = lite.paired()
    lite.goes_to("2026-11-27 10:00")
    marco.leaves()
    lite.lives_until("2026-12-20 12:00")
    assert NO_DATE not in anna.heard
    assert NO_DATE not in marco.heard
    assert not [row for row in lite.rows(OutboxRow) if row.state == "pending"]
