"""What is still true of the figures that a lead asked for, as a message of its own."""

from bot.outbox.kinds import Leaving
from bot.outbox.work import Work
from bot.programme.figures import kinds, stats
from bot.programme.figures.results import Stats
from bot.programme.people import leads


@kinds.PICTURE.still_true
def picture(work: Work, _: object, leaving: Leaving) -> Stats | None:
    if not leads.is_lead(work.programme, leaving.reader.slack_id):
        return None
    return stats.of_period(work, leaving.arguments["period"])
