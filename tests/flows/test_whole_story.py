"""From `join` to `stats`: the main job, once over each way to Slack and on each database."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.domain.words import Word
from bot.programme.meetings import dates
from bot.programme.rounds import proposals
from bot.store.tables import Session
from tests.databases import Database
from tests.people import Colleague
from tests.world import World, living, moment

MENTORS = ("Anna", "Bruno", "Carla", "Dino", "Elsa", "Fabio")
MENTEES = ("Marco", "Nadia", "Otto", "Paola", "Quirino", "Rita")
USEFUL = (4, 4, 3, 5, 4, 4, 3, 4, 5, 4, 4, 4)


@pytest.fixture(params=["http", "socket"])
def here(request: pytest.FixtureRequest, database: Database, tmp_path: Path) -> Iterator[World]:
    with living(database, tmp_path, socket=request.param == "socket") as world:
        yield world


def test_from_join_to_stats(here: World) -> None:
    """Twelve people become six pairs, meet, answer, and the lead reads the sealed figures."""
    _everybody_joins(here)
    here.sends_round()
    pairs = _everybody_says_yes(here)
    _each_pair_finds_a_date(here, pairs)
    _all_meet_and_answer(here, pairs)
    before = here.lead.asks_stats()
    assert "12 people take part: 12 in a pair." in before
    assert "6 pairs so far: 6 active." in before
    assert "The first figures come on Monday 28 December." in before
    here.lives_until("2026-12-28 09:00")
    assert here.lead.words("stats.say.answers.both") in here.lead.asks_stats()
    figures = here.lead.reads_all_figures()
    days = "Monday 23 November to Sunday 20 December"
    assert f"Check-ins, {days}: at least 10 people answered" in figures
    assert "Meetings held: 6" in figures
    assert "Useful: 4.0 of 5" in figures


def _everybody_joins(here: World) -> None:
    anna = here.person("Anna")
    anna.joins_by_form("mentor")
    john = here.person("Marco", "America/New_York", "en-US")
    john.joins_by_form("mentee")
    for names, role in ((MENTORS[1:], "mentor"), (MENTEES[1:], "mentee")):
        for name in names:
            here.person(name).joins(role)
    here.tick()
    assert anna.heard == john.heard == ["welcome"]
    assert "lunedì 23 novembre" in anna.reads("welcome")
    assert "Monday 23 November" in john.reads("welcome")


def _everybody_says_yes(here: World) -> list[tuple[Colleague, Colleague]]:
    """Two pairs by their buttons, the others straight through the use case."""
    here.lives_until("2026-11-23 17:00")
    pairs = here.proposals()
    assert len(pairs) == 6
    for two in pairs:
        proposal = here.proposal_of(*two).id
        for one in two:
            assert one.heard == ["welcome", "proposal.offer"]
            if two in pairs[:2]:
                one.says_yes()
            else:
                _accepts(here, one, proposal)
    here.lives_until("2026-11-24 17:00")
    assert all(here.heard_together(*two) == ["pair.introduction"] for two in pairs)
    return pairs


def _accepts(here: World, one: Colleague, proposal: int) -> None:
    one.does(lambda work: proposals.say(work, proposal, Word.YES))


def _each_pair_finds_a_date(here: World, pairs: list[tuple[Colleague, Colleague]]) -> None:
    for _, mentee in pairs[:2]:
        mentee.proposes("2026-12-03 11:00")
    for mentor, mentee in pairs[2:]:
        _proposes(here, mentee, here.pair_of(mentor, mentee).id)
    here.lives_until("2026-11-25 17:00")
    for mentor, mentee in pairs:
        assert mentor.told[-1] == "session.proposed", mentee.name
        mentor.confirms()
    here.lives_until("2026-11-26 17:00")
    assert all(here.agreed(*two) for two in pairs)


def _proposes(here: World, one: Colleague, pair: int) -> None:
    at = moment("2026-12-03 11:00")
    told = one.does(lambda work: dates.propose(work, pair, [at]))
    assert told.outcome == "proposed"


def _all_meet_and_answer(here: World, pairs: list[tuple[Colleague, Colleague]]) -> None:
    here.lives_until("2026-12-04 21:00")
    everybody = [one for two in pairs for one in two]
    for one, useful in zip(everybody, USEFUL, strict=True):
        assert one.heard[-2:] == ["session.near", "checkin.ask"], one.name
        one.answers(useful)
    assert {row.state for row in here.rows(Session)} == {"held"}
