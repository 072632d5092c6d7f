"""The steps of the tour: how each is seen to be done, and how it is done for the visitor."""

from collections.abc import Callable, Collection
from dataclasses import dataclass

from playground.actor.actor import Actor
from playground.demo import observed
from playground.demo.roles import ROLES
from playground.demo.tour import doing
from playground.demo.tour.context import StepContext


@dataclass(frozen=True)
class Step:
    """One step. `who` is the role that acts first; `waits_for` are those that the tour leaves to
    the visitor meanwhile. `do` goes on from wherever somebody has come
    by hand; it raises CannotDo, Stopped, StoryFailed."""

    name: str
    who: str
    is_done: Callable[[StepContext], bool]
    do: Callable[[StepContext], None]
    waits_for: Collection[str] = ROLES


def _has_joined(context: StepContext, actor: Actor) -> bool:
    return observed.has_joined(context.workspace, actor.id)


def _round_is_there(context: StepContext) -> bool:
    return observed.offered_after(
        context.workspace, context.lead.id, "round.open", context.both_joined_at
    )


def _proposed(context: StepContext) -> bool:
    return observed.offered_after(
        context.workspace, context.mentor.id, "proposal.yes", context.both_joined_at
    )


def _introduced(context: StepContext) -> bool:
    return _introduced_at(context) > 0


def _introduced_at(context: StepContext) -> int:
    first = observed.introduction(context.workspace, context.mentor.id, context.mentee.id)
    return first.number if first is not None else 0


def _dated(context: StepContext) -> bool:
    return observed.has_date(context.workspace, context.mentor.id, context.mentee.id)


def _checked_in(context: StepContext) -> bool:
    return all(observed.has_checked_in(context.workspace, one.id) for one in context.pair)


def _has_figures(context: StepContext) -> bool:
    return observed.has_figures(context.workspace, context.lead.id, _introduced_at(context))


STEPS = (
    Step(
        "join_mentor",
        "mentor",
        lambda context: _has_joined(context, context.mentor),
        lambda context: doing.join(context, context.mentor),
    ),
    Step(
        "join_mentee",
        "mentee",
        lambda context: _has_joined(context, context.mentee),
        lambda context: doing.join(context, context.mentee),
    ),
    Step("round", "lead", _round_is_there, lambda c: c.travel_until(lambda: _round_is_there(c))),
    Step("approve", "lead", _proposed, lambda c: doing.approve(c, lambda: _proposed(c))),
    Step("accept", "mentor", _introduced, lambda c: doing.accept(c, lambda: _introduced(c))),
    Step("plan", "mentee", _dated, lambda c: doing.plan(c, lambda: _dated(c))),
    Step("checkin", "mentor", _checked_in, doing.check_in),
    Step(
        "figures",
        "lead",
        _has_figures,
        lambda context: doing.figures(context, lambda: _has_figures(context)),
        waits_for=("lead",),
    ),
)
