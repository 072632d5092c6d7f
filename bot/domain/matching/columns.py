"""The people of a round as columns."""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
import numpy.typing as npt

from bot.domain.fit.people import Form, Participant, Role, Tenure

Ints = npt.NDArray[np.int32]
Small = npt.NDArray[np.int8]
Flags = npt.NDArray[np.bool_]
Sets = tuple[npt.NDArray[np.float32], Ints]  # one row per distinct set; each person's row

NO_WISH = 100  # a level now that no offer exceeds


@dataclass(frozen=True)
class Columns:
    """One entry per person; 0 stands for an unknown function or site and for no pick."""

    band: Ints
    gives: Flags
    takes: Flags
    may_give: Ints
    may_take: Ints
    new_here: Flags
    newcomer: Flags
    at_home: Flags
    in_person: Flags
    function: Ints
    site: Ints
    style: Small
    languages: Sets
    slots: Sets
    levels: Small  # person × topic, 0 for not shared
    wished: Ints  # person × place in the order
    now: Small

    @classmethod
    def of(cls, people: Sequence[Participant]) -> Self:
        """Columns in the order of `people`."""
        topics = _numbered(
            topic
            for one in people
            for topic in (*(o.topic for o in one.offers), *(w.topic for w in one.wishes))
        )
        wished, now = _wishes(people, topics)
        return cls(
            band=_ints(one.band for one in people),
            gives=_flags(one.role is not Role.MENTEE for one in people),
            takes=_flags(one.role is not Role.MENTOR for one in people),
            may_give=_ints(one.may_give for one in people),
            may_take=_ints(one.may_take for one in people),
            new_here=_flags(one.tenure is Tenure.UNDER_1 for one in people),
            newcomer=_flags(one.newcomer for one in people),
            at_home=_flags(one.tenure is Tenure.OVER_3 for one in people),
            in_person=_flags(one.form is Form.IN_PERSON for one in people),
            function=_codes([one.function for one in people]),
            site=_codes([one.site for one in people]),
            style=_picks(people),
            languages=_sets([one.languages for one in people]),
            slots=_sets([one.slots for one in people]),
            levels=_levels(people, topics),
            wished=wished,
            now=now,
        )

    @staticmethod
    def common(sets: Sets, some: npt.NDArray[np.int64], others: npt.NDArray[np.int64]) -> Ints:
        """How many elements the sets of each of `some` share with each of `others`."""
        members, row = sets
        shared = members[row[some]] @ members.T  # counts stay far below 2**24: exact
        return shared.astype(np.int32)[:, row[others]]


def _ints(values: Iterable[int]) -> Ints:
    return np.fromiter(values, dtype=np.int32)


def _flags(values: Iterable[bool]) -> Flags:
    return np.fromiter(values, dtype=np.bool_)


def _numbered(values: Iterable[Hashable]) -> dict[Hashable, int]:
    return {value: number for number, value in enumerate(dict.fromkeys(values))}


def _codes(values: Sequence[str | None]) -> Ints:
    codes = _numbered([None, *values])
    return _ints(codes[value] for value in values)


def _picks(people: Sequence[Participant]) -> Small:
    code = {None: 0, "a": 1, "b": 2}
    picks = [[code[pick] for pick in one.style] for one in people]
    return np.array(picks, dtype=np.int8).reshape(-1, 3)


def _sets(values: Sequence[frozenset[str]] | Sequence[frozenset[int]]) -> Sets:
    rows = _numbered(values)
    elements = _numbered(element for value in values for element in value)
    members = np.zeros((len(rows), max(1, len(elements))), dtype=np.float32)
    for value, row in rows.items():
        members[row, [elements[element] for element in value]] = 1  # type: ignore[attr-defined]
    return members, _ints(rows[value] for value in values)


def _levels(people: Sequence[Participant], topics: dict[Hashable, int]) -> Small:
    levels = np.zeros((len(people), max(1, len(topics))), dtype=np.int8)
    for row, one in enumerate(people):
        for offer in one.offers:
            column = topics[offer.topic]
            levels[row, column] = max(levels[row, column], offer.level)
    return levels


def _wishes(people: Sequence[Participant], topics: dict[Hashable, int]) -> tuple[Ints, Small]:
    most = max((len(one.wishes) for one in people), default=0)
    wished = np.zeros((len(people), most), dtype=np.int32)
    now = np.full((len(people), most), NO_WISH, dtype=np.int8)
    for row, one in enumerate(people):
        for place, wish in enumerate(one.wishes):
            wished[row, place], now[row, place] = topics[wish.topic], wish.now
    return wished, now
