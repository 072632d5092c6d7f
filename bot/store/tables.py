"""Every table, once. Answers stand apart in `bot.store.answers`, behind their one door.

States are the string values of the enums in `bot.domain.lifecycle`.
"""

from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import (
    BigInteger,
    Date,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

from bot.store.types import Json, Moment

NAMING = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
Id = Integer().with_variant(BigInteger(), "postgresql")
# A number is never given twice, or a message about a new thing would look like one already sent.
NEVER_AGAIN = {"sqlite_autoincrement": True}


class Table(DeclarativeBase):
    __table_args__: Any = NEVER_AGAIN
    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        datetime: Moment,
        date: Date,
        dict[str, Any]: Json,
        list[Any]: Json,
    }


class Programme(Table):
    """The rules, the leads (Slack ids), and the date that waits: the next round.

    `next_round_on` is the nominal day of the rhythm; `next_round_at` the instant at which the
    round is drafted, moved off a holiday. `first_round_on` is where the windows start.
    `workspace` is whose people these are: Slack's id of a workspace, or of an organisation.
    `leads` are all that are named, `leads_gone` those of them without a full account here;
    `without_lead_since` is since when none is left who has one, `owner_told_at` when the owner of
    the workspace was told so.
    """

    __tablename__ = "programme"
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    state: Mapped[str] = mapped_column(String(20))
    rules: Mapped[dict[str, Any]]
    leads: Mapped[list[Any]]
    leads_gone: Mapped[list[Any]] = mapped_column(default=list)
    without_lead_since: Mapped[datetime | None]
    owner_told_at: Mapped[datetime | None]
    workspace: Mapped[str | None] = mapped_column(String(32))
    opened_at: Mapped[datetime]
    first_round_on: Mapped[date | None]
    next_round_on: Mapped[date | None]
    next_round_at: Mapped[datetime | None] = mapped_column(index=True)
    next_roll_call_at: Mapped[datetime | None]
    next_night_at: Mapped[datetime | None] = mapped_column(index=True)
    accounts_held_at: Mapped[datetime | None]
    accounts_confirmed_at: Mapped[datetime | None]
    journal_begun_at: Mapped[datetime | None]
    notice_version: Mapped[int] = mapped_column(default=1)


class Person(Table):
    """A Slack account, with nothing that Slack itself can tell: no name, no e-mail.

    `last_other_at` is when the one message in seven days was used that is not about a meeting.
    """

    __tablename__ = "person"
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    slack_id: Mapped[str] = mapped_column(String(32), unique=True)
    zone: Mapped[str] = mapped_column(String(64))
    language: Mapped[str] = mapped_column(String(8))
    language_chosen: Mapped[bool] = mapped_column(default=False)
    dm_channel: Mapped[str | None] = mapped_column(String(32))
    last_other_at: Mapped[datetime | None]
    first_seen_at: Mapped[datetime]


class Participation(Table):
    """A person in a programme: the join form's first step, places and state.

    `undo_what` is what can be undone until `undo_until` ('join', 'leave', 'pause', 'resume',
    'profile'); `undo_sealed` is the profile before, sealed. `gone_at` is since when the account
    is missing, `gone_until` how long it is waited for, `back_at` when it was last found again.
    `private` is sealed, too: what `bot.store.private` keeps of a person (manager, whom they avoid,
    silence to nudges).
    """

    __tablename__ = "participation"
    __table_args__ = (UniqueConstraint("programme_id", "person_id"), NEVER_AGAIN)
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    state: Mapped[str] = mapped_column(String(20))
    role: Mapped[str] = mapped_column(String(10))
    band: Mapped[int]
    function: Mapped[str | None] = mapped_column(String(64))
    site: Mapped[str | None] = mapped_column(String(64))
    tenure: Mapped[str | None] = mapped_column(String(16))
    languages: Mapped[list[Any]]
    form: Mapped[str] = mapped_column(String(16))
    style: Mapped[list[Any]]
    work_days: Mapped[list[Any]]
    work_from: Mapped[int]
    work_to: Mapped[int]
    places_mentor: Mapped[int] = mapped_column(default=1)
    places_mentee: Mapped[int] = mapped_column(default=1)
    places_total: Mapped[int] = mapped_column(default=1)
    waiting_since: Mapped[datetime]
    rounds_waited: Mapped[int] = mapped_column(default=0)
    priority: Mapped[bool] = mapped_column(default=False)
    joined_at: Mapped[datetime]
    left_at: Mapped[datetime | None]
    left_noted: Mapped[datetime | None]
    undo_until: Mapped[datetime | None] = mapped_column(index=True)
    undo_what: Mapped[str | None] = mapped_column(String(12))
    undo_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    paused_at: Mapped[datetime | None]
    pause_ends_at: Mapped[datetime | None] = mapped_column(index=True)
    fewer_reminders: Mapped[bool] = mapped_column(default=False)
    private: Mapped[bytes | None] = mapped_column(LargeBinary)
    gone_at: Mapped[datetime | None]
    gone_until: Mapped[datetime | None] = mapped_column(index=True)
    back_at: Mapped[datetime | None]
    notice_version: Mapped[int]
    person: Mapped[Person] = relationship(lazy="joined", innerjoin=True)
    offers: Mapped[list["OfferRow"]] = relationship(
        cascade="all, delete-orphan", order_by="OfferRow.rank"
    )
    wishes: Mapped[list["WishRow"]] = relationship(
        cascade="all, delete-orphan", order_by="WishRow.rank"
    )


class OfferRow(Table):
    __tablename__ = "offer"
    participation_id: Mapped[int] = mapped_column(ForeignKey("participation.id"), primary_key=True)
    topic: Mapped[str] = mapped_column(String(40), primary_key=True)
    rank: Mapped[int]
    level: Mapped[int]


class WishRow(Table):
    __tablename__ = "wish"
    participation_id: Mapped[int] = mapped_column(ForeignKey("participation.id"), primary_key=True)
    topic: Mapped[str] = mapped_column(String(40), primary_key=True)
    rank: Mapped[int]
    level_now: Mapped[int]
    level_wanted: Mapped[int]


class Draft(Table):
    """What a person has typed of the join form, sealed: it may name a manager."""

    __tablename__ = "draft"
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"), primary_key=True)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    kept_at: Mapped[datetime]


class Round(Table):
    """Proposals drafted together; `rules` are those that it was drafted with."""

    __tablename__ = "round"
    __table_args__ = (UniqueConstraint("programme_id", "number"), NEVER_AGAIN)
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"))
    number: Mapped[int]
    state: Mapped[str] = mapped_column(String(20), index=True)
    due_on: Mapped[date]
    drafted_at: Mapped[datetime]
    remind_at: Mapped[datetime | None]
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    approved_at: Mapped[datetime | None]
    hold_until: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    remind_people_at: Mapped[datetime | None]
    expires_at: Mapped[datetime | None]
    seed: Mapped[int]
    certificate: Mapped[dict[str, Any]]
    rules: Mapped[dict[str, Any]]


class RoundWaiting(Table):
    """Who is left waiting by a round, and the category that says why."""

    __tablename__ = "round_waiting"
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), primary_key=True)
    participation_id: Mapped[int] = mapped_column(ForeignKey("participation.id"), primary_key=True)
    category: Mapped[str] = mapped_column(String(20))


class Proposal(Table):
    """Two people, one direction.

    `words` is what the two say, one sealed blob from the offer until the expiry
    (`bot.store.words`). A closed proposal keeps its `expires_at`.
    """

    __tablename__ = "proposal"
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"))
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), index=True)
    mentor_id: Mapped[int] = mapped_column(ForeignKey("participation.id"), index=True)
    mentee_id: Mapped[int] = mapped_column(ForeignKey("participation.id"), index=True)
    state: Mapped[str] = mapped_column(String(20), index=True)
    reasons: Mapped[dict[str, Any]]
    words: Mapped[bytes | None] = mapped_column(LargeBinary)
    offered_at: Mapped[datetime | None]
    expires_at: Mapped[datetime | None] = mapped_column(index=True)
    remind_at: Mapped[datetime | None]
    mentor: Mapped[Participation] = relationship(
        foreign_keys=[mentor_id], lazy="joined", innerjoin=True
    )
    mentee: Mapped[Participation] = relationship(
        foreign_keys=[mentee_id], lazy="joined", innerjoin=True
    )


APART = "apart"
"""Stands in `Pair.channel` where Slack opens no group to the two: each is written to alone."""


class Pair(Table):
    """A mentor and a mentee from the start on (`d0`, the second yes); what reports may group by is
    frozen then.

    `no_date_at` is when the next word about a missing date is due, `no_date_told` how many were
    said; `hand_at` when the leads hear of it; `moved_by_days` by how much breaks move its dates.
    """

    __tablename__ = "pair"
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"))
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"))
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"), unique=True)
    mentor_id: Mapped[int] = mapped_column(ForeignKey("participation.id"), index=True)
    mentee_id: Mapped[int] = mapped_column(ForeignKey("participation.id"), index=True)
    state: Mapped[str] = mapped_column(String(20), index=True)
    topics: Mapped[list[Any]]
    give_back: Mapped[str | None] = mapped_column(String(40))
    mentor_dimension: Mapped[str | None] = mapped_column(String(64))
    mentee_dimension: Mapped[str | None] = mapped_column(String(64))
    d0: Mapped[datetime]
    ends_at: Mapped[datetime]
    no_date_at: Mapped[datetime | None] = mapped_column(index=True)
    no_date_told: Mapped[int] = mapped_column(default=0)
    hand_at: Mapped[datetime | None] = mapped_column(index=True)
    paused_at: Mapped[datetime | None]
    moved_by_days: Mapped[int] = mapped_column(default=0)
    ended_at: Mapped[datetime | None]
    channel: Mapped[str | None] = mapped_column(String(32))
    mentor: Mapped[Participation] = relationship(
        foreign_keys=[mentor_id], lazy="joined", innerjoin=True
    )
    mentee: Mapped[Participation] = relationship(
        foreign_keys=[mentee_id], lazy="joined", innerjoin=True
    )


class Session(Table):
    """A meeting of a pair: a date proposed, agreed, held, moved or lapsed."""

    __tablename__ = "session"
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    pair_id: Mapped[int] = mapped_column(ForeignKey("pair.id"), index=True)
    state: Mapped[str] = mapped_column(String(20), index=True)
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    proposed_by: Mapped[int | None] = mapped_column(ForeignKey("participation.id"))
    closes_at: Mapped[datetime | None] = mapped_column(index=True)
    window_id: Mapped[int | None] = mapped_column(ForeignKey("window.id"), index=True)
    pair: Mapped[Pair] = relationship(lazy="joined", innerjoin=True)


class CheckinRequest(Table):
    """That somebody is asked about a session: not whether they answered, or skipped."""

    __tablename__ = "checkin_request"
    session_id: Mapped[int] = mapped_column(ForeignKey("session.id"), primary_key=True)
    participation_id: Mapped[int] = mapped_column(ForeignKey("participation.id"), primary_key=True)
    state: Mapped[str] = mapped_column(String(20))
    ask_at: Mapped[datetime] = mapped_column(index=True)


class Window(Table):
    """Four weeks of sessions, sealed seven days after their end, or rolled into the next.

    `covers_from` is the start, or that of the windows rolled into this one. `unreadable` counts
    the answers for which it waits: they do not open, and are tried again at `try_again_at`.
    """

    __tablename__ = "window"
    __table_args__ = (UniqueConstraint("programme_id", "number"), NEVER_AGAIN)
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"))
    number: Mapped[int]
    state: Mapped[str] = mapped_column(String(20))
    covers_from: Mapped[datetime]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    seal_at: Mapped[datetime] = mapped_column(index=True)
    unreadable: Mapped[int | None]
    try_again_at: Mapped[datetime | None]


class Release(Table):
    """A published group figure. Append-only: triggers refuse any change."""

    __tablename__ = "release"
    __table_args__ = (UniqueConstraint("window_id", "metric", "people"), NEVER_AGAIN)
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"))
    window_id: Mapped[int] = mapped_column(ForeignKey("window.id"))
    metric: Mapped[str] = mapped_column(String(20))
    people: Mapped[str] = mapped_column(String(40), default="whole")
    figure: Mapped[str] = mapped_column(Text)
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    published_at: Mapped[datetime]


class WindowCount(Table):
    """What leads read of a closed window beside its figures. Append-only, as they are."""

    __tablename__ = "window_count"
    window_id: Mapped[int] = mapped_column(ForeignKey("window.id"), primary_key=True)
    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    value: Mapped[int]


class Event(Table):
    """What changed, in what order. Append-only, for a year. Only leads and operators are actors."""

    __tablename__ = "event"
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"))
    thing: Mapped[str] = mapped_column(String(20))
    thing_id: Mapped[int] = mapped_column(Id)
    event: Mapped[str] = mapped_column(String(40))
    from_state: Mapped[str | None] = mapped_column(String(20))
    to_state: Mapped[str] = mapped_column(String(20))
    actor_id: Mapped[int | None] = mapped_column(Id)
    reason: Mapped[str | None] = mapped_column(String(40))
    at: Mapped[datetime]


class WrappedKey(Table):
    """A random key, encrypted by the master secret: 'installation', or 'round:N'."""

    __tablename__ = "wrapped_key"
    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    wrapped: Mapped[bytes] = mapped_column(LargeBinary)


class MetCode(Table):
    """That two people met, of whom one is erased: a keyed code of the two, until a month.

    `until` is the first day of the month in which it goes.
    """

    __tablename__ = "met_code"
    code: Mapped[str] = mapped_column(String(64), primary_key=True)
    until: Mapped[date] = mapped_column(index=True)


class InboxKey(Table):
    """A Slack request that has had its effect, to the hour."""

    __tablename__ = "inbox_key"
    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)


class OutboxRow(Table):
    """A message that is owed to a person or to a pair's group conversation.

    `due_at` and `expires_at` are programme time; `not_before` and the lease are technical time.
    Each index serves one question of bot.outbox.queue. `uid` stands in the message's metadata.
    """

    __tablename__ = "outbox"
    __table_args__ = (
        Index("ix_outbox_claim", "state", "priority", "due_at", "id"),
        Index("ix_outbox_due", "state", "due_at", "id"),
        Index("ix_outbox_expires", "state", "expires_at"),
        Index("ix_outbox_not_before", "state", "not_before"),
        Index("ix_outbox_lease", "state", "lease_until"),
        Index("ix_outbox_conversation", "conversation", "state", "due_at"),
        NEVER_AGAIN,
    )
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    uid: Mapped[str | None] = mapped_column(String(36), unique=True)
    dedupe_key: Mapped[str] = mapped_column(String(64), unique=True)
    kind: Mapped[str] = mapped_column(String(40))
    conversation: Mapped[str] = mapped_column(String(40))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    pair_id: Mapped[int | None] = mapped_column(ForeignKey("pair.id"))
    channel: Mapped[str | None] = mapped_column(String(32))
    subject: Mapped[str | None] = mapped_column(String(40), index=True)
    arguments: Mapped[dict[str, Any]]
    sealed_text: Mapped[bytes | None] = mapped_column(LargeBinary)
    priority: Mapped[int]
    state: Mapped[str] = mapped_column(String(12))
    due_at: Mapped[datetime]
    expires_at: Mapped[datetime | None]
    not_before: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    lease_owner: Mapped[str | None] = mapped_column(String(36))
    lease_until: Mapped[datetime | None]
    posting: Mapped[bool] = mapped_column(default=False)
    unclear: Mapped[bool] = mapped_column(default=False)
    plain: Mapped[bool] = mapped_column(default=False)
    first_post_at: Mapped[datetime | None]
    last_post_at: Mapped[datetime | None]
    slack_ts: Mapped[str | None] = mapped_column(String(32))
    sent_at: Mapped[datetime | None]
    last_error: Mapped[str | None] = mapped_column(String(80))

    @property
    def to_group(self) -> bool:
        """To the two of a pair together. With a person it is that person's part of it."""
        return self.pair_id is not None and self.person_id is None


class Throttle(Table):
    """Not before when (technical time) a method or a conversation may be used again."""

    __tablename__ = "throttle"
    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    until: Mapped[datetime]
