"""How something is told: the one shape of a message, the buttons of verbs, and a message as a
window, where Slack gives no conversation to answer in.
"""

from collections.abc import Sequence

from bot.slack.kit import blocks
from bot.slack.kit.blocks import Block, Element, Said, View
from bot.texts.words import Words

LEAD_VERBS = ("stats", "round", "health")
"""What only the people who run the programme are offered."""
INNER = "    ◦"
"""Marks a line of a list within a list."""


def tell(
    headline: str,
    *lines: str,
    shown: str | None = None,
    buttons: Sequence[Element] = (),
    aside: str | None = None,
    more: Sequence[Block] = (),
) -> Said:
    """A message whose `text` holds everything that the blocks say.

    `shown` replaces the headline in the blocks, where dates are tokens and people are links.
    `aside` is a small last line; `more` are blocks between the lines and the buttons.
    """
    body = [blocks.section("\n".join(lines))] if lines else []
    last = [blocks.context(aside)] if aside else []
    return Said(
        text="\n".join([headline, *lines, *([aside] if aside else [])]),
        blocks=[
            blocks.section(f"*{shown or headline}*"),
            *body,
            *more,
            *blocks.rows_of(*buttons),
            *last,
        ],
    )


def verb_button(
    verb: str, words: Words, style: str | None = None, text: str | None = None
) -> Element:
    """The button of a verb; joining has an action of its own, since it opens a form.

    `text` is the key of another label, where the verb alone would say too little.
    """
    action = "join.open" if verb == "join" else f"verb.{verb}"
    label = words.plain(text or f"button.verb.{verb}")
    return blocks.button(action, verb, label, style=style)


def as_home(said: Said) -> View:
    """The Home tab of somebody who is not shown how things are."""
    return blocks.home_tab(said.blocks)


def as_window(said: Said, words: Words) -> View:
    """After a form was sent, or when a button of a window or of the Home tab is answered."""
    return blocks.modal(
        "result",
        words.plain("title.result"),
        said.blocks,
        close=words.plain("button.close"),
    )
