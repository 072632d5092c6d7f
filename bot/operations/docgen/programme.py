"""The parts of `docs/programme.md` that are drawn from the rules' own numbers."""

from collections.abc import Sequence
from datetime import timedelta

from bot.domain import often
from bot.domain.due import silence
from bot.domain.due.ending import ASKED_DAYS, LAST_DAYS, NO_REMINDER_DAYS
from bot.domain.due.figures import SEALED_AFTER, WINDOW_DAYS
from bot.domain.due.meetings import CHECKIN_AFTER, CHECKIN_OPEN
from bot.domain.due.plan import BETWEEN_DAYS, FIRST_AFTER_DAYS, LAST_BEFORE_END_DAYS
from bot.domain.due.rounds import FEWEST_EXPIRY_DAYS, FIRST_ROUND_AFTER, LATE_AFTER
from bot.domain.fit import scoring
from bot.domain.rules import default_rules
from bot.domain.time.working_hours import EVENING, MORNING
from bot.operations.docgen import markdown
from bot.operations.docgen.markdown import Parts
from bot.outbox.deliver.claim import BUDGET
from bot.programme.enrolment.accounts.gone_accounts import SOON
from bot.programme.enrolment.leaving import ERASED_AFTER
from bot.programme.enrolment.pauses import LONGEST
from bot.programme.figures.releases import KEPT_AFTER, NEVER_RELEASED, NEWCOMERS_WAIT
from bot.programme.meetings.checkins import SCALES
from bot.programme.pairs.acquaintance import APART_FOR, NOT_AGAIN_FOR
from bot.programme.pairs.pairing import BREAK_AT_MOST
from bot.programme.people.undo import FOR
from bot.store.queries.proposals import ROUNDS_APART
from bot.texts.words import words_for

Row = Sequence[str]
_WEIGHTS = {
    "topic": ("topic fit", "what the mentee wishes and the mentor shares"),
    "give_back": ("give-back fit", "what the mentor wishes and the mentee shares"),
    "hours": ("hours", "working hours in common a week"),
    "style": ("style", "equal picks of working style"),
    "mix": ("mix", "another function, another site"),
}


def weights() -> str:
    """One row a part of the score, with its default weight."""
    usual = default_rules().weights
    rows = [
        (name, f"`{key}`", str(getattr(usual, key)), what) for key, (name, what) in _WEIGHTS.items()
    ]
    return markdown.table(("part", "in the programme's file", "weight", "what it looks at"), rows)


def fit() -> str:
    """What a wish counts, by its place in the mentee's order and the steps between the levels."""
    steps = range(1, len(scoring.BY_STEPS))
    head = ("place of the wish", *(f"{n} step{'s' * (n > 1)}" for n in steps))
    rows = [
        (f"{place}.", *(f"{weight * scoring.BY_STEPS[n] / 100:.2f}" for n in steps))
        for place, weight in enumerate(scoring.BY_PLACE, start=1)
    ]
    return markdown.table(head, rows)


def questions() -> str:
    """The four questions after a meeting, with the values that are stored."""
    said = words_for("en", "UTC", formal=False, names=lambda _: None)
    rows = [
        (f"`{item}`", said.plain(f"checkin.{item}"), ", ".join(map(str, scale)))
        for item, scale in SCALES.items()
    ]
    return markdown.table(("item", "question", "stored as"), rows)


def steps() -> str:
    """One row a step of the ladder of silence, with its days from the start and from a meeting."""
    gap = default_rules().plan.gap
    first, after = silence.BEFORE_THE_FIRST, silence.after_a_meeting(gap)
    rows = [
        (_STEPS[step], _first(step, first[step]), _after(after[step] - gap), f"{after[step]} days")
        for step in silence.Step
    ]
    head = ("step", "after the start", "after a meeting", f"with the usual gap of {gap} days")
    return markdown.table(head, rows)


_STEPS = {
    silence.Step.NUDGE: "one reminder",
    silence.Step.LAST_WORD: "the last one",
    silence.Step.HAND: "the leads hear",
    silence.Step.REST: "the pair rests",
    silence.Step.END: "it ends",
}


def _first(step: silence.Step, days: int) -> str:
    if step is silence.Step.HAND:
        return f"{_working(silence.LEADS_AFTER_WORKING_DAYS)} after the last reminder"
    return f"{days} days"


def _after(days: int) -> str:
    return f"the gap {'+' if days > 0 else '−'} {abs(days)} days"


def timings() -> str:
    """One row a length of time or a limit of one's day, with the key of the file that sets it."""
    return markdown.table(("what", "how much", "set by"), [*_rounds(), *_pairs(), *_rest()])


def _rounds() -> list[Row]:
    usual = default_rules()
    return [
        ("from opening to the first round, at least", _days(FIRST_ROUND_AFTER), "`first`"),
        ("from round to round", f"{usual.repeat_weeks} weeks", "`repeat_weeks`"),
        ("a round is drafted at", _clock(MORNING), ""),
        ("undecided it is late after", _working(LATE_AFTER), ""),
        ("hold after an approval", f"{usual.hold_minutes} minutes", "`hold_minutes`"),
        ("a proposal can be answered for", _working(usual.expiry_days), "`expiry_days`"),
        ("it closes at", _clock(EVENING), ""),
        ("at least it can be answered for", _working(FEWEST_EXPIRY_DAYS), ""),
        ("not again after a pair", _days(NOT_AGAIN_FOR), ""),
        ("not again after a proposal", f"{_weeks(APART_FOR)}, and {ROUNDS_APART} rounds", ""),
    ]


def _pairs() -> list[Row]:
    rules = default_rules()
    plan, newcomers = rules.plan, rules.plan_for(newcomers=True)
    due = ", ".join(map(str, plan.days))
    return [
        ("a pair lives", f"{plan.weeks} weeks", "`weeks`"),
        ("meetings in that time", str(plan.meetings), "`meetings`"),
        ("they are due, days after the start", due, ""),
        ("with another length or number: the first after", f"{FIRST_AFTER_DAYS} days", ""),
        ("the last before the end by", f"{LAST_BEFORE_END_DAYS} days", ""),
        ("due at the earliest, after the last meeting", f"{BETWEEN_DAYS} days", ""),
        ("a pair of the newcomers' track lives", f"{newcomers.weeks} weeks", ""),
        ("its meetings are due", ", ".join(map(str, newcomers.days)), ""),
        ("a meeting takes", f"{plan.minutes} minutes", "`minutes`"),
        ("after its end both are asked", _hours(CHECKIN_AFTER), ""),
        ("the questions stay open", _days(CHECKIN_OPEN), ""),
        ("that a pair ends is told in its last", f"{LAST_DAYS} days", ""),
        ("both are asked what comes next, before it", f"{ASKED_DAYS} days", ""),
        ("no reminder of a missing date in its last", f"{NO_REMINDER_DAYS} days", ""),
        ("one *other* message in", _days(BUDGET), ""),
        ("a break lasts at most", _weeks(LONGEST), ""),
        ("one that is prolonged ends the pair after", _weeks(BREAK_AT_MOST), ""),
        ("undo", _minutes(FOR), ""),
    ]


def _rest() -> list[Row]:
    usual = default_rules()
    return [
        ("an account that is gone is waited for", _working(usual.account_days), "`account_days`"),
        ("of too many at once, those count that would end within", _working(SOON), ""),
        ("erased after leaving", _days(ERASED_AFTER), ""),
        ("a window lasts", f"{WINDOW_DAYS} days", ""),
        ("sealed after its end", _days(SEALED_AFTER), ""),
        ("an account counts from an age of", _days(NEWCOMERS_WAIT), ""),
        ("answers go, after the round's last figures", _days(KEPT_AFTER), ""),
        ("answers that came into no figure go after", _weeks(NEVER_RELEASED), ""),
        ("dates that one person proposes a day, at most", str(often.DATES), ""),
        ("meetings that a pair writes down a day, at most", str(often.MEETINGS), ""),
        ("joinings of one person a day, at most", str(often.JOINS), ""),
        ("changes of a break a day, at most", str(often.BREAKS), ""),
        ("news of a changed date or break waits", _minutes(often.QUIET), ""),
    ]


def _days(time: timedelta) -> str:
    return f"{time.days} days"


def _weeks(time: timedelta) -> str:
    return f"{time.days // 7} weeks"


def _hours(time: timedelta) -> str:
    return f"{time // timedelta(hours=1)} hours"


def _minutes(time: timedelta) -> str:
    return f"{time // timedelta(minutes=1)} minutes"


def _working(days: int) -> str:
    return f"{days} working days"


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


PARTS: Parts = {
    "weights": weights,
    "fit": fit,
    "questions": questions,
    "timings": timings,
    "silence": steps,
}
