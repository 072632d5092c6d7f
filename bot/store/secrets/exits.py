"""What the two of a pair say about its end: one sealed blob for both, from its start on.

It is sealed anew as a whole whenever one of them says something, and every night. Nothing outside
it tells which of the two asked for the end, why, or what they would like next.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.fit.people import Role, SideRole
from bot.domain.words import Reason
from bot.store.db.session import Db
from bot.store.secrets import sealing
from bot.store.tables import Pair

SIZE = 256


@dataclass(frozen=True)
class Exit:
    """One of the two: when they asked for the end, and why if they said so; whether they would
    like somebody new after it, None for no word."""

    asked_at: datetime | None = None
    reason: Reason | None = None
    looks: bool | None = None

    @property
    def over(self) -> "Exit":
        """What is still of use once the pair has ended: the reason, for figures of its round."""
        return Exit(reason=self.reason)


@dataclass(frozen=True)
class Exits:
    """Both sides."""

    mentor: Exit = Exit()
    mentee: Exit = Exit()

    def of(self, role: SideRole) -> Exit:
        return self.mentor if role is Role.MENTOR else self.mentee

    def saying(self, role: SideRole, side: Exit) -> "Exits":
        """With one side changed."""
        return replace(self, mentor=side) if role is Role.MENTOR else replace(self, mentee=side)

    @property
    def asked_at(self) -> datetime | None:
        """When the first of the two asked."""
        return min((it for it in (self.mentor.asked_at, self.mentee.asked_at) if it), default=None)

    @property
    def over(self) -> "Exits":
        return Exits(self.mentor.over, self.mentee.over)


def of(db: Db, pair: Pair) -> Exits:
    """What was said so far. A blob that does not open says nothing."""
    try:
        return read(db, pair)
    except sealing.Unreadable:
        return Exits()


def read(db: Db, pair: Pair) -> Exits:
    """The same. Raises sealing.Unreadable."""
    if pair.exits is None:
        return Exits()
    kept = db.secrets.fields.open(pair.exits, about=_about(pair.id))
    return Exits(_exit(kept["mentor"]), _exit(kept["mentee"]))


def keep(db: Db, pair: Pair, exits: Exits) -> None:
    """Seal both sides anew, changed or not; the pair has its number already."""
    plain = {"mentor": _plain(exits.mentor), "mentee": _plain(exits.mentee)}
    pair.exits = db.secrets.fields.seal(plain, about=_about(pair.id), size=SIZE)


def _plain(side: Exit) -> list[object]:
    return [side.asked_at and side.asked_at.isoformat(), side.reason, side.looks]


def _exit(plain: list[object]) -> Exit:
    asked_at, reason, looks = plain
    return Exit(
        datetime.fromisoformat(str(asked_at)) if asked_at else None,
        Reason(str(reason)) if reason else None,
        None if looks is None else bool(looks),
    )


def _about(pair_id: int) -> str:
    return f"exits:{pair_id}"
