"""Meetings in the calendars of the two: what stands there, and where they meet from afar.

The rules: docs/programme.md, In a calendar.
"""

from collections.abc import Sequence
from datetime import date
from uuid import uuid4

from bot.domain.lifecycle import SessionState
from bot.domain.meetings.entry import Entry
from bot.domain.time.local_time import local_day
from bot.outbox.enqueue import edit_now, enqueue
from bot.outbox.work import Work
from bot.programme.meetings import kinds
from bot.programme.meetings.results import CalendarPage
from bot.programme.meetings.sessions import my_session
from bot.store.queries import meetings
from bot.store.tables import Pair, Session


def put_in(work: Work, session: Session, instead_of: Session | None = None) -> None:
    """An agreed meeting has an entry of its own, or that of the one whose place it takes."""
    moved = instead_of.entry if instead_of else None
    if instead_of is not None and moved is not None:
        session.entry = moved.moved(session.slot, work.now)
        instead_of.entry = None
    elif session.entry is None:
        session.entry = Entry(str(uuid4()), session.slot, work.now)


def entries_of(work: Work, pair_id: int) -> tuple[Entry, ...]:
    """A pair's meetings to come that calendars may know, in order, with those called off."""
    known = (SessionState.DATED, SessionState.MOVED, SessionState.LAPSED)
    found = meetings.sessions_of(work.db, pair_id, known)
    coming = (session.entry for session in found if session.starts_at > work.now)
    return tuple(entry for entry in coming if entry is not None)


def page(work: Work, session_id: int, files_granted: bool) -> CalendarPage:
    """What the pair of a meeting has for calendars, for the person who asks.

    The file comes to who wants one, once a day for the same meetings: what a second tap asks for
    is there. Raises NotYours.
    """
    session, mine = my_session(work, session_id)
    pair, entries = session.pair, entries_of(work, session.pair_id)
    comes = files_granted and bool(entries) and mine.calendar_file
    if comes:
        today = local_day(work.now, mine.person.zone)
        enqueue(work, kinds.CALENDAR_FILE, pair, to=mine.person, occasion=_occasion(entries, today))
    return CalendarPage(pair.other(mine).slack_id, entries, comes)


def _occasion(entries: Sequence[Entry], today: date) -> str:
    return " ".join([today.isoformat(), *(f"{one.uid}:{one.sequence}" for one in entries)])


# --- the video call -------------------------------------------------------------------------------


def meet_at(work: Work, pair: Pair, video_link: str | None) -> None:
    """From now on a pair meets at this address, at none if it is empty; None: as it was.

    What was said of agreed meetings is brought up to date.
    """
    if video_link is None or video_link == (pair.video_link or ""):
        return
    pair.video_link = video_link or None
    for session in meetings.agreed_to_come(work.db, pair.id, work.now):
        session.entry = session.entry and session.entry.linked(video_link, work.now)
        edit_now(work, f"session:{session.id}")
