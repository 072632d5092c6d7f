"""The same time every fourth week: over changes of the clock, holidays left out."""

from datetime import timedelta

import pytest

from bot.domain.meetings.series import same_time_again
from bot.domain.meetings.slots import Diary, Slot
from bot.domain.time.working_hours import Hours
from tests.domain.time.moments import ROME, rome

LENGTH = timedelta(minutes=45)
VANCOUVER = Hours("America/Vancouver", country="CA")


def again(first: str, last: str, *others: Diary) -> list[str]:
    starts = rome(first)
    both = (Diary(ROME), others[0] if others else Diary(ROME))
    slots = same_time_again(Slot(starts, starts + LENGTH), "Europe/Rome", both, rome(last))
    assert {slot.ends_at - slot.starts_at for slot in slots} <= {LENGTH}
    return [f"{slot.starts_at:%m-%d %H:%M}" for slot in slots]


def test_every_fourth_week_at_the_same_hour_of_rome() -> None:
    """In UTC nine o'clock, and after 28 March eight."""
    assert again("2026-12-03T10:00", "2027-05-28T00:00") == [
        "12-31 09:00", "01-28 09:00", "02-25 09:00", "03-25 09:00", "04-22 08:00", "05-20 08:00",
    ]  # fmt: skip


def test_holidays_of_both_are_left_out() -> None:
    """8 December and Easter Monday in Rome; 1 July in Canada."""
    assert again("2026-11-10T17:00", "2027-01-10T00:00") == ["01-05 16:00"]
    assert again("2027-03-01T17:00", "2027-05-01T00:00") == ["04-26 15:00"]
    assert again("2027-06-03T17:00", "2027-07-31T00:00", Diary(VANCOUVER)) == ["07-29 15:00"]


def test_breaks_and_other_meetings_are_left_out() -> None:
    away = ((rome("2027-01-20T00:00"), rome("2027-02-01T00:00")),)
    busy = ((rome("2027-02-25T10:30"), rome("2027-02-25T11:30")),)
    found = again("2026-12-03T10:00", "2027-04-01T00:00", Diary(ROME, (*away, *busy)))
    assert found == ["12-31 09:00", "03-25 09:00"]


@pytest.mark.parametrize(("last", "number"), [("2026-12-31T10:44", 0), ("2026-12-31T10:45", 1)])
def test_the_last_one_ends_with_the_pair(last: str, number: int) -> None:
    assert len(again("2026-12-03T10:00", last)) == number
