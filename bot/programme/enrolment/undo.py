"""The one way back: whatever a person did last can be undone within ten minutes."""

from datetime import datetime

from sqlalchemy.orm import Session as Db

from bot.domain.refusals import NothingToUndo
from bot.programme.enrolment import joining, leaving, pauses, profile
from bot.programme.enrolment.results import Undone
from bot.programme.people import undo
from bot.store.tables import Participation, Person


def take_back(
    db: Db,
    person: Person,
    participation_id: int,
    what: str,
    now: datetime,
) -> Undone:
    """Undo 'join', 'leave', 'pause', 'resume' or 'profile'. Raises NothingToUndo, UndoOver,
    and TooOften for a leaving."""
    one = leaving.held(db, person)
    if one is None or one.id != participation_id:
        raise NothingToUndo
    undo.check(one, what, now)
    _undo(db, one, what, now)
    undo.forget(one)
    return Undone(what)


def _undo(db: Db, one: Participation, what: str, now: datetime) -> None:
    match what:
        case "join":
            joining.undo_join(db, one, now)
        case "leave":
            leaving.undo_leave(db, one, now)
        case "pause":
            pauses.undo_pause(db, one, now)
        case "resume":
            pauses.undo_resume(db, one, now)
        case "profile":
            profile.undo_save(db, one, now)
        case _:
            raise NothingToUndo
