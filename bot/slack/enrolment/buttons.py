"""The form is opened, and what was done last is taken back."""

from collections.abc import Callable, Mapping

from bot.programme.enrolment import undo
from bot.slack import answers
from bot.slack.edge.request import Visit
from bot.slack.enrolment.verbs import ROLES, join
from bot.slack.enrolment.windows import back


def open_join(visit: Visit) -> None:
    join(visit, visit.value if visit.value in ROLES else "")


def _undo(what: str) -> Callable[[Visit], None]:
    def press(visit: Visit) -> None:
        number, now = visit.number, visit.desk.now()
        undone = visit.once(lambda db, person: undo.take_back(db, person, number, what, now))
        visit.replace(answers.answer(undone, visit.words))

    return press


BUTTONS: Mapping[str, Callable[[Visit], None]] = {
    "join.open": open_join,
    "join.back": back,
    "join.undo": _undo("join"),
    "leave.undo": _undo("leave"),
    "pause.undo": _undo("pause"),
    "resume.undo": _undo("resume"),
    "profile.undo": _undo("profile"),
    "profile.back": back,
}
