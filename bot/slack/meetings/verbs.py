"""A time is looked for, a meeting is told of."""

from datetime import date

from bot.domain.time.local_time import local_day
from bot.domain.typed.day import NotADay, past_day
from bot.programme.meetings import attendance as meeting
from bot.programme.meetings import dates
from bot.slack import answers
from bot.slack.edge.request import SlackRequest
from bot.slack.meetings.screens import checkin
from bot.slack.meetings.screens import when as when_screens


def when(request: SlackRequest, _: str, chosen: int | None = None) -> None:
    """Open the window that finds a time, for the pair chosen or the only one."""
    pairs = request.run(dates.pairs_to_date)
    pair_id = chosen if chosen in {pair.pair_id for pair in pairs} else pairs[0].pair_id
    first = request.run(dates.suggestion, pair_id)
    request.open(when_screens.when(pairs, first, request.words, chosen=chosen))


def met(request: SlackRequest, argument: str) -> None:
    now = request.services.now()
    try:
        day = _day(argument, local_day(now, request.words.zone))
    except NotADay:
        request.say(answers.not_understood("met", argument, request.words))
        return
    form = request.run_once(meeting.met_form, day)
    request.open(checkin.checkin(form, request.words))


def _day(argument: str, today: date) -> date | None:
    return past_day(argument, today) if argument else None
