"""From one set of rules to the next: what differs, and what would break live pairs."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any, NamedTuple

from bot.domain.rules.findings import Finding
from bot.domain.rules.model import ProgrammeRules


class Change(NamedTuple):
    """A value that differs; None where there was or will be nothing."""

    field: str
    old: object
    new: object


def difference(old: ProgrammeRules, new: ProgrammeRules) -> list[Change]:
    """Every value that differs, in the order of the file; entries of lists by their id."""
    before, after = dict(_flat(old.to_plain())), dict(_flat(new.to_plain()))
    return [
        Change(field, before.get(field), after.get(field))
        for field in dict.fromkeys([*before, *after])
        if before.get(field) != after.get(field)
    ]


def breaks_live(
    old: ProgrammeRules,
    new: ProgrammeRules,
    used_functions: Collection[str],
    used_sites: Collection[str],
    used_bands: Collection[int],
    used_topics: Collection[str] = (),
) -> list[Finding]:
    """What the new rules take away although people who take part have chosen it."""
    functions = {one.id for one in old.functions} - {one.id for one in new.functions}
    sites = {one.id for one in old.sites} - {one.id for one in new.sites}
    topics = {one.id for one in old.topics} - {one.id for one in new.topics}
    bands = [band for band in used_bands if band > len(new.bands)]
    return [
        *(_taken("functions", "breaks_function", one) for one in functions & set(used_functions)),
        *(_taken("sites", "breaks_site", one) for one in sites & set(used_sites)),
        *(_taken("bands", "breaks_band", band) for band in bands),
        *(_taken("topics", "breaks_topic", one) for one in sorted(topics & set(used_topics))),
    ]


def _taken(where: str, problem: str, entry: object) -> Finding:
    return Finding(f"{where}.{entry}", problem, {"id": entry})


def _flat(plain: Mapping[str, Any], path: str = "") -> Iterator[tuple[str, object]]:
    for key, value in plain.items():
        if key in ("functions", "sites", "topics"):
            for entry in value:
                yield from _flat(entry, f"{key}.{entry['id']}.")
        elif key == "bands":
            yield from ((f"bands.{number}", names) for number, names in enumerate(value, 1))
        elif isinstance(value, dict):
            yield from _flat(value, f"{path}{key}.")
        else:
            yield f"{path}{key}", value
