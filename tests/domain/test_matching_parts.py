"""The parts of the matcher against their definitions."""

from random import Random

import numpy as np
import numpy.typing as npt
import pytest

from bot.domain.eligibility import Rules, obstacles
from bot.domain.matching import Effort, check, cover, match
from bot.domain.matching.candidates import scan
from bot.domain.matching.cover import Fractional, NotOptimal, Problem
from bot.domain.matching.exact import best_matching
from bot.domain.matching.groups import best_groups
from bot.domain.matching.lottery import tickets
from bot.domain.matching.repair import best_whole
from bot.domain.matching.rounding import rounded
from bot.domain.matching.seats import Graph, weighed
from bot.domain.people import Role, Weights
from bot.domain.scoring import score
from tests.domain import oracle, pools

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
        managers = {one.person_hash: one.manager_hash for one in people}
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


def test_a_walk_that_cannot_be_walked_sends_the_search_further() -> None:
    """Two triangles meet at node 3 for nothing, but only through a matched pair used twice.

    The one way between them that is a path costs more than the first handful of edges.
    """
    triangles = [(0, 1, 20), (1, 2, 20), (0, 2, 20), (7, 8, 20), (8, 9, 20), (7, 9, 20)]
    flower = [(2, 3, 20), (3, 7, 20), (3, 4, 20), (4, 5, 20), (5, 6, 20), (4, 6, 20)]
    petals = [(4, 10, 19), (10, 11, 20), (4, 11, 20), (4, 12, 18), (12, 13, 20), (4, 13, 20)]
    graph = graph_of(14, [*triangles, *flower, *petals, (1, 8, 15)])
    whole = best_whole(graph, Effort(handful=1))
    assert whole.proven
    assert len(whole.edges) == 7
    assert graph.score[whole.edges].sum() == 6 * 20 + 15
    assert not best_whole(graph, Effort(handful=1, edges=3)).proven


def test_more_people_than_one_search_could_hold_are_matched_and_proven() -> None:
    random = Random(5)
    temper = pools.Temper(roles=(*Role, Role.MENTOR, Role.MENTEE), topics=30, bands=5, days=5)
    people = pools.pool(2500, random, temper)
    outcome = match(people, Rules(), seed=5)
    check(people, Rules(), (), outcome)
    assert outcome.certificate.proven
    assert outcome.certificate.people > 0.95 * outcome.certificate.reachable > 1500
