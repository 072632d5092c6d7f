"""A concern: what it can be about, and how long it is kept."""

from datetime import date, timedelta
from enum import StrEnum

KEPT = timedelta(days=90)


class ConcernKind(StrEnum):
    BEHAVIOUR = "behaviour"
    PRESSURE = "pressure"
    PASSED_ON = "passed_on"
    EVALUATION = "evaluation"
    OTHER = "other"


def deleted_on(raised_on: date) -> date:
    """In the night to this day it goes."""
    return raised_on + KEPT
