"""Handler rows: what a verb, a button or a window runs, reads and answers.

The three fit, or it is a type error: the use case takes what is read, and the screen is built from
what the use case returns.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Generic, Protocol, TypeVar, TypeVarTuple

from bot.domain.form_errors import FieldError, FormRefused
from bot.domain.refusals import Refusal
from bot.outbox.work import Work
from bot.slack.edge.listening import Handle
from bot.slack.edge.request import SlackRequest
from bot.slack.kit.blocks import Said, View
from bot.slack.kit.forms import field_errors
from bot.texts.words import Words

R = TypeVar("R")
V = TypeVar("V")
As = TypeVarTuple("As")

Argument = Callable[[SlackRequest], tuple[*As]]
"""Reads with care what a request carries. Raises NotYours for what none of ours does."""
Answer = Callable[[SlackRequest, R], None]
"""Tells the person what came of it."""


class NotUnderstood(Exception):
    """What stands behind a verb means nothing to it."""


class Row(Protocol):
    """A verb, button or window that is listened to, by its name; that is how an id begins."""

    @property
    def name(self) -> str: ...

    def __call__(self, request: SlackRequest) -> None: ...


class VerbRow(Row, Protocol):
    """A verb: `name` in English, `it` in Italian, both always understood.

    `leads`: offered to leads only. Raises NotUnderstood for what cannot stand behind it.
    """

    @property
    def it(self) -> str: ...

    @property
    def leads(self) -> bool: ...


@dataclass(frozen=True)
class Button(Generic[*As, R]):
    """A button that runs one use case, with as many arguments as it carries.

    `changes`: it changes something, once for this click; else something is looked up, or kept that
    may be kept twice.
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
class Verb(Button[*As, R]):
    """The same, typed: its arguments are read from what stands behind it."""

    it: str = field(kw_only=True)
    leads: bool = field(default=False, kw_only=True)


@dataclass(frozen=True)
class Window(Button[*As, R]):
    """The same, sent with what was filled in.

    A refused form is said beside its fields; `beside`: other refusals that are about one field.
    What was typed stays.
    """

    beside: Mapping[type[Refusal], str] = field(default_factory=dict, kw_only=True)

    def __call__(self, request: SlackRequest) -> None:
        try:
            super().__call__(request)
        except Refusal as refused:
            if not refused_beside(request, self._wrong(refused)):
                raise

    def _wrong(self, refused: Refusal) -> Mapping[str, FieldError]:
        if isinstance(refused, FormRefused):
            return refused.errors
        named = self.beside.get(type(refused))
        return {named: FieldError(refused.key, refused.facts())} if named else {}


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
    handle: Handle

    def __call__(self, request: SlackRequest) -> None:
        self.handle(request)


@dataclass(frozen=True)
class VerbHandler(Handler):
    """The same for a verb."""

    it: str
    leads: bool = False


# --- what stands behind a verb --------------------------------------------------------------------


def _typed(request: SlackRequest) -> tuple[str]:
    return (request.typed,)


def _alone(request: SlackRequest) -> tuple[()]:
    if request.typed:
        raise NotUnderstood
    return ()


TYPED, ALONE = _typed, _alone
"""Whatever was typed; nothing, or the verb is not understood."""


# --- what a button carries ------------------------------------------------------------------------


def _nothing(_: SlackRequest) -> tuple[()]:
    return ()


def _id(request: SlackRequest) -> tuple[int]:
    return (request.number,)


def _choice(request: SlackRequest) -> tuple[int, str]:
    word, number = request.choice
    return number, word


NOTHING, ID, CHOICE = _nothing, _id, _choice
"""No argument, whatever is there; the id that the button carries; the id and the word of a menu's
line."""


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


def open_(window: Callable[[R, Words], View]) -> Answer[R]:
    """In a window."""
    return lambda request, result: request.open(window(result, request.words))


def open_and_replace(
    window: Callable[[R, Words], View], lasting: Callable[[R, Words], Said]
) -> Answer[R]:
    """In a window, and in the place of the message whose button was pressed."""
    return lambda request, result: request.open_and_replace(
        window(result, request.words), lasting(result, request.words)
    )


def look_up(use_case: Callable[[Work, V], R], answer: Answer[R]) -> Answer[V]:
    """By what is looked up then, with what the row's own use case returns."""
    return lambda request, result: answer(request, request.run(use_case, result))
