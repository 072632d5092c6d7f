"""What each edge costs a whole matching at least, seen from the odd cycles.

A whole matching differs from the fractional one by alternating paths. Every odd cycle
sends out an odd number of them, each to another odd cycle or to a *sink*: a node left alone
at its price, or one that was alone before. Where every group of cycles has its toll (see
`groups`), a whole matching stays at least the sum of the tolls below the fractional bound,
and one that uses an edge at least as much more as the cheapest path through that edge
exceeds the tolls of the groups that it joins. A path inside a group comes on top of them.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import dijkstra

from bot.domain.matching.optimiser.groups import best_groups

Ints = npt.NDArray[np.int32]
Longs = npt.NDArray[np.int64]
Reals = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Toll:
    """The least a whole matching loses, and how much more with each edge or lonely node.

    All in doubled weights; infinite where no path leads.
    """

    least: int
    edge: Reals
    alone: Reals


def toll(
    one: Ints, other: Ints, slack: Longs, price: Longs, mate: Longs, odd: Sequence[Longs]
) -> Toll:
    """Tolls for reduced costs `slack` of edges and `price` of being alone.

    `mate` is the node's partner in the whole part of the fractional matching, -1 for those
    in the `odd` cycles and for those alone.
    """
    cycle = np.zeros(len(price), dtype=np.int64)
    for number, nodes in enumerate(odd, start=1):
        cycle[nodes] = number
    reach = _reached(one, other, slack, price, mate, cycle, len(odd))
    exposed, ends = reach[:, : len(price)], reach[1:, len(price) : len(price) + len(odd) + 1]
    groups = best_groups(ends)
    start = np.array([0, *groups.of])
    edge: Reals = slack.astype(np.float64) + np.minimum(
        _two_ways(exposed, one, other, np.arange(len(start))),
        _two_ways(exposed - groups.toll[start][:, None], one, other, start),
    )
    inside = (cycle[one] > 0) & (cycle[one] == cycle[other])
    edge[inside] = slack[inside]  # a chord comes on top of the tolls
    alone = (exposed - groups.toll[start][:, None])[1:].min(axis=0) + price
    return Toll(int(groups.toll.sum()), edge, alone)


def _reached(
    one: Ints, other: Ints, slack: Longs, price: Longs, mate: Longs, cycle: Longs, odd: int
) -> Reals:
    """Least cost of exposing each node, and of ending in sinks or cycles, from each of them.

    Row 0 starts from the sinks, row i from cycle i; columns are the nodes, then the ends in
    the same order. From an exposed node an edge leads to another, whose mate is then exposed.
    """
    nodes = len(price)
    end, start = nodes, nodes + odd + 1
    every = np.arange(nodes)
    tail = np.concatenate([one, other]).astype(np.int64)
    head = np.concatenate([other, one])
    onward = np.where(mate[head] >= 0, mate[head], end + cycle[head])
    paired, free = np.flatnonzero(mate >= 0), np.flatnonzero(mate < 0)
    matched = mate[tail] == head
    arcs = (
        (tail[~matched], onward[~matched], np.concatenate([slack, slack])[~matched]),
        (every, np.full(nodes, end), price),
        (np.full(len(paired), start), mate[paired], price[paired]),
        (start + cycle[free], free, np.zeros(len(free), dtype=np.int64)),
    )
    tails, heads, costs = (np.concatenate(part) for part in zip(*arcs, strict=True))
    size = start + odd + 1
    best = _cheapest(tails * size + heads, costs)
    graph = csr_matrix((costs[best] + 0.0, (tails[best], heads[best])), shape=(size, size))
    reached: Reals = dijkstra(graph, indices=np.arange(start, size))
    return reached


def _cheapest(arc: Longs, cost: Longs) -> Longs:
    """Of arcs between the same ends the cheapest (a matrix would add them up)."""
    order = np.lexsort((cost, arc))
    first = np.ones(len(order), dtype=np.bool_)
    first[1:] = arc[order[1:]] != arc[order[:-1]]
    kept: Longs = order[first]
    return kept


def _two_ways(cost: Reals, one: Ints, other: Ints, group: Longs) -> Reals:
    """Least sum of the costs at both ends of each edge from starts of different groups."""
    every = np.arange(cost.shape[1])
    first = cost.argmin(axis=0)
    best, label = cost[first, every], group[first]
    elsewhere = np.where(group[:, None] == label, np.inf, cost)
    second = elsewhere.min(axis=0)
    across = np.minimum(best[one] + second[other], second[one] + best[other])
    ways: Reals = np.where(label[one] != label[other], best[one] + best[other], across)
    return ways
