"""The form is opened, and what was done last is taken back."""

from bot.domain.lifecycle import Undoable
from bot.programme.enrolment import undo
from bot.programme.enrolment.results import Undone
from bot.slack.edge.request import SlackRequest
from bot.slack.edge.rows import Button, Handler, Row, id_and, replace
from bot.slack.enrolment.screens import enrolment
from bot.slack.enrolment.verbs import ROLES, join
from bot.slack.enrolment.windows import back


def open_join(request: SlackRequest) -> None:
    join(request, request.value if request.value in ROLES else "")


def _undo(what: Undoable) -> Button[int, Undoable, Undone]:
    argument, answer = id_and(what), replace(enrolment.undone)
    return Button(f"{what}.undo", undo.take_back, argument=argument, answer=answer)


BUTTONS: tuple[Row, ...] = (
    Handler("join.open", open_join),
    Handler("join.back", back),
    *map(_undo, Undoable),
    Handler("profile.back", back),
)
