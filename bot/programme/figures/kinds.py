"""The figures that a lead asked for, as a message of its own."""

from bot.outbox.kinds import NOTHING, Budget, Kind, Promise, days
from bot.programme.figures.results import Stats

PICTURE = Kind(
    "stats.picture", about=NOTHING, facts=Stats, budget=Budget.REPLY, priority=0,
    promise=Promise.AT_MOST_ONCE, lives=days(1), plain_form=True, to_participants=False,
)  # fmt: skip
KINDS = (PICTURE,)
