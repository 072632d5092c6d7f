"""A small local Slack: the Web API, Socket Mode, signed callbacks, people and trouble.

It knows nothing of any bot; a bot speaks to it as it speaks to Slack.
"""

from playground.clock import SlackClock
from playground.errors import CannotDo, SlackError, UnknownPerson
from playground.faults import Fault
from playground.people import Person
from playground.workspace import Workspace

__all__ = [
    "CannotDo",
    "Fault",
    "Person",
    "SlackClock",
    "SlackError",
    "UnknownPerson",
    "Workspace",
]
