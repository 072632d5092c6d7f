"""Dates, whether the two met, and reminders."""

from bot.programme.meetings import attendance, calendar, checkins, dates, nudges
from bot.slack.edge.request import SlackRequest
from bot.slack.edge.rows import (
    ID,
    NOTHING,
    Button,
    Handler,
    Row,
    look_up,
    open_,
    open_and_replace,
    replace,
    say,
)
from bot.slack.meetings.screens import calendar as calendar_screens
from bot.slack.meetings.screens import checkin, when
from bot.slack.meetings.screens import dates as date_screens
from bot.slack.meetings.screens import nudges as nudge_screens

ANOTHER_DATE = look_up(dates.form, open_(when.when))
THE_QUESTIONS = look_up(checkins.form, open_and_replace(checkin.checkin, checkin.answered))
"""The message then reads the same whether the four questions are answered or not."""


def _with_file(request: SlackRequest) -> tuple[int, bool]:
    """Which meeting, and whether Slack takes the file."""
    return request.number, "files:write" in request.services.scopes()


def _opened(request: SlackRequest) -> None:
    """The browser has opened an address; Slack tells, and waits for an answer."""
    request.ack()


BUTTONS: tuple[Row, ...] = (
    Button("reminders.fewer", nudges.fewer, NOTHING, say(nudge_screens.reminders)),
    Button("reminders.more", nudges.more, NOTHING, replace(nudge_screens.reminders)),
    Button("date.find", dates.form, ID, open_(when.when), changes=False),
    Button("date.move", dates.form, ID, open_(when.when), changes=False),
    Button("date.confirm", dates.confirm, ID, replace(date_screens.answered)),
    Button("date.other", attendance.say_moved, ID, ANOTHER_DATE, changes=False),
    Button("calendar.add", calendar.page, _with_file, open_(calendar_screens.page), changes=False),
    Handler("calendar.open", _opened),
    Button("met.yes", attendance.say_met, ID, THE_QUESTIONS),
    Button("met.moved", attendance.say_moved, ID, ANOTHER_DATE, changes=False),
    Button("met.notyet", attendance.say_not_yet, ID, say(checkin.not_yet), changes=False),
    Button("checkin.answer", checkins.form, ID, open_(checkin.checkin), changes=False),
)
