"""What `stats` counts at once, by period."""

from bot.programme import stats
from bot.programme.facts import Stats
from tests.programme.stage import LEAD, Stage
from tests.world import moment


def counts(stage: Stage, period: str = "30d") -> Stats:
    return stage.does(LEAD[1:], lambda db, me: stats.stats(db, me, period, stage.now))


def test_sessions_fall_due_by_the_days_since_the_second_yes(stage: Stage) -> None:
    """Days 14 and 35 of one pair that began on 23 November."""
    stage.pairs_up(("ANNA", "MARCO"))
    for day, due in (("2026-12-07 09:00", 0), ("2026-12-07 10:00", 1), ("2026-12-28 10:00", 2)):
        stage.now = moment(day)
        assert counts(stage, "60d").sessions_due == due
    assert counts(stage, "2026-Q4").sessions_due == 2
    stage.now = moment("2027-01-25 10:00")
    assert counts(stage, "7d").sessions_due == 1
    assert counts(stage, "2026-Q4").sessions_due == 2


def test_a_period_ends_at_local_midnight(stage: Stage) -> None:
    pairs = stage.pairs_up(("ANNA", "MARCO"))
    stage.now = moment("2027-01-01 00:10")
    stage.answers("ANNA", pairs[0], 4)
    assert counts(stage, "2026-Q4").sessions_held == 1
    assert counts(stage, "quarter").sessions_held == 0


def test_who_is_in_no_pair_and_has_no_open_proposal_waits(stage: Stage) -> None:
    stage.joins("EVA", "mentor", topic="safe.scams", back="back.memory")
    assert counts(stage).waiting == 1
    stage.pairs_up(("ANNA", "MARCO"))
    assert counts(stage).waiting == 1
    assert counts(stage).enrolled == {"mentor": 2, "mentee": 1}
    assert counts(stage).pairs_by_state == {"active": 1}


def test_a_pair_is_complete_after_twenty_six_weeks(stage: Stage) -> None:
    stage.pairs_up(("ANNA", "MARCO"))
    stage.now = moment("2027-05-24 10:10")
    stage.completes()
    assert counts(stage).pairs_by_state == {"completed": 1}
    assert counts(stage).waiting == 2
    assert counts(stage, "365d").sessions_due == 7
