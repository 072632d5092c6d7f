"""People as seats: the graph whose best matching is the round.

A person who gives up to g, takes up to t and does at most c of both has c seats: some for
either role, some for one only. The first seat carries what covering the person is worth,
whichever role fills it; the others carry nothing, and no pair joins two seats that carry
nothing, because a pair that covers nobody new is never worth its load. If no seat is good
for either role (g + t = c), both roles have a first seat, and a *stay* node, which can take
the worth of one of the two idle ones, keeps a person who fills both from counting twice.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from bot.domain.fit.people import Participant
from bot.domain.matching.candidates import Candidates
from bot.domain.matching.optimiser.lottery import tickets

Longs = npt.NDArray[np.int64]
Ints = npt.NDArray[np.int32]

MOST_WAITING = 6  # rounds of waiting that count


@dataclass(frozen=True)
class Graph:
    """Nodes with what they are worth, edges with what they cost and score.

    `people` and `waiting` per node; `one`, `other`, `pair` (position among the candidates,
    -1 for the edge of a stay node), `score`, `ticket` and `weight` per edge. A weight
    joins the first four tiers in one integer, see `weighed`.
    """

    people: Longs
    waiting: Longs
    one: Ints
    other: Ints
    pair: Ints
    score: Ints
    ticket: Ints
    weight: Longs
    stays: int
    stays_waiting: int

    @property
    def nodes(self) -> int:
        """How many nodes there are."""
        return len(self.people)

    def tiers(self, edges: Longs) -> tuple[Longs, ...]:
        """The five tiers of each of some edges; each is to be as large as possible."""
        one, other, real = self.one[edges], self.other[edges], self.pair[edges] >= 0
        return (
            self.people[one] + self.people[other],
            self.waiting[one] + self.waiting[other],
            -real.astype(np.int64),
            self.score[edges].astype(np.int64),
            self.ticket[edges].astype(np.int64),
        )


@dataclass
class _Seat:
    person: int
    gives: bool
    takes: bool
    worth: bool


def seated(
    people: Sequence[Participant], found: Candidates, seed: int, highest_score: int
) -> Graph:
    """The graph of all admissible pairs."""
    seats, stays = _seats(people)
    worth = np.array([seat.worth for seat in seats], dtype=np.int64)
    waited = [min(max(people[seat.person].waiting, 0), MOST_WAITING) for seat in seats]
    waiting = worth * np.array(waited, dtype=np.int64)
    one, other, pair = _edges(len(people), seats, found, worth)
    keys = np.array([person.key for person in people], dtype=np.int64)
    ticket = tickets(seed, keys[found.mentor[pair]], keys[found.mentee[pair]])
    score = found.score[pair]
    one, other, pair, score, ticket = _without_parallels(one, other, pair, score, ticket)
    first_stay, none = len(seats), np.zeros(len(stays), dtype=np.int32)
    ends = np.array([(seat, first_stay + k) for k, two in enumerate(stays) for seat in two])
    ends = ends.reshape(-1, 2).astype(np.int32)
    more = np.zeros(len(ends), dtype=np.int32)
    graph = Graph(
        people=np.concatenate([worth, none]),
        waiting=np.concatenate([waiting, none]),
        one=np.concatenate([one, ends[:, 0]]),
        other=np.concatenate([other, ends[:, 1]]),
        pair=np.concatenate([pair, more - 1]),
        score=np.concatenate([score, more]),
        ticket=np.concatenate([ticket, more]).astype(np.int32),
        weight=np.zeros(0, dtype=np.int64),
        stays=len(stays),
        stays_waiting=sum(int(waiting[give]) for give, _ in stays),
    )
    return weighed(graph, highest_score)


def weighed(graph: Graph, highest_score: int) -> Graph:
    """The graph with the first four tiers in one exact integer per edge.

    An exchange along one alternating path changes the number of pairs by at most three
    (two of its ends may be stay nodes) and gains or loses worth at its two ends only. So
    a pair has to cost more than all scores together, a waiting point more than four pairs,
    a person more than twelve waiting points. Below 100,000 people all sums stay under
    2**53, where float64 is exact. Raises OverflowError above. Source: docs/programme.md, Matching.
    """
    load = highest_score * (graph.nodes + 1) + 1
    waiting = 5 * load
    person = (2 * MOST_WAITING + 1) * waiting
    people, waited, fewer, score, _ = graph.tiers(np.arange(len(graph.one)))
    weight = person * people + waiting * waited + load * fewer + score
    if person * (graph.nodes + 1) * 2 >= 2**53:
        raise OverflowError("too many people for exact weights")
    return Graph(**graph.__dict__ | {"weight": weight})


def _seats(people: Sequence[Participant]) -> tuple[list[_Seat], list[tuple[int, int]]]:
    """All seats in the order of the people, and the two first seats of each stay node."""
    seats: list[_Seat] = []
    stays: list[tuple[int, int]] = []
    for place, person in enumerate(people):
        gives, takes = person.may_give, person.may_take
        total = max(0, min(person.free_total, gives + takes))
        own = [_Seat(place, gives=True, takes=True, worth=False)] * (gives + takes - total)
        give_only = [_Seat(place, gives=True, takes=False, worth=False)] * (total - takes)
        take_only = [_Seat(place, gives=False, takes=True, worth=False)] * (total - gives)
        if not own and give_only and take_only:
            kinds = [give_only[:1] + take_only[:1], give_only[1:] + take_only[1:]]
        else:
            every = own + give_only + take_only
            kinds = [every[:1], every[1:]]
        firsts = [
            _Seat(seat.person, seat.gives, seat.takes, not person.paired) for seat in kinds[0]
        ]
        if len(firsts) == 2 and not person.paired:
            stays.append((len(seats), len(seats) + 1))
        seats += firsts + kinds[1]
    return seats, stays


def _edges(
    people: int, seats: Sequence[_Seat], found: Candidates, worth: Longs
) -> tuple[Ints, Ints, Ints]:
    """Every way to seat every pair in which at least one seat is worth something."""
    gives = _table(people, [(seat.person, n) for n, seat in enumerate(seats) if seat.gives])
    takes = _table(people, [(seat.person, n) for n, seat in enumerate(seats) if seat.takes])
    ones, others, pairs = [], [], []
    for mentor_seat in gives.T:
        for mentee_seat in takes.T:
            one, other = mentor_seat[found.mentor], mentee_seat[found.mentee]
            use = (one >= 0) & (other >= 0)
            use[use] = (worth[one[use]] + worth[other[use]]) > 0
            pair = np.flatnonzero(use).astype(np.int32)
            ones.append(one[pair])
            others.append(other[pair])
            pairs.append(pair)
    nothing = [np.zeros(0, dtype=np.int32)]
    return (
        np.concatenate(ones or nothing),
        np.concatenate(others or nothing),
        np.concatenate(pairs or nothing),
    )


def _table(people: int, seats: Sequence[tuple[int, int]]) -> Ints:
    """Seats of each person side by side, -1 where there are no more."""
    by_person: dict[int, list[int]] = {}
    for person, seat in seats:
        by_person.setdefault(person, []).append(seat)
    width = max((len(some) for some in by_person.values()), default=0)
    table = np.full((people, width), -1, dtype=np.int32)
    for person, some in by_person.items():
        table[person, : len(some)] = some
    return table


def _without_parallels(
    one: Ints, other: Ints, pair: Ints, score: Ints, ticket: Longs
) -> tuple[Ints, Ints, Ints, Ints, Longs]:
    """Of two people who may mentor each other with the same seats, the better direction."""
    low, high = np.minimum(one, other).astype(np.int64), np.maximum(one, other)
    ends = low * (int(high.max(initial=0)) + 1) + high
    by_ends = np.argsort(ends)
    equal = ends[by_ends[1:]] == ends[by_ends[:-1]]
    twins = np.union1d(by_ends[1:][equal], by_ends[:-1][equal])
    order = twins[np.lexsort((pair[twins], -ticket[twins], -score[twins], ends[twins]))]
    later = order[1:][ends[order[1:]] == ends[order[:-1]]]
    keep = np.ones(len(ends), dtype=np.bool_)
    keep[later] = False
    return one[keep], other[keep], pair[keep], score[keep], ticket[keep]
