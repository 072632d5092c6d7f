"""Two worlds differ in one private act, and nobody can tell which of them they live in.

Some sixty pairs of worlds on SQLite and twenty on PostgreSQL in every run of the tests; with
`REVMENTOR_SOAK=1` (`make soak`) new ones each time, as many as it takes to be thousands.
"""

from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.privacy import acts
from tests.privacy.acts import SOAKING
from tests.privacy.town import Town
from tests.privacy.worlds import Act, same

KINDS: dict[str, tuple[Any, int]] = {
    "words": (acts.words(), 5),
    "silences": (acts.silences(), 4),
    "moments of yes": (acts.moments_of_yes(), 3),
    "breaks": (acts.breaks(), 3),
    "undoable": (acts.undoable(), 2),
    "answers": (acts.answers(), 3),
    "no answers": (acts.no_answers(), 3),
    "matches": (acts.matches(), 3),
    "low answers": (acts.low_answers(), 3),
    "choices": (acts.choices(), 4),
    "late choices": (acts.late_choices(), 2),
    "worksheets": (acts.worksheets(), 3),
    "preparations": (acts.preparations(), 3),
    "profiles": (acts.profiles(), 4),
    "profiles before the draft": (acts.profiles_before_the_draft(), 2),
    "newcomers": (acts.newcomers(), 3),
    "profiles after the draft": (acts.profiles_after_the_draft(), 3),
    "slots": (acts.slots(), 3),
    "own pairs": (acts.own_pairs(), 2),
    "kept back": (acts.kept_back(), 4),
    "after a pair": (acts.after_a_pair(), 3),
    "who asks for the end": (acts.who_asks(), 3),
    "how it ends": (acts.how_it_ends(), 3),
    "forms": (acts.forms(), 3),
    "nudged": (acts.nudged(), 2),
    "notified": (acts.notified(), 4),
    "concerns": (acts.concerns(), 4),
    "at rest": (acts.at_rest(), 1),
}
"""Each kind of act, and how many of it are drawn in a run of the tests: each but forms makes two
pairs of worlds."""


def _many(examples: int) -> settings:
    calm = settings(deadline=None, suppress_health_check=list(HealthCheck))
    if SOAKING:
        return settings(calm, max_examples=50 * examples)
    phases = [Phase.explicit, Phase.generate]
    return settings(calm, max_examples=examples, derandomize=True, database=None, phases=phases)


@pytest.mark.usefixtures("log")
@pytest.mark.parametrize("kind", KINDS)
def test_on_sqlite(on_sqlite: dict[str, Town], kind: str) -> None:
    drawn, examples = KINDS[kind]
    _try(on_sqlite, drawn, examples)


@pytest.mark.usefixtures("log")
@pytest.mark.parametrize("kind", KINDS)
def test_on_postgresql(on_postgresql: dict[str, Town], kind: str) -> None:
    _try(on_postgresql, KINDS[kind][0], 1)


def _try(moments: dict[str, Town], drawn: st.SearchStrategy[Act], examples: int) -> None:
    @_many(examples)
    @given(drawn)
    def one(act: Act) -> None:
        same(moments, act)

    one()
