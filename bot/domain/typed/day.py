"""A day as people type it: 2026-11-24, 24/11, 24 November, yesterday, ieri, lunedì, 2 weeks."""

import re
from collections.abc import Callable
from datetime import date, timedelta

from bot.domain.typed import phrase

_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
_AROUND_A_MARK = re.compile(r" ?([-/]) ?")
_DAY_FIRST = re.compile(r"(\d{1,2})([-/.])(\d{1,2})(?:\2(\d{4}|\d{2}))?\.?")
_NAMED = re.compile(
    r"(?:the |il |l')?(\d{1,2})(?:st|nd|rd|th|º|°)? (?:of |di )?([a-z]{3,})\.?,?(?: (\d{4}|\d{2}))?"
)
_NAMED_FIRST = re.compile(r"([a-z]{3,})\.? (\d{1,2})(?:st|nd|rd|th)?,?(?: (\d{4}))?")
_MONTHS = (
    ("january", "gennaio"), ("february", "febbraio"), ("march", "marzo"), ("april", "aprile"),
    ("may", "maggio"), ("june", "giugno"), ("july", "luglio"), ("august", "agosto"),
    ("september", "settembre"), ("october", "ottobre"), ("november", "novembre"),
    ("december", "dicembre"),
)  # fmt: skip
_WEEKDAYS = {
    "monday": 0, "mon": 0, "lunedi": 0, "lun": 0,
    "tuesday": 1, "tue": 1, "martedi": 1,
    "wednesday": 2, "wed": 2, "mercoledi": 2, "mer": 2,
    "thursday": 3, "thu": 3, "giovedi": 3, "gio": 3,
    "friday": 4, "fri": 4, "venerdi": 4, "ven": 4,
    "saturday": 5, "sat": 5, "sabato": 5, "sab": 5,
    "sunday": 6, "sun": 6, "domenica": 6, "dom": 6,
}  # fmt: skip
_AGO = {
    0: (
        "today oggi this_morning this_afternoon this_evening tonight stamattina stamani stamane"
        " stasera"
    ),
    1: "yesterday ieri last_night",
    2: "l'altro_ieri altro_ieri l'altroieri altroieri ieri_l'altro the_day_before_yesterday",
}
_AHEAD = {
    -1: "yesterday ieri",
    0: "today oggi",
    1: "tomorrow domani",
    2: "dopodomani the_day_after_tomorrow",
}
_DAYTIMES = re.compile(r" (?:morning|afternoon|evening|mattina|pomeriggio|sera)$")
_BEFORE_A_DAY = ("on ", "il ", "del ", "di ", "il giorno ")
_BEFORE_AN_END = (
    *("until ", "till ", "to ", "for ", "up to ", "through "),
    *("fino a ", "fino al ", "fino all'", "sino al ", "al ", "per "),
)
_PAST = re.compile(r"(.+) (?:ago|fa)")
_LAST = re.compile(r"last (\w+)|(\w+) scors[oa]")
_NEXT = re.compile(r"next (\w+)|(\w+) prossim[oa]")


class NotADay(ValueError):
    """The text names no day of the calendar, or may mean more than one."""


def _by_word(table: dict[int, str]) -> dict[str, int]:
    return {word.replace("_", " "): days for days, words in table.items() for word in words.split()}


_AGO_BY_WORD, _AHEAD_BY_WORD = _by_word(_AGO), _by_word(_AHEAD)


def past_day(text: str, today: date) -> date:
    """Read a day; without a year, and of the week, the latest one that is not in the future.

    A day with a year may lie in the future: the use case says what that means. Raises NotADay.
    """
    typed = phrase.without(_BEFORE_A_DAY, phrase.plain(text))
    bare = _DAYTIMES.sub("", typed)
    for word in (typed, bare):
        if word in _AGO_BY_WORD:
            return today - timedelta(days=_AGO_BY_WORD[word])
    if ago := _PAST.fullmatch(typed):
        return _shifted(ago[1], today, -1)
    if last := _LAST.fullmatch(bare):
        bare = last[1] or last[2]
    if bare in _WEEKDAYS:
        return _weekday(bare, today, -1)
    years = range(today.year, today.year - 9, -1)
    return _of_the_calendar(typed, years, lambda it: it <= today)


def coming_day(text: str, today: date) -> date:
    """Read a day ahead: also 10d, 2 weeks, a month; without a year, and of the week, the next one.

    A day with a year may lie in the past: the use case says what that means. Raises NotADay.
    """
    typed = phrase.without(_BEFORE_AN_END, phrase.plain(text))
    if typed in _AHEAD_BY_WORD:
        return today + timedelta(days=_AHEAD_BY_WORD[typed])
    if typed in _WEEKDAYS:
        return _weekday(typed, today, 1)
    if following := _NEXT.fullmatch(typed):
        return _next_week(following[1] or following[2], today)
    if phrase.amount(typed):
        return _shifted(typed, today, 1)
    years = range(today.year, today.year + 9)
    return _of_the_calendar(typed, years, lambda it: it >= today)


def _weekday(name: str, today: date, way: int) -> date:
    """The nearest such day in the past (way -1) or ahead (1); today's own name may mean two."""
    days = way * (_WEEKDAYS[name] - today.weekday()) % 7
    if days == 0:
        raise NotADay(name)
    return today + timedelta(days=way * days)


def _next_week(name: str, today: date) -> date:
    """The next such day; where this week still has one, some would mean it and some would not."""
    if _WEEKDAYS.get(name, 7) >= today.weekday():
        raise NotADay(name)
    return _weekday(name, today, 1)


def _shifted(text: str, today: date, way: int) -> date:
    found = phrase.amount(text)
    if found is None:
        raise NotADay(text)
    number, unit = found
    try:
        if unit == "m":
            return _months(today, way * number)
        return today + timedelta(days=way * number * (7 if unit == "w" else 1))
    except (ValueError, OverflowError):
        raise NotADay(text) from None


def _months(today: date, number: int) -> date:
    """So many months on: the same day, or the month's last if it has none such."""
    year, month = divmod(today.year * 12 + today.month - 1 + number, 12)
    for day in range(today.day, 27, -1):
        try:
            return date(year, month + 1, day)
        except ValueError:
            continue
    return date(year, month + 1, min(today.day, 28))


def _of_the_calendar(typed: str, years: range, fits: Callable[[date], bool]) -> date:
    typed = _AROUND_A_MARK.sub(r"\1", typed)
    if found := _ISO.fullmatch(typed):
        return _date(int(found[1]), int(found[2]), int(found[3]))
    weekday, rest = _opening_weekday(typed)
    day, month, year = _parts(rest)
    read = _date(_whole(year), month, day) if year else _nearest(day, month, years, fits)
    if weekday is not None and read.weekday() != weekday:
        raise NotADay(typed)
    return read


def _opening_weekday(typed: str) -> tuple[int | None, str]:
    first, _, rest = typed.partition(" ")
    weekday = _WEEKDAYS.get(first.rstrip(",."))
    return (weekday, rest) if weekday is not None and rest else (None, typed)


def _parts(typed: str) -> tuple[int, int, str | None]:
    """Day, month and the year as it was typed; month first only where nothing else is possible."""
    if found := _DAY_FIRST.fullmatch(typed):
        day, month = int(found[1]), int(found[3])
        return (month, day, found[4]) if month > 12 >= day else (day, month, found[4])
    if found := _NAMED.fullmatch(typed):
        return int(found[1]), _month(found[2]), found[3]
    if found := _NAMED_FIRST.fullmatch(typed):
        return int(found[2]), _month(found[1]), found[3]
    raise NotADay(typed)


def _month(name: str) -> int:
    for number, names in enumerate(_MONTHS, start=1):
        if any(one.startswith(name) for one in names):
            return number
    if name in ("sept", "sett"):
        return 9
    raise NotADay(name)


def _whole(year: str) -> int:
    return int(year) if len(year) == 4 else 2000 + int(year)


def _nearest(day: int, month: int, years: range, fits: Callable[[date], bool]) -> date:
    """The first of these years in which the day exists and fits: 29 February may take four."""
    for year in years:
        try:
            found = date(year, month, day)
        except ValueError:
            continue
        if fits(found):
            return found
    raise NotADay(f"{day}/{month}")


def _date(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError as error:
        raise NotADay(f"{year}-{month}-{day}") from error
