"""The states of a programme: enrolling until its first round is sent, then running."""

from enum import StrEnum

from bot.domain.lifecycle.transitions import Row, Table


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
