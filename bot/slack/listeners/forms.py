"""What submitted windows do: keep what was filled, call one use case, answer or turn the page."""

from collections.abc import Callable, Collection, Mapping
from datetime import UTC, date, datetime
from functools import partial
from typing import Any

from bot.domain.enrolment import form as join_form
from bot.domain.enrolment.field_errors import UNKNOWN
from bot.domain.refusals import (
    DateInPast,
    DateTooFar,
    FieldError,
    FormRefused,
    NotYours,
    Refusal,
    TooManyDates,
)
from bot.domain.rules import ProgrammeRules
from bot.domain.words import Word
from bot.programme.enrolment import drafts, joining, pauses
from bot.programme.enrolment import profile as profiles
from bot.programme.enrolment.results import ProfileKept
from bot.programme.meetings import checkins, dates
from bot.programme.rounds import proposals
from bot.slack.forms import field_errors, metadata, parse
from bot.slack.screens import answers
from bot.slack.screens import join as screens
from bot.slack.screens import proposals as proposal_screens
from bot.slack.visit import Visit
from bot.texts import topics as catalogue

STEPS = ("you", "topics", "levels")


def _known_topics() -> frozenset[str]:
    return frozenset(catalogue.topics())


# --- joining, and the profile ---------------------------------------------------------------------


def you(visit: Visit) -> None:
    draft = _keep(visit, "you")
    rules = visit.desk.rules()
    if _refused(visit, lambda: _check_you(visit, draft["you"], rules), draft):
        return
    lists = screens.lists_of(rules)
    visit.turn_to(
        screens.topics(draft, lists, visit.words, turn=draft["turn"], editing=_is_profile(visit))
    )


def _check_you(visit: Visit, values: Mapping[str, Any], rules: ProgrammeRules) -> None:
    """The rules of the first step; and a manager is a person who is there."""
    join_form.check_you(values, rules, visit.slack_id)
    manager = values.get("manager")
    if isinstance(manager, str) and manager:
        account = visit.desk.directory.account(manager)
        if account.is_bot or account.is_gone:
            raise FormRefused({"manager": FieldError(UNKNOWN)})


def topics(visit: Visit) -> None:
    draft = _keep(visit, "topics")
    role = draft.get("you", {}).get("role")
    if _refused(
        visit, lambda: join_form.check_topics(draft["topics"], role, _known_topics()), draft
    ):
        return
    lists = screens.lists_of(visit.desk.rules())
    visit.turn_to(
        screens.levels(draft, lists, visit.words, turn=draft["turn"], editing=_is_profile(visit))
    )


def join(visit: Visit) -> None:
    """The last step of joining: enrolled, or the sentence beside the field."""
    draft = _keep(visit, "levels")
    now, known = visit.desk.now(), _known_topics()
    if _refused(
        visit,
        lambda: visit.once(lambda db, person: joining.join(db, person, draft, known, now)),
        draft,
    ):
        return
    visit.ack(response_action="clear")


def save_profile(visit: Visit) -> None:
    """The last step of the profile: saved, with Undo. Its last fields are kept under *more*."""
    draft = _keep(visit, "levels")
    draft = {**draft, "more": {**draft.get("more", {}), **_only(draft["levels"], screens.MORE)}}
    now, known = visit.desk.now(), _known_topics()
    kept: list[ProfileKept] = []

    def save() -> None:
        use_case = partial(profiles.save, whole=draft, topics=known, now=now)
        kept.append(visit.once(use_case))

    if not _refused(visit, save, draft):
        visit.say(answers.answer(kept[0], visit.words))


def _only(values: Mapping[str, Any], names: Collection[str]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if name in names}


def back(visit: Visit) -> None:
    """The step before, as it was left; what stands in this one is kept, too."""
    step = str(visit.view.get("callback_id", "")).partition(".")[2]
    if step not in STEPS[1:]:
        raise NotYours
    draft = _keep(visit, step)
    lists = screens.lists_of(visit.desk.rules())
    before = {"topics": screens.you, "levels": screens.topics}[step]
    visit.update(before(draft, lists, visit.words, turn=draft["turn"], editing=_is_profile(visit)))


def _is_profile(visit: Visit) -> bool:
    return str(visit.view.get("callback_id", "")).startswith("profile.")


def _keep(visit: Visit, step: str) -> dict[str, Any]:
    values = parse(_values(visit))
    now = visit.desk.now()
    if _is_profile(visit):
        return visit.kept(lambda db, person: profiles.keep(db, person, step, values, now))
    return visit.kept(lambda db, person: drafts.keep(db, person, step, values, now))


def _values(visit: Visit) -> Mapping[str, Any]:
    state = visit.view.get("state")
    values = state.get("values") if isinstance(state, Mapping) else None
    return values if isinstance(values, Mapping) else {}


def _refused(visit: Visit, check: Callable[[], object], draft: Mapping[str, Any]) -> bool:
    """Answer a refused form beside its fields, or in the step that the wrong field stands in."""
    try:
        check()
    except FormRefused as refused:
        beside = field_errors(refused.errors, visit.view.get("blocks", []), visit.words)
        if beside:
            visit.refuse_fields(beside)
        else:
            _turn_to_fault(visit, draft, refused.errors)
        return True
    return False


def _turn_to_fault(
    visit: Visit, draft: Mapping[str, Any], errors: Mapping[str, FieldError]
) -> None:
    """An earlier step no longer fits (the programme changed): show it with its sentence."""
    lists = screens.lists_of(visit.desk.rules())
    earlier = screens.you if errors.keys() & screens.YOU else screens.topics
    editing = _is_profile(visit)
    visit.turn_to(
        earlier(dict(draft), lists, visit.words, errors=errors, turn=draft["turn"], editing=editing)
    )


def pause(visit: Visit) -> None:
    values, now = parse(_values(visit)), visit.desk.now()
    until = _day(values.get("other_day") or values.get("until"))
    if until is None:
        raise NotYours
    told = visit.once(lambda db, person: pauses.pause(db, person, until, now))
    visit.say(answers.answer(told, visit.words))


# --- one's own word about a proposal -------------------------------------------------------------


def proposal(visit: Visit) -> None:
    values, now = parse(_values(visit)), visit.desk.now()
    number = _id(metadata(visit.view).get("proposal"))
    try:
        word = Word(str(values.get("word")))
    except ValueError as error:
        raise NotYours from error
    never = bool(values.get("not_again")) and word is Word.SOMEONE_ELSE
    told = visit.once(
        lambda db, person: proposals.say(db, person, number, word, now, not_again=never)
    )
    paired = told.outcome == "paired"
    screen = proposal_screens.answered if paired else proposal_screens.warm_word
    visit.say(screen(told, visit.words))


# --- a date and a check-in ------------------------------------------------------------------------


def when(visit: Visit) -> None:
    values, now = parse(_values(visit)), visit.desk.now()
    pair_id = _id(metadata(visit.view).get("pair") or values.get("pair"))
    starts_at = _moment(values.get("starts_at"))
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
    values, about = parse(_values(visit)), metadata(visit.view)
    now = visit.desk.now()
    if about.get("session"):
        session_id = _id(about["session"])
        told = _answered(
            visit,
            lambda db, person: checkins.answer(db, person, session_id, values, now),
        )
    else:
        pair_id, met_on = _id(about.get("pair") or values.get("pair")), _day(about.get("met_on"))
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


def _id(value: object) -> int:
    text = str(value or "")
    if not (text.isascii() and text.isdigit() and len(text) <= 18):
        raise NotYours
    return int(text)


def _moment(value: object) -> datetime:
    """The chosen instant; a picker gives whole seconds since 1970."""
    try:
        return datetime.fromtimestamp(int(str(value)), UTC).replace(second=0)
    except (ValueError, OverflowError, OSError) as error:
        raise NotYours from error


def _day(value: object) -> date | None:
    try:
        return date.fromisoformat(str(value)) if value else None
    except ValueError as error:
        raise NotYours from error


VIEWS: dict[str, Callable[[Visit], None]] = {
    "join.you": you,
    "join.topics": topics,
    "join.levels": join,
    "profile.you": you,
    "profile.topics": topics,
    "profile.levels": save_profile,
    "pause": pause,
    "proposal": proposal,
    "when": when,
    "checkin": checkin,
}
