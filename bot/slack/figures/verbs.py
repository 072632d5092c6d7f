"""The lead asks for figures."""

from bot.programme.figures import stats
from bot.slack.edge.rows import TYPED, Verb, VerbRow, say
from bot.slack.figures import screens

VERBS: tuple[VerbRow, ...] = (
    Verb("stats", stats.stats, TYPED, say(screens.stats), it="statistiche", leads=True),
)
