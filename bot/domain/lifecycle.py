"""States and the tables of transitions: state, event → state, under which guard, owing what.

A guard is checked by the use case before it steps, in a locked row; here it is words, for the
documentation that is drawn from these tables (docs/states.md). `owes` names message kinds of the
outbox.
"""

from enum import StrEnum

from bot.domain.transitions import Row, Table

# --- programme -----------------------------------------------------------------------------------


class ProgrammeState(StrEnum):
    ENROLLING = "enrolling"
    RUNNING = "running"


class ProgrammeEvent(StrEnum):
    ROUND_SENT = "round_sent"


_P, _PE = ProgrammeState, ProgrammeEvent
PROGRAMME = Table(
    "programme",
    _P.ENROLLING,
    (
        Row(_P.ENROLLING, _PE.ROUND_SENT, _P.RUNNING),
        Row(_P.RUNNING, _PE.ROUND_SENT, _P.RUNNING),
    ),
)


# --- participation -------------------------------------------------------------------------------


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


TAKES_PART = frozenset({ParticipationState.ACTIVE, ParticipationState.PAUSED})


# --- round ---------------------------------------------------------------------------------------


class RoundState(StrEnum):
    """`approved` is the hold, in which it can still be stopped."""

    DRAFTED = "drafted"
    APPROVED = "approved"
    SENDING = "sending"
    SENT = "sent"
    CANCELLED = "cancelled"
    SUPERSEDED = "superseded"


class RoundEvent(StrEnum):
    APPROVE = "approve"
    STOP = "stop"
    HOLD_OVER = "hold_over"
    ALL_SENT = "all_sent"
    CANCEL = "cancel"
    NEWER_DRAFT = "newer_draft"


_R, _RE = RoundState, RoundEvent
ROUND = Table(
    "round",
    _R.DRAFTED,
    (
        Row(_R.DRAFTED, _RE.APPROVE, _R.APPROVED, "first lead to decide, or automatic"),
        Row(_R.APPROVED, _RE.STOP, _R.DRAFTED, "before the hold is over"),
        Row(_R.APPROVED, _RE.HOLD_OVER, _R.SENDING, "hold over", ("proposal.offer",)),
        Row(_R.SENDING, _RE.ALL_SENT, _R.SENT, "no proposal is queued any more"),
        Row(_R.DRAFTED, _RE.CANCEL, _R.CANCELLED),
        Row(_R.APPROVED, _RE.CANCEL, _R.CANCELLED, "before the hold is over"),
        Row(_R.DRAFTED, _RE.NEWER_DRAFT, _R.SUPERSEDED),
    ),
)


# --- proposal ------------------------------------------------------------------------------------


class ProposalState(StrEnum):
    """What the two say changes no state before both said yes: their words are sealed.

    `closed` without an offer: one of the two left, paused or was paired before it went out.
    """

    DRAFTED = "drafted"
    HELD = "held"
    DROPPED = "dropped"
    QUEUED = "queued"
    OFFERED = "offered"
    ACCEPTED = "accepted"
    CLOSED = "closed"


class ProposalEvent(StrEnum):
    HOLD = "hold"
    RELEASE = "release"
    DROP = "drop"
    APPROVE = "approve"
    STOP = "stop"
    SEND = "send"
    BOTH_YES = "both_yes"
    LAST_DAY_OVER = "last_day_over"
    FALL_AWAY = "fall_away"


_O, _OE = ProposalState, ProposalEvent
_NOT_AHEAD = ("proposal.did_not_go_ahead",)
PROPOSAL = Table(
    "proposal",
    _O.DRAFTED,
    (
        Row(_O.DRAFTED, _OE.HOLD, _O.HELD, "the round is drafted"),
        Row(_O.HELD, _OE.RELEASE, _O.DRAFTED, "the round is drafted"),
        Row(_O.DRAFTED, _OE.DROP, _O.DROPPED, "by a lead, for two years"),
        Row(_O.HELD, _OE.DROP, _O.DROPPED, "by a lead, for two years"),
        Row(
            _O.DRAFTED, _OE.APPROVE, _O.QUEUED, "nobody left, pauses or was paired since the draft"
        ),
        Row(_O.QUEUED, _OE.STOP, _O.DRAFTED, "before the round is sent"),
        Row(_O.QUEUED, _OE.SEND, _O.OFFERED, "the hold is over", ("proposal.offer",)),
        Row(_O.OFFERED, _OE.BOTH_YES, _O.ACCEPTED, "both are here", ("pair.introduction",)),
        Row(_O.OFFERED, _OE.LAST_DAY_OVER, _O.CLOSED, "whatever was said", _NOT_AHEAD),
        Row(_O.DRAFTED, _OE.FALL_AWAY, _O.CLOSED, "one of the two left, paused or was paired"),
        Row(_O.HELD, _OE.FALL_AWAY, _O.CLOSED, "the same, or the round goes without it"),
        Row(_O.QUEUED, _OE.FALL_AWAY, _O.CLOSED, "one of the two left, paused or was paired"),
    ),
)
UNSEEN_PROPOSALS = frozenset(
    {ProposalState.DRAFTED, ProposalState.HELD, ProposalState.DROPPED, ProposalState.QUEUED}
)
"""The two have not been asked yet."""


# --- pair ----------------------------------------------------------------------------------------


class PairState(StrEnum):
    """`needs_a_hand`: no date two weeks after the start, and none since."""

    ACTIVE = "active"
    NEEDS_A_HAND = "needs_a_hand"
    PAUSED = "paused"
    ENDED_EARLY = "ended_early"
    COMPLETED = "completed"


class PairEvent(StrEnum):
    NO_DATE = "no_date"
    DATE_FOUND = "date_found"
    ONE_PAUSES = "one_pauses"
    ALL_BACK = "all_back"
    ONE_LEAVES = "one_leaves"
    LAST_DAY_OVER = "last_day_over"


_C, _CE = PairState, PairEvent
PAIR = Table(
    "pair",
    _C.ACTIVE,
    (
        Row(_C.ACTIVE, _CE.NO_DATE, _C.NEEDS_A_HAND, "no date for 14 days", ("pair.needs_a_hand",)),
        Row(_C.NEEDS_A_HAND, _CE.DATE_FOUND, _C.ACTIVE, "a date is proposed, or they met"),
        Row(_C.ACTIVE, _CE.ONE_PAUSES, _C.PAUSED, "10 minutes after the pause"),
        Row(_C.NEEDS_A_HAND, _CE.ONE_PAUSES, _C.PAUSED, "10 minutes after the pause"),
        Row(_C.PAUSED, _CE.ALL_BACK, _C.ACTIVE, "nobody of the two is on a break; dates move on"),
        Row(_C.ACTIVE, _CE.ONE_LEAVES, _C.ENDED_EARLY, "10 minutes after it", ("pair.ended",)),
        Row(_C.NEEDS_A_HAND, _CE.ONE_LEAVES, _C.ENDED_EARLY, "the same", ("pair.ended",)),
        Row(_C.PAUSED, _CE.ONE_LEAVES, _C.ENDED_EARLY, "the same", ("pair.ended",)),
        Row(_C.ACTIVE, _CE.LAST_DAY_OVER, _C.COMPLETED, "after 26 weeks, breaks not counted"),
        Row(_C.NEEDS_A_HAND, _CE.LAST_DAY_OVER, _C.COMPLETED, "the same"),
    ),
)
LIVE_PAIRS = frozenset({PairState.ACTIVE, PairState.NEEDS_A_HAND, PairState.PAUSED})
MEETING_PAIRS = frozenset({PairState.ACTIVE, PairState.NEEDS_A_HAND})


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
        Row(_S.PROPOSED, _SE.CONFIRM, _S.DATED, "by the partner, before the date", _AGREED),
        Row(_S.DATED, _SE.CONFIRM, _S.DATED, "pressed again"),
        Row(_S.PROPOSED, _SE.MOVE, _S.MOVED, "a newer proposal replaces it"),
        Row(_S.DATED, _SE.MOVE, _S.MOVED, "a newer proposal replaces it"),
        Row(_S.PROPOSED, _SE.CLOSE, _S.LAPSED, "the date passed without an answer"),
        Row(_S.DATED, _SE.YES, _S.HELD, "the session has begun"),
        Row(_S.DATED, _SE.NOT_YET, _S.DATED),
        Row(_S.DATED, _SE.CLOSE, _S.LAPSED, "7 days after the end without a yes"),
        Row(_S.MOVED, _SE.YES, _S.HELD, "any yes makes it held, if its date had come"),
        Row(_S.HELD, _SE.NOT_YET, _S.HELD, "does not undo a yes"),
        Row(_S.HELD, _SE.MOVE, _S.HELD, "does not undo a yes"),
        Row(_S.PROPOSED, _SE.PAIR_OVER, _S.LAPSED),
        Row(_S.DATED, _SE.PAIR_OVER, _S.LAPSED, "not begun"),
        Row(_S.PROPOSED, _SE.PAIR_PAUSED, _S.MOVED, "within the break"),
        Row(_S.DATED, _SE.PAIR_PAUSED, _S.MOVED, "within the break, not begun"),
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


# --- reporting window ----------------------------------------------------------------------------


class WindowState(StrEnum):
    """`unpublished`: after a restore nobody knows any more whether it was published."""

    COLLECTING = "collecting"
    PUBLISHED = "published"
    ROLLED_OVER = "rolled_over"
    UNPUBLISHED = "unpublished"


class WindowEvent(StrEnum):
    SEAL = "seal"
    SEAL_SMALL = "seal_small"
    JOURNAL_LOST = "journal_lost"


_W, _WE = WindowState, WindowEvent
WINDOW = Table(
    "window",
    _W.COLLECTING,
    (
        Row(_W.COLLECTING, _WE.SEAL, _W.PUBLISHED, "enough people and pairs"),
        Row(_W.COLLECTING, _WE.SEAL_SMALL, _W.ROLLED_OVER, "too few: counted in the next window"),
        Row(_W.COLLECTING, _WE.JOURNAL_LOST, _W.UNPUBLISHED, "past its sealing, after a restore"),
    ),
)

TABLES = (PROGRAMME, PARTICIPATION, ROUND, PROPOSAL, PAIR, SESSION, CHECKIN, WINDOW)
