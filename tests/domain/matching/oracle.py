"""What the best round is, found without any code of the matcher.

Two ways: every set of pairs by hand (a few people), and a mixed integer programme over
people instead of seats (some dozens). Only the scalar rules and scores are shared, which
have tests of their own.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, linprog, milp

from bot.domain.fit.eligibility import Rules, obstacles
from bot.domain.fit.people import Participant
from bot.domain.fit.scoring import score

Vector = tuple[int, int, int, int, int]
ALL = 2**64 - 1


@dataclass(frozen=True)
class Option:
    """A pair that the rules admit, by places in the pool."""

    mentor: int
    mentee: int
    score: int
    ticket: int


def options(
    people: Sequence[Participant], rules: Rules, forbidden: Collection[tuple[int, int]], seed: int
) -> list[Option]:
    """Every admissible pair."""
    apart = frozenset(frozenset(two) for two in forbidden)
    managers = {one.account: one.manager for one in people}
    return [
        Option(i, j, score(mentor, mentee, rules).score, ticket(seed, mentor.key, mentee.key))
        for i, mentor in enumerate(people)
        for j, mentee in enumerate(people)
        if not obstacles(mentor, mentee, rules, apart, managers)
    ]


def ticket(seed: int, mentor: int, mentee: int) -> int:
    return _mix(_mix(_mix(seed & ALL) ^ mentor) ^ mentee) >> 44


def _mix(x: int) -> int:
    x = (x + 0x9E3779B97F4A7C15) & ALL
    x = ((x ^ (x >> 30)) * 0xBF58476D1CE4E5B9) & ALL
    x = ((x ^ (x >> 27)) * 0x94D049BB133111EB) & ALL
    return x ^ (x >> 31)


def value(people: Sequence[Participant], chosen: Sequence[Option]) -> Vector:
    """The five tiers of a set of pairs, each to be as large as possible."""
    met = {place for one in chosen for place in (one.mentor, one.mentee)}
    new = [people[place] for place in met if not people[place].paired]
    return (
        len(new),
        sum(min(6, one.waiting) for one in new),
        -len(chosen),
        sum(one.score for one in chosen),
        sum(one.ticket for one in chosen),
    )


def by_hand(people: Sequence[Participant], found: Sequence[Option]) -> Vector:
    """The best value over every set of pairs within everybody's places."""
    gives = [one.free_mentor for one in people]
    takes = [one.free_mentee for one in people]
    total = [one.free_total for one in people]
    best = value(people, [])
    chosen: list[Option] = []

    def hopeless(at: int) -> bool:
        met = {place for one in chosen for place in (one.mentor, one.mentee)}
        more = {place for one in found[at:] for place in (one.mentor, one.mentee)}
        return sum(not people[place].paired for place in met | more) < best[0]

    def free(one: Option) -> bool:
        i, j = one.mentor, one.mentee
        again = any({i, j} == {other.mentor, other.mentee} for other in chosen)
        return bool(gives[i] and takes[j] and total[i] and total[j]) and not again

    def take(one: Option, places: int) -> None:
        gives[one.mentor] += places
        takes[one.mentee] += places
        total[one.mentor] += places
        total[one.mentee] += places

    def look(at: int) -> None:
        nonlocal best
        best = max(best, value(people, chosen))
        if at == len(found) or hopeless(at):
            return
        if free(found[at]):
            take(found[at], -1)
            chosen.append(found[at])
            look(at + 1)
            take(chosen.pop(), 1)
        look(at + 1)

    look(0)
    return best


class Programme:
    """The same as a mixed integer programme: one variable a pair, one a person covered."""

    def __init__(self, people: Sequence[Participant], found: Sequence[Option]) -> None:
        n, m = len(people), len(found)
        mentor, mentee = np.zeros((n, m)), np.zeros((n, m))
        for at, one in enumerate(found):
            mentor[one.mentor, at] = mentee[one.mentee, at] = 1
        nobody = np.zeros((n, n))
        self.rows = np.vstack(
            [
                np.hstack([mentor, nobody]),
                np.hstack([mentee, nobody]),
                np.hstack([mentor + mentee, nobody]),
                np.hstack([-mentor - mentee, np.eye(n)]),
            ]
        )
        self.most = np.concatenate(
            [
                [one.free_mentor for one in people],
                [one.free_mentee for one in people],
                [one.free_total for one in people],
                np.zeros(n),
            ]
        )
        new = np.array([not one.paired for one in people], dtype=float)
        waited = new * [min(6, one.waiting) for one in people]
        self.tiers = [
            np.concatenate([np.zeros(m), new]),
            np.concatenate([np.zeros(m), waited]),
            np.concatenate([-np.ones(m), np.zeros(n)]),
            np.concatenate([[one.score for one in found], np.zeros(n)]),
            np.concatenate([[one.ticket for one in found], np.zeros(n)]),
        ]

    def best(self, tiers: int = 5) -> tuple[int, ...]:
        """The best value of the first tiers."""
        rules = [LinearConstraint(self.rows, -np.inf, self.most)]
        reached = []
        for tier in self.tiers[:tiers]:
            found = milp(
                -tier,
                constraints=rules,
                integrality=np.ones(len(tier)),
                bounds=Bounds(0, 1),
                options={"mip_rel_gap": 0},
            )
            assert found.status == 0, found.message
            reached.append(round(float(tier @ np.round(found.x))))
            rules.append(LinearConstraint(tier[None, :], reached[-1] - 0.5, np.inf))
        return tuple(reached)

    def is_fractional(self) -> bool:
        """Halves of pairs would cover more people, or more waiting, or with fewer pairs."""
        weights = self.tiers[0] * 10_000 + self.tiers[1] * 500 + self.tiers[2] * 30
        halves = linprog(-weights, self.rows, self.most, bounds=(0, 1))
        rules = [LinearConstraint(self.rows, -np.inf, self.most)]
        whole = milp(
            -weights, constraints=rules, integrality=np.ones(len(weights)), bounds=Bounds(0, 1)
        )
        return bool(-halves.fun > -whole.fun + 1e-3)
