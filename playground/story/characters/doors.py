"""The ways out of a pairing, and to somebody outside the programme's leads."""

from collections.abc import Mapping
from datetime import timedelta

from playground.actor.actor import Actor
from playground.state.conversations import Message
from playground.story.characters.actions import fills_window, presses, types
from playground.story.characters.cast import Member
from playground.story.simulation import Simulation

UNDO = timedelta(minutes=11)
"""After that both hear that their pair has ended."""


def leaves(simulation: Simulation, member: Member) -> None:
    """Everything, by one command."""
    types(simulation, member.actor, "/revmentor leave")
    simulation.look_at(simulation.clock.moment() + UNDO)


def changes(simulation: Simulation, member: Member) -> None:
    """This pairing alone, in two taps, without a reason."""
    types(simulation, member.actor, f"/revmentor {'cambia' if member.reads_italian else 'swap'}")
    _sends(simulation, member, "swap", {}, "sends the window, and gives no reason")
    simulation.look_at(simulation.clock.moment() + UNDO)


def raises(simulation: Simulation, member: Member) -> None:
    """A concern of which only the kind is told, and that one may be asked about it."""
    command = "segnala" if member.reads_italian else "concern"
    types(simulation, member.actor, f"/revmentor {command}")
    chosen = {"kind": "pressure", "contact": "yes"}
    _sends(simulation, member, "concern", chosen, "chooses two answers, and sends them")


def opens(simulation: Simulation, contact: Actor, message: Message) -> None:
    """The one whom a concern goes to reads it in a window, which Slack does not keep."""
    presses(simulation, contact, "concern.open", message)
    simulation.transcript.note_window(contact.id)
    contact.closes(everything=True)


def _sends(
    simulation: Simulation, member: Member, window: str, values: Mapping[str, object], words: str
) -> None:
    """The window that is open, and reads what it says then."""
    simulation.transcript.note_window(member.id)
    fills_window(member.actor, window, values, stays=True)
    simulation.transcript.note_action(member.id, words)
    simulation.transcript.note_window(member.id)
    member.actor.closes(everything=True)
