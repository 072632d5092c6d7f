"""Undo: for ten minutes what a person did can be taken back, and nobody else has heard of it.

The rules: docs/programme.md, Breaks and leaving.
"""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Any

from bot.domain.lifecycle import TAKES_PART, ParticipationState, Undoable
from bot.domain.refusals import NothingToUndo, UndoOver
from bot.store.db.session import Db
from bot.store.tables import Participation

FOR = timedelta(minutes=10)
_LEADS_TO: Mapping[Undoable, Collection[ParticipationState]] = {
    Undoable.JOIN: (ParticipationState.ACTIVE,),
    Undoable.LEAVE: (ParticipationState.LEFT,),
    Undoable.PAUSE: (ParticipationState.PAUSED,),
    Undoable.RESUME: (ParticipationState.ACTIVE,),
    Undoable.PROFILE: TAKES_PART,
}


def offer(
    participation: Participation, what: Undoable, now: datetime, before: bytes | None = None
) -> datetime:
    """From now on `what` can be undone; a newer action takes the place of an older one."""
    participation.undo_what, participation.undo_until, participation.undo_sealed = (
        what,
        now + FOR,
        before,
    )
    return participation.undo_until


def check(participation: Participation, what: Undoable, now: datetime) -> None:
    """Raises NothingToUndo for anything but the last action, UndoOver after ten minutes."""
    if participation.state not in _LEADS_TO[what]:
        raise NothingToUndo
    if participation.undo_what != what:
        raise UndoOver if participation.undo_what is None else NothingToUndo
    if is_over(participation, now):
        raise UndoOver


def is_over(participation: Participation, now: datetime) -> bool:
    """Whether the ten minutes are over, or there were none."""
    return participation.undo_until is None or now >= participation.undo_until


def pending(participation: Participation, what: Undoable, now: datetime) -> bool:
    """Whether `what` is done, and can still be undone."""
    return participation.undo_what == what and not is_over(participation, now)


def before(db: Db, participation: Participation) -> dict[str, Any] | None:
    """What was kept with the last action, to go back to; None where nothing was.

    Raises sealing.Unreadable.
    """
    sealed = participation.undo_sealed
    if sealed is None:
        return None
    found: dict[str, Any] = db.secrets.fields.open(sealed, about=about(participation))
    return found


def about(participation: Participation) -> str:
    """As what it is sealed."""
    return f"undo:{participation.id}"


def forget(participation: Participation) -> None:
    """Nothing can be undone any more."""
    participation.undo_what = participation.undo_until = participation.undo_sealed = None
