"""What people do when they read a message: seeded habits, and a few parts that are given out."""

import json
import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from playground.actor.finding import press_named
from playground.state.conversations import Message
from playground.state.errors import CannotDo
from playground.story.calendar import OPENING, ROME, day_in_rome, morning, rome, working_day
from playground.story.characters import parts
from playground.story.characters.actions import presses, types
from playground.story.characters.cast import Cast, Member, Pairing, pairing_of
from playground.story.characters.joining import joins
from playground.story.characters.leads import Leads
from playground.story.simulation import Simulation
from playground.story.transcript import Told, version_of

MENTION = re.compile(r"<@(U\w+)")
MEETING = timedelta(minutes=45)
PAIRS_LAST = timedelta(weeks=26)
"""What the introduction tells the two."""
AFTERNOON = time(15, 35)
HOURS = (time(11), time(14), time(15), time(16))
ANSWERS_AT_ONCE, ANSWERS_LATER, OTHER_TIME = 0.85, 0.5, 0.1


class Company:
    """Everybody of the cast, acting on one stage."""

    def __init__(
        self,
        stage: Simulation,
        cast: Cast,
        give: Callable[[Mapping[str, Member], Mapping[str, Told]], parts.Parts] = parts.give,
    ) -> None:
        self.stage = stage
        self.cast = cast
        self.leads = Leads(stage, cast.leads)
        self.parts = parts.Parts()
        self._give = give
        self.proposals: dict[str, Told] = {}
        self.counts = dict.fromkeys(("joined", "proposals", "pairs", "dates", "check-ins"), 0)

    def plan_joining(self) -> None:
        """Whoever joins does so within the first weeks."""
        for member in self.cast.members.values():
            if member.joins_after is not None:
                day = working_day(OPENING, member.joins_after)
                self.stage.plan(morning(day), self._joining(member), member.id)

    def reads(self, told: Told) -> None:
        """Everybody who can read this message reads it, and may plan to do something."""
        readers = self.stage.transcript.readers(told)
        message = self.stage.transcript.message(told)
        if message.author not in readers and message.ephemeral_to is None:
            actions = self.stage.transcript.actions(told)
            for one in sorted(readers & self.cast.members.keys()):
                self._reads(self.cast.members[one], told, actions)
            if "round.open" in actions:
                self.leads.read_round(readers, message, is_first=not self.parts.given)

    # --- reading ---

    def _reads(self, member: Member, told: Told, actions: set[str]) -> None:
        message = self.stage.transcript.message(told)
        if "proposal.yes" in actions:
            self._reads_proposal(member, told)
        elif "join.undo" in actions:
            member.is_in = True
        elif "date.find" in actions and len(self.stage.transcript.readers(told)) == 2:
            self._reads_introduction(member, told)
        elif "date.find" in actions and member.pairing:
            member.pairing.has_date = False
            self._proposes_soon(member.pairing, days=1)
        elif "date.confirm" in actions and member.pairing:
            self._reads_date(member, member.pairing, message)
        elif "date.move" in actions and member.pairing:
            self._reads_agreed(member, member.pairing, told)
        elif "met.yes" in actions and member.pairing:
            self._reads_question(member, member.pairing, message)

    def _reads_proposal(self, member: Member, told: Told) -> None:
        is_reminder = member.id in self.proposals and member.partner == self._other(member, told)
        self.proposals[member.id], member.partner = told, self._other(member, told)
        self.counts["proposals"] += not is_reminder
        if self.parts.given:
            if not is_reminder:
                self._answers_proposal(member, member.dice.choice((0, 1, 1, 2)))
        elif len(self.proposals) == 1:
            tomorrow = working_day(self._today(), 1)
            self.stage.plan(rome(tomorrow, time(9, 35)), self._give_parts)

    def _other(self, member: Member, told: Told) -> str:
        blocks = json.dumps(self.stage.transcript.message(told).blocks)
        return next((str(one) for one in MENTION.findall(blocks) if one != member.id), "")

    def _give_parts(self) -> None:
        self.parts = self._give(self.cast.members, self.proposals)
        told = self.parts.told
        if told is not None:
            self.stage.look_at(rome(*parts.TOLD_OF_THE_END))
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
        message = self.stage.transcript.message(self.proposals[member.id])
        says = "proposal.no" if member is self.parts.declines else "proposal.yes"
        if member is self.parts.declines:
            self.parts.has_declined()
        when = rome(working_day(self._today(), days), at) if at else self._when(days)
        if self.parts.told and member is self.parts.told.senior:
            self.stage.plan(when, lambda: self._asks_why(member, message), member.id)
        answers = partial(presses, self.stage, member.actor, says, message)
        self.stage.plan(when, answers, member.id)

    def _asks_why(self, member: Member, message: Message) -> None:
        presses(self.stage, member.actor, "proposal.why", message)
        self.stage.transcript.sees_window(member.id)
        member.actor.closes(everything=True)

    def _reads_introduction(self, member: Member, told: Told) -> None:
        one, other = (self.cast.members.get(x) for x in sorted(self.stage.transcript.readers(told)))
        if member is not one or other is None:
            return
        pairing = pairing_of(one, other, is_told=self.parts.tells(one, other))
        pairing.ends = self.stage.clock.moment() + PAIRS_LAST
        one.pairing = other.pairing = pairing
        self.counts["pairs"] += 1
        if not pairing.senior.lazy or pairing.is_told:
            self._proposes_soon(pairing, days=1)
        if self.parts.leaves is not None and self.parts.leaves in (one, other):
            leaver = self.parts.leaves
            leaves = partial(self._leaves, leaver, pairing)
            self.stage.plan(morning(parts.LEAVES_ON), leaves, leaver.id)

    def _reads_date(self, member: Member, pairing: Pairing, message: Message) -> None:
        pairing.has_date = True
        if self.parts.wants_another(pairing, member):
            other = rome(*parts.TOLD_ANOTHER)
        elif not pairing.is_told and member.dice.random() < OTHER_TIME and not pairing.has_moved:
            pairing.has_moved = True
            other = self._some_day(pairing)
        else:
            confirms = partial(presses, self.stage, member.actor, "date.confirm", message)
            self.stage.plan(self._when(), confirms, member.id)
            return
        suggests = partial(self._suggests, member, pairing, other, "date.other", message)
        self.stage.plan(self._when(), suggests, member.id)

    def _reads_agreed(self, member: Member, pairing: Pairing, told: Told) -> None:
        in_group = len(self.stage.transcript.readers(told)) == 2
        pairing.has_date = True
        self.counts["dates"] += in_group and member is pairing.junior
        if in_group and pairing.is_told and self.parts.told_date:
            end = self.parts.told_date + MEETING
            self.stage.look_at(end + timedelta(hours=2, minutes=1))
            eve = _working_day_before(self.parts.told_date.astimezone(ROME).date(), 1)
            self._look_closely_at(eve)
        if not in_group and member is self.parts.moves:
            self.parts.moves = None
            message = self.stage.transcript.message(told)
            other = self._some_day(pairing)
            suggests = partial(self._suggests, member, pairing, other, "date.move", message)
            self.stage.plan(self._when(), suggests, member.id)

    def _reads_question(self, member: Member, pairing: Pairing, message: Message) -> None:
        pairing.has_date = False
        meeting = str(press_named(version_of(message, 0).blocks, "met.yes").element["value"])
        first = meeting not in member.asked
        member.asked.add(meeting)
        likely = ANSWERS_AT_ONCE if first else ANSWERS_LATER
        if pairing.is_told or member.dice.random() < likely:
            soon = self.stage.clock.moment() + timedelta(minutes=12)
            when = soon if pairing.is_told else self._when()
            self.stage.plan(when, partial(self._answers, member, message), member.id)
        if not pairing.is_dating:
            self._proposes_soon(pairing, days=pairing.senior.dice.randrange(8, 12))

    # --- doing ---

    def _joining(self, member: Member) -> Callable[[], None]:
        def join() -> None:
            if member.is_in:
                return
            self.stage.transcript.did(member.id, joins(member))
            self.counts["joined"] += 1

        return join

    def _proposes_soon(self, pairing: Pairing, days: int) -> None:
        pairing.is_dating = True
        when = self._when(days)
        if pairing.is_told and pairing.dates < len(parts.TOLD_DATES):
            when = max(when, morning(_working_day_before(parts.TOLD_DATES[pairing.dates][0], 8)))
        proposer = self._proposer(pairing)
        self.stage.plan(when, partial(self._proposes, pairing, proposer), proposer.id)

    def _proposer(self, pairing: Pairing) -> Member:
        """The senior, or the junior when only the junior acts."""
        junior, senior = pairing.junior, pairing.senior
        only_junior = self.stage.acts(junior.id) and not self.stage.acts(senior.id)
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
            presses(self.stage, member.actor, button, message)
        else:
            types(self.stage, member.actor, "/revmentor when")
        self._fills(member, "when", {"starts_at": moment})
        here = moment.astimezone(ZoneInfo(member.actor.person.tz))
        self.stage.transcript.did(member.id, f"proposes {here:%a %-d %b, %H:%M} in the window")
        if pairing.is_told:
            self.parts.told_date = moment

    def _answers(self, member: Member, message: Message) -> None:
        presses(self.stage, member.actor, "met.yes", message)
        dice = member.dice
        given = {
            "useful": dice.choice("3444455"),
            "open": dice.choice("3444555"),
            "applied": dice.choice("01112"),
            "balance": dice.choice(("-1", "0", "0", "1")),
        }
        self._fills(member, "checkin", given)
        self.stage.transcript.did(member.id, "answers the four questions in the window")
        self.counts["check-ins"] += 1

    def _leaves(self, leaver: Member, pairing: Pairing) -> None:
        pairing.is_over = True
        pairing.junior.pairing = pairing.senior.pairing = None
        types(self.stage, leaver.actor, "/revmentor leave")
        self.stage.look_at(self.stage.clock.moment() + timedelta(minutes=11))

    def _fills(self, member: Member, window: str, values: Mapping[str, object]) -> None:
        actor = member.actor
        screen = actor.sees.view
        if screen is None or screen.callback_id != window:
            said = screen.shown if screen else "no window"
            if screen:
                actor.closes(everything=True)
            raise CannotDo(f"{member.name} expected the window {window}: {said}")
        actor.fills(values)
        actor.submits()
        if actor.sees.view is not None:
            actor.closes(everything=True)

    # --- when ---

    def _look_closely_at(self, day: date) -> None:
        """At half past nine in Rome, and in London."""
        for at in (time(9, 31), time(10, 31)):
            self.stage.look_at(rome(day, at))

    def _today(self) -> date:
        return day_in_rome(self.stage.clock)

    def _when(self, days: int = 0) -> datetime:
        """The morning on which somebody acts, so many working days on, and not before now."""
        now, day = self.stage.clock.moment(), working_day(self._today(), days)
        this = morning(day)
        return this if this > now else morning(working_day(day, 1))

    def _some_day(self, pairing: Pairing) -> datetime:
        """A date a week or more away, in the working hours of both."""
        dice = pairing.senior.dice
        return rome(working_day(self._today(), dice.randrange(6, 9)), dice.choice(HOURS))


def _working_day_before(day: date, days: int) -> date:
    """The last working day that is at least so many days before."""
    day -= timedelta(days=days)
    while working_day(day, 0) != day:
        day -= timedelta(days=1)
    return day
