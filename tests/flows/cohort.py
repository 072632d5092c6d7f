"""A cohort that meets and answers, quickly: straight through the use cases."""

from collections.abc import Sequence

from bot.domain.words import Word
from bot.programme.meetings import attendance, checkins
from bot.programme.rounds import proposals
from tests.people import Colleague
from tests.world import World

Answers = dict[str, int]


def pairs(world: World, number: int, *, with_lead: bool = False) -> list[list[Colleague]]:
    """So many pairs, each with a topic of its own, begun on the day of the round."""
    names = [(f"Mentor{n}", f"Mentee{n}") for n in range(number)]
    if with_lead:
        names[0] = ("Giulia", "Mentee0")
    for n, (mentor, mentee) in enumerate(names):
        world.joined(mentor, mentee, topic=TOPICS[n], back=TOPICS[-1 - n])
    world.sends_round()
    found = [list(two) for two in world.proposals()]
    for two in found:
        accept(world, world.proposal_of(*two).id, two)
    return found


def accept(world: World, proposal: int, two: Sequence[Colleague]) -> None:
    """Both say yes at this very moment."""
    for one in two:
        one.does(lambda work: proposals.say(work, proposal, Word.YES))


def meet(world: World, two: Sequence[Colleague]) -> int:
    """The pair met today; the session's id."""
    pair, one = world.pair_of(*two).id, two[0]
    return one.does(lambda work: attendance.declare_met(work, pair, None)).id


def answer(world: World, one: Colleague, session: int, useful: int, **others: int) -> None:
    values = {"useful": useful, "open": 4, "applied": 1, "balance": 0, **others}
    one.does(lambda work: checkins.answer(work, session, values))


TOPICS = (
    "ai.assistants", "ai.verify", "ai.rules", "ai.meetings", "ai.automation", "collab.channels",
    "collab.docs", "data.read", "data.sheets", "back.strategy", "back.domain", "back.clients",
    "back.numbers", "back.memory", "back.negotiate", "back.network", "back.lead", "back.career",
)  # fmt: skip
