"""States and the tables of transitions: state, event → state, under which guard, owing what.

A guard is checked by the use case before it steps, in a locked row; here it is words, for the
documentation that is drawn from these tables (docs/states.md). `owes` names message kinds of the
outbox.
"""

from bot.domain.lifecycle.administration import PROGRAMME, ProgrammeEvent, ProgrammeState
from bot.domain.lifecycle.enrolment import (
    PARTICIPATION,
    TAKES_PART,
    ParticipationEvent,
    ParticipationState,
    Undoable,
)
from bot.domain.lifecycle.figures import WINDOW, WindowEvent, WindowState
from bot.domain.lifecycle.meetings import (
    CHECKIN,
    SESSION,
    CheckinEvent,
    CheckinState,
    SessionEvent,
    SessionState,
)
from bot.domain.lifecycle.pairs import LIVE_PAIRS, MEETING_PAIRS, PAIR, PairEvent, PairState
from bot.domain.lifecycle.rounds import (
    PROPOSAL,
    ROUND,
    UNSEEN_PROPOSALS,
    ProposalEvent,
    ProposalState,
    RoundEvent,
    RoundState,
)

__all__ = [
    "CHECKIN",
    "LIVE_PAIRS",
    "MEETING_PAIRS",
    "PAIR",
    "PARTICIPATION",
    "PROGRAMME",
    "PROPOSAL",
    "ROUND",
    "SESSION",
    "TABLES",
    "TAKES_PART",
    "UNSEEN_PROPOSALS",
    "WINDOW",
    "CheckinEvent",
    "CheckinState",
    "PairEvent",
    "PairState",
    "ParticipationEvent",
    "ParticipationState",
    "ProgrammeEvent",
    "ProgrammeState",
    "ProposalEvent",
    "ProposalState",
    "RoundEvent",
    "RoundState",
    "SessionEvent",
    "SessionState",
    "Undoable",
    "WindowEvent",
    "WindowState",
]

TABLES = (PROGRAMME, PARTICIPATION, ROUND, PROPOSAL, PAIR, SESSION, CHECKIN, WINDOW)
