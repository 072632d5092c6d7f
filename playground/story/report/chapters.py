"""What is printed: one pair, the lead's round, a decline, a rest, a holiday, the figures; between
them the chapters of `doors`."""

from collections.abc import Iterator
from datetime import date, time

from playground.story.calendar import ROME, rome
from playground.story.characters.cast import PLANNED, Member
from playground.story.characters.company import Company
from playground.story.errors import StoryFailed
from playground.story.report import layout
from playground.story.report.columns import Columns, Wanted
from playground.story.report.doors import Doors, in_columns
from playground.story.report.items import Teller
from playground.story.transcript import ActionItem, MessageItem

HOLIDAY = date(2026, 12, 8)


class Chapters:
    """The chapters of a story that was played."""

    def __init__(self, company: Company, teller: Teller) -> None:
        self._company = company
        self._teller = teller
        self._columns = Columns(teller)
        self._transcript = teller.transcript

    def all(self) -> Iterator[list[str]]:
        """Every chapter, in order. Raises StoryFailed when one did not happen."""
        lives = (self.pair, self.round, self.decline, self.rest, self.hand, self.holiday)
        doors = Doors(self._company, self._teller)
        others = (doors.change, doors.newcomer, doors.end, doors.concern)
        for number, chapter in enumerate((*lives, *others, self.figures), start=1):
            words, lines = chapter()
            yield [*layout.title(number, words), *lines]

    def pair(self) -> tuple[str, list[str]]:
        """From join to the seventh check-in, side by side in two languages."""
        told = self._company.parts.told
        if told is None:
            raise StoryFailed("No pair was told: the first round had no proposal")
        left, right = (one.id for one in in_columns(told))
        last = max(self._columns.answered(one, PLANNED) for one in (left, right))
        return (
            "One pair, from joining to its seventh meeting",
            self._columns.side_by_side(left, right, lambda item: item.beat <= last),
        )

    def round(self) -> tuple[str, list[str]]:
        """The first round, as the two leads see it."""
        italian, english = self._company.cast.leads
        first = min(
            self._columns.first_with("round.open", lead.id).beat for lead in (italian, english)
        )
        until = rome(date(2026, 10, 8), time())
        lines = layout.paragraph(
            "Two people lead the programme. Both are told that a round is drafted; one opens it, "
            "sees names and categories, never a topic or a level, and approves."
        )
        wanted: Wanted = lambda item: item.beat >= first and item.at < until  # noqa: E731
        return "The lead's round", lines + self._columns.side_by_side(
            italian.id, english.id, wanted
        )

    def decline(self) -> tuple[str, list[str]]:
        """Who declines, and what the other side hears of it, and when."""
        if self._company.parts.declined is None:
            raise StoryFailed("There was no decline: the first round had no proposal")
        one, other = (member.id for member in self._company.parts.declined)
        said = next(
            item
            for item in self._transcript.of(one)
            if isinstance(item, ActionItem) and item.action == "proposal.no"
        )
        heard = next(
            item
            for item in self._transcript.of(other)
            if isinstance(item, MessageItem)
            and item.at > said.at
            and not self._columns.is_private(item)
        )
        first = min(
            self._columns.first_with("proposal.yes", member).beat for member in (one, other)
        )
        names = [self._teller.person(member).real_name for member in (one, other)]
        lines = layout.paragraph(
            f"{names[0]} declines on {self._teller.day(said.at, one)}. {names[1]} is not told; on "
            f"{self._teller.day(heard.at, other)}, after the proposal's last day, both hear only "
            "that it has closed without a pairing: the same words as when no answer comes."
        )
        return "A decline", lines + self._columns.side_by_side(
            one, other, lambda item: first <= item.beat <= heard.beat
        )

    def rest(self) -> tuple[str, list[str]]:
        """A pair of which neither finds a time: what both hear, and when; how it goes on."""
        one, other = self._stalled()
        first, last = self._without_a_date()
        lines = layout.paragraph(
            f"{one.name} and {other.name} both said yes, and neither taps a time. Each hears of it "
            "twice, then the pair rests, and is left in peace until one of the two taps to go on."
        )
        wanted: Wanted = lambda item: first < item.beat <= last  # noqa: E731
        return "A pair that rests", lines + self._columns.side_by_side(one.id, other.id, wanted)

    def hand(self) -> tuple[str, list[str]]:
        """What the two leads read of that pair; of it alone, since nothing can be pressed there."""
        italian, english = self._company.cast.leads
        first, last = self._without_a_date()
        lines = layout.paragraph(
            "Between the last reminder and the rest, those who lead the programme hear that the "
            "two need a hand. Who of them is silent is not shown."
        )
        wanted: Wanted = lambda item: (  # noqa: E731
            first < item.beat <= last
            and isinstance(item, MessageItem)
            and not self._columns.is_private(item)
            and not self._transcript.actions(item)
        )
        told = self._columns.side_by_side(italian.id, english.id, wanted)
        return "What the leads hear of it", lines + told

    def _stalled(self) -> tuple[Member, Member]:
        """Who reads Italian stands first. Raises StoryFailed."""
        stalls = self._company.parts.stalls
        if stalls is None:
            raise StoryFailed("No pair stalled: the first round had too few proposals")
        return in_columns(stalls)

    def _without_a_date(self) -> tuple[int, int]:
        """The beats from the introduction to the first meeting that one of them speaks of."""
        one, other = self._stalled()
        first = self._columns.first_with("date.slot.0", one.id).beat
        return first, self._columns.first_pressed("met.yes", one.id, other.id)

    def holiday(self) -> tuple[str, list[str]]:
        """A day on which nobody in Italy hears from the bot, and colleagues elsewhere do."""
        told = self._company.parts.told
        italians, others = self._heard_on(HOLIDAY)
        if told is None or italians or not others:
            raise StoryFailed(f"On {HOLIDAY} {italians} people in Italy heard from the bot")
        left, right = sorted(
            (told.junior.id, told.senior.id),
            key=lambda one: self._teller.person(one).tz != "Europe/Rome",
        )
        lines = layout.paragraph(
            f"{HOLIDAY:%-d %B} is a holiday in Italy: on that day the bot writes to nobody there, "
            f"and to {others} {'person' if others == 1 else 'people'} elsewhere. The two of the "
            "first chapter met late on the day before; each is asked about it on their own next "
            "working day."
        )
        start, end = rome(date(2026, 12, 7), time(16)), rome(date(2026, 12, 9), time(12))
        wanted: Wanted = lambda item: (  # noqa: E731
            isinstance(item, MessageItem) and not item.version and start < item.at < end
        )
        return "A holiday kept free", lines + self._columns.side_by_side(left, right, wanted)

    def figures(self) -> tuple[str, list[str]]:
        """What both leads get when they ask: the same figures."""
        italian, english = self._company.cast.leads
        asked = max(
            item.beat
            for item in self._transcript.of(english.id)
            if isinstance(item, ActionItem) and item.words.startswith("types")
        )
        lines = layout.paragraph(
            "Counts of a period, and the check-in figures that were released in it: for the whole "
            "programme, from 10 people and 5 pairs up, and never changed afterwards. Chart and "
            "table follow by direct message."
        )
        wanted: Wanted = lambda item: item.beat == asked and self._columns.is_private(item)  # noqa: E731
        return "The figures", lines + self._columns.side_by_side(italian.id, english.id, wanted)

    def _heard_on(self, day: date) -> tuple[int, int]:
        """How many people in Italy, and how many elsewhere, the bot wrote to on a day there."""
        heard: set[str] = set()
        for item in self._transcript.messages():
            message = self._transcript.message(item)
            if message.ephemeral_to is None and item.at.astimezone(ROME).date() == day:
                heard |= self._transcript.readers(item)
        italians = {one for one in heard if self._teller.person(one).tz == "Europe/Rome"}
        return len(italians), len(heard - italians)
