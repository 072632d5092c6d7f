"""Which of somebody's pairs it is about: the window before another."""

from collections.abc import Callable

from bot.programme.pairs.results import WhichPair
from bot.slack.kit import blocks
from bot.slack.kit.blocks import Element, View
from bot.texts.words import Words


def which_pair(
    callback_id: str, title: str, facts: WhichPair, button: Callable[[int], Element], words: Words
) -> View:
    """A button a pair, made of the pair's number; it opens the window about it."""
    return blocks.modal(
        callback_id,
        words.plain(title),
        [
            blocks.section(
                words(f"standing.pair.{pair.my_role}", partner=words.name(pair.partner)),
                button(pair.pair_id),
            )
            for pair in facts.pairs
        ],
        close=words.plain("button.close"),
    )
