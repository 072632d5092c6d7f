"""Joining, the profile, breaks, leaving, and what is known of whom."""

from collections.abc import Mapping

from bot.domain.cadence import local_day
from bot.domain.day import NotADay, coming_day
from bot.programme.enrolment import joining, leaving, pauses
from bot.programme.enrolment import profile as profiles
from bot.slack import answers
from bot.slack.edge.request import Visit
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


def join(visit: Visit, argument: str) -> None:
    role = _role(argument)
    if argument and role is None:
        visit.say(answers.not_understood("join", argument, visit.words))
        return
    draft = visit.kept(lambda db, person: joining.begin(db, person))
    if role:
        you = {**draft.get("you", {}), "role": role}
        draft = {**draft, "you": you}
    lists = join_screens.lists_of(visit.desk.rules())
    visit.open(join_screens.you(draft, lists, visit.words, turn=draft.get("turn", 0)))


def _role(argument: str) -> str | None:
    """Such as "mentor", "as mentor", "mentor and mentee"; None for anything else."""
    words = [word for word in argument.casefold().split() if word not in _BETWEEN]
    roles = {ROLES.get(word) for word in words}
    if not roles or None in roles:
        return None
    return roles.pop() if len(roles) == 1 else "both"


def profile(visit: Visit, _: str = "") -> None:
    draft = visit.kept(lambda db, person: profiles.draft(db, person))
    lists = join_screens.lists_of(visit.desk.rules())
    turn = draft.get("turn", 0)
    visit.open(join_screens.you(draft, lists, visit.words, turn=turn, editing=True))


def pause(visit: Visit, argument: str = "") -> None:
    """With a day: at once, with Undo. Without one: the window with days to choose from."""
    now = visit.desk.now()
    if not argument:
        form = visit.kept(lambda db, person: pauses.form(db, person, now))
        visit.open(pause_screens.pause(form, visit.words))
        return
    try:
        until = coming_day(argument, local_day(now, visit.words.zone))
    except NotADay:
        visit.say(answers.not_understood("pause", argument, visit.words))
        return
    told = visit.once(lambda db, person: pauses.pause(db, person, until, now))
    visit.say(answers.answer(told, visit.words))


def resume(visit: Visit, _: str = "") -> None:
    now = visit.desk.now()
    told = visit.once(lambda db, person: pauses.resume(db, person, now))
    visit.say(answers.answer(told, visit.words))


def leave(visit: Visit, argument: str) -> None:
    """At once, with Undo; with a date or a reason behind it nothing is guessed."""
    if argument:
        visit.say(answers.not_understood("leave", argument, visit.words))
        return
    now = visit.desk.now()
    left = visit.once(lambda db, person: leaving.leave(db, person, now))
    visit.say(answers.answer(left, visit.words))


def privacy(visit: Visit, _: str) -> None:
    visit.say(answers.privacy(visit.desk.rules().notice_link or None, visit.words))
