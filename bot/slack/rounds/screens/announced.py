"""To leads: what has become of a round."""

from bot.domain.lifecycle import RoundState
from bot.programme.rounds import kinds
from bot.programme.rounds.results import RoundNow
from bot.slack.kit import blocks
from bot.slack.kit.blocks import Element, Said
from bot.slack.kit.screen import screen
from bot.slack.kit.tell import tell
from bot.slack.rounds.screens.round import open_button
from bot.texts.words import Words


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
