"""The company that the programme lives in: people of four zones, their forms, their hours.

Whether somebody is at work is worked out here a second time, by the wall clock alone, so that the
bot's own arithmetic is not asked to confirm itself.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

import holidays
from hypothesis import strategies as st

from bot.programme.people.accounts import Account
from tests.people import YOU, form

ZONES = {
    "Europe/Rome": "IT",
    "America/New_York": "US",
    "Asia/Kolkata": "IN",
    "Australia/Sydney": "AU",
}
PLANT = "plant"
SITE_COUNTRIES = {PLANT: "DE"}
RULES = """
[round]
hold_minutes = {hold}
[[sites]]
id = "plant"
en = "Plant"
it = "Stabilimento"
country = "DE"
[[sites]]
id = "office"
en = "Office"
it = "Ufficio"
"""

OFFICE = ((0, 1, 2, 3, 4), 9 * 60, 18 * 60)
LONG_DAYS = ((0, 1, 2, 3, 4), 6 * 60, 23 * 60 + 30)
WEEKEND_NIGHTS = ((0, 5, 6), 30, 5 * 60)
TO_MIDNIGHT = ((1, 2, 3, 6), 18 * 60, 24 * 60)
ROUND_THE_CLOCK = (tuple(range(7)), 0, 24 * 60)
HOURS = (OFFICE, OFFICE, LONG_DAYS, LONG_DAYS, ROUND_THE_CLOCK, WEEKEND_NIGHTS, TO_MIDNIGHT)


@dataclass
class Someone:
    """An account, as Slack would tell of it now."""

    slack_id: str
    zone: str
    language: str
    is_gone: bool = False

    @property
    def account(self) -> Account:
        return Account(self.slack_id, self.zone, self.language, is_gone=self.is_gone)


LEAD = "ULEAD"


def company(size: int) -> list[Someone]:
    """So many people, in all zones and both languages, and behind them the lead."""
    zones = list(ZONES)
    people = [
        Someone(
            f"UPERSON{n}", zones[n % len(zones)] if n % 3 else zones[0], "it" if n % 2 else "en"
        )
        for n in range(size)
    ]
    return [*people, Someone(LEAD, zones[0], "en")]


# --- what they fill in ----------------------------------------------------------------------------

BANDS = {"mentor": (1, 2, 3), "mentee": (3, 4, 5), "both": (2, 3, 4)}


@dataclass(frozen=True)
class Profile:
    """What somebody would fill in; `manager` and `avoids` are places in the company."""

    role: str
    rank: int
    languages: tuple[str, ...]
    hours: tuple[tuple[int, ...], int, int]
    tenure: str | None
    newcomer: bool
    site: str | None

    @property
    def is_newcomer(self) -> bool:
        """Who may choose the newcomers' track, and would."""
        return self.newcomer and self.tenure == "under_1" and self.role != "mentor"

    def filled(self, manager: str | None = None) -> dict[str, Any]:
        """As the join form gives it."""
        days, start, end = self.hours
        whole = form(self.role, manager=manager)
        values = {
            "band": str(BANDS[self.role][self.rank]),
            "languages": list(self.languages),
            "tenure": self.tenure,
            "newcomer": ["yes"] if self.is_newcomer else [],
            "site": self.site,
            "days": [str(day) for day in days],
            "from": str(start),
            "to": str(end),
        }
        for name, value in values.items():
            whole["you" if name in YOU else "topics"][name] = value
        return whole


profiles = st.builds(
    Profile,
    role=st.sampled_from(["mentor", "mentee", "both"]),
    rank=st.integers(0, 2),
    languages=st.sampled_from([("it", "en"), ("it", "en"), ("en",), ("it",)]),
    hours=st.sampled_from(HOURS),
    tenure=st.sampled_from([None, "under_1", "1_to_3", "over_3"]),
    newcomer=st.booleans(),
    site=st.sampled_from([None, "office", PLANT]),
)


# --- when they work -------------------------------------------------------------------------------


@dataclass(frozen=True)
class WorkingTime:
    zone: str
    days: Collection[int]
    start: int
    end: int
    site: str | None = None

    def holds(self, moment: datetime) -> bool:
        """By the wall clock: a working day of theirs, from the first minute to before the last."""
        here = moment.astimezone(ZoneInfo(self.zone))
        country = SITE_COUNTRIES.get(self.site or "") or ZONES[self.zone]
        if here.weekday() not in self.days or here.date() in _holidays(country):
            return False
        return self.start <= here.hour * 60 + here.minute < self.end


@cache
def _holidays(country: str) -> holidays.HolidayBase:
    return holidays.country_holidays(country, years=range(2025, 2029))
