"""What anybody can do, noted in the transcript with the words that stood on the button."""

from playground.actor.actor import Actor
from playground.actor.finding import press_on
from playground.state.conversations import Message
from playground.state.errors import CannotDo
from playground.story.simulation import Simulation


def presses(stage: Simulation, actor: Actor, action: str, message: Message) -> None:
    """A button of a message. Raises CannotDo when it is gone."""
    press = press_on(message.blocks, action)
    if press is None:
        raise CannotDo(f"{actor.person.real_name} no longer finds {action} in the message")
    stage.transcript.did(actor.id, f"presses [{press.label}]", action)
    actor.presses(action, message)


def presses_in_window(stage: Simulation, actor: Actor, action: str) -> bool:
    """A button of the open window; False, and nothing pressed, when there is none."""
    view = actor.sees.view
    press = press_on(view.blocks, action) if view is not None else None
    if press is None:
        return False
    stage.transcript.did(actor.id, f"presses [{press.label}]", action)
    actor.presses(action, "view")
    return True


def types(stage: Simulation, actor: Actor, command: str) -> None:
    """A slash command."""
    stage.transcript.did(actor.id, f"types {command}")
    actor.types(command)
