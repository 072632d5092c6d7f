"""Dates, whether the two met and what follows, and reminders."""

from collections.abc import Callable
from datetime import datetime

from bot.domain.refusals import NotYours
from bot.domain.words import Fit
from bot.programme.meetings import afterwards, attendance, checkins, dates, nudges
from bot.programme.meetings.results import Afterwards
from bot.slack.edge.carried import moment_of
from bot.slack.edge.request import SlackRequest
from bot.slack.edge.rows import (
    ID,
    NOTHING,
    Answer,
    Button,
    Row,
    look_up,
    open_,
    open_and_replace,
    replace,
    say,
)
from bot.slack.kit.blocks import View
from bot.slack.meetings.screens import afterwards as afterwards_screens
from bot.slack.meetings.screens import checkin, when
from bot.slack.meetings.screens import dates as date_screens
from bot.slack.meetings.screens import nudges as nudge_screens
from bot.texts.words import Words

ANOTHER_DATE = look_up(dates.form, open_(when.when))
THE_QUESTIONS = look_up(checkins.form, open_and_replace(checkin.checkin, checkin.answered))
"""The message then reads the same whether the four questions are answered or not."""


def _slot(request: SlackRequest) -> tuple[int, datetime]:
    """About which meeting, and which time."""
    moment, session_id = request.choice
    return session_id, moment_of(moment)


def _fit(request: SlackRequest) -> tuple[int, Fit]:
    """About which meeting, and what is said. Raises NotYours."""
    word, session_id = request.choice
    try:
        return session_id, Fit(word)
    except ValueError as error:
        raise NotYours from error


def _goes_on(window: Callable[[Afterwards, Words], View]) -> Answer[Afterwards]:
    """In the same window."""

    def answer(request: SlackRequest, facts: Afterwards) -> None:
        show = request.update if request.in_modal else request.open
        show(window(facts, request.words))

    return answer


GOES_ON = _goes_on(afterwards_screens.afterwards)
READS_FIRST = _goes_on(afterwards_screens.notice)
BUTTONS: tuple[Row, ...] = (
    Button("reminders.fewer", nudges.fewer, NOTHING, say(nudge_screens.reminders)),
    Button("reminders.more", nudges.more, NOTHING, replace(nudge_screens.reminders)),
    Button("date.find", dates.form, ID, open_(when.when), changes=False),
    Button("date.move", dates.form, ID, open_(when.when), changes=False),
    Button("date.confirm", dates.confirm, ID, replace(date_screens.answered)),
    Button("date.other", attendance.say_moved, ID, ANOTHER_DATE, changes=False),
    Button("met.yes", attendance.say_met, ID, THE_QUESTIONS),
    Button("met.moved", attendance.say_moved, ID, ANOTHER_DATE, changes=False),
    Button("met.notyet", attendance.say_not_yet, ID, say(checkin.not_yet), changes=False),
    Button("checkin.answer", checkins.form, ID, open_(checkin.checkin), changes=False),
    Button("checkin.next", afterwards.suggest, _slot, GOES_ON),
    Button("checkin.fit", afterwards.say_fit, _fit, GOES_ON, changes=False),
    Button("checkin.notice", afterwards.again, ID, READS_FIRST, changes=False),
    Button("checkin.doors", afterwards.show_doors, ID, GOES_ON, changes=False),
)
