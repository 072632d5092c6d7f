"""Dates, whether the two met and what follows, and reminders."""

from collections.abc import Callable
from datetime import datetime

from bot.domain.refusals import NotYours
from bot.domain.words import Fit
from bot.programme.meetings import afterwards, attendance, checkins, dates, finding
from bot.programme.meetings.calendar import entries, series
from bot.programme.meetings.results import Afterwards
from bot.slack.edge.carried import moment_of
from bot.slack.edge.request import SlackRequest
from bot.slack.edge.rows import (
    ID,
    Answer,
    Button,
    Handler,
    Row,
    look_up,
    open_,
    open_and_replace,
    say,
)
from bot.slack.kit.blocks import View
from bot.slack.meetings.screens import afterwards as afterwards_screens
from bot.slack.meetings.screens import calendar as calendar_screens
from bot.slack.meetings.screens import checkin, when
from bot.slack.meetings.screens import dates as date_screens
from bot.slack.meetings.screens import series as series_screens
from bot.texts.words import Words

ONE_MORE = look_up(finding.one_more, open_(when.when))
THE_QUESTIONS = look_up(checkins.form, open_and_replace(checkin.checkin, checkin.answered))
"""The message then reads the same whether the four questions are answered or not."""


def _slot(request: SlackRequest) -> tuple[int, datetime]:
    """For which pair, or after which meeting, and when."""
    word, number = request.choice
    return number, moment_of(word)


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
    Button("checkin.next", afterwards.suggest, _slot, GOES_ON),
    Button("checkin.fit", afterwards.say_fit, _fit, GOES_ON, changes=False),
    Button("checkin.notice", afterwards.again, ID, READS_FIRST, changes=False),
    Button("checkin.doors", afterwards.show_doors, ID, GOES_ON, changes=False),
)
