"""People to start with."""

import json
from collections import Counter
from dataclasses import asdict, fields
from pathlib import Path

import pytest

from playground import Person
from playground.state import seed


def test_the_same_people_for_the_same_seed() -> None:
    assert seed.people(60, seed=7) == seed.people(60, seed=7) != seed.people(60, seed=8)


def test_sixty_members_mostly_in_italy_and_four_outsiders() -> None:
    people = seed.people(60)
    members = people[:60]
    zones = Counter(person.tz for person in members)
    assert zones["Europe/Rome"] > 30
    assert set(zones) == {"Europe/Rome", "Europe/London", "America/New_York"}
    assert {person.locale for person in members} == {"it-IT", "en-GB", "en-US"}
    assert len({p.id for p in people}) == len({p.name for p in people}) == 64
    assert len({person.real_name for person in people}) == 64
    outsiders = people[60:]
    assert [p.is_bot or p.is_restricted or p.deleted or p.is_stranger for p in outsiders] == (
        [True] * 4
    )


def test_nothing_personal_beyond_a_name_and_a_place() -> None:
    known = {field.name for field in fields(Person)}
    assert not {"age", "birth_date", "gender", "pronouns"} & known


def test_people_from_a_file(tmp_path: Path) -> None:
    path = tmp_path / "people.json"
    people = seed.people(3)
    path.write_text(json.dumps([asdict(person) for person in people]))
    assert seed.load(path) == people
    path.write_text("{}")
    with pytest.raises(ValueError, match="list of people"):
        seed.load(path)
    path.write_text('[{"id": "U1", "age": 3}]')
    with pytest.raises(TypeError):
        seed.load(path)
