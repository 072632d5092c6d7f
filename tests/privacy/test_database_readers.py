"""Whoever has the database and no key learns nothing that nobody may learn: tried by attack.

The attackers are those of `tests.privacy.readers`. Against the first build's layout they succeed,
or these tests would prove nothing.
"""

from collections.abc import Sequence
from pathlib import Path

import pytest

from tests import databases
from tests.databases import BACKENDS
from tests.privacy import copies, old_layout
from tests.privacy.chance import Score
from tests.privacy.readers import (
    ByOrder,
    History,
    Learner,
    avoided_found,
    between_backups,
    by_columns,
    by_stamps,
    linked,
    managers_found,
    times_inside,
    which_of_two_answered,
    who_answered,
    who_avoids_anybody,
    who_is_silent,
    who_named_a_manager,
    who_said,
)

QUESTIONS = {
    "who answered": who_answered,
    "which of two answered": which_of_two_answered,
    "who said yes": who_said("yes"),
    "who said somebody else": who_said("someone_else"),
    "who has said yes so far": who_said("yes", early=True),
    "who has said somebody else so far": who_said("someone_else", early=True),
    "who is silent to nudges": who_is_silent,
    "who named a manager": who_named_a_manager,
    "who avoids anybody": who_avoids_anybody,
}
SIZES = (5, 8, 12, 20, 6, 10, 20, 40, 15, 12)
"""Couples of each history. A learner is told the truth of every second one."""


def scores(histories: Sequence[History]) -> dict[str, Score]:
    """What each attacker reached. Whoever learns is tried on histories not seen before."""
    told, untold = histories[::2], histories[1::2]
    found = {
        "whose an answer is, by columns": linked(histories, by_columns),
        "whose an answer is, by transactions": linked(histories, by_stamps),
        "whose an answer is, by two backups": linked(histories, between_backups),
        "whose an answer is, by order": linked(untold, ByOrder(told)),
        "who is whose manager": managers_found(histories),
        "who avoids whom": avoided_found(histories),
    }
    return found | {
        name: Learner(told, question).tried(untold) for name, question in QUESTIONS.items()
    }


# --- the first build: they succeed ----------------------------------------------------------------


@pytest.fixture(scope="module", params=BACKENDS)
def old(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> list[History]:
    folder = tmp_path_factory.mktemp("old")
    return [_old(request.param, folder, seed, size) for seed, size in enumerate(SIZES)]


def _old(backend: str, folder: Path, seed: int, couples: int) -> History:
    taken: list[copies.Copy] = []
    with databases.url(backend, folder, migrated=False) as url:

        def looks() -> None:
            last = len(taken) == 2
            taken.append(copies.take(url, replaying=last))

        truth = old_layout.lives(url, seed, couples, looks)
    return History(truth, *taken)


WEAK = {"who has said yes so far": 0.4, "whose an answer is, by two backups": 0.05}
"""Where even the first build told a part only; elsewhere nearly all is found out."""


def test_against_the_first_builds_layout_every_attacker_succeeds(old: list[History]) -> None:
    found = scores(old)
    assert {name: str(it) for name, it in found.items() if it.is_luck} == {}
    assert {name: str(it) for name, it in found.items() if it.gain < WEAK.get(name, 0.8)} == {}
    assert {where for where, _ in times_inside(old[0].copy)} == {
        "draft.sealed", "wrapped_key.wrapped",
    }  # fmt: skip
