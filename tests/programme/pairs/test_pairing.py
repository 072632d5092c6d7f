"""What the end of a pair means for its two."""

from bot.store.tables import Pair
from tests.programme.stage import Stage
from tests.world import moment


def test_after_their_six_months_the_two_wait_from_the_last_day_on(stage: Stage) -> None:
    stage.pairs_up(("ANNA", "MARCO"))
    stage.now = moment("2027-05-24 10:10")
    stage.completes()
    (pair,) = stage.rows(Pair)
    assert pair.state == "completed"
    assert [one.waiting_since for one in (pair.mentor, pair.mentee)] == [pair.ends_at] * 2
