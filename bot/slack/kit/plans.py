"""What a plan asks of people, in words: how often, for how long, how much in all."""

from bot.domain.due.plan import NextMeeting, Plan
from bot.texts.words import Words

WEEKS_OF_A_QUARTER = 13


def plan_facts(plan: Plan, words: Words, pairs: int = 1) -> dict[str, str | int]:
    """The facts `minutes`, `rhythm`, `length`, and `hours`: those of so many pairs together."""
    return {
        "minutes": plan.minutes,
        "rhythm": words.plain_plural("plan.every", plan.every_weeks),
        "length": _length(plan.weeks, words),
        "hours": _hours(pairs * plan.half_hours, words),
    }


def _length(weeks: int, words: Words) -> str:
    """In months where it is whole quarters of a year."""
    quarters, rest = divmod(weeks, WEEKS_OF_A_QUARTER)
    if rest:
        return words.plain_plural("plan.weeks", weeks)
    return words.plain_plural("plan.months", 3 * quarters)


def _hours(halves: int, words: Words) -> str:
    key = "plan.hours_half" if halves % 2 else "plan.hours"
    return words.plain_plural(key, halves // 2)


def next_meeting(facts: NextMeeting, words: Words) -> str:
    """Which meeting of how many comes next, and by when where no date is agreed."""
    said = {"number": facts.number, "planned": facts.planned}
    if facts.by is None:
        return words("plan.next", **said)
    return words("plan.next_by", **said, date=words.date(facts.by))
