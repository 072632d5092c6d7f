"""People for the tests of the domain: one by hand, or a random pool of a given temper."""

from dataclasses import dataclass
from random import Random
from typing import Any

from bot.domain.fit.eligibility import Rules
from bot.domain.fit.people import Form, Offer, Participant, Role, Tenure, Weights, Wish

MONDAY_NINE = 1_967_004  # a quarter-hour of an epoch week
MORNINGS = frozenset(range(MONDAY_NINE, MONDAY_NINE + 16))
TOPICS = tuple(f"topic-{n}" for n in range(40))


def person(key: int, role: Role = Role.BOTH, **facts: Any) -> Participant:
    """Somebody ordinary, with what the test is about changed."""
    ordinary: dict[str, Any] = {
        "band": 2,
        "function": None,
        "site": None,
        "tenure": None,
        "languages": frozenset({"en"}),
        "form": Form.EITHER,
        "account": f"person-{key}",
        "manager": None,
        "offers": (),
        "wishes": (),
        "style": (None, None, None),
        "slots": MORNINGS,
        "free_mentor": 1,
        "free_mentee": 1,
        "free_total": 1,
        "waiting": 0,
    }
    return Participant(key=key, role=role, **ordinary | facts)


@dataclass(frozen=True)
class Temper:
    """What a random pool is like."""

    roles: tuple[Role, ...] = tuple(Role)
    topics: int = 6
    bands: int = 3
    most_places: int = 2
    days: int = 2
    odd_ones: float = 0.15  # how often a language, a line, a live pair sets somebody apart


def pool(size: int, random: Random, temper: Temper) -> list[Participant]:
    """A random pool, its keys in no order."""
    keys = random.sample(range(1, 10 * size + 10), size)
    return [_someone(key, keys, random, temper) for key in keys]


def forbidden(people: list[Participant], random: Random, share: float) -> set[tuple[int, int]]:
    """Some pairs of keys that may not meet, in either order."""
    keys = [one.key for one in people]
    return {(a, b) for a in keys for b in keys if a != b and random.random() < share}


def rules(random: Random) -> Rules:
    """A gap of 0 or 1, and now and then weights so flat that many pairs are equals."""
    weights = random.choice((Weights(), Weights(), Weights(0, 0, 0, 0, 1)))
    return Rules(gap=random.choice((0, 0, 1)), weights=weights)


def _someone(key: int, keys: list[int], random: Random, temper: Temper) -> Participant:
    def odd() -> bool:
        return random.random() < temper.odd_ones

    topics = random.sample(TOPICS[: temper.topics], min(6, temper.topics))
    shared = random.randint(1, len(topics) - 1)
    most = [random.randint(1, temper.most_places) for _ in range(3)]
    days = random.sample(range(temper.days), random.randint(1, temper.days))
    start = random.randrange(0, 4)
    tenure = random.choice((None, Tenure.UNDER_1, Tenure.FROM_1_TO_3, Tenure.OVER_3))
    return person(
        key,
        random.choice(temper.roles),
        band=random.randint(1, temper.bands),
        function=random.choice((None, "sales", "plant")),
        site=random.choice((None, "Rome", "Turin")),
        tenure=tenure,
        newcomer=random.random() < (0.4 if tenure is Tenure.UNDER_1 else 0.02),
        languages=frozenset({"de"}) if odd() else frozenset(random.sample(("en", "it"), 2)),
        form=random.choice(tuple(Form)),
        manager=f"person-{random.choice(keys)}" if odd() else None,
        offers=tuple(Offer(topic, random.randint(1, 4)) for topic in topics[:shared]),
        wishes=tuple(Wish(topic, random.choice((0, 0, 1, 2)), 4) for topic in topics[shared:]),
        style=tuple(random.choice((None, "a", "b")) for _ in range(3)),
        slots=frozenset(
            MONDAY_NINE + 96 * day + quarter
            for day in days
            for quarter in range(start, start + random.randint(7, 18))
        ),
        free_mentor=0 if odd() else most[0],
        free_mentee=0 if odd() else most[1],
        free_total=most[2],
        waiting=random.choice((0, 0, 1, 2, 7)),
        paired=odd(),
    )
