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


def _join(scene: StepContext, actor: Actor) -> None:
    if actor.sees.view is not None:
        actor.closes(everything=True)
    member = scene.members.get(actor.id)
    if member is None:
        raise CannotDo(f"{actor.person.real_name} leads the programme")
    joins(member, scene.pause)
    scene.wait(lambda: _joined(actor))


def _round_is_there(scene: StepContext) -> bool:
    return observed.last_offering(scene.workspace, scene.lead.id, "round.open") is not None


def _wait_for_round(scene: StepContext) -> None:
    scene.travel.until(lambda: _round_is_there(scene), scene.ids)


def _proposed(scene: StepContext) -> bool:
    return all(
        observed.last_offering(scene.workspace, one.id, "proposal.yes") for one in scene.pair
    )


def _approve(scene: StepContext) -> None:
    lead = scene.lead
    lead.presses("round.open", _message(scene, lead, "round.open"))
    scene.pause()
    window = lead.sees.view
    if window is not None and press_on(window.blocks, "round.approve") is not None:
        lead.presses("round.approve", "view")
        scene.pause()
    _close(lead)
    scene.travel.until(lambda: _proposed(scene), scene.ids)


def _introduced(scene: StepContext) -> bool:
    return observed.introduction(scene.workspace, scene.mentor.id, scene.mentee.id) is not None


def _accept(scene: StepContext) -> None:
    for one in scene.pair:
        offer = observed.last_open(scene.workspace, one.id, "proposal.yes")
        if offer is not None:
            one.presses("proposal.yes", offer)
            scene.pause()
    scene.wait(lambda: _introduced(scene))
    for one in scene.pair:
        scene.opens(one, _introduction(scene).conversation)


def _dated(scene: StepContext) -> bool:
    return observed.has_date(scene.workspace, scene.mentor.id, scene.mentee.id)


def _plan(scene: StepContext) -> None:
    mentor, mentee = scene.pair
    if observed.last_open(scene.workspace, mentor.id, "date.confirm") is None:
        mentee.presses("date.find", _introduction(scene))
        mentee.fills({"starts_at": rome(working_day(scene.today(), MEETS_IN), MEETS_AT)})
        scene.pause()
        mentee.submits()
        _close(mentee)
    scene.wait(lambda: observed.last_open(scene.workspace, mentor.id, "date.confirm") is not None)
    offer = _message(scene, mentor, "date.confirm")
    scene.opens(mentor, offer.conversation)
    scene.pause()
    mentor.presses("date.confirm", offer)
    scene.wait(lambda: _dated(scene))
    scene.pause()
    scene.opens(mentor, _introduction(scene).conversation)


def _checked_in(scene: StepContext) -> bool:
    return all(observed.has_checked_in(scene.workspace, one.id) for one in scene.pair)


def _check_in(scene: StepContext) -> None:
    scene.travel.until(
        lambda: all(observed.last_open(scene.workspace, one.id, "met.yes") for one in scene.pair),
        scene.ids,
    )
    for one in scene.pair:
        if not observed.has_checked_in(scene.workspace, one.id):
            question = _message(scene, one, "met.yes")
            scene.opens(one, question.conversation)
            scene.pause()
            one.presses("met.yes", question)
            one.fills(ANSWERS)
            scene.pause()
            one.submits()
            _close(one)


def _figures(scene: StepContext) -> bool:
    return observed.has_figures(scene.workspace, scene.lead.id)


def _ask_for_figures(scene: StepContext) -> None:
    scene.travel.weeks(WEEKS_OF_OTHERS, scene.ids)
    today = scene.today()
    verb = "statistiche" if scene.lead.person.locale.startswith("it") else "stats"
    scene.lead.types(f"/revmentor {verb} {today.year}-Q{(today.month + 2) // 3}")
    scene.wait(lambda: _figures(scene))


def _message(scene: StepContext, actor: Actor, action: str) -> Message:
    message = observed.last_open(scene.workspace, actor.id, action)
    if message is None:
        raise CannotDo(f"{actor.person.real_name} has nothing to answer")
    return message


def _introduction(scene: StepContext) -> Message:
    message = observed.introduction(scene.workspace, scene.mentor.id, scene.mentee.id)
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
