"""Out of one pairing: which, what the other will read, and what follows."""

from bot.domain.words import Reason
from bot.programme.pairs.kinds import PairEnded
from bot.programme.pairs.results import SwapAsked, SwapForm, SwapUndone, WhichPair
from bot.slack.enrolment.screens import after_pair
from bot.slack.kit import blocks
from bot.slack.kit.blocks import Choice, Element, Field, Said, View
from bot.slack.kit.tell import tell, verb_button
from bot.slack.pairs.screens import ended_lines
from bot.slack.pairs.which_pair import which_pair
from bot.texts.words import Words


def swap(form: SwapForm | WhichPair, words: Words) -> View:
    """What happens, the very words that the other reads, and a reason for who wants to give one;
    with several pairs, first which."""
    if isinstance(form, WhichPair):
        return which_pair(
            "swap.whom", "title.swap", form, lambda pair_id: open_button(pair_id, words), words
        )
    return blocks.modal(
        "swap",
        words.plain("title.swap"),
        [
            blocks.section("\n".join(_what_happens(form, words))),
            blocks.section("\n".join([f"*{words('swap.preview')}*", *_preview(form, words)])),
            blocks.input_(
                Field("reason"),
                words.plain("swap.reason"),
                blocks.select(_reasons(words), None),
                optional=True,
                hint=words.plain("swap.reason_hint"),
            ),
            blocks.section(words("swap.other_doors")),
            blocks.actions(verb_button("pause", words), verb_button("leave", words)),
        ],
        submit=words.plain("button.swap"),
        close=words.plain("button.close"),
        metadata={"pair": form.pair_id},
    )


def _what_happens(form: SwapForm, words: Words) -> list[str]:
    return [
        words("swap.intro", partner=words.name(form.partner)),
        words("swap.then"),
        words("swap.who_learns"),
    ]


def _preview(form: SwapForm, words: Words) -> list[str]:
    return [f"> {line}" for line in ended_lines(PairEnded(form.me), words)]


def _reasons(words: Words) -> list[Choice]:
    return [Choice(one.value, words.plain(f"swap.reason.{one}")) for one in Reason]


def open_button(pair_id: int, words: Words) -> Element:
    """To the window about this pair."""
    return blocks.button("swap.open", pair_id, words.plain("button.verb.swap"))


def asked(facts: SwapAsked, words: Words) -> Said:
    """When both hear of it, the way back, and what somebody would like next, beforehand."""
    undo = blocks.button("swap.undo", facts.pair_id, words.plain("button.undo_swap"))
    return tell(
        words("swapped.headline", partner=words.name(facts.partner)),
        words("swapped.both_read", time=words.clock(facts.told_at)),
        words("swapped.then"),
        buttons=[undo, *after_pair.choices_then(facts.pair_id, words)],
    )


def undone(facts: SwapUndone, words: Words) -> Said:
    """The pairing goes on."""
    headline = words("swapped.undone", partner=words.name(facts.partner))
    return tell(headline, buttons=[verb_button("status", words)])
