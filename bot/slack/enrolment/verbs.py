"""Joining, the profile, breaks, leaving, and what is known of whom."""

from collections.abc import Mapping

from bot.domain.time.local_time import local_day
from bot.domain.typed.day import NotADay, coming_day
from bot.programme.enrolment import joining, leaving, notifications, pauses, profile
from bot.slack import answers
from bot.slack.edge.request import SlackRequest
from bot.slack.edge.rows import (
    ALONE,
    NOTHING,
    NotUnderstood,
    Verb,
    VerbHandler,
    VerbRow,
    open_,
    say,
)
from bot.slack.enrolment.screens import enrolment
from bot.slack.enrolment.screens import notifications as notification_screens
from bot.slack.enrolment.screens import pause as pause_screens
from bot.slack.enrolment.windows import open_form, open_profile

ROLES: Mapping[str, str] = {
    "mentor": "mentor",
    "mentee": "mentee",
    "both": "both",
    "entrambi": "both",
    "tutti": "both",
}


_BETWEEN = frozenset({"as", "a", "come", "and", "e", "&", "+"})


def _role(request: SlackRequest) -> tuple[str | None]:
    """Such as "mentor", "as mentor", "mentor and mentee"."""
    words = [word for word in request.typed.casefold().split() if word not in _BETWEEN]
    roles = {ROLES.get(word) for word in words}
    if None in roles or (request.typed and not roles):
        raise NotUnderstood
    return (next(iter(roles), None) if len(roles) < 2 else "both",)


def pause(request: SlackRequest) -> None:
    """With a day: at once, with Undo. Without one: the window with days to choose from."""
    if not request.typed:
        form = request.run(pauses.form)
        request.open(pause_screens.pause(form, request.words))
        return
    today = local_day(request.services.now(), request.words.zone)
    try:
        until = coming_day(request.typed, today)
    except NotADay as error:
        raise NotUnderstood from error
    result = request.run_once(pauses.pause, until)
    request.say(pause_screens.paused(result, request.words))


def privacy(request: SlackRequest) -> None:
    link = request.services.rules().notice_link or None
    request.say(answers.privacy(link, request.words))


VERBS: tuple[VerbRow, ...] = (
    Verb("join", joining.begin, _role, open_form, it="iscrivimi", changes=False),
    Verb("profile", profile.draft, NOTHING, open_profile, it="profilo", changes=False),
    VerbHandler("pause", pause, it="pausa"),
    Verb("resume", pauses.resume, NOTHING, say(pause_screens.resumed), it="riprendi"),
    Verb(
        "notify", notifications.form, NOTHING, open_(notification_screens.notify),
        it="avvisi", changes=False,
    ),
    Verb("leave", leaving.leave, ALONE, say(enrolment.left), it="esci"),
    VerbHandler("privacy", privacy, it="privacy"),
)  # fmt: skip
