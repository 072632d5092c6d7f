"""What a step of the tour works with."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from playground.actor.actor import Actor
from playground.demo import observed
from playground.demo.travel import WEEKS, Travel
from playground.state.errors import CannotDo
from playground.state.workspace import Workspace
from playground.story.characters.cast import Member

PATIENCE = 10.0
"""Seconds that an answer may take which the bot owes at once."""


class Stopped(Exception):
    """The visitor stopped what was being shown."""


@dataclass
class StepContext:
    """Three people, and the ways to act as they would."""

    workspace: Workspace
    members: dict[str, Member]
    mentor: Actor
    mentee: Actor
    lead: Actor
    travel: Travel
    pause: Callable[[], None]
    opens: Callable[[Actor, str], None]
    today: Callable[[], date]

    @property
    def pair(self) -> tuple[Actor, Actor]:
        return self.mentor, self.mentee

    @property
    def ids(self) -> list[str]:
        return [self.mentor.id, self.mentee.id, self.lead.id]

    @property
    def both_joined_at(self) -> int:
        """The number of the message after which both take part: what came before it is no news of
        theirs. 0 when nobody has joined."""
        return max(observed.joined_at(self.workspace, one.id) for one in self.pair)

    def wait(self, *happened: Callable[[], bool]) -> None:
        """Until one of these is there; what the bot sends of itself comes within a moment."""
        try:
            self.workspace.wait_until(lambda: any(one() for one in happened), PATIENCE)
        except TimeoutError as late:
            raise CannotDo("the bot has not answered") from late

    def travel_until(self, *happened: Callable[[], bool], weeks: int = WEEKS) -> None:
        """Hours pass until one of these is there. Raises CannotDo after so many weeks, and
        Stopped."""
        arrival = self.travel.until(lambda: any(one() for one in happened), self.ids, weeks)
        if any(one() for one in happened):
            return
        if arrival.was_stopped:
            raise Stopped
        raise CannotDo("it does not happen, however long one waits")

    def let_weeks_pass(self, number: int) -> None:
        """Raises Stopped."""
        if self.travel.weeks(number, self.ids).was_stopped:
            raise Stopped


def close_windows(actors: Sequence[Actor]) -> None:
    """What is half filled in is left: each step opens what it needs."""
    for one in actors:
        if one.sees.view is not None:
            one.closes(everything=True)
