"""The hard rules, each broken alone."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.fit.eligibility import Obstacle, Rules, obstacles, teachable
from bot.domain.fit.people import Offer, Role, Tenure, Wish
from tests.domain.pools import MONDAY_NINE, person

MENTOR = person(1, Role.MENTOR, band=1, offers=(Offer("ai", 3),), manager="boss")
MENTEE = person(2, Role.MENTEE, band=2, wishes=(Wish("ai", 2, 4),), manager="chief")


def met(
    mentor: Any = MENTOR,
    mentee: Any = MENTEE,
    rules: Rules | None = None,
    forbidden: Any = frozenset(),
    managers: Any = None,
) -> frozenset[Obstacle]:
    return obstacles(mentor, mentee, rules or Rules(), forbidden, managers)


def test_two_who_fit_meet_no_obstacle() -> None:
    assert met() == frozenset()


@pytest.mark.parametrize(
    ("mentor", "mentee", "broken"),
    [
        ({"account": "person-2"}, {}, Obstacle.SAME_PERSON),
        ({"role": Role.MENTEE}, {}, Obstacle.ROLE),
        ({}, {"role": Role.MENTOR}, Obstacle.ROLE),
        ({"free_mentor": 0}, {}, Obstacle.PLACES),
        ({"free_total": 0}, {}, Obstacle.PLACES),
        ({}, {"free_mentee": 0}, Obstacle.PLACES),
        ({"band": 2}, {}, Obstacle.LEVEL),
        ({}, {"languages": frozenset({"it"})}, Obstacle.LANGUAGE),
        ({}, {"slots": frozenset(range(MONDAY_NINE + 9, MONDAY_NINE + 30))}, Obstacle.HOURS),
        ({"offers": (Offer("ai", 2),)}, {}, Obstacle.TOPICS),
        ({"offers": (Offer("excel", 4),)}, {}, Obstacle.TOPICS),
    ],
)
def test_each_rule_can_be_the_one_that_is_broken(
    mentor: Any, mentee: Any, broken: Obstacle
) -> None:
    assert broken in met(replace(MENTOR, **mentor), replace(MENTEE, **mentee))
    if broken is not Obstacle.ROLE:
        assert len(met(replace(MENTOR, **mentor), replace(MENTEE, **mentee))) == 1


def test_two_hours_in_common_are_enough_and_a_quarter_less_is_not() -> None:
    eight = replace(MENTEE, slots=frozenset(range(MONDAY_NINE + 8, MONDAY_NINE + 30)))
    assert met(mentee=eight) == frozenset()
    assert met(mentee=replace(eight, slots=eight.slots - {MONDAY_NINE + 8})) == {Obstacle.HOURS}


def test_a_flat_company_pairs_equals_but_never_upside_down() -> None:
    equal = replace(MENTOR, band=2)
    assert met(equal, rules=Rules(gap=0)) == frozenset()
    assert met(replace(equal, band=3), rules=Rules(gap=0)) == {Obstacle.LEVEL}


@pytest.mark.parametrize(
    ("mentor", "mentee", "fits"),
    [
        (Tenure.OVER_3, Tenure.UNDER_1, True),
        (Tenure.FROM_1_TO_3, Tenure.UNDER_1, False),
        (Tenure.OVER_3, Tenure.FROM_1_TO_3, False),
        (Tenure.OVER_3, None, False),
        (None, Tenure.UNDER_1, False),
    ],
)
@pytest.mark.parametrize(("high", "low"), [(4, 1), (1, 4)])
def test_on_the_newcomers_track_years_count_and_levels_do_not(
    mentor: Tenure | None, mentee: Tenure | None, fits: bool, high: int, low: int
) -> None:
    two = (
        replace(MENTOR, band=high, tenure=mentor),
        replace(MENTEE, band=low, tenure=mentee, newcomer=True),
    )
    assert met(*two) == (frozenset() if fits else {Obstacle.LEVEL})


def test_who_is_new_and_has_not_chosen_the_track_learns_from_somebody_below() -> None:
    at_home, new = replace(MENTOR, tenure=Tenure.OVER_3), replace(MENTEE, tenure=Tenure.UNDER_1)
    assert met(at_home, new) == frozenset()
    assert met(replace(at_home, band=4), replace(new, band=1)) == {Obstacle.LEVEL}


BANDS = st.integers(1, 5)
TENURES = st.sampled_from([None, *Tenure])


@given(BANDS, BANDS, TENURES, TENURES, st.booleans(), st.booleans(), st.integers(0, 2))
def test_only_the_mentees_own_choice_makes_it_the_newcomers_track(
    high: int,
    low: int,
    mentors: Tenure | None,
    mentees: Tenure | None,
    mentor_chose: bool,
    mentee_chose: bool,
    gap: int,
) -> None:
    """Whatever else the two are: a mentor who has chosen it as a mentee is one like any other."""
    mentor = replace(MENTOR, band=high, tenure=mentors, newcomer=mentor_chose)
    mentee = replace(MENTEE, band=low, tenure=mentees, newcomer=mentee_chose)
    by_years = (mentors, mentees) == ("over_3", "under_1")
    fits = by_years if mentee_chose else low - high >= gap
    assert met(mentor, mentee, Rules(gap=gap)) == (frozenset() if fits else {Obstacle.LEVEL})


@pytest.mark.parametrize("turned", [False, True])
def test_nobody_meets_a_manager_one_or_two_steps_up(turned: bool) -> None:
    low, high = (MENTEE, MENTOR) if turned else (MENTOR, MENTEE)
    one = replace(low, manager=high.account)
    two = {low.manager: high.account}
    three = {low.manager: "between", "between": high.account}
    assert met(*((high, one) if turned else (one, high))) == {Obstacle.LINE}
    assert met(managers=two) == {Obstacle.LINE}
    assert met(managers=three) == frozenset()


def test_a_circle_of_managers_ends() -> None:
    circle = {"boss": MENTOR.account, MENTOR.account: "boss"}
    assert met(managers=circle) == frozenset()


def test_a_forbidden_pair_stays_apart_in_both_directions() -> None:
    assert met(forbidden=frozenset({frozenset({2, 1})})) == {Obstacle.FORBIDDEN}
    assert met(forbidden=frozenset({frozenset({2, 3})})) == frozenset()


def test_an_unknown_manager_is_allowed() -> None:
    assert met(mentee=replace(MENTEE, manager=None)) == frozenset()


def test_what_can_be_taught_is_told_with_its_place_and_steps() -> None:
    giver = person(1, offers=(Offer("ai", 3), Offer("excel", 4), Offer("sql", 1)))
    learner = person(2, wishes=(Wish("sql", 1, 3), Wish("ai", 2, 4), Wish("excel", 0, 2)))
    assert teachable(giver, learner) == ((1, 1, "ai"), (2, 4, "excel"))
