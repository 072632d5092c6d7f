"""The matcher against every possibility, and against a mixed integer programme."""

from random import Random

import pytest

from bot.domain.fit.eligibility import Rules
from bot.domain.fit.people import Participant, Role
from bot.domain.matching import Effort, check, match
from tests.domain import pools
from tests.domain.matching import oracle
from tests.domain.pools import Temper

Pool = tuple[list[Participant], Rules, set[tuple[int, int]]]
Case = tuple[int, list[Participant], Rules, set[tuple[int, int]], tuple[int, ...]]

ANY_ROLE = tuple(Role)
ONLY_BOTH = (Role.BOTH,)


def small(seed: int) -> Pool:
    """Up to ten people: both roles, two places, every rule, some of them nobody or one."""
    random = Random(seed)
    temper = Temper(
        roles=random.choice((ANY_ROLE, ONLY_BOTH, ONLY_BOTH)),
        topics=random.choice((5, 6, 8)),
        bands=random.choice((2, 3, 5)),
        most_places=random.choice((1, 1, 2)),
        days=1,
        odd_ones=random.choice((0.0, 0.05)),
    )
    people = pools.pool(random.choice((0, 1, 5, 7, 9, 9, 9, 10, 10, 10)), random, temper)
    return people, pools.rules(random), pools.forbidden(people, random, 0.03)


def test_two_hundred_small_pools_are_matched_as_well_as_can_be() -> None:
    three_pairs = fractional = of_newcomers = 0
    for seed in range(200):
        people, rules, forbidden = small(seed)
        outcome = match(people, rules, seed=seed, forbidden=forbidden)
        check(people, rules, forbidden, outcome)
        options = oracle.options(people, rules, forbidden, seed)
        best = oracle.by_hand(people, options)
        assert tuple(outcome.certificate.tiers) == best, seed
        assert outcome.certificate.proven
        assert outcome.certificate.drawn
        three_pairs += -best[2] >= 3
        of_newcomers += sum(pair.reasons.newcomers for pair in outcome.pairs)
        if options and fractional < 30:  # enough is enough: this is the slow question
            fractional += oracle.Programme(people, options).is_fractional()
    assert three_pairs >= 100
    assert of_newcomers >= 30
    assert fractional == 30


def test_the_two_oracles_agree() -> None:
    for seed in range(30):
        people, rules, forbidden = small(seed)
        options = oracle.options(people, rules, forbidden, seed)
        if options:
            best = oracle.Programme(people, options).best()
            assert best == oracle.by_hand(people, options)


@pytest.fixture(scope="module")
def larger() -> list[Case]:
    """Pools of 30 to 120 people, half of them with everybody in both roles, and their best."""
    cases = []
    for seed in range(8):
        random = Random(1000 + seed)
        temper = Temper(
            roles=(ANY_ROLE, ONLY_BOTH)[seed % 2],
            topics=random.choice((6, 12)),
            bands=5,
            most_places=random.choice((1, 2)),
            odd_ones=random.choice((0.0, 0.1)),
        )
        people = pools.pool(random.randint(30, 120), random, temper)
        rules, forbidden = pools.rules(random), pools.forbidden(people, random, 0.01)
        options = oracle.options(people, rules, forbidden, seed)
        best = oracle.Programme(people, options).best(4)
        cases.append((seed, people, rules, forbidden, best))
    return cases


@pytest.mark.parametrize("handful", [1, 40, 100_000])
def test_larger_pools_reach_what_the_programme_reaches(larger: list[Case], handful: int) -> None:
    """Whether the search sees a few edges around the odd cycles first, or everything."""
    for seed, people, rules, forbidden, best in larger:
        effort = Effort(handful=handful, edges=1_000_000)
        outcome = match(people, rules, seed=seed, forbidden=forbidden, effort=effort)
        check(people, rules, forbidden, outcome)
        assert tuple(outcome.certificate.tiers[:4]) == best, seed
        assert outcome.certificate.proven


def test_a_search_cut_short_never_claims_too_much(larger: list[Case]) -> None:
    """Regions far smaller than the pool: what is not proven says so and keeps to its bound."""
    unproven = 0
    for seed, people, rules, forbidden, best in larger:
        effort = Effort(handful=1, edges=12)
        outcome = match(people, rules, seed=seed, forbidden=forbidden, effort=effort)
        check(people, rules, forbidden, outcome)
        certificate = outcome.certificate
        assert tuple(certificate.tiers[:4]) <= best <= tuple(certificate.bound[:4])
        assert not certificate.proven or tuple(certificate.tiers[:4]) == best
        unproven += not certificate.proven
    assert unproven >= 2
