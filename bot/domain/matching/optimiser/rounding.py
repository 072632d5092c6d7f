"""From half edges to whole pairs: even cycles for nothing, odd ones at a price."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from bot.domain.matching.optimiser.cover import Fractional

Longs = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Rounded:
    """A whole matching, as edges, and the odd cycles, as nodes, that it had to break."""

    edges: Longs
    odd: tuple[Longs, ...]


def rounded(found: Fractional, weight: Longs) -> Rounded:
    """The matching in a fractional one; each odd cycle leaves out its cheapest node."""
    edges: list[int] = []
    odd: list[Longs] = []
    for nodes in _cycles(found.successor):
        around = [int(edge) for edge in found.edge[nodes]]
        if len(nodes) == 1:
            edges += [edge for edge in around if edge >= 0]
        elif len(nodes) % 2 == 0:
            edges += around[0::2]  # both halves weigh the same, or it would not be the best
        else:
            odd.append(np.array(nodes, dtype=np.int64))
            edges += _best_broken(around, weight)
    return Rounded(np.array(sorted(edges), dtype=np.int64), tuple(odd))


def _cycles(successor: Longs) -> Iterator[list[int]]:
    seen = np.zeros(len(successor), dtype=np.bool_)
    for first in range(len(successor)):
        cycle: list[int] = []
        node = first
        while not seen[node]:
            seen[node] = True
            cycle.append(node)
            node = int(successor[node])
        if cycle:
            yield cycle


def _best_broken(around: list[int], weight: Longs) -> list[int]:
    """Every second edge, starting after the node that is best left alone."""
    turns = [(around[k:] + around[:k])[1:-1:2] for k in range(len(around))]
    return max(turns, key=lambda some: int(weight[some].sum()))
