"""Windows that only say something."""

from bot.slack import blocks
from bot.slack.blocks import Said, View
from bot.texts.words import Words


def loading(words: Words) -> View:
    """Opened at once, before the answer is known; the next view replaces it."""
    return blocks.modal(
        "loading",
        words.plain("title.loading"),
        [blocks.section(words("loading"))],
        close=words.plain("button.close"),
    )


def told(said: Said, words: Words, *, done: bool = True) -> View:
    """A message as a window, after a form was sent or when it cannot be."""
    return blocks.modal(
        "told",
        words.plain("title.done" if done else "title.not_done"),
        said.blocks,
        close=words.plain("button.close"),
    )
