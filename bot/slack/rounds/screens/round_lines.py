"""The lines of a round's window: its pairs, what they have in common, and who waits."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from bot.domain.lifecycle import ProposalState, RoundState
from bot.domain.listing import FEW_HOURS, Order
from bot.programme.people.results import Named
from bot.programme.rounds.results import (
    Categories,
    Common,
    DraftedPair,
    Listed,
    PairInRound,
    RoundView,
    WaitingPerson,
)
from bot.slack.kit import blocks, limits
from bot.slack.kit.blocks import Block, Choice, Element
from bot.texts.words import Safe, Words

STATES_SAID = ("held", "dropped", "impossible", "not_sent")
CHOICES: dict[PairInRound, tuple[str, ...]] = {
    ProposalState.DRAFTED: ("hold", "ask"),
    ProposalState.HELD: ("release", "ask"),
    ProposalState.DROPPED: ("restore",),
}


# --- names ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class People:
    """The people of a window by their full names; where two share one, or the order goes by it,
    with function and site. (Who is on another page is not known here.)"""

    words: Words
    order: Order
    shared: frozenset[str]

    @classmethod
    def of(cls, facts: RoundView, words: Words) -> "People":
        names = {one.slack_id: words.full_name(one.slack_id) for one in _everybody(facts)}
        times = Counter(name.casefold() for name in names.values())
        shared = frozenset(id_ for id_, name in names.items() if times[name.casefold()] > 1)
        return cls(words, facts.listing.order, shared)

    def __call__(self, person: Listed) -> str:
        name = self.words.full_name(person.slack_id)
        places = [self.words.named(place) for place in self._places(person) if place]
        if not places:
            return name
        return self.words("round.person", name=name, place=", ".join(places))

    def _places(self, person: Listed) -> tuple[Named | None, ...]:
        if person.slack_id in self.shared:
            return person.function, person.site
        by_order = {Order.FUNCTION: (person.function,), Order.SITE: (person.site,)}
        return by_order.get(self.order, ())


def _everybody(facts: RoundView) -> Iterator[Listed]:
    for pair in facts.pairs:
        yield from (pair.mentor, pair.mentee)
    yield from (person.who for person in facts.waiting)


# --- pairs ----------------------------------------------------------------------------------------


def in_common(facts: RoundView, words: Words) -> list[Block]:
    """Which pairs these are, and what every line would say, said once."""
    lines = [words("round.doubtful", hours=round(FEW_HOURS))] if facts.listing.doubtful else []
    if said := _said_once(facts.common, words):
        key = "round.every_other_pair" if facts.has_own else "round.every_pair"
        lines.append(words(key, facts=Safe(" · ".join(said))))
    return [blocks.context(*lines)] if lines and facts.pairs else []


def _said_once(common: Common, words: Words) -> list[Safe]:
    said = _fit(common.topics_fit, common.gives_back, common.common_hours, words)
    return [*said, *_mix(common.other_function, common.other_site, words)]


def pairs(
    facts: RoundView, people: Callable[[Listed], str], words: Words, asked: int | None
) -> list[Block]:
    """One block a pair; of the one that is `asked` about, the question."""
    if not facts.pairs and facts.listing.doubtful:
        return [blocks.section(words("round.none_doubtful"))]
    found: list[Block] = []
    for pair in facts.pairs:
        choices = _choices(pair) if facts.state == RoundState.DRAFTED else ()
        names = {"mentor": people(pair.mentor), "mentee": people(pair.mentee)}
        if pair.proposal_id == asked and "ask" in choices:
            found += _question(pair, words("round.pair", **names), words)
        else:
            lines = [words("round.pair", **names), " · ".join(_about(pair, facts.common, words))]
            element = _element(pair, choices, words)
            found.append(blocks.section("\n".join(filter(None, lines)), element))
    return found


def _about(pair: DraftedPair, common: Common, words: Words) -> list[Safe]:
    """Of states only what leads decide and what everybody sees: nobody's answer shows here."""
    state = [words(f"round.pair.{pair.state}")] if pair.state in STATES_SAID else []
    if pair.own:
        return [*state, words("round.pair.own")]
    return [*state, *(_categories(pair.categories, common, words) if pair.categories else ())]


def _categories(of_pair: Categories, common: Common, words: Words) -> list[Safe]:
    """Those that not every pair shares."""
    return [
        *_fit(
            of_pair.topics_fit if common.topics_fit is None else None,
            of_pair.gives_back if common.gives_back is None else None,
            of_pair.common_hours if common.common_hours is None else None,
            words,
        ),
        *_mix(
            of_pair.other_function and not common.other_function,
            of_pair.other_site and not common.other_site,
            words,
        ),
    ]


def _fit(
    topics: str | None, gives_back: bool | None, hours: float | None, words: Words
) -> list[Safe]:
    said = [] if topics is None else [words(f"round.pair.fit.{topics}")]
    if gives_back is not None:
        said.append(words("round.pair.gives_back" if gives_back else "round.pair.gives_back_not"))
    if hours is not None:
        said.append(words.plural("count.hours_in_common", round(hours)))
    return said


def _mix(function: bool, site: bool, words: Words) -> list[Safe]:
    said = (("round.pair.other_function", function), ("round.pair.other_site", site))
    return [words(key) for key, holds in said if holds]


# --- what a lead may decide about one ------------------------------------------------------------


def _choices(pair: DraftedPair) -> tuple[str, ...]:
    """Of a pair of the reader's own, or one that is no longer possible, nothing."""
    if pair.own:
        return ()
    return CHOICES.get(pair.state, ())


def _element(pair: DraftedPair, choices: Iterable[str], words: Words) -> Element | None:
    """A menu, or a button where there is one thing to choose."""
    offered = [
        Choice(f"{choice}:{pair.proposal_id}", words.plain(f"round.pair.{choice}"))
        for choice in choices
    ]
    if len(offered) > 1:
        return blocks.overflow("round.pair", offered)
    return blocks.button("round.pair", offered[0].value, offered[0].text) if offered else None


def _question(pair: DraftedPair, names: str, words: Words) -> list[Block]:
    """Whether a lead means it."""
    drop = words.plain("round.pair.drop")
    return [
        blocks.section(f"{names}\n{words('round.pair.sure')}"),
        blocks.actions(
            blocks.button("round.pair.drop", f"drop:{pair.proposal_id}", drop, style="danger"),
            blocks.button("round.keep", pair.proposal_id, words.plain("round.pair.keep")),
        ),
    ]


# --- who waits ------------------------------------------------------------------------------------


def waiting(facts: RoundView, people: Callable[[Listed], str], words: Words) -> list[Block]:
    """The first of those who wait, each with why."""
    if not facts.waiting:
        return []
    lines = [f"*{words('round.waiting')}*"]
    lines += [_waiting_line(person, people, words) for person in facts.waiting]
    more = facts.total_waiting - len(facts.waiting)
    if more > 0:
        lines.append(words.plural("round.waiting_more", more))
    return [blocks.divider(), *map(blocks.section, _packed(lines))]


def _waiting_line(person: WaitingPerson, people: Callable[[Listed], str], words: Words) -> str:
    name = people(person.who)
    if person.category is None:
        return words("round.waiting_you", name=name)
    category = words.plain(f"waiting.{person.category}")
    return words("round.waiting_person", name=name, category=category)


def _packed(lines: Iterable[str]) -> list[str]:
    """Lines in as few texts as a section's length allows."""
    texts: list[str] = []
    for line in lines:
        if texts and len(texts[-1]) + 1 + len(line) <= limits.TEXT:
            texts[-1] += f"\n{line}"
        else:
            texts.append(line)
    return texts
