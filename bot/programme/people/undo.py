"""Undo: for ten minutes what a person did can be taken back, and nobody else has heard of it.

The rules: docs/programme.md, Breaks and leaving.
"""

from datetime import datetime, timedelta

from bot.domain.lifecycle import TAKES_PART, ParticipationState
from bot.domain.refusals import NothingToUndo, UndoOver
from bot.store.tables import Participation

FOR = timedelta(minutes=10)
_LEADS_TO = {
    "join": (ParticipationState.ACTIVE,),
    "leave": (ParticipationState.LEFT,),
    "pause": (ParticipationState.PAUSED,),
    "resume": (ParticipationState.ACTIVE,),
    "profile": TAKES_PART,
}


def offer(one: Participation, what: str, now: datetime, before: bytes | None = None) -> datetime:
    """From now on `what` can be undone; a newer action takes the place of an older one."""
    one.undo_what, one.undo_until, one.undo_sealed = what, now + FOR, before
    return one.undo_until


def check(one: Participation, what: str, now: datetime) -> None:
    """Raises NothingToUndo for anything but the last action, UndoOver after ten minutes."""
    if one.state not in _LEADS_TO.get(what, ()):
        raise NothingToUndo
    if one.undo_what != what:
        raise UndoOver if one.undo_what is None else NothingToUndo
    if is_over(one, now):
        raise UndoOver


def is_over(one: Participation, now: datetime) -> bool:
    """Whether the ten minutes are over, or there were none."""
    return one.undo_until is None or now >= one.undo_until


def pending(one: Participation, what: str, now: datetime) -> bool:
    """Whether `what` is done, and can still be undone."""
    return one.undo_what == what and not is_over(one, now)


def forget(one: Participation) -> None:
    """Nothing can be undone any more."""
    one.undo_what = one.undo_until = one.undo_sealed = None
