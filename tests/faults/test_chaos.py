"""A few runs of the chaos; `make chaos` has a thousand and more."""

import pytest

from tests.faults.chaos.many import Many, broken, plans, table, unmasked
from tests.faults.chaos.plan import PROMISES, Plan, Strategy, Trouble
from tests.faults.chaos.run import Found

SIDE_BY_SIDE = 5


@pytest.fixture(scope="module")
def found() -> list[Found]:
    """One run of each trouble on each database, with one process or three."""
    wanted = [
        Plan(number, Strategy.OUTBOX, trouble, backend, 3 if number % 2 else 1)
        for number, (trouble, backend) in enumerate(
            [(Trouble.KILLED, "sqlite"), (Trouble.KILLED, "postgresql"),
             (Trouble.BOTH, "sqlite"), (Trouble.BOTH, "postgresql"),
             (Trouble.FULL, "sqlite"), (Trouble.RESTART, "postgresql"),
             (Trouble.CLOCK, "sqlite"), (Trouble.CLOCK, "postgresql")]
        )
    ]  # fmt: skip
    wanted += [
        Plan(20, Strategy.BLIND, Trouble.BOTH, "sqlite", 3),
        Plan(21, Strategy.NAIVE, Trouble.BOTH, "sqlite", 3),
        Plan(22, Strategy.RESENDS, Trouble.ANSWERS, "sqlite", 1),
        Plan(23, Strategy.HANDLER, Trouble.ANSWERS, "sqlite", 1),
    ]
    return Many(lanes=SIDE_BY_SIDE, seconds=300).go(wanted)


def test_nothing_is_lost_doubled_invented_out_of_order_or_late(found: list[Found]) -> None:
    assert not broken(found), table(found)
    assert all(one.of == 24 for one in found)


def test_processes_were_killed_and_answers_were_lost(found: list[Found]) -> None:
    killed = [one for one in found if one.plan.trouble in (Trouble.KILLED, Trouble.BOTH)]
    assert sum(one.killed for one in killed) >= len(killed)


def test_each_of_the_simpler_ways_fails(found: list[Found]) -> None:
    assert unmasked(found) == set(Strategy) - set(PROMISES), table(found)


def test_the_table_has_a_line_for_each_strategy_and_trouble(found: list[Found]) -> None:
    told = {(one.plan.strategy, one.plan.trouble) for one in found}
    head, rule, *lines = table(found).splitlines()
    assert len(lines) == len(told)
    assert {line.count("|") for line in (head, rule, *lines)} == {12}


def test_the_plans_cover_everything_and_can_be_repeated() -> None:
    many = plans(200, seed=1)
    assert many == plans(200, seed=1) != plans(200, seed=2)
    real = [one for one in many if one.strategy in PROMISES]
    assert len(real) == 200
    assert {one.trouble for one in real} == set(Trouble)
    assert {(one.backend, one.workers) for one in real} == {
        (backend, workers) for backend in ("sqlite", "postgresql") for workers in (1, 3)
    }
    assert {one.strategy for one in many} == set(Strategy)


def test_a_broken_promise_is_seen() -> None:
    plan = Plan(1, Strategy.OUTBOX, Trouble.KILLED, "sqlite", 1)
    good = Found(plan, 24, 0, 0, 0, 0, 0, unfinished=False, killed=1, seconds=1.0)
    bad = Found(plan, 24, 0, 1, 0, 0, 0, unfinished=False, killed=1, seconds=1.0)
    assert broken([good, bad]) == [bad]
