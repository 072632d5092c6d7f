"""What the two of a pair would like after it: one sealed blob for both, while the pair lives.

It is there from the start, and sealed anew as a whole at every choice and every night. Nothing
outside it tells one choice from another, or from none, before the pair ends.
"""

from dataclasses import dataclass, replace

from bot.domain.fit.people import Role, SideRole
from bot.domain.words import After
from bot.store.db.session import Db
from bot.store.secrets import sealing
from bot.store.tables import Pair

SIZE = 96


@dataclass(frozen=True)
class Choices:
    """Of both sides; None: nothing was said."""

    mentor: After | None = None
    mentee: After | None = None

    def of(self, role: SideRole) -> After | None:
        return self.mentor if role is Role.MENTOR else self.mentee

    def choosing(self, role: SideRole, after: After) -> "Choices":
        """With one side's choice."""
        return replace(self, mentor=after) if role is Role.MENTOR else replace(self, mentee=after)

    @property
    def both_together(self) -> bool:
        """Both would like to go on: the one thing that two choices say together."""
        return self.mentor == self.mentee == After.TOGETHER


def of(db: Db, pair: Pair) -> Choices:
    """What was chosen so far. A blob that does not open is silence on both sides."""
    try:
        return read(db, pair)
    except sealing.Unreadable:
        return Choices()


def read(db: Db, pair: Pair) -> Choices:
    """The same. Raises sealing.Unreadable."""
    if pair.choices is None:
        return Choices()
    mentor, mentee = db.secrets.fields.open(pair.choices, about=_about(pair.id))
    return Choices(_after(mentor), _after(mentee))


def keep(db: Db, pair: Pair, choices: Choices) -> None:
    """Seal both sides anew."""
    plain = [choices.mentor, choices.mentee]
    pair.choices = db.secrets.fields.seal(plain, about=_about(pair.id), size=SIZE)


def _after(plain: str | None) -> After | None:
    return After(plain) if plain else None


def _about(pair_id: int) -> str:
    return f"choices:{pair_id}"
