"""A date is proposed, the four questions are answered, the notice of what follows is read."""

from collections.abc import Mapping
from datetime import datetime

from bot.domain.meetings.video_link import video_link
from bot.domain.refusals import (
    DateInPast,
    DateTooFar,
    NoTimeChosen,
    NoVideoLink,
    OwnMeeting,
    OwnSuggestion,
    TooManyDates,
    TooManyTimes,
)
from bot.programme.meetings import afterwards, checkins, dates
from bot.programme.meetings.results import Afterwards, MetOn
from bot.slack.edge.carried import day_of, id_of, moment_of
from bot.slack.edge.request import SlackRequest
from bot.slack.edge.rows import Row, Window, look_up, say
from bot.slack.kit.forms import Answer, several
from bot.slack.meetings.screens import afterwards as afterwards_screens
from bot.slack.meetings.screens import dates as date_screens


def _pair(request: SlackRequest) -> int:
    """The only one, or the one chosen in the form."""
    return id_of(request.about.get("pair") or request.values.get("pair"))


def _date(request: SlackRequest) -> tuple[int, list[datetime], int | None, str | None]:
    """For which pair, the times chosen, the agreed meeting that gives way, if one does, and where
    the two meet from afar."""
    about, another = request.about, request.values.get("starts_at")
    chosen = [*several(request.values, "slots"), *([] if another is None else [another])]
    moved = id_of(about["instead_of"]) if "instead_of" in about else None
    return _pair(request), [moment_of(one) for one in chosen], moved, link_typed(request)


def link_typed(request: SlackRequest) -> str | None:
    """The new address of the video call; None where it stands as the window was opened with it.

    Raises NoVideoLink.
    """
    if "video_link" not in request.values:
        return None
    typed = str(request.values["video_link"] or "").strip()
    return None if typed == str(request.about.get("link") or "") else video_link(typed)


def _answers(request: SlackRequest) -> tuple[int | MetOn, Mapping[str, Answer]]:
    """About a session, if there is one; else about the day and the pair chosen."""
    about, values = request.about, request.values
    if about.get("session"):
        return id_of(about["session"]), values
    return MetOn(_pair(request), day_of(about.get("met_on"))), values


def _session(request: SlackRequest) -> tuple[int]:
    return (id_of(request.about.get("session")),)


def _goes_on(request: SlackRequest, facts: Afterwards) -> None:
    request.turn_to(afterwards_screens.afterwards(facts, request.words))


WRONG_TIMES = (
    DateInPast,
    DateTooFar,
    NoTimeChosen,
    OwnMeeting,
    OwnSuggestion,
    TooManyDates,
    TooManyTimes,
)
WINDOWS: tuple[Row, ...] = (
    Window(
        "when",
        dates.propose,
        argument=_date,
        answer=say(date_screens.answered),
        beside=dict.fromkeys(WRONG_TIMES, "starts_at") | {NoVideoLink: "video_link"},
    ),
    Window("checkin", checkins.answer, _answers, look_up(afterwards.after, _goes_on)),
    Window("checkin.notice", afterwards.read_notice, _session, _goes_on, changes=False),
)
