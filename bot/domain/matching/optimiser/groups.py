"""Odd cycles in groups, and the toll that each group surely pays.

A group of an odd number of odd cycles sends out an odd number of paths, so at least one; a
group of an even number may settle among itself and pays nothing. Tolls are sound if no
group's exceeds its way to a sink, nor two groups' together the way between them; their sum
is then the least that all paths cost (the dual of pairing the groups up).
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.optimize import linprog

Longs = npt.NDArray[np.int64]
Reals = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Groups:
    """The group of each cycle, from 1, and the toll of each group; group 0 are the sinks."""

    of: Longs
    toll: Reals


def best_groups(ends: Reals) -> Groups:
    """The grouping with the highest sum of tolls among those by nearness.

    `ends[i]` holds the least cost of a path from cycle i to a sink (column 0) and to each
    cycle j (column j + 1).
    """
    odd = len(ends)
    sink, between = ends[:, 0], np.minimum(ends[:, 1:], ends[:, 1:].T)
    between = np.minimum(between, sink[:, None] + sink)  # no further than through two sinks
    first, second = np.triu_indices(odd, k=1)
    levels = [0.0]
    if odd > 1:
        tree = linkage(between[first, second], method="single")
        levels += [*np.unique(tree[:, 2])]
    tried = [_tolled(_at(odd, level, between), sink, between) for level in levels]
    apart = _tolled(np.arange(1, odd + 1), sink, between)
    return max([apart, *tried], key=lambda groups: float(groups.toll.sum()))


def _at(odd: int, level: float, between: Reals) -> Longs:
    """Groups of cycles joined by ways of at most `level`."""
    first, second = np.triu_indices(odd, k=1)
    if odd == 1:
        return np.ones(1, dtype=np.int64)
    tree = linkage(between[first, second], method="single")
    return np.asarray(fcluster(tree, level, criterion="distance"), dtype=np.int64)


def _tolled(of: Longs, sink: Reals, between: Reals) -> Groups:
    """The highest tolls of a grouping, in whole numbers."""
    count = int(of.max())
    member = of == np.arange(1, count + 1)[:, None]
    most = np.array([sink[some].min() if some.sum() % 2 else 0.0 for some in member])
    first, second = np.triu_indices(count, k=1)
    ways = np.array(
        [between[np.ix_(member[a], member[b])].min() for a, b in zip(first, second, strict=True)]
    )
    toll = np.concatenate(
        [[0.0], _lowered(_highest(most, first, second, ways), first, second, ways)]
    )
    return Groups(of, toll)


def _highest(most: Reals, first: Longs, second: Longs, ways: Reals) -> Reals:
    """The tolls with the highest sum, by linear programming in units of the largest number."""
    unit = max(1.0, most.max())
    pairs = np.zeros((len(first), len(most)))
    pairs[np.arange(len(first)), first] = pairs[np.arange(len(first)), second] = 1
    found = linprog(
        -np.ones(len(most)),
        A_ub=pairs if len(pairs) else None,
        b_ub=ways / unit if len(pairs) else None,
        bounds=[(0, limit / unit) for limit in most],
    )
    whole: Reals = np.floor(np.minimum(found.x * unit, most))
    return whole


def _lowered(tolls: Reals, first: Longs, second: Longs, ways: Reals) -> Reals:
    """The tolls without what a solver's tolerance may have left too high."""
    for one, other, way in zip(first, second, ways, strict=True):
        for end in (one, other):
            over = max(0.0, tolls[one] + tolls[other] - way)
            tolls[end] -= min(over, tolls[end])
    return tolls
