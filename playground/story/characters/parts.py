"""The parts that are given out once the first proposals lie on the table."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time

from playground.story.characters.cast import Member, Pairing, pairing_of
from playground.story.errors import StoryFailed

TOLD_DATES = (
    (date(2026, 10, 16), time(15)),
    (date(2026, 11, 11), time(11)),
    (date(2026, 12, 7), time(16, 30)),
    (date(2027, 1, 14), time(10)),
)
"""When the told pair wants to meet. The third is the eve of an Italian holiday, too late in the
day to be asked about it on the day itself."""
TOLD_ANOTHER = (date(2026, 11, 12), time(14))
"""What the junior suggests instead of the second date."""
TOLD_OF_THE_END = (date(2026, 10, 13), time(9, 2))
"""The morning after the last day of the first round's proposals."""
AROUND_THE_HOLIDAY = (date(2026, 12, 8), date(2026, 12, 9))
LEAVES_ON = date(2027, 1, 20)


@dataclass
class Parts:
    """Who does what out of the ordinary; `told` is the pair whose story is printed."""

    given: bool = False
    told: Pairing | None = None
    declines: Member | None = None
    declined: tuple[Member, Member] | None = None
    silent: Member | None = None
    leaves: Member | None = None
    moves: Member | None = None
    told_date: datetime | None = None
    answered_another: bool = False

    def tells(self, one: Member, other: Member) -> bool:
        """Whether these two are the told pair."""
        return self.told is not None and {one, other} == {self.told.junior, self.told.senior}

    def wants_another(self, pairing: Pairing, member: Member) -> bool:
        """Once, for the second date, the junior of the told pair suggests another time."""
        if not pairing.is_told or member is not pairing.junior or pairing.dates != 2:
            return False
        first, self.answered_another = not self.answered_another, True
        return first

    def has_declined(self) -> None:
        """Nobody declines twice."""
        self.declines = None


def give(members: Mapping[str, Member], proposed: Mapping[str, object]) -> Parts:
    """Parts for the first round. Raises StoryFailed when its pairs do not suit the story."""
    pairs = near_pairs(members, proposed)
    mixed = [pair for pair in pairs if pair.junior.reads_italian != pair.senior.reads_italian]
    if len(mixed) < 2 or len(pairs) < 5:
        raise StoryFailed("The first round has too few pairs of two languages: try another --seed")
    told, declined = mixed[:2]
    silent, leaving, moving = [pair for pair in pairs if pair not in (told, declined)][:3]
    return Parts(
        given=True,
        told=told,
        declines=declined.junior,
        declined=(declined.junior, declined.senior),
        silent=silent.senior,
        leaves=leaving.senior,
        moves=moving.junior,
    )


def near_pairs(members: Mapping[str, Member], proposed: Mapping[str, object]) -> list[Pairing]:
    """The pairs that were proposed, both in Europe, in the order of their ids."""
    return [pair for pair in _pairs(members, proposed) if _near(pair)]


def _pairs(members: Mapping[str, Member], proposed: Mapping[str, object]) -> Iterator[Pairing]:
    for one in sorted(proposed):
        member = members[one]
        partner = members.get(member.partner or "")
        if partner and partner.partner == one and one < partner.id and partner.id in proposed:
            yield pairing_of(member, partner)


def _near(pair: Pairing) -> bool:
    return all(one.actor.person.tz.startswith("Europe/") for one in (pair.junior, pair.senior))
