"""What waits in the database for its moment: so that a story can go from one to the next."""

from collections.abc import Iterator
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, CompoundSelect, and_, bindparam, func, select, union_all

from bot.domain.lifecycle import (
    LIVE_PAIRS,
    MEETING_PAIRS,
    CheckinState,
    ParticipationState,
    ProposalState,
    RoundState,
    SessionState,
    WindowState,
)
from bot.domain.lifecycle.outbox import State
from bot.store.db.session import Db
from bot.store.db.types import Moment
from bot.store.queries import administration as programmes
from bot.store.tables import (
    CheckinRequest,
    OutboxRow,
    Pair,
    Participation,
    Programme,
    Proposal,
    Round,
    Session,
    Window,
    WorksheetRow,
)


def programme(db: Db) -> Programme:
    return programmes.current(db)


def next_moment(db: Db, after: datetime) -> datetime | None:
    """The first moment after this one at which something falls due."""
    found = db.scalars(_firsts(), {"after": after})
    return min((one for one in found if one is not None), default=None)


@cache
def _firsts() -> CompoundSelect[Any]:
    after = bindparam("after", type_=Moment())
    firsts = [select(func.min(column).label("at")).where(column > after, still)
              for column, still in _waiting()]  # fmt: skip
    return union_all(*firsts)


def _waiting() -> Iterator[tuple[ColumnElement[datetime], ColumnElement[bool]]]:
    drafted, untold = Round.state == RoundState.DRAFTED, Proposal.state != ProposalState.ACCEPTED
    goes_on, alive = Pair.state.in_(MEETING_PAIRS), Pair.state.in_(LIVE_PAIRS)
    columns: list[tuple[object, object]] = [
        (Programme.next_round_at, Programme.next_round_at.is_not(None)),
        (Round.remind_at, drafted),
        (Round.late_at, drafted),
        (Round.hold_until, Round.state == RoundState.APPROVED),
        (Proposal.remind_at, untold),
        (Proposal.expires_at, untold),
        (Pair.next_step_at, and_(goes_on, Pair.stopped_at.is_(None))),
        (Pair.awaits_answer_until, and_(goes_on, Pair.stopped_at.is_not(None))),
        (Pair.choice_at, goes_on),
        (Pair.ends_at, alive),
        (Pair.ends_early_at, alive),
        (Session.closes_at, Session.closes_at.is_not(None)),
        (Session.answer_by, Session.state == SessionState.PROPOSED),
        (CheckinRequest.ask_at, CheckinRequest.state == CheckinState.DUE),
        (WorksheetRow.forget_at, WorksheetRow.forget_at.is_not(None)),
        (Window.seal_at, Window.state == WindowState.COLLECTING),
        (Participation.undo_until, Participation.undo_what.is_not(None)),
        (Participation.gone_until, Participation.gone_at.is_not(None)),
        (Participation.pause_ends_at, Participation.state == ParticipationState.PAUSED),
        (OutboxRow.due_at, OutboxRow.state == State.PENDING),
    ]
    yield from columns  # type: ignore[misc]
