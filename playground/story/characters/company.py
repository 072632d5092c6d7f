"""What people do when they read a message: seeded habits, and a few parts that are given out."""

import json
import re
from collections.abc import Callable, Mapping
from datetime import date, time
from functools import partial

from playground.state.conversations import Message
from playground.story.calendar import (
    OPENING,
    day_in_rome,
    morning,
    next_morning,
    rome,
    working_day,
)
from playground.story.characters import doors, parts
from playground.story.characters.actions import presses
from playground.story.characters.cast import Cast, Member, Pairing
from playground.story.characters.joining import joins
from playground.story.characters.leads import Leads
from playground.story.characters.meetings import Meetings
from playground.story.simulation import Simulation
from playground.story.transcript import MessageItem

MENTION = re.compile(r"<@(U\w+)")
AFTERNOON = time(15, 35)


class Company:
    """Everybody of the cast, acting in one simulation."""

    def __init__(
        self,
        simulation: Simulation,
        cast: Cast,
        give: Callable[[Mapping[str, Member], Mapping[str, MessageItem]], parts.Parts] = parts.give,
    ) -> None:
        self.simulation = simulation
        self._transcript, self._clock = simulation.transcript, simulation.clock
        self.cast = cast
        self.leads = Leads(simulation, cast.leads)
        self.parts = parts.Parts()
        self._give = give
        self.proposals: dict[str, MessageItem] = {}
        self.counts = dict.fromkeys(("joined", "proposals", "pairs", "dates", "check-ins"), 0)
        self.meetings = Meetings(simulation, lambda: self.parts, self.counts)

    def plan_joining(self) -> None:
        """Whoever joins does so within the first weeks."""
        for member in self.cast.members.values():
            if member.joins_after is not None:
                day = working_day(OPENING, member.joins_after)
                self.simulation.plan(morning(day), self._joining(member), member.id)

    def reads(self, item: MessageItem) -> None:
        """Everybody who can read this message reads it, and may plan to do something."""
        readers = self._transcript.readers(item)
        message = self._transcript.message(item)
        if message.author not in readers and message.ephemeral_to is None:
            actions = self._transcript.actions(item)
            for one in sorted(readers & self.cast.members.keys()):
                self._reads(self.cast.members[one], item, actions)
            contact = self.cast.contact
            if contact is not None and contact.id in readers and "concern.open" in actions:
                opens = partial(doors.opens, self.simulation, contact, message)
                self.simulation.plan(next_morning(self._clock), opens, contact.id)
            if "round.open" in actions:
                self.leads.read_round(readers, message, is_first=not self.parts.given)

    # --- reading ---

    def _reads(self, member: Member, item: MessageItem, actions: set[str]) -> None:
        if "proposal.yes" in actions:
            self._reads_proposal(member, item)
        elif "join.undo" in actions:
            member.is_in = True
        elif "end.together" in actions:
            self._asks(member, item, self._would_like(member))
        elif "after_pair.find_someone" in actions:
            self._reads_of_an_end(member, item)
        elif "learning.ideas" in actions and len(self._transcript.readers(item)) == 2:
            self._reads_introduction(member, item)
        elif member.pairing is not None:
            self.meetings.reads(member, member.pairing, item, actions)

    def _reads_proposal(self, member: Member, item: MessageItem) -> None:
        is_reminder = member.id in self.proposals and member.partner == self._other(member, item)
        self.proposals[member.id], member.partner = item, self._other(member, item)
        self.counts["proposals"] += not is_reminder
        if self.parts.given:
            if not is_reminder:
                self._answers_proposal(member, member.dice.choice((0, 1, 1, 2)))
        elif len(self.proposals) == 1:
            tomorrow = working_day(self._today(), 1)
            self.simulation.plan(rome(tomorrow, time(9, 35)), self._give_parts)

    def _asks(self, member: Member, item: MessageItem, what: str) -> None:
        """What they would like after a pair; once it has ended, all would like somebody new."""
        message = self._transcript.message(item)
        asks = partial(presses, self.simulation, member.actor, what, message)
        self.simulation.plan(next_morning(self._clock, 0), asks, member.id)

    def _reads_of_an_end(self, member: Member, item: MessageItem) -> None:
        """Whoever was not asked before it says now what they would like."""
        if member.pairing is None or member.pairing is not self.parts.newcomers:
            self._asks(member, item, "after_pair.find_someone")

    def _would_like(self, member: Member) -> str:
        """All would go on together, but for the seniors of two pairs: of the told one, who would
        like somebody new, and of the newcomer's, who would rather not go on now."""
        told, newcomers = self.parts.told, self.parts.newcomers
        if told is not None and member is told.senior:
            return "end.new"
        if newcomers is not None and member is newcomers.senior:
            return "end.not_now"
        return "end.together"

    def _other(self, member: Member, item: MessageItem) -> str:
        blocks = json.dumps(self._transcript.message(item).blocks)
        return next((str(one) for one in MENTION.findall(blocks) if one != member.id), "")

    def _give_parts(self) -> None:
        self.parts = self._give(self.cast.members, self.proposals)
        told = self.parts.told
        if told is not None:
            self.simulation.look_at(rome(*parts.TOLD_OF_THE_END))
            for day in parts.AROUND_THE_HOLIDAY:
                self._look_closely_at(day)
        raises = self.parts.raises
        if raises is not None:
            raising = partial(doors.raises, self.simulation, raises)
            self.simulation.plan(morning(parts.RAISES_ON), raising, raises.id)
        for one in sorted(self.proposals):
            member = self.cast.members[one]
            if told and member in (told.junior, told.senior):
                self._answers_proposal(member, 0, None if member is told.junior else AFTERNOON)
            elif member is not self.parts.silent:
                days = 1 if member is self.parts.declines else member.dice.choice((0, 0, 0, 1, 3))
                self._answers_proposal(member, days)

    def _answers_proposal(self, member: Member, days: int, at: time | None = None) -> None:
        message = self._transcript.message(self.proposals[member.id])
        says = "proposal.no" if member is self.parts.declines else "proposal.yes"
        if member is self.parts.declines:
            self.parts.has_declined()
        when = rome(working_day(self._today(), days), at) if at else next_morning(self._clock, days)
        if self.parts.told and member is self.parts.told.senior:
            self.simulation.plan(when, lambda: self._asks_why(member, message), member.id)
        answers = partial(presses, self.simulation, member.actor, says, message)
        self.simulation.plan(when, answers, member.id)

    def _asks_why(self, member: Member, message: Message) -> None:
        presses(self.simulation, member.actor, "proposal.why", message)
        self._transcript.note_window(member.id)
        member.actor.closes(everything=True)

    def _reads_introduction(self, member: Member, item: MessageItem) -> None:
        one, other = (self.cast.members.get(x) for x in sorted(self._transcript.readers(item)))
        if member is not one or other is None:
            return
        pairing = self.parts.pairing_of(one, other)
        one.pairing = other.pairing = pairing
        self.counts["pairs"] += 1
        self.meetings.begin(pairing, self._transcript.message(item))
        if self.parts.leaves is not None and self.parts.leaves in (one, other):
            self._plan_exit(self.parts.leaves, pairing, doors.leaves, parts.LEAVES_ON)
        if pairing is self.parts.changes:
            self._plan_exit(pairing.junior, pairing, doors.changes, parts.CHANGES_ON)

    # --- doing ---

    def _joining(self, member: Member) -> Callable[[], None]:
        def join() -> None:
            if member.is_in:
                return
            self._transcript.note_action(member.id, joins(member))
            self.counts["joined"] += 1

        return join

    def _plan_exit(
        self, member: Member, pairing: Pairing, door: Callable[[Simulation, Member], None], on: date
    ) -> None:
        def goes() -> None:
            pairing.junior.pairing = pairing.senior.pairing = None
            door(self.simulation, member)

        self.simulation.plan(morning(on), goes, member.id)

    # --- when ---

    def _look_closely_at(self, day: date) -> None:
        """At half past nine in Rome, and in London."""
        for at in (time(9, 31), time(10, 31)):
            self.simulation.look_at(rome(day, at))

    def _today(self) -> date:
        return day_in_rome(self._clock)
