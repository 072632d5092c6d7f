"""Every screen in every state that it has, as functions of one reader's words.

The facts are what use cases return: a state that none can come to is no sample.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, is_dataclass, replace
from datetime import UTC, date, datetime, timedelta
from itertools import cycle
from typing import Any, Literal

from bot.domain import refusals
from bot.domain.concern import ConcernKind
from bot.domain.due.plan import NewcomersPlan, NextMeeting, Plan
from bot.domain.enrolment.field_errors import KEYS as FIELD_ERRORS
from bot.domain.enrolment.notifications import Notifications, Notify
from bot.domain.enrolment.other_role import Missing
from bot.domain.figures.meaning import AnswersSay, MeetingsSay, NoneClosed, PeopleSay
from bot.domain.fit.people import Role, SideRole
from bot.domain.form_errors import FieldError
from bot.domain.learning.phases import Phase
from bot.domain.learning.worksheet import Worksheet
from bot.domain.lifecycle import ProposalState, RoundState, Undoable
from bot.domain.listing import Listing, Order, PairCounts
from bot.domain.matching.outcome import Waiting
from bot.domain.meetings.entry import Entry
from bot.domain.meetings.slots import Slot
from bot.domain.refusals import Refusal
from bot.domain.rules import default_rules, from_toml
from bot.domain.words import After, Fit, Word
from bot.programme.administration.kinds import ConcernNote, Undelivered
from bot.programme.administration.overview import Overview
from bot.programme.administration.results import (
    ConcernForm,
    ConcernKept,
    ConcernRaised,
    ConcernShown,
    Health,
)
from bot.programme.enrolment.kinds import AccountsGone, AccountsWereGone, PauseOver, Welcome
from bot.programme.enrolment.leaving import ERASED_AFTER
from bot.programme.enrolment.pauses import OFFERED_WEEKS
from bot.programme.enrolment.results import (
    AfterPair,
    Chosen,
    ComingMeeting,
    Left,
    MyChoice,
    NotificationsKept,
    NotifyForm,
    Paused,
    PauseForm,
    ProfileKept,
    Reminders,
    Resumed,
    Undone,
)
from bot.programme.figures.results import (
    NoFigures,
    OfWindows,
    Pairs,
    People,
    Published,
    Stats,
    WindowFigures,
)
from bot.programme.learning.results import (
    ClosingKit,
    PairIdeas,
    Primer,
    TopicCard,
    WorksheetForm,
    WorksheetKept,
)
from bot.programme.meetings.kinds import (
    AskCheckin,
    CalendarFile,
    DateAgreed,
    DateLapsed,
    DateNear,
    DateNow,
    DateProposed,
    KeepNow,
    KeepOffered,
    Keeps,
    NoDate,
    Preparation,
    ProposalNow,
    Stands,
    StopReminding,
)
from bot.programme.meetings.results import (
    Afterwards,
    Ahead,
    Beyond,
    Booked,
    CalendarPage,
    CheckinForm,
    DateAnswered,
    DateForm,
    DateOutcome,
    KeepAnswered,
    KeepOutcome,
    MetChoice,
    NextDate,
    NotYetMet,
    Remark,
    Suggested,
)
from bot.programme.pairs.kinds import (
    AskWhatNext,
    BreakNow,
    HandNow,
    Introduction,
    NeedsAHand,
    PairCompleted,
    PairEnded,
    PairPaused,
    PairRests,
    PairResumed,
    RestNow,
    Since,
    WhatNextNow,
)
from bot.programme.pairs.results import (
    Completed,
    LivePair,
    SwapAsked,
    SwapForm,
    SwapUndone,
    WhatNext,
    WhichPair,
)
from bot.programme.people import undo
from bot.programme.people.kinds import WasWithoutLead, WithoutLead
from bot.programme.people.results import LanguageChosen, Notice, OtherRole
from bot.programme.rounds import window
from bot.programme.rounds.kinds import DidNotGoAhead, RoundLate, StillLooking
from bot.programme.rounds.results import (
    Categories,
    Common,
    DecidedAlready,
    DraftedPair,
    Listed,
    MyAnswer,
    Offered,
    PairInRound,
    ProposalAnswered,
    RoundNow,
    RoundPostponed,
    RoundReady,
    RoundView,
    WaitingPerson,
    WhyUs,
)
from bot.programme.standing import STRANGERS_CAN, Standing
from bot.slack import answers, messages
from bot.slack.administration.screens import concern, health
from bot.slack.enrolment.screens import (
    after_pair,
    enrolment,
    join,
    notifications,
    pause,
    the_end,
)
from bot.slack.figures import screens as figures
from bot.slack.kit.tell import LEAD_VERBS, as_window
from bot.slack.kit.topics import topics_of
from bot.slack.learning.screens import ideas as idea_screens
from bot.slack.learning.screens import preparation, worksheet
from bot.slack.meetings.screens import afterwards, calendar, checkin, when
from bot.slack.meetings.screens import dates as date_screens
from bot.slack.meetings.screens import series as series_screens
from bot.slack.pairs import screens as pair_screens
from bot.slack.pairs import swap_screens
from bot.slack.people import screens as languages
from bot.slack.rounds.screens import announced, proposals, why
from bot.slack.rounds.screens import round as rounds
from bot.slack.standing.screens import standing
from bot.texts.topics import topics
from bot.texts.words import Words, words_for

NAMES = {
    "U0ANNA": "Anna Rossi",
    "U0MARCO": "Marco Bianchi",
    "U0MARCO2": "Marco Bianchi",
    "U0GIULIA": "Giulia Verdi",
    "U0BEA": "Bea Neri",
}
NOW = datetime(2026, 11, 25, 9, 30, tzinfo=UTC)
ROUND_DAY, LATE_DAY, NEXT_ROUND_DAY = date(2026, 12, 7), date(2026, 12, 10), date(2026, 12, 21)
MEETING = datetime(2026, 11, 24, 14, tzinfo=UTC)
MEETING_ENDS = datetime(2026, 11, 24, 14, 45, tzinfo=UTC)
CLOSES = datetime(2026, 12, 1, 14, 45, tzinfo=UTC)
EXPIRES = datetime(2026, 12, 14, 17, tzinfo=UTC)
SALES, ROME = {"en": "Sales", "it": "Vendite"}, {"en": "Rome", "it": "Roma"}

Shown = Any
Screen = Callable[[Words], Shown]


@dataclass(frozen=True)
class Sample:
    """A screen of what a use case returned."""

    build: Callable[..., Shown]
    given: tuple[Any, ...]
    more: Mapping[str, Any] = field(default_factory=dict)

    def __call__(self, words: Words) -> Shown:
        return self.build(*self.given, words, **self.more)


def reader(language: str, *, formal: bool = False, zone: str = "Europe/Rome") -> Words:
    return words_for(language, zone, formal=formal, names=NAMES.get)


DENSE, LONG = Plan(20, 13, 60), Plan(52, 9, 75)
"""Plans that some programme may have: about every two weeks, and a year."""


# --- facts ---------------------------------------------------------------------------------------


def offered(role: SideRole = Role.MENTOR, **changes: Any) -> Offered:
    """A mentor shares topics, a mentee gives one back, or none."""
    plain: dict[str, Any] = {
        "proposal_id": 7,
        "partner": "U0MARCO",
        "partner_role": role,
        "function": SALES,
        "site": ROME,
        "partner_shares": ("ai.verify", "data.sheets")
        if role is Role.MENTOR
        else ("back.negotiate",),
        "languages": ("en", "it"),
        "expires_at": EXPIRES,
        "plan": Plan(),
    }
    return Offered(**{**plain, **changes})


INTRODUCTION = Introduction(
    *(3, "U0MARCO", "U0ANNA", ("ai.verify", "data.sheets"), "back.negotiate"), Plan()
)
OPTIONS = (MEETING, MEETING + timedelta(days=3, hours=-4), MEETING + timedelta(days=8, hours=2))
MEETING_ENTRY = Entry("1@revmentor", Slot(MEETING, MEETING_ENDS), MEETING)
ENTRIES = (
    replace(MEETING_ENTRY, link="https://meet.example.com/j/42?pwd=a&b=c"),
    MEETING_ENTRY.called_off(MEETING),
)
VIDEO = ENTRIES[0].link
AGAIN = tuple(MEETING + timedelta(weeks=weeks) for weeks in (4, 8, 12))
KEEP = KeepOffered(11, "U0ANNA", "U0MARCO", AGAIN)
PROPOSED = DateProposed(11, "U0ANNA", "U0MARCO", (MEETING,), 45)
ONE_TIME = Suggested(11, 3, "U0ANNA", (MEETING,))
CHOICE_OF_TIMES = replace(PROPOSED, options=OPTIONS)
AGREED = DateAgreed(11, 3, "U0MARCO", "U0ANNA", MEETING, MEETING_ENDS)
ASKED = AskCheckin(11, 3, "U0MARCO", MEETING, CLOSES, reminder=False)


def _later(kind: str, case: object, usual: object) -> str:
    """The name of a later form: the usual one is called by its kind alone."""
    return f"{kind}.later" if case == usual else f"{kind}.later.{case}"


AGREED_STANDS = (Stands.AGREED, Stands.CALLED_OFF, Stands.OVER)
READY = RoundReady(5, 2, ROUND_DAY, 42, 3, {"no_hours": 2, "not_this_time": 1}, again=False)
NOBODY_PAIRED = RoundReady(
    5,
    2,
    ROUND_DAY,
    0,
    5,
    {"not_this_time": 2, "no_language": 1, "nobody_fitting": 2},
    again=False,
)
OF_WINDOWS = OfWindows(
    since=date(2026, 10, 26),
    until=date(2026, 11, 22),
    rounds=2,
    proposals_accepted=21,
    proposals_not_ahead=11,
    sessions_held=31,
    sessions_due=37,
    without_meetings=0,
)


def published(useful: str = "4.1", open_: str = "4.4") -> tuple[Published, ...]:
    return (
        Published("useful", "=", useful, 10),
        Published("open", ">=" if open_ == "4.4" else "=", open_, 10),
        Published("applied", "=", "70", 10),
        Published("balance", ">=", "80", 10),
        Published("answer_rate", "<=", "20", 10),
    )


def window_of(*figures: Published) -> tuple[WindowFigures, ...]:
    return (WindowFigures(date(2026, 10, 26), date(2026, 11, 22), figures),)


STATS = Stats(
    period="30d",
    today=date(2026, 12, 1),
    people=People(paired=34, proposed=14, unpaired=9, on_a_break=3),
    roles={"mentor": 23, "mentee": 29, "both": 8},
    pairs=Pairs(active=12, needs_a_hand=6, resting=5, paused=4, ended_early=13, completed=16),
    proposals_open=7,
    closed=OF_WINDOWS,
    windows=window_of(*published()),
)
"""Each number once, wherever that can be: what is said too often is seen."""
FEW_PAIRS = replace(
    STATS,
    closed=replace(OF_WINDOWS, sessions_held=None, sessions_due=None, without_meetings=1),
    windows=(),
)
NOTHING_CLOSED = replace(
    STATS, closed=NoFigures(NoneClosed.TO_COME, date(2026, 12, 28)), windows=()
)
EMPTY = replace(
    NOTHING_CLOSED,
    people=People(0, 0, 0, 0),
    roles={},
    pairs=Pairs(0, 0, 0, 0, 0, 0),
    proposals_open=0,
    closed=NoFigures(NoneClosed.NO_ROUND),
)
PEOPLE_SAY = {
    PeopleSay.EMPTY: People(0, 0, 0, 0),
    PeopleSay.ALL_PAIRED: People(2, 0, 0, 0),
    PeopleSay.MOST_PAIRED: People(34, 14, 9, 3),
    PeopleSay.MOST_ASKED: People(24, 14, 9, 3),
    PeopleSay.MOST_UNPAIRED: People(2, 0, 5, 1),
    PeopleSay.MIXED: People(2, 2, 3, 1),
}
MEETINGS_SAY = {
    MeetingsSay.NONE_DUE: (0, 0),
    MeetingsSay.ALL: (12, 11),
    MeetingsSay.MOST: (11, 12),
    MeetingsSay.FEWER: (7, 12),
    MeetingsSay.FEW: (5, 12),
}
ANSWERS_SAY = {
    AnswersSay.BOTH: ("4.1", "4.4"),
    AnswersSay.USEFUL: ("4.1", "3.2"),
    AnswersSay.OPEN: ("3.4", "3.6"),
    AnswersSay.NEITHER: ("2.8", "3.1"),
}
GLANCES = {
    "": STATS,
    ".too_few": FEW_PAIRS,
    ".empty": EMPTY,
    **{
        f".none.{why}": replace(NOTHING_CLOSED, closed=NoFigures(why))
        for why in NoneClosed
        if why not in (NoneClosed.TO_COME, NoneClosed.NO_ROUND)
    },
    ".none.to_come": NOTHING_CLOSED,
    **{f".people.{say}": replace(STATS, people=people) for say, people in PEOPLE_SAY.items()},
    **{
        f".meetings.{say}": replace(
            STATS, closed=replace(OF_WINDOWS, sessions_held=held, sessions_due=due)
        )
        for say, (held, due) in MEETINGS_SAY.items()
    },
    **{
        f".answers.{say}": replace(STATS, windows=window_of(*published(*means)))
        for say, means in ANSWERS_SAY.items()
    },
}
"""What `stats` answers, in each of its sentences."""
PAIR = LivePair(3, "U0MARCO", Role.MENTEE, 45)
OTHER_PAIR = LivePair(4, "U0GIULIA", Role.MENTOR, 60)
ON_A_BREAK = LivePair(3, "U0MARCO", Role.MENTEE, 45, on_a_break=True)
RESTING = LivePair(4, "U0GIULIA", Role.MENTOR, 60, rests=True)
RESTS = PairRests(4, "U0GIULIA", date(2027, 1, 11), date(2027, 3, 8))
OVERVIEW = Overview(STATS.pairs, without_a_date=8)


def listed(slack_id: str) -> Listed:
    return Listed(slack_id, SALES, ROME)


NAMESAKE = Listed("U0MARCO2", {"en": "Finance", "it": "Finanza"}, None)
MARCO, GIULIA, ANNA = map(listed, ("U0MARCO", "U0GIULIA", "U0ANNA"))
STRONG = Categories("strong", True, 38.5, True, True)
FAIR = Categories("fair", False, 38.5, False, False)


def drafted_pair(
    number: int, state: PairInRound = ProposalState.DRAFTED, categories: Categories | None = STRONG
) -> DraftedPair:
    return DraftedPair(number, MARCO, GIULIA, state, False, categories)


def own_pair(number: int, state: PairInRound = ProposalState.DRAFTED) -> DraftedPair:
    """A pair of Anna's, who reads."""
    return DraftedPair(number, MARCO, ANNA, state, True, None)


LEFT_OUT = (
    drafted_pair(22, ProposalState.HELD, FAIR),
    drafted_pair(23, ProposalState.DROPPED, FAIR),
)
IMPOSSIBLE = drafted_pair(24, "impossible", FAIR)
WAITING = (
    WaitingPerson(MARCO, "dropped"),
    WaitingPerson(listed("U0BEA"), "no_hours"),
    WaitingPerson(listed("U0NOBODY"), "not_this_time"),
)


def round_view(state: str = "drafted", **changes: Any) -> RoundView:
    plain: dict[str, Any] = {
        "round_id": 5,
        "number": 2,
        "state": state,
        "due_on": ROUND_DAY,
        "pairs": (drafted_pair(21), *LEFT_OUT, IMPOSSIBLE, own_pair(25)),
        "page": 1,
        "pages": 1,
        "counts": PairCounts(going=2, held=1, dropped=1, impossible=1),
        "waiting": WAITING,
        "waiting_why": {"dropped": 1, "no_hours": 1, "not_this_time": 1},
        "doubtful": 3,
        "has_own": True,
        "decided_by": None,
        "hold_until": None,
        "last_round": None,
        "total_waiting": len(changes.get("waiting", WAITING)),
    }
    return RoundView(**{**plain, **changes})


def decided_view(state: str, *pairs: DraftedPair, **changes: Any) -> RoundView:
    """A round about which nothing is left to decide: none of its pairs is a draft."""
    found = Counter(KIND_OF.get(pair.state, pair.state) for pair in pairs)
    return round_view(state, pairs=pairs, **{"counts": PairCounts(**found), **changes})


KIND_OF: dict[PairInRound, str] = {ProposalState.QUEUED: "going"}


FULL_PAGE = round_view(
    pairs=tuple(drafted_pair(n) for n in range(41, 61)),
    page=2,
    pages=3,
    counts=PairCounts(going=56, held=2),
    listing=Listing(Order.FIT),
    common=Common("strong", True, 38.0, True, True),
    has_own=False,
    waiting=tuple(
        WaitingPerson(listed(f"U0WAITS{n}"), "not_this_time") for n in range(window.WAITING)
    ),
    total_waiting=60,
    waiting_why={"not_this_time": 60},
    last_round=(38, 5),
    proven=False,
)
LAST_PAGE = replace(
    FULL_PAGE,
    pairs=FULL_PAGE.pairs[:2],
    page=3,
    waiting=WAITING,
    total_waiting=len(WAITING),
    waiting_why={"dropped": 1, "no_hours": 1, "not_this_time": 1},
)
BACK_ON = date(2027, 1, 7)
UNDO_UNTIL = NOW + undo.FOR
PAUSE_DAYS = tuple(NOW.date() + timedelta(weeks=weeks) for weeks in OFFERED_WEEKS)
WANTED = Notifications(frozenset(range(5)), 540, 1080, Notify.ALL, True, "en")
NOTIFIED = NotificationsKept(WANTED, 5, None, None)


def wanting(notify: Notify) -> Notifications:
    return replace(WANTED, notify=notify)


DELETED_ON = (NOW + ERASED_AFTER).date()
HEALTHY = Health(
    checks={"slack": True, "database": True, "schema": True},
    version="0.1.0",
    given_up=0,
    given_up_by_reason={},
    late_since=None,
    next_round_on=ROUND_DAY,
    leads=2,
    leads_gone=(),
)
UNWELL = Health(
    checks={"slack": False, "database": False, "schema": False},
    version="0.1.0",
    given_up=4,
    given_up_by_reason={"person_gone": 3, "policy": 1},
    late_since=MEETING,
    next_round_on=None,
    leads=1,
    leads_gone=("U0GIULIA", "U0NOBODY0"),
)
OUT_OF_REACH = {"person_gone": 3, "conversation_gone": 1, "policy": 1}
NOT_TAKEN = {"installation_gone": 1, "our_bug": 1, "later": 1, "unclear": 1}
HOLD_ENDS = datetime(2026, 12, 7, 9, 10, tzinfo=UTC)
ROUNDS_NOW = {
    "drafted": RoundNow(5, ROUND_DAY, RoundState.DRAFTED, pairs=42),
    "approved": RoundNow(5, ROUND_DAY, RoundState.APPROVED, "U0GIULIA", HOLD_ENDS, 42),
    "approved_itself": RoundNow(5, ROUND_DAY, RoundState.APPROVED, None, HOLD_ENDS, 42),
    "sending": RoundNow(5, ROUND_DAY, RoundState.SENDING, "U0GIULIA", HOLD_ENDS, 42, done=12),
    "sent": RoundNow(5, ROUND_DAY, RoundState.SENT, "U0GIULIA", HOLD_ENDS, 42, not_reached=3),
    "postponed": RoundNow(
        5, ROUND_DAY, RoundState.CANCELLED, "U0GIULIA", postponed_to=NEXT_ROUND_DAY
    ),
    "postponed_before": RoundNow(5, ROUND_DAY, RoundState.CANCELLED, "U0GIULIA"),
    "superseded": RoundNow(5, ROUND_DAY, RoundState.SUPERSEDED),
    "kept": RoundNow(5, ROUND_DAY, None),
}
DRAFT: dict[str, dict[str, Any]] = {
    "you": {
        "role": "both",
        "band": "2",
        "function": "sales",
        "site": "branch",
        "tenure": "under_1",
        "newcomer": ["yes"],
        "languages": ["it", "en"],
        "form": "in_person",
        "manager": "U0GIULIA",
    },
    "topics": {
        "offers": ["ai.verify", "data.sheets"],
        "wish1": "back.lead",
        "wish2": "back.career",
        "wish3": None,
        "style1": "a",
        "style2": None,
        "style3": "b",
        "days": ["0", "1", "2"],
        "from": "510",
        "to": "990",
        "notice": ["yes"],
    },
    "levels": {"level.offer.ai.verify": "3", "level.now.back.lead": "0"},
}
PROFILE: dict[str, dict[str, Any]] = {
    **DRAFT,
    "more": {"avoids": ["U0BEA", "U0CARLO"], "places_mentor": "2", "places_total": "2"},
}
LISTS = join.lists_of(default_rules())
OWN: dict[str, dict[str, Any]] = {
    "you": {"role": "mentor"},
    "topics": {"offers": ["robot_welding", "ai.verify"]},
    "kept": {"topics": ["ai.verify"]},
}
OF_A_COMPANY = topics_of(from_toml(
    """hidden_topics = ["ai.verify"]
    topics = [
      { id = "robot_welding", area = "G", en = "Robot welding", it = "Saldatura robotizzata" },
    ]""", topics(),
))  # fmt: skip


def with_own(words: Words) -> Words:
    """In a programme with a topic of its own, that hides one of the catalogue's."""
    return replace(words, catalogue=OF_A_COMPANY)


NOTICE = "https://intranet.example/notice"
AI_RULES = "https://intranet.example/ai"
IDEAS = PairIdeas(3, "U0MARCO", Role.MENTOR, Phase.MIDWAY, meetings=4)
WORKSHEET = WorksheetForm(11, "U0MARCO", MEETING, Worksheet(), open=True)
NOTED = Worksheet("*Two* reports <!channel>", "Why is the last row hidden?")
AS_MENTOR, AS_MENTEE = Preparation(Role.MENTOR, False), Preparation(Role.MENTEE, False)
FIRST_AS_MENTEE = Preparation(Role.MENTEE, True)


def form_errors() -> dict[str, FieldError]:
    """Each sentence that can stand beside a field, at some field."""
    names = ["role", "band", "tenure", "newcomer", "languages", "manager", *DRAFT["topics"]]
    names += ["places_total", "avoids", "tried"]
    said: dict[str, Any] = {"other": "mentee", "limit": 5, "n": 2}
    return {name: FieldError(key, said) for name, key in zip(names, FIELD_ERRORS, strict=True)}


def a_refusal(kind: type[Refusal]) -> Refusal:
    given: dict[str, Any] = {
        "role": "both",
        "leads": ("U0GIULIA", "U0ANNA"),
        "text": "<!channel> *soon*",
        "latest": date(2027, 1, 20),
        "since": date(2026, 12, 14),
        "day": date(2027, 5, 24),
        "errors": form_errors(),
        "findings": (),
        "limit": 500,
        "most": 3,
        "partner": "U0MARCO",
        "when": MEETING,
    }
    wanted: list[str] = [one.name for one in fields(kind)] if is_dataclass(kind) else []
    return kind(**{name: given[name] for name in wanted})


def every_refusal() -> list[type[Refusal]]:
    return sorted(Refusal.__subclasses__(), key=lambda kind: kind.key)


# --- screens -------------------------------------------------------------------------------------


def of(build: Callable[..., Shown], *given: Any, **more: Any) -> Screen:
    return Sample(build, given, more)


def message(kind: str, facts: Any) -> Screen:
    return of(_message, kind, facts)


def _message(kind: str, facts: Any, words: Words) -> Shown:
    return messages.message(kind, facts, [words])


def refused(refusal: Refusal) -> Screen:
    return of(answers.refusal, refusal)


def mistyped(verb: str) -> Screen:
    return of(answers.unknown_verb, f"x{verb}", verb)


def where(state: str, **changes: Any) -> Standing:
    return Standing(**{"state": state, "can": PAIRED_CAN, **changes})


PAIRED_CAN = (
    *("help", "status", "when", "met", "ideas"),
    *("profile", "pause", "notify", "swap", "language", "leave", "concern", "privacy"),
)
WAITING_CAN = tuple(verb for verb in PAIRED_CAN if verb not in ("when", "met", "ideas", "swap"))
PAUSED_CAN = (
    *("help", "status", "resume", "pause", "profile", "notify"),
    *("language", "leave", "concern", "privacy"),
)


LAST_DAY = date(2027, 5, 24)
PAIR_OVER = PairCompleted(3, "U0MARCO", together=False, has_met=True, room=True)


def chosen(after: After, *, over: bool = False, **then: Any) -> Chosen:
    looks = after in (After.NEW, After.OTHER_ROLE)
    return Chosen(3, "U0MARCO", after, over, AfterPair(looks, **then))


CHOSEN = {
    "together": chosen(After.TOGETHER),
    "new": chosen(After.NEW),
    "mentor": chosen(After.OTHER_ROLE, role=Role.MENTOR),
    "mentee": chosen(After.OTHER_ROLE, role=Role.MENTEE, missing=Missing.WISH),
    "both": chosen(After.OTHER_ROLE, role=Role.BOTH),
    "not_now": chosen(After.NOT_NOW),
    "over.together": chosen(After.TOGETHER, over=True),
    "over.new": chosen(After.NEW, over=True, priority=True, next_round_on=ROUND_DAY),
    "over.not_now": chosen(After.NOT_NOW, over=True),
    **{
        f"over.{role}": chosen(After.OTHER_ROLE, over=True, role=role, next_round_on=ROUND_DAY)
        for role in Role
    },
    **{
        f"over.{missing}": chosen(After.OTHER_ROLE, over=True, role=role, missing=missing)
        for role, missing in (
            (Role.MENTOR, Missing.OFFER), (Role.MENTOR, Missing.TOP_BAND),
            (Role.MENTEE, Missing.WISH), (Role.MENTEE, Missing.BOTTOM_BAND),
        )
    },
}  # fmt: skip
MESSAGES: dict[str, Screen] = {
    "welcome": message("welcome", Welcome(5, Role.BOTH, ROUND_DAY, UNDO_UNTIL, Plan())),
    "welcome.no_date": message("welcome", Welcome(5, Role.MENTOR, None, None, DENSE)),
    "welcome.later": message("welcome.later", Welcome(5, Role.MENTOR, ROUND_DAY, None, Plan())),
    "welcome.later.paired": message(
        "welcome.later", Welcome(5, Role.MENTOR, None, None, Plan(), looked_for=False)
    ),
    "proposal.offer": message("proposal.offer", offered()),
    "proposal.offer.mentee": message("proposal.offer", offered(Role.MENTEE)),
    "proposal.offer.newcomers": message("proposal.offer", offered(plan=NewcomersPlan())),
    "proposal.offer.newcomers.mentee": message(
        "proposal.offer", offered(Role.MENTEE, plan=NewcomersPlan())
    ),
    "proposal.offer.bare": message(
        "proposal.offer",
        offered(Role.MENTEE, function=None, site=None, partner_shares=(), languages=()),
    ),
    "proposal.reminder": message("proposal.reminder", offered()),
    "proposal.reminder.mentee": message("proposal.reminder", offered(Role.MENTEE)),
    "proposal.did_not_go_ahead": message(
        "proposal.did_not_go_ahead", DidNotGoAhead("U0MARCO", NEXT_ROUND_DAY, ROUND_DAY)
    ),
    "proposal.did_not_go_ahead.no_date": message(
        "proposal.did_not_go_ahead", DidNotGoAhead("U0MARCO", None, ROUND_DAY)
    ),
    "proposal.did_not_go_ahead.not_heard": message(
        "proposal.did_not_go_ahead", DidNotGoAhead(None, NEXT_ROUND_DAY, ROUND_DAY)
    ),
    "round.late": message("round.late", RoundLate(ROUND_DAY, LATE_DAY, None)),
    "round.late.postponed": message("round.late", RoundLate(ROUND_DAY, LATE_DAY, NEXT_ROUND_DAY)),
    "round.decided": message("round.decided", ROUNDS_NOW["sending"]),
    "round.decided.postponed": message("round.decided", ROUNDS_NOW["postponed"]),
    "pair.introduction": message("pair.introduction", INTRODUCTION),
    "pair.introduction.one_way": message(
        "pair.introduction",
        Introduction(3, "U0MARCO", "U0ANNA", ("ai.verify",), None, LONG),
    ),
    "pair.introduction.newcomers": message(
        "pair.introduction", replace(INTRODUCTION, plan=NewcomersPlan())
    ),
    "pair.introduction.slots": message("pair.introduction", replace(INTRODUCTION, slots=OPTIONS)),
    "pair.introduction.later": message(
        "pair.introduction.later", replace(INTRODUCTION, slots=OPTIONS[1:])
    ),
    "pair.introduction.apart": message("pair.introduction", replace(INTRODUCTION, apart=True)),
    "session.agreed.video": message("session.agreed", replace(AGREED, entry=ENTRIES[0])),
    "session.agreed.later.video": message(
        "session.agreed.later",
        DateNow(11, 3, None, MEETING, Stands.AGREED, entry=ENTRIES[0]),
    ),
    "session.agreed.later.in_calendars": message(
        "session.agreed.later",
        DateNow(11, 3, None, MEETING, Stands.CALLED_OFF, entry=ENTRIES[1]),
    ),
    "session.near.later.video": message(
        "session.near.later",
        DateNow(11, 3, "U0MARCO", MEETING, Stands.AGREED, AS_MENTEE, ENTRIES[0]),
    ),
    "session.agreed.can_keep": message("session.agreed", replace(AGREED, can_keep=True)),
    "session.keep": message("session.keep", KeepNow(11, Keeps.OFFERED, KEEP)),
    "session.keep.kept": message("session.keep", KeepNow(11, Keeps.KEPT, starts=KEEP.starts)),
    "session.keep.later": message("session.keep.later", KeepNow(11, Keeps.GONE)),
    "session.keep.later.offered": message("session.keep.later", KeepNow(11, Keeps.OFFERED, KEEP)),
    "session.keep.later.kept": message(
        "session.keep.later", KeepNow(11, Keeps.KEPT, starts=KEEP.starts)
    ),
    "calendar.file": message("calendar.file", CalendarFile("U0MARCO", ENTRIES)),
    **{
        _later(kind, stands, Stands.OVER): message(
            f"{kind}.later", DateNow(11, 3, partner, MEETING, stands, prepares)
        )
        for kind, partner, possible, prepares in (
            ("session.agreed", None, AGREED_STANDS, None),
            ("session.near", "U0MARCO", AGREED_STANDS, AS_MENTEE),
        )
        for stands in possible
    },
    **{
        _later("session.proposed", stands, Stands.OVER): message(
            "session.proposed.later",
            ProposalNow(PROPOSED, stands, AGREED if stands in AGREED_STANDS else None),
        )
        for stands in Stands
    },
    "session.proposed.later.fewer": message(
        "session.proposed.later",
        ProposalNow(replace(PROPOSED, options=OPTIONS[1:]), Stands.SUGGESTED),
    ),
    "session.proposed.later.replaced": message(
        "session.proposed.later", ProposalNow(PROPOSED, Stands.CALLED_OFF)
    ),
    "session.proposed.later.all_passed": message(
        "session.proposed.later", ProposalNow(CHOICE_OF_TIMES, Stands.PASSED)
    ),
    "pair.paused.later": message("pair.paused.later", BreakNow("U0MARCO", None)),
    "pair.paused.later.longer": message("pair.paused.later", BreakNow("U0MARCO", BACK_ON)),
    **{
        _later("pair.needs_a_hand", since, Since.UNKNOWN): message(
            "pair.needs_a_hand.later", HandNow("U0MARCO", "U0ANNA", since)
        )
        for since in Since
    },
    "pair.ended": message("pair.ended", PairEnded("U0MARCO")),
    "pair.choice": message("pair.choice", AskWhatNext(3, "U0MARCO", LAST_DAY)),
    "pair.choice.later": message("pair.choice.later", WhatNextNow(3, "U0MARCO", over=False)),
    "pair.choice.later.over": message("pair.choice.later", WhatNextNow(3, "U0MARCO", over=True)),
    "pair.completed": message("pair.completed", PAIR_OVER),
    "pair.completed.never_met": message("pair.completed", replace(PAIR_OVER, has_met=False)),
    "pair.completed.together": message("pair.completed", replace(PAIR_OVER, together=True)),
    "pair.completed.together.no_room": message(
        "pair.completed", replace(PAIR_OVER, together=True, room=False)
    ),
    "pair.rests": message("pair.rests", RESTS),
    "pair.rests.later": message("pair.rests.later", RestNow(4, "U0GIULIA", RESTS)),
    "pair.rests.later.goes_on": message("pair.rests.later", RestNow(4, "U0GIULIA")),
    "pair.rests.later.ended": message("pair.rests.later", RestNow(4, "U0GIULIA", ended=True)),
    "pair.paused": message("pair.paused", PairPaused("U0MARCO", BACK_ON)),
    "pair.resumed": message("pair.resumed", PairResumed(3, "U0MARCO")),
    "pair.needs_a_hand": message(
        "pair.needs_a_hand", NeedsAHand(3, "U0MARCO", "U0ANNA", date(2026, 11, 2))
    ),
    "concern.raised": message("concern.raised", ConcernNote(17, DELETED_ON)),
    "pause.over": message("pause.over", PauseOver(ROUND_DAY, None)),
    "pause.over.no_date": message("pause.over", PauseOver(None, None)),
    "pause.over.away": message("pause.over", PauseOver(ROUND_DAY, ON_A_BREAK)),
    "pause.over.resting": message("pause.over", PauseOver(ROUND_DAY, RESTING)),
    "pause.over.paired": message("pause.over", PauseOver(ROUND_DAY, PAIR)),
    "session.proposed": message("session.proposed", PROPOSED),
    "session.proposed.several": message("session.proposed", CHOICE_OF_TIMES),
    "session.lapsed": message("session.lapsed", DateLapsed(11, 3, "U0MARCO", (MEETING,))),
    "session.lapsed.several": message("session.lapsed", DateLapsed(11, 3, "U0MARCO", OPTIONS)),
    "session.agreed": message("session.agreed", AGREED),
    "session.near": message(
        "session.near", DateNear(11, 3, "U0MARCO", MEETING, MEETING_ENDS, True, FIRST_AS_MENTEE)
    ),
    "session.near.mentor": message(
        "session.near",
        DateNear(11, 3, "U0MARCO", MEETING, MEETING_ENDS, True, AS_MENTOR, ENTRIES[0]),
    ),
    "session.near.monday": message(
        "session.near", DateNear(11, 3, "U0MARCO", MEETING, MEETING_ENDS, False, AS_MENTEE)
    ),
    "checkin.ask": message("checkin.ask", ASKED),
    "checkin.reminder": message("checkin.reminder", replace(ASKED, reminder=True)),
    "session.near.last_weeks": message(
        "session.near",
        DateNear(
            11, 3, "U0MARCO", MEETING, MEETING_ENDS, True, replace(AS_MENTOR, ends_on=LAST_DAY)
        ),
    ),
    "nudge.no_date.last_weeks": message(
        "nudge.no_date", NoDate(3, "U0MARCO", NOW.date(), again=True, ends_on=LAST_DAY)
    ),
    "nudge.no_date": message("nudge.no_date", NoDate(3, "U0MARCO", NOW.date())),
    "nudge.no_date.again": message("nudge.no_date", NoDate(3, "U0MARCO", NOW.date(), again=True)),
    "nudge.last_word.end": message("nudge.last_word", StopReminding(3, "U0MARCO", None)),
    "nudge.last_word.told": message(
        "nudge.last_word", StopReminding(3, "U0MARCO", None, leads_know=True)
    ),
    "nudge.last_word": message("nudge.last_word", StopReminding(3, "U0MARCO", date(2026, 11, 30))),
    "nudge.still_looking": message(
        "nudge.still_looking", StillLooking(ROUND_DAY, "not_this_time", NEXT_ROUND_DAY, 1, 2)
    ),
    "nudge.still_looking.full": message(
        "nudge.still_looking", StillLooking(ROUND_DAY, "not_this_time", None, 3, 5)
    ),
    **{
        f"nudge.still_looking.{category}": message(
            "nudge.still_looking", StillLooking(ROUND_DAY, category, NEXT_ROUND_DAY, 1, 2)
        )
        for category in ("no_hours", "no_language", "nobody_fitting")
    },
    "trouble.undelivered": message("trouble.undelivered", Undelivered(5, OUT_OF_REACH, 3)),
    "trouble.undelivered.here": message("trouble.undelivered", Undelivered(4, NOT_TAKEN, 0)),
    "trouble.undelivered.one": message(
        "trouble.undelivered", Undelivered(1, {"person_gone": 1}, 1)
    ),
    "trouble.accounts_gone": message("trouble.accounts_gone", AccountsGone(12, 40)),
    **{
        _later("trouble.accounts_gone", over, True): message(
            "trouble.accounts_gone.later", AccountsWereGone(over)
        )
        for over in (True, False)
    },
    **{
        _later("programme.without_lead", found, True): message(
            "programme.without_lead.later", WasWithoutLead(found)
        )
        for found in (True, False)
    },
    "programme.without_lead": message("programme.without_lead", WithoutLead(ROUND_DAY, 0, False)),
    "programme.without_lead.no_round": message(
        "programme.without_lead", WithoutLead(None, 0, False)
    ),
    "programme.without_lead.gone": message(
        "programme.without_lead", WithoutLead(ROUND_DAY, 2, False)
    ),
    "programme.without_lead.automatic": message(
        "programme.without_lead", WithoutLead(ROUND_DAY, 0, True)
    ),
    "round.ready": message("round.ready", READY),
    "round.ready.no_pairs": message("round.ready", NOBODY_PAIRED),
    "round.ready.held": message("round.ready", replace(READY, held=2)),
    "round.still_waiting": message("round.still_waiting", replace(READY, again=True)),
    **{
        _later("round.ready", name, "sent"): message("round.ready.later", facts)
        for name, facts in ROUNDS_NOW.items()
    },
    "round.decided.later": message("round.decided.later", ROUNDS_NOW["sent"]),
    "round.still_waiting.later": message("round.still_waiting.later", ROUNDS_NOW["sent"]),
    "stats.picture": message("stats.picture", STATS),
    "stats.picture.few_pairs": message("stats.picture", FEW_PAIRS),
    "operator.text": message("operator.text", "Slack <rests> tonight.\nBack at *nine*."),
}

OTHER = {"en": "it", "it": "en"}


TOGETHER: tuple[Literal["paired", "already"], ...] = ("paired", "already")
PAIRED_OR_YES: tuple[Word | Literal["paired"], ...] = ("paired", Word.YES)


def answered_with(outcome: Word | Literal["paired", "already"], **more: Any) -> ProposalAnswered:
    return ProposalAnswered(outcome, 7, "U0MARCO", EXPIRES, **more)


LOOKS = AfterPair(looks=True, next_round_on=ROUND_DAY)
ANSWERS: dict[str, Screen] = {
    **{
        f"proposal.{outcome}": of(proposals.answered, answered_with(outcome))
        for outcome in PAIRED_OR_YES
    },
    **{f"proposal.said.{word}": of(proposals.warm_word, answered_with(word)) for word in Word},
    **{
        f"proposal.said.{outcome}": of(proposals.warm_word, answered_with(outcome))
        for outcome in TOGETHER
    },
    "proposal.said.with_leads": of(
        proposals.warm_word, answered_with(Word.SOMEONE_ELSE, may_help=("U0GIULIA", "U0ANNA"))
    ),
    "checkin.told": of(checkin.answered, CheckinForm(11, "U0MARCO", MEETING, closes_at=CLOSES)),
    **{
        f"date.{outcome}": of(date_screens.answered, DateAnswered(outcome, "U0MARCO", (MEETING,)))
        for outcome in DateOutcome
    },
    **{
        f"keep.{outcome}": of(
            series_screens.answered, KeepAnswered(outcome, "U0MARCO", KEEP.starts)
        )
        for outcome in KeepOutcome
    },
    "date.proposed.with_remarks": of(
        date_screens.answered,
        DateAnswered(
            DateOutcome.PROPOSED,
            "U0MARCO",
            OPTIONS,
            tuple(Remark(MEETING, beyond, mine) for beyond in Beyond for mine in (False, True)),
        ),
    ),
    "left": of(enrolment.left, Left(DELETED_ON, None, UNDO_UNTIL, 5)),
    "left.in_a_pair": of(enrolment.left, Left(DELETED_ON, UNDO_UNTIL, UNDO_UNTIL, 5)),
    "paused": of(pause.paused, Paused(BACK_ON, (), None, UNDO_UNTIL, 5)),
    "paused.in_a_pair": of(pause.paused, Paused(BACK_ON, ("U0MARCO",), UNDO_UNTIL, UNDO_UNTIL, 5)),
    "paused.in_two_pairs": of(
        pause.paused, Paused(BACK_ON, ("U0MARCO", "U0GIULIA"), UNDO_UNTIL, UNDO_UNTIL, 5)
    ),
    "paused.too_long": of(
        pause.paused, Paused(BACK_ON, ("U0MARCO",), None, None, 5, pair_ends_on=ROUND_DAY)
    ),
    "paused.prolonged": of(pause.paused, Paused(BACK_ON, ("U0MARCO",), None, None, 5)),
    "resumed": of(pause.resumed, Resumed(ROUND_DAY, (), None, UNDO_UNTIL, 5)),
    "resumed.no_date": of(pause.resumed, Resumed(None, (), None, UNDO_UNTIL, 5)),
    "resumed.in_a_pair": of(
        pause.resumed, Resumed(ROUND_DAY, ("U0MARCO",), UNDO_UNTIL, UNDO_UNTIL, 5)
    ),
    "resumed.before_partners_heard": of(
        pause.resumed, Resumed(ROUND_DAY, ("U0MARCO",), None, UNDO_UNTIL, 5)
    ),
    "profile": of(
        enrolment.profile_kept, ProfileKept(5, UNDO_UNTIL, proposal_open=False, round_waits=False)
    ),
    "profile.at_work": of(
        enrolment.profile_kept, ProfileKept(5, UNDO_UNTIL, proposal_open=True, round_waits=True)
    ),
    "language.choose": of(languages.choose),
    "language": lambda words: languages.chosen(
        LanguageChosen(words.language, OTHER[words.language]), words
    ),
    "language.as_before": lambda words: languages.chosen(
        LanguageChosen(words.language, words.language), words
    ),
    "after_pair.kept": of(after_pair.kept, LOOKS),
    "after_pair.looks": of(after_pair.said, LOOKS),
    "after_pair.looks.early": of(after_pair.said, replace(LOOKS, priority=True)),
    "after_pair.looks.no_date": of(after_pair.said, AfterPair(looks=True, priority=True)),
    "after_pair.waits": of(after_pair.said, AfterPair(looks=False)),
    "swap.asked": of(swap_screens.asked, SwapAsked(3, "U0MARCO", UNDO_UNTIL)),
    "swap.undone": of(swap_screens.undone, SwapUndone("U0MARCO")),
    "pair.woken": of(pair_screens.woken, replace(RESTING, rests=False)),
    "reminders.fewer": of(notifications.reminders, Reminders(Notify.ESSENTIAL)),
    "reminders.more": of(notifications.reminders, Reminders(Notify.ALL)),
    "reminders.none": of(notifications.reminders, Reminders(Notify.NONE)),
    **{
        f"notify.kept.{one}": of(notifications.kept, replace(NOTIFIED, chosen=wanting(one)))
        for one in Notify
    },
    "notify.kept.hours": of(notifications.kept, replace(NOTIFIED, undo_until=UNDO_UNTIL)),
    **{
        f"notify.kept.none.{when}": of(
            notifications.kept,
            replace(
                NOTIFIED, chosen=wanting(Notify.NONE), near=ComingMeeting("U0MARCO", MEETING, it)
            ),
        )
        for when, it in (("near", False), ("tomorrow", True))
    },
    "concern.raised": of(concern.raised, ConcernRaised("U0PETRA", wants_contact=True)),
    "concern.raised.unnamed": of(concern.raised, ConcernRaised("U0PETRA", wants_contact=False)),
    "health": of(health.health, HEALTHY),
    "health.unwell": of(health.health, UNWELL),
    **{f"undone.{what}": of(enrolment.undone, Undone(what)) for what in Undoable},
    "ideas.first": of(
        idea_screens.ideas, (replace(IDEAS, phase=Phase.FIRST, meetings=0, my_role=Role.MENTEE),)
    ),
    "ideas.newcomers": of(idea_screens.ideas, (replace(IDEAS, phase=Phase.NOTICING, meetings=1),)),
    "ideas.several": of(
        idea_screens.ideas,
        (IDEAS, replace(IDEAS, pair_id=4, partner="U0GIULIA", phase=Phase.CLOSING)),
    ),
    "worksheet": of(worksheet.kept, WorksheetKept(MEETING)),
    "checkin.not_yet": of(checkin.not_yet, NotYetMet(11, 3, "U0MARCO")),
    "checkin.noted": of(checkin.not_yet, NotYetMet(11, 3, "U0MARCO", CLOSES)),
    "round.postponed": of(announced.postponed, RoundPostponed(ROUND_DAY)),
    "round.already": of(announced.postponed, DecidedAlready("U0GIULIA")),
    "round.already.mine": of(announced.postponed, DecidedAlready("U0GIULIA", mine=True)),
    "round.already_someone": of(announced.postponed, DecidedAlready(None)),
    **{
        f"unknown_verb.{verb}": mistyped(verb)
        for verb in (*PAIRED_CAN, "join", "resume", *LEAD_VERBS)
    },
    "unknown_verb.far": of(answers.unknown_verb, "<!here> " + "x" * 90, None),
    **{f"chosen.{name}": of(the_end.said, facts) for name, facts in CHOSEN.items()},
    "chosen.kept": of(the_end.kept, CHOSEN["new"]),
    "chosen.kept.over": of(the_end.kept, CHOSEN["over.new"]),
    "not_understood.join": of(answers.not_understood, "join", "boss"),
    "not_understood.met": of(answers.not_understood, "met", "99/99"),
    "not_understood.pause": of(answers.not_understood, "pause", "31/02"),
    "not_understood.round": of(answers.not_understood, "round", "now"),
    "privacy": of(answers.privacy, NOTICE),
    "privacy.no_link": of(answers.privacy, None),
    "trouble": of(answers.trouble, "R-7F3A"),
    **{f"stats{name}": of(figures.stats, facts) for name, facts in GLANCES.items()},
    "refusal.not_a_lead.nobody": refused(refusals.NotALead(())),
    **{kind.key: refused(a_refusal(kind)) for kind in every_refusal()},
}


ENDING = replace(PAIR, ends_on=LAST_DAY, asked=True, next_meeting=NextMeeting(7, 7, LAST_DAY))
DAY, WEEK = timedelta(days=1), timedelta(weeks=1)
STANDINGS: dict[str, Standing] = {
    "stranger": where("stranger", next_round_on=ROUND_DAY, can=STRANGERS_CAN),
    "stranger.plan": where("stranger", can=STRANGERS_CAN, plan=DENSE),
    "draft": where("draft", next_round_on=ROUND_DAY, can=STRANGERS_CAN),
    "left": where("left", delete_on=DELETED_ON, can=STRANGERS_CAN),
    "checkin": where("checkin", checkin=ASKED, pairs=(PAIR,)),
    "checkin.much_else": where(
        "checkin",
        checkin=ASKED,
        pairs=(PAIR, OTHER_PAIR),
        booked=Booked(12, 3, "U0MARCO", MEETING + WEEK, MEETING_ENDS + WEEK),
        date_asked=Suggested(13, 4, "U0GIULIA", (MEETING + DAY,)),
        date_sent=Suggested(14, 3, "U0MARCO", (MEETING + 2 * WEEK,)),
    ),
    "proposal": where("proposal", proposal=offered(), next_round_on=ROUND_DAY, can=WAITING_CAN),
    "proposal.answered": where("proposal", proposal=offered(), answered=True, can=WAITING_CAN),
    "paired.ends_soon": where("paired", pairs=(replace(ENDING, asked=False), OTHER_PAIR)),
    "paired.asked_what_next": where("paired", pairs=(ENDING,), checkins=(ASKED,)),
    "waiting.other_role": where(
        "waiting", since=date(2026, 11, 12), turns_to=OtherRole(Role.MENTOR, None), can=WAITING_CAN
    ),
    "waiting.other_role.missing": where(
        "waiting", turns_to=OtherRole(Role.MENTEE, Missing.WISH), can=WAITING_CAN
    ),
    "booked": where(
        "booked",
        booked=Booked(11, 3, "U0MARCO", MEETING, MEETING_ENDS),
        pairs=(replace(PAIR, next_meeting=NextMeeting(2, 7, None)),),
    ),
    "date_asked": where("date_asked", date_asked=ONE_TIME, pairs=(PAIR,)),
    "date_asked.several": where(
        "date_asked", date_asked=replace(ONE_TIME, options=OPTIONS), pairs=(PAIR,)
    ),
    "date_sent": where("date_sent", date_sent=ONE_TIME, pairs=(PAIR,)),
    "date_sent.several": where(
        "date_sent", date_sent=replace(ONE_TIME, options=OPTIONS), pairs=(PAIR,)
    ),
    "paired": where("paired", pairs=(PAIR, OTHER_PAIR)),
    "paired.plan": where(
        "paired",
        pairs=(
            replace(PAIR, next_meeting=NextMeeting(3, 7, date(2027, 2, 12))),
            replace(OTHER_PAIR, next_meeting=NextMeeting(1, 13, date(2027, 3, 1))),
        ),
    ),
    "paired.told": where("paired", pairs=(PAIR,), checkins=(ASKED,)),
    "on_a_break": where("paired", pairs=(ON_A_BREAK,), can=WAITING_CAN),
    "rests": where("paired", pairs=(RESTING,)),
    "rests.one_of_three": where(
        "paired", pairs=(replace(ON_A_BREAK, pair_id=5, partner="U0ANNA"), RESTING, PAIR)
    ),
    "completed": where(
        "completed",
        completed=Completed("U0MARCO", 26, 7),
        looks=False,
        can=WAITING_CAN,
    ),
    "completed.looks": where(
        "completed",
        completed=Completed("U0MARCO", 26, 7),
        asked=True,
        since=date(2026, 11, 12),
        next_round_on=ROUND_DAY,
        can=WAITING_CAN,
    ),
    "between": where("between", looks=False, can=WAITING_CAN),
    "paused.between": where(
        "paused", paused_until=BACK_ON, next_round_on=ROUND_DAY, looks=False, can=PAUSED_CAN
    ),
    "paused": where("paused", paused_until=BACK_ON, next_round_on=ROUND_DAY, can=PAUSED_CAN),
    "paused.in_a_pair": where("paused", paused_until=BACK_ON, pairs=(ON_A_BREAK,), can=PAUSED_CAN),
    "waiting": where(
        "waiting",
        since=date(2026, 11, 12),
        next_round_on=ROUND_DAY,
        priority=True,
        can=WAITING_CAN,
    ),
    "waiting.asked": where(
        "waiting", since=date(2026, 11, 12), asked=True, next_round_on=ROUND_DAY, can=WAITING_CAN
    ),
    "waiting.new": where("waiting", can=WAITING_CAN),
    "lead": where(
        "waiting",
        since=date(2026, 11, 12),
        lead=True,
        round_open=READY,
        overview=OVERVIEW,
        can=WAITING_CAN,
    ),
    "lead.pairs_end": where(
        "stranger", lead=True, overview=replace(OVERVIEW, ending=3), can=STRANGERS_CAN
    ),
    "lead.all_have_a_date": where(
        "stranger",
        lead=True,
        overview=Overview(Pairs(1, 1, 0, 1, 0, 4), without_a_date=0),
        can=STRANGERS_CAN,
    ),
    "lead.no_round": where("stranger", lead=True, can=STRANGERS_CAN),
}

NEXT_MEETING = datetime(2026, 12, 22, 9, tzinfo=UTC)
FREE = NextDate(3, Ahead.OPEN, options=(NEXT_MEETING, datetime(2026, 12, 23, 14, 30, tzinfo=UTC)))
AFTERWARDS = Afterwards(11, 3, "U0MARCO", False, CLOSES, FREE)
NOTICE_FIRST = replace(AFTERWARDS, asks_fit=True, notice=Notice(NOTICE))
CHOICES = (MetChoice(3, "U0MARCO"), MetChoice(4, "U0GIULIA"))
QUEUED = (
    drafted_pair(21, ProposalState.QUEUED),
    *LEFT_OUT,
    IMPOSSIBLE,
    own_pair(25, ProposalState.QUEUED),
)
SENT = (
    drafted_pair(21, "sent"),
    drafted_pair(22, "not_sent", FAIR),
    drafted_pair(23, ProposalState.DROPPED, FAIR),
    own_pair(25, "sent"),
)


def _result(answered: DateAnswered, words: Words) -> Shown:
    return as_window(date_screens.answered(answered, words), words)


def _refused_result(refusal: Refusal, words: Words) -> Shown:
    return as_window(answers.refusal(refusal, words), words)


VIEWS: dict[str, Screen] = {
    "stats": of(figures.all_figures, STATS),
    "stats.too_few": of(figures.all_figures, FEW_PAIRS),
    "stats.nothing_closed": of(figures.all_figures, NOTHING_CLOSED),
    "result": of(_result, DateAnswered(DateOutcome.PROPOSED, "U0MARCO", (MEETING,))),
    "result.refused": of(_refused_result, refusals.DateInPast()),
    "when": of(when.when, DateForm(3, "U0MARCO", "Europe/Rome", 45, OPTIONS)),
    "when.video": of(
        when.when, DateForm(3, "U0MARCO", "Europe/Rome", 45, OPTIONS, video_link=VIDEO)
    ),
    "when.abroad": of(when.when, DateForm(3, "U0MARCO", "America/Vancouver", 45, OPTIONS)),
    "when.no_slots": of(when.when, DateForm(3, "U0MARCO", "Europe/Rome", 45, ())),
    "when.moves": of(
        when.when,
        DateForm(
            *(3, "U0MARCO", "Europe/Rome", 45, OPTIONS),
            moves=Booked(12, 3, "U0MARCO", MEETING + WEEK, MEETING_ENDS + WEEK),
        ),
    ),
    "when.whom": of(when.when, WhichPair((PAIR, OTHER_PAIR))),
    "calendar": of(calendar.page, CalendarPage("U0MARCO", ENTRIES, file_comes=True)),
    "calendar.links": of(calendar.page, CalendarPage("U0MARCO", ENTRIES[:1], file_comes=False)),
    "calendar.none": of(calendar.page, CalendarPage("U0MARCO", (), file_comes=False)),
    "checkin": of(checkin.checkin, CheckinForm(11, "U0MARCO", MEETING)),
    "checkin.again": of(
        checkin.checkin,
        CheckinForm(
            11,
            "U0MARCO",
            MEETING,
            before={"useful": 4, "open": 5, "applied": 0, "balance": -1},
            closes_at=CLOSES,
        ),
    ),
    "checkin.no_date": of(checkin.checkin, CheckinForm(11, "U0MARCO", MEETING, undated=True)),
    "checkin.several": of(
        checkin.checkin, CheckinForm(None, None, None, CHOICES, met_on=date(2026, 11, 24))
    ),
    "checkin.several.no_date": of(
        checkin.checkin, CheckinForm(None, None, None, CHOICES, undated=True)
    ),
    "afterwards": of(afterwards.afterwards, replace(AFTERWARDS, asks_fit=True)),
    "afterwards.edited": of(
        afterwards.afterwards,
        replace(AFTERWARDS, edited=True, next=replace(FREE, options=(), gone=True)),
    ),
    **{
        f"afterwards.{stands}": of(
            afterwards.afterwards,
            replace(AFTERWARDS, next=NextDate(3, stands, 12, (NEXT_MEETING,))),
        )
        for stands in (Ahead.AGREED, Ahead.ASKED, Ahead.SENT)
    },
    "afterwards.asked.several": of(
        afterwards.afterwards,
        replace(AFTERWARDS, next=replace(FREE, stands=Ahead.ASKED, session_id=12)),
    ),
    "afterwards.keep": of(afterwards.afterwards, replace(AFTERWARDS, keep=KEEP.starts)),
    **{
        f"afterwards.said.{fit}": of(
            afterwards.afterwards, replace(AFTERWARDS, said=fit, doors=fit is Fit.CHANGE)
        )
        for fit in Fit
    },
    "afterwards.low": of(
        afterwards.afterwards, replace(AFTERWARDS, next=None, low=True, contact="U0GIULIA")
    ),
    "afterwards.low.doors": of(
        afterwards.afterwards, replace(AFTERWARDS, next=None, low=True, doors=True)
    ),
    "afterwards.notice_first": of(afterwards.afterwards, NOTICE_FIRST),
    "afterwards.notice": of(afterwards.notice, NOTICE_FIRST),
    "afterwards.notice.read": of(afterwards.notice, replace(AFTERWARDS, asks_fit=True)),
    "afterwards.what_next": of(
        afterwards.afterwards,
        replace(AFTERWARDS, next=None, what_next=WhatNext(3, "U0MARCO", over=False)),
    ),
    "afterwards.what_next.over": of(
        afterwards.afterwards,
        replace(AFTERWARDS, next=None, what_next=WhatNext(3, "U0MARCO", over=True)),
    ),
    "my_choice": of(the_end.my_choice, MyChoice(3, "U0MARCO", After.TOGETHER, over=False)),
    "my_choice.none": of(the_end.my_choice, MyChoice(3, "U0MARCO", None, over=False)),
    "my_choice.over": of(the_end.my_choice, MyChoice(3, "U0MARCO", After.NOT_NOW, over=True)),
    "closing_kit": of(preparation.closing_kit, ClosingKit(3, "U0MARCO", Role.MENTOR, 6)),
    "closing_kit.mentee": of(preparation.closing_kit, ClosingKit(3, "U0MARCO", Role.MENTEE, 6)),
    "afterwards.over": of(
        afterwards.afterwards, replace(AFTERWARDS, editable_until=None, next=None)
    ),
    "primer": of(preparation.primer, Primer(Role.MENTOR)),
    "primer.mentee": of(preparation.primer, Primer(Role.MENTEE)),
    "topic_card": of(preparation.topic_card, TopicCard("U0MARCO", ("ai.verify", "gone"), AI_RULES)),
    "topic_card.newcomers": of(
        preparation.topic_card, TopicCard("U0MARCO", ("data.sheets",), "", Phase.STAYING)
    ),
    "worksheet": of(worksheet.opened, replace(WORKSHEET, worksheet=NOTED)),
    "worksheet.begun": of(worksheet.opened, replace(WORKSHEET, worksheet=NOTED, open=False)),
    "worksheet.notice": of(worksheet.opened, replace(WORKSHEET, notice=Notice(NOTICE))),
    "why": of(
        why.why,
        WhyUs("U0MARCO", Role.MENTEE, ("ai.verify",), ("back.lead",), 22.5, True, True),
    ),
    "why.mentor": of(why.why, WhyUs("U0MARCO", Role.MENTOR, (), ("ai.verify",), 0.5, False, False)),
    "round.drafted": of(rounds.round_, round_view()),
    "round.no_pairs": of(
        rounds.round_,
        round_view(
            pairs=(),
            counts=PairCounts(),
            doubtful=0,
            has_own=False,
            waiting=(*WAITING[1:], WaitingPerson(ANNA, None)),
            waiting_why=dict.fromkeys(Waiting, 1),
        ),
    ),
    "round.none_going": of(
        rounds.round_,
        round_view(pairs=LEFT_OUT, counts=PairCounts(held=1, dropped=1), doubtful=2, has_own=False),
    ),
    "round.asked": Sample(rounds.round_, (round_view(),), {"asked": 21}),
    "round.doubtful": of(
        rounds.round_,
        round_view(
            pairs=(*LEFT_OUT, IMPOSSIBLE),
            listing=Listing(Order.FUNCTION, doubtful=True),
            common=Common("fair", False, None),
        ),
    ),
    "round.none_doubtful": of(
        rounds.round_,
        round_view(
            pairs=(),
            counts=PairCounts(going=4),
            listing=Listing(doubtful=True),
            doubtful=0,
            waiting=WAITING[1:],
            waiting_why={"no_hours": 1, "not_this_time": 1},
        ),
    ),
    "round.namesakes": of(
        rounds.round_,
        round_view(
            pairs=(drafted_pair(21), replace(drafted_pair(27), mentor=NAMESAKE)),
            counts=PairCounts(going=2),
            waiting=(),
            waiting_why={},
            has_own=False,
        ),
    ),
    "round.page": of(rounds.round_, FULL_PAGE),
    "round.last_page": of(rounds.round_, LAST_PAGE),
    "round.not_reached": of(
        rounds.round_, decided_view("sent", *SENT, not_reached=3, try_again=True)
    ),
    "round.approved": of(
        rounds.round_,
        decided_view("approved", *QUEUED, decided_by="U0GIULIA", hold_until=HOLD_ENDS),
    ),
    "round.going_out": of(
        rounds.round_,
        decided_view(
            "sending", *SENT, *QUEUED, counts=PairCounts(going=2_280, sent=120), queued=2_280
        ),
    ),
    "round.sending": of(rounds.round_, decided_view("sending", *SENT)),
    "round.sent": of(
        rounds.round_,
        decided_view("sent", *SENT, drafted_pair(26, "sent", None), not_reached=3),
    ),
    "round.cancelled": of(
        rounds.round_, decided_view("cancelled", LEFT_OUT[1], decided_by="U0GIULIA")
    ),
    "round.superseded": of(rounds.round_, decided_view("superseded", waiting=(), waiting_why={})),
    "join.you": lambda words: join.you({}, LISTS, words),
    "join.you.draft": lambda words: join.you(DRAFT, LISTS, words, form_errors(), 1),
    "join.topics": lambda words: join.topics({"you": {"role": "mentor"}}, LISTS, words),
    "join.topics.mentee": lambda words: join.topics({"you": {"role": "mentee"}}, LISTS, words),
    "join.topics.draft": lambda words: join.topics(
        DRAFT, join.Lists(**{**vars(LISTS), "notice_link": NOTICE}), words, form_errors(), 2
    ),
    "join.levels": lambda words: join.levels(DRAFT, LISTS, words),
    "join.levels.none": lambda words: join.levels({}, LISTS, words),
    "profile.you": lambda words: join.you(PROFILE, LISTS, words, editing=True),
    "profile.topics": lambda words: join.topics(PROFILE, LISTS, words, turn=1, editing=True),
    "profile.topics.own": lambda words: join.topics(OWN, LISTS, with_own(words), editing=True),
    "profile.levels.own": lambda words: join.levels(OWN, LISTS, with_own(words), editing=True),
    "profile.levels": lambda words: join.levels(PROFILE, LISTS, words, turn=2, editing=True),
    "profile.levels.mentee": lambda words: join.levels(
        {"you": {"role": "mentee"}, "more": {"avoids": ["U0BEA"]}}, LISTS, words, editing=True
    ),
    "profile.levels.errors": lambda words: join.levels(
        PROFILE, LISTS, words, form_errors(), 3, editing=True
    ),
    "proposal": of(proposals.my_answer, MyAnswer(7, "U0MARCO", Word.LATER, False, EXPIRES)),
    "proposal.not_again": of(
        proposals.my_answer, MyAnswer(7, "U0MARCO", Word.SOMEONE_ELSE, True, EXPIRES)
    ),
    "concern": of(concern.concern, ConcernForm(("U0PETRA",), None)),
    "concern.owner_instead": of(concern.concern, ConcernForm(("U0OSCAR",), "U0OSCAR")),
    "concern.of_two": of(
        concern.concern,
        ConcernForm(("U0PETRA", "U0OSCAR"), "U0OSCAR", (ConcernKept(17, BACK_ON),)),
    ),
    "concern.nobody": of(concern.concern, ConcernForm((), None)),
    "concern.nobody_but": of(concern.concern, ConcernForm((), "U0OSCAR")),
    **{
        f"concern.opened.{kind}": of(
            concern.opened, ConcernShown(kind, NOW.date(), author, DELETED_ON)
        )
        for kind, author in zip(ConcernKind, cycle(("U0ANNA", None)), strict=False)
    },
    "notify": of(notifications.notify, NotifyForm(WANTED, has_duties=False)),
    "notify.duties": of(
        notifications.notify,
        NotifyForm(replace(WANTED, notify=Notify.NONE, calendar_file=False), has_duties=True),
    ),
    "pause": of(pause.pause, PauseForm(PAUSE_DAYS, None, ())),
    "pause.in_a_pair": of(pause.pause, PauseForm(PAUSE_DAYS, PAUSE_DAYS[2], ("U0MARCO",), True)),
    "pause.other_day": of(
        pause.pause, PauseForm(PAUSE_DAYS, BACK_ON, ("U0MARCO", "U0GIULIA"), True)
    ),
    "swap": of(swap_screens.swap, SwapForm(3, "U0MARCO", "U0ANNA")),
    "swap.whom": of(swap_screens.swap, WhichPair((PAIR, ON_A_BREAK))),
    "home_trouble": standing.home_trouble,
    **{f"home.{name}": of(standing.home, facts) for name, facts in STANDINGS.items()},
}

SAID: dict[str, Screen] = {
    **{f"message.{name}": screen for name, screen in MESSAGES.items()},
    **{f"answer.{name}": screen for name, screen in ANSWERS.items()},
    **{f"standing.{name}": of(standing.standing, facts) for name, facts in STANDINGS.items()},
    **{
        f"help.{name}": of(standing.help_, facts)
        for name, facts in STANDINGS.items()
        if name in ("stranger", "paired", "paused", "lead")
    },
}
SCREENS: dict[str, Screen] = {**SAID, **{f"view.{name}": view for name, view in VIEWS.items()}}

REPRESENTATIVE = (
    *("message.proposal.offer", "message.session.agreed", "message.stats.picture"),
    *("answer.paused.in_a_pair", "standing.lead", "view.home.lead"),
    *("view.join.you.draft", "view.join.topics.draft", "view.profile.levels"),
    *("view.when.abroad", "view.pause.other_day", "view.round.last_page"),
    *("view.worksheet", "view.calendar"),
)
"""Screens that together have every block, every element and every member that any screen has."""
