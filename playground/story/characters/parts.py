"""The parts that are given out once the first proposals lie on the table."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time

from playground.story.calendar import rome
from playground.story.characters.cast import Member, Pairing, Track, pairing_of
from playground.story.errors import StoryFailed

TOLD_ANOTHER, TOLD_OWN, TOLD_KEEPS = 2, 3, 3
"""Meetings of the told pair: for the second the junior wants another time, for the third the senior
chooses one that was not offered, and that one they keep."""
TOLD_OWN_TIME = (date(2026, 12, 7), time(16, 30))
"""The eve of an Italian holiday, too late in the day to be asked about it on the day itself."""
TOLD_NOTES = {
    "it": {
        "tried": "Ho provato a riassumere una riunione.",
        "question": "Da dove comincio?",
        "give": "Ti presento due persone.",
    },
    "en": {
        "tried": "I tried to sum up a meeting.",
        "question": "Where do I begin?",
        "give": "I can introduce you to two people.",
    },
}
"""What the senior of the told pair notes before the first meeting."""
TOLD_OF_THE_END = (date(2026, 10, 13), time(9, 2))
"""The morning after the last day of the first round's proposals."""
AROUND_THE_HOLIDAY = (date(2026, 12, 8), date(2026, 12, 9))
CHANGES_ON = date(2026, 10, 22)
"""Between the first round and the second."""
RAISES_ON = date(2026, 11, 11)
LEAVES_ON = date(2027, 1, 20)


@dataclass
class Parts:
    """Who does what out of the ordinary; the pairs `told`, `stalls`, `changes` and `newcomers` are
    printed, and so is the concern that `raises` has. In `changes` the junior asks."""

    given: bool = False
    told: Pairing | None = None
    stalls: Pairing | None = None
    changes: Pairing | None = None
    newcomers: Pairing | None = None
    raises: Member | None = None
    declines: Member | None = None
    declined: tuple[Member, Member] | None = None
    silent: Member | None = None
    leaves: Member | None = None
    moves: Member | None = None

    def pairing_of(self, one: Member, other: Member) -> Pairing:
        """The pair of these two, with its part if it has one."""
        for pairing in filter(None, (self.told, self.stalls, self.changes, self.newcomers)):
            if {one, other} == {pairing.junior, pairing.senior}:
                return pairing
        return pairing_of(one, other)

    def wants_another(self, pairing: Pairing, member: Member) -> bool:
        """For the second date the junior of the told pair suggests other times."""
        is_junior = pairing.is_told and member is pairing.junior
        return is_junior and pairing.next_meeting == TOLD_ANOTHER

    def own_time(self, pairing: Pairing) -> datetime | None:
        """What the senior of the told pair would rather have than a time that is offered."""
        is_own = pairing.is_told and pairing.next_meeting == TOLD_OWN
        return rome(*TOLD_OWN_TIME) if is_own else None

    def has_declined(self) -> None:
        """Nobody declines twice."""
        self.declines = None


def give(members: Mapping[str, Member], proposed: Mapping[str, object]) -> Parts:
    """Parts for the first round. Raises StoryFailed when its pairs do not suit the story."""
    near = near_pairs(members, proposed)
    newcomers = next((pair for pair in near if pair.junior.track is Track.NEW), None)
    pairs = [pair for pair in near if pair is not newcomers]
    mixed = [pair for pair in pairs if pair.junior.reads_italian != pair.senior.reads_italian]
    if newcomers is None or len(mixed) < 2 or len(pairs) < 7:
        raise StoryFailed("The first round has too few pairs of two languages: try another --seed")
    told, changes, stalls, *others = [*mixed, *(pair for pair in pairs if pair not in mixed)]
    declined, silent, leaving, moving, *others = others
    told.is_told = told.is_keen = stalls.stalls = True
    return Parts(
        given=True,
        told=told,
        stalls=stalls,
        changes=changes,
        newcomers=newcomers,
        raises=_who_raises([moving, *others]),
        declines=declined.junior,
        declined=(declined.junior, declined.senior),
        silent=silent.senior,
        leaves=leaving.senior,
        moves=moving.junior,
    )


def _who_raises(pairs: Iterable[Pairing]) -> Member | None:
    """Somebody who reads another language than whom the concern goes to."""
    people = (one for pair in pairs for one in (pair.junior, pair.senior))
    return next((one for one in people if one.reads_italian), None)


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
