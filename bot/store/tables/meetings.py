"""Dates, and who is asked about them."""

from datetime import datetime

from sqlalchemy import (
    ForeignKey,
    String,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from bot.domain.lifecycle import CheckinState, SessionState
from bot.domain.meetings.entry import Entry
from bot.domain.meetings.slots import Slot
from bot.store.db.types import value_of
from bot.store.tables.base import Id, Table
from bot.store.tables.pairs import Pair


class Session(Table):
    """A meeting of a pair: a date proposed, agreed, held, moved or lapsed.

    `options` are the starts proposed, in order, and once one is taken that one; `starts_at` is the
    first of them. `answer_by` is the last of them, None once one is taken; `replaces_id` is
    the agreed meeting that gives way then.
    `prepare_at` is from when there is something to prepare for; None before a date is agreed, and
    once that is taken up. `uid`, `sequence` and `changed_at` are how calendars know it: None before
    it is agreed, and once the meeting that takes its place has them. `keep_offered_by` is who
    suggests meeting at its time from then on, until that is answered; `kept_from_id` is the meeting
    whose time this one keeps.
    """

    __tablename__ = "session"
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    pair_id: Mapped[int] = mapped_column(ForeignKey("pair.id"), index=True)
    state: Mapped[SessionState] = mapped_column(value_of(SessionState, 20), index=True)
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    options: Mapped[tuple[datetime, ...]]
    answer_by: Mapped[datetime | None] = mapped_column(index=True)
    replaces_id: Mapped[int | None] = mapped_column(Id)
    proposed_by: Mapped[int | None] = mapped_column(ForeignKey("participation.id"))
    prepare_at: Mapped[datetime | None] = mapped_column(index=True)
    closes_at: Mapped[datetime | None] = mapped_column(index=True)
    window_id: Mapped[int | None] = mapped_column(ForeignKey("window.id"), index=True)
    uid: Mapped[str | None] = mapped_column(String(36))
    sequence: Mapped[int] = mapped_column(default=0)
    changed_at: Mapped[datetime | None]
    keep_offered_by: Mapped[int | None] = mapped_column(Id)
    kept_from_id: Mapped[int | None] = mapped_column(Id)
    pair: Mapped[Pair] = relationship(lazy="joined", innerjoin=True)

    @property
    def slot(self) -> Slot:
        return Slot(self.starts_at, self.ends_at)

    @property
    def entry(self) -> Entry | None:
        """What stands of it in calendars, if anything does."""
        if self.uid is None or self.changed_at is None:
            return None
        cancelled = self.state in (SessionState.MOVED, SessionState.LAPSED)
        link = self.pair.video_link or ""
        return Entry(self.uid, self.slot, self.changed_at, link, self.sequence, cancelled)

    @entry.setter
    def entry(self, entry: Entry | None) -> None:
        """Keeps how calendars know it; when it is, and whether it is, the meeting itself says."""
        self.uid = entry.uid if entry else None
        self.sequence = entry.sequence if entry else 0
        self.changed_at = entry.changed_at if entry else None

    def still_open(self, now: datetime) -> tuple[datetime, ...]:
        """The starts that can be taken: none unless it is proposed."""
        if self.state != SessionState.PROPOSED:
            return ()
        return tuple(at for at in self.options if at > now)


class CheckinRequest(Table):
    """That somebody is asked about a session: not whether they answered, or skipped."""

    __tablename__ = "checkin_request"
    session_id: Mapped[int] = mapped_column(ForeignKey("session.id"), primary_key=True)
    participation_id: Mapped[int] = mapped_column(ForeignKey("participation.id"), primary_key=True)
    state: Mapped[CheckinState] = mapped_column(value_of(CheckinState, 20))
    ask_at: Mapped[datetime] = mapped_column(index=True)
