"""How many messages people get in the life of one pair: posts in DM and room, edits not."""

from collections import Counter
from collections.abc import Iterable, Sequence
from math import ceil

from tests.soak.post import Delivered

LESS_THAN, OF_A_HUNDRED = 34, 95
"""95 of 100 people get fewer than 34 messages (docs/programme.md, How many messages)."""
Heard = dict[str, Counter[str]]
"""Of each person how many messages of each kind."""


def heard(log: Iterable[Delivered], people: Iterable[str]) -> Heard:
    """What each of these people read: in a room both do."""
    found: Heard = {one: Counter() for one in people}
    for message in log:
        for receiver in message.to:
            if receiver.slack_id in found:
                found[receiver.slack_id][message.kind.key] += 1
    return found


def most_of(these: Sequence[int], of_a_hundred: int) -> int:
    """What so many of a hundred do not exceed."""
    return sorted(these)[ceil(len(these) * of_a_hundred / 100) - 1]


def table(these: Heard) -> list[str]:
    """A row of Markdown for each kind, the most frequent first: a person gets so many."""
    kinds = sum(these.values(), Counter[str]())
    rows = [f"| `{kind}` | {count / len(these):.1f} |" for kind, count in kinds.most_common()]
    return ["| kind | each person |", "|---|---|", *rows]
