"""Places: what a role and the total leave of what somebody offers."""

import pytest

from bot.domain.fit.people import Role, Weights
from tests.domain.pools import person


@pytest.mark.parametrize(
    ("role", "free", "gives", "takes"),
    [
        (Role.BOTH, (2, 1, 2), 2, 1),
        (Role.BOTH, (2, 2, 1), 1, 1),
        (Role.MENTOR, (2, 1, 2), 2, 0),
        (Role.MENTEE, (2, 1, 2), 0, 1),
        (Role.BOTH, (0, 1, 0), 0, 0),
        (Role.BOTH, (1, 1, -1), 0, 0),
    ],
)
def test_places_are_those_of_the_role_within_the_total(
    role: Role, free: tuple[int, int, int], gives: int, takes: int
) -> None:
    mentor, mentee, total = free
    someone = person(1, role, free_mentor=mentor, free_mentee=mentee, free_total=total)
    assert (someone.may_give, someone.may_take) == (gives, takes)


def test_the_weights_of_a_programme_add_up_to_a_thousand() -> None:
    assert Weights().total == 1000
    assert Weights(topic=0, give_back=1, hours=2, style=3, mix=4).total == 10
