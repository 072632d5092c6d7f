"""The form of joining and of the profile, step by step, and the window of a break."""

from collections.abc import Callable, Collection, Mapping
from datetime import date
from typing import Any

from bot.domain.enrolment import form as join_form
from bot.domain.enrolment.field_errors import UNKNOWN
from bot.domain.refusals import (
    FieldError,
    FormRefused,
    NotYours,
)
from bot.domain.rules import ProgrammeRules
from bot.programme.enrolment import drafts, joining, pauses
from bot.programme.enrolment import profile as profiles
from bot.programme.enrolment.results import ProfileKept
from bot.slack.edge.carried import day_of
from bot.slack.edge.request import SlackRequest
from bot.slack.edge.rows import Handler, Row, Window, refused_beside, say
from bot.slack.enrolment.screens import enrolment
from bot.slack.enrolment.screens import join as screens
from bot.slack.enrolment.screens import pause as pause_screens
from bot.texts import topics as catalogue

STEPS = ("you", "topics", "levels")


def _known_topics() -> frozenset[str]:
    return frozenset(catalogue.topics())


def you(request: SlackRequest) -> None:
    draft = _keep(request, "you")
    rules = request.services.rules()
    if _refused(request, lambda: _check_you(request, draft["you"], rules), draft):
        return
    lists = screens.lists_of(rules)
    request.turn_to(
        screens.topics(
            draft, lists, request.words, turn=draft["turn"], editing=_is_profile(request)
        )
    )


def _check_you(request: SlackRequest, values: Mapping[str, Any], rules: ProgrammeRules) -> None:
    """The rules of the first step; and a manager is a person who is there."""
    join_form.check_you(values, rules, request.slack_id)
    manager = values.get("manager")
    if isinstance(manager, str) and manager:
        account = request.services.directory.account(manager)
        if account.is_bot or account.is_gone:
            raise FormRefused({"manager": FieldError(UNKNOWN)})


def topics(request: SlackRequest) -> None:
    draft = _keep(request, "topics")
    role = draft.get("you", {}).get("role")
    if _refused(
        request, lambda: join_form.check_topics(draft["topics"], role, _known_topics()), draft
    ):
        return
    lists = screens.lists_of(request.services.rules())
    request.turn_to(
        screens.levels(
            draft, lists, request.words, turn=draft["turn"], editing=_is_profile(request)
        )
    )


def join(request: SlackRequest) -> None:
    """The last step of joining: enrolled, or the sentence beside the field."""
    draft = _keep(request, "levels")
    known = _known_topics()
    if _refused(request, lambda: request.run_once(joining.join, draft, known), draft):
        return
    request.ack(response_action="clear")


def save_profile(request: SlackRequest) -> None:
    """The last step of the profile: saved, with Undo. Its last fields are kept under *more*."""
    draft = _keep(request, "levels")
    draft = {**draft, "more": {**draft.get("more", {}), **_only(draft["levels"], screens.MORE)}}
    known = _known_topics()
    kept: list[ProfileKept] = []

    def save() -> None:
        kept.append(request.run_once(profiles.save, draft, known))

    if not _refused(request, save, draft):
        request.say(enrolment.profile_kept(kept[0], request.words))


def _only(values: Mapping[str, Any], names: Collection[str]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if name in names}


def back(request: SlackRequest) -> None:
    """The step before, as it was left; what stands in this one is kept, too."""
    step = str(request.view.get("callback_id", "")).partition(".")[2]
    if step not in STEPS[1:]:
        raise NotYours
    draft = _keep(request, step)
    lists = screens.lists_of(request.services.rules())
    before = {"topics": screens.you, "levels": screens.topics}[step]
    request.update(
        before(draft, lists, request.words, turn=draft["turn"], editing=_is_profile(request))
    )


def _is_profile(request: SlackRequest) -> bool:
    return str(request.view.get("callback_id", "")).startswith("profile.")


def _keep(request: SlackRequest, step: str) -> dict[str, Any]:
    values = request.values
    if _is_profile(request):
        return request.run(profiles.keep, step, values)
    return request.run(drafts.keep, step, values)


def _refused(request: SlackRequest, check: Callable[[], object], draft: Mapping[str, Any]) -> bool:
    """Answer a refused form beside its fields, or in the step that the wrong field stands in."""
    try:
        check()
    except FormRefused as refused:
        if not refused_beside(request, refused.errors):
            _turn_to_fault(request, draft, refused.errors)
        return True
    return False


def _turn_to_fault(
    request: SlackRequest, draft: Mapping[str, Any], errors: Mapping[str, FieldError]
) -> None:
    """An earlier step no longer fits (the programme changed): show it with its sentence."""
    lists = screens.lists_of(request.services.rules())
    earlier = screens.you if errors.keys() & screens.YOU else screens.topics
    editing = _is_profile(request)
    request.turn_to(
        earlier(
            dict(draft), lists, request.words, errors=errors, turn=draft["turn"], editing=editing
        )
    )


def _until(request: SlackRequest) -> tuple[date]:
    values = request.values
    until = day_of(values.get("other_day") or values.get("until"))
    if until is None:
        raise NotYours
    return (until,)


WINDOWS: tuple[Row, ...] = (
    Handler("join.you", you),
    Handler("join.topics", topics),
    Handler("join.levels", join),
    Handler("profile.you", you),
    Handler("profile.topics", topics),
    Handler("profile.levels", save_profile),
    Window("pause", pauses.pause, argument=_until, answer=say(pause_screens.paused)),
)
