"""What happened and what is so, as plain data: use cases return it, screens turn it into words.

People appear as Slack ids, topics and lists as catalogue ids, moments as aware UTC datetimes.
`Named` is a programme's own list entry with its name per language.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

Named = Mapping[str, str]
"""Name per language, such as {"en": "Sales", "it": "Vendite"}."""


@dataclass(frozen=True)
class Reader:
    """Who will read: `shares_language` is false for a group that needs both languages."""

    slack_id: str
    language: str
    zone: str


# --- messages the bot starts (one class a kind of bot/outbox/kinds.py) -------------------------


@dataclass(frozen=True)
class Welcome:
    participation_id: int
    role: str
    next_round_on: date | None
    undo_until: datetime | None


@dataclass(frozen=True)
class Offered:
    """A proposal as its receiver may read it in a DM: the partner's offers, never a wish."""

    proposal_id: int
    partner: str
    partner_role: str
    function: Named | None
    site: Named | None
    partner_shares: tuple[str, ...]
    languages: tuple[str, ...]
    expires_at: datetime


@dataclass(frozen=True)
class DidNotGoAhead:
    """A proposal closed at its expiry, told to both alike."""

    partner: str
    next_round_on: date | None


@dataclass(frozen=True)
class Introduction:
    """The group DM's first message; topics are what each shares.

    `apart`: Slack opens no group to the two, and each reads it in their own conversation.
    """

    pair_id: int
    mentor: str
    mentee: str
    mentor_shares: tuple[str, ...]
    mentee_shares: str | None
    ends_on: date
    apart: bool = False


@dataclass(frozen=True)
class DateProposed:
    session_id: int
    pair_id: int
    partner: str
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True)
class DateAgreed:
    session_id: int
    pair_id: int
    mentor: str
    mentee: str
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True)
class DateNear:
    session_id: int
    pair_id: int
    partner: str
    starts_at: datetime
    ends_at: datetime
    is_tomorrow: bool


@dataclass(frozen=True)
class AskCheckin:
    session_id: int
    pair_id: int
    partner: str
    starts_at: datetime
    closes_at: datetime
    reminder: bool


@dataclass(frozen=True)
class NoDate:
    pair_id: int
    partner: str


@dataclass(frozen=True)
class PairEnded:
    partner: str
    next_round_on: date | None


@dataclass(frozen=True)
class PairPaused:
    """The partner is on a break; why is nobody's business. `until` is its last day but one."""

    partner: str
    until: date


@dataclass(frozen=True)
class PairResumed:
    pair_id: int
    partner: str


@dataclass(frozen=True)
class PauseOver:
    """A break is over. `paired`: there is a partner to find a time with."""

    next_round_on: date | None
    pair: "LivePair | None"


@dataclass(frozen=True)
class StopReminding:
    """The last word about a missing date."""

    pair_id: int
    partner: str


@dataclass(frozen=True)
class StillLooking:
    """After a round, to who waits; `category` as in a round's waiting list."""

    category: str
    next_round_on: date | None
    wishes: int
    offers: int


@dataclass(frozen=True)
class NeedsAHand:
    """To a lead: a pair without a date; never who is silent."""

    pair_id: int
    mentor: str
    mentee: str
    since: date


@dataclass(frozen=True)
class Undelivered:
    """To a lead: messages given up yesterday, by reason class, and how many are gone."""

    messages: int
    by_reason: Mapping[str, int]
    people_gone: int


@dataclass(frozen=True)
class AccountsGone:
    """To a lead: so many accounts are gone at once, of so many who take part, that none ends."""

    gone: int
    of: int


@dataclass(frozen=True)
class WithoutLead:
    """To the owner of the workspace: nobody leads the programme; the day of the next round.

    `gone` are named, and have no full account any more; 0 where nobody is named.
    """

    next_round_on: date | None
    gone: int


@dataclass(frozen=True)
class RoundReady:
    """To a lead. `again` is true for the second and last time it is said."""

    round_id: int
    number: int
    due_on: date
    pairs: int
    waiting: int
    waiting_why: Mapping[str, int]
    again: bool


# --- a figure, and the stats ---------------------------------------------------------------------


@dataclass(frozen=True)
class Published:
    """A released figure: relation '=', '>=' or '<='; value '4.1' (of 5) or '70' (per cent)."""

    metric: str
    relation: str
    value: str
    people: int


@dataclass(frozen=True)
class WindowFigures:
    starts_on: date
    ends_on: date
    figures: tuple[Published, ...]


@dataclass(frozen=True)
class OfWindows:
    """What was counted when each of some windows closed; `until` is the last day of the last.

    Meetings are those of the windows that show them, None where none does; `without_meetings`
    of them do not.
    """

    since: date
    until: date
    rounds: int
    proposals_accepted: int
    proposals_not_ahead: int
    sessions_held: int | None
    sessions_due: int | None
    without_meetings: int


@dataclass(frozen=True)
class Stats:
    """Who takes part now; of the closed windows of a period the counts and the releases.

    `period` is as asked ('30d', 'quarter', '2026-Q4'); `closed` is None when it has no window.
    """

    period: str
    enrolled: Mapping[str, int]
    waiting: int
    proposals_open: int
    pairs_by_state: Mapping[str, int]
    closed: OfWindows | None
    windows: tuple[WindowFigures, ...]


# --- what a person asked, and where they stand ---------------------------------------------------


@dataclass(frozen=True)
class LivePair:
    """`on_a_break`: one of the two is, so no date can be found now."""

    pair_id: int
    partner: str
    my_role: str
    on_a_break: bool = False


@dataclass(frozen=True)
class Booked:
    session_id: int
    pair_id: int
    partner: str
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True)
class Standing:
    """Where a person stands. `state` is the first that applies of: closed, stranger, draft,
    left, paused, checkin, proposal, date_asked, booked, date_sent, paired, completed, waiting.

    `date_asked`: the partner proposes a date and waits for this person's answer; `date_sent`: the
    other way round.
    `answered` is about the open proposal: some word was said; `checkins` are the held meetings
    whose questions can still be answered, or answered anew.
    """

    state: str
    since: date | None = None
    next_round_on: date | None = None
    priority: bool = False
    proposal: Offered | None = None
    answered: bool = False
    pairs: tuple[LivePair, ...] = ()
    booked: Booked | None = None
    date_asked: DateProposed | None = None
    date_sent: DateProposed | None = None
    checkin: AskCheckin | None = None
    checkins: tuple[AskCheckin, ...] = ()
    delete_on: date | None = None
    paused_until: date | None = None
    suspended: bool = False
    fewer_reminders: bool = False
    can: tuple[str, ...] = ()
    lead: bool = False
    round_open: RoundReady | None = None


@dataclass(frozen=True)
class WhyUs:
    """Shown in a modal to the two people only; topics, never levels, before both said yes."""

    partner: str
    my_role: str
    they_share: tuple[str, ...]
    i_share: tuple[str, ...]
    common_hours: float
    other_function: bool
    other_site: bool


# --- what came of an action ----------------------------------------------------------------------


@dataclass(frozen=True)
class ProposalAnswered:
    """`outcome`: paired, or the word: yes, someone_else, later. `until` it may be changed;
    `may_help`: leads, after someone else."""

    outcome: str
    proposal_id: int
    partner: str
    until: datetime | None
    may_help: tuple[str, ...] = ()


@dataclass(frozen=True)
class MyAnswer:
    """One's own word about an open proposal: yes, someone_else, later, or None."""

    proposal_id: int
    partner: str
    word: str | None
    not_again: bool
    expires_at: datetime


@dataclass(frozen=True)
class DateAnswered:
    """`outcome`: proposed, agreed, already_agreed."""

    outcome: str
    partner: str
    starts_at: datetime
    ends_at: datetime


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
    day at once, and there is no way back.
    """

    until: date
    partners: tuple[str, ...]
    told_at: datetime | None
    undo_until: datetime | None
    participation_id: int


@dataclass(frozen=True)
class Resumed:
    next_round_on: date | None
    partners: tuple[str, ...]
    told_at: datetime | None
    undo_until: datetime
    participation_id: int


@dataclass(frozen=True)
class LanguageChosen:
    """`before` is what Undo brings back."""

    language: str
    before: str


@dataclass(frozen=True)
class ProfileKept:
    """`proposal_open`: a proposal goes on as it is; `round_waits`: a round is on its way that
    was drafted from the profile before."""

    participation_id: int
    undo_until: datetime
    proposal_open: bool
    round_waits: bool


@dataclass(frozen=True)
class Health:
    """How the bot runs, for leads. `checks`: 'slack', 'database', 'schema' → holds or not.

    `late_since` is since when the longest overdue message waits, None when none is late;
    `given_up` messages could not be delivered. Nothing of what waits in time, and of messages
    that depend on what somebody does in private only those that everybody is owed. `leads` lead,
    `leads_gone` (Slack ids) are named and have no full account.
    """

    checks: Mapping[str, bool]
    version: str
    leads: int
    leads_gone: tuple[str, ...]
    given_up: int
    given_up_by_reason: Mapping[str, int]
    late_since: datetime | None
    next_round_on: date | None


@dataclass(frozen=True)
class RemindersFewer:
    """`fewer` is false when reminders are back."""

    fewer: bool


@dataclass(frozen=True)
class PauseForm:
    """The window of `pause`: days offered, the one chosen so far, who would learn of it."""

    offered: tuple[date, ...]
    until: date | None
    partners: tuple[str, ...]


@dataclass(frozen=True)
class Undone:
    """`what`: 'join' (as if never joined, draft kept), or 'leave', 'pause', 'resume', 'profile':
    all as before."""

    what: str


@dataclass(frozen=True)
class MetChoice:
    """A live pair with the session a check-in would be about, for the modal's choice."""

    pair_id: int
    session_id: int | None
    partner: str


@dataclass(frozen=True)
class CheckinForm:
    """What the check-in modal needs: which session (or which pairs to choose from), old answers.

    `undated`: somebody said that they met, and not on which day.
    """

    session_id: int | None
    partner: str | None
    starts_at: datetime | None
    choices: tuple[MetChoice, ...] = ()
    met_on: date | None = None
    before: Mapping[str, int] = field(default_factory=dict)
    closes_at: datetime | None = None
    undated: bool = False


@dataclass(frozen=True)
class CheckinKept:
    """`already_sealed_window`: the meeting was long ago, the answer counts in the open window."""

    edited: bool
    editable_until: datetime


# --- the lead's round ----------------------------------------------------------------------------


@dataclass(frozen=True)
class Categories:
    """What a lead learns of a drafted pair: never a topic or a level."""

    topics_fit: str
    gives_back: bool
    common_hours: float
    other_function: bool
    other_site: bool


@dataclass(frozen=True)
class DraftedPair:
    """One line of the round's window.

    `state`: drafted, held, dropped, queued; sent from the offer on, whatever was said; not_sent
    when the round went without it; impossible, before that, when somebody of the two has left,
    is on a break or was paired since. `categories` is None for a pair of the reader's `own`,
    and once one of the two is erased.
    """

    proposal_id: int
    mentor: str
    mentee: str
    state: str
    own: bool
    categories: Categories | None


@dataclass(frozen=True)
class WaitingPerson:
    """`category` is None for the reader."""

    slack_id: str
    category: str | None


@dataclass(frozen=True)
class RoundView:
    """A lead's window of a round; `decided_by` when another lead was first; paged by 20 pairs.

    `total_going` pairs an approval would send; `waiting_why` counts everybody in `waiting` but
    the reader. `not_reached` people of a pair of this round got neither its offer nor the
    introduction: the message was given up.
    """

    round_id: int
    number: int
    state: str
    due_on: date
    pairs: tuple[DraftedPair, ...]
    page: int
    pages: int
    total_pairs: int
    total_held: int
    total_going: int
    waiting: tuple[WaitingPerson, ...]
    waiting_why: Mapping[str, int]
    decided_by: str | None
    hold_until: datetime | None
    last_round: tuple[int, int] | None
    proven: bool = True
    not_reached: int = 0


@dataclass(frozen=True)
class RoundDecided:
    """`outcome`: approved, stopped, postponed, or already (somebody was first)."""

    outcome: str
    decided_by: str | None
    hold_until: datetime | None
    postponed_to: date | None
    pairs: int
