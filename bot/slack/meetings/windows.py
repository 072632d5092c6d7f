"""A date is proposed, the four questions are answered."""

from collections.abc import Callable, Mapping

from bot.domain.refusals import (
    DateInPast,
    DateTooFar,
    FieldError,
    FormRefused,
    Refusal,
    TooManyDates,
)
from bot.programme.meetings import checkins, dates
from bot.slack import answers
from bot.slack.edge.request import SlackRequest
from bot.slack.edge.submitted import day_of, id_of, moment_of, values_of
from bot.slack.kit.forms import field_errors, metadata, parse


def when(request: SlackRequest) -> None:
    values = parse(values_of(request))
    pair_id = id_of(metadata(request.view).get("pair") or values.get("pair"))
    starts_at = moment_of(values.get("starts_at"))
    try:
        result = request.run_once(dates.propose, pair_id, starts_at)
    except (DateInPast, DateTooFar, TooManyDates) as refused:
        if not (beside := _beside_date(request, refused)):
            raise
        request.refuse_fields(beside)
    else:
        request.say(answers.answer(result, request.words))


def _beside_date(request: SlackRequest, refused: Refusal) -> dict[str, str]:
    wrong = {"starts_at": FieldError(refused.key)}
    return field_errors(wrong, request.view.get("blocks", []), request.words)


def checkin(request: SlackRequest) -> None:
    """With a session, of that; else of the day and the pair that were chosen in the form."""
    values, about = parse(values_of(request)), metadata(request.view)
    try:
        if about.get("session"):
            kept = request.run_once(checkins.answer, id_of(about["session"]), values)
        else:
            pair_id = id_of(about.get("pair") or values.get("pair"))
            met_on = day_of(about.get("met_on"))
            kept = request.run_once(checkins.answer_for_pair, pair_id, met_on, values)
    except FormRefused as refused:
        beside = field_errors(refused.errors, request.view.get("blocks", []), request.words)
        if not beside:
            raise
        request.refuse_fields(beside)
    else:
        request.say(answers.answer(kept, request.words))


WINDOWS: Mapping[str, Callable[[SlackRequest], None]] = {"when": when, "checkin": checkin}
