"""Where a zone lies, which days are national holidays there, and which zones exist.

The data is that of two packages: `tzdata` (zone.tab, zone1970.tab, tzdata.zi) and `holidays`.
"""

from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from importlib.resources import files
from zoneinfo import available_timezones

import holidays

_NAMED_AFTER = {
    "GB": "GB",
    "GB-Eire": "GB",
    "Iceland": "IS",
    "Japan": "JP",
    "NZ": "NZ",
    "Singapore": "SG",
}


def country_of(zone: str) -> str | None:
    """The ISO 3166 country of a zone, None when it lies in none (such as UTC) or in several.

    Former names (Asia/Calcutta) follow their link, if the zone they lead to serves one country;
    those that are a country's own name (Japan) are its, whoever else shares its clock.
    """
    return _countries().get(zone)


def is_holiday(day: date, country: str | None) -> bool:
    """`day` is a national holiday of `country` (ISO 3166); False for an unknown country."""
    return country is not None and day in _holidays(country, day.year)


def knows_country(country: str) -> bool:
    """National holidays of this country (ISO 3166, two capitals) are known."""
    return country in holidays.list_supported_countries()


def known_zone(zone: str | None, default: str) -> str:
    """`zone` if there is such a zone, else `default`."""
    return zone if zone in _zones() else default


@lru_cache(maxsize=1)
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())


@lru_cache(maxsize=512)
def _holidays(country: str, year: int) -> frozenset[date]:
    try:
        return frozenset(holidays.country_holidays(country, years=year))
    except NotImplementedError:
        return frozenset()


@lru_cache(maxsize=1)
def _countries() -> dict[str, str]:
    alone = {row[2]: row[0] for row in _rows("zone1970.tab", "\t") if "," not in row[0]}
    former = {row[2]: alone[row[1]] for row in _links() if row[1] in alone}
    return former | _NAMED_AFTER | {row[2]: row[0] for row in _rows("zone.tab", "\t")}


def _links() -> Iterator[list[str]]:
    return (row for row in _rows("tzdata.zi", " ") if row[0] == "L")


def _rows(name: str, separator: str) -> Iterator[list[str]]:
    text = (files("tzdata") / "zoneinfo" / name).read_text(encoding="utf-8")
    return (row.split(separator) for row in text.splitlines() if row and not row.startswith("#"))
