"""An attacker who is shown nothing of what to look for: it learns which trace betrays a yes or no.

From histories whose truth it is told it finds by itself which columns, places, stamps and lengths
went with a yes, and believes the same of others. `tests.privacy.chance` says whether that is better
than guessing.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from random import Random
from typing import Any

import numpy as np

from tests.privacy.chance import Cell, Score, score
from tests.privacy.copies import Copy, Row, Thing
from tests.privacy.readers import History


@dataclass(frozen=True)
class Asked:
    """One yes or no about a person (and a thing of theirs)."""

    copy: Copy
    participation: int
    thing: Thing | None
    true: bool


YesOrNo = Callable[[History], list[list[Asked]]]
"""Cells: things that differ in nothing public."""


def who_answered(history: History) -> list[list[Asked]]:
    """Of all sides of the meetings that were held."""
    return [
        [
            Asked(history.copy, side, ("session", session), true)
            for (session, side), true in sorted(history.truth.answered.items())
        ]
    ]


def which_of_two_answered(history: History) -> list[list[Asked]]:
    by_session: dict[int, list[Asked]] = defaultdict(list)
    for (session, side), true in sorted(history.truth.answered.items()):
        by_session[session].append(Asked(history.copy, side, ("session", session), true))
    return [two for two in by_session.values() if len({one.true for one in two}) == 2]


def who_said(word: str, *, early: bool = False) -> YesOrNo:
    """Which of the two said this word, of proposals that are no pair."""

    def question(history: History) -> list[list[Asked]]:
        copy = history.early if early else history.copy
        by_proposal: dict[int, list[Asked]] = defaultdict(list)
        words = history.truth.early_words if early else history.truth.words
        for (proposal, side), said in sorted(words.items()):
            by_proposal[proposal].append(Asked(copy, side, ("proposal", proposal), said == word))
        return [two for two in by_proposal.values() if len({one.true for one in two}) == 2]

    return question


def who_is_silent(history: History) -> list[list[Asked]]:
    silent = sorted(history.truth.silent.items())
    return [[Asked(history.copy, one, None, true) for one, true in silent]]


def who_named_a_manager(history: History) -> list[list[Asked]]:
    named = history.truth.manager
    return [[Asked(history.copy, one, None, one in named) for one in sorted(history.copy.persons)]]


def who_avoids_anybody(history: History) -> list[list[Asked]]:
    """Of those who have saved their profile: only there one can."""
    avoids = sorted(history.truth.avoids.items())
    return [[Asked(history.copy, one, None, bool(others)) for one, others in avoids]]


class Learner:
    """Decision stumps, boosted: which traces went with a yes in the histories that were told?"""

    ROUNDS = 4

    def __init__(self, known: Sequence[History], question: YesOrNo) -> None:
        self._question = question
        cells = [cell for one in known for cell in question(one) if cell]
        self._names: list[str] = []
        facts = [[facts_about(asked) for asked in cell] for cell in cells]
        counted = Counter(name for cell in facts for one in cell for name in one)
        self._names = sorted(name for name, times in counted.items() if times >= 3)
        truth = np.array([1.0 if asked.true else -1.0 for cell in cells for asked in cell])
        self.stumps: list[tuple[int, float, float]] = []
        if len(set(truth)) == 2 and self._names:
            self._learn(np.vstack([self._table(cell) for cell in facts]), truth)

    @property
    def found(self) -> list[str]:
        """The traces it goes by."""
        names = [*self._names, *(f"{name}, more than the other" for name in self._names)]
        return [names[column] for column, _, _ in self.stumps]

    def _table(self, cell: Sequence[Mapping[str, float]]) -> "np.ndarray[Any, Any]":
        """A row for each thing: its facts, and how they stand out in its cell."""
        rows = np.array([[one.get(name, -1.0) for name in self._names] for one in cell])
        return np.hstack([rows, rows - rows.mean(axis=0)])

    def _learn(self, table: "np.ndarray[Any, Any]", truth: "np.ndarray[Any, Any]") -> None:
        steps = np.quantile(table, np.linspace(0.02, 0.98, 15), axis=0, method="midpoint")
        says = np.where(table[None, :, :] > steps[:, None, :], 1.0, -1.0)
        yes, no = truth > 0, truth < 0
        weight = np.where(yes, 0.5 / yes.sum(), 0.5 / no.sum())
        for _ in range(self.ROUNDS):
            agreed = np.einsum("sif,i->sf", says, weight * truth)
            step, column = np.unravel_index(np.abs(agreed).argmax(), agreed.shape)
            edge = float(np.clip(agreed[step, column], -0.999, 0.999))
            alpha = 0.5 * np.log((1 + edge) / (1 - edge))
            self.stumps.append((int(column), float(steps[step, column]), alpha))
            weight *= np.exp(-alpha * truth * says[step, :, column])
            weight /= weight.sum()

    def tried(self, others: Iterable[History]) -> Score:
        """Of as many as there are in each cell it names those it believes most."""
        dice, cells = Random(0), []
        for one in others:
            for cell in filter(None, self._question(one)):
                believed = self._believed(cell, dice)
                cells.append(Cell(believed, [asked.true for asked in cell]))
        return score(cells)

    def _believed(self, cell: Sequence[Asked], dice: Random) -> list[bool]:
        points = np.zeros(len(cell))
        if self.stumps:
            table = self._table([facts_about(asked) for asked in cell])
            for column, step, alpha in self.stumps:
                points += alpha * np.where(table[:, column] > step, 1.0, -1.0)
        ranked = sorted(range(len(cell)), key=lambda n: (-points[n], dice.random()))
        chosen = set(ranked[: sum(asked.true for asked in cell)])
        return [n in chosen for n in range(len(cell))]


def facts_about(asked: Asked) -> Mapping[str, float]:
    """Everything that can be counted or measured about the rows that name this person or thing."""
    copy, one = asked.copy, asked.participation
    own: set[Thing] = {("participation", one), ("person", copy.persons[one])}
    facts: dict[str, float] = {}
    near = {("own", row) for row in _rows_of(copy, own)}
    if asked.thing is not None:
        of_thing = {row.table + str(row.place): row for row in copy.naming[asked.thing]}
        near = {
            ("own of it" if asked.thing in copy.named(row) else "own", row) for _, row in near
        } | {("of it", row) for row in of_thing.values()}
    stamps: dict[int, list[str]] = defaultdict(list)
    for group, row in near:
        label = f"{group}: {row.kind}"
        facts[label] = facts.get(label, 0) + 1
        _measure(facts, copy, row, label, one)
        for stamp in (row.stamp, row.locked):
            if stamp is not None:
                stamps[stamp].append(label)
    for labels in stamps.values():
        for a, b in {(a, b) for a in labels for b in labels if a < b}:
            facts[f"{a} with {b}"] = facts.get(f"{a} with {b}", 0) + 1
    return facts


def _rows_of(copy: Copy, own: Iterable[Thing]) -> Iterator[Row]:
    seen = set()
    for thing in own:
        for row in copy.naming[thing]:
            if (row.table, row.place) not in seen:
                seen.add((row.table, row.place))
                yield row


def _measure(facts: dict[str, float], copy: Copy, row: Row, label: str, one: int) -> None:
    ranks = _ranks(copy)
    marks: dict[str, Any] = {"its place": row.place, "its stamp": row.stamp, "its lock": row.locked}
    for column, value in {**row.values, **marks}.items():
        name = f"{label}: {_from_my_side(row, column, one)}"
        if _is_a_word(value) and not column.endswith("_id"):
            facts[f"{name} is {value}"] = facts.get(f"{name} is {value}", 0) + 1
        if isinstance(value, str | bytes | memoryview | list | dict):
            facts[f"length of {name}"] = len(value)
        if (rank := ranks.get((row.kind, column), {}).get(_sortable(value))) is not None:
            facts[f"rank of {name}"] = max(facts.get(f"rank of {name}", 0), rank)
    for what in ("stamp", "lock"):
        alone = _alone(copy).get((what, marks[f"its {what}"]))
        if alone is not None:
            facts[f"{label}: how many share its {what}"] = alone


def _is_a_word(value: object) -> bool:
    if isinstance(value, int):
        return 0 <= value < 10
    return value is None or (isinstance(value, str) and len(value) <= 24)


def _from_my_side(row: Row, column: str, one: int) -> str:
    for mine, other in (("mentor", "mentee"), ("mentee", "mentor")):
        if row.values.get(f"{mine}_id") == one:
            return re.sub(f"^{other}_", "other_", re.sub(f"^{mine}_", "my_", column))
    return column


def _sortable(value: object) -> str | float | None:
    if isinstance(value, datetime):
        return value.timestamp()
    return float(value) if isinstance(value, int | float) else None if value is None else str(value)


def _ranks(copy: Copy) -> Mapping[tuple[str, str], Mapping[str | float | None, float]]:
    """Where a value stands among all values of its column, between 0 and 1."""
    return _kept(copy)[0]


def _alone(copy: Copy) -> Mapping[tuple[str, int | None], float]:
    return _kept(copy)[1]


_KEPT: dict[int, tuple[Copy, Any, Any]] = {}


def _kept(copy: Copy) -> tuple[Any, Any]:
    if id(copy) not in _KEPT:
        _KEPT[id(copy)] = (copy, *_computed(copy))
    return _KEPT[id(copy)][1:]


def _computed(copy: Copy) -> tuple[Any, Any]:
    columns: dict[tuple[str, str], set[Any]] = defaultdict(set)
    shared: Counter[tuple[str, int | None]] = Counter()
    for row in copy.rows:
        marks = {"its place": row.place, "its stamp": row.stamp, "its lock": row.locked}
        for column, value in {**row.values, **marks}.items():
            columns[row.kind, column].add(_sortable(value))
        shared["stamp", row.stamp] += 1
        shared["lock", row.locked] += 1
    ranks = {
        where: {
            value: n / max(len(values) - 1, 1)
            for n, value in enumerate(sorted(values - {None}, key=lambda v: (str(type(v)), v)))
        }
        for where, values in columns.items()
    }
    return ranks, {one: min(times, 50) for one, times in shared.items() if one[1] is not None}
