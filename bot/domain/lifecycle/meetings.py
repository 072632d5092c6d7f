"""The states of a session, and of the request to tell how it was."""

from enum import StrEnum

from bot.domain.lifecycle.transitions import Row, Table

# --- session -------------------------------------------------------------------------------------


class SessionState(StrEnum):
    PROPOSED = "proposed"
    DATED = "dated"
    HELD = "held"
    MOVED = "moved"
    LAPSED = "lapsed"


class SessionEvent(StrEnum):
    CONFIRM = "confirm"
    MOVE = "move"
    YES = "yes"
    NOT_YET = "not_yet"
    CLOSE = "close"
    PAIR_OVER = "pair_over"
    PAIR_PAUSED = "pair_paused"


_S, _SE = SessionState, SessionEvent
_AGREED = ("session.agreed", "session.near", "checkin.ask")
SESSION = Table(
    "session",
    _S.PROPOSED,
    (
        Row(_S.PROPOSED, _SE.CONFIRM, _S.DATED, "by the partner, before that time", _AGREED),
        Row(_S.DATED, _SE.CONFIRM, _S.DATED, "pressed again"),
        Row(_S.PROPOSED, _SE.MOVE, _S.MOVED, "a newer proposal replaces it"),
        Row(_S.DATED, _SE.MOVE, _S.MOVED, "a newer proposal replaces it"),
        Row(
            *(_S.PROPOSED, _SE.CLOSE, _S.LAPSED, "the last time passed without an answer"),
            ("session.lapsed",),
        ),
        Row(_S.DATED, _SE.YES, _S.HELD, "the session has begun"),
        Row(_S.DATED, _SE.NOT_YET, _S.DATED),
        Row(_S.DATED, _SE.CLOSE, _S.LAPSED, "7 days after the end without a yes"),
        Row(_S.MOVED, _SE.YES, _S.HELD, "any yes makes it held, if its date had come"),
        Row(_S.HELD, _SE.NOT_YET, _S.HELD, "does not undo a yes"),
        Row(_S.HELD, _SE.MOVE, _S.HELD, "does not undo a yes"),
        Row(_S.PROPOSED, _SE.PAIR_OVER, _S.LAPSED),
        Row(_S.DATED, _SE.PAIR_OVER, _S.LAPSED, "not begun"),
        Row(_S.PROPOSED, _SE.PAIR_PAUSED, _S.MOVED, "a break begins"),
        Row(_S.DATED, _SE.PAIR_PAUSED, _S.MOVED, "not begun; one after it stands"),
    ),
)


# --- check-in request ----------------------------------------------------------------------------


class CheckinState(StrEnum):
    """Whether it was answered is known to the sealed answer alone."""

    DUE = "due"
    ASKED = "asked"
    CLOSED = "closed"


class CheckinEvent(StrEnum):
    ASK = "ask"
    CLOSE = "close"


_Q, _QE = CheckinState, CheckinEvent
_ASKED = ("checkin.ask", "checkin.reminder")
CHECKIN = Table(
    "check-in",
    _Q.DUE,
    (
        Row(_Q.DUE, _QE.ASK, _Q.ASKED, "2 hours after the end", _ASKED),
        Row(_Q.DUE, _QE.CLOSE, _Q.CLOSED, "closed, or the session moved or fell away"),
        Row(_Q.ASKED, _QE.CLOSE, _Q.CLOSED, "7 days after the end, or the session fell away"),
    ),
)
