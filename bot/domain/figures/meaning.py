"""What figures say in words: from counts and published figures to which sentence is true.

Nothing else decides about a sentence, and no answer is read for it. The sentences, and from where
on each is said: docs/programme.md, In words.
"""

from enum import StrEnum


class PeopleSay(StrEnum):
    """How those who take part stand; the first that is true."""

    EMPTY = "empty"
    ALL_PAIRED = "all_paired"
    MOST_PAIRED = "most_paired"
    MOST_ASKED = "most_asked"
    MOST_UNPAIRED = "most_unpaired"
    MIXED = "mixed"


def of_people(*, paired: int, proposed: int, unpaired: int, on_a_break: int) -> PeopleSay:
    """Most is more than half of all four together; asked is whoever is paired or proposed."""
    total = paired + proposed + unpaired + on_a_break
    if total == 0:
        return PeopleSay.EMPTY
    if paired == total:
        return PeopleSay.ALL_PAIRED
    if 2 * paired > total:
        return PeopleSay.MOST_PAIRED
    if 2 * (paired + proposed) > total:
        return PeopleSay.MOST_ASKED
    return PeopleSay.MOST_UNPAIRED if 2 * unpaired > total else PeopleSay.MIXED


class MeetingsSay(StrEnum):
    """How often pairs met, compared with the plan; HIDDEN where too few pairs lived."""

    HIDDEN = "hidden"
    NONE_DUE = "none_due"
    ALL = "all"
    MOST = "most"
    FEWER = "fewer"
    FEW = "few"


def of_meetings(held: int | None, due: int | None) -> MeetingsSay:
    """ALL from as many as were due on, MOST from three in four, FEWER from half."""
    if held is None or due is None:
        return MeetingsSay.HIDDEN
    if held == due == 0:
        return MeetingsSay.NONE_DUE
    if held >= due:
        return MeetingsSay.ALL
    if 4 * held >= 3 * due:
        return MeetingsSay.MOST
    return MeetingsSay.FEWER if 2 * held >= due else MeetingsSay.FEW


class AnswersSay(StrEnum):
    """What the last published means say of the meetings: useful, open, both or neither."""

    BOTH = "both"
    USEFUL = "useful"
    OPEN = "open"
    NEITHER = "neither"


HIGH = 3.5
"""From here on, on the scale of 1 to 5, a mean is nearer to *mostly* than to *partly*."""


def of_answers(useful: float, open_: float) -> AnswersSay:
    """By the figures as they are shown. A bound stands near its end of the scale, and so on the
    same side of `HIGH` as the mean behind it."""
    if useful >= HIGH:
        return AnswersSay.BOTH if open_ >= HIGH else AnswersSay.USEFUL
    return AnswersSay.OPEN if open_ >= HIGH else AnswersSay.NEITHER


class NoneClosed(StrEnum):
    """Why a period has no figures at all."""

    NO_ROUND = "no_round"
    TO_COME = "to_come"
    BEING_COUNTED = "being_counted"
    OTHER_WEEKS = "other_weeks"
    LOST = "lost"
