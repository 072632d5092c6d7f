"""The night: sealed fields are other bytes by morning, and say the same."""

from datetime import datetime, timedelta

from sqlalchemy import func, select

from bot.domain.lifecycle import PairState
from bot.domain.words import After, Word
from bot.outbox.work import Work
from bot.programme.administration import night
from bot.programme.enrolment import after_pair
from bot.programme.learning import worksheets
from bot.programme.meetings import dates
from bot.programme.rounds import proposals
from bot.store.queries import learning
from bot.store.secrets import answers, choices, private, words
from bot.store.secrets import worksheets as sealed
from bot.store.secrets.answers import Answer
from bot.store.secrets.sealing import OVERHEAD
from bot.store.tables import (
    Event,
    MetCode,
    Pair,
    Participation,
    Programme,
    Proposal,
    Session,
    WorksheetRow,
)
from tests.databases import BOX
from tests.programme.stage import Stage
from tests.world import moment


def agreed(stage: Stage, pair: int, mentor: str, mentee: str, at: datetime) -> int:
    """The mentee proposes, the mentor agrees; the meeting's id."""
    stage.does(mentee, lambda work: dates.propose(work, pair, [at]))
    session = int(stage.rows(Session)[-1].id)
    stage.does(mentor, lambda work: dates.confirm(work, session))
    return session


def passes(stage: Stage) -> int:
    """Plans the first night, and lives to the end of it."""
    sessions = stage.database.sessions
    night.night_due(sessions, BOX, stage.now)
    (programme,) = stage.rows(Programme)
    stage.now = programme.next_night_at
    return night.night_due(sessions, BOX, stage.now)


def test_it_is_planned_for_half_past_three_and_done_once(stage: Stage) -> None:
    sessions = stage.database.sessions
    assert night.night_due(sessions, BOX, stage.now) == 0
    (programme,) = stage.rows(Programme)
    assert programme.next_night_at == moment("2026-11-03 03:30")
    assert night.night_due(sessions, BOX, stage.now) == 0
    stage.now = programme.next_night_at
    assert night.night_due(sessions, BOX, stage.now) == 1
    assert night.night_due(sessions, BOX, stage.now) == 0


def test_words_and_lists_are_sealed_anew(stage: Stage) -> None:
    anna = stage.joins("ANNA", "mentor", manager="UBOSS")
    stage.joins("MARCO", "mentee")
    stage.sends()
    (before,) = stage.rows(Proposal)
    stage.does("MARCO", lambda work: proposals.say(work, before.id, Word.SOMEONE_ELSE))
    (before,) = stage.rows(Proposal)
    lists = [row.private for row in stage.rows(Participation)]
    assert passes(stage) == 1
    (after,) = stage.rows(Proposal)
    assert after.words != before.words
    assert not {row.private for row in stage.rows(Participation)} & set(lists)
    with stage.database.sessions.begin() as db:
        assert words.of(db, db.get_one(Proposal, after.id)).mentee.word == "someone_else"
        assert private.of(db, db.get_one(Participation, anna)).manager == "UBOSS"


def test_answers_are_sealed_anew_and_cannot_be_told_from_silence(stage: Stage) -> None:
    (pair,) = stage.pairs_up(("ANNA", "MARCO"))
    stage.now += timedelta(days=3)
    stage.answers("ANNA", pair, 5)
    before = {row.id: row.sealed for row in stage.rows(Answer)}
    assert len(before) == 2
    assert {len(sealed) for sealed in before.values()} == {answers.SIZE + OVERHEAD}
    assert passes(stage) == 1
    after = {row.id: row.sealed for row in stage.rows(Answer)}
    assert after.keys() == before.keys()
    assert not set(after.values()) & set(before.values())
    with stage.database.sessions() as db:
        given = answers.opened(db, BOX, stage.rows(Answer)[0].window)
    assert sorted((one.values or {}).get("useful", 0) for one in given) == [0, 5]


def test_worksheets_are_sealed_anew_and_cannot_be_told_from_empty_ones(stage: Stage) -> None:
    pairs = stage.pairs_up(("ANNA", "MARCO"), ("LIA", "TEO"))
    lines = {"tried": "Two reports"}
    for pair, (mentor, mentee) in zip(pairs, (("ANNA", "MARCO"), ("LIA", "TEO")), strict=True):
        agreed(stage, pair, mentor, mentee, moment("2026-12-10 11:00"))
    stage.does_some(worksheets.lay_out_due)
    first = stage.rows(WorksheetRow)[0].session_id
    stage.does("MARCO", lambda work: worksheets.save(work, first, lines))
    before = {row.session_id: row.sealed for row in stage.rows(WorksheetRow)}
    assert passes(stage) == 1
    after = {row.session_id: row.sealed for row in stage.rows(WorksheetRow)}
    assert before.keys() == after.keys()
    assert not set(before.values()) & set(after.values())
    assert {len(one) for one in (*before.values(), *after.values())} == {sealed.SIZE + OVERHEAD}
    with stage.database.sessions() as db:
        read = [sealed.read(db, row).tried for row in learning.every(db)]
    assert sorted(read) == ["", "Two reports"]


def test_choices_are_sealed_anew_and_laid_out_for_pairs_of_before(stage: Stage) -> None:
    """Said or not; a pair that is over has none."""
    pairs = stage.pairs_up(("ANNA", "MARCO"), ("LIA", "TEO"), ("EVA", "UGO"))
    stage.does("MARCO", lambda work: after_pair.choose(work, pairs[0], After.NEW))
    with stage.database.sessions.begin() as db:
        db.get_one(Pair, pairs[1]).choices = None
        over = db.get_one(Pair, pairs[2])
        over.state, over.choices = PairState.COMPLETED, None
    before = {row.id: row.choices for row in stage.rows(Pair)}
    assert passes(stage) == 1
    after = {row.id: row.choices for row in stage.rows(Pair)}
    assert {key: sealed is None for key, sealed in after.items()} == {
        pairs[0]: False, pairs[1]: False, pairs[2]: True,
    }  # fmt: skip
    assert after[pairs[0]] != before[pairs[0]]
    assert len({len(sealed) for sealed in after.values() if sealed}) == 1
    with stage.database.sessions() as db:
        said = [choices.read(db, db.get_one(Pair, one)).mentee for one in pairs[:2]]
    assert said == [After.NEW, None]


def test_what_does_not_open_is_left_and_counted(stage: Stage) -> None:
    anna = stage.joins("ANNA", "mentor")
    with stage.database.sessions.begin() as db:
        one = db.get_one(Participation, anna)
        assert one.private is not None
        one.private = bytes(reversed(one.private))
    broken = stage.rows(Participation)[0].private
    assert passes(stage) == 1
    assert stage.rows(Participation)[0].private == broken
    with stage.database.sessions() as db:
        assert night.unreadable(Work(db, stage.now), BOX) == {"private lists": 1}


def test_events_go_after_a_year_and_codes_in_their_month(stage: Stage) -> None:
    stage.joins("ANNA", "mentor")
    with stage.database.sessions.begin() as db:
        db.add(MetCode(code="a", until=stage.now.date()))
        db.add(MetCode(code="b", until=stage.now.date() + timedelta(days=800)))
    stage.now += timedelta(days=400)
    stage.joins("MARCO", "mentee")
    assert passes(stage) == 1
    with stage.database.sessions() as db:
        assert db.scalar(select(func.count(Event.id))) == 1
    assert [row.code for row in stage.rows(MetCode)] == ["b"]
