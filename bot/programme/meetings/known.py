"""What one of a pair may know of meetings that were: a partner's word on them is the partner's.

That a meeting was held is known to both once its questions are closed. Until then it counts for
somebody once they were asked about it, or have said themselves that it was.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.due.plan import NextMeeting, next_meeting
from bot.domain.lifecycle import MEETING_PAIRS, CheckinState, PairState, SessionState
from bot.outbox.work import Work
from bot.programme.figures import own_answers
from bot.store.queries import meetings
from bot.store.tables import Pair, Participation, Session


@dataclass(frozen=True)
class Asked:
    """A meeting that somebody is asked about.

    `closes_at` is None once its questions are closed; `asked`: they have been put to this person,
    `said_so`: they have said that the meeting was.
    """

    session: Session
    closes_at: datetime | None
    asked: bool
    said_so: bool

    @property
    def counts(self) -> bool:
        """Whether it was held, as far as this person knows."""
        if self.closes_at is None:
            return self.session.state == SessionState.HELD
        return self.asked or self.said_so


def of(work: Work, participation: Participation) -> list[Asked]:
    """All meetings that this person is or was asked about, the oldest first."""
    found = meetings.asked_of(work.db, participation.id)
    return [_asked(work, participation, session, state) for session, state in found]


def _asked(
    work: Work, participation: Participation, session: Session, state: CheckinState
) -> Asked:
    closes = session.closes_at
    if closes is None or closes <= work.now:
        return Asked(session, None, asked=False, said_so=False)
    said_so = own_answers.mine(work.db, session, participation).told
    return Asked(session, closes, state == CheckinState.ASKED, said_so)


def next_meeting_of(
    work: Work, pair: Pair, these: Iterable[Asked], *, agreed: bool
) -> NextMeeting | None:
    """What the plan of a pair has next, as this person knows it; None while the pair rests.

    By when is not said where a date is agreed.
    """
    if pair.state not in MEETING_PAIRS or pair.state == PairState.RESTING:
        return None
    held = [one.session.ends_at for one in these if one.counts and one.session.pair_id == pair.id]
    ahead = next_meeting(pair.due_at, pair.ends_at, held, work.now, work.me.zone)
    return replace(ahead, by=None) if ahead and agreed else ahead
