"""What holds for every pool."""

from dataclasses import replace
from random import Random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.fit.eligibility import Rules
from bot.domain.fit.people import Participant, Role
from bot.domain.matching import check, match
from tests.domain import pools

Round = tuple[list[Participant], Rules, set[tuple[int, int]], int, Random]


@st.composite
def rounds(draw: st.DrawFn) -> Round:
    """A pool, rules, forbidden pairs and a seed."""
    random = Random(draw(st.integers(0, 2**32)))
    temper = pools.Temper(
        roles=draw(st.sampled_from([tuple(Role), (Role.BOTH,)])),
        topics=draw(st.sampled_from([4, 8])),
        most_places=draw(st.integers(1, 3)),
        days=1,
    )
    people = pools.pool(draw(st.integers(0, 24)), random, temper)
    forbidden = pools.forbidden(people, random, 0.05)
    return people, pools.rules(random), forbidden, draw(st.integers(0, 2**64)), random


def often(test: Any) -> Any:
    return settings(max_examples=40, deadline=None, derandomize=True, database=None)(test)


@often
@given(rounds())
def test_the_order_of_the_pool_changes_nothing(case: Round) -> None:
    people, rules, forbidden, seed, random = case
    first = match(people, rules, seed=seed, forbidden=forbidden)
    turned = {(b, a) for a, b in forbidden}
    shuffled = random.sample(people, len(people))
    again = match(shuffled, rules, seed=seed, forbidden=turned)
    assert repr(first) == repr(again)


@often
@given(rounds())
def test_every_outcome_passes_the_check_and_keeps_the_forbidden_apart(case: Round) -> None:
    people, rules, forbidden, seed, _ = case
    outcome = match(people, rules, seed=seed, forbidden=forbidden)
    check(people, rules, forbidden, outcome)
    met = {(pair.mentor, pair.mentee) for pair in outcome.pairs}
    assert not met & (forbidden | {(b, a) for a, b in forbidden})
    assert not met & {(b, a) for a, b in met}


@often
@given(rounds())
def test_a_rule_taken_away_never_covers_fewer_people(case: Round) -> None:
    people, rules, forbidden, seed, _ = case
    covered = match(people, rules, seed=seed, forbidden=forbidden).certificate.people
    assert match(people, rules, seed=seed).certificate.people >= covered
    assert match(people, Rules(gap=0), seed=seed, forbidden=forbidden).certificate.people >= covered
    roomier = [replace(one, free_total=one.free_total + 1) for one in people]
    assert match(roomier, rules, seed=seed, forbidden=forbidden).certificate.people >= covered


@often
@given(rounds())
def test_waiting_longer_never_costs_somebody_their_pair(case: Round) -> None:
    people, rules, forbidden, seed, _ = case
    before = match(people, rules, seed=seed, forbidden=forbidden)
    covered = {key for pair in before.pairs for key in (pair.mentor, pair.mentee)}
    patient = [replace(one, waiting=6) if one.key in covered else one for one in people]
    after = match(patient, rules, seed=seed, forbidden=forbidden)
    still = {key for pair in after.pairs for key in (pair.mentor, pair.mentee)}
    new = {one.key for one in people if not one.paired}
    assert still & new == covered & new


@often
@given(rounds())
def test_a_category_tells_nothing_of_whom_people_avoid_or_report_to(case: Round) -> None:
    """Avoidances, lines, earlier proposals and places may change who is paired, and nothing else
    that anybody is told."""
    people, rules, forbidden, seed, random = case
    told = match(people, rules, seed=seed, forbidden=forbidden).waiting
    keys = [one.account for one in people]
    others = [
        replace(
            one,
            manager=random.choice([None, None, *keys]),
            free_mentor=random.randint(0, 2),
            free_mentee=random.randint(0, 2),
            free_total=random.randint(1, 2),
            waiting=random.randint(0, 6),
            paired=random.random() < 0.2,
        )
        for one in people
    ]
    apart = pools.forbidden(people, random, random.choice((0.0, 0.3, 1.0)))
    again = match(others, rules, seed=seed, forbidden=apart).waiting
    assert {key: again[key] for key in told.keys() & again.keys()} == {
        key: told[key] for key in told.keys() & again.keys()
    }
