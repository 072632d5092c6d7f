"""The form is opened, and what was done last is taken back."""

from collections.abc import Callable, Mapping

from bot.programme.enrolment import undo
from bot.slack import answers
from bot.slack.edge.request import SlackRequest
from bot.slack.enrolment.verbs import ROLES, join
from bot.slack.enrolment.windows import back


def open_join(request: SlackRequest) -> None:
    join(request, request.value if request.value in ROLES else "")


def _undo(what: str) -> Callable[[SlackRequest], None]:
    def press(request: SlackRequest) -> None:
        number = request.number
        undone = request.run_once(undo.take_back, number, what)
        request.replace(answers.answer(undone, request.words))

    return press


BUTTONS: Mapping[str, Callable[[SlackRequest], None]] = {
    "join.open": open_join,
    "join.back": back,
    "join.undo": _undo("join"),
    "leave.undo": _undo("leave"),
    "pause.undo": _undo("pause"),
    "resume.undo": _undo("resume"),
    "profile.undo": _undo("profile"),
    "profile.back": back,
}
