"""A small local Slack: the Web API, Socket Mode, signed callbacks, people and trouble.

It knows nothing of any bot; a bot speaks to it as it speaks to Slack.
"""

from playground.state.clock import SlackClock
from playground.state.errors import CannotDo, SlackError, UnknownPerson
from playground.state.faults import Fault
from playground.state.people import Person
from playground.state.workspace import Workspace

__all__ = [
    "CannotDo",
    "Fault",
    "Person",
    "SlackClock",
    "SlackError",
    "UnknownPerson",
    "Workspace",
]
