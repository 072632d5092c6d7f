"""The best fractional matching: an assignment on the double cover, priced and proven.

Every node stands once on each side; an edge joins its ends both ways, a loop lets a node
stay alone. Half of a best assignment is a best fractional matching, whose fractional part
is odd cycles (Balinski 1965). Prices come from shortest paths in the residual graph, so
they prove the assignment whatever solver found it (docs/programme.md, Matching).
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import linear_sum_assignment
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import min_weight_full_bipartite_matching

Longs = npt.NDArray[np.int64]
Ints = npt.NDArray[np.int32]
Flags = npt.NDArray[np.bool_]

DENSE_NODES = 600  # up to here a full matrix is quicker
WHOLE_EDGES = 200_000  # up to here all edges are solved at once
KEPT_EDGES = 12  # else as many per node to begin with


class NotOptimal(Exception):
    """The solver's answer is not the best one: no prices prove it."""


@dataclass(frozen=True)
class Problem:
    """Ends, weight and rank (for the first choice) of each edge; which nodes may stay alone."""

    nodes: int
    one: Ints
    other: Ints
    weight: Longs
    rank: Longs
    alone: Flags


@dataclass(frozen=True)
class Fractional:
    """For each node its successor and the edge to it (-1: alone); doubled prices of the nodes.

    The prices prove the optimum: price + price ≥ 2 × weight on every edge, price ≥ 0 for
    who may stay alone, and the prices sum up to twice the value.
    """

    successor: Longs
    edge: Longs
    price: Longs

    def reduced(self, problem: Problem) -> Longs:
        """What using an edge costs against the bound, doubled; never negative."""
        slack: Longs = self.price[problem.one] + self.price[problem.other] - 2 * problem.weight
        return slack


def solve(problem: Problem, start: Longs) -> Fractional:
    """The best fractional matching over all edges.

    Solves on few edges per node, prices all the others, adds those that would pay and
    repeats. `start` are edges to begin with, needed where some may not stay alone.
    """
    active = np.zeros(len(problem.weight), dtype=np.bool_)
    if len(active) <= WHOLE_EDGES:
        active[:] = True
    else:
        active[start] = True
        active[_best_of_each(problem.one, problem.rank)] = True
        active[_best_of_each(problem.other, problem.rank)] = True
    price = _heights(problem)
    while True:
        found = _solve(problem, np.flatnonzero(active), price)
        price = found.price
        slack = found.reduced(problem)
        paying = np.flatnonzero(slack < 0)
        if not len(paying):
            return found
        active[paying[_best_of_each(problem.one[paying], -slack[paying])]] = True
        active[paying[_best_of_each(problem.other[paying], -slack[paying])]] = True


def _best_of_each(node: Ints, rank: Longs) -> Longs:
    """Positions of the edges that rank highest at each node."""
    order = np.lexsort((-rank, node))
    sorted_nodes = node[order]
    first = np.searchsorted(sorted_nodes, sorted_nodes)
    kept: Longs = order[np.arange(len(order)) - first < KEPT_EDGES]
    return kept


def _heights(problem: Problem) -> Longs:
    """Prices to start with: the heaviest edge of each node."""
    price = np.zeros(problem.nodes, dtype=np.int64)
    np.maximum.at(price, problem.one, problem.weight)
    np.maximum.at(price, problem.other, problem.weight)
    return price


def _solve(problem: Problem, edges: Longs, near: Longs) -> Fractional:
    """The best assignment on the double cover of some edges, and its prices.

    `near` are prices not far from the best: the solver's time depends on them, up to a
    hundredfold, its result does not.
    """
    nodes, alone = problem.nodes, np.flatnonzero(problem.alone)
    one, other, weight = problem.one[edges], problem.other[edges], problem.weight[edges]
    row = np.concatenate([one, other, alone]).astype(np.int32)
    column = np.concatenate([other, one, alone]).astype(np.int32)
    gain = np.concatenate([weight, weight, np.zeros(len(alone), dtype=np.int64)])
    which = np.concatenate([edges, edges, np.full(len(alone), -1)])
    order = np.lexsort((row, column))
    row, column, gain, which = row[order], column[order], gain[order], which[order]
    successor = _assignment(nodes, row, column, near[row] + near[column] - 2 * gain)
    held = np.flatnonzero(successor[row] == column)
    edge, value = np.empty(nodes, dtype=np.int64), np.empty(nodes, dtype=np.int64)
    edge[row[held]], value[row[held]] = which[held], gain[held]
    price = _prices(row, column, gain, successor, value)
    return Fractional(successor, edge, price)


def _assignment(nodes: int, row: Ints, column: Ints, cost: Longs) -> Longs:
    """The assignment with the lowest cost, as the column of each row."""
    cost = (cost + 1 - int(cost.min(initial=0))).astype(np.float64)  # the solver drops zeros
    if nodes <= DENSE_NODES:
        matrix = np.full((nodes, nodes), np.inf)
        matrix[row, column] = cost
        return np.asarray(linear_sum_assignment(matrix)[1], dtype=np.int64)
    graph = csr_matrix((cost, (row, column)), shape=(nodes, nodes))
    graph.sort_indices()
    return np.asarray(min_weight_full_bipartite_matching(graph)[1], dtype=np.int64)


def _prices(row: Ints, column: Ints, gain: Longs, successor: Longs, value: Longs) -> Longs:
    """Doubled node prices by Bellman-Ford; arcs come sorted by column.

    Raises NotOptimal when the assignment can be improved (a negative cycle).
    """
    starts = np.searchsorted(column, np.arange(len(successor)))
    step, via = value[row] - gain, successor[row]
    right = np.zeros(len(successor), dtype=np.int64)
    for _ in range(len(successor) + 1):
        shorter = np.minimum(right, np.minimum.reduceat(step + right[via], starts))
        if np.array_equal(shorter, right):
            return value + right[successor] - right
        right = shorter
    raise NotOptimal
