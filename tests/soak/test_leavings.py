"""Orders of events around a leaving that look harmless one by one.

Each once broke a promise of the machine, in a way that its people could have noticed.
"""

from datetime import timedelta

from bot.store.tables import Pair, Proposal, Round, Session
from tests.soak.life import Runtime
from tests.soak.village import FIRST_ROUND, NEXT_ROUND, Village, living, profile


def test_a_leaving_that_is_undone_changes_nothing_for_the_partner(village: Village) -> None:
    village.join()
    village.pair()
    village.changes_their_mind("leave", lambda: village.leaves(village.marco), village.marco)


def test_a_break_goes_on_after_a_leaving_that_is_undone(village: Village) -> None:
    village.join()
    village.pair()
    village.pauses(village.marco, 7)
    village.after(11)
    village.changes_their_mind("leave", lambda: village.leaves(village.marco), village.marco)
    assert village.pair_now.state == "paused"


def test_a_partner_is_told_of_a_break_though_leaving_was_undone(village: Village) -> None:
    village.join()
    village.pair()
    village.pauses(village.marco, 7)
    village.after(2)
    village.leaves(village.marco)
    village.after(2)
    village.takes_back(village.marco, "leave")
    village.after(20)
    assert village.pair_now.state == "paused"
    assert village.heard("pair.paused") == 1


def test_who_is_back_stays_back_after_a_leaving_that_is_undone(village: Village) -> None:
    village.join()
    village.pair()
    village.pauses(village.marco, 7)
    village.after(11)
    village.resumes(village.marco)
    village.after(2)
    village.leaves(village.marco)
    village.takes_back(village.marco, "leave")
    village.after(20)
    mine = village.participation(village.marco)
    assert mine is not None
    assert mine.state == "active"
    assert village.pair_now.state == "active"


def test_who_comes_back_by_the_form_is_not_on_a_break(village: Village) -> None:
    village.join()
    village.pauses(village.marco, 28)
    village.after(11)
    village.leaves(village.marco)
    village.life.passes(minutes=2)
    village.joins(village.marco, profile("mentee"), None, twice=False)
    village.after(11)
    village.changes_their_mind("leave", lambda: village.leaves(village.marco), village.marco)
    mine = village.participation(village.marco)
    assert mine is not None
    assert (mine.state, mine.pause_ends_at) == ("active", None)


def test_a_pair_does_not_outlive_an_undone_return(village: Village) -> None:
    village.join()
    proposal = village.send()
    village.says_yes(proposal, village.anna)
    village.leaves(village.marco)
    village.life.passes(minutes=2)
    village.joins(village.marco, profile("mentee"), None, twice=False)
    village.says_yes(proposal, village.marco)
    village.takes_back(village.marco, "join")
    village.after(20)
    assert all(pair.state == "ended_early" for pair in village.rows(Pair))


def test_two_yeses_are_a_pair_when_who_left_has_joined_again(village: Village) -> None:
    village.join()
    proposal = village.send()
    village.says_yes(proposal, village.marco)
    village.leaves(village.marco)
    village.after(11)
    village.says_yes(proposal, village.anna)
    assert not village.rows(Pair)
    village.joins(village.marco, profile("mentee"), None, twice=False)
    village.after(11)
    assert village.pair_now.state == "active"


def test_a_pair_of_the_first_ten_minutes_ends_with_an_undone_joining(runtime: Runtime) -> None:
    with living(runtime, hold=0) as village:
        village.joins(village.anna, profile("mentor"), None, twice=False)
        village.lives_until(FIRST_ROUND - timedelta(minutes=2))
        village.joins(village.marco, profile("mentee"), None, twice=False)
        village.rules_on(village.draft(), "approve")
        village.works()
        for one in (village.anna, village.marco):
            village.says_yes(village.rows(Proposal)[-1], one)
        village.takes_back(village.marco, "join")
        village.works()
        assert village.pair_now.state == "ended_early"
        mine = village.participation(village.anna)
        assert mine is not None
        assert mine.priority


def test_dates_fall_away_though_who_left_comes_back_at_once(village: Village) -> None:
    village.join()
    pair = village.pair()
    village.proposes(pair, village.marco, village.life.now + timedelta(days=2))
    village.leaves(village.marco)
    village.life.passes(minutes=2)
    village.joins(village.marco, profile("mentee"), None, twice=False)
    village.after(11)
    assert village.rows(Session)[-1].state == "lapsed"


def test_a_place_is_free_only_when_leaving_cannot_be_undone(runtime: Runtime) -> None:
    """With a round that is not held back, all of it fits into the ten minutes."""
    with living(runtime, hold=0) as village:
        village.join()
        village.pair()
        village.joins(village.sara, profile("mentee"), None, twice=False)
        village.lives_until(NEXT_ROUND - timedelta(minutes=2))
        village.leaves(village.marco)
        village.lives_until(NEXT_ROUND)
        village.rules_on(village.rows(Round)[-1], "approve")
        village.works()
        village.takes_back(village.marco, "leave")


def test_of_two_who_leave_the_one_who_comes_back_is_alone(village: Village) -> None:
    village.join()
    village.pair()
    village.leaves(village.anna)
    village.after(1)
    village.leaves(village.marco)
    village.after(1)
    village.takes_back(village.anna, "leave")
    village.after(20)
    assert village.pair_now.state == "ended_early"
    assert [one.to[0].slack_id for one in village.life.post.log
            if one.kind.key == "pair.ended"] == [village.anna.slack_id]  # fmt: skip


def test_of_two_who_leave_both_come_back_to_their_pair(village: Village) -> None:
    village.join()
    village.pair()
    village.leaves(village.anna)
    village.after(1)
    village.leaves(village.marco)
    village.after(1)
    village.takes_back(village.anna, "leave")
    village.after(1)
    village.takes_back(village.marco, "leave")
    village.after(20)
    assert village.pair_now.state == "active"
    assert not village.heard("pair.ended")


def test_a_pair_follows_a_break_settled_while_it_was_gone(village: Village) -> None:
    village.join()
    village.pair()
    village.leaves(village.anna)
    village.after(1)
    village.pauses(village.marco, 7)
    village.after(1)
    village.edits(village.marco, profile("mentee"), (1, 1), [])
    village.takes_back(village.anna, "leave")
    village.after(20)
    assert village.pair_now.state == "paused"


def test_a_need_for_a_hand_outlives_a_leaving_that_is_undone(village: Village) -> None:
    village.join()
    village.pair()
    for _ in range(3):
        village.lives(days=7)  # at once they would be a stop of the bot, which waits with the hand
    assert village.pair_now.state == "needs_a_hand"
    village.changes_their_mind("leave", lambda: village.leaves(village.marco), village.marco)
