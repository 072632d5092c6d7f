"""What anybody can do, noted in the transcript with the words that stood on the button."""

from collections.abc import Mapping

from playground.actor.actor import Actor
from playground.actor.finding import Press, press_on, presses_of
from playground.state.conversations import Message
from playground.state.errors import CannotDo, Json
from playground.story.simulation import Simulation


def presses(simulation: Simulation, actor: Actor, action: str, message: Message) -> None:
    """A button of a message. Raises CannotDo when it is gone."""
    press = press_on(message.blocks, action)
    if press is None:
        raise CannotDo(f"{actor.person.real_name} no longer finds {action} in the message")
    simulation.transcript.note_action(actor.id, f"presses [{press.label}]", action)
    actor.presses(action, message)


def presses_in_window(simulation: Simulation, actor: Actor, action: str) -> bool:
    """A button of the open window; False, and nothing pressed, when there is none."""
    view = actor.sees.view
    press = press_on(view.blocks, action) if view is not None else None
    if press is None:
        return False
    simulation.transcript.note_action(actor.id, f"presses [{press.label}]", action)
    actor.presses(action, "view")
    return True


def types(simulation: Simulation, actor: Actor, command: str) -> None:
    """A slash command."""
    simulation.transcript.note_action(actor.id, f"types {command}")
    actor.types(command)


def offered(blocks: list[Json], action: str) -> list[Press]:
    """What is offered under this name, such as a button for each of several times."""
    return [one for one in presses_of(blocks) if _is_named(one, action)]


def offered_in_window(actor: Actor, action: str) -> list[Press]:
    """The same in the open window."""
    view = actor.sees.view
    return offered(view.blocks, action) if view is not None else []


def _is_named(press: Press, action: str) -> bool:
    name, _, number = str(press.element["action_id"]).rpartition(".")
    return action in (press.element["action_id"], name if number.isdecimal() else "")


def fills_window(
    actor: Actor, name: str, values: Mapping[str, object], stays: bool = False
) -> None:
    """The window of this name, to its end; what follows in it `stays`, or is closed. Raises
    CannotDo when another one is open."""
    view = actor.sees.view
    if view is None or view.callback_id != name:
        said = view.shown if view else "no window"
        if view:
            actor.closes(everything=True)
        raise CannotDo(f"{actor.person.real_name} expected the window {name}: {said}")
    actor.fills(values)
    actor.submits()
    if not stays and actor.sees.view is not None:
        actor.closes(everything=True)
