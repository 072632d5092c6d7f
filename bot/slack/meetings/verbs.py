"""A time is looked for, a meeting is told of."""

from datetime import date

from bot.domain.time.local_time import local_day
from bot.domain.typed.day import NotADay, past_day
from bot.programme.meetings import attendance, finding
from bot.slack.edge.request import SlackRequest
from bot.slack.edge.rows import NOTHING, NotUnderstood, Verb, VerbRow, open_
from bot.slack.meetings.screens import checkin, when


def _day(request: SlackRequest) -> tuple[date | None]:
    if not request.typed:
        return (None,)
    today = local_day(request.services.now(), request.words.zone)
    try:
        return (past_day(request.typed, today),)
    except NotADay as error:
        raise NotUnderstood from error


VERBS: tuple[VerbRow, ...] = (
    Verb("when", finding.anybody, NOTHING, open_(when.when), it="quando", changes=False),
    Verb("met", attendance.met_form, _day, open_(checkin.checkin), it="fatto"),
)
