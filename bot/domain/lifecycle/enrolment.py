"""The states of a participation: taking part, on a break, gone."""

from enum import StrEnum

from bot.domain.lifecycle.transitions import Row, Table


class ParticipationState(StrEnum):
    """`undone` is as if never joined; `ended`: the account is gone; `erased`: the profile too."""

    ACTIVE = "active"
    PAUSED = "paused"
    UNDONE = "undone"
    LEFT = "left"
    ENDED = "ended"
    ERASED = "erased"


class ParticipationEvent(StrEnum):
    UNDO_JOIN = "undo_join"
    PAUSE = "pause"
    UNDO_PAUSE = "undo_pause"
    RESUME = "resume"
    UNDO_RESUME = "undo_resume"
    PAUSE_OVER = "pause_over"
    LEAVE = "leave"
    UNDO_LEAVE = "undo_leave"
    ACCOUNT_GONE = "account_gone"
    REJOIN = "rejoin"
    ERASE = "erase"


_A, _AE = ParticipationState, ParticipationEvent
PARTICIPATION = Table(
    "participation",
    _A.ACTIVE,
    (
        Row(_A.ACTIVE, _AE.UNDO_JOIN, _A.UNDONE, "within 10 minutes of joining"),
        Row(_A.ACTIVE, _AE.PAUSE, _A.PAUSED, "to a day within eight weeks", ("pair.paused",)),
        Row(_A.PAUSED, _AE.PAUSE, _A.PAUSED, "another day"),
        Row(_A.PAUSED, _AE.UNDO_PAUSE, _A.ACTIVE, "within 10 minutes; the message is off"),
        Row(_A.PAUSED, _AE.RESUME, _A.ACTIVE, owes=("pair.resumed",)),
        Row(_A.ACTIVE, _AE.UNDO_RESUME, _A.PAUSED, "within 10 minutes; the message is off"),
        Row(_A.PAUSED, _AE.PAUSE_OVER, _A.ACTIVE, "on its day", ("pause.over", "pair.resumed")),
        Row(_A.ACTIVE, _AE.LEAVE, _A.LEFT),
        Row(_A.PAUSED, _AE.LEAVE, _A.LEFT),
        Row(_A.LEFT, _AE.UNDO_LEAVE, _A.ACTIVE, "within 10 minutes of leaving"),
        Row(_A.ACTIVE, _AE.ACCOUNT_GONE, _A.ENDED, "its account has not come back in time"),
        Row(_A.PAUSED, _AE.ACCOUNT_GONE, _A.ENDED, "its account has not come back in time"),
        Row(_A.LEFT, _AE.ERASE, _A.ERASED, "30 days after leaving"),
        Row(_A.ENDED, _AE.ERASE, _A.ERASED, "30 days after the account went"),
        Row(_A.UNDONE, _AE.ERASE, _A.ERASED, "30 days after the undo"),
        Row(_A.UNDONE, _AE.REJOIN, _A.ACTIVE, owes=("welcome",)),
        Row(_A.LEFT, _AE.REJOIN, _A.ACTIVE, owes=("welcome",)),
        Row(_A.ENDED, _AE.REJOIN, _A.ACTIVE, "a full member again", ("welcome",)),
    ),
)


class Undoable(StrEnum):
    """What somebody can take back for ten minutes after they did it."""

    JOIN = "join"
    LEAVE = "leave"
    PAUSE = "pause"
    RESUME = "resume"
    PROFILE = "profile"


TAKES_PART = frozenset({ParticipationState.ACTIVE, ParticipationState.PAUSED})
