"""Out of one pairing."""

from bot.programme.pairs import swaps
from bot.slack.edge.rows import ALONE, Verb, VerbRow
from bot.slack.pairs.windows import open_swap

VERBS: tuple[VerbRow, ...] = (
    Verb("swap", swaps.anybody, ALONE, open_swap, it="cambia", changes=False),
)
