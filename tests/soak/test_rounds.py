"""Orders of events around rounds and meetings that look harmless one by one.

Each once broke a promise of the machine, in a way that its people could have noticed.
"""

from datetime import UTC, datetime, timedelta

from bot.store.tables import Session
from tests.soak.village import NEXT_ROUND, Village


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
