"""The numbers in the sentences of `docs/programme.md` are those of the code."""

from datetime import timedelta
from pathlib import Path

import pytest

from bot.domain import often
from bot.domain.due import silence
from bot.domain.due.figures import SEALED_AFTER, WINDOW_DAYS
from bot.domain.due.meetings import CHECKIN_AFTER, CHECKIN_OPEN
from bot.domain.due.plan import BETWEEN_DAYS, FIRST_AFTER_DAYS, LAST_BEFORE_END_DAYS
from bot.domain.due.rounds import FEWEST_EXPIRY_DAYS, FIRST_ROUND_AFTER
from bot.domain.due.silence import Step
from bot.domain.enrolment.form import MOST_OFFERS, WISHES
from bot.domain.enrolment.gone_accounts import FEWEST_TOO_MANY
from bot.domain.enrolment.profile import MOST_AVOIDED
from bot.domain.figures import disclosure
from bot.domain.fit import eligibility, scoring
from bot.domain.matching.optimiser.seats import MOST_WAITING
from bot.domain.meetings import series, slots, video_link
from bot.domain.rules import default_rules
from bot.domain.rules.file import FEWEST_BANDS, MOST_BANDS, MOST_POINTS
from bot.domain.time.working_hours import COMMON_SEARCH
from bot.operations.docgen import programme
from bot.outbox.deliver.claim import BUDGET
from bot.programme.enrolment.leaving import ERASED_AFTER
from bot.programme.enrolment.pauses import LONGEST
from bot.programme.figures.releases import NEWCOMERS_WAIT
from bot.programme.meetings.nudges import UNANSWERED
from bot.programme.pairs.acquaintance import APART_FOR, NOT_AGAIN_FOR
from bot.programme.people.undo import FOR
from bot.store.queries.proposals import ROUNDS_APART

PAGE = Path(__file__).parents[1] / "docs" / "programme.md"
TEXT = " ".join(PAGE.read_text(encoding="utf-8").replace("*", "").split())
USUAL = default_rules()
WORDS = (
    *("", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    *("eleven", "twelve"),
)
TH, THIRTY = {5: "fifth"}, {30: "Thirty"}


def word(number: int) -> str:
    return WORDS[number]


def clock(minute: int) -> str:
    return f"{minute // 60}:{minute % 60:02}"


def weeks(days: int) -> int:
    return days // 7


DAYS_OF_REST = silence.BEFORE_THE_FIRST[Step.END] - silence.BEFORE_THE_FIRST[Step.REST]
PHRASES = [
    f"up to {word(MOST_OFFERS)} topics to share and up to {word(len(WISHES))} to learn",
    f"a programme may name {word(FEWEST_BANDS)} to {word(MOST_BANDS)} of its own",
    f"plus the gap ({USUAL.gap} by default)",
    f"{word(eligibility.QUARTERS_NEEDED // 4)} working hours in common",
    f"at most {scoring.FULL_HOURS} (twenty hours), divided by {scoring.FULL_HOURS}",
    f"from 0.{scoring.STRONG_FIT // 10} on it is called strong",
    f"gives 0.{scoring.OTHER_FUNCTION // 10} for another function and 0.{scoring.SITE // 10} for",
    f"together at most {MOST_POINTS}",
    f"one more for priority, at most {word(MOST_WAITING)}",
    f"person = {2 * MOST_WAITING + 1} × waiting point",
    f"at least {FIRST_ROUND_AFTER.days} days after opening",
    f"then every {word(USUAL.repeat_weeks or 0)} weeks",
    f"Held for {word(USUAL.hold_minutes)} minutes",
    f"on the {TH[USUAL.expiry_days]} working day",
    f"after {word(FEWEST_EXPIRY_DAYS)} at the least",
    f"to each other for {NOT_AGAIN_FOR.days} days",
    f"both {word(weeks(APART_FOR.days))} weeks and {word(ROUNDS_APART)} rounds",
    f"up to {word(MOST_AVOIDED)} people to avoid",
    f"and lives {USUAL.plan.weeks} weeks",
    f"{word(USUAL.plan.meetings)} meetings of {USUAL.plan.minutes} minutes",
    f"the first is due {FIRST_AFTER_DAYS} days after the start",
    f"the last {LAST_BEFORE_END_DAYS} days before the end",
    f"{BETWEEN_DAYS} days after the last meeting",
    f"whole or half hour, {slots.NOTICE // timedelta(hours=1)} hours after both",
    f"in the {slots.AHEAD.days} days before the day by which",
    f"lunch, from {clock(slots.LUNCH[0])} to {clock(slots.LUNCH[1])}",
    f"At most {word(slots.MOST)} times",
    f"every fourth week ({series.EVERY_DAYS} days)",
    f"at most {video_link.LONGEST} characters",
    f"asked whether they met (`checkin.ask`), {word(CHECKIN_AFTER.seconds // 3600)} hours",
    f"it lapses {word(CHECKIN_OPEN.days)} days after its end",
    f"plan (at least {BETWEEN_DAYS} days)",
    f"the leads hear after {silence.RETURNED_DAYS} days, and no reminder is sent before",
    f"after {word(weeks(DAYS_OF_REST))} weeks of rest",
    f"one message in {word(BUDGET.days)} days",
    f"{word(UNANSWERED).capitalize()} without an answer are the last",
    f"none within {COMMON_SEARCH.days} days",
    f"taken back for {word(FOR.seconds // 60)} minutes",
    f"A break lasts up to {word(weeks(LONGEST.days))} weeks",
    f"{THIRTY[ERASED_AFTER.days]} days later the person is erased",
    f"are waited for: {word(USUAL.account_days)} working days",
    f"If at least {word(FEWEST_TOO_MANY)}, and more than a tenth",
    f"belong to windows of {WINDOW_DAYS} days",
    f"is sealed {word(SEALED_AFTER.days)} days after its end",
    f"at least {disclosure.MIN_PEOPLE} people of {disclosure.MIN_PAIRS} pairs",
    f"less than {NEWCOMERS_WAIT.days} days before sealing",
    f"t = {disclosure.KNOWN_TO_AN_INSIDER} answer known",
    f"below {disclosure.FINER_SHARES_FROM} people, of 5 from {disclosure.FINER_SHARES_FROM} on",
    f"told in steps of {word(disclosure.STEP)}",
    f"asked − {disclosure.LEFT_IN_DOUBT}) / {disclosure.STEP}⌋ · {disclosure.STEP}",
]


@pytest.mark.parametrize("phrase", PHRASES)
def test_the_page_says_what_the_code_does(phrase: str) -> None:
    assert phrase in TEXT


def test_the_bounds_of_ten_people_are_those_of_the_page() -> None:
    low, high = disclosure.bounds(disclosure.Metric.USEFUL, disclosure.MIN_PEOPLE)
    assert f"shows between {float(low)} and {float(high)}" in TEXT


def test_every_default_weight_stands_on_the_page() -> None:
    assert sum(int(row.split("|")[3]) for row in programme.weights().splitlines()[2:]) == (
        USUAL.weights.total
    )


def test_floods_are_the_last_lines_of_the_timings() -> None:
    last = programme.timings().splitlines()[-5:]
    floods = (often.DATES, often.MEETINGS, often.JOINS, often.BREAKS, often.QUIET.seconds // 60)
    for row, number in zip(last, floods, strict=True):
        assert f"| {number}" in row
