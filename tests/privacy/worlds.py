"""Two worlds that differ in one private act, everything that can be observed, and the comparison.

`Act` says what differs and what of it the table of docs/privacy.md lets which observer see;
`watched` lives it in one town for each variant, in step, and notes what everybody sees;
`differences` are what should not be there. Every exemption is a member of `Allowed`.
"""

import json
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import Enum
from itertools import zip_longest

from tests.privacy import looks
from tests.privacy.deeds import Deed
from tests.privacy.journal import EXPORT
from tests.privacy.town import Town
from tests.world import moment

METRICS, LOGS = "/metrics", "logs"
MACHINES = (EXPORT, METRICS, LOGS)


class Allowed(Enum):
    """What the table allows to differ, and its row there."""

    ANSWERED = "whoever exports messages may learn that a message was answered: the author's DM"
    REQUESTS = "whoever reads metrics and logs may learn how many requests there were"
    ROWS = "whoever reads metrics and logs may learn how many rows were finished"
    UNWRITTEN = "whoever exports messages sees which the author was sent: the author's DM"
    TOGETHER = "the partner may learn at their own yes: together or not yet"
    PROPOSED = "from the draft on, who is proposed to whom: the two themselves"


@dataclass(frozen=True)
class Step:
    """Somebody does something, so long after the worlds have parted."""

    after: timedelta
    who: str
    deed: Deed

    def __repr__(self) -> str:
        return f"{self.who} +{self.after}: {getattr(self.deed, '__name__', self.deed)}"


@dataclass(frozen=True)
class Act:
    """A private act in its variants, the first being the one that others are compared with.

    `moves` are what observers do meanwhile, in all worlds alike. `observers` are names, or
    machines. Until `until` nothing else may differ; then the table allows it, or it is far enough.
    """

    what: str
    at: str
    author: str
    variants: dict[str, tuple[Step, ...]]
    observers: tuple[str, ...]
    until: str | timedelta
    allowed: frozenset[Allowed] = frozenset()
    moves: tuple[Step, ...] = ()
    looks_after: tuple[timedelta, ...] = ()
    partner: str = ""
    share: looks.Share = looks.ALL


@dataclass(frozen=True)
class Difference:
    """What an observer could tell the worlds apart by."""

    observer: str
    variants: tuple[str, str]
    at: str
    look: str
    lines: tuple[str, ...]

    def __str__(self) -> str:
        two = " / ".join(self.variants)
        return "\n".join(
            [f"{self.observer or 'export'} tells {two} apart, {self.at}, by {self.look}:"]
            + [f"    {line[:400]}" for line in self.lines[:12]]
        )


@dataclass(frozen=True)
class Note:
    """What one look of an observer showed."""

    at: str
    look: str
    seen: list[str]


@dataclass
class Watched:
    """One world, what was logged in it (and whether by the private act), and what was noted."""

    variant: str
    town: Town
    log: list[tuple[bool, str]] = field(default_factory=list)
    notes: dict[str, list[Note]] = field(default_factory=dict)

    def note(self, observer: str, look: str, seen: Sequence[str]) -> None:
        note = Note(f"{self.town.now:%a %d %b %H:%M}", look, list(seen))
        self.notes.setdefault(observer, []).append(note)


class LogStream:
    """Where the bot logs to, while a world is at work."""

    def __init__(self) -> None:
        self._hears: Callable[[str], object] | None = None

    def write(self, text: str) -> int:
        if self._hears is not None and text.strip():
            self._hears(text.strip())
        return len(text)

    def flush(self) -> None:
        pass

    def isatty(self) -> bool:
        return False

    @contextmanager
    def into(self, hears: Callable[[str], object]) -> Iterator[None]:
        """Each line goes there meanwhile."""
        self._hears = hears
        try:
            yield
        finally:
            self._hears = None


STREAM = LogStream()


@contextmanager
def _working(world: Watched, *, acting: bool = False) -> Iterator[Town]:
    with STREAM.into(lambda line: world.log.append((acting, line))):
        yield world.town


# --- living ---------------------------------------------------------------------------------------


def differences(moments: dict[str, Town], act: Act) -> list[Difference]:
    """What observers can tell the worlds of this act apart by."""
    with ExitStack() as ends:
        worlds = [
            Watched(variant, ends.enter_context(moments[act.at].twin())) for variant in act.variants
        ]
        live(worlds, act)
        return [one for two in _two_by_two(worlds) for one in _between(*two, act)]


def _two_by_two(worlds: list[Watched]) -> Iterator[tuple[Watched, Watched]]:
    return ((worlds[0], other) for other in worlds[1:])


def live(worlds: list[Watched], act: Act) -> None:
    """All worlds in step, with a tick at every moment at which something falls due in any."""
    begin = worlds[0].town.now
    end = moment(act.until) if isinstance(act.until, str) else begin + act.until
    steps = [one for variant in act.variants.values() for one in variant]
    known = {begin + one.after for one in (*steps, *act.moves)}
    checks = {begin + after for after in act.looks_after if begin + after < end}
    for world in worlds:
        with _working(world):
            looks.settles_in(world.town, act.observers)
    while (at := _next(worlds, known | checks)) is not None and at < end:
        for world in worlds:
            _lives(world, act, at, at - begin)
            if at in checks:
                _looks(world, act)
    for world in worlds:
        assert not [line for _, line in world.log if '"event": "failure"' in line], world.log[-3:]
        _sums_up(world, act)


def _next(worlds: list[Watched], known: set[datetime]) -> datetime | None:
    now = worlds[0].town.now
    due = [at for one in worlds if (at := one.town.next_moment()) is not None]
    return min((at for at in (*due, *known) if at > now), default=None)


def _lives(world: Watched, act: Act, at: datetime, after: timedelta) -> None:
    world.town.goes_to(at)
    for step in act.variants[world.variant]:
        if step.after == after:
            with _working(world, acting=True) as town:
                step.deed(town.cast[step.who])
    with _working(world) as town:
        for step in act.moves:
            if step.after == after:
                step.deed(town.cast[step.who])
        town.tick()


def _looks(world: Watched, act: Act) -> None:
    """Machines first: what people look at counts as requests."""
    if METRICS in act.observers:
        world.note(METRICS, "the pages", _pages(world, act))
    for name in act.observers:
        if name not in MACHINES:
            with _working(world) as town:
                together = Allowed.TOGETHER in act.allowed and name == act.partner
                without = SAYS_YES if together else ""
                for look, seen in looks.battery(
                    town, town.journal, town.cast[name], act.share, without
                ):
                    world.note(name, look, seen)


SAYS_YES = "proposal.yes "


def _sums_up(world: Watched, act: Act) -> None:
    """All that came by itself, in its order and at its instants."""
    for name in act.observers:
        if name == EXPORT:
            world.note(EXPORT, "the messages", _exported(world, act))
        elif name == LOGS:
            world.note(LOGS, "the log", _logged(world, act))
        elif name != METRICS:
            who = world.town.cast[name].id
            world.note(name, "the screen", world.town.journal.seen_by(who))


def _exported(world: Watched, act: Act) -> list[str]:
    town = world.town
    own = []
    if act.allowed & {Allowed.ANSWERED, Allowed.UNWRITTEN, Allowed.PROPOSED}:
        own.append(town.slack.workspace.direct(town.cast[act.author].id).id)
    if Allowed.PROPOSED in act.allowed:
        own.append(town.slack.workspace.direct(town.cast[act.partner].id).id)
    return [
        str(one) for one in town.journal.entries if one.is_seen_by(EXPORT) and one.place not in own
    ]


# --- machines, in their normal form ---------------------------------------------------------------

_MEASURED = ("timestamp", "ms")
"""Of a log line: when it was written and how long something took, in the time of the machine."""
_REQUEST_FIGURES = ("revmentor_request_seconds", "revmentor_inbox_duplicates")
_ROW_FIGURES = ("revmentor_deliver", "revmentor_outbox_rows")
_TICK_FIGURES = ("revmentor_tick_seconds_count",)
"""A look that finds something to do is followed by another at once."""
_NOT_COMPARED = re.compile(r"^(#|process_|python_|revmentor_tick_seconds_(bucket|sum)|\S+_created)")
"""What the process needs of the machine, and how long its looks took."""


def _logged(world: Watched, act: Act) -> list[str]:
    kept = []
    for acting, line in world.log:
        about = json.loads(line)["event"]
        if Allowed.REQUESTS in act.allowed and acting and about == "request":
            continue
        if Allowed.ROWS in act.allowed and about == "delivery":
            continue
        kept.append(as_logged(line))
    return kept


def as_logged(line: str) -> str:
    """A line of the log in its normal form."""
    told = {name: fact for name, fact in json.loads(line).items() if name not in _MEASURED}
    return json.dumps(told, sort_keys=True)


def _pages(world: Watched, act: Act) -> list[str]:
    application = world.town.application
    left_out: tuple[str, ...] = ()
    if Allowed.REQUESTS in act.allowed:
        left_out += _REQUEST_FIGURES
    if Allowed.ROWS in act.allowed:
        left_out += _ROW_FIGURES
    if act.allowed & {Allowed.ROWS, Allowed.REQUESTS}:
        left_out += _TICK_FIGURES
    metrics = [
        line
        for line in application._metrics.page().decode().splitlines()
        if not _NOT_COMPARED.match(line) and not line.startswith(left_out or "#")
    ]
    return [
        *metrics,
        f"/livez {application._background.pulse}",
        f"/readyz {dict(application._checks())}",
    ]


# --- comparing ------------------------------------------------------------------------------------


def _between(one: Watched, other: Watched, act: Act) -> list[Difference]:
    mine, theirs = (
        {who: world.notes.get(who, []) for who in act.observers} for world in (one, other)
    )
    return apart(one.variant, mine, other.variant, theirs)


def apart(
    name: str, one: dict[str, list[Note]], other_name: str, other: dict[str, list[Note]]
) -> list[Difference]:
    """Where the notes of two worlds differ, by observer."""
    variants, found = (name, other_name), []
    for observer in one:
        for mine, theirs in zip_longest(one[observer], other[observer]):
            if mine is None or theirs is None or mine.look != theirs.look:
                two = tuple(note.look if note else "nothing" for note in (mine, theirs))
                at = (mine or theirs).at
                found.append(Difference(observer, variants, at, "what there is to see", two))
                break
            if mine.seen != theirs.seen:
                lines = _apart(mine.seen, theirs.seen)
                found.append(Difference(observer, variants, mine.at, mine.look, lines))
    return found


def _apart(one: list[str], other: list[str]) -> tuple[str, ...]:
    """The first two lines that differ, from shortly before where they do; and how many do."""
    number, (mine, theirs) = next(
        (number, two)
        for number, two in enumerate(zip_longest(one, other, fillvalue="(nothing)"))
        if two[0] != two[1]
    )
    same_until = next(
        (at for at, two in enumerate(zip(mine, theirs, strict=False)) if two[0] != two[1]), 0
    )
    begin = max(0, same_until - 120)
    many = sum(a != b for a, b in zip_longest(one, other))
    head = mine[:60] if begin else ""
    return (
        f"line {number} of {len(one)}/{len(other)}, {many} differ: {head}",
        f"- …{mine[begin : same_until + 160]}",
        f"+ …{theirs[begin : same_until + 160]}",
    )


def same(moments: dict[str, Town], act: Act) -> None:
    """Raises AssertionError with what tells the worlds apart."""
    found = differences(moments, act)
    assert not found, f"{act.what}\n" + "\n".join(map(str, found[:6]))
