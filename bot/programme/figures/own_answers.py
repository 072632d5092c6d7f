"""A person's own side of a held meeting: the one way from the programme to the answers.

Two rows are there from the moment a meeting is held, one a side. Whether one of them holds an
answer is asked here, of the sealed row, and kept nowhere else.
"""

from collections.abc import Mapping
from dataclasses import replace

from sqlalchemy.orm import Session as Db

from bot.domain.lifecycle import SessionState
from bot.store.queries import pairs
from bot.store.secrets import answers, sealing
from bot.store.secrets.answers import Given
from bot.store.tables import Pair, Participation, Session


def expect(db: Db, session: Session) -> None:
    """Both sides' rows, without an answer yet; the meeting was just held."""
    assert session.window_id is not None, "a held meeting counts in a window"
    two = (session.pair.mentor, session.pair.mentee)
    sides = [_empty(session, one) for one in two]
    _door(db, session.pair).expect(sides, session.window_id)


def mine(db: Db, session: Session, one: Participation) -> Given:
    """This side's row; where there is none, or it does not open, one without an answer."""
    if session.state != SessionState.HELD:
        return _empty(session, one)
    try:
        return _door(db, session.pair).given(session.id, one.id) or _empty(session, one)
    except sealing.Unreadable:
        return _empty(session, one)


def tell(db: Db, session: Session, one: Participation) -> None:
    """This side says that the meeting was."""
    _door(db, session.pair).keep(replace(mine(db, session, one), told=True))


def answer(db: Db, session: Session, one: Participation, values: Mapping[str, int]) -> bool:
    """This side answers, or answers anew (True)."""
    before = mine(db, session, one)
    _door(db, session.pair).keep(replace(before, values=dict(values), told=True))
    return before.is_answered


def make_key(db: Db, round_id: int) -> None:
    """The round's key, as soon as a pair of it begins: not when its first answer comes."""
    answers.Door(db, sealing.of(db).box, round_id)


def forget(db: Db, one: Participation) -> int:
    """Delete all that this person answered, counted or not; how many rows."""
    rounds = pairs.rounds_with(db, one.id)
    return answers.forget_respondent(db, sealing.of(db).box, rounds, one.id)


def _door(db: Db, pair: Pair) -> answers.Door:
    return answers.Door(db, sealing.of(db).box, pair.round_id)


def _empty(session: Session, one: Participation) -> Given:
    pair = session.pair
    is_mentor = pair.mentor_id == one.id
    return Given(
        respondent=one.id,
        pair=pair.id,
        session=session.id,
        role="mentor" if is_mentor else "mentee",
        dimension=pair.mentor_dimension if is_mentor else pair.mentee_dimension,
    )
