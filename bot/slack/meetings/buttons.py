"""Dates, whether the two met, and reminders."""

from collections.abc import Callable, Mapping

from bot.programme.meetings import attendance, checkins, dates, nudges
from bot.slack import answers
from bot.slack.edge.request import SlackRequest
from bot.slack.meetings.screens import checkin
from bot.slack.meetings.verbs import when


def fewer_reminders(request: SlackRequest) -> None:
    result = request.run_once(nudges.fewer)
    request.say(answers.answer(result, request.words))


def more_reminders(request: SlackRequest) -> None:
    result = request.run_once(nudges.more)
    request.replace(answers.answer(result, request.words))


def find_date(request: SlackRequest) -> None:
    when(request, "", chosen=request.number)


def confirm_date(request: SlackRequest) -> None:
    number = request.number
    result = request.run_once(dates.confirm, number)
    request.replace(answers.answer(result, request.words))


def other_date(request: SlackRequest) -> None:
    number = request.number
    pair_id = request.run(attendance.say_moved, number)
    when(request, "", chosen=pair_id)


def met_yes(request: SlackRequest) -> None:
    """The message then reads the same whether the four questions are answered or not."""
    number = request.number
    request.run_once(attendance.say_met, number)
    form = request.run(checkins.form, number)
    request.open_and_replace(
        checkin.checkin(form, request.words), checkin.answered(form, request.words)
    )


def met_not_yet(request: SlackRequest) -> None:
    number = request.number
    result = request.run(attendance.say_not_yet, number)
    request.say(answers.met_not_yet(result, request.words))


def answer_checkin(request: SlackRequest) -> None:
    number = request.number
    form = request.run(checkins.form, number)
    request.open(checkin.checkin(form, request.words))


BUTTONS: Mapping[str, Callable[[SlackRequest], None]] = {
    "reminders.fewer": fewer_reminders,
    "reminders.more": more_reminders,
    "date.find": find_date,
    "date.move": find_date,
    "date.confirm": confirm_date,
    "date.other": other_date,
    "met.yes": met_yes,
    "met.moved": other_date,
    "met.notyet": met_not_yet,
    "checkin.answer": answer_checkin,
}
