"""Dates, whether the two met, and reminders."""

from datetime import datetime

from bot.programme.meetings import attendance, checkins, dates, finding, nudges
from bot.programme.meetings.calendar import entries, series
from bot.slack.edge.carried import moment_of
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
from bot.slack.meetings.screens import series as series_screens

ONE_MORE = look_up(finding.one_more, open_(when.when))
THE_QUESTIONS = look_up(checkins.form, open_and_replace(checkin.checkin, checkin.answered))
"""The message then reads the same whether the four questions are answered or not."""


def _slot(request: SlackRequest) -> tuple[int, datetime]:
    """For which pair, and when."""
    word, pair = request.choice
    return pair, moment_of(word)


def _time(request: SlackRequest) -> tuple[int, datetime | None]:
    """Of which proposal, and which of its times; buttons of before carry no time."""
    if ":" not in request.value:
        return request.number, None
    word, session = request.choice
    return session, moment_of(word)


def _another_date(request: SlackRequest) -> None:
    """One agreed meeting; buttons of before carry the pair, whose next one it is."""
    if ":" in request.value:
        _, session = request.choice
        form = request.run(finding.instead_of, session)
    else:
        form = request.run(finding.in_pair, request.number)
    request.open(when.when(form, request.words))


def _with_file(request: SlackRequest) -> tuple[int, bool]:
    """Which meeting, and whether Slack takes the file."""
    return request.number, "files:write" in request.services.scopes()


def _opened(request: SlackRequest) -> None:
    """The browser has opened an address; Slack tells, and waits for an answer."""
    request.ack()


BUTTONS: tuple[Row, ...] = (
    Button("reminders.fewer", nudges.fewer, NOTHING, say(nudge_screens.reminders)),
    Button("reminders.more", nudges.more, NOTHING, replace(nudge_screens.reminders)),
    Button("date.find", finding.in_pair, ID, open_(when.when), changes=False),
    Handler("date.move", _another_date),
    Button("date.slot", dates.propose_one, _slot, say(date_screens.answered)),
    Button("date.confirm", dates.confirm, _time, say(date_screens.answered)),
    Button("date.other", finding.instead_of_proposed, ID, open_(when.when), changes=False),
    Button("date.keep", series.offer, ID, say(series_screens.answered)),
    Button("date.keep_yes", series.accept, ID, say(series_screens.answered)),
    Button("calendar.add", entries.page, _with_file, open_(calendar_screens.page), changes=False),
    Handler("calendar.open", _opened),
    Button("met.yes", attendance.say_met, ID, THE_QUESTIONS),
    Button("met.moved", attendance.say_moved, ID, ONE_MORE, changes=False),
    Button("met.notyet", attendance.say_not_yet, ID, say(checkin.not_yet), changes=False),
    Button("checkin.answer", checkins.form, ID, open_(checkin.checkin), changes=False),
)
