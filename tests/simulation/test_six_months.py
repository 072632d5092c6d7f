"""Simulated pairs over six months: fifty in every run of the tests, a thousand in `make soak`.

The table of docs/programme.md, How many messages, is that of the fifty.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest

from bot.domain.lifecycle import SessionState
from bot.store.tables import Pair, Session
from tests.simulation.counting import (
    LESS_THAN,
    OF_A_HUNDRED,
    Heard,
    heard,
    most_of,
    table,
)
from tests.simulation.habits import Habits
from tests.simulation.lives import Lives, lives
from tests.simulation.peace import Peace
from tests.soak.life import Runtime

PAIRS, WEEKS = 50, 31
SEEDS = range(1, 21) if os.environ.get("REVMENTOR_SOAK") == "1" else (1,)
PAGE = Path(__file__).parents[2] / "docs" / "programme.md"
BEGIN, END = "<!-- counted: messages -->", "<!-- counted: end -->"


@dataclass
class Lived:
    """What came of all these pairs."""

    heard: Heard = field(default_factory=dict)
    meetings: list[int] = field(default_factory=list)
    """Of each pair how many it held."""
    broken: list[str] = field(default_factory=list)


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lived]:
    runtime, all_ = Runtime(tmp_path_factory.mktemp("lives")), Lived()
    for seed in SEEDS:
        with lives(runtime, PAIRS, seed) as these:
            _live(these, seed, all_)
    yield all_
    runtime.close()


def _live(these: Lives, seed: int, all_: Lived) -> None:
    begins, peace = len(these.log), Peace(these)
    these.acted = peace.acts
    these.live(these.now + timedelta(weeks=WEEKS), Habits(these).hears, peace.looks)
    sessions = these.rows(Session)
    held = [one.pair_id for one in sessions if one.state == SessionState.HELD]
    told = heard(these.log[begins:], [one.slack_id for one in these.people])
    all_.heard.update({f"{who} of {seed}": kinds for who, kinds in told.items()})
    all_.meetings += [held.count(pair.id) for pair in these.rows(Pair)]
    all_.broken += [f"seed {seed}: {broken}" for broken in peace.broken]


def test_nobody_waits_without_a_word_or_is_told_again_and_again(lived: Lived) -> None:
    assert not lived.broken, "\n".join(lived.broken)


def test_most_people_get_fewer_than_34_messages(lived: Lived) -> None:
    counts = [sum(kinds.values()) for kinds in lived.heard.values()]
    assert most_of(counts, OF_A_HUNDRED) < LESS_THAN, sorted(counts)


def test_the_page_has_the_table_that_was_counted(lived: Lived) -> None:
    if len(SEEDS) > 1:
        pytest.skip("the table is that of one seed")
    _, _, rest = PAGE.read_text(encoding="utf-8").partition(f"{BEGIN}\n")
    counted = "\n".join(table(lived.heard))
    assert rest.partition(END)[0].strip() == counted, f"the page should have\n{counted}"


def test_most_pairs_meet_as_planned(lived: Lived) -> None:
    """Or the counts above would be those of silent pairs."""
    assert len(lived.meetings) == PAIRS * len(SEEDS)
    as_planned = sum(meetings >= 5 for meetings in lived.meetings)
    assert as_planned > len(lived.meetings) / 2, lived.meetings
    assert max(lived.meetings) <= 8, "not more often than planned, but for one that was moved"
