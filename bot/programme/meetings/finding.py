"""What the window that finds a time shows, for a new date or to move one.

The rules: docs/programme.md, Finding a time.
"""

from bot.domain.lifecycle import SessionState
from bot.domain.refusals import NoLivePair
from bot.outbox.work import Work
from bot.programme.meetings import slots
from bot.programme.meetings.results import Booked, DateForm
from bot.programme.meetings.sessions import my_live_pair, my_session
from bot.programme.pairs import pairing
from bot.programme.pairs.results import LivePair, WhichPair
from bot.programme.people.taking_part import my_part
from bot.store.queries import meetings
from bot.store.tables import Pair, Participation, Session


def pairs_to_date(work: Work) -> tuple[LivePair, ...]:
    """The live pairs of a person, to find a time in. Raises NotEnrolled, NoLivePair."""
    participation = my_part(work)
    live = pairing.my_live_pairs(work.db, participation)
    if not live:
        raise NoLivePair
    return tuple(pairing.live_pair(pair, participation) for pair in live)


def anybody(work: Work) -> DateForm | WhichPair:
    """The window for the only pair of a person, or first the choice of one.

    Raises NotEnrolled, NoLivePair, PairOnABreak.
    """
    pairs = pairs_to_date(work)
    here = tuple(one for one in pairs if not one.on_a_break)
    if len(here) > 1:
        return WhichPair(here)
    return in_pair(work, (here or pairs)[0].pair_id)


def in_pair(work: Work, pair_id: int) -> DateForm:
    """The window for a pair; a meeting that is agreed gives way to the new time.

    Raises NotEnrolled, NoLivePair, NotYours, NoLongerOpen, PairOnABreak, as do those below.
    """
    pair, mine = _my_pair(work, pair_id)
    return _form(work, pair, mine, meetings.next_agreed(work.db, pair.id, work.now))


def one_more(work: Work, pair_id: int) -> DateForm:
    """The same, for one meeting more."""
    pair, mine = _my_pair(work, pair_id)
    return _form(work, pair, mine, None)


def instead_of(work: Work, session_id: int) -> DateForm:
    """To move one meeting that is agreed; once it has begun or was moved, the next one."""
    session, _ = my_session(work, session_id)
    if not _can_move(work, session):
        return in_pair(work, session.pair_id)
    pair, mine = _my_pair(work, session.pair_id)
    return _form(work, pair, mine, session)


def instead_of_proposed(work: Work, session_id: int) -> DateForm:
    """To propose other times, for whatever those were proposed."""
    session, _ = my_session(work, session_id)
    pair, mine = _my_pair(work, session.pair_id)
    replaced = meetings.session(work.db, session.replaces_id) if session.replaces_id else None
    moves = replaced if replaced and _can_move(work, replaced) else None
    return _form(work, pair, mine, moves)


def _my_pair(work: Work, pair_id: int) -> tuple[Pair, Participation]:
    pairs_to_date(work)
    return my_live_pair(work, pair_id)


def _can_move(work: Work, session: Session) -> bool:
    return session.state == SessionState.DATED and session.starts_at > work.now


def _form(work: Work, pair: Pair, mine: Participation, moves: Session | None) -> DateForm:
    partner = pair.other(mine)
    return DateForm(
        pair_id=pair.id,
        partner=partner.slack_id,
        zone=partner.person.zone,
        minutes=pair.minutes,
        slots=tuple(slot.starts_at for slot in slots.best_for(work, pair)),
        moves=booked(moves, mine) if moves else None,
        video_link=pair.video_link or "",
    )


def booked(session: Session, mine: Participation) -> Booked:
    """An agreed meeting as one of the two sees it."""
    partner = session.pair.other(mine).slack_id
    return Booked(session.id, session.pair_id, partner, session.starts_at, session.ends_at)
