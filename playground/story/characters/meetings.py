"""How the two of a pair come to meet: by what stands before them, in messages and in windows."""

from collections.abc import Callable
from datetime import datetime, time, timedelta
from functools import partial

from playground.actor.finding import Press, press_named, press_on
from playground.state.conversations import Message
from playground.story.calendar import ROME, next_morning, rome, working_day_before
from playground.story.characters.actions import (
    fills_window,
    offered,
    offered_in_window,
    presses,
    presses_in_window,
)
from playground.story.characters.cast import Member, Pairing
from playground.story.characters.parts import TOLD_KEEPS, TOLD_NOTES, Parts
from playground.story.characters.times import chooses_times, time_on, welcome
from playground.story.simulation import Simulation
from playground.story.transcript import MessageItem, version_of

MEETING, SOON, STAYS_OPEN = timedelta(minutes=45), timedelta(minutes=12), timedelta(days=6)
"""How long a meeting takes, when a keen pair answers, and until when a question is open at
least."""
AT_HALF_PAST_NINE = (time(9, 31), time(10, 31))
"""In Rome, and in London."""
ANSWERS_AT_ONCE, ANSWERS_LATER, OTHER_TIME, NEXT_DATE, KEEPS = 0.85, 0.5, 0.1, 0.8, 0.1
WAKES_AFTER = 12
"""Working days that a pair rests before one of the two goes on."""


class Meetings:
    """What each of the two does about their meetings; nobody types for it."""

    def __init__(
        self, simulation: Simulation, parts: Callable[[], Parts], counts: dict[str, int]
    ) -> None:
        self._simulation = simulation
        self._transcript, self._clock = simulation.transcript, simulation.clock
        self._parts = parts
        self._counts = counts

    def begin(self, pairing: Pairing, message: Message) -> None:
        """The two are introduced: who proposes taps a time, soon or never."""
        if pairing.is_keen or not (pairing.stalls or pairing.senior.lazy):
            self._finds_soon(self._proposer(pairing), message)

    def reads(self, member: Member, pairing: Pairing, item: MessageItem, offer: set[str]) -> None:
        """One of the two reads a message in which this can be pressed."""
        message = self._transcript.message(item)
        if "met.yes" in offer:
            self._reads_question(member, pairing, message)
        elif "pair.wake" in offer:
            self._reads_of_rest(member, pairing, message)
        elif offered(version_of(message, 0).blocks, "date.confirm"):
            self._reads_suggestion(member, pairing, message)
        elif "date.keep_yes" in offer:
            self._reads_of_keeping(member, message)
        elif "date.move" in offer:
            self._reads_reminder(member, pairing, message)
        elif "date.find" in offer and not pairing.stalls and member is self._proposer(pairing):
            self._finds_soon(member, message)

    # --- reading ---

    def _finds_soon(self, member: Member, message: Message) -> None:
        self._plan(1, partial(self._finds, member, message), member)

    def _proposer(self, pairing: Pairing) -> Member:
        """The senior, or the junior when only the junior acts."""
        junior, senior = pairing.junior, pairing.senior
        only_junior = self._simulation.acts(junior.id) and not self._simulation.acts(senior.id)
        return junior if only_junior else senior

    def _reads_suggestion(self, member: Member, pairing: Pairing, message: Message) -> None:
        pairing.suggestion = message
        if _is_own(member, message):
            return
        if self._parts().wants_another(pairing, member):
            other = partial(self._suggests_others, member, "date.other", message, most=2)
        elif self._wants_another(member, pairing):
            other = partial(self._suggests_others, member, "date.other", message)
        else:
            other = partial(self._confirms, member, pairing, message)
        self._plan(0, other, member)

    def _wants_another(self, member: Member, pairing: Pairing) -> bool:
        if pairing.is_keen or pairing.has_moved or member.dice.random() >= OTHER_TIME:
            return False
        pairing.has_moved = True
        return True

    def _reads_of_keeping(self, member: Member, message: Message) -> None:
        if not _is_own(member, message):
            keeps = partial(self._presses, member, "date.keep_yes", message)
            self._plan(0, keeps, member)

    def _reads_reminder(self, member: Member, pairing: Pairing, message: Message) -> None:
        """Of a meeting that is near: one moves it, the told pair prepares for it."""
        if self._parts().moves is member:
            self._parts().moves = None
            moves = partial(self._suggests_others, member, "date.move", message)
            self._plan(0, moves, member)
        elif pairing.is_told and not pairing.asked:
            self._plan(0, partial(self._prepares, member, message), member)

    def _reads_of_rest(self, member: Member, pairing: Pairing, message: Message) -> None:
        if member is self._proposer(pairing):
            self._plan(WAKES_AFTER, partial(self._wakes, member, pairing, message), member)

    def _reads_question(self, member: Member, pairing: Pairing, message: Message) -> None:
        asked = str(press_named(version_of(message, 0).blocks, "met.yes").element["value"])
        first = asked not in member.asked
        member.asked.add(asked)
        since = pairing.asked.setdefault(asked, self._clock.moment())
        likely = ANSWERS_AT_ONCE if first else ANSWERS_LATER
        if not pairing.is_keen and member.dice.random() >= likely:
            return
        when = self._clock.moment() + SOON if pairing.is_keen else next_morning(self._clock)
        if when < since + STAYS_OPEN:
            answers = partial(self._answers, member, pairing, message)
            self._simulation.plan(when, answers, member.id)

    # --- doing ---

    def _finds(self, member: Member, message: Message) -> None:
        """One tap on a time that suits both; without one, in the window. Not once the message has
        nothing more to find, since the two have found a time."""
        slots = welcome(offered(message.blocks, "date.slot"), self._clock.moment())
        if slots:
            presses(self._simulation, member.actor, _action(slots[0]), message)
        elif press_on(message.blocks, "date.find"):
            self._suggests_others(member, "date.find", message)

    def _suggests_others(
        self, member: Member, button: str, message: Message, most: int = 1
    ) -> None:
        """In the window behind this button, unless it is gone."""
        if press_on(message.blocks, button) is not None:
            presses(self._simulation, member.actor, button, message)
            chooses_times(self._simulation, member.actor, most)

    def _confirms(self, member: Member, pairing: Pairing, message: Message) -> None:
        """Unless the message has been edited since: the date gave way, or its time is over."""
        times = offered(message.blocks, "date.confirm")
        if times:
            presses(self._simulation, member.actor, _action(times[0]), message)
            self._is_agreed(pairing, times[0])

    def _is_agreed(self, pairing: Pairing, taken: Press) -> None:
        self._counts["dates"] += 1
        if pairing.is_told:
            self._look_around(time_on(taken))
        if pairing.suggestion is not None and self._likes_this_time(pairing):
            pairing.has_kept, senior = True, pairing.senior
            keeps = partial(self._presses, senior, "date.keep", pairing.suggestion)
            self._plan(1, keeps, senior)

    def _likes_this_time(self, pairing: Pairing) -> bool:
        """Enough to keep it, once they know each other."""
        if pairing.is_told:
            return pairing.next_meeting == TOLD_KEEPS
        knows, dice = pairing.next_meeting > 1, pairing.senior.dice
        may = knows and not (pairing.is_keen or pairing.has_kept)
        return may and dice.random() < KEEPS

    def _wakes(self, member: Member, pairing: Pairing, message: Message) -> None:
        pairing.stalls = False
        self._presses(member, "pair.wake", message)
        self._finds_soon(member, message)

    def _prepares(self, member: Member, message: Message) -> None:
        """The mentor looks at the topic card, the mentee notes something for the meeting."""
        for button in ("learning.card", "learning.worksheet"):
            if press_on(message.blocks, button) is None:
                continue
            presses(self._simulation, member.actor, button, message)
            self._transcript.note_window(member.id)
            if button == "learning.worksheet":
                notes = TOLD_NOTES["it" if member.reads_italian else "en"]
                fills_window(member.actor, button, notes)
                self._transcript.note_action(member.id, "notes three lines, and saves them")
            else:
                member.actor.closes(everything=True)

    def _answers(self, member: Member, pairing: Pairing, message: Message) -> None:
        """The four questions; then what the same window goes on with."""
        presses(self._simulation, member.actor, "met.yes", message)
        dice = member.dice
        given = {
            "useful": dice.choice("3444455"),
            "open": dice.choice("3444555"),
            "applied": dice.choice("01112"),
            "balance": dice.choice(("-1", "0", "0", "1")),
        }
        fills_window(member.actor, "checkin", given, stays=True)
        self._transcript.note_action(member.id, "answers the four questions in the window")
        self._counts["check-ins"] += 1
        if pairing.is_told:
            self._transcript.note_window(member.id)
        fit = "good" if pairing.is_keen else dice.choice(("good", "good", "good", "time"))
        presses_in_window(self._simulation, member.actor, f"checkin.fit.{fit}")
        self._agrees_on_next(member, pairing)
        if member.actor.sees.view is not None:
            member.actor.closes(everything=True)

    def _agrees_on_next(self, member: Member, pairing: Pairing) -> None:
        """In the window: what the partner suggests is taken, else one suggests a time."""
        actor, parts = member.actor, self._parts()
        asked = offered_in_window(actor, "date.confirm")
        if asked and not parts.wants_another(pairing, member):
            presses_in_window(self._simulation, actor, _action(asked[0]))
            self._is_agreed(pairing, asked[0])
        slots, own = offered_in_window(actor, "checkin.next"), parts.own_time(pairing)
        if not slots or not self._takes_the_lead(member, pairing):
            return
        liked = welcome(slots, self._clock.moment())
        if liked and own is None:
            presses_in_window(self._simulation, actor, _action(liked[0]))
        elif presses_in_window(self._simulation, actor, "date.find"):
            chooses_times(self._simulation, actor, own=own)

    def _takes_the_lead(self, member: Member, pairing: Pairing) -> bool:
        if pairing.next_meeting > pairing.planned:
            return False
        if pairing.is_keen:
            return member is pairing.senior
        return member.dice.random() < NEXT_DATE

    def _presses(self, member: Member, button: str, message: Message) -> None:
        """Unless it is gone."""
        if press_on(message.blocks, button) is not None:
            presses(self._simulation, member.actor, button, message)

    # --- when ---

    def _plan(self, days: int, action: Callable[[], None], member: Member) -> None:
        self._simulation.plan(next_morning(self._clock, days), action, member.id)

    def _look_around(self, starts_at: datetime) -> None:
        """When the two read of it again: on the working day before, and when they are asked."""
        self._simulation.look_at(starts_at + MEETING + timedelta(hours=2, minutes=1))
        eve = working_day_before(starts_at.astimezone(ROME).date(), 1)
        for at in AT_HALF_PAST_NINE:
            self._simulation.look_at(rome(eve, at))


def _is_own(member: Member, message: Message) -> bool:
    """Both read it in their room; it begins with the name of who suggests."""
    return version_of(message, 0).text.startswith(member.actor.person.display_name)


def _action(press: Press) -> str:
    return str(press.element["action_id"])
