"""What a round promises, on pools small enough to see."""

import json
from collections.abc import Callable
from dataclasses import replace
from random import Random
from typing import Any

import pytest

from bot.domain.fit.eligibility import Rules
from bot.domain.fit.people import Offer, Participant, Role, Wish
from bot.domain.matching import Effort, Inadmissible, Outcome, Waiting, check, fingerprint, match
from bot.domain.matching.outcome import Tiers
from tests.domain import pools
from tests.domain.pools import MONDAY_NINE, person

Honest = tuple[list[Participant], Outcome]

AI, WISH_AI = (Offer("ai", 4),), (Wish("ai", 1, 4),)


def mentor(key: int, **facts: Any) -> Participant:
    return person(key, Role.MENTOR, **{"band": 1, "offers": AI} | facts)


def mentee(key: int, **facts: Any) -> Participant:
    return person(key, Role.MENTEE, **{"band": 3, "wishes": WISH_AI} | facts)


def both(key: int, band: int, **facts: Any) -> Participant:
    return person(key, Role.BOTH, **{"band": band, "offers": AI, "wishes": WISH_AI} | facts)


def pairs(outcome: Outcome) -> list[tuple[int, int]]:
    return [(pair.mentor, pair.mentee) for pair in outcome.pairs]


def drafted(
    people: list[Participant], forbidden: Any = (), seed: int = 7, rules: Rules | None = None
) -> Outcome:
    """A checked outcome."""
    outcome = match(people, rules or Rules(), seed=seed, forbidden=forbidden)
    check(people, rules or Rules(), forbidden, outcome)
    return outcome


def test_an_empty_pool_is_a_round_of_nothing() -> None:
    outcome = drafted([])
    assert outcome.pairs == ()
    assert outcome.waiting == {}
    assert outcome.certificate.proven
    assert outcome.certificate.tiers == Tiers(0, 0, 0, 0, 0)


def test_one_person_waits_because_nobody_fits() -> None:
    outcome = drafted([mentor(5)])
    assert outcome.waiting == {5: Waiting.NOBODY_FITTING}
    assert outcome.certificate.asked == 1


def test_two_who_fit_become_a_pair_with_its_reasons() -> None:
    outcome = drafted([mentee(2), mentor(1)])
    assert pairs(outcome) == [(1, 2)]
    assert outcome.pairs[0].reasons.topics == ("ai",)
    assert outcome.waiting == {}


@pytest.mark.parametrize(
    ("facts", "why"),
    [
        ({"band": 1}, Waiting.NOBODY_FITTING),
        ({"role": Role.MENTOR}, Waiting.NOBODY_FITTING),
        ({"languages": frozenset({"de"})}, Waiting.NO_LANGUAGE),
        ({"slots": frozenset(range(MONDAY_NINE, MONDAY_NINE + 7))}, Waiting.NO_HOURS),
        ({"wishes": (Wish("wine", 0, 2),)}, Waiting.NOT_THIS_TIME),
        ({"languages": frozenset(), "slots": frozenset()}, Waiting.NO_LANGUAGE),
    ],
)
def test_who_waits_learns_the_first_thing_that_is_missing(facts: Any, why: Waiting) -> None:
    outcome = drafted([mentor(1), replace(mentee(2), **facts)])
    assert outcome.waiting[2] is why


@pytest.mark.parametrize(
    ("people", "forbidden"),
    [
        ([mentor(1), mentee(2, waiting=1), mentee(3)], []),
        ([mentor(1, free_mentor=0), mentee(3)], []),
        ([mentor(1), mentee(3)], [(3, 1)]),
        ([mentor(1), mentee(3, manager="person-1")], []),
        ([mentor(1, manager="person-3"), mentee(3)], []),
    ],
    ids=["places", "no place", "forbidden", "their manager", "their report"],
)
def test_what_is_nobodys_business_is_not_this_time(
    people: list[Participant], forbidden: list[tuple[int, int]]
) -> None:
    """Who avoids whom, who reports to whom, whose places are taken: one category for all, and
    the same as of two who have too little in common."""
    assert drafted(people, forbidden).waiting[3] is Waiting.NOT_THIS_TIME


def test_who_has_no_place_for_a_role_that_fits_is_not_told_that_nobody_fits() -> None:
    alone = both(2, band=3, free_mentee=0)
    assert drafted([mentor(1), alone]).waiting[2] is Waiting.NOT_THIS_TIME


def test_nobody_fits_themselves() -> None:
    assert drafted([both(1, band=2)], rules=Rules(gap=0)).waiting == {1: Waiting.NOBODY_FITTING}


def test_people_are_counted_not_seats() -> None:
    """The one who could take two roles leaves a place to who has no other."""
    people = [
        both(1, band=2, free_total=2),
        mentor(2, offers=(Offer("sql", 4),)),
        replace(both(3, band=3), wishes=(*WISH_AI, Wish("sql", 0, 4))),
        mentee(4, band=3),
    ]
    outcome = drafted(people)
    assert pairs(outcome) == [(1, 4), (2, 3)]


def test_the_total_of_places_holds_over_both_roles() -> None:
    chain = [mentor(1), both(2, band=2), mentee(3, band=3)]
    apart = [(1, 3)]
    assert drafted(chain, apart).certificate.people == 2
    open_chain = [chain[0], replace(chain[1], free_total=2), chain[2]]
    assert pairs(drafted(open_chain, apart)) == [(1, 2), (2, 3)]


def test_more_people_come_before_longer_waiting() -> None:
    people = [mentor(1), mentor(2), mentee(3, waiting=6, wishes=(Wish("sql", 0, 1),)), mentee(4)]
    people[0] = replace(people[0], offers=(Offer("sql", 4), *AI))
    assert drafted(people).certificate.people == 4
    alone = [people[0], people[2], people[3]]
    assert pairs(drafted(alone)) == [(1, 3)]


def test_waiting_counts_up_to_six_rounds_and_then_the_score_decides() -> None:
    seven, six = mentee(2, waiting=7), mentee(3, waiting=6, wishes=(Wish("ai", 2, 4),))
    assert pairs(drafted([mentor(1), seven, six])) == [(1, 3)]
    assert pairs(drafted([mentor(1), seven, replace(six, waiting=5)])) == [(1, 2)]


def test_a_place_more_is_used_to_cover_somebody_and_never_for_the_score() -> None:
    generous = mentor(1, free_mentor=2, free_total=2)
    assert pairs(drafted([generous, mentee(2), mentee(3)])) == [(1, 2), (1, 3)]
    assert len(drafted([generous, mentor(2), mentee(3), mentee(4)]).pairs) == 2


def test_who_is_in_a_live_pair_helps_others_but_does_not_wait() -> None:
    paired = mentor(1, paired=True)
    outcome = drafted([paired, mentee(2)])
    assert pairs(outcome) == [(1, 2)]
    assert outcome.certificate.people == 1
    assert drafted([paired]).waiting == {}
    newcomer = mentee(3, wishes=(Wish("sql", 0, 1), Wish("ai", 3, 4)))
    assert pairs(drafted([mentor(1), mentee(2, paired=True, waiting=6), newcomer])) == [(1, 3)]
    assert drafted([paired, mentee(2, paired=True)]).pairs == ()


def test_of_two_who_could_teach_each_other_only_one_direction_comes() -> None:
    people = [
        both(1, band=2, free_total=2),
        both(2, band=2, free_total=2, offers=(Offer("ai", 3),)),
    ]
    assert pairs(drafted(people, rules=Rules(gap=0))) == [(2, 1)]


def test_three_in_a_triangle_are_one_pair_and_its_half_edges_are_seen_through() -> None:
    triangle = [both(key, band=key) for key in (1, 2, 3)]
    outcome = drafted(triangle)
    assert outcome.certificate.people == 2
    assert outcome.certificate.proven
    assert list(outcome.waiting.values()) == [Waiting.NOT_THIS_TIME]


def test_equals_are_drawn_by_the_seed() -> None:
    people = [mentor(1), *(mentee(key) for key in range(2, 12))]
    winners = {pairs(drafted(people, seed=seed))[0][1] for seed in range(40)}
    assert len(winners) > 5
    assert pairs(drafted(people, seed=3)) == pairs(drafted(people, seed=3))


def test_what_is_kept_of_the_certificate_is_what_the_draft_shows() -> None:
    """No sum of scores, no bound, nobody who could be reached: they depend on avoid lists."""
    facts = drafted([mentor(1), mentee(2), mentee(3)]).certificate.to_facts()
    assert json.loads(json.dumps(facts)) == facts
    assert facts == {
        "asked": 3, "people": 2, "pairs": 1, "proven": True, "drawn": True, "seed": 7,
    }  # fmt: skip


def test_the_fingerprint_is_of_all_that_went_in_in_whatever_order() -> None:
    people = [mentor(1), mentee(2)]

    def taken(some: list[Participant], *apart: tuple[int, int], **other: Any) -> str:
        given: dict[str, Any] = {"rules": Rules(), "seed": 7, "key": b"k"} | other
        return fingerprint(some, forbidden=apart, **given)

    first = taken(people)
    assert len(first) == 64
    assert first == taken(people[::-1])
    assert taken(people, (1, 9)) == taken(people, (9, 1))
    others = [
        taken([mentor(1), mentee(2, waiting=1)]),
        taken([mentor(1), mentee(2, site="Rome")]),
        taken(people, (1, 9)),
        taken(people, rules=Rules(gap=0)),
        taken(people, seed=8),
        taken(people, key=b"another"),
    ]
    assert len({first, *others}) == len(others) + 1


def test_a_fingerprint_without_a_key_is_refused() -> None:
    """Whoever knows all but one avoidance could try them all."""
    with pytest.raises(ValueError, match="key"):
        fingerprint([], Rules(), (), 7, b"")


def test_without_effort_the_result_is_honest_about_its_proof() -> None:
    random = Random(12)
    people = pools.pool(60, random, pools.Temper(roles=(Role.BOTH,), days=1, odd_ones=0))
    lazy = match(people, Rules(), seed=1, effort=Effort(handful=1, edges=0))
    full = drafted(people, seed=1)
    check(people, Rules(), (), lazy)
    assert full.certificate.proven
    assert not lazy.certificate.proven
    assert lazy.certificate.tiers <= full.certificate.tiers <= lazy.certificate.bound


@pytest.fixture
def honest() -> Honest:
    people = [mentor(1), mentor(2), mentee(3), mentee(4)]
    return people, drafted(people)


def test_the_check_refuses_a_pair_that_the_rules_forbid(honest: Honest) -> None:
    people, outcome = honest
    one = outcome.pairs[0]
    with pytest.raises(Inadmissible, match="rules"):
        check(people, Rules(), [(one.mentee, one.mentor)], outcome)


@pytest.mark.parametrize(
    ("spoil", "what"),
    [
        (lambda o: replace(o, pairs=(*o.pairs, o.pairs[0])), "twice"),
        (lambda o: replace(o, pairs=(o.pairs[0], replace(o.pairs[1], mentor=o.pairs[0].mentor))),
         "places as mentor"),
        (lambda o: replace(o, pairs=o.pairs[:1]), "waiting"),
        (lambda o: replace(o, waiting={1: Waiting.NO_HOURS}), "waiting"),
        (lambda o: replace(o, certificate=replace(o.certificate, score=1)), "certificate"),
        (lambda o: replace(o, certificate=replace(o.certificate, bound=Tiers(3, 0, 0, 0, 0))),
         "bound"),
        (lambda o: replace(o, certificate=replace(o.certificate, bound=Tiers(5, 0, 0, 0, 0))),
         "proof"),
        (lambda o: replace(o, pairs=(
            replace(o.pairs[0], reasons=replace(o.pairs[0].reasons, give_back="ai")),
            *o.pairs[1:])), "reasons"),
    ],
)  # fmt: skip
def test_the_check_refuses_what_does_not_add_up(
    honest: Honest, spoil: Callable[[Outcome], Outcome], what: str
) -> None:
    people, outcome = honest
    with pytest.raises(Inadmissible, match=what):
        check(people, Rules(), (), spoil(outcome))


def test_the_check_counts_both_roles_against_the_total() -> None:
    chain = [mentor(1), both(2, band=2, free_total=2), mentee(3)]
    outcome = drafted(chain, [(1, 3)])
    chain[1] = replace(chain[1], free_total=1)
    with pytest.raises(Inadmissible, match="places in total"):
        check(chain, Rules(), (), outcome)
