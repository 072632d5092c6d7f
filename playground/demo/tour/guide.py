"""Where the visitor stands on the tour."""

from collections.abc import Callable

from playground.demo import observed
from playground.demo.roles import Roles
from playground.demo.tour.steps import STEPS, Step, StepContext


class Guide:
    """Goes from step to step as each is seen to be done, by whomever.

    While it leads, the three people of the tour are left to the visitor.
    """

    def __init__(self, roles: Roles, context: Callable[[], StepContext]) -> None:
        self._roles = roles
        self._context = context
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
        return STEPS[self.at] if self.at < len(STEPS) else None

    def start(self) -> None:
        """From the first step that is not done."""
        self.is_on, self.at, self.has_recast = True, 0, False
        self.look()

    def leave(self) -> None:
        """The visitor goes on alone."""
        self.is_on = False

    def skip(self) -> None:
        """On to the next step, done or not."""
        self.at = min(self.at + 1, len(STEPS))
        self.look()

    def look(self) -> None:
        """Go on past what has been done."""
        if not self.is_on:
            return
        context = self._context()
        while (step := self.step) is not None and step.is_done(context):
            self.at += 1
            if step.name == "approve":
                self._give_role_to_partner(context)
                context = self._context()

    def show(self) -> None:
        """Do the step that is to be done. Raises CannotDo, or StoryFailed."""
        if (step := self.step) is not None:
            step.do(self._context())
            self.look()

    def _give_role_to_partner(self, context: StepContext) -> None:
        """Somebody else may have been proposed, where a form was filled by hand: show them."""
        partner = observed.partner_in_proposal(context.workspace, context.mentor.id)
        if partner is not None and partner != context.mentee.id:
            self._roles.assign("mentee", partner)
            self.has_recast = True
