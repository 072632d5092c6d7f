"""What somebody would like after their pair: asked, kept, and changed in a window."""

from bot.domain.words import After
from bot.programme.enrolment.results import Chosen, MyChoice
from bot.programme.pairs.results import WhatNext
from bot.slack.enrolment.screens import after_pair
from bot.slack.kit import blocks
from bot.slack.kit.blocks import Block, Choice, Element, Field, Said, View
from bot.slack.kit.tell import tell
from bot.texts.words import Words

ONCE_OVER = tuple(after for after in After if after is not After.TOGETHER)
"""What is left to choose: going on together needs both, while the pair lives."""


def choices(pair_id: int, words: Words, among: tuple[After, ...] = tuple(After)) -> list[Element]:
    """A button each."""
    return [
        blocks.button(f"end.{after}", pair_id, words.plain(f"button.{_LABELS[after]}"))
        for after in among
    ]


_LABELS = {
    After.TOGETHER: "together",
    After.NEW: "find_someone",
    After.OTHER_ROLE: "other_role",
    After.NOT_NOW: "not_now",
}


def my_choice_button(pair_id: int, words: Words) -> Element:
    return blocks.button("end.mine", pair_id, words.plain("button.my_choice"))


def asked_in_window(facts: WhatNext, words: Words) -> list[Block]:
    """After the questions about a meeting, in the place of the next date."""
    partner = words.name(facts.partner)
    among = ONCE_OVER if facts.over else tuple(After)
    private = words("the_end.private_over" if facts.over else "the_end.private", partner=partner)
    return [
        blocks.divider(),
        blocks.section(f"*{words(_asked(facts.over), partner=partner)}*\n{private}"),
        blocks.actions(*choices(facts.pair_id, words, among)),
    ]


def _asked(over: bool) -> str:
    return "the_end.asked_over" if over else "the_end.asked"


def kept(facts: Chosen, words: Words) -> Said:
    """What stands in the message's place afterwards: the same for every choice, since Slack keeps
    it."""
    if facts.over:
        return after_pair.kept(facts.then, words)
    mine = my_choice_button(facts.pair_id, words)
    return tell(words("the_end.kept", partner=words.name(facts.partner)), buttons=[mine])


def said(facts: Chosen, words: Words) -> Said:
    """What only the person reads, and Slack does not keep."""
    partner = words.name(facts.partner)
    if facts.over:
        if facts.after is After.TOGETHER:
            return tell(words("the_end.too_late", partner=partner), words("after_pair.waits"))
        return after_pair.said(facts.then, words)
    role, missing = facts.then.role, facts.then.missing
    key = f"the_end.said.{facts.after}" if role is None else f"the_end.said.{facts.after}.{role}"
    return tell(
        words(key, partner=partner),
        *after_pair.missing(missing, words),
        words("the_end.can_change"),
        buttons=after_pair.profile_buttons(missing, words),
    )


def my_choice(facts: MyChoice, words: Words) -> View:
    """One's own choice, to look at and to change."""
    partner = words.name(facts.partner)
    among = ONCE_OVER if facts.over else tuple(After)
    options = [Choice(after, words.plain(f"the_end.after.{after}")) for after in among]
    private = words("the_end.private_over" if facts.over else "the_end.private", partner=partner)
    return blocks.modal(
        "end",
        words.plain("title.my_choice"),
        [
            blocks.section(words(_asked(facts.over), partner=partner)),
            blocks.input_(
                Field("after"),
                words.plain("the_end.after"),
                blocks.radio(options, facts.after),
            ),
            blocks.context(private),
        ],
        submit=words.plain("button.save"),
        close=words.plain("button.close"),
        metadata={"pair": facts.pair_id},
    )
