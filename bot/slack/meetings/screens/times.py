"""One or several times to meet, as they are read and as they are pressed."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.slack.kit.tell import INNER
from bot.texts.words import Words


def listed(times: Sequence[datetime], words: Words) -> str:
    """In a sentence, to one reader: one is written out, several are short, with their zone once."""
    if len(times) == 1:
        return words.moment(times[0])
    short = "; ".join(words.short(at) for at in times)
    return words.plain("time.hours", time=short, zone=words.zone_name())


def lines(times: Sequence[datetime], words: Words, mark: str = INNER) -> list[str]:
    """One a line, for each reader in their own zone."""
    return [f"{mark} {words.moment_of_all(at)}" for at in times]


def label(at: datetime, words: Words) -> str:
    """On a button; with its zone where the two who read it have not the same time."""
    if words.also_in is None or same_clock(at, words, words.also_in):
        return words.short(at)
    return words.plain("time.hours", time=words.short(at), zone=words.zone_name())


def same_clock(at: datetime, words: Words, zone: str) -> bool:
    """Whether a clock in this zone shows what the reader's shows."""
    return words.short(at) == replace(words, zone=zone).short(at)
