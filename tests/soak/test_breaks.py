"""Orders of events around a break that look harmless one by one.

Each once broke a promise of the machine, in a way that its people could have noticed.
"""

from tests.soak.village import Village, profile


def test_a_pause_counts_though_the_profile_is_changed_meanwhile(village: Village) -> None:
    village.join()
    village.pair()
    village.pauses(village.marco, 7)
    village.life.passes(minutes=5)
    village.edits(village.marco, profile("mentee"), (1, 1), [])
    village.after(10)
    assert village.pair_now.state == "paused"


def test_a_pause_after_a_return_is_undone(village: Village) -> None:
    village.join()
    village.pair()
    village.pauses(village.marco, 7)
    village.after(11)
    village.resumes(village.marco)
    village.after(2)
    village.pauses(village.marco, 14)
    village.after(2)
    village.takes_back(village.marco, "pause")
    village.after(20)
    assert village.pair_now.state == "active"


def test_a_return_at_once_is_undone(village: Village) -> None:
    village.join()
    village.pair()
    village.pauses(village.marco, 7)
    village.after(2)
    village.resumes(village.marco)
    village.after(2)
    village.takes_back(village.marco, "resume")
    village.after(20)
    assert village.pair_now.state == "paused"
    assert village.heard("pair.paused") == 1


def test_who_changes_the_day_of_a_new_break_is_told_of_once(village: Village) -> None:
    village.join()
    village.pair()
    village.pauses(village.marco, 7)
    village.after(2)
    village.pauses(village.marco, 14)
    village.after(20)
    assert village.heard("pair.paused") == 1


def test_the_group_does_not_wait_for_a_pause_that_can_be_undone(village: Village) -> None:
    """Else the other would see within ten minutes what may never have been."""
    village.join()
    proposal = village.send()
    village.says_yes(proposal, village.anna)
    village.says_yes(proposal, village.marco)
    village.pauses(village.marco, 7)
    village.after(1)
    assert village.heard("pair.introduction") == 1
    village.takes_back(village.marco, "pause")
    village.after(10)
    assert village.heard("pair.introduction") == 1


def test_a_pair_is_introduced_after_the_break(village: Village) -> None:
    village.join()
    proposal = village.send()
    village.says_yes(proposal, village.anna)
    village.says_yes(proposal, village.marco)
    village.pauses(village.marco, 7)
    village.after(11)
    village.lives(days=10)
    assert village.heard("pair.introduction") == 1


def test_an_offer_outlives_a_pause_that_is_undone(village: Village) -> None:
    village.join()
    village.rules_on(village.draft(), "approve")
    village.life.passes(minutes=10)
    village.life.ticks()
    village.looks_at_proposals()
    village.pauses(village.marco, 28)
    village.after(1)
    village.takes_back(village.marco, "pause")
    village.after(11)
    assert village.heard("proposal.offer") == 2


def test_two_yeses_are_a_pair_when_who_paused_is_back(village: Village) -> None:
    village.join()
    proposal = village.send()
    village.says_yes(proposal, village.marco)
    village.pauses(village.marco, 28)
    village.after(60)
    village.says_yes(proposal, village.anna)
    village.after(60)
    village.resumes(village.marco)
    village.after(11)
    assert village.pair_now.state == "active"
