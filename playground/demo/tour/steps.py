"""The steps of the tour: how each is known to be done, and how it is done for the visitor."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, time

from playground.actor.actor import Actor
from playground.actor.finding import press_on
from playground.demo import observed
from playground.demo.travel import Travel
from playground.state.conversations import Message
from playground.state.errors import CannotDo
from playground.state.workspace import Workspace
from playground.story.calendar import rome, working_day
from playground.story.characters.cast import Member
from playground.story.characters.joining import joins

WEEKS_OF_OTHERS = 10
"""After so many weeks enough people have answered for the first figures."""
MEETS_IN, MEETS_AT = 6, time(14)
"""Working days until the meeting, and when in Rome."""
PATIENCE = 10.0
ANSWERS = {"useful": "5", "open": "5", "applied": "2", "balance": "0"}


@dataclass
class StepContext:
    """What a step works with: three people, and the ways to act as they would."""

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

    def wait(self, happened: Callable[[], bool]) -> None:
        """Until it is there; what the bot sends of itself comes within a moment."""
        try:
            self.workspace.wait_until(happened, PATIENCE)
        except TimeoutError as late:
            raise CannotDo("the bot has not answered") from late


@dataclass(frozen=True)
class Step:
    """One step. `who` is the role that acts first."""

    name: str
    who: str
    is_done: Callable[[StepContext], bool]
    do: Callable[[StepContext], None]


def _joined(actor: Actor) -> bool:
    return observed.has_joined(actor.workspace, actor.id)


def _join(context: StepContext, actor: Actor) -> None:
    if actor.sees.view is not None:
        actor.closes(everything=True)
    member = context.members.get(actor.id)
    if member is None:
        raise CannotDo(f"{actor.person.real_name} leads the programme")
    joins(member, context.pause)
    context.wait(lambda: _joined(actor))


def _round_is_there(context: StepContext) -> bool:
    return observed.last_offering(context.workspace, context.lead.id, "round.open") is not None


def _wait_for_round(context: StepContext) -> None:
    context.travel.until(lambda: _round_is_there(context), context.ids)


def _proposed(context: StepContext) -> bool:
    return all(
        observed.last_offering(context.workspace, one.id, "proposal.yes") for one in context.pair
    )


def _approve(context: StepContext) -> None:
    lead = context.lead
    lead.presses("round.open", _message(context, lead, "round.open"))
    context.pause()
    window = lead.sees.view
    if window is not None and press_on(window.blocks, "round.approve") is not None:
        lead.presses("round.approve", "view")
        context.pause()
    _close(lead)
    context.travel.until(lambda: _proposed(context), context.ids)


def _introduced(context: StepContext) -> bool:
    return (
        observed.introduction(context.workspace, context.mentor.id, context.mentee.id) is not None
    )


def _accept(context: StepContext) -> None:
    for one in context.pair:
        offer = observed.last_open(context.workspace, one.id, "proposal.yes")
        if offer is not None:
            one.presses("proposal.yes", offer)
            context.pause()
    context.wait(lambda: _introduced(context))
    for one in context.pair:
        context.opens(one, _introduction(context).conversation)


def _dated(context: StepContext) -> bool:
    return observed.has_date(context.workspace, context.mentor.id, context.mentee.id)


def _plan(context: StepContext) -> None:
    mentor, mentee = context.pair
    if observed.last_open(context.workspace, mentor.id, "date.confirm") is None:
        mentee.presses("date.find", _introduction(context))
        mentee.fills({"starts_at": rome(working_day(context.today(), MEETS_IN), MEETS_AT)})
        context.pause()
        mentee.submits()
        _close(mentee)
    context.wait(
        lambda: observed.last_open(context.workspace, mentor.id, "date.confirm") is not None
    )
    offer = _message(context, mentor, "date.confirm")
    context.opens(mentor, offer.conversation)
    context.pause()
    mentor.presses("date.confirm", offer)
    context.wait(lambda: _dated(context))
    context.pause()
    context.opens(mentor, _introduction(context).conversation)


def _checked_in(context: StepContext) -> bool:
    return all(observed.has_checked_in(context.workspace, one.id) for one in context.pair)


def _check_in(context: StepContext) -> None:
    context.travel.until(
        lambda: all(
            observed.last_open(context.workspace, one.id, "met.yes") for one in context.pair
        ),
        context.ids,
    )
    for one in context.pair:
        if not observed.has_checked_in(context.workspace, one.id):
            question = _message(context, one, "met.yes")
            context.opens(one, question.conversation)
            context.pause()
            one.presses("met.yes", question)
            one.fills(ANSWERS)
            context.pause()
            one.submits()
            _close(one)


def _figures(context: StepContext) -> bool:
    return observed.has_figures(context.workspace, context.lead.id)


def _ask_for_figures(context: StepContext) -> None:
    context.travel.weeks(WEEKS_OF_OTHERS, context.ids)
    today = context.today()
    verb = "statistiche" if context.lead.person.locale.startswith("it") else "stats"
    context.lead.types(f"/revmentor {verb} {today.year}-Q{(today.month + 2) // 3}")
    context.wait(lambda: _figures(context))


def _message(context: StepContext, actor: Actor, action: str) -> Message:
    message = observed.last_open(context.workspace, actor.id, action)
    if message is None:
        raise CannotDo(f"{actor.person.real_name} has nothing to answer")
    return message


def _introduction(context: StepContext) -> Message:
    message = observed.introduction(context.workspace, context.mentor.id, context.mentee.id)
    if message is None:
        raise CannotDo("the two have no pair")
    return message


def _close(actor: Actor) -> None:
    if actor.sees.view is not None:
        actor.closes(everything=True)


STEPS = (
    Step("join_mentor", "mentor", lambda s: _joined(s.mentor), lambda s: _join(s, s.mentor)),
    Step("join_mentee", "mentee", lambda s: _joined(s.mentee), lambda s: _join(s, s.mentee)),
    Step("round", "lead", _round_is_there, _wait_for_round),
    Step("approve", "lead", _proposed, _approve),
    Step("accept", "mentor", _introduced, _accept),
    Step("plan", "mentee", _dated, _plan),
    Step("checkin", "mentor", _checked_in, _check_in),
    Step("figures", "lead", _figures, _ask_for_figures),
)
