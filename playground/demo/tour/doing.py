"""How each step is done for the visitor: from its beginning, or from half-way through it."""

import contextlib
from collections.abc import Callable
from datetime import time
from functools import partial

from playground.actor.actor import Actor
from playground.actor.finding import press_on
from playground.demo import observed
from playground.demo.tour.context import StepContext, close_windows
from playground.state.conversations import Message
from playground.state.errors import CannotDo
from playground.story.calendar import rome, working_day
from playground.story.characters.joining import joins

WEEKS_OF_OTHERS = 10
"""After so many weeks enough people have answered for the first figures."""
SLOT, NEXT_SLOT = "date.slot.0", "checkin.next.0"
"""The first of the times that suit both, in the introduction and after the questions."""
MEETS_IN, MEETS_AT = 6, time(14)
"""Working days until the meeting, and when in Rome, where no time is offered."""
ROUNDS_WAITED_FOR, WEEKS_TO_QUESTION = 3, 2
ANSWERS = {"useful": "5", "open": "5", "applied": "2", "balance": "0"}
QUESTIONS = ("met.yes", "checkin.answer")
"""What opens the four questions: at first, and once somebody has said that they met."""

Done = Callable[[], bool]


def join(context: StepContext, actor: Actor) -> None:
    """From the first window, whatever stands in the draft."""
    close_windows([actor])
    member = context.members.get(actor.id)
    if member is None:
        raise CannotDo(f"{actor.person.real_name} leads the programme")
    joins(member, context.pause)
    context.wait(lambda: observed.has_joined(context.workspace, actor.id))


def approve(context: StepContext, is_proposed: Done) -> None:
    """Each round that waits for a decision, until one of them has the pair."""
    close_windows([context.lead])
    for _ in range(ROUNDS_WAITED_FOR):
        _approve_open_round(context)
        last = observed.last_offering(context.workspace, context.lead.id, "round.open")
        context.travel_until(is_proposed, partial(_is_newer_round, context, last))
        if is_proposed():
            return
    raise CannotDo("the two are not proposed to each other")


def _approve_open_round(context: StepContext) -> None:
    lead = context.lead
    message = observed.last_open(context.workspace, lead.id, "round.open")
    if message is None:
        return
    lead.presses("round.open", message)
    context.pause()
    window = lead.sees.view
    if window is not None and press_on(window.blocks, "round.approve") is not None:
        lead.presses("round.approve", "view")
        context.pause()
    close_windows([lead])


def _is_newer_round(context: StepContext, last: Message | None) -> bool:
    newest = observed.last_offering(context.workspace, context.lead.id, "round.open")
    return newest is not None and newest is not last


def accept(context: StepContext, is_introduced: Done) -> None:
    """Who has said something else changes their word, as long as the proposal is open."""
    close_windows(context.pair)
    for one in context.pair:
        if not is_introduced():
            _say_yes(context, one)
    context.wait(is_introduced)
    for one in context.pair:
        context.opens(one, _introduction(context).conversation)


def _say_yes(context: StepContext, one: Actor) -> None:
    offer = observed.last_open(context.workspace, one.id, "proposal.yes")
    if offer is not None:
        one.presses("proposal.yes", offer)
        context.pause()
        return
    one.presses("proposal.mine", _message(context, one, "proposal.mine"))
    window = one.sees.view
    if window is not None and window.callback_id == "proposal":  # else it is too late to change
        one.fills({"word": "yes"})
        context.pause()
        one.submits()
    close_windows([one])


def plan(context: StepContext, is_dated: Done) -> None:
    """Whoever was asked confirms; when nobody was, the mentee suggests a time that suits both."""
    close_windows(context.pair)
    asked = _asked_for_date(context)
    if asked is None:
        _suggest(context)
        context.wait(lambda: _asked_for_date(context) is not None)
        asked = _asked_for_date(context)
    assert asked is not None
    _confirm(context, asked)
    context.wait(is_dated)
    context.pause()
    for one in context.pair:
        context.opens(one, _introduction(context).conversation)


def _confirm(context: StepContext, asked: Actor) -> None:
    offer = _message(context, asked, "date.confirm")
    context.opens(asked, offer.conversation)
    context.pause()
    asked.presses("date.confirm", offer)


def _asked_for_date(context: StepContext) -> Actor | None:
    """Who can confirm a time that their partner suggested; the mentor before the mentee."""
    asked = (one for one in context.pair if _waits_for(context, one))
    return next(asked, None)


def _waits_for(context: StepContext, one: Actor) -> bool:
    """Both read a proposal in their room; it begins with the name of who made it."""
    offer = observed.last_open(context.workspace, one.id, "date.confirm")
    return offer is not None and not offer.text.startswith(one.person.display_name)


def _suggest(context: StepContext) -> None:
    mentee, introduction = context.mentee, _introduction(context)
    if press_on(introduction.blocks, SLOT) is not None:
        context.opens(mentee, introduction.conversation)
        context.pause()
        mentee.presses(SLOT, introduction)
        return
    mentee.presses("date.find", introduction)
    mentee.fills({"starts_at": rome(working_day(context.today(), MEETS_IN), MEETS_AT)})
    context.pause()
    mentee.submits()
    close_windows([mentee])


def check_in(context: StepContext) -> None:
    """Both are asked, answer, and agree on the next time in the same window."""
    close_windows(context.pair)
    for one in context.pair:
        if not observed.has_checked_in(context.workspace, one.id):
            if _question(context, one) is None:
                _wait_for_question(context, one)
            _answer(context, one)
    context.travel.rest()
    asked = _asked_for_date(context)
    if asked is not None:
        _confirm(context, asked)


def _wait_for_question(context: StepContext, one: Actor) -> None:
    """Comes after a meeting; when none is ahead, the two agree on another one."""

    def is_asked() -> bool:
        return _question(context, one) is not None

    if _asked_for_date(context) is None:
        try:
            context.travel_until(is_asked, weeks=WEEKS_TO_QUESTION)
        except CannotDo:
            pass
        else:
            return
    so_far = _dates(context)
    plan(context, lambda: _dates(context) > so_far)
    context.travel_until(is_asked, weeks=WEEKS_TO_QUESTION)


def _dates(context: StepContext) -> int:
    return observed.dates_of(context.workspace, context.mentor.id, context.mentee.id)


def _question(context: StepContext, one: Actor) -> tuple[str, Message] | None:
    """What opens the four questions, and where it stands."""
    for action in QUESTIONS:
        message = observed.last_open(context.workspace, one.id, action)
        if message is not None:
            return action, message
    return None


def _answer(context: StepContext, one: Actor) -> None:
    question = _question(context, one)
    if question is None:
        raise CannotDo(f"{one.person.real_name} has nothing to answer")
    action, message = question
    context.opens(one, message.conversation)
    context.pause()
    one.presses(action, message)
    one.fills(ANSWERS)
    context.pause()
    one.submits()
    context.pause()
    _takes_next(context, one)
    close_windows([one])


def _takes_next(context: StepContext, one: Actor) -> None:
    """Whoever answers first suggests a time in the window, the other takes it there."""
    window = one.sees.view
    for action in (NEXT_SLOT, "date.confirm"):
        if window is not None and press_on(window.blocks, action) is not None:
            one.presses(action, "view")
            context.pause()
            return


def figures(context: StepContext, are_there: Done) -> None:
    """Weeks pass, and the lead asks for this quarter; at its beginning, for the one before."""
    close_windows([context.lead])
    context.let_weeks_pass(WEEKS_OF_OTHERS)
    today = context.today()
    quarter = today.year * 4 + (today.month - 1) // 3
    for asked in (quarter, quarter - 1):
        verb = "statistiche" if context.lead.person.locale.startswith("it") else "stats"
        context.lead.types(f"/revmentor {verb} {asked // 4}-Q{asked % 4 + 1}")
        with contextlib.suppress(CannotDo):
            context.wait(are_there)
            break
    else:
        raise CannotDo("there are no figures yet")
    context.opens(context.lead, context.workspace.direct(context.lead.id).id)


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
