"""The form is opened or turned back, and what was done last is taken back."""

from bot.domain.lifecycle import Undoable
from bot.programme.enrolment import drafts, joining, notifications, profile, undo
from bot.programme.enrolment.results import Undone
from bot.slack.edge.request import SlackRequest
from bot.slack.edge.rows import NOTHING, Button, Row, id_and, replace, say
from bot.slack.enrolment.screens import enrolment
from bot.slack.enrolment.screens import notifications as notification_screens
from bot.slack.enrolment.verbs import ROLES
from bot.slack.enrolment.windows import left, open_form, turn_back


def _role(request: SlackRequest) -> tuple[str | None]:
    return (request.value if request.value in ROLES else None,)


def _undo(what: Undoable) -> Button[int, Undoable, Undone]:
    argument, answer = id_and(what), replace(enrolment.undone)
    return Button(f"{what}.undo", undo.take_back, argument=argument, answer=answer)


BUTTONS: tuple[Row, ...] = (
    Button("join.open", joining.begin, _role, open_form, changes=False),
    Button("join.back", drafts.keep, left, turn_back, changes=False),
    *map(_undo, Undoable),
    Button("profile.back", profile.keep, left, turn_back, changes=False),
    Button("reminders.fewer", notifications.fewer, NOTHING, say(notification_screens.reminders)),
    Button("reminders.more", notifications.more, NOTHING, replace(notification_screens.reminders)),
)
