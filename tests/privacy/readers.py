"""Attackers who have the whole database and no key, and know this program's source.

Each names, for things that nobody may learn, what it believes: whose an answer row is, which of
two people said yes, who answered, whom somebody avoids. `tests.privacy.chance` says whether that
is better than guessing. What they try: joining any columns, the order of rows on the disk, which
transaction wrote or locked a row (`xmin`, `xmax`, the write-ahead log), lengths of sealed values,
times inside tokens, equal secrets, two backups of different days. What a reader thinks of, that
is; `tests.privacy.learner` finds by itself what to look for.
"""

import base64
import re
import struct
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from typing import Any

from tests.privacy.chance import Cell, Score, score
from tests.privacy.copies import Copy, Row

Side = tuple[int, int]
"""(session or proposal, participation)."""


@dataclass
class Truth:
    """What happened, as the people themselves know it."""

    author: dict[Hashable, Side] = field(default_factory=dict)
    """By the id of an answer row: (session, participation)."""
    answered: dict[Side, bool] = field(default_factory=dict)
    words: dict[Side, str | None] = field(default_factory=dict)
    early_words: dict[Side, str | None] = field(default_factory=dict)
    """What had been said when the first copy was taken."""
    manager: dict[int, int | None] = field(default_factory=dict)
    """A participation's manager, if one was named and takes part; None for a manager elsewhere."""
    avoids: dict[int, frozenset[int]] = field(default_factory=dict)
    silent: dict[int, bool] = field(default_factory=dict)
    """Of who was nudged: whether nothing was heard since."""


@dataclass(frozen=True)
class History:
    """Copies of three nights: while proposals were open, some meetings later, the next one."""

    truth: Truth
    early: Copy
    before: Copy
    copy: Copy

    @cached_property
    def answers(self) -> Mapping[Hashable, Row]:
        return {row.values["id"]: row for row in self.copy.tables["answer"]}

    @cached_property
    def cells(self) -> Sequence[Sequence[Hashable]]:
        """Answer rows of one round and window: what the rows themselves say."""
        return self._cells(lambda key: None)

    @cached_property
    def cells_by_age(self) -> Sequence[Sequence[Hashable]]:
        """The same, those apart that were not there the night before: somebody met since."""
        before = {row.values["id"] for row in self.before.tables["answer"]}
        return self._cells(lambda key: key in before)

    def _cells(self, part: Callable[[Hashable], Hashable]) -> Sequence[Sequence[Hashable]]:
        found: dict[Any, list[Hashable]] = defaultdict(list)
        for key, row in self.answers.items():
            if key in self.truth.author:
                found[row.values["round"], row.values["window"], part(key)].append(key)
        return list(found.values())

    def sides_of(self, cell: Sequence[Hashable]) -> list[Side]:
        """Whose the rows of a cell may be: both sides of each meeting held in its window.

        Where rows are written by answering only, those who did are among these.
        """
        row = self.answers[cell[0]].values
        rounds = {one.values["id"]: one.values["round_id"] for one in self.copy.tables["pair"]}
        two = {one.values["id"]: _two(one) for one in self.copy.tables["pair"]}
        return [
            (one.values["id"], side)
            for one in self.copy.tables["session"]
            if one.values["window_id"] == row["window"]
            and rounds[one.values["pair_id"]] == row["round"]
            and one.values["state"] == "held"
            for side in two[one.values["pair_id"]]
        ]


def _two(pair: Row) -> tuple[int, int]:
    return pair.values["mentor_id"], pair.values["mentee_id"]


# --- whose is this row? ---------------------------------------------------------------------------

Guess = Mapping[Hashable, Side | None]
Linker = Callable[[History], Guess]


def linked(histories: Iterable[History], linker: Linker, *, by_age: bool = False) -> Score:
    """Of the answer rows, how many were tied to their person; with `by_age` whatever follows
    from a row's having come since the other night is no merit."""
    cells = []
    for one in histories:
        named = linker(one)
        cells += [
            Cell(
                [_person(named.get(key)) for key in cell],
                [_person(one.truth.author[key]) for key in cell],
            )
            for cell in (one.cells_by_age if by_age else one.cells)
        ]
    return score(cells)


def _person(side: Side | None) -> int | None:
    return side[1] if side is not None else None


def by_columns(history: History) -> Guess:
    """Joins every column that an answer row has in clear with what the pairs say.

    Rows that carry the same pair's mark are of one pair: what all of them say must fit it.
    """
    pairs = {one.values["id"]: one.values for one in history.copy.tables["pair"]}
    of_session = {one.values["id"]: one.values for one in history.copy.tables["session"]}
    guess: dict[Hashable, Side | None] = {}
    for cell in history.cells:
        sides = history.sides_of(cell)
        groups: dict[Any, list[Hashable]] = defaultdict(list)
        for key in cell:
            groups[history.answers[key].values.get("pair", key)].append(key)
        for keys in groups.values():
            rows = [history.answers[key].values for key in keys]
            fitting = [
                pair
                for pair in sorted({of_session[session]["pair_id"] for session, _ in sides})
                if all(_fits(row, pairs[pair]) for row in rows)
            ]
            pair = fitting[0] if fitting else None
            for key, row in zip(keys, rows, strict=True):
                guess[key] = _side(row, pair, pairs, sides, of_session)
    return guess


def _fits(row: Mapping[str, Any], pair: Mapping[str, Any]) -> bool:
    role = row.get("role")
    roles = [role] if role else ["mentor", "mentee"]
    return "dimension" not in row or any(
        pair.get(f"{one}_dimension") == row["dimension"] for one in roles
    )


def _side(
    row: Mapping[str, Any],
    pair: int | None,
    pairs: Mapping[int, Mapping[str, Any]],
    sides: Sequence[Side],
    of_session: Mapping[int, Mapping[str, Any]],
) -> Side | None:
    if pair is None:
        return None
    person = pairs[pair][f"{row.get('role') or 'mentor'}_id"]
    mine = [one for one in sides if one[1] == person and of_session[one[0]]["pair_id"] == pair]
    return mine[0] if mine else None


def by_stamps(history: History) -> Guess:
    """The transaction that wrote an answer row wrote, or locked, something with a name, too.

    Where none is the same, the one that comes nearest.
    """
    guess: dict[Hashable, Side | None] = {}
    for cell in history.cells:
        sides = history.sides_of(cell)
        known = [(stamp, side) for side in sides for stamp in _stamps(history.copy, side)]
        for key in cell:
            stamp = history.answers[key].stamp
            if stamp is not None and known:
                guess[key] = min(known, key=lambda one: (abs(one[0] - stamp), one))[1]
    return guess


def _stamps(copy: Copy, side: Side) -> Iterator[int]:
    session, participation = side
    own = {("participation", participation), ("person", copy.persons[participation])}
    for row in copy.naming[("session", session)]:
        if own & copy.named(row):
            yield from (one for one in (row.stamp, row.locked) if one is not None)


def between_backups(history: History) -> Guess:
    """What is new or changed since the other night: rows of answers, and rows with a name.

    Where there are several of both, columns in clear decide.
    """
    before = {row.values["id"]: row.values for row in history.before.tables["answer"]}
    old = {(row.table, _key(row)): row.values for row in history.before.rows}
    changed = [
        history.copy.named(row) for row in history.copy.rows
        if row.table != "answer" and old.get((row.table, _key(row))) != row.values
    ]  # fmt: skip
    pairs = {one.values["id"]: one.values for one in history.copy.tables["pair"]}
    pair_of = {
        one.values["id"]: pairs[one.values["pair_id"]] for one in history.copy.tables["session"]
    }
    guess: dict[Hashable, Side | None] = {}
    for cell in history.cells:
        sides = [
            side for side in history.sides_of(cell)
            if any({("session", side[0]), ("participation", side[1])} <= names for names in changed)
        ]  # fmt: skip
        for key in cell:
            row = history.answers[key].values
            if sides and before.get(key) != row:
                fit = [side for side in sides if _is_side(row, pair_of[side[0]], side)]
                guess[key] = (fit or sides)[0]
                sides.remove((fit or sides)[0])
    return guess


def _is_side(row: Mapping[str, Any], pair: Mapping[str, Any], side: Side) -> bool:
    role = "mentor" if pair["mentor_id"] == side[1] else "mentee"
    dimension = row.get("dimension", pair.get(f"{role}_dimension"))
    return row.get("role", role) == role and bool(dimension == pair.get(f"{role}_dimension"))


def _key(row: Row) -> Hashable:
    values = row.values
    if "id" in values:
        return values["id"]
    return tuple(sorted((k, v) for k, v in values.items() if k.endswith("_id") or k == "key"))


# --- order ----------------------------------------------------------------------------------------

Order = Callable[[History, Sequence[Hashable]], list[Hashable]]
_ORDERS: dict[str, Callable[[Row], Any]] = {
    "place": lambda row: row.place,
    "stamp": lambda row: (row.stamp or 0, row.place),
    "key": lambda row: str(row.values["id"]),
}


class ByOrder:
    """Lays the answer rows, in some order, beside other rows in theirs: which two orders go
    together is learned from histories whose truth is known."""

    def __init__(self, known: Sequence[History]) -> None:
        tried = {
            (order, other): sum(self._hits(one, order, other) for one in known)
            for order in _ORDERS
            for other in sorted({name for one in known for name in _beside(one)})
        }
        self.best = max(tried, key=lambda two: tried[two]) if tried else None

    def __call__(self, history: History) -> Guess:
        return self._guess(history, *self.best) if self.best else {}

    def _hits(self, history: History, order: str, other: str) -> int:
        found = self._guess(history, order, other)
        return sum(history.truth.author[key] == side for key, side in found.items())

    def _guess(self, history: History, order: str, other: str) -> dict[Hashable, Side]:
        guess: dict[Hashable, Side] = {}
        beside = _beside(history).get(other, [])
        for cell in history.cells:
            among = set(history.sides_of(cell))
            rows = sorted(cell, key=lambda key: _ORDERS[order](history.answers[key]))
            sides = [side for side in beside if side in among]
            guess.update(zip(rows, sides, strict=False))
        return guess


def _beside(history: History) -> Mapping[str, list[Side]]:
    """Orders of sides: by the rows that name them, also only those with one value in a column."""
    if id(history) not in _BESIDE:
        _BESIDE[id(history)] = (history, _orders_of_sides(history))
    return _BESIDE[id(history)][1]


_BESIDE: dict[int, tuple[History, Mapping[str, list[Side]]]] = {}


def _orders_of_sides(history: History) -> Mapping[str, list[Side]]:
    copy = history.copy
    of_session = {one.values["id"]: one.values["pair_id"] for one in copy.tables["session"]}
    two = {one.values["id"]: _two(one) for one in copy.tables["pair"]}
    keyed: dict[str, list[tuple[Any, Side]]] = defaultdict(list)
    for row in copy.rows:
        sessions = [number for what, number in row.names if what == "session"]
        for session in sessions:
            if session not in of_session:
                continue
            names = copy.named(row)
            both = two[of_session[session]]
            mine = [one for one in both if ("person", copy.persons[one]) in names] or both
            for one in mine if row.table != "session" else both:
                for label in _labels(row):
                    keyed[f"{label} by place"].append(((row.place, one), (session, one)))
                    keyed[f"{label} by stamp"].append(
                        ((row.stamp or 0, row.place, one), (session, one))
                    )
                    if row.locked is not None:
                        keyed[f"{label} by lock"].append(((row.locked, one), (session, one)))
    orders = {name: [side for _, side in sorted(rows)] for name, rows in keyed.items()}
    return {**orders, **{f"{name}, back": sides[::-1] for name, sides in orders.items()}}


def _labels(row: Row) -> Iterator[str]:
    yield row.kind
    for column, value in row.values.items():
        if isinstance(value, str) and len(value) <= 20 and not column.endswith("_at"):
            yield f"{row.kind} with {column} = {value}"


# --- equal secrets --------------------------------------------------------------------------------

_RANDOM = re.compile(r"[0-9a-fA-F]{16,}|[A-Za-z0-9_-]{40,}=*")


def equal_secrets(copy: Copy) -> Mapping[int, list[tuple[str, int]]]:
    """Participation → (where, another one) that carries the same hash, or the same sealed value."""
    found: dict[Any, list[tuple[str, int]]] = defaultdict(list)
    for row in copy.rows:
        numbers = [number for what, number in row.names if what == "participation"]
        if len(set(numbers)) == 1:
            for column, value in row.values.items():
                if _is_random(value):
                    found[value].append((f"{row.table}.{column}", numbers[0]))
    shared = {where for who in found.values() for where, n in _counted(who).items() if n > 1}
    links: dict[int, list[tuple[str, int]]] = defaultdict(list)
    for who in found.values():
        for where, one in who:
            links[one] += [
                (where, other)
                for there, other in who
                if other != one and there != where and there not in shared
            ]
    return links


def _counted(who: Iterable[tuple[str, int]]) -> Counter[str]:
    return Counter(where for where, _ in who)


def _is_random(value: object) -> bool:
    if isinstance(value, bytes | memoryview):
        return len(bytes(value)) >= 16
    return isinstance(value, str) and _RANDOM.fullmatch(value) is not None


def managers_found(histories: Iterable[History]) -> Score:
    cells = []
    for one in histories:
        links = equal_secrets(one.copy)
        who = [number for number, boss in one.truth.manager.items() if boss is not None]
        named = [_first(links[number], "manager") for number in who]
        cells.append(Cell(named, [one.truth.manager[number] for number in who]))
    return score(cells)


def avoided_found(histories: Iterable[History]) -> Score:
    cells = []
    for one in histories:
        links = equal_secrets(one.copy)
        who = [number for number, others in one.truth.avoids.items() if len(others) == 1]
        named = [_first(links[number], "avoided") for number in who]
        cells.append(Cell(named, [next(iter(one.truth.avoids[number])) for number in who]))
    return score(cells)


def _first(links: Iterable[tuple[str, int]], word: str) -> int | None:
    found = [other for where, other in links if word in where]
    return found[0] if found else None


# --- times inside tokens --------------------------------------------------------------------------


def times_inside(copy: Copy) -> list[tuple[str, datetime]]:
    """Where a sealed value says in clear when it was made: Fernet's tokens begin so."""
    found = []
    for row in copy.rows:
        for column, value in row.values.items():
            at = _time_of(value)
            if at:
                found.append((f"{row.table}.{column}", datetime.fromtimestamp(at, UTC)))
    return found


def _time_of(value: object) -> int:
    if not isinstance(value, bytes | memoryview | str):
        return 0
    token = value.encode() if isinstance(value, str) else bytes(value)
    if not token.startswith(b"gAAAA") or len(token) < 64:
        return 0
    head: int = struct.unpack(">Q", base64.urlsafe_b64decode(token[:12])[1:9])[0]
    return head


def lengths(copy: Copy) -> list[str]:
    """Columns whose sealed values are not all of one length: that would tell what they hold."""
    found: dict[str, set[int]] = defaultdict(set)
    for row in copy.rows:
        for column, value in row.values.items():
            if isinstance(value, bytes | memoryview):
                found[f"{row.kind}.{column}"].add(len(value))
    return sorted(where for where, several in found.items() if len(several) > 1)
