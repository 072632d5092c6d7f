"""What people do when they read a message: seeded habits, and a few parts that are given out."""

import json
import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from playground.actor.finding import press_named, press_on
from playground.state.conversations import Message
from playground.story.calendar import (
    OPENING,
    ROME,
    day_in_rome,
    morning,
    rome,
    working_day,
    working_day_before,
)
from playground.story.characters import parts
from playground.story.characters.actions import fills_window, presses, types
from playground.story.characters.cast import Cast, Member, Pairing, pairing_of
from playground.story.characters.joining import joins
from playground.story.characters.leads import Leads
from playground.story.simulation import Simulation
from playground.story.transcript import MessageItem, version_of

MENTION = re.compile(r"<@(U\w+)")
MEETING = timedelta(minutes=45)
PAIRS_LAST = timedelta(weeks=26)
"""What the introduction tells the two."""
AFTERNOON = time(15, 35)
HOURS = (time(11), time(14), time(15), time(16))
ANSWERS_AT_ONCE, ANSWERS_LATER, OTHER_TIME = 0.85, 0.5, 0.1


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
            if "round.open" in actions:
                self.leads.read_round(readers, message, is_first=not self.parts.given)

    # --- reading ---

    def _reads(self, member: Member, item: MessageItem, actions: set[str]) -> None:
        message = self._transcript.message(item)
        if "proposal.yes" in actions:
            self._reads_proposal(member, item)
        elif "join.undo" in actions:
            member.is_in = True
        elif "date.find" in actions and len(self._transcript.readers(item)) == 2:
            self._reads_introduction(member, item)
        elif "date.find" in actions and member.pairing:
            member.pairing.has_date = False
            self._proposes_soon(member.pairing, days=1)
        elif "date.confirm" in actions and member.pairing:
            self._reads_date(member, member.pairing, message)
        elif "date.move" in actions and member.pairing:
            self._reads_agreed(member, member.pairing, item)
        elif "met.yes" in actions and member.pairing:
            self._reads_question(member, member.pairing, message)

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
        when = rome(working_day(self._today(), days), at) if at else self._when(days)
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
        pairing = pairing_of(one, other, is_told=self.parts.tells(one, other))
        pairing.ends = self._clock.moment() + PAIRS_LAST
        one.pairing = other.pairing = pairing
        self.counts["pairs"] += 1
        if not pairing.senior.lazy or pairing.is_told:
            self._proposes_soon(pairing, days=1)
        if self.parts.leaves is not None and self.parts.leaves in (one, other):
            leaver = self.parts.leaves
            leaves = partial(self._leaves, leaver, pairing)
            self.simulation.plan(morning(parts.LEAVES_ON), leaves, leaver.id)

    def _reads_date(self, member: Member, pairing: Pairing, message: Message) -> None:
        pairing.has_date = True
        if member is pairing.suggested_by:
            return
        if self.parts.wants_another(pairing, member):
            other = rome(*parts.TOLD_ANOTHER)
        elif not pairing.is_told and member.dice.random() < OTHER_TIME and not pairing.has_moved:
            pairing.has_moved = True
            other = self._some_day(pairing)
        else:
            confirms = partial(self._confirms, member, pairing, message)
            self.simulation.plan(self._when(), confirms, member.id)
            return
        suggests = partial(self._suggests, member, pairing, other, "date.other", message)
        self.simulation.plan(self._when(), suggests, member.id)

    def _confirms(self, member: Member, pairing: Pairing, message: Message) -> None:
        """Unless the message has been edited since: the date gave way, or its time is over."""
        if press_on(message.blocks, "date.confirm") is None:
            return
        presses(self.simulation, member.actor, "date.confirm", message)
        self.counts["dates"] += 1
        if pairing.is_told and self.parts.told_date:
            end = self.parts.told_date + MEETING
            self.simulation.look_at(end + timedelta(hours=2, minutes=1))
            eve = working_day_before(self.parts.told_date.astimezone(ROME).date(), 1)
            self._look_closely_at(eve)

    def _reads_agreed(self, member: Member, pairing: Pairing, item: MessageItem) -> None:
        pairing.has_date = True
        if member is self.parts.moves:
            self.parts.moves = None
            message = self._transcript.message(item)
            other = self._some_day(pairing)
            suggests = partial(self._suggests, member, pairing, other, "date.move", message)
            self.simulation.plan(self._when(), suggests, member.id)

    def _reads_question(self, member: Member, pairing: Pairing, message: Message) -> None:
        pairing.has_date = False
        meeting = str(press_named(version_of(message, 0).blocks, "met.yes").element["value"])
        first = meeting not in member.asked
        member.asked.add(meeting)
        likely = ANSWERS_AT_ONCE if first else ANSWERS_LATER
        if pairing.is_told or member.dice.random() < likely:
            soon = self._clock.moment() + timedelta(minutes=12)
            when = soon if pairing.is_told else self._when()
            self.simulation.plan(when, partial(self._answers, member, message), member.id)
        if not pairing.is_dating:
            self._proposes_soon(pairing, days=pairing.senior.dice.randrange(8, 12))

    # --- doing ---

    def _joining(self, member: Member) -> Callable[[], None]:
        def join() -> None:
            if member.is_in:
                return
            self._transcript.note_action(member.id, joins(member))
            self.counts["joined"] += 1

        return join

    def _proposes_soon(self, pairing: Pairing, days: int) -> None:
        pairing.is_dating = True
        when = self._when(days)
        if pairing.is_told and pairing.dates < len(parts.TOLD_DATES):
            when = max(when, morning(working_day_before(parts.TOLD_DATES[pairing.dates][0], 8)))
        proposer = self._proposer(pairing)
        self.simulation.plan(when, partial(self._proposes, pairing, proposer), proposer.id)

    def _proposer(self, pairing: Pairing) -> Member:
        """The senior, or the junior when only the junior acts."""
        junior, senior = pairing.junior, pairing.senior
        only_junior = self.simulation.acts(junior.id) and not self.simulation.acts(senior.id)
        return junior if only_junior else senior

    def _proposes(self, pairing: Pairing, proposer: Member) -> None:
        moment = self._some_day(pairing)
        if pairing.has_date or not pairing.lasts_at(moment):
            pairing.is_dating = False
            return
        if pairing.is_told and pairing.dates < len(parts.TOLD_DATES):
            moment = rome(*parts.TOLD_DATES[pairing.dates])
        self._suggests(proposer, pairing, moment)
        pairing.dates += 1
        pairing.is_dating = False

    def _suggests(
        self,
        member: Member,
        pairing: Pairing,
        moment: datetime,
        button: str | None = None,
        message: Message | None = None,
    ) -> None:
        if button and message:
            presses(self.simulation, member.actor, button, message)
        else:
            types(self.simulation, member.actor, "/revmentor when")
        fills_window(member.actor, "when", {"starts_at": moment})
        here = moment.astimezone(ZoneInfo(member.actor.person.tz))
        self._transcript.note_action(member.id, f"proposes {here:%a %-d %b, %H:%M} in the window")
        pairing.suggested_by = member
        if pairing.is_told:
            self.parts.told_date = moment

    def _answers(self, member: Member, message: Message) -> None:
        presses(self.simulation, member.actor, "met.yes", message)
        dice = member.dice
        given = {
            "useful": dice.choice("3444455"),
            "open": dice.choice("3444555"),
            "applied": dice.choice("01112"),
            "balance": dice.choice(("-1", "0", "0", "1")),
        }
        fills_window(member.actor, "checkin", given)
        self._transcript.note_action(member.id, "answers the four questions in the window")
        self.counts["check-ins"] += 1

    def _leaves(self, leaver: Member, pairing: Pairing) -> None:
        pairing.is_over = True
        pairing.junior.pairing = pairing.senior.pairing = None
        types(self.simulation, leaver.actor, "/revmentor leave")
        self.simulation.look_at(self._clock.moment() + timedelta(minutes=11))

    # --- when ---

    def _look_closely_at(self, day: date) -> None:
        """At half past nine in Rome, and in London."""
        for at in (time(9, 31), time(10, 31)):
            self.simulation.look_at(rome(day, at))

    def _today(self) -> date:
        return day_in_rome(self._clock)

    def _when(self, days: int = 0) -> datetime:
        """The morning on which somebody acts, so many working days on, and not before now."""
        now, day = self._clock.moment(), working_day(self._today(), days)
        this = morning(day)
        return this if this > now else morning(working_day(day, 1))

    def _some_day(self, pairing: Pairing) -> datetime:
        """A date a week or more away, in the working hours of both."""
        dice = pairing.senior.dice
        return rome(working_day(self._today(), dice.randrange(6, 9)), dice.choice(HOURS))
