"""Every pair that the hard rules admit, with its score, found in whole columns.

The scalar rules in `eligibility` and `scoring` are the definition; this is the same in
arrays, and `check` compares the two on every result.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from bot.domain.fit.eligibility import QUARTERS_NEEDED, Rules, above
from bot.domain.fit.people import Participant
from bot.domain.fit.scoring import BY_PLACE, BY_STEPS, FULL_HOURS, OTHER_FUNCTION, SITE
from bot.domain.matching.columns import Columns

Ints = npt.NDArray[np.int32]
Flags = npt.NDArray[np.bool_]

CELLS = 1_000_000  # pairs looked at in one block
VALUES = np.array([[place * step for step in BY_STEPS] for place in BY_PLACE], dtype=np.int16)


@dataclass(frozen=True)
class Candidates:
    """Admissible pairs as positions in `people`, and how far each person got.

    `stage` per person: 0 nobody fits in role and level, 1 somebody does, 2 and shares a
    language, 3 and has the hours, 4 and the topics. It looks at these alone: whoever must
    not meet, and places, change nothing in it, or it would tell of them.
    """

    mentor: Ints
    mentee: Ints
    score: Ints
    stage: npt.NDArray[np.int8]


@dataclass(frozen=True)
class _Block:
    """Admissible pairs of some mentors, before the soft parts of the score."""

    mentor: Ints
    mentee: Ints
    best: Ints
    second: Ints
    quarters: Ints


def scan(
    people: Sequence[Participant], rules: Rules, forbidden: Collection[tuple[int, int]]
) -> Candidates:
    """All admissible pairs of people who have free places; time grows with mentors × mentees."""
    at = Columns.of(people)
    stage = np.zeros(len(people), dtype=np.int8)
    blocks = list(_blocks(at, rules, _apart(people, forbidden), stage))
    mentor, mentee, best, second, quarters = (
        np.concatenate([np.zeros(0, np.int32), *(getattr(block, name) for block in blocks)])
        for name in ("mentor", "mentee", "best", "second", "quarters")
    )
    score = _score(at, rules, _Block(mentor, mentee, best, second, quarters))
    return Candidates(mentor, mentee, score, stage)


def _blocks(
    at: Columns, rules: Rules, apart: Ints, stage: npt.NDArray[np.int8]
) -> Iterator[_Block]:
    """Blocks of mentors against all mentees; raises the stages reached on the way."""
    givers, takers = np.flatnonzero(at.gives), np.flatnonzero(at.takes)
    if not len(givers) or not len(takers):
        return
    place_of = np.full(len(at.band), -1)
    place_of[takers] = np.arange(len(takers))
    apart = apart[:, place_of[apart[1]] >= 0]
    rows = max(1, CELLS // len(takers))
    for start in range(0, len(givers), rows):
        some = givers[start : start + rows]
        fit = _levels(at, some, takers, rules.gap) & (some[:, None] != takers)
        here = np.isin(apart[0], some)
        kept = np.ones_like(fit)
        kept[np.searchsorted(some, apart[0, here]), place_of[apart[1, here]]] = False
        yield _admitted(at, some, takers, fit, kept, stage)


def _admitted(
    at: Columns,
    givers: npt.NDArray[np.int64],
    takers: npt.NDArray[np.int64],
    fit: Flags,
    kept: Flags,
    stage: npt.NDArray[np.int8],
) -> _Block:
    """Language, hours and topics on top of role and level; then who may meet, and places."""
    quarters = at.common(at.slots, givers, takers)
    best, second = _topics(at, givers, takers)
    sieve = fit
    for reached, more in enumerate(
        (fit, at.common(at.languages, givers, takers) > 0, quarters >= QUARTERS_NEEDED, best > 0),
        start=1,
    ):
        sieve = sieve & more
        _raise(stage, givers[sieve.any(axis=1)], reached)
        _raise(stage, takers[sieve.any(axis=0)], reached)
    sieve &= kept & (at.may_give[givers] > 0)[:, None] & (at.may_take[takers] > 0)
    one, other = np.nonzero(sieve)
    return _Block(
        mentor=givers[one].astype(np.int32),
        mentee=takers[other].astype(np.int32),
        best=best[sieve].astype(np.int32),
        second=second[sieve].astype(np.int32),
        quarters=quarters[sieve].astype(np.int32),
    )


def _raise(stage: npt.NDArray[np.int8], who: npt.NDArray[np.int64], reached: int) -> None:
    stage[who] = np.maximum(stage[who], reached)


def _levels(
    at: Columns, givers: npt.NDArray[np.int64], takers: npt.NDArray[np.int64], gap: int
) -> Flags:
    higher: Flags = at.band[takers] >= at.band[givers][:, None] + gap
    by_years: Flags = at.at_home[givers][:, None] & at.new_here[takers]
    return np.where(at.newcomer[takers], by_years, higher)


def _topics(
    at: Columns, givers: npt.NDArray[np.int64], takers: npt.NDArray[np.int64]
) -> tuple[npt.NDArray[np.int16], npt.NDArray[np.int16]]:
    """Best and second-best topic value in hundredths, 0 for none."""
    best = np.zeros((len(givers), len(takers)), dtype=np.int16)
    second = best.copy()
    shared = at.levels[givers]
    for place in range(at.wished.shape[1]):
        steps = shared[:, at.wished[takers, place]] - at.now[takers, place]
        value = VALUES[min(place, 2)].take(np.clip(steps, 0, 4))
        second = np.maximum(second, np.minimum(best, value))
        best = np.maximum(best, value)
    return best, second


def _apart(people: Sequence[Participant], forbidden: Collection[tuple[int, int]]) -> Ints:
    """Positions (2 × n, both directions) of those never paired: line, forbidden, the same."""
    by_key = {person.key: place for place, person in enumerate(people)}
    by_account: dict[str, list[int]] = {}
    for place, person in enumerate(people):
        by_account.setdefault(person.account, []).append(place)
    managers = {person.account: person.manager for person in people}
    found = {
        (place, other)
        for place, person in enumerate(people)
        for someone in {person.account} | above(person, managers)
        for other in by_account.get(someone, ())
    }
    found |= {(by_key[a], by_key[b]) for a, b in forbidden if a in by_key and b in by_key}
    pairs = sorted(found | {(b, a) for a, b in found})
    return np.array(pairs, dtype=np.int32).reshape(-1, 2).T


def _score(at: Columns, rules: Rules, pairs: _Block) -> Ints:
    """The sum of the five parts, each rounded half up, as `scoring.score` defines them."""
    mentor, mentee, weights = pairs.mentor, pairs.mentee, rules.weights
    fit = np.minimum(400, 4 * pairs.best + pairs.second)
    full = np.minimum(pairs.quarters, FULL_HOURS)
    total: Ints = (
        _half_up(weights.topic * fit, 400)
        + _half_up(weights.give_back * _returned(at, mentor, mentee), 100)
        + _half_up(weights.hours * full, FULL_HOURS)
        + _half_up(weights.style * _style(at, mentor, mentee), 6)
        + _half_up(weights.mix * _mix(at, mentor, mentee), 100)
    )
    return total


def _half_up(numerator: Ints, denominator: int) -> Ints:
    return (2 * numerator + denominator) // (2 * denominator)


def _returned(at: Columns, mentor: Ints, mentee: Ints) -> Ints:
    """Best give-back value in hundredths: what the mentor wishes and the mentee shares."""
    best = np.zeros(len(mentor), dtype=np.int32)
    for place in range(at.wished.shape[1]):
        steps = at.levels[mentee, at.wished[mentor, place]] - at.now[mentor, place]
        best = np.maximum(best, VALUES[min(place, 2)].take(np.clip(steps, 0, 4)))
    return best


def _style(at: Columns, mentor: Ints, mentee: Ints) -> Ints:
    """Equal picks among those both gave, in sixths; half when there is none."""
    both = np.zeros(len(mentor), dtype=np.int32)
    equal = both.copy()
    for pick in at.style.T:
        one, other = pick[mentor], pick[mentee]
        both += (one > 0) & (other > 0)
        equal += (one > 0) & (one == other)
    share: Ints = np.where(both > 0, 6 * equal // np.maximum(both, 1), 3)
    return share


def _mix(at: Columns, mentor: Ints, mentee: Ints) -> Ints:
    function, site = at.function, at.site
    elsewhere = (function[mentor] != function[mentee]) & (function[mentor] > 0)
    elsewhere &= function[mentee] > 0
    apart = (site[mentor] != site[mentee]) & (site[mentor] > 0) & (site[mentee] > 0)
    in_person = at.in_person[mentor] & at.in_person[mentee]
    points: Ints = (OTHER_FUNCTION * elsewhere + SITE * (apart != in_person)).astype(np.int32)
    return points
