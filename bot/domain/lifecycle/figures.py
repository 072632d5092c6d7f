"""The states of a reporting window: collecting, then published or counted with the next."""

from enum import StrEnum

from bot.domain.lifecycle.transitions import Row, Table


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
