"""The one way back: whatever a person did last can be undone within ten minutes."""

from typing import assert_never

from bot.domain.lifecycle import Undoable
from bot.domain.refusals import NothingToUndo
from bot.outbox.work import Work
from bot.programme.enrolment import joining, leaving, pauses, profile
from bot.programme.enrolment.results import Undone
from bot.programme.people import undo
from bot.store.tables import Participation


def take_back(work: Work, participation_id: int, what: Undoable) -> Undone:
    """What was done last is as if it never was. Raises NothingToUndo, UndoOver, and TooOften for
    a leaving."""
    participation = leaving.held(work, work.me)
    if participation is None or participation.id != participation_id:
        raise NothingToUndo
    undo.check(participation, what, work.now)
    _undo(work, participation, what)
    undo.forget(participation)
    return Undone(what)


def _undo(work: Work, participation: Participation, what: Undoable) -> None:
    match what:
        case Undoable.JOIN:
            joining.undo_join(work, participation)
        case Undoable.LEAVE:
            leaving.undo_leave(work, participation)
        case Undoable.PAUSE:
            pauses.undo_pause(work, participation)
        case Undoable.RESUME:
            pauses.undo_resume(work, participation)
        case Undoable.PROFILE:
            profile.undo_save(work, participation)
        case _:
            assert_never(what)
