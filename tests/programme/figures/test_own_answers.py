"""One side's sealed row: the answers, and what is in no figure."""

from dataclasses import fields, replace
from datetime import timedelta

import pytest

from bot.domain.words import Fit
from bot.programme.administration import night
from bot.programme.figures import own_answers
from bot.store.db.session import Db
from bot.store.secrets import answers
from bot.store.secrets.answers import SIZE, Answer, Given, Kept
from bot.store.secrets.sealing import OVERHEAD
from bot.store.tables import Pair, Participation, Session, Window
from tests.databases import BOX
from tests.programme.stage import Stage


@pytest.fixture
def held(stage: Stage) -> Session:
    """Anna and Marco met, Anna has answered."""
    (pair,) = stage.pairs_up(("ANNA", "MARCO"))
    stage.seals()
    stage.now += timedelta(days=7)
    stage.answers("ANNA", pair, 4)
    (session,) = stage.rows(Session)
    assert isinstance(session, Session)
    return session


def says(stage: Stage, session: Session, fit: Fit) -> None:
    with stage.database.sessions.begin() as db:
        one = db.get_one(Session, session.id)
        own_answers.say_fit(db, one, one.pair.mentor, fit)


def mine(db: Db, session: Session) -> Kept:
    one = db.get_one(Session, session.id)
    return own_answers.mine(db, one, one.pair.mentor)


def test_what_somebody_says_of_the_match_outlives_other_answers_and_the_night(
    stage: Stage, held: Session
) -> None:
    says(stage, held, Fit.TIME)
    before = {row.id: row.sealed for row in stage.rows(Answer)}
    stage.answers("ANNA", held.pair_id, 2)
    for _ in range(2):  # planned, and passed
        stage.now += timedelta(days=1)
        done = night.night_due(stage.database.sessions, BOX, stage.now)
    assert done == 1
    after = {row.id: row.sealed for row in stage.rows(Answer)}
    assert all(before[row] != after[row] for row in before)
    assert {len(sealed) for sealed in (*before.values(), *after.values())} == {SIZE + OVERHEAD}
    with stage.database.sessions.begin() as db:
        assert mine(db, held).fit is Fit.TIME
        assert (mine(db, held).values or {})["useful"] == 2


def test_a_release_is_given_nothing_of_what_is_said_of_a_match(stage: Stage, held: Session) -> None:
    says(stage, held, Fit.CHANGE)
    with stage.database.sessions.begin() as db:
        for window in db.query(Window).all():
            for side in answers.opened(db, BOX, window.id):
                assert type(side) is Given
                assert "change" not in str(side)
    assert {one.name for one in fields(Kept)} - {one.name for one in fields(Given)} == {"fit"}


def test_a_row_sealed_by_an_older_version_says_nothing_of_the_match(
    stage: Stage, held: Session
) -> None:
    with stage.database.sessions.begin() as db:
        door = answers.Door(db, BOX, db.get_one(Pair, held.pair_id).round_id)
        now = mine(db, held)
        row = door._id(now.session, now.respondent)
        plain = [getattr(now, one.name) for one in fields(Given)]
        db.get_one(Answer, row).sealed = door._cipher.seal(plain, about=row, size=SIZE)
    with stage.database.sessions.begin() as db:
        assert mine(db, held) == replace(now, fit=None)
        assert len(own_answers.all_mine(db, db.get_one(Pair, held.pair_id), _anna(db, held))) == 1


def test_a_row_that_does_not_open_is_left_out(stage: Stage, held: Session) -> None:
    with stage.database.sessions.begin() as db:
        for row in db.query(Answer).all():
            row.sealed = b"\0" * len(row.sealed)
    with stage.database.sessions.begin() as db:
        assert own_answers.all_mine(db, db.get_one(Pair, held.pair_id), _anna(db, held)) == []


def _anna(db: Db, session: Session) -> Participation:
    return db.get_one(Session, session.id).pair.mentor
