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
from bot.slack.edge.request import Visit
from bot.slack.edge.submitted import day_of, id_of, moment_of, values_of
from bot.slack.kit.forms import field_errors, metadata, parse


def when(visit: Visit) -> None:
    values, now = parse(values_of(visit)), visit.desk.now()
    pair_id = id_of(metadata(visit.view).get("pair") or values.get("pair"))
    starts_at = moment_of(values.get("starts_at"))
    try:
        told = visit.once(lambda db, person: dates.propose(db, person, pair_id, starts_at, now))
    except (DateInPast, DateTooFar, TooManyDates) as refused:
        if not (beside := _beside_date(visit, refused)):
            raise
        visit.refuse_fields(beside)
    else:
        visit.say(answers.answer(told, visit.words))


def _beside_date(visit: Visit, refused: Refusal) -> dict[str, str]:
    wrong = {"starts_at": FieldError(refused.key)}
    return field_errors(wrong, visit.view.get("blocks", []), visit.words)


def checkin(visit: Visit) -> None:
    values, about = parse(values_of(visit)), metadata(visit.view)
    now = visit.desk.now()
    if about.get("session"):
        session_id = id_of(about["session"])
        told = _answered(
            visit,
            lambda db, person: checkins.answer(db, person, session_id, values, now),
        )
    else:
        pair_id, met_on = (
            id_of(about.get("pair") or values.get("pair")),
            day_of(about.get("met_on")),
        )
        told = _answered(
            visit,
            lambda db, person: checkins.answer_for_pair(db, person, pair_id, met_on, values, now),
        )
    if told is not None:
        visit.say(answers.answer(told, visit.words))


def _answered(visit: Visit, use_case: Callable[[Any, Any], Any]) -> Any:
    try:
        return visit.once(use_case)
    except FormRefused as refused:
        beside = field_errors(refused.errors, visit.view.get("blocks", []), visit.words)
        if not beside:
            raise
        visit.refuse_fields(beside)
        return None


WINDOWS: Mapping[str, Callable[[Visit], None]] = {"when": when, "checkin": checkin}
