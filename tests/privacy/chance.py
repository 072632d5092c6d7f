"""How often somebody who knows nothing would hit as well: counted, not estimated.

An attacker names something for each of several things (for each row of answers a person, say).
Things among which nothing public makes a difference are one cell. Whoever knows nothing may as
well have named what they named for the same cell with its truths dealt out at random; over all
such dealings the number of hits has a distribution that can be counted exactly (rook polynomials:
in how many ways can k of the names be right at once). `p` is the share of dealings, in all cells
together, with at least as many hits. Nothing is assumed about how the attacker came to the names.
"""

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from math import comb, factorial, perm

import numpy as np

Names = Sequence[Hashable | None]
"""None: the attacker names nothing, which is never right."""
UNLIKELY = 1e-6
"""A share below this is no luck: of a million runs of an attacker without any knowledge, one."""


@dataclass(frozen=True)
class Cell:
    named: Names
    true: Sequence[Hashable]

    @property
    def hits(self) -> int:
        return sum(a == b for a, b in zip(self.named, self.true, strict=True) if a is not None)

    @property
    def by_chance(self) -> float:
        """The mean number of hits of whoever knows nothing."""
        ours, truth = Counter(self.named), Counter(self.true)
        return sum(n * truth[one] for one, n in ours.items() if one is not None) / len(self.true)


@dataclass(frozen=True)
class Score:
    """Of `of` names `hits` were right; somebody who knows nothing hits `by_chance` on average."""

    hits: int
    of: int
    by_chance: float
    p: float

    @property
    def is_luck(self) -> bool:
        return self.p > UNLIKELY

    @property
    def gain(self) -> float:
        """0 for whoever knows nothing, 1 for whoever knows all."""
        return (self.hits - self.by_chance) / max(self.of - self.by_chance, 1e-9)

    def __str__(self) -> str:
        return f"{self.hits} of {self.of}, by chance {self.by_chance:.1f}, p = {self.p:.2g}"


def score(cells: Iterable[Cell]) -> Score:
    kept = [cell for cell in cells if cell.true]
    whole = np.ones(1)
    for cell in kept:
        whole = np.convolve(whole, distribution(cell.named, cell.true))
    hits = sum(cell.hits for cell in kept)
    return Score(
        hits=hits,
        of=sum(len(cell.true) for cell in kept),
        by_chance=sum(cell.by_chance for cell in kept),
        p=float(whole[hits:].sum()),
    )


def distribution(
    named: Names, true: Sequence[Hashable]
) -> "np.ndarray[tuple[int], np.dtype[np.float64]]":
    """The chances of 0, 1, 2 … hits when the truths are dealt out at random."""
    n = len(true)
    ours, truth = Counter(named), Counter(true)
    rooks = [1]
    for one, said in ours.items():
        there = truth[one] if one is not None else 0
        if there:
            rooks = _product(
                rooks, [comb(said, k) * perm(there, k) for k in range(min(said, there) + 1)]
            )
    at_least = [ways * factorial(n - k) for k, ways in enumerate(rooks)]
    exactly = [
        sum((-1) ** (k - m) * comb(k, m) * at_least[k] for k in range(m, len(at_least)))
        for m in range(len(at_least))
    ]
    return np.array([one / factorial(n) for one in exactly])


def _product(a: Sequence[int], b: Sequence[int]) -> list[int]:
    whole = [0] * (len(a) + len(b) - 1)
    for i, x in enumerate(a):
        for j, y in enumerate(b):
            whole[i + j] += x * y
    return whole
