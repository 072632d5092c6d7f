"""The form of joining and of the profile, step by step, and the window of a break."""

from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from typing import Any

from bot.domain.enrolment import form as join_form
from bot.domain.enrolment.field_errors import UNKNOWN
from bot.domain.form_errors import FieldError, FormRefused
from bot.domain.refusals import NotYours
from bot.domain.rules import ProgrammeRules
from bot.domain.words import After
from bot.programme.enrolment import after_pair, drafts, joining, notifications, pauses, profile
from bot.programme.enrolment.results import NotificationsKept
from bot.slack.edge.carried import day_of, id_of
from bot.slack.edge.request import SlackRequest
from bot.slack.edge.rows import Handler, Row, Window, refused_beside, say
from bot.slack.enrolment.screens import enrolment
from bot.slack.enrolment.screens import join as screens
from bot.slack.enrolment.screens import notifications as notification_screens
from bot.slack.enrolment.screens import pause as pause_screens
from bot.slack.enrolment.screens import the_end as end_screens
from bot.slack.kit.blocks import View
from bot.slack.kit.forms import Answer
from bot.texts import topics as catalogue

Steps = Mapping[str, Any]
Screen = Callable[..., View]
BEFORE: Mapping[str, Screen] = {"topics": screens.you, "levels": screens.topics}
"""The step before each."""

# --- opened, turned, drawn ------------------------------------------------------------------------


def open_form(request: SlackRequest, draft: Steps) -> None:
    """To join, from the first step."""
    request.open(_drawn(request, screens.you, draft, editing=False))


def open_profile(request: SlackRequest, draft: Steps) -> None:
    request.open(_drawn(request, screens.you, draft, editing=True))


def turn_back(request: SlackRequest, draft: Steps) -> None:
    """To the step before, as it was left; what stands in this one is kept, too."""
    request.update(_redrawn(request, BEFORE[_step(request)], draft))


def _redrawn(request: SlackRequest, step: Screen, draft: Steps, **errors: Any) -> View:
    return _drawn(request, step, draft, editing=_is_profile(request), **errors)


def _drawn(
    request: SlackRequest, step: Screen, draft: Steps, *, editing: bool, **errors: Any
) -> View:
    lists, turn = screens.lists_of(request.services.rules()), draft.get("turn", 0)
    return step(dict(draft), lists, request.words, turn=turn, editing=editing, **errors)


# --- what was filled in, and where it is refused --------------------------------------------------


def filled(request: SlackRequest) -> tuple[str, Mapping[str, Answer]]:
    """The step, and its fields."""
    return _step(request), request.values


def left(request: SlackRequest) -> tuple[str, Mapping[str, Answer]]:
    """The same of a step that has one before it. Raises NotYours."""
    if _step(request) not in BEFORE:
        raise NotYours
    return filled(request)


def _step(request: SlackRequest) -> str:
    return str(request.view.get("callback_id", "")).partition(".")[2]


def _is_profile(request: SlackRequest) -> bool:
    return str(request.view.get("callback_id", "")).startswith("profile.")


@contextmanager
def _refused_in_its_step(request: SlackRequest, draft: Steps) -> Iterator[None]:
    """A refused form is answered beside its fields, or in the step that the wrong field stands in:
    the programme may have changed since."""
    try:
        yield
    except FormRefused as refused:
        if not refused_beside(request, refused.errors):
            step = screens.you if refused.errors.keys() & screens.YOU else screens.topics
            request.turn_to(_redrawn(request, step, draft, errors=refused.errors))


# --- the steps ------------------------------------------------------------------------------------


def _to_topics(request: SlackRequest, draft: Steps) -> None:
    with _refused_in_its_step(request, draft):
        _check_you(request, draft["you"], request.services.rules())
        request.turn_to(_redrawn(request, screens.topics, draft))


def _check_you(request: SlackRequest, values: Mapping[str, Any], rules: ProgrammeRules) -> None:
    """The rules of the first step; and a manager is a person who is there."""
    join_form.check_you(values, rules, request.slack_id)
    manager = values.get("manager")
    if isinstance(manager, str) and manager:
        account = request.services.directory.account(manager)
        if account.is_bot or account.is_gone:
            raise FormRefused({"manager": FieldError(UNKNOWN)})


def _to_levels(request: SlackRequest, draft: Steps) -> None:
    role = draft.get("you", {}).get("role")
    offered = request.services.rules().topics_offered(catalogue.topics())
    with _refused_in_its_step(request, draft):
        join_form.check_topics(draft["topics"], role, offered | profile.kept_topics(draft))
        request.turn_to(_redrawn(request, screens.levels, draft))


def join(request: SlackRequest) -> None:
    """The last step of joining: kept in any case, then enrolled or refused."""
    draft = request.run(drafts.keep, *filled(request))
    with _refused_in_its_step(request, draft):
        request.run_once(joining.join, draft, catalogue.topics())
        request.ack(response_action="clear")


def save_profile(request: SlackRequest) -> None:
    """The last step of the profile: saved, with Undo. Its last fields are kept under *more*."""
    draft = request.run(profile.keep, *filled(request))
    draft = {**draft, "more": {**draft.get("more", {}), **_only(draft["levels"], screens.MORE)}}
    with _refused_in_its_step(request, draft):
        kept = request.run_once(profile.save, draft, catalogue.topics())
        request.say(enrolment.profile_kept(kept, request.words))


def _only(values: Mapping[str, Any], names: Collection[str]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if name in names}


# --- a break --------------------------------------------------------------------------------------


def _until(request: SlackRequest) -> tuple[date]:
    until = day_of(request.values.get("other_day") or request.values.get("until"))
    if until is None:
        raise NotYours
    return (until,)


# --- notifications --------------------------------------------------------------------------------


def _chosen(request: SlackRequest) -> tuple[Mapping[str, Answer]]:
    return (request.values,)


def _in_that_language(request: SlackRequest, kept: NotificationsKept) -> None:
    request.say(notification_screens.kept(kept, request.words.also(kept.chosen.language)))


# --- what comes after a pair ----------------------------------------------------------------------


def _after(request: SlackRequest) -> tuple[int, After]:
    """Of which pair, and what. Raises NotYours."""
    try:
        return id_of(request.about.get("pair")), After(str(request.values.get("after")))
    except ValueError as error:
        raise NotYours from error


WINDOWS: tuple[Row, ...] = (
    Window("join.you", drafts.keep, filled, _to_topics, changes=False),
    Window("join.topics", drafts.keep, filled, _to_levels, changes=False),
    Handler("join.levels", join),
    Window("profile.you", profile.keep, filled, _to_topics, changes=False),
    Window("profile.topics", profile.keep, filled, _to_levels, changes=False),
    Handler("profile.levels", save_profile),
    Window("end", after_pair.choose, argument=_after, answer=say(end_screens.said)),
    Window("pause", pauses.pause, argument=_until, answer=say(pause_screens.paused)),
    Window("notify", notifications.save, _chosen, _in_that_language),
)
