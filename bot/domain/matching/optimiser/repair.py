"""The best whole matching: the fractional one where it is whole, an exact search elsewhere.

The fractional optimum bounds every whole matching; `walks` says how far below the bound each
edge keeps it. What no better matching can use is left out, what remains falls into
components, and only those with an odd cycle need the search.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import connected_components

from bot.domain.matching.effort import Effort
from bot.domain.matching.optimiser.cover import Fractional, Problem, solve
from bot.domain.matching.optimiser.exact import best_matching
from bot.domain.matching.optimiser.rounding import Rounded, rounded
from bot.domain.matching.optimiser.seats import Graph
from bot.domain.matching.optimiser.walks import toll

Longs = npt.NDArray[np.int64]
Reals = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]


class AboveBound(Exception):
    """A matching outweighs its own bound: the bookkeeping is wrong."""


@dataclass(frozen=True)
class Whole:
    """A matching as edges; whether its first four tiers and its lottery are proven best.

    `fractional` are the tiers of the fractional optimum, doubled: the bound.
    """

    edges: Longs
    proven: bool
    drawn: bool
    fractional: tuple[int, ...]


def best_whole(graph: Graph, effort: Effort) -> Whole:
    """The best matching of the graph, in all five tiers, as far as the effort reaches."""
    rank = graph.score.astype(np.int64) * 2**21 + graph.ticket
    everywhere = np.ones(graph.nodes, dtype=np.bool_)
    nothing = np.zeros(0, dtype=np.int64)
    problem = Problem(graph.nodes, graph.one, graph.other, graph.weight, rank, everywhere)
    found = solve(problem, nothing)
    slack = found.reduced(problem)
    first = rounded(found, graph.weight)
    edges, apart, proven = first.edges, nothing, True
    if len(first.odd):
        edges, apart, proven = _repaired(graph, found, slack, first, effort)
    settled = np.zeros(graph.nodes, dtype=np.bool_)
    settled[apart] = True
    edges, drawn = _drawn(graph, found, slack, edges, settled, effort)
    _gap(graph, found, edges)
    used = found.edge[found.edge >= 0]
    doubled = tuple(int(tier.sum()) for tier in graph.tiers(used))
    return Whole(edges, proven, proven and drawn, doubled)


def _gap(graph: Graph, found: Fractional, edges: Longs) -> int:
    """How far a matching stays below the bound, doubled; raises AboveBound if it does not."""
    gap = int(found.price.sum()) - 2 * int(graph.weight[edges].sum())
    if gap < 0:
        raise AboveBound(gap)
    return gap


def _repaired(
    graph: Graph, found: Fractional, slack: Longs, first: Rounded, effort: Effort
) -> tuple[Longs, Longs, bool]:
    """A better matching, the nodes that are settled with it, and whether it is proven best.

    The first search takes a handful of edges; what it finds says how many more may matter.
    """
    odd = np.concatenate(first.odd)
    mate = _mates(graph, first.edges, odd)
    tolls = toll(graph.one, graph.other, slack, found.price, mate, first.odd)
    dear = np.where(slack == 0, 0, tolls.edge)
    edges, over, nodes, size = first.edges, float("inf"), odd, effort.handful
    while size <= effort.edges:
        allowed = min(over, _allowing(dear, size))
        must = np.flatnonzero((found.price > 0) & (tolls.alone > over))
        better, nodes = _searched(graph, edges, odd, dear <= allowed, must, effort)
        if better is None:
            break
        edges = better
        over = min(over, _gap(graph, found, edges) - tolls.least)
        if over <= allowed:
            return edges, nodes, True
        size *= 4
    return edges, nodes, False


def _mates(graph: Graph, edges: Longs, odd: Longs) -> Longs:
    """Each node's partner; -1 for the lonely and for those in odd cycles."""
    mate = np.full(graph.nodes, -1)
    mate[graph.one[edges]] = graph.other[edges]
    mate[graph.other[edges]] = graph.one[edges]
    mate[odd] = -1
    return mate


def _allowing(dear: Reals, size: int) -> float:
    """What to allow so that about `size` edges take part besides those that cost nothing."""
    priced = dear[dear > 0]
    return float(np.partition(priced, size)[size]) if len(priced) > size else float("inf")


def _searched(
    graph: Graph, edges: Longs, odd: Longs, usable: Flags, must: Longs, effort: Effort
) -> tuple[Longs | None, Longs]:
    """The best matching in the components of the odd nodes, and those components' nodes.

    None when they are too large, or the search met its limits.
    """
    inside = _with_any(graph, np.flatnonzero(usable), odd)
    nodes = np.flatnonzero(inside)
    useful = np.flatnonzero(usable & inside[graph.one])
    if len(useful) > effort.edges:
        return None, nodes
    must = must[inside[must]]
    one, other = graph.one[useful], graph.other[useful]
    part = best_matching(one, other, graph.tiers(useful), must, effort)
    return None if part is None else _replaced(graph, edges, nodes, useful[part]), nodes


def _with_any(graph: Graph, edges: Longs, nodes: Longs) -> Flags:
    """Which nodes are joined by the edges to any of `nodes`."""
    ends = (graph.one[edges], graph.other[edges])
    joined = csr_matrix((np.ones(len(edges)), ends), shape=(graph.nodes, graph.nodes))
    label = connected_components(joined, directed=False)[1]
    inside: Flags = np.isin(label, label[nodes])
    return inside


def _replaced(graph: Graph, edges: Longs, nodes: Longs, part: Longs) -> Longs:
    """The matching with its edges at `nodes` replaced."""
    kept = edges[~np.isin(graph.one[edges], nodes) & ~np.isin(graph.other[edges], nodes)]
    return np.sort(np.concatenate([kept, part]))


def _drawn(
    graph: Graph, found: Fractional, slack: Longs, edges: Longs, settled: Flags, effort: Effort
) -> tuple[Longs, bool]:
    """Among the equally good matchings outside the settled nodes, the lottery's winner.

    A matching is optimal exactly if it uses only edges without reduced cost and leaves no
    node alone that has a price, so this is a matching problem of its own.
    """
    face = np.flatnonzero((slack == 0) & ~settled[graph.one] & ~settled[graph.other])
    if not len(face):
        return edges, True
    held = np.flatnonzero(np.isin(face, edges))
    ticket = graph.ticket[face].astype(np.int64)
    alone = (found.price == 0) | settled
    problem = Problem(graph.nodes, graph.one[face], graph.other[face], ticket, ticket, alone)
    lot = rounded(solve(problem, held), ticket)
    if not len(lot.odd):
        return _replaced(graph, edges, np.flatnonzero(~settled), face[lot.edges]), True
    inside = _with_any(graph, face, np.concatenate(lot.odd))
    nodes, rest = np.flatnonzero(inside), np.flatnonzero(~inside & ~settled)
    whole = lot.edges[~inside[graph.one[face[lot.edges]]]]
    edges = _replaced(graph, edges, rest, face[whole])
    local = face[inside[graph.one[face]]]
    if len(local) > effort.edges:
        return edges, False
    must = nodes[~alone[nodes]]
    part = best_matching(graph.one[local], graph.other[local], graph.tiers(local)[4:], must, effort)
    return (edges, False) if part is None else (_replaced(graph, edges, nodes, local[part]), True)
