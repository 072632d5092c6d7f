"""One round: from a pool of people to pairs, reasons, categories and a certificate."""

from collections.abc import Collection, Sequence

from bot.domain.fit.eligibility import Rules
from bot.domain.fit.people import Participant
from bot.domain.fit.scoring import score
from bot.domain.matching.candidates import Candidates, scan
from bot.domain.matching.effort import Effort
from bot.domain.matching.optimiser.repair import Whole, best_whole
from bot.domain.matching.optimiser.seats import MOST_WAITING, Graph, seated
from bot.domain.matching.outcome import Certificate, Match, Outcome, Tiers, Waiting

BY_STAGE = (
    Waiting.NOBODY_FITTING,
    Waiting.NO_LANGUAGE,
    Waiting.NO_HOURS,
    Waiting.NOT_THIS_TIME,  # too little in common
    Waiting.NOT_THIS_TIME,
)


def drafted(
    pool: Sequence[Participant],
    rules: Rules,
    seed: int,
    forbidden: Collection[tuple[int, int]],
    effort: Effort,
) -> Outcome:
    """The best pairs, as `match` promises them."""
    people = sorted(pool, key=lambda person: person.key)
    found = scan(people, rules, forbidden)
    graph = seated(people, found, seed, rules.weights.total)
    whole = best_whole(graph, effort)
    chosen = _pairs(people, found, graph, whole)
    pairs = tuple(
        Match(mentor.key, mentee.key, score(mentor, mentee, rules))
        for mentor, mentee in (
            (people[found.mentor[pair]], people[found.mentee[pair]]) for pair in chosen
        )
    )
    covered = {key for pair in pairs for key in (pair.mentor, pair.mentee)}
    waiting = {
        person.key: BY_STAGE[stage]
        for person, stage in zip(people, found.stage.tolist(), strict=True)
        if counts(person) and person.key not in covered
    }
    certificate = _certificate(people, graph, whole, pairs, seed)
    return Outcome(pairs, waiting, certificate)


def counts(person: Participant) -> bool:
    """Somebody whom a pair would newly cover: a free place, and no live pair."""
    return not person.paired and (person.may_give > 0 or person.may_take > 0)


def _pairs(
    people: Sequence[Participant], found: Candidates, graph: Graph, whole: Whole
) -> list[int]:
    """The chosen candidates by keys, without any that covers nobody new.

    The best matching holds no such pair; one cut short by its limits may.
    """
    chosen = [int(pair) for pair in graph.pair[whole.edges] if pair >= 0]
    times: dict[int, int] = {}
    for pair in chosen:
        for place in (int(found.mentor[pair]), int(found.mentee[pair])):
            times[place] = times.get(place, 0) + 1
    kept = []
    for pair in sorted(chosen, key=lambda one: (found.mentor[one], found.mentee[one])):
        two = (int(found.mentor[pair]), int(found.mentee[pair]))
        if any(times[place] == 1 and not people[place].paired for place in two):
            kept.append(pair)
        else:
            for place in two:
                times[place] -= 1
    return kept


def _certificate(
    people: Sequence[Participant],
    graph: Graph,
    whole: Whole,
    pairs: Sequence[Match],
    seed: int,
) -> Certificate:
    covered = {key for pair in pairs for key in (pair.mentor, pair.mentee)}
    new = [person for person in people if person.key in covered and not person.paired]
    lottery = int(graph.ticket[whole.edges].sum())
    reached = Tiers(
        len(new),
        sum(min(max(person.waiting, 0), MOST_WAITING) for person in new),
        -len(pairs),
        sum(pair.reasons.score for pair in pairs),
        lottery,
    )
    persons, waited, *rest = whole.fractional
    bound = Tiers(persons / 2 - graph.stays, waited / 2 - graph.stays_waiting, *_halves(rest))
    return Certificate(
        asked=sum(counts(person) for person in people),
        people=int(reached.people),
        waiting_points=int(reached.waiting),
        pairs=len(pairs),
        score=int(reached.score),
        lottery=lottery,
        bound=reached if whole.proven else bound,
        proven=whole.proven,
        drawn=whole.drawn,
        seed=seed,
    )


def _halves(doubled: Sequence[int]) -> list[float]:
    return [value / 2 for value in doubled]
