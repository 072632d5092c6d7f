"""What a plan asks of people, in words that fit any plan a programme may have."""

import pytest

from bot.domain.due.plan import Plan
from bot.slack.kit.tell import plan_facts
from bot.texts.words import words_for


def facts(plan: Plan, language: str = "en", pairs: int = 1) -> dict[str, str | int]:
    words = words_for(language, "Europe/Rome", formal=False, names=lambda _: None)
    return plan_facts(plan, words, pairs)


@pytest.mark.parametrize(
    ("plan", "rhythm", "length", "hours"),
    [
        (Plan(), "about every 4 weeks", "6 months", "5½ hours"),  # 7 × 45 + 10: 5 hours 25
        (Plan(52, 13, 90), "about every 4 weeks", "12 months", "19½ hours"),  # 1180 minutes
        (Plan(12, 13, 30), "about every week", "12 weeks", "6½ hours"),  # 400
        (Plan(12, 3, 25), "about every 4 weeks", "12 weeks", "1½ hours"),  # 85
        (Plan(13, 3, 65), "about every 4 weeks", "3 months", "3½ hours"),  # 205
        (Plan(39, 6, 45), "about every 7 weeks", "9 months", "4½ hours"),  # 280
        (Plan(27, 3, 30), "about every 9 weeks", "27 weeks", "1½ hours"),  # 100
    ],
)
def test_any_plan(plan: Plan, rhythm: str, length: str, hours: str) -> None:
    said = facts(plan)
    assert (said["rhythm"], said["length"], said["hours"]) == (rhythm, length, hours)
    assert said["minutes"] == plan.minutes


def test_two_pairs_take_twice_as_long() -> None:
    assert facts(Plan(), pairs=2)["hours"] == "11 hours"
    assert facts(Plan(), "it", pairs=2)["hours"] == "11 ore"


@pytest.mark.parametrize(
    ("plan", "rhythm", "length", "hours"),
    [
        (Plan(), "circa ogni 4 settimane", "6 mesi", "5 ore e mezza"),
        (Plan(12, 13, 30), "circa ogni settimana", "12 settimane", "6 ore e mezza"),
        (Plan(12, 3, 25), "circa ogni 4 settimane", "12 settimane", "1 ora e mezza"),
    ],
)
def test_in_italian(plan: Plan, rhythm: str, length: str, hours: str) -> None:
    said = facts(plan, "it")
    assert (said["rhythm"], said["length"], said["hours"]) == (rhythm, length, hours)
