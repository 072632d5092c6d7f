"""Orders of events around rounds and meetings that look harmless one by one.

Each once broke a promise of the machine, in a way that its people could have noticed.
"""

from datetime import UTC, datetime, timedelta

from bot.store.tables import Proposal, Session
from tests.soak.village import NEXT_ROUND, Village, profile


def test_a_round_stopped_late_gives_way_to_the_newer_draft(village: Village) -> None:
    village.join()
    first = village.draft()
    village.lives_until(NEXT_ROUND - timedelta(minutes=5))
    village.rules_on(first, "approve")
    village.after(5)
    village.rules_on(first, "stop")
    village.works()


def test_a_meeting_of_a_window_that_is_over_can_still_be_answered(village: Village) -> None:
    village.join()
    village.pair()
    village.lives_until(datetime(2026, 11, 1, 12, tzinfo=UTC))
    village.life.passes(days=9)
    village.declares(village.anna, datetime(2026, 11, 1, tzinfo=UTC).date())
    held = village.rows(Session)[-1]
    told = village.answers(held, village.anna)
    assert not isinstance(told, Exception), told


def test_a_proposal_that_ended_during_a_standstill_holds_no_place(village: Village) -> None:
    """The round of the day is drafted by a bot that has slept since before the expiry."""
    village.join()
    village.send()
    village.joins(village.sara, profile("mentee"), None, twice=False)
    village.works()
    village.life.clock.moment = NEXT_ROUND
    village.works()
    drafted = village.rows(Proposal, Proposal.state == "drafted")
    assert [one.mentee.person.slack_id for one in drafted] == [village.sara.slack_id]
