"""Buttons that do what a verb of the slash command does."""

from bot.slack import blocks
from bot.slack.blocks import Element
from bot.texts.words import Words


def verb_button(verb: str, words: Words, style: str | None = None) -> Element:
    """The button of a verb; joining has an action of its own, since it opens a form."""
    action = "join.open" if verb == "join" else f"verb.{verb}"
    return blocks.button(action, verb, words.plain(f"button.verb.{verb}"), style=style)
