"""Where the visitor stands on the tour."""

import contextlib
import threading
from collections.abc import Callable, Collection, Mapping

from playground.demo import observed
from playground.demo.roles import Roles
from playground.demo.tour.context import StepContext, Stopped
from playground.demo.tour.steps import STEPS, Step

People = Mapping[str, str]
"""Who has each role: ids."""


class Guide:
    """Stands at the first step that is neither done, by whomever, nor skipped.

    Any number of pages may ask at once. While it leads, whoever acts in a step is left to the
    visitor. They are whoever has the roles, until two have been proposed to each other: from then
    on the tour is about these, whomever the visitor looks at meanwhile.
    """

    def __init__(
        self, roles: Roles, leads: Collection[str], context: Callable[[People], StepContext]
    ) -> None:
        self._roles = roles
        self._leads = leads
        self._context = context
        self._lock = threading.RLock()
        self._skipped: set[str] = set()
        self._pair_is_known = False
        self.people: People = dict(roles.holders)
        self.is_on = False
        self.at = 0
        self.has_recast = False

    @property
    def leads(self) -> bool:
        """Whether the tour is on and not at its end."""
        return self.is_on and self.at < len(STEPS)

    @property
    def step(self) -> Step | None:
        """The step that is to be done, none at the end."""
        at = self.at
        return STEPS[at] if at < len(STEPS) else None

    def waits_for(self, person: str) -> bool:
        """Whether the tour leaves this person to the visitor in this step."""
        step = self.step if self.is_on else None
        return step is not None and person in (self.people[role] for role in step.waits_for)

    def start(self) -> None:
        """From the first step that is not done."""
        with self._lock:
            self.is_on, self.at, self.has_recast = True, 0, False
            self._skipped, self._pair_is_known = set(), False
            self.look()

    def resume(self) -> bool:
        """Go on where the visitor left it; False when there is no such place."""
        with self._lock:
            self.is_on = self.is_on or 0 < self.at < len(STEPS)
            self.look()
            return self.is_on

    def leave(self) -> None:
        """The visitor goes on alone."""
        with self._lock:
            self.is_on = False

    def skip(self, name: str) -> None:
        """On to the next step, if this is the one to be done."""
        with self._lock:
            if self.step is not None and self.step.name == name:
                self._skipped.add(name)
                self.look()

    def look(self) -> None:
        """Find the step that is to be done now. The end stays the end."""
        with self._lock:
            if not self.leads:
                return
            if not self._pair_is_known:
                self.people = self._holders()
            context = self._context(self.people)
            left = (number for number, one in enumerate(STEPS) if self._is_left(one, context))
            self.at = next(left, len(STEPS))
            if self.step is not None and self.step.name == "accept":
                self._follow_proposal(context)

    def show(self, name: str) -> None:
        """Do this step, if it is the one to be done; its people come back to their pages first.
        Raises CannotDo, or StoryFailed."""
        with self._lock:
            step = self.step
            if step is None or step.name != name:
                return
            for role, person in self.people.items():
                if self._roles.holders[role] != person:
                    self._roles.assign(role, person)
            context = self._context(self.people)
        context.travel.rest()  # what follows from things done by hand is on its way
        if not step.is_done(context):
            with contextlib.suppress(Stopped):
                step.do(context)
        self.look()

    def _holders(self) -> People:
        """Only somebody who leads the programme can be its lead on the tour."""
        holders = dict(self._roles.holders)
        if holders["lead"] not in self._leads:
            holders["lead"] = self.people["lead"]
        return holders

    def _is_left(self, step: Step, context: StepContext) -> bool:
        return step.name not in self._skipped and not step.is_done(context)

    def _follow_proposal(self, context: StepContext) -> None:
        """Somebody else may have been proposed, where a form was filled by hand: show them."""
        partner = observed.partner_in_proposal(context.workspace, context.mentor.id)
        if partner is None:
            return
        self._pair_is_known = True
        if partner != self.people["mentee"]:
            self.people = {**self.people, "mentee": partner}
            self._roles.assign("mentee", partner)
            self.has_recast = True
