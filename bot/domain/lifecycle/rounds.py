"""The states of a round and of its proposals, from the draft to both having said yes."""

from enum import StrEnum

from bot.domain.lifecycle.transitions import Row, Table

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
    RESTORE = "restore"
    RESTORE_HELD = "restore_held"
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
        Row(_O.DROPPED, _OE.RESTORE, _O.DRAFTED, "the round is drafted; dropped as a draft"),
        Row(_O.DROPPED, _OE.RESTORE_HELD, _O.HELD, "the round is drafted; dropped when held"),
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
