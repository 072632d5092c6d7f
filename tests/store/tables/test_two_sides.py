"""A pair and a proposal know who of their two somebody is."""

import pytest

from bot.domain.fit.people import Role
from bot.store.tables import Pair, Participation, Person, Proposal

MENTOR = Participation(id=1, person_id=11, person=Person(id=11, slack_id="UMENTOR"))
MENTEE = Participation(id=2, person_id=12, person=Person(id=12, slack_id="UMENTEE"))


@pytest.fixture(params=[Pair, Proposal])
def row(request: pytest.FixtureRequest) -> Pair | Proposal:
    both: Pair | Proposal = request.param(mentor_id=1, mentor=MENTOR, mentee_id=2, mentee=MENTEE)
    return both


def test_each_is_the_others_partner(row: Pair | Proposal) -> None:
    assert row.other(MENTOR) is MENTEE
    assert row.other(MENTEE) is MENTOR


def test_each_has_their_role(row: Pair | Proposal) -> None:
    assert [row.role_of(one) for one in row.sides] == [Role.MENTOR, Role.MENTEE]


def test_a_person_finds_their_side_and_a_stranger_none(row: Pair | Proposal) -> None:
    assert row.side_of(11) is MENTOR
    assert row.side_of(12) is MENTEE
    assert row.side_of(1) is None, "the number of a participation is not that of a person"
    assert row.side_of(None) is None
