"""Buttons that do what a verb of the slash command does."""

from bot.slack.kit import blocks
from bot.slack.kit.blocks import Element
from bot.texts.words import Words

LEAD_VERBS = ("stats", "round", "health")
"""What only the people who run the programme are offered."""


def verb_button(
    verb: str, words: Words, style: str | None = None, text: str | None = None
) -> Element:
    """The button of a verb; joining has an action of its own, since it opens a form.

    `text` is the key of another label, where the verb alone would say too little.
    """
    action = "join.open" if verb == "join" else f"verb.{verb}"
    label = words.plain(text or f"button.verb.{verb}")
    return blocks.button(action, verb, label, style=style)
