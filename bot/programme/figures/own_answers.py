"""A person's own side of a held meeting: the one way from the programme to the answers.

Two rows are there from the moment a meeting is held, one a side. Whether one of them holds an
answer is asked here, of the sealed row, and kept nowhere else.
"""

from collections.abc import Mapping
from dataclasses import replace

from bot.domain.fit.people import Role
from bot.domain.lifecycle import SessionState
from bot.domain.words import Fit
from bot.store.db.session import Db
from bot.store.queries import meetings, pairs
from bot.store.secrets import answers, sealing
from bot.store.secrets.answers import Kept
from bot.store.tables import Pair, Participation, Session


def expect(db: Db, session: Session) -> None:
    """Both sides' rows, without an answer yet; the meeting was just held."""
    assert session.window_id is not None, "a held meeting counts in a window"
    sides = [_empty(session, one) for one in session.pair.sides]
    _door(db, session.pair).expect(sides, session.window_id)


def mine(db: Db, session: Session, participation: Participation) -> Kept:
    """This side's row; where there is none, or it does not open, one without an answer."""
    if session.state != SessionState.HELD:
        return _empty(session, participation)
    try:
        return _door(db, session.pair).kept(session.id, participation.id) or _empty(
            session, participation
        )
    except sealing.Unreadable:
        return _empty(session, participation)


def all_mine(db: Db, pair: Pair, participation: Participation) -> list[Kept]:
    """This side's rows of the meetings of a pair that it has answered about, the oldest first."""
    held = [one.id for one in meetings.sessions_of(db, pair.id, [SessionState.HELD])]
    rows = {one.session: one for one in _door(db, pair).all_kept(held, participation.id)}
    return [rows[one] for one in held if one in rows and rows[one].is_answered]


def tell(db: Db, session: Session, participation: Participation) -> None:
    """This side says that the meeting was."""
    _door(db, session.pair).keep(replace(mine(db, session, participation), told=True))


def answer(
    db: Db, session: Session, participation: Participation, values: Mapping[str, int]
) -> bool:
    """This side answers, or answers anew (True)."""
    before = mine(db, session, participation)
    _door(db, session.pair).keep(replace(before, values=dict(values), told=True))
    return before.is_answered


def say_fit(db: Db, session: Session, participation: Participation, fit: Fit) -> None:
    """This side says whether the two are a good match."""
    _door(db, session.pair).keep(replace(mine(db, session, participation), fit=fit))


def make_key(db: Db, round_id: int) -> None:
    """The round's key, as soon as a pair of it begins: not when its first answer comes."""
    answers.Door(db, db.secrets.cipher, round_id)


def forget(db: Db, participation: Participation) -> int:
    """Delete all that this person answered, counted or not; how many rows."""
    rounds = pairs.rounds_with(db, participation.id)
    return answers.forget_respondent(db, db.secrets.cipher, rounds, participation.id)


def _door(db: Db, pair: Pair) -> answers.Door:
    return answers.Door(db, db.secrets.cipher, pair.round_id)


def _empty(session: Session, participation: Participation) -> Kept:
    """On the newcomers' track, where few are of one kind, it counts in the whole alone."""
    pair = session.pair
    role = pair.role_of(participation)
    return Kept(
        respondent=participation.id,
        pair=pair.id,
        session=session.id,
        role=None if pair.newcomers else role,
        dimension=pair.mentor_dimension if role is Role.MENTOR else pair.mentee_dimension,
    )
