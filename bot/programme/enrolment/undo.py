"""The one way back: whatever a person did last can be undone within ten minutes."""

from datetime import datetime

from sqlalchemy.orm import Session as Db

from bot.domain.refusals import NothingToUndo
from bot.outbox.work import Work
from bot.programme.enrolment import joining, leaving, pauses, profile
from bot.programme.enrolment.results import Undone
from bot.programme.people import undo
from bot.store.tables import Participation


def take_back(work: Work, participation_id: int, what: str) -> Undone:
    """Undo 'join', 'leave', 'pause', 'resume' or 'profile'. Raises NothingToUndo, UndoOver,
    and TooOften for a leaving."""
    participation = leaving.held(work.db, work.me)
    if participation is None or participation.id != participation_id:
        raise NothingToUndo
    undo.check(participation, what, work.now)
    _undo(work.db, participation, what, work.now)
    undo.forget(participation)
    return Undone(what)


def _undo(db: Db, participation: Participation, what: str, now: datetime) -> None:
    match what:
        case "join":
            joining.undo_join(db, participation, now)
        case "leave":
            leaving.undo_leave(db, participation, now)
        case "pause":
            pauses.undo_pause(db, participation, now)
        case "resume":
            pauses.undo_resume(db, participation, now)
        case "profile":
            profile.undo_save(db, participation, now)
        case _:
            raise NothingToUndo
