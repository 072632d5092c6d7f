"""A message as a window, where Slack gives no conversation to answer in."""

from bot.slack.kit import blocks
from bot.slack.kit.blocks import Said, View
from bot.texts.words import Words


def at_home(said: Said) -> View:
    """The Home tab of somebody who is not shown how things are."""
    return blocks.home_tab(said.blocks)


def told(said: Said, words: Words) -> View:
    """After a form was sent, or when a button of a window or of the Home tab is answered."""
    return blocks.modal(
        "told",
        words.plain("title.told"),
        said.blocks,
        close=words.plain("button.close"),
    )
