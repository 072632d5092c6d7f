"""A date is proposed, the four questions are answered."""

from datetime import datetime

from bot.domain.refusals import DateInPast, DateTooFar, FormRefused, TooManyDates
from bot.programme.meetings import checkins, dates
from bot.slack.edge.carried import day_of, id_of, moment_of
from bot.slack.edge.request import SlackRequest
from bot.slack.edge.rows import Handler, Row, Window, refused_beside, say
from bot.slack.meetings.screens import checkin as checkin_screens
from bot.slack.meetings.screens import dates as date_screens


def _date(request: SlackRequest) -> tuple[int, datetime]:
    """For which pair, and when."""
    values = request.values
    pair_id = id_of(request.about.get("pair") or values.get("pair"))
    return pair_id, moment_of(values.get("starts_at"))


def checkin(request: SlackRequest) -> None:
    """With a session, of that; else of the day and the pair that were chosen in the form."""
    values, about = request.values, request.about
    try:
        if about.get("session"):
            kept = request.run_once(checkins.answer, id_of(about["session"]), values)
        else:
            pair_id = id_of(about.get("pair") or values.get("pair"))
            met_on = day_of(about.get("met_on"))
            kept = request.run_once(checkins.answer_for_pair, pair_id, met_on, values)
    except FormRefused as refused:
        if not refused_beside(request, refused.errors):
            raise
    else:
        request.say(checkin_screens.kept(kept, request.words))


WINDOWS: tuple[Row, ...] = (
    Window(
        "when",
        dates.propose,
        argument=_date,
        answer=say(date_screens.answered),
        beside=dict.fromkeys((DateInPast, DateTooFar, TooManyDates), "starts_at"),
    ),
    Handler("checkin", checkin),
)
