"""The parts of the matcher against their definitions."""

from random import Random

import numpy as np
import numpy.typing as npt
import pytest

from bot.domain.fit.eligibility import Rules, obstacles
from bot.domain.fit.people import Role, Weights
from bot.domain.fit.scoring import score
from bot.domain.matching import Effort, Waiting, check, match
from bot.domain.matching.candidates import scan
from bot.domain.matching.optimiser import cover, repair
from bot.domain.matching.optimiser.cover import Fractional, NotOptimal, Problem
from bot.domain.matching.optimiser.exact import best_matching
from bot.domain.matching.optimiser.groups import best_groups
from bot.domain.matching.optimiser.lottery import tickets
from bot.domain.matching.optimiser.repair import best_whole
from bot.domain.matching.optimiser.rounding import rounded
from bot.domain.matching.optimiser.seats import Graph, weighed
from bot.domain.matching.optimiser.walks import toll
from tests.domain import pools
from tests.domain.matching import oracle

Longs = npt.NDArray[np.int64]

NOBODY = np.zeros(0, dtype=np.int64)


def longs(*values: int) -> Longs:
    return np.array(values, dtype=np.int64)


@pytest.mark.parametrize("cells", [1, 50, 10**6])
def test_the_columns_find_the_pairs_and_scores_of_the_scalar_rules(
    monkeypatch: pytest.MonkeyPatch, cells: int
) -> None:
    monkeypatch.setattr("bot.domain.matching.candidates.CELLS", cells)
    for seed in range(6):
        random = Random(seed)
        people = pools.pool(40, random, pools.Temper(odd_ones=0.2))
        weights = Weights(topic=random.randint(0, 999), mix=33, style=77, hours=1, give_back=201)
        rules = Rules(gap=random.choice((0, 1)), weights=weights)
        forbidden = pools.forbidden(people, random, 0.05)
        found = scan(people, rules, forbidden)
        pairs = zip(found.mentor.tolist(), found.mentee.tolist(), found.score.tolist(), strict=True)
        apart = frozenset(frozenset(two) for two in forbidden)
        managers = {one.account: one.manager for one in people}
        assert sorted(pairs) == [
            (i, j, score(mentor, mentee, rules).score)
            for i, mentor in enumerate(people)
            for j, mentee in enumerate(people)
            if not obstacles(mentor, mentee, rules, apart, managers)
        ]


def test_the_lottery_can_be_drawn_again_by_anybody() -> None:
    keys = longs(1, 2, 3_000_000_000)
    drawn = tickets(-5, keys, keys[::-1]).tolist()
    assert drawn == [
        oracle.ticket(-5, a, b) for a, b in ((1, 3_000_000_000), (2, 2), (3_000_000_000, 1))
    ]
    assert all(0 <= ticket < 2**20 for ticket in drawn)


def random_problem(seed: int, nodes: int = 60, edges: int = 500) -> Problem:
    random = np.random.default_rng(seed)
    ends = np.unique(np.sort(random.integers(0, nodes, (edges, 2)), axis=1), axis=0)
    ends = ends[ends[:, 0] != ends[:, 1]].astype(np.int32)
    weight = random.integers(1, 1000, len(ends))
    return Problem(nodes, ends[:, 0], ends[:, 1], weight, weight, np.ones(nodes, dtype=bool))


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("dense", [0, 600])
def test_few_edges_at_a_time_come_to_the_same_bound_as_all(
    monkeypatch: pytest.MonkeyPatch, seed: int, dense: int
) -> None:
    problem = random_problem(seed)
    whole = cover.solve(problem, NOBODY)
    monkeypatch.setattr(cover, "WHOLE_EDGES", 0)
    monkeypatch.setattr(cover, "KEPT_EDGES", 1)
    monkeypatch.setattr(cover, "DENSE_NODES", dense)
    few = cover.solve(problem, NOBODY)
    assert few.price.sum() == whole.price.sum()
    assert few.reduced(problem).min() >= 0
    assert few.price.min() >= 0


def test_prices_refuse_an_assignment_that_is_not_the_best(monkeypatch: pytest.MonkeyPatch) -> None:
    problem = random_problem(1)
    monkeypatch.setattr(cover, "_assignment", lambda nodes, *_: np.arange(nodes))
    with pytest.raises(NotOptimal):
        cover.solve(problem, NOBODY)


def test_an_even_cycle_gives_two_whole_edges_and_an_odd_one_its_best() -> None:
    square = Fractional(longs(1, 2, 3, 0), longs(0, 1, 2, 3), longs(2, 2, 2, 2))
    assert rounded(square, longs(1, 1, 1, 1)).edges.tolist() == [0, 2]
    triangle = Fractional(longs(1, 2, 0), longs(0, 1, 2), longs(5, 5, 5))
    broken = rounded(triangle, longs(5, 7, 6))
    assert broken.edges.tolist() == [1]
    assert [sorted(cycle) for cycle in broken.odd] == [[0, 1, 2]]


def test_the_exact_search_keeps_its_order_of_tiers() -> None:
    path = np.array([0, 1, 2], dtype=np.int32)
    edges, value = longs(1, 1, 1), longs(1, 9, 1)

    def best(*tiers: Longs, must: Longs = NOBODY) -> list[int]:
        found = best_matching(path, path + np.int32(1), tiers, must, Effort())
        assert found is not None
        return [int(edge) for edge in found]

    assert best(edges, value) == [0, 2]
    assert best(value, edges) == [1]
    assert best(value, must=longs(0)) == [0, 2]


def test_an_exact_search_that_meets_its_limits_says_nothing() -> None:
    hard = random_problem(3, nodes=200, edges=4000)
    assert best_matching(hard.one, hard.other, [hard.weight], NOBODY, Effort(seconds=0)) is None


def test_three_cycles_close_together_still_send_one_path_away() -> None:
    """Two of the three settle between them for nothing; the third has to pay."""
    ends = np.array([[90.0, np.inf, 0, 0], [80, 0, np.inf, 0], [70, 0, 0, np.inf]])
    groups = best_groups(ends)
    assert groups.toll.sum() == 70
    assert len(set(groups.of.tolist())) == 1


def test_cycles_far_apart_pay_each_their_own_way() -> None:
    ends = np.array([[10.0, np.inf, 12], [20, 12, np.inf]])
    assert best_groups(ends).toll.sum() == 12
    assert best_groups(np.array([[7.0, np.inf]])).toll.tolist() == [0, 7]
    hub_last = np.array([[10.0, np.inf, 20, 10], [10, 20, np.inf, 10], [10, 10, 10, np.inf]])
    assert best_groups(hub_last).toll.tolist() == [0, 10, 10, 0]


def graph_of(nodes: int, edges: list[tuple[int, int, int]]) -> Graph:
    """A graph of single seats: ends and score of each edge."""
    one, other, points = np.array(edges, dtype=np.int32).T
    none = np.zeros(nodes, dtype=np.int64)
    every = np.arange(len(edges), dtype=np.int32)
    graph = Graph(none + 1, none, one, other, every, points, every * 0, none, 0, 0)
    return weighed(graph, 20)


TRIANGLES = [(0, 1, 20), (1, 2, 20), (2, 0, 20), (7, 8, 20), (8, 9, 20), (9, 7, 20)]
FLOWER = [(3, 4, 20), (5, 6, 20), (4, 5, 20), (4, 6, 20), (10, 11, 20), (12, 13, 20)]
PETALS = [(4, 10, 19), (4, 11, 20), (4, 12, 18), (4, 13, 20)]
PATH = (1, 8, 8)


def between_triangles(stem: int) -> tuple[Graph, Fractional]:
    """Two triangles of half edges that meet at node 3, through a pair used twice, and by a path.

    Everything else is matched; `stem` is the score of the two edges to node 3.
    """
    stems = [(2, 3, stem), (3, 7, stem)]
    graph = graph_of(14, [*TRIANGLES, *FLOWER, *PETALS, *stems, PATH])
    successor = longs(1, 2, 0, 4, 3, 6, 5, 8, 9, 7, 11, 10, 13, 12)
    edge = longs(0, 1, 2, 6, 6, 7, 7, 3, 4, 5, 10, 10, 11, 11)
    return graph, Fractional(successor, edge, longs(*[graph.weight[0]] * 14))


def test_a_walk_that_cannot_be_walked_sends_the_search_further(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The walk by node 3 costs nothing and is no path; the path is not in the first handful."""
    graph, halves = between_triangles(stem=20)
    monkeypatch.setattr(repair, "solve", lambda *_: halves)
    whole = best_whole(graph, Effort(handful=1))
    assert whole.proven
    assert graph.score[whole.edges].sum() == 6 * 20 + 8
    assert not best_whole(graph, Effort(handful=1, edges=3)).proven


def test_tolls_are_what_a_way_out_costs_and_edges_what_they_cost_beyond() -> None:
    graph, halves = between_triangles(stem=16)
    slack = 2 * graph.weight[0] - 2 * graph.weight
    mate = np.array([-1, -1, -1, 4, 3, 6, 5, -1, -1, -1, 11, 10, 13, 12])
    odd = (longs(0, 1, 2), longs(7, 8, 9))
    found = toll(graph.one, graph.other, slack, halves.price, mate, odd)
    assert found.least == 16
    ends = zip(graph.one.tolist(), graph.other.tolist(), strict=True)
    dear = dict(zip(ends, found.edge.tolist(), strict=True))
    assert (dear[2, 3], dear[3, 7]) == (0, 0)
    assert (dear[4, 10], dear[4, 12]) == (2, 4)
    assert dear[1, 8] == 24 - 16
    assert found.alone.min() > 1000


def test_inside_a_group_a_way_costs_what_it_costs_on_top_of_the_toll() -> None:
    """Three triangles near each other: one goes to a sink anyhow, two may join."""
    ends = np.array([(0, 1), (1, 2), (2, 0), (3, 4), (4, 5), (5, 3), (6, 7), (7, 8), (8, 6)])
    links = np.array([(0, 3), (3, 6), (6, 0)])
    one, other = np.vstack([ends, links]).astype(np.int32).T
    slack = longs(*[0] * 9, 10, 12, 14)
    odd = (longs(0, 1, 2), longs(3, 4, 5), longs(6, 7, 8))
    found = toll(one, other, slack, longs(*[50] * 9), longs(*[-1] * 9), odd)
    assert found.least == 50
    assert found.edge.tolist() == [0] * 9 + [10, 12, 14]
    assert found.alone.tolist() == [0] * 9


def test_a_lottery_that_would_halve_edges_is_drawn_among_whole_ones() -> None:
    """Two triangles joined by an edge have one perfect matching, whatever their tickets."""
    gadget = [(0, 1), (1, 2), (2, 0), (2, 3), (3, 4), (4, 5), (5, 3)]
    edges = [(6 * n + a, 6 * n + b, 1) for n in range(40) for a, b in gadget]
    graph = graph_of(240, edges)
    tickets_of = [9, 9, 9, 0, 9, 9, 9] * 40
    graph = Graph(**graph.__dict__ | {"ticket": np.array(tickets_of, dtype=np.int32)})
    whole = best_whole(graph, Effort())
    assert whole.drawn
    assert whole.edges.tolist() == [7 * n + edge for n in range(40) for edge in (0, 3, 5)]


def test_more_people_than_one_search_could_hold_are_matched_and_proven() -> None:
    random = Random(5)
    temper = pools.Temper(roles=(*Role, Role.MENTOR, Role.MENTEE), topics=30, bands=5, days=5)
    people = pools.pool(2500, random, temper)
    outcome = match(people, Rules(), seed=5)
    check(people, Rules(), (), outcome)
    assert outcome.certificate.proven
    unlucky = sum(why is Waiting.NOT_THIS_TIME for why in outcome.waiting.values())
    assert outcome.certificate.people > 0.95 * (outcome.certificate.people + unlucky) > 1500
