"""Joining, the profile, breaks, leaving, and what is known of whom."""

from collections.abc import Mapping

from bot.domain.time.local_time import local_day
from bot.domain.typed.day import NotADay, coming_day
from bot.programme.enrolment import joining, leaving, pauses
from bot.programme.enrolment import profile as profiles
from bot.slack import answers
from bot.slack.edge.request import SlackRequest
from bot.slack.enrolment.screens import enrolment
from bot.slack.enrolment.screens import join as join_screens
from bot.slack.enrolment.screens import pause as pause_screens

ROLES: Mapping[str, str] = {
    "mentor": "mentor",
    "mentee": "mentee",
    "both": "both",
    "entrambi": "both",
    "tutti": "both",
}


_BETWEEN = frozenset({"as", "a", "come", "and", "e", "&", "+"})


def join(request: SlackRequest, argument: str) -> None:
    role = _role(argument)
    if argument and role is None:
        request.say(answers.not_understood("join", argument, request.words))
        return
    draft = request.run(joining.begin)
    if role:
        you = {**draft.get("you", {}), "role": role}
        draft = {**draft, "you": you}
    lists = join_screens.lists_of(request.services.rules())
    request.open(join_screens.you(draft, lists, request.words, turn=draft.get("turn", 0)))


def _role(argument: str) -> str | None:
    """Such as "mentor", "as mentor", "mentor and mentee"; None for anything else."""
    words = [word for word in argument.casefold().split() if word not in _BETWEEN]
    roles = {ROLES.get(word) for word in words}
    if not roles or None in roles:
        return None
    return roles.pop() if len(roles) == 1 else "both"


def profile(request: SlackRequest, _: str = "") -> None:
    draft = request.run(profiles.draft)
    lists = join_screens.lists_of(request.services.rules())
    turn = draft.get("turn", 0)
    request.open(join_screens.you(draft, lists, request.words, turn=turn, editing=True))


def pause(request: SlackRequest, argument: str = "") -> None:
    """With a day: at once, with Undo. Without one: the window with days to choose from."""
    now = request.services.now()
    if not argument:
        form = request.run(pauses.form)
        request.open(pause_screens.pause(form, request.words))
        return
    try:
        until = coming_day(argument, local_day(now, request.words.zone))
    except NotADay:
        request.say(answers.not_understood("pause", argument, request.words))
        return
    result = request.run_once(pauses.pause, until)
    request.say(pause_screens.paused(result, request.words))


def resume(request: SlackRequest, _: str = "") -> None:
    result = request.run_once(pauses.resume)
    request.say(pause_screens.resumed(result, request.words))


def leave(request: SlackRequest, argument: str) -> None:
    """At once, with Undo; with a date or a reason behind it nothing is guessed."""
    if argument:
        request.say(answers.not_understood("leave", argument, request.words))
        return
    left = request.run_once(leaving.leave)
    request.say(enrolment.left(left, request.words))


def privacy(request: SlackRequest, _: str) -> None:
    request.say(answers.privacy(request.services.rules().notice_link or None, request.words))
