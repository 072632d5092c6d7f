"""Starters are asked for."""

from bot.programme.learning import ideas
from bot.slack.edge.rows import ALONE, Verb, VerbRow, say
from bot.slack.learning.screens import ideas as screens

VERBS: tuple[VerbRow, ...] = (
    Verb("ideas", ideas.ideas, ALONE, say(screens.ideas), it="idee", changes=False),
)
