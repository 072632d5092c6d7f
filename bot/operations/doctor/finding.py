"""What the doctor says of one thing."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from bot.settings import BadSettings
from bot.store.db import errors
from bot.store.db.errors import Trouble


class Level(StrEnum):
    OK = "ok"
    WARNING = "warning"
    """It works, but an operator should know."""
    WRONG = "wrong"
    """It does not work until it is fixed."""


@dataclass(frozen=True)
class Finding:
    """One line: the thing looked at, how it is, and what to do about it. Never a secret."""

    thing: str
    level: Level
    says: str
    fix: str = ""

    @property
    def is_wrong(self) -> bool:
        return self.level is Level.WRONG

    def __str__(self) -> str:
        told = f"{self.level:<8} {self.thing}: {self.says}"
        return f"{told}. {self.fix}" if self.fix else told


Look = Callable[[], Iterable[Finding]]


def ok(thing: str, says: str) -> Finding:
    return Finding(thing, Level.OK, says)


def warning(thing: str, says: str, fix: str = "") -> Finding:
    return Finding(thing, Level.WARNING, says, fix)


def wrong(thing: str, says: str, fix: str) -> Finding:
    return Finding(thing, Level.WRONG, says, fix)


def of_settings(error: BadSettings) -> Iterator[Finding]:
    """Settings that are wrong are findings, too."""
    for line in error.findings:
        variable, _, rest = line.partition(": ")
        says, _, fix = rest.partition(": ")
        yield wrong(variable, says, fix[:1].upper() + fix[1:])


def of_trouble(thing: str, trouble: Trouble) -> Finding:
    """What is wrong with a database, told of the thing that was looked at."""
    return wrong(thing, trouble.says, trouble.fix[:1].upper() + trouble.fix[1:])


def looked(thing: str, look: Look) -> Iterator[Finding]:
    """What a look finds; one that breaks is a finding too, by the name of its error alone."""
    try:
        yield from look()
    except Exception as error:  # the doctor goes on to the next thing
        trouble = errors.of(error)
        if trouble is not None:
            yield of_trouble(thing, trouble)
            return
        yield wrong(
            thing,
            f"could not be looked at ({type(error).__name__})",
            "Start the bot with REVMENTOR_LOG_LEVEL=DEBUG and read its log",
        )
