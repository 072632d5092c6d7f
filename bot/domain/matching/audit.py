"""The independent check of a result, from the people alone; production runs it too."""

from collections import Counter
from collections.abc import Collection, Sequence

from bot.domain.fit.eligibility import Rules, obstacles
from bot.domain.fit.people import Participant
from bot.domain.fit.scoring import score
from bot.domain.matching.outcome import Inadmissible, Match, Outcome


def check(
    pool: Sequence[Participant],
    rules: Rules,
    forbidden: Collection[tuple[int, int]],
    outcome: Outcome,
) -> None:
    """Raises Inadmissible when a result breaks a hard rule, a capacity or its own bound.

    Uses the scalar rules and scores only, nothing of what made the result.
    """
    people = {person.key: person for person in pool}
    _admissible(people, rules, forbidden, outcome.pairs)
    _within_places(people, outcome.pairs)
    _complete(people, outcome)
    _as_certified(people, outcome)


def _require(holds: bool, what: str, *facts: object) -> None:
    if not holds:
        raise Inadmissible(what, *facts)


def _admissible(
    people: dict[int, Participant],
    rules: Rules,
    forbidden: Collection[tuple[int, int]],
    pairs: Sequence[Match],
) -> None:
    apart = frozenset(frozenset(two) for two in forbidden)
    managers = {person.account: person.manager for person in people.values()}
    met: set[frozenset[int]] = set()
    for pair in pairs:
        mentor, mentee = people[pair.mentor], people[pair.mentee]
        broken = obstacles(mentor, mentee, rules, apart, managers)
        _require(not broken, "rules", pair.mentor, pair.mentee, sorted(broken))
        _require(pair.reasons == score(mentor, mentee, rules), "reasons", pair.mentor, pair.mentee)
        two = frozenset((pair.mentor, pair.mentee))
        _require(two not in met, "twice", pair.mentor, pair.mentee)
        met.add(two)


def _within_places(people: dict[int, Participant], pairs: Sequence[Match]) -> None:
    given = Counter(pair.mentor for pair in pairs)
    taken = Counter(pair.mentee for pair in pairs)
    for key in given.keys() | taken.keys():
        person = people[key]
        _require(given[key] <= person.may_give, "places as mentor", key)
        _require(taken[key] <= person.may_take, "places as mentee", key)
        _require(given[key] + taken[key] <= person.free_total, "places in total", key)


def _complete(people: dict[int, Participant], outcome: Outcome) -> None:
    covered = {key for pair in outcome.pairs for key in (pair.mentor, pair.mentee)}
    waiting = {
        key
        for key, person in people.items()
        if key not in covered and not person.paired and (person.may_give or person.may_take)
    }
    _require(outcome.waiting.keys() == waiting, "waiting", sorted(waiting))


def _as_certified(people: dict[int, Participant], outcome: Outcome) -> None:
    covered = {key for pair in outcome.pairs for key in (pair.mentor, pair.mentee)}
    new = [people[key] for key in covered if not people[key].paired]
    reached = (
        len(new),
        sum(min(6, max(0, person.waiting)) for person in new),
        -len(outcome.pairs),
        sum(pair.reasons.score for pair in outcome.pairs),
    )
    certificate = outcome.certificate
    _require(reached == certificate.tiers[:4], "certificate", *reached)
    _require(reached <= certificate.bound[:4], "bound", *reached)
    _require(not certificate.proven or reached == certificate.bound[:4], "proof", *reached)
