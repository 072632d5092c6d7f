"""The score by hand, part by part."""

import json
from random import Random
from typing import Any

import pytest

from bot.domain.fit.eligibility import Rules
from bot.domain.fit.people import Form, Offer, Weights, Wish
from bot.domain.fit.scoring import half_up, score
from tests.domain import pools
from tests.domain.pools import MONDAY_NINE, person


def parts(mentor: Any = None, mentee: Any = None, weights: Weights | None = None) -> dict[str, int]:
    """The parts of two people who have nothing but what is given."""
    nothing: dict[str, Any] = {"slots": frozenset()}
    one, other = person(1, **nothing | (mentor or {})), person(2, **nothing | (mentee or {}))
    return score(one, other, Rules(weights=weights or Weights())).parts


def wishes(*levels: int) -> tuple[Wish, ...]:
    return tuple(Wish(f"t{n}", now, 4) for n, now in enumerate(levels))


def offers(*levels: int) -> tuple[Offer, ...]:
    return tuple(Offer(f"t{n}", level) for n, level in enumerate(levels) if level)


@pytest.mark.parametrize(
    ("shared", "now", "points"),
    [
        ((2,), (0,), 450),  # first wish, two steps: the whole part
        ((1,), (0,), 315),  # one step: 0.7
        ((3,), (0,), 405),  # three: 0.9
        ((4,), (0,), 360),  # four: 0.8
        ((0, 2), (0, 0), 360),  # second wish: 0.8
        ((0, 0, 2), (0, 0, 0), 270),  # third: 0.6
        ((1, 2), (0, 0), 439),  # 0.8 + 0.7 / 4 = 0.975: 438.75 rounds up
        ((1, 0, 1), (0, 0, 0), 362),  # 0.7 + 0.42 / 4 = 0.805: 362.25 rounds down
        ((2, 2), (0, 0), 450),  # capped at one
        ((2, 3), (2, 3), 0),  # no higher level
    ],
)
def test_topic_fit_takes_the_best_wish_and_a_quarter_of_the_second(
    shared: tuple[int, ...], now: tuple[int, ...], points: int
) -> None:
    assert parts({"offers": offers(*shared)}, {"wishes": wishes(*now)})["topic"] == points


def test_a_third_topic_adds_nothing() -> None:
    two = parts({"offers": offers(1, 1)}, {"wishes": wishes(0, 0, 0)})["topic"]
    three = parts({"offers": offers(1, 1, 1)}, {"wishes": wishes(0, 0, 0)})["topic"]
    assert two == three == half_up(450 * (4 * 70 + 56), 400)


def test_give_back_is_the_other_direction_and_its_best_only() -> None:
    both_ways = parts({"wishes": wishes(0, 0)}, {"offers": offers(1, 2)})
    assert both_ways["give_back"] == 160  # 0.8 of 200, not the 0.7 as well
    assert both_ways["topic"] == 0


@pytest.mark.parametrize(("quarters", "points"), [(0, 0), (8, 15), (9, 17), (80, 150), (96, 150)])
def test_hours_count_up_to_twenty(quarters: int, points: int) -> None:
    slots = {"slots": frozenset(range(MONDAY_NINE, MONDAY_NINE + quarters))}
    assert parts(slots, slots)["hours"] == points


@pytest.mark.parametrize(
    ("one", "other", "points"),
    [
        ((None, None, None), ("a", "b", "a"), 50),
        (("a", None, None), (None, "b", "a"), 50),
        (("a", "b", "a"), ("a", "b", "a"), 100),
        (("a", "b", "a"), ("a", "b", "b"), 67),
        (("a", "b", "a"), ("a", "a", "b"), 33),
        (("a", "b", None), ("b", "a", "a"), 0),
    ],
)
def test_style_compares_what_both_picked(one: Any, other: Any, points: int) -> None:
    assert parts({"style": one}, {"style": other})["style"] == points


@pytest.mark.parametrize(
    ("one", "other", "points"),
    [
        (("sales", "Rome"), ("plant", "Turin"), 100),
        (("sales", "Rome"), ("plant", "Rome"), 60),
        (("sales", "Rome"), ("sales", "Turin"), 40),
        (("sales", "Rome"), (None, None), 0),
    ],
)
def test_mix_wants_another_function_and_another_site(one: Any, other: Any, points: int) -> None:
    first, second = ({"function": function, "site": site} for function, site in (one, other))
    assert parts(first, second)["mix"] == points


@pytest.mark.parametrize(
    ("forms", "sites", "points"),
    [
        ((Form.IN_PERSON, Form.IN_PERSON), ("Rome", "Rome"), 40),
        ((Form.IN_PERSON, Form.IN_PERSON), ("Rome", "Turin"), 0),
        ((Form.IN_PERSON, Form.EITHER), ("Rome", "Turin"), 40),
        ((Form.IN_PERSON, Form.EITHER), ("Rome", "Rome"), 0),
    ],
)
def test_two_who_want_to_meet_want_the_same_site(
    forms: tuple[Form, Form], sites: tuple[str, str], points: int
) -> None:
    one, other = ({"form": form, "site": site} for form, site in zip(forms, sites, strict=True))
    assert parts(one, other)["mix"] == points


def test_the_programme_s_weights_scale_each_part() -> None:
    weights = Weights(topic=10, give_back=10, hours=10, style=5, mix=9)
    slots = {"slots": frozenset(range(MONDAY_NINE, MONDAY_NINE + 40))}
    one = {"offers": offers(1), "function": "sales"} | slots
    other = {"wishes": wishes(0), "function": "plant"} | slots
    assert parts(one, other, weights) == {
        "topic": 7, "give_back": 0, "hours": 5, "style": 3, "mix": 5,
    }  # fmt: skip


def test_rounding_is_half_up() -> None:
    assert [half_up(n, 2) for n in range(5)] == [0, 1, 1, 2, 2]
    assert half_up(49, 100) == 0


def test_the_reasons_are_facts_and_the_best_topic_comes_first() -> None:
    mentor = person(1, offers=offers(1, 2, 4), wishes=(Wish("wine", 0, 2),), function="sales")
    mentee = person(
        2, wishes=wishes(0, 0, 4), offers=(Offer("wine", 2),), function="plant", manager="b"
    )
    reasons = score(mentor, mentee, Rules())
    assert reasons.topics == ("t1", "t0")
    assert reasons.give_back == "wine"
    assert reasons.common_hours == 4.0
    assert (reasons.other_function, reasons.other_site) == (True, False)
    assert reasons.score == sum(reasons.parts.values()) == 439 + 200 + 30 + 50 + 60


@pytest.mark.parametrize(
    ("shared", "fit"), [((0, 2), "strong"), ((1,), "fair"), ((0, 0, 2), "fair")]
)
def test_a_fit_is_strong_from_four_fifths_of_the_topic_part(
    shared: tuple[int, ...], fit: str
) -> None:
    reasons = score(person(1, offers=offers(*shared)), person(2, wishes=wishes(0, 0, 0)), Rules())
    assert reasons.topic_fit == fit


def test_the_facts_that_are_kept_tell_no_level_and_no_manager() -> None:
    """No part of the score, no best topic first, nothing of the reporting line."""
    random = Random(3)
    people = pools.pool(12, random, pools.Temper())
    for mentor in people:
        for mentee in people:
            facts = score(mentor, mentee, Rules()).to_facts()
            assert json.loads(json.dumps(facts)) == facts
            assert facts.keys() == {
                *("topics", "give_back", "common_hours"),
                *("other_function", "other_site", "topic_fit", "newcomers"),
            }
            assert facts["topics"] == sorted(facts["topics"])
