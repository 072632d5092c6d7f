"""Dates, whether the two met, and reminders."""

from bot.programme.meetings import attendance, checkins, dates, nudges
from bot.slack.edge.request import SlackRequest
from bot.slack.edge.rows import ID, NOTHING, Button, Handler, Row, open_, replace, say
from bot.slack.meetings.screens import checkin
from bot.slack.meetings.screens import dates as date_screens
from bot.slack.meetings.screens import nudges as nudge_screens
from bot.slack.meetings.verbs import when


def find_date(request: SlackRequest) -> None:
    when(request, "", chosen=request.number)


def _find_another(request: SlackRequest, pair_id: int) -> None:
    when(request, "", chosen=pair_id)


def met_yes(request: SlackRequest) -> None:
    """The message then reads the same whether the four questions are answered or not."""
    number = request.number
    request.run_once(attendance.say_met, number)
    form = request.run(checkins.form, number)
    request.open_and_replace(
        checkin.checkin(form, request.words), checkin.answered(form, request.words)
    )


BUTTONS: tuple[Row, ...] = (
    Button("reminders.fewer", nudges.fewer, NOTHING, say(nudge_screens.reminders)),
    Button("reminders.more", nudges.more, NOTHING, replace(nudge_screens.reminders)),
    Handler("date.find", find_date),
    Handler("date.move", find_date),
    Button("date.confirm", dates.confirm, ID, replace(date_screens.answered)),
    Button("date.other", attendance.say_moved, ID, _find_another, changes=False),
    Handler("met.yes", met_yes),
    Button("met.moved", attendance.say_moved, ID, _find_another, changes=False),
    Button("met.notyet", attendance.say_not_yet, ID, say(checkin.not_yet), changes=False),
    Button("checkin.answer", checkins.form, ID, open_(checkin.checkin), changes=False),
)
