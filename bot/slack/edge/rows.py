"""Handler rows: what a button or a window runs, reads and answers.

The three fit, or it is a type error: the use case takes what is read, and the screen is built from
what the use case returns.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, Protocol, TypeVar, TypeVarTuple

from bot.domain.refusals import FieldError, Refusal
from bot.programme.people.work import Work
from bot.slack.edge.listening import Listener
from bot.slack.edge.request import SlackRequest
from bot.slack.kit.blocks import Said
from bot.slack.kit.forms import field_errors
from bot.texts.words import Words

R = TypeVar("R")
V = TypeVar("V")
As = TypeVarTuple("As")

Argument = Callable[[SlackRequest], tuple[*As]]
"""Reads with care what a request carries. Raises NotYours for what none of ours does."""
Answer = Callable[[SlackRequest, R], None]
"""Tells the person what came of it."""


class Row(Protocol):
    """A button or a window that is listened to, by the name that its id begins with."""

    @property
    def name(self) -> str: ...

    def __call__(self, request: SlackRequest) -> None: ...


@dataclass(frozen=True)
class Button(Generic[*As, R]):
    """A button that runs one use case, with as many arguments as it carries.

    `changes`: it changes something, once for this click; else something is looked up.
    """

    name: str
    use_case: Callable[[Work, *As], R]
    argument: Argument[*As]
    answer: Answer[R]
    changes: bool = True

    def __call__(self, request: SlackRequest) -> None:
        arguments = self.argument(request)
        run = request.run_once if self.changes else request.run
        self.answer(request, run(self.use_case, *arguments))


@dataclass(frozen=True)
class Window(Generic[*As, R]):
    """A window that, sent, runs one use case, once, with what was filled in.

    `beside`: refusals that are about one field, and are said there; what was typed stays.
    """

    name: str
    use_case: Callable[[Work, *As], R]
    argument: Argument[*As]
    answer: Answer[R]
    beside: Mapping[type[Refusal], str] = field(default_factory=dict)

    def __call__(self, request: SlackRequest) -> None:
        try:
            result = request.run_once(self.use_case, *self.argument(request))
        except tuple(self.beside) as refused:
            wrong = {self.beside[type(refused)]: FieldError(refused.key)}
            if not refused_beside(request, wrong):
                raise
        else:
            self.answer(request, result)


def refused_beside(request: SlackRequest, errors: Mapping[str, FieldError]) -> bool:
    """Say what is wrong beside the window's fields; False if it has none of these."""
    beside = field_errors(errors, request.view.get("blocks", []), request.words)
    if beside:
        request.refuse_fields(beside)
    return bool(beside)


@dataclass(frozen=True)
class Handler:
    """A button or a window for which that is not enough: a function."""

    name: str
    listen: Listener

    def __call__(self, request: SlackRequest) -> None:
        self.listen(request)


# --- what a button carries ------------------------------------------------------------------------


def _nothing(_: SlackRequest) -> tuple[()]:
    return ()


def _id(request: SlackRequest) -> tuple[int]:
    return (request.number,)


def _choice(request: SlackRequest) -> tuple[int, str]:
    word, number = request.choice
    return number, word


NOTHING, ID, CHOICE = _nothing, _id, _choice
"""No argument; the id that the button carries; the id and the word of a menu's line."""


def id_and(value: V) -> Argument[int, V]:
    """The id that the button carries, and what this button always means."""
    return lambda request: (request.number, value)


# --- how it is answered ---------------------------------------------------------------------------


def say(screen: Callable[[R, Words], Said]) -> Answer[R]:
    """To this person alone: beside the message or below it, in the window."""
    return lambda request, result: request.say(screen(result, request.words))


def replace(screen: Callable[[R, Words], Said]) -> Answer[R]:
    """In the place of the message whose button was pressed."""
    return lambda request, result: request.replace(screen(result, request.words))


def open_(window: Callable[[R, Words], dict[str, Any]]) -> Answer[R]:
    """In a window."""
    return lambda request, result: request.open(window(result, request.words))
