"""Which phase a pair is in, by which its starters are chosen."""

from datetime import datetime
from enum import StrEnum

HALF, LAST_FIFTH = 0.5, 0.8
"""Shares of a pair's life. With meetings on the default days the second to the fourth are building,
the fifth and sixth midway, and the seventh is the closing one."""


class Phase(StrEnum):
    """`starters.toml` and `newcomers.toml` of `bot/texts/content` go by the same names."""

    FIRST = "first"
    BUILDING = "building"
    MIDWAY = "midway"
    CLOSING = "closing"
    ARRIVING = "arriving"
    NOTICING = "noticing"
    STAYING = "staying"


OF_NEWCOMERS = (Phase.ARRIVING, Phase.NOTICING, Phase.STAYING)
"""One for each meeting of the newcomers' track, in order."""


def phase(last_met: datetime | None, begun: datetime, ends: datetime) -> Phase:
    """The phase of the coming meeting, by how much of a pair's life lay behind it at the last one.

    It stays the same from one meeting to the next, so that both are told the same.
    Source: docs/programme.md, Preparation.
    """
    if last_met is None:
        return Phase.FIRST
    lived = (last_met - begun) / (ends - begun)
    if lived < HALF:
        return Phase.BUILDING
    return Phase.MIDWAY if lived < LAST_FIFTH else Phase.CLOSING


def phase_of_newcomers(begun: int) -> Phase:
    """The same on the newcomers' track, by how many meetings have begun."""
    return OF_NEWCOMERS[min(begun, len(OF_NEWCOMERS) - 1)]
