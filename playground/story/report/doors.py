"""What is printed of help and of endings: a pairing changed, a newcomer's pair, a concern."""

from playground.story.characters.cast import Member, Pairing
from playground.story.characters.company import Company
from playground.story.errors import StoryFailed
from playground.story.report import layout
from playground.story.report.columns import Columns, Wanted
from playground.story.report.items import Teller

FIND_SOMEONE = "after_pair.find_someone"


class Doors:
    """Their chapters, of a story that was played. Each raises StoryFailed without it."""

    def __init__(self, company: Company, teller: Teller) -> None:
        self._parts = company.parts
        self._contact = company.cast.contact
        self._columns = Columns(teller)

    def change(self) -> tuple[str, list[str]]:
        """From the wish for another pairing to what both would like next."""
        pair = _played(self._parts.changes, "changed its pairing")
        asks, hears = pair.junior, pair.senior
        first = self._columns.typed(asks.id, "swap", "cambia")
        last = max(self._columns.first_pressed(FIND_SOMEONE, one.id) for one in (asks, hears))
        words = (
            f"{asks.name} would rather change: two taps, no reason. Ten minutes later, in their "
            f"working hours, both read the same words; {hears.name} does not learn who asked. Each "
            "then asks to find somebody new, and comes a little earlier in the next round."
        )
        wanted: Wanted = lambda item: first <= item.beat <= last  # noqa: E731
        return "A pairing changed kindly", self._beside(words, pair, wanted)

    def newcomer(self) -> tuple[str, list[str]]:
        """The newcomers' track, from joining to the third check-in."""
        pair = _played(self._parts.newcomers, "took the newcomers' track")
        new, long = pair.junior, pair.senior
        last = max(self._columns.answered(one.id, pair.planned) for one in (new, long))
        words = (
            f"{new.name} has been in the company for less than a year and chose the newcomers' "
            f"track; {long.name} has been there for more than three. Their pair is planned for "
            "three meetings in 90 days, with questions of its own, and they have all three."
        )
        return (
            "A newcomer's three meetings",
            self._beside(words, pair, lambda item: item.beat <= last),
        )

    def end(self) -> tuple[str, list[str]]:
        """The same pair is asked what comes next, and chooses two different things."""
        pair = _played(self._parts.newcomers, "came to its end")
        new, long = pair.junior, pair.senior
        first = min(self._columns.first_with("end.together", one.id).beat for one in (new, long))
        last = max(self._columns.first_with(FIND_SOMEONE, one.id).beat for one in (new, long))
        words = (
            "Two weeks before their last day both are asked what they would like after it. "
            f"{new.name} would go on together, {long.name} would rather not go on now; neither "
            "learns what the other chose. At the end both read the same words, and who asks for "
            "somebody new is in the next round."
        )
        wanted: Wanted = lambda item: first <= item.beat <= last  # noqa: E731
        return "An end with two different choices", self._beside(words, pair, wanted)

    def concern(self) -> tuple[str, list[str]]:
        """From who has a concern to the one person who opens it."""
        raises, contact = self._parts.raises, self._contact
        if raises is None or contact is None:
            raise StoryFailed("There was no concern: try another --seed")
        first = self._columns.typed(raises.id, "concern", "segnala")
        last = self._columns.first_pressed("concern.open", contact.id)
        words = (
            f"What should not go to the leads goes to {contact.person.real_name} alone, whom the "
            f"programme's file names as its contact. {raises.name} says in two taps what kind of "
            "concern it is, and that they may get in touch. The message names neither; the window "
            "behind it does, and Slack does not keep it."
        )
        wanted: Wanted = lambda item: first <= item.beat <= last  # noqa: E731
        told = self._columns.side_by_side(raises.id, contact.id, wanted)
        return "A concern", layout.paragraph(words) + told

    def _beside(self, words: str, pair: Pairing, wanted: Wanted) -> list[str]:
        left, right = in_columns(pair)
        return layout.paragraph(words) + self._columns.side_by_side(left.id, right.id, wanted)


def in_columns(pair: Pairing) -> tuple[Member, Member]:
    """The two of a pair: who reads Italian stands first."""
    one, other = pair.junior, pair.senior
    return (one, other) if one.reads_italian else (other, one)


def _played(pair: Pairing | None, what: str) -> Pairing:
    if pair is None:
        raise StoryFailed(f"No pair {what}: try another --seed")
    return pair
