"""The one shape of a message: a headline sentence, a few lines, at most one row of buttons."""

from collections.abc import Sequence

from bot.slack.kit import blocks
from bot.slack.kit.blocks import Block, Element, Said


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
