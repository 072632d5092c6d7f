"""What joining, pausing, leaving and coming back say."""

from dataclasses import dataclass
from datetime import date, datetime

from bot.domain.enrolment.notifications import Notifications, Notify
from bot.domain.enrolment.other_role import Missing
from bot.domain.fit.people import Role
from bot.domain.lifecycle import Undoable
from bot.domain.words import After


@dataclass(frozen=True)
class Left:
    delete_on: date
    partners_told_at: datetime | None
    undo_until: datetime
    participation_id: int


@dataclass(frozen=True)
class Paused:
    """`until` is the day on which the person is back; `partners` of live pairs, told at `told_at`.

    A break prolonged later than ten minutes after it began has neither: partners hear of the new
    day at once, and there is no way back. `pair_ends_on`: a pair of theirs ends in it, unless they
    are back before.
    """

    until: date
    partners: tuple[str, ...]
    told_at: datetime | None
    undo_until: datetime | None
    participation_id: int
    pair_ends_on: date | None = None


@dataclass(frozen=True)
class Resumed:
    next_round_on: date | None
    partners: tuple[str, ...]
    told_at: datetime | None
    undo_until: datetime
    participation_id: int


@dataclass(frozen=True)
class ProfileKept:
    """`proposal_open`: a proposal goes on as it is; `round_waits`: a round is on its way that
    was drafted from the profile before."""

    participation_id: int
    undo_until: datetime
    proposal_open: bool
    round_waits: bool


@dataclass(frozen=True)
class PauseForm:
    """The window of `pause`: days offered, the one chosen so far, who would learn of it; `paired`:
    this person has a pair that they could change."""

    offered: tuple[date, ...]
    until: date | None
    partners: tuple[str, ...]
    paired: bool = False


@dataclass(frozen=True)
class AfterPair:
    """What somebody would like after a pair: whether they look for a new one; `priority`: a little
    earlier than others. `role`: who asked for the other one has this then; `missing`: once their
    profile allows it."""

    looks: bool
    priority: bool = False
    next_round_on: date | None = None
    role: Role | None = None
    missing: Missing | None = None


@dataclass(frozen=True)
class Chosen:
    """What somebody would like after a pair that lives still; or, `over`, what came of it at once.

    `then` is what it comes to: of going on together nothing but to wait for the other's word.
    """

    pair_id: int
    partner: str
    after: After
    over: bool
    then: AfterPair


@dataclass(frozen=True)
class MyChoice:
    """One's own choice so far, to look at and to change; `over`: the pair has ended."""

    pair_id: int
    partner: str
    after: After | None
    over: bool


@dataclass(frozen=True)
class Undone:
    """All as before; after a join as if never joined, the draft kept."""

    what: Undoable


@dataclass(frozen=True)
class NotifyForm:
    """The window of `notify`; whoever `has_duties` (a lead, or the contact for concerns) hears of
    these in any case."""

    chosen: Notifications
    has_duties: bool


@dataclass(frozen=True)
class ComingMeeting:
    partner: str
    starts_at: datetime
    is_tomorrow: bool


@dataclass(frozen=True)
class NotificationsKept:
    """New hours can be undone until `undo_until`; None where they are as before. `near` is a
    meeting of which no reminder comes."""

    chosen: Notifications
    participation_id: int
    undo_until: datetime | None
    near: ComingMeeting | None


@dataclass(frozen=True)
class Reminders:
    """Which messages come, after a button for fewer or all."""

    notify: Notify
