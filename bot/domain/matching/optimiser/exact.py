"""Exact whole matchings on a small part of the graph, tier by tier."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_matrix

from bot.domain.matching.effort import Effort

Ints = npt.NDArray[np.int32]
Longs = npt.NDArray[np.int64]

SOLVED = 0


def best_matching(
    one: Ints, other: Ints, tiers: Sequence[Longs], must: Longs, effort: Effort
) -> Longs | None:
    """Positions of the edges of the matching that is best in the tiers, strictest first.

    `must` are nodes that may not stay alone. None when the search met its limits. One
    search per tier, so that no coefficient is large: a single sum of weights would drown
    the last tiers in the solver's tolerance.
    """
    nodes, (row, column, needed) = _renumbered(one, other, must)
    edges = np.arange(len(one))
    incidence = csr_matrix(
        (np.ones(2 * len(one)), (np.concatenate([row, column]), np.concatenate([edges, edges]))),
        shape=(nodes, len(one)),
    )
    least = np.zeros(nodes)
    least[needed] = 1
    rules = [LinearConstraint(incidence, least, 1)]
    chosen: Longs | None = None
    for tier in tiers:
        if chosen is not None and np.ptp(tier) == 0 and tier[0] == 0:
            continue
        chosen = _search(tier, rules, effort)
        if chosen is None:
            return None
        rules.append(LinearConstraint(csr_matrix(tier, dtype=float), int(tier[chosen].sum())))
    return chosen


def _search(tier: Longs, rules: Sequence[LinearConstraint], effort: Effort) -> Longs | None:
    limits = {
        "mip_rel_gap": 0,
        "node_limit": effort.branches,
        "time_limit": effort.seconds,
    }
    found = milp(
        -tier.astype(float),
        constraints=rules,
        integrality=np.ones(len(tier)),
        bounds=Bounds(0, 1),
        options=limits,
    )
    return np.flatnonzero(found.x > 0.5) if found.status == SOLVED else None


def _renumbered(*ends: Ints | Longs) -> tuple[int, list[Longs]]:
    """The nodes that occur, numbered from 0."""
    names, numbers = np.unique(np.concatenate(ends), return_inverse=True)
    return len(names), np.split(numbers, np.cumsum([len(some) for some in ends])[:-1])
