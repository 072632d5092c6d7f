"""The yardstick of the attackers, against all dealings counted out one by one."""

from collections import Counter
from itertools import permutations

import pytest

from tests.privacy.chance import Cell, distribution, score


@pytest.mark.parametrize(
    ("named", "true"),
    [
        ("abc", "abc"),
        ("aabbc", "abbcc"),
        ([True, True, False, False, False], [True, False, True, False, False]),
        (["a", None, "b", "b"], ["b", "a", "a", "c"]),
        ("aaaa", "bbbb"),
    ],
)
def test_the_chances_are_those_of_all_dealings(named: list[object], true: list[object]) -> None:
    dealings = list(permutations(true))
    hits = Counter(sum(a == b for a, b in zip(named, one, strict=True)) for one in dealings)
    counted = [hits[n] / len(dealings) for n in range(len(true) + 1)]
    found = list(distribution(named, true))
    assert found + [0.0] * (len(counted) - len(found)) == pytest.approx(counted)


def test_cells_count_together() -> None:
    known = [Cell("ab", "ab")] * 20
    assert score(known).p == pytest.approx(0.5**20)
    assert (score(known).hits, score(known).by_chance) == (40, 20)
    assert not score(known).is_luck
    assert score([Cell("ab", "ba")] * 20).p == 1
