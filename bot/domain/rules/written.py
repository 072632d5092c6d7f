"""A programme's rules as the file that `from_toml` reads."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from datetime import date

from bot.domain.rules.model import ProgrammeRules
from bot.domain.rules.topics import OwnTopic

Value = str | int | bool | date | tuple[str, ...]


def to_toml(rules: ProgrammeRules) -> str:
    """A whole file, with everything that is in force; reading it gives the same rules."""
    return "\n".join(_lines(rules)) + "\n"


def _lines(rules: ProgrammeRules) -> Iterator[str]:
    plain = ("name", "zone", "language", "formal", "leads", "contact", "notice_link")
    more = ("ai_rules_link", "languages", "account_days", "dimension")
    hidden = ("hidden_topics",) if rules.hidden_topics else ()
    yield from _table({key: getattr(rules, key) for key in (*plain, *more, *hidden)})
    yield from (f"{key} = []" for key in ("functions", "sites") if not getattr(rules, key))
    yield from ("", "[round]")
    first: dict[str, Value] = {"first": rules.first_round} if rules.first_round else {}
    weeks = "single" if rules.repeat_weeks is None else rules.repeat_weeks
    keys = ("auto_approve", "hold_minutes", "expiry_days")
    yield from _table(first | {"repeat_weeks": weeks} | {key: getattr(rules, key) for key in keys})
    yield from ("", "[matching]", *_table({"gap": rules.gap}))
    yield from ("", "[matching.weights]", *_table(asdict(rules.weights)))
    places = {"mentor": rules.places_mentor, "total": rules.places_total}
    yield from ("", "[places]", *_table(places))
    yield from ("", "[plan]", *_table(asdict(rules.plan)))
    if any(rules.bands):
        yield from _rows("bands", rules.bands)
    yield from _rows("functions", [{"id": one.id, **one.names} for one in rules.functions])
    sites = [(one, {"country": one.country, "zone": one.zone}) for one in rules.sites]
    for one, where in sites:
        known = {key: value for key, value in where.items() if value}
        yield from _rows("sites", [{"id": one.id, **one.names, **known}])
    for topic in rules.topics:
        yield from _topic(topic)


def _topic(topic: OwnTopic) -> Iterator[str]:
    yield from _rows("topics", [{"id": topic.id, "area": topic.area, **topic.names}])
    for register, texts in topic.texts.items():
        written = {key: value for key, value in asdict(texts).items() if value}
        prompts = written.pop("prompts", ())
        yield from ("", f"[topics.text.{register}]", *_table(written))
        if prompts:
            yield from ("prompts = [", *(f"  {_saying(*one)}," for one in prompts), "]")


def _saying(by: str, says: str) -> str:
    return f"{{ by = {_value(by)}, says = {_value(says)} }}"


def _rows(key: str, rows: list[dict[str, str]] | tuple[Mapping[str, str], ...]) -> Iterator[str]:
    for row in rows:
        yield from ("", f"[[{key}]]", *_table(row))


def _table(values: Mapping[str, Value]) -> Iterator[str]:
    yield from (f"{key} = {_value(value)}" for key, value in values.items())


def _value(value: Value) -> str:
    if isinstance(value, date):
        return value.isoformat()
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
