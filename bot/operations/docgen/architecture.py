"""Parts of the pages that are drawn from the code's own tables: verbs, kinds, ticks, states."""

from collections.abc import Callable, Iterable, Sequence
from datetime import timedelta
from typing import Any

from bot.domain.lifecycle import TABLES
from bot.domain.lifecycle.transitions import Table
from bot.operations.docgen import markdown
from bot.operations.docgen.markdown import Parts
from bot.outbox.kinds import Kind
from bot.programme.administration.kinds import KINDS
from bot.schedule import TICKS
from bot.slack.edge.rows import Verb, VerbHandler, VerbRow
from bot.slack.verbs import VERBS
from bot.texts.words import words_for

AnyTable = Table[Any, Any]
MOST_DRAWN = 17
"""Transitions that a diagram can show and still be read."""


# --- verbs, messages, ticks ----------------------------------------------------------------------


def verbs() -> str:
    """One row a verb, in the order of the table, with what help says of it."""
    return markdown.table(
        ("verb", "in Italian", "offered to", "what help says", "runs"), map(_verb, VERBS)
    )


def _verb(verb: VerbRow) -> Sequence[str]:
    return (*_typed(verb), f"`{_run_by(verb)}`")


def commands() -> str:
    """The same for who types them, who need not know what runs."""
    return markdown.table(
        ("in English", "in Italian", "offered to", "what help says"), map(_typed, VERBS)
    )


def _typed(verb: VerbRow) -> Sequence[str]:
    english = words_for("en", "UTC", formal=False, names=lambda _: None)
    said = english.plain(f"help.{verb.name}").partition(": ")[2]
    return (f"`{verb.name}`", f"`{verb.it}`", "leads" if verb.leads else "everybody", said)


def _run_by(verb: VerbRow) -> str:
    """The use case, or the function that chooses among several."""
    if isinstance(verb, Verb):
        return _named(verb.use_case)
    assert isinstance(verb, VerbHandler), "there are two sorts of rows"
    return _named(verb.handle)


def _named(run: Callable[..., Any]) -> str:
    return f"{run.__module__.removeprefix('bot.')}.{run.__name__}"


def kinds() -> str:
    """One row a message kind: class, hours, order of urgency, life and promise."""
    head = (
        *("kind", "class", "in hours", "urgency", "lives", "if its fate stays unknown"),
        *("essential", "conditional", "plain"),
    )
    return markdown.table(head, map(_kind, KINDS.values()))


def _kind(kind: Kind[Any, Any]) -> Sequence[str]:
    return (
        f"`{kind.key}`",
        kind.budget,
        "yes" if kind.in_hours else "at once",
        str(kind.priority),
        _life(kind.lives),
        kind.promise.replace("_", " "),
        _essential(kind),
        "yes" if kind.conditional else "",
        "yes" if kind.plain_form else "",
    )


def _essential(kind: Kind[Any, Any]) -> str:
    """Nothing for what its receiver cannot do without."""
    if not kind.can_be_unwanted:
        return ""
    return "yes" if kind.essential else "no"


def _life(lives: timedelta | None) -> str:
    if lives is None:
        return "by its row"
    return "1 day" if lives.days == 1 else f"{lives.days} days"


def ticks() -> str:
    """One row a tick, in the order in which they run, with the first words of its use case."""
    rows = ((f"`{tick.name}`", tick.does) for tick in TICKS)
    return markdown.table(("tick", "what it does"), rows)


# --- states --------------------------------------------------------------------------------------


def states() -> str:
    """A section for each table of transitions: a diagram where it is small, and its rows."""
    return "\n".join(_section(table) for table in TABLES)


def _section(table: AnyTable) -> str:
    rows = [
        (f"`{row.state}`", f"`{row.event}`", f"`{row.to}`", row.guard, _owed(row.owes))
        for row in table.rows
    ]
    drawn = f"{_diagram(table)}\n" if len(rows) <= MOST_DRAWN else ""
    shown = markdown.table(("state", "event", "to", "when", "owes"), rows)
    return f"### {table.thing.capitalize()}\n\n{drawn}{shown}"


def _owed(kinds_: Iterable[str]) -> str:
    return ", ".join(f"`{kind}`" for kind in kinds_)


def _diagram(table: AnyTable) -> str:
    """A mermaid diagram; events that lead the same way share an arrow."""
    arrows: dict[tuple[str, str], list[str]] = {}
    for row in table.rows:
        arrows.setdefault((str(row.state), str(row.to)), []).append(str(row.event))
    reached = dict.fromkeys([str(table.first), *(to for _, to in arrows)])
    left = {state for state, to in arrows if state != to}
    lines = [
        "stateDiagram-v2",
        f"    [*] --> {table.first}",
        *(f"    {state} --> {to}: {', '.join(by)}" for (state, to), by in arrows.items()),
        *(f"    {state} --> [*]" for state in reached if state not in left),
    ]
    return "\n".join(["```mermaid", *lines, "```", ""])


PARTS: Parts = {"verbs": verbs, "ticks": ticks}
STATES: Parts = {"states": states}
