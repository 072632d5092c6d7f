"""The machine, some hundred steps in every run of the tests and thousands in `make soak`.

`REVMENTOR_SOAK=1` tries new orders at each run, and keeps the examples that failed.
"""

import os

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.soak.life import Runtime
from tests.soak.machine import AnyOrder

SOAKING = os.environ.get("REVMENTOR_SOAK") == "1"
_CALM = settings(deadline=None, suppress_health_check=list(HealthCheck))
SHORT = settings(_CALM, max_examples=6, stateful_step_count=35, derandomize=True, database=None)
LONG = settings(_CALM, max_examples=100, stateful_step_count=60)


def test_any_order_of_events_keeps_every_promise(
    runtime: Runtime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(AnyOrder, "runtime", runtime, raising=False)
    run_state_machine_as_test(AnyOrder, settings=LONG if SOAKING else SHORT)
