"""Which messages of those that the bot starts somebody wants, and when: docs/programme.md,
Notifications.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from bot.domain.enrolment.form import hours
from bot.domain.enrolment.step import Step


class Notify(StrEnum):
    """`ESSENTIAL` is what somebody else waits for, and what has become of the two of a pair."""

    ALL = "all"
    ESSENTIAL = "essential"
    NONE = "none"

    def wants(self, *, essential: bool) -> bool:
        """Whether a message is wanted that is `essential`, or is not."""
        return self is Notify.ALL or (essential and self is Notify.ESSENTIAL)


@dataclass(frozen=True)
class Notifications:
    """`start` and `end` are minutes from local midnight; `calendar_file`: meetings come as a file,
    too."""

    days: frozenset[int]
    start: int
    end: int
    notify: Notify
    calendar_file: bool
    language: str

    def as_filled(self) -> dict[str, Any]:
        """As a form has it."""
        return {
            "days": [str(day) for day in sorted(self.days)],
            "from": str(self.start),
            "to": str(self.end),
            "notify": str(self.notify),
            "calendar_file": "yes" if self.calendar_file else "no",
            "language": self.language,
        }


def complete(
    raw: Mapping[str, Any], before: Notifications, spoken: Collection[str]
) -> Notifications:
    """What was filled in; a field that is missing stays as it was. Raises FormRefused."""
    given = {field: value for field, value in raw.items() if value is not None}
    step = Step({**before.as_filled(), **given})
    times = hours(step)
    notify = step.one("notify", frozenset(Notify))
    calendar_file = step.one("calendar_file", ("yes", "no"))
    language = step.one("language", spoken)
    step.finish()
    return Notifications(
        **times,
        notify=Notify(notify or before.notify),
        calendar_file=calendar_file != "no",
        language=language or before.language,
    )
