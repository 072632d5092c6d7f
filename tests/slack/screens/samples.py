"""Every screen in every state that it has, as functions of one reader's words."""

from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from datetime import UTC, date, datetime
from typing import Any

from bot.domain import refusals
from bot.domain.form import KEYS as FIELD_ERRORS
from bot.domain.refusals import FieldError, Refusal
from bot.domain.rules import default_rules
from bot.programme import facts as f
from bot.slack.screens import (
    answers,
    checkin,
    join,
    messages,
    pause,
    proposals,
    standing,
    views,
    when,
    why,
)
from bot.slack.screens import round as rounds
from bot.slack.screens.verbs import LEAD_VERBS
from bot.texts.words import Words, words_for

NAMES = {"U0ANNA": "Anna Rossi", "U0MARCO": "Marco Bianchi", "U0GIULIA": "Giulia Verdi"}
ROUND_DAY = date(2026, 12, 7)
MEETING = datetime(2026, 11, 24, 14, tzinfo=UTC)
MEETING_ENDS = datetime(2026, 11, 24, 14, 45, tzinfo=UTC)
CLOSES = datetime(2026, 12, 1, 14, 45, tzinfo=UTC)
EXPIRES = datetime(2026, 12, 14, 17, tzinfo=UTC)
SALES, ROME = {"en": "Sales", "it": "Vendite"}, {"en": "Rome", "it": "Roma"}

Shown = Any
Screen = Callable[[Words], Shown]


def reader(language: str, *, formal: bool = False, zone: str = "Europe/Rome") -> Words:
    return words_for(language, zone, formal=formal, names=NAMES.get)


# --- facts ---------------------------------------------------------------------------------------


def offered(role: str = "mentor", **changes: Any) -> f.Offered:
    plain: dict[str, Any] = {
        "proposal_id": 7,
        "partner": "U0MARCO",
        "partner_role": role,
        "function": SALES,
        "site": ROME,
        "partner_shares": ("ai.verify", "data.sheets"),
        "languages": ("it", "en"),
        "expires_at": EXPIRES,
    }
    return f.Offered(**{**plain, **changes})


INTRODUCTION = f.Introduction(
    3, "U0MARCO", "U0ANNA", ("ai.verify", "data.sheets"), "back.negotiate", date(2027, 6, 14)
)
PROPOSED = f.DateProposed(11, 3, "U0ANNA", MEETING, MEETING_ENDS)
AGREED = f.DateAgreed(11, 3, "U0MARCO", "U0ANNA", MEETING, MEETING_ENDS)
ASKED = f.AskCheckin(11, 3, "U0MARCO", MEETING, CLOSES, reminder=False)
READY = f.RoundReady(5, 2, ROUND_DAY, 42, 3, {"no_hours": 2, "not_this_time": 1}, again=False)
NOBODY_PAIRED = f.RoundReady(
    5,
    2,
    ROUND_DAY,
    0,
    5,
    {"not_this_time": 2, "no_language": 1, "nobody_fitting": 2},
    again=True,
)
OF_WINDOWS = f.OfWindows(
    since=date(2026, 10, 26),
    until=date(2026, 11, 22),
    rounds=2,
    proposals_accepted=11,
    proposals_not_ahead=2,
    sessions_held=23,
    sessions_due=27,
    without_meetings=0,
)
STATS = f.Stats(
    period="30d",
    enrolled={"mentor": 12, "mentee": 14, "both": 4},
    waiting=3,
    proposals_open=4,
    pairs_by_state={"active": 10, "ended_early": 1},
    closed=OF_WINDOWS,
    windows=(
        f.WindowFigures(
            date(2026, 10, 26),
            date(2026, 11, 22),
            (
                f.Published("useful", "=", "4.1", 10),
                f.Published("open", ">=", "4.4", 10),
                f.Published("applied", "=", "70", 10),
                f.Published("balance", ">=", "80", 10),
                f.Published("answer_rate", "<=", "20", 10),
            ),
        ),
    ),
)
FEW_PAIRS = replace(
    STATS,
    closed=replace(OF_WINDOWS, sessions_held=None, sessions_due=None, without_meetings=1),
    windows=(),
)
NOTHING_CLOSED = replace(STATS, closed=None, windows=())
PAIR = f.LivePair(3, "U0MARCO", "mentee")
OTHER_PAIR = f.LivePair(4, "U0GIULIA", "mentor")
RESTING = f.LivePair(3, "U0MARCO", "mentee", on_a_break=True)


STRONG = f.Categories("strong", True, 38.5, True, True)
FAIR = f.Categories("fair", False, 38.5, False, False)


def drafted_pair(
    number: int, state: str = "drafted", categories: f.Categories | None = STRONG, own: bool = False
) -> f.DraftedPair:
    return f.DraftedPair(number, "U0MARCO", "U0ANNA", state, own, categories)


def round_view(state: str = "drafted", **changes: Any) -> f.RoundView:
    plain: dict[str, Any] = {
        "round_id": 5,
        "number": 2,
        "state": state,
        "due_on": ROUND_DAY,
        "pairs": (
            drafted_pair(21),
            drafted_pair(22, "held", FAIR),
            drafted_pair(23, "dropped", FAIR),
            drafted_pair(24, "impossible", FAIR),
            drafted_pair(25, "drafted", None, own=True),
        ),
        "page": 1,
        "pages": 1,
        "total_pairs": 5,
        "total_held": 1,
        "total_going": 2,
        "waiting": (
            f.WaitingPerson("U0GIULIA", "no_hours"),
            f.WaitingPerson("U0NOBODY", "not_this_time"),
            f.WaitingPerson("U0ANNA", None),
        ),
        "waiting_why": {"no_hours": 1, "not_this_time": 1},
        "decided_by": None,
        "hold_until": None,
        "last_round": None,
    }
    return f.RoundView(**{**plain, **changes})


FULL_PAGE = round_view(
    pairs=tuple(drafted_pair(n) for n in range(20)),
    page=2,
    pages=3,
    total_pairs=58,
    total_held=2,
    total_going=56,
    waiting=tuple(f.WaitingPerson("U0GIULIA", "not_this_time") for _ in range(60)),
    last_round=(38, 5),
    proven=False,
    not_reached=3,
)
LAST_PAGE = replace(
    FULL_PAGE,
    pairs=FULL_PAGE.pairs[:2],
    page=3,
    total_pairs=42,
    total_going=40,
    waiting=round_view().waiting,
)
BACK_ON = date(2027, 1, 7)
UNDO_UNTIL = datetime(2026, 11, 25, 9, 40, tzinfo=UTC)
PAUSE_DAYS = (date(2026, 12, 2), date(2026, 12, 9), date(2026, 12, 23), date(2027, 1, 20))
HEALTHY = f.Health(
    checks={"slack": True, "database": True, "schema": True},
    version="0.1.0",
    given_up=0,
    given_up_by_reason={},
    late_since=None,
    next_round_on=ROUND_DAY,
    leads=2,
    leads_gone=(),
)
UNWELL = f.Health(
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
DRAFT: dict[str, dict[str, Any]] = {
    "you": {
        "role": "both",
        "band": "2",
        "function": "sales",
        "site": "branch",
        "tenure": "1_to_3",
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
NOTICE = "https://intranet.example/notice"


def form_errors() -> dict[str, FieldError]:
    """Each sentence that can stand beside a field, at some field."""
    names = ["role", "band", "languages", "manager", *DRAFT["topics"], "places_total", "avoids"]
    said: dict[str, Any] = {"other": "mentee", "limit": 5, "n": 2}
    return {name: FieldError(key, said) for name, key in zip(names, FIELD_ERRORS, strict=True)}


def a_refusal(kind: type[Refusal]) -> Refusal:
    given: dict[str, Any] = {
        "role": "both",
        "leads": ("U0GIULIA", "U0ANNA"),
        "state": "sent",
        "text": "<!channel> *soon*",
        "latest": date(2027, 1, 20),
        "since": date(2026, 12, 14),
        "errors": form_errors(),
        "findings": (),
    }
    wanted: list[str] = [one.name for one in fields(kind)] if is_dataclass(kind) else []
    return kind(**{name: given[name] for name in wanted})


def every_refusal() -> list[type[Refusal]]:
    found: list[type[Refusal]] = [Refusal, *Refusal.__subclasses__()]
    return sorted(found, key=lambda kind: kind.key)


# --- screens -------------------------------------------------------------------------------------


def message(kind: str, facts: Any) -> Screen:
    return lambda words: messages.message(kind, facts, [words])


def answer(told: Any) -> Screen:
    return lambda words: answers.answer(told, words)


def refused(refusal: Refusal) -> Screen:
    return lambda words: answers.refusal(refusal, words)


def mistyped(verb: str) -> Screen:
    return lambda words: answers.unknown_verb(f"x{verb}", verb, words)


def of(build: Callable[[Any, Words], Shown], facts: Any) -> Screen:
    return lambda words: build(facts, words)


def where(state: str, **changes: Any) -> f.Standing:
    return f.Standing(**{"state": state, "can": PAIRED_CAN, **changes})


PAIRED_CAN = (
    *("help", "status", "when", "met"),
    *("profile", "pause", "language", "leave", "privacy"),
)
WAITING_CAN = ("help", "status", "profile", "pause", "language", "leave", "privacy")
PAUSED_CAN = ("help", "status", "resume", "pause", "profile", "language", "leave", "privacy")
STRANGER_CAN = ("join", "help", "status", "language", "privacy")


MESSAGES: dict[str, Screen] = {
    "welcome": message("welcome", f.Welcome(5, "both", ROUND_DAY, MEETING)),
    "welcome.no_date": message("welcome", f.Welcome(5, "mentor", None, None)),
    "proposal.offer": message("proposal.offer", offered()),
    "proposal.offer.mentee": message("proposal.offer", offered("mentee")),
    "proposal.offer.bare": message(
        "proposal.offer",
        offered("mentee", function=None, site=None, partner_shares=(), languages=()),
    ),
    "proposal.reminder": message("proposal.reminder", offered()),
    "proposal.reminder.mentee": message("proposal.reminder", offered("mentee")),
    "proposal.did_not_go_ahead": message(
        "proposal.did_not_go_ahead", f.DidNotGoAhead("U0MARCO", ROUND_DAY)
    ),
    "proposal.did_not_go_ahead.no_date": message(
        "proposal.did_not_go_ahead", f.DidNotGoAhead("U0MARCO", None)
    ),
    "pair.introduction": message("pair.introduction", INTRODUCTION),
    "pair.introduction.one_way": message(
        "pair.introduction",
        f.Introduction(3, "U0MARCO", "U0ANNA", ("ai.verify",), None, date(2027, 6, 14)),
    ),
    "pair.introduction.no_topics": message(
        "pair.introduction",
        f.Introduction(3, "U0MARCO", "U0ANNA", (), None, date(2027, 6, 14)),
    ),
    "pair.introduction.apart": message("pair.introduction", replace(INTRODUCTION, apart=True)),
    "pair.ended": message("pair.ended", f.PairEnded("U0MARCO", ROUND_DAY)),
    "pair.ended.no_date": message("pair.ended", f.PairEnded("U0MARCO", None)),
    "pair.paused": message("pair.paused", f.PairPaused("U0MARCO", BACK_ON)),
    "pair.resumed": message("pair.resumed", f.PairResumed(3, "U0MARCO")),
    "pair.needs_a_hand": message(
        "pair.needs_a_hand", f.NeedsAHand(3, "U0MARCO", "U0ANNA", date(2026, 11, 2))
    ),
    "pause.over": message("pause.over", f.PauseOver(ROUND_DAY, None)),
    "pause.over.no_date": message("pause.over", f.PauseOver(None, None)),
    "pause.over.resting": message("pause.over", f.PauseOver(ROUND_DAY, RESTING)),
    "pause.over.paired": message("pause.over", f.PauseOver(ROUND_DAY, PAIR)),
    "session.proposed": message("session.proposed", PROPOSED),
    "session.agreed": message("session.agreed", AGREED),
    "session.near": message(
        "session.near", f.DateNear(11, 3, "U0MARCO", MEETING, MEETING_ENDS, is_tomorrow=True)
    ),
    "session.near.monday": message(
        "session.near", f.DateNear(11, 3, "U0MARCO", MEETING, MEETING_ENDS, is_tomorrow=False)
    ),
    "checkin.ask": message("checkin.ask", ASKED),
    "checkin.reminder": message("checkin.reminder", ASKED),
    "nudge.no_date": message("nudge.no_date", f.NoDate(3, "U0MARCO")),
    "nudge.last_word": message("nudge.last_word", f.StopReminding(3, "U0MARCO")),
    "nudge.still_looking": message(
        "nudge.still_looking", f.StillLooking("not_this_time", ROUND_DAY, 1, 2)
    ),
    "nudge.still_looking.full": message(
        "nudge.still_looking", f.StillLooking("not_this_time", None, 3, 5)
    ),
    **{
        f"nudge.still_looking.{category}": message(
            "nudge.still_looking", f.StillLooking(category, ROUND_DAY, 1, 2)
        )
        for category in ("no_hours", "no_language", "nobody_fitting")
    },
    "trouble.undelivered": message("trouble.undelivered", f.Undelivered(5, OUT_OF_REACH, 3)),
    "trouble.undelivered.here": message("trouble.undelivered", f.Undelivered(4, NOT_TAKEN, 0)),
    "trouble.undelivered.one": message(
        "trouble.undelivered", f.Undelivered(1, {"person_gone": 1}, 1)
    ),
    "trouble.accounts_gone": message("trouble.accounts_gone", f.AccountsGone(12, 40)),
    "programme.without_lead": message("programme.without_lead", f.WithoutLead(ROUND_DAY, 0)),
    "programme.without_lead.no_round": message("programme.without_lead", f.WithoutLead(None, 0)),
    "programme.without_lead.gone": message("programme.without_lead", f.WithoutLead(ROUND_DAY, 2)),
    "round.ready": message("round.ready", READY),
    "round.ready.no_pairs": message("round.ready", NOBODY_PAIRED),
    "round.still_waiting": message("round.still_waiting", replace(READY, again=True)),
    "stats.picture": message("stats.picture", STATS),
    "stats.picture.few_pairs": message("stats.picture", FEW_PAIRS),
    "stats.picture.nothing_closed": message("stats.picture", NOTHING_CLOSED),
    "operator.text": message("operator.text", "Slack <rests> tonight.\nBack at *nine*."),
}

OTHER = {"en": "it", "it": "en"}


def answered_with(outcome: str, **more: Any) -> f.ProposalAnswered:
    return f.ProposalAnswered(outcome, 7, "U0MARCO", UNDO_UNTIL, **more)


ANSWERS: dict[str, Screen] = {
    **{
        f"proposal.{outcome}": of(proposals.answered, answered_with(outcome))
        for outcome in ("paired", "yes")
    },
    **{
        f"proposal.said.{word}": of(proposals.warm_word, answered_with(word))
        for word in ("yes", "someone_else", "later")
    },
    "proposal.said.with_leads": of(
        proposals.warm_word, answered_with("someone_else", may_help=("U0GIULIA", "U0ANNA"))
    ),
    "checkin.told": lambda words: checkin.answered(
        f.CheckinForm(11, "U0MARCO", MEETING, closes_at=UNDO_UNTIL), words
    ),
    **{
        f"date.{outcome}": answer(f.DateAnswered(outcome, "U0MARCO", MEETING, MEETING_ENDS))
        for outcome in ("proposed", "agreed", "already_agreed")
    },
    "left": answer(f.Left(date(2026, 12, 23), None, MEETING, 5)),
    "left.in_a_pair": answer(f.Left(date(2026, 12, 23), MEETING, MEETING, 5)),
    "paused": answer(f.Paused(BACK_ON, (), None, UNDO_UNTIL, 5)),
    "paused.in_a_pair": answer(f.Paused(BACK_ON, ("U0MARCO",), UNDO_UNTIL, UNDO_UNTIL, 5)),
    "paused.in_two_pairs": answer(
        f.Paused(BACK_ON, ("U0MARCO", "U0GIULIA"), UNDO_UNTIL, UNDO_UNTIL, 5)
    ),
    "paused.prolonged": answer(f.Paused(BACK_ON, ("U0MARCO",), None, None, 5)),
    "resumed": answer(f.Resumed(ROUND_DAY, (), None, UNDO_UNTIL, 5)),
    "resumed.no_date": answer(f.Resumed(None, (), None, UNDO_UNTIL, 5)),
    "resumed.in_a_pair": answer(f.Resumed(ROUND_DAY, ("U0MARCO",), UNDO_UNTIL, UNDO_UNTIL, 5)),
    "resumed.before_partners_heard": answer(
        f.Resumed(ROUND_DAY, ("U0MARCO",), None, UNDO_UNTIL, 5)
    ),
    "profile": answer(f.ProfileKept(5, UNDO_UNTIL, proposal_open=False, round_waits=False)),
    "profile.at_work": answer(f.ProfileKept(5, UNDO_UNTIL, proposal_open=True, round_waits=True)),
    "language.choose": lambda words: answers.choose_language(words),
    "language": lambda words: answers.answer(
        f.LanguageChosen(words.language, OTHER[words.language]), words
    ),
    "language.as_before": lambda words: answers.answer(
        f.LanguageChosen(words.language, words.language), words
    ),
    "reminders.fewer": answer(f.RemindersFewer(fewer=True)),
    "reminders.more": answer(f.RemindersFewer(fewer=False)),
    "health": lambda words: answers.health(HEALTHY, words),
    "health.unwell": lambda words: answers.health(UNWELL, words),
    **{
        f"undone.{what}": answer(f.Undone(what))
        for what in ("join", "leave", "pause", "resume", "profile")
    },
    "checkin.kept": answer(f.CheckinKept(False, CLOSES)),
    "checkin.edited": answer(f.CheckinKept(True, CLOSES)),
    "checkin.not_yet": lambda words: answers.met_not_yet(ASKED, words),
    "checkin.not_yet.no_date": lambda words: answers.met_not_yet(
        f.MetChoice(3, None, "U0MARCO"), words
    ),
    "round.approved": answer(f.RoundDecided("approved", "U0GIULIA", HOLD_ENDS, None, 42)),
    "round.approved_now": answer(f.RoundDecided("approved", "U0GIULIA", None, None, 1)),
    "round.stopped": answer(f.RoundDecided("stopped", "U0GIULIA", None, None, 42)),
    "round.postponed": answer(f.RoundDecided("postponed", "U0GIULIA", None, ROUND_DAY, 42)),
    "round.postponed_open": answer(f.RoundDecided("postponed", None, None, None, 42)),
    "round.already": answer(f.RoundDecided("already", "U0GIULIA", None, None, 42)),
    "round.already_someone": answer(f.RoundDecided("already", None, None, None, 42)),
    **{
        f"unknown_verb.{verb}": mistyped(verb)
        for verb in (*PAIRED_CAN, "join", "resume", *LEAD_VERBS)
    },
    "unknown_verb.far": lambda words: answers.unknown_verb("<!here> " + "x" * 90, None, words),
    "not_understood.join": lambda words: answers.not_understood("join", "boss", words),
    "not_understood.met": lambda words: answers.not_understood("met", "99/99", words),
    "not_understood.pause": lambda words: answers.not_understood("pause", "31/02", words),
    "not_understood.round": lambda words: answers.not_understood("round", "now", words),
    "privacy": lambda words: answers.privacy(NOTICE, words),
    "privacy.no_link": lambda words: answers.privacy(None, words),
    "trouble": lambda words: answers.trouble("R-7F3A", words),
    "stats": lambda words: answers.stats(STATS, words),
    "stats.too_few": lambda words: answers.stats(FEW_PAIRS, words),
    "stats.no_window": lambda words: answers.stats(NOTHING_CLOSED, words),
    "refusal.not_a_lead.nobody": lambda words: answers.refusal(refusals.NotALead(()), words),
    **{
        f"refusal.round_not_open.{state}": refused(refusals.RoundNotOpen(state))
        for state in ("drafted", "approved", "sending", "cancelled", "superseded")
    },
    **{kind.key: refused(a_refusal(kind)) for kind in every_refusal()},
}


STANDINGS: dict[str, f.Standing] = {
    "closed": where("closed", can=("help", "privacy")),
    "stranger": where("stranger", next_round_on=ROUND_DAY, can=STRANGER_CAN),
    "draft": where("draft", next_round_on=ROUND_DAY, can=STRANGER_CAN),
    "left": where("left", delete_on=date(2026, 12, 23), can=STRANGER_CAN),
    "left.long_ago": where("left", can=STRANGER_CAN),
    "checkin": where("checkin", checkin=ASKED, pairs=(PAIR,)),
    "checkin.much_else": where(
        "checkin",
        checkin=ASKED,
        pairs=(PAIR, OTHER_PAIR),
        booked=f.Booked(11, 3, "U0MARCO", MEETING, MEETING_ENDS),
        date_asked=PROPOSED,
        date_sent=PROPOSED,
        fewer_reminders=True,
    ),
    "proposal": where("proposal", proposal=offered(), next_round_on=ROUND_DAY, can=WAITING_CAN),
    "proposal.answered": where("proposal", proposal=offered(), answered=True, can=WAITING_CAN),
    "booked": where(
        "booked", booked=f.Booked(11, 3, "U0MARCO", MEETING, MEETING_ENDS), pairs=(PAIR,)
    ),
    "date_asked": where("date_asked", date_asked=PROPOSED, pairs=(PAIR,)),
    "date_sent": where("date_sent", date_sent=PROPOSED, pairs=(PAIR,)),
    "paired": where("paired", pairs=(PAIR, OTHER_PAIR)),
    "paired.told": where("paired", pairs=(PAIR,), checkins=(ASKED,)),
    "rests": where("paired", pairs=(RESTING,), can=WAITING_CAN),
    "paused": where("paused", paused_until=BACK_ON, next_round_on=ROUND_DAY, can=PAUSED_CAN),
    "paused.in_a_pair": where("paused", paused_until=BACK_ON, pairs=(PAIR,), can=PAUSED_CAN),
    "paused.open": where("paused", can=PAUSED_CAN),
    "waiting": where(
        "waiting",
        since=date(2026, 11, 12),
        next_round_on=ROUND_DAY,
        priority=True,
        can=WAITING_CAN,
    ),
    "waiting.new": where("waiting", can=WAITING_CAN),
    "waiting.suspended": where("waiting", suspended=True, can=WAITING_CAN),
    "lead": where(
        "waiting", since=date(2026, 11, 12), lead=True, round_open=READY, can=WAITING_CAN
    ),
    "lead.no_round": where("stranger", lead=True, can=STRANGER_CAN),
}

VIEWS: dict[str, Screen] = {
    "told": lambda words: views.told(answers.answer(f.CheckinKept(False, CLOSES), words), words),
    "told.refused": lambda words: views.told(answers.refusal(refusals.DateInPast(), words), words),
    "when": lambda words: when.when([PAIR], MEETING, words),
    "when.several": lambda words: when.when([PAIR, OTHER_PAIR], MEETING, words, chosen=4),
    "checkin": lambda words: checkin.checkin(f.CheckinForm(11, "U0MARCO", MEETING), words),
    "checkin.again": lambda words: checkin.checkin(
        f.CheckinForm(
            11,
            "U0MARCO",
            MEETING,
            before={"useful": 4, "open": 5, "applied": 0, "balance": -1},
        ),
        words,
    ),
    "checkin.no_date": lambda words: checkin.checkin(
        f.CheckinForm(None, None, None, choices=(f.MetChoice(3, None, "U0MARCO"),), undated=True),
        words,
    ),
    "checkin.several": lambda words: checkin.checkin(
        f.CheckinForm(
            None,
            None,
            None,
            choices=(f.MetChoice(3, None, "U0MARCO"), f.MetChoice(4, 12, "U0GIULIA")),
            met_on=date(2026, 11, 24),
        ),
        words,
    ),
    "why": lambda words: why.why(
        f.WhyUs("U0MARCO", "mentee", ("ai.verify",), ("back.lead",), 22.5, True, True),
        words,
    ),
    "why.mentor": lambda words: why.why(
        f.WhyUs("U0MARCO", "mentor", (), ("ai.verify",), 0.5, False, False), words
    ),
    "round.drafted": lambda words: rounds.round_(round_view(), words),
    "round.no_pairs": lambda words: rounds.round_(
        round_view(pairs=(), total_pairs=0, total_held=0, total_going=0), words
    ),
    "round.page": lambda words: rounds.round_(FULL_PAGE, words),
    "round.last_page": lambda words: rounds.round_(LAST_PAGE, words),
    "round.approved": lambda words: rounds.round_(
        round_view("approved", hold_until=HOLD_ENDS, decided_by="U0GIULIA"), words
    ),
    "round.approved_now": lambda words: rounds.round_(round_view("approved"), words),
    "round.sending": lambda words: rounds.round_(round_view("sending"), words),
    "round.sent": lambda words: rounds.round_(
        round_view("sent", pairs=(drafted_pair(21, "sent", None), drafted_pair(22, "not_sent"))),
        words,
    ),
    "round.cancelled": lambda words: rounds.round_(round_view("cancelled"), words),
    "round.superseded": lambda words: rounds.round_(
        round_view("superseded", pairs=(), waiting=(), waiting_why={}), words
    ),
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
    "profile.levels": lambda words: join.levels(PROFILE, LISTS, words, turn=2, editing=True),
    "profile.levels.mentee": lambda words: join.levels(
        {"you": {"role": "mentee"}, "more": {"avoids": ["U0BEA"]}}, LISTS, words, editing=True
    ),
    "profile.levels.errors": lambda words: join.levels(
        PROFILE, LISTS, words, form_errors(), 3, editing=True
    ),
    "proposal": of(proposals.my_answer, f.MyAnswer(7, "U0MARCO", "later", False, UNDO_UNTIL)),
    "proposal.not_again": of(
        proposals.my_answer, f.MyAnswer(7, "U0MARCO", "someone_else", True, UNDO_UNTIL)
    ),
    "pause": lambda words: pause.pause(f.PauseForm(PAUSE_DAYS, None, ()), words),
    "pause.in_a_pair": lambda words: pause.pause(
        f.PauseForm(PAUSE_DAYS, PAUSE_DAYS[2], ("U0MARCO",)), words
    ),
    "pause.other_day": lambda words: pause.pause(
        f.PauseForm(PAUSE_DAYS, BACK_ON, ("U0MARCO", "U0GIULIA")), words
    ),
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
    *("view.when.several", "view.pause.other_day", "view.round.last_page"),
)
"""Screens that together have every block, every element and every member that any screen has."""
