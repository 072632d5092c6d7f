"""What leads are told of a round, and what a decision led to.

Names and categories only: never a topic, a level, an answer, or who said what to a proposal.
"""

from collections.abc import Mapping

from bot.domain.lifecycle import RoundState
from bot.programme.rounds import kinds
from bot.programme.rounds.results import DecidedAlready, RoundNow, RoundPostponed, RoundReady
from bot.slack.kit import blocks
from bot.slack.kit.blocks import Element, Said
from bot.slack.kit.screen import screen
from bot.slack.kit.tell import tell
from bot.texts.words import Words

CATEGORIES = ("dropped", "not_this_time", "no_hours", "no_language", "nobody_fitting")


@screen(kinds.READY)
def ready(facts: RoundReady, words: Words) -> Said:
    """The round is drafted."""
    return _announced("round.ready", facts, words)


@screen(kinds.STILL_WAITING)
def still_waiting(facts: RoundReady, words: Words) -> Said:
    """Once more, and for the last time."""
    return _announced("round.still_waiting", facts, words, words("round.last_word"))


def _announced(key: str, facts: RoundReady, words: Words, *last: str) -> Said:
    """Without a pair there is nothing to approve, and still a reason why."""
    key, last = (key, last) if facts.pairs + facts.held else ("round.no_pairs", ())
    why = reasons(facts.waiting_why, words)
    said = counts(facts.pairs, facts.waiting, words, held=facts.held)
    return tell(
        words(key, date=words.date(facts.due_on), **said),
        *([words("round.why_waiting", reasons=why)] if why else []),
        *last,
        buttons=[
            open_button(facts.round_id, words),
            blocks.button("round.postpone", facts.round_id, words.plain("button.postpone")),
        ],
    )


def open_button(round_id: int, words: Words, style: str | None = "primary") -> Element:
    """Opens the round's window."""
    return blocks.button("round.open", round_id, words.plain("button.open_round"), style=style)


def counts(pairs: int, waiting: int, words: Words, *, held: int = 0) -> dict[str, str]:
    """The facts `pairs`, with those that are left out, and `waiting` as words."""
    said = [words.plain_plural("count.pairs", pairs)]
    said += [words.plain_plural("count.held", held)] if held else []
    return {
        "pairs": ", ".join(said),
        "waiting": words.plain_plural("count.waiting", waiting),
    }


def reasons(why: Mapping[str, int], words: Words) -> str:
    return words.listed(
        words("round.reason", category=words.plain(f"waiting.{category}"), n=why[category])
        for category in CATEGORIES
        if why.get(category)
    )


@screen(kinds.DECIDED)
@screen(kinds.DECIDED_LATER)
@screen(kinds.READY_LATER)
@screen(kinds.STILL_WAITING_LATER)
def round_now(facts: RoundNow, words: Words) -> Said:
    """What has become of the round."""
    said = {
        "date": words.date(facts.due_on),
        "pairs": words.plain_plural("count.pairs", facts.pairs),
        "done": words.number(facts.done),
        "time": words.clock(facts.going_at) if facts.going_at else "",
        "day": words.date(facts.postponed_to) if facts.postponed_to else "",
    }
    decided = words("round.decided_by", lead=words.name(facts.decided_by or ""))
    missed = words.plural("round.not_reached", facts.not_reached)
    return tell(
        words(_state_now(facts), **said),
        *([decided] if facts.decided_by else []),
        *([missed] if facts.not_reached else []),
        buttons=[open_button(facts.round_id, words, style=None), *_postpone_now(facts, words)],
    )


def _state_now(facts: RoundNow) -> str:
    if facts.state is RoundState.CANCELLED and facts.postponed_to is None:
        return "round.now.cancelled_before"
    return f"round.now.{facts.state or 'any'}"


def _postpone_now(facts: RoundNow, words: Words) -> list[Element]:
    if facts.state is not RoundState.DRAFTED:
        return []
    return [blocks.button("round.postpone", facts.round_id, words.plain("button.postpone"))]


def helps(why: Mapping[str, int], words: Words) -> str:
    """What would make pairs, by why people wait."""
    ways = [words(f"round.helps.{category}") for category in CATEGORIES[1:] if why.get(category)]
    return words("round.helps", ways=words.listed(ways or [words("round.helps.nobody_fitting")]))


def postponed(facts: RoundPostponed | DecidedAlready, words: Words) -> Said:
    """Until when, or whose decision came first."""
    if isinstance(facts, RoundPostponed):
        return tell(words("round.decided.postponed", date=words.date(facts.postponed_to)))
    if facts.decided_by is None:
        return tell(words("round.decided.already_someone"))
    if facts.mine:
        return tell(words("round.decided.already_you"))
    return tell(words("round.decided.already", lead=words.name(facts.decided_by)))
