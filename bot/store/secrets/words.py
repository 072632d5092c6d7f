"""What the two of a proposal say: one sealed blob for both, from the offer until the expiry.

It is sealed anew as a whole at every press and every night. Nothing outside it tells a yes from
another word or from silence, before two yeses make a pair.
"""

from dataclasses import dataclass, replace

from bot.domain.fit.people import Role, SideRole
from bot.domain.words import Word
from bot.store.db.session import Db
from bot.store.secrets import sealing
from bot.store.tables import Proposal

SIZE = 192


@dataclass(frozen=True)
class Side:
    """One of the two: whether the offer reached them, their word, and whether never again."""

    heard: bool = False
    word: Word | None = None
    not_again: bool = False

    @property
    def never_again(self) -> bool:
        """This one would rather not be asked again about the other."""
        return self.not_again and self.word == Word.SOMEONE_ELSE


@dataclass(frozen=True)
class Words:
    """Both sides; `fits` is False for a pair that is not offered any more, though it counts."""

    mentor: Side = Side()
    mentee: Side = Side()
    fits: bool = True

    def said_by(self, role: SideRole) -> Side:
        return self.mentor if role is Role.MENTOR else self.mentee

    def saying(self, role: SideRole, side: Side) -> "Words":
        """With one side changed."""
        return replace(self, mentor=side) if role is Role.MENTOR else replace(self, mentee=side)

    @property
    def both_yes(self) -> bool:
        """Both want it: the one thing that two words say together."""
        return self.mentor.word == self.mentee.word == Word.YES


def of(db: Db, proposal: Proposal) -> Words:
    """What was said so far. A blob that does not open is silence on both sides."""
    try:
        return read(db, proposal)
    except sealing.Unreadable:
        return Words(Side(heard=True), Side(heard=True))


def read(db: Db, proposal: Proposal) -> Words:
    """The same. Raises sealing.Unreadable."""
    if proposal.words is None:
        return Words()
    kept = db.secrets.fields.open(proposal.words, about=_about(proposal.id))
    return Words(_side(kept["mentor"]), _side(kept["mentee"]), kept["fits"])


def keep(db: Db, proposal: Proposal, words: Words) -> None:
    """Seal both sides anew."""
    plain = {
        "mentor": _plain(words.mentor),
        "mentee": _plain(words.mentee),
        "fits": words.fits,
    }
    proposal.words = db.secrets.fields.seal(plain, about=_about(proposal.id), size=SIZE)


def _plain(side: Side) -> list[object]:
    return [side.heard, side.word, side.not_again]


def _side(plain: list[object]) -> Side:
    heard, word, not_again = plain
    return Side(bool(heard), Word(str(word)) if word else None, bool(not_again))


def _about(proposal_id: int) -> str:
    return f"proposal:{proposal_id}"
