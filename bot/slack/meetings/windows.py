"""A date is proposed, the four questions are answered."""

from collections.abc import Callable, Mapping
from typing import Any

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
    values, now = parse(values_of(request)), request.services.now()
    pair_id = id_of(metadata(request.view).get("pair") or values.get("pair"))
    starts_at = moment_of(values.get("starts_at"))
    try:
        result = request.run_once(
            lambda db, person: dates.propose(db, person, pair_id, starts_at, now)
        )
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
    values, about = parse(values_of(request)), metadata(request.view)
    now = request.services.now()
    if about.get("session"):
        session_id = id_of(about["session"])
        result = _answered(
            request,
            lambda db, person: checkins.answer(db, person, session_id, values, now),
        )
    else:
        pair_id, met_on = (
            id_of(about.get("pair") or values.get("pair")),
            day_of(about.get("met_on")),
        )
        result = _answered(
            request,
            lambda db, person: checkins.answer_for_pair(db, person, pair_id, met_on, values, now),
        )
    if result is not None:
        request.say(answers.answer(result, request.words))


def _answered(request: SlackRequest, use_case: Callable[[Any, Any], Any]) -> Any:
    try:
        return request.run_once(use_case)
    except FormRefused as refused:
        beside = field_errors(refused.errors, request.view.get("blocks", []), request.words)
        if not beside:
            raise
        request.refuse_fields(beside)
        return None


WINDOWS: Mapping[str, Callable[[SlackRequest], None]] = {"when": when, "checkin": checkin}
