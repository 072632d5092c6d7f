"""What comes after the questions about a meeting, for the one who has answered them.

Source: docs/programme.md, After the questions.
"""

from collections.abc import Mapping, Sequence

from bot.domain.words import Fit

LOW = 2
"""An answer to `useful` or to `open` up to this is a low one."""


def asks_fit(said: Sequence[Fit | None], this: int) -> bool:
    """Whether somebody is asked now if the two are a good match.

    `said` is what they have said of it after each meeting that they answered about, the oldest
    first, `this` the one that it is about now. They are asked after the first; and after the
    second, if they would give it time.

    >>> asks_fit([None], 0), asks_fit([Fit.TIME, None], 1), asks_fit([Fit.GOOD, None], 1)
    (True, True, False)
    """
    before = [one for one in said if one is not None]
    if not before:
        return this == 0
    return this == 1 and said[1] is None and before == [Fit.TIME]


def two_low(answers: Sequence[Mapping[str, int]], this: int) -> bool:
    """Whether somebody's answers about this meeting were low, and those about the one before.

    >>> two_low([{"useful": 2, "open": 5}, {"useful": 4, "open": 1}], 1)
    True
    """
    return this > 0 and _is_low(answers[this - 1]) and _is_low(answers[this])


def _is_low(answers: Mapping[str, int]) -> bool:
    return min(answers["useful"], answers["open"]) <= LOW
