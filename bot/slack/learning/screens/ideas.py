"""Three starters for each pair, the same to both of the two."""

from collections.abc import Mapping, Sequence

from bot.domain.fit.people import Role, SideRole
from bot.programme.learning.results import PairIdeas
from bot.slack.kit import blocks
from bot.slack.kit.blocks import Element, Said
from bot.slack.kit.tell import tell
from bot.texts import guidance
from bot.texts.guidance import EITHER, Starter
from bot.texts.words import Safe, Words


def ideas(pairs: Sequence[PairIdeas], words: Words) -> Said:
    """Who may ask what; a button for three more."""
    told = [_of_pair(pair, words) for pair in pairs]
    text = "\n\n".join(one.text for one in told)
    return Said(text, [block for one in told for block in one.blocks])


def button(pair_id: int, words: Words, style: str | None = None) -> Element:
    label = words.plain("button.verb.ideas")
    return blocks.button("learning.ideas", pair_id, label, style=style)


def seed(pair_id: int, meetings: int) -> str:
    """What the starters of a pair go by, within their phase."""
    return f"{pair_id}:{meetings}"


def asked_by(starter: Starter, names: Mapping[Role, str], words: Words) -> Safe:
    """A starter as both of the two read it: who may ask it, by name."""
    says = starter.says[words.register]
    if starter.by == EITHER:
        return words("introduction.starter.either", question=says)
    return words("introduction.starter", name=names[Role(starter.by)], question=says)


def _of_pair(pair: PairIdeas, words: Words) -> Said:
    told = guidance.three(pair.phase, seed(pair.pair_id, pair.meetings), pair.page)
    more = blocks.button(
        f"learning.more.{pair.pair_id}",
        f"{pair.page + 1}:{pair.pair_id}",
        words.plain("button.more_ideas"),
    )
    return tell(
        words("ideas.headline", partner=words.name(pair.partner)),
        *(line(one, pair.my_role, words.name(pair.partner), words) for one in told),
        buttons=[more],
    )


def line(starter: Starter, my_role: SideRole, partner: str, words: Words) -> Safe:
    """A starter as one of the two reads it: who may ask it."""
    says = starter.says[words.register]
    if starter.by == EITHER:
        return words("ideas.either", question=says)
    if starter.by == my_role:
        return words("ideas.mine", question=says)
    return words("ideas.theirs", partner=partner, question=says)
