"""What a person reads: messages and screens as plain lines, in their zone and language."""

import html
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_time

from playground.state.errors import Json
from playground.state.people import Person

TOKEN = re.compile(r"<([^<>]+)>")
DATE_PART = re.compile(r"\{(\w+)\}")
RULE = "———"


@dataclass(frozen=True)
class Reader:
    """Who reads. `name_of` turns an id of a person or a channel into a name."""

    zone: tzinfo
    locale: Locale
    name_of: Callable[[str], str]

    @classmethod
    def of(cls, person: Person, name_of: Callable[[str], str]) -> "Reader":
        """The reader with this person's zone and language; unknown ones become UTC, English."""
        try:
            zone: tzinfo = ZoneInfo(person.tz)
        except (KeyError, ValueError):
            zone = UTC
        try:
            locale = Locale.parse(person.locale, sep="-")
        except (UnknownLocaleError, ValueError):
            locale = Locale("en")
        return cls(zone, locale, name_of)

    def mrkdwn(self, text: str) -> str:
        """Mentions by name, dates in the reader's zone, links by their label."""
        return html.unescape(TOKEN.sub(lambda found: self._token(found[1]), text))

    def words(self, text: Json) -> str:
        """A text object."""
        raw = str(text.get("text", ""))
        return self.mrkdwn(raw) if text.get("type") == "mrkdwn" else raw

    def _token(self, token: str) -> str:
        target, _, label = token.partition("|")
        if target.startswith("@"):
            return f"@{self.name_of(target[1:])}"
        if target.startswith("#"):
            return f"#{label or self.name_of(target[1:])}"
        if target.startswith("!date^"):
            return self._date(target, label)
        if target.startswith("!"):
            return label or f"@{target[1:].partition('^')[0]}"
        return label or target

    def _date(self, target: str, fallback: str) -> str:
        _, stamp, pattern, *_ = [*target.split("^"), ""]
        try:
            at = datetime.fromtimestamp(int(stamp), UTC).astimezone(self.zone)
        except (ValueError, OverflowError):
            return fallback
        return DATE_PART.sub(lambda found: self._date_part(found[1], at), pattern)

    def _date_part(self, part: str, at: datetime) -> str:
        if part.startswith("time"):
            length = "medium" if part == "time_secs" else "short"
            return format_time(at, length, locale=self.locale, tzinfo=at.tzinfo)
        if part == "date_num":
            return at.strftime("%Y-%m-%d")
        known = {"date": "long", "date_short": "medium", "date_long": "full"}
        length = known.get(part.removesuffix("_pretty"), "")
        return format_date(at, length, locale=self.locale) if length else f"{{{part}}}"


def lines(blocks: list[Json], reader: Reader) -> Iterator[str]:
    """The lines of these blocks; buttons stand in square brackets."""
    for block in blocks:
        draw = DRAWERS.get(block["type"])
        if draw is None:
            yield f"[{block['type']}]"
        else:
            yield from (line for line in draw(block, reader) if line)


def _text(block: Json, reader: Reader) -> list[str]:
    return [reader.words(block["text"])]


def _section(block: Json, reader: Reader) -> list[str]:
    texts = [block["text"]] if block.get("text") else []
    drawn = [reader.words(text) for text in [*texts, *(block.get("fields") or [])]]
    return [*drawn, _element(block["accessory"], reader)] if block.get("accessory") else drawn


def _context(block: Json, reader: Reader) -> list[str]:
    parts = [
        str(one.get("alt_text", "")) if one["type"] == "image" else reader.words(one)
        for one in block["elements"]
    ]
    return [" ".join(parts)]


def _actions(block: Json, reader: Reader) -> list[str]:
    return [" ".join(_element(one, reader) for one in block["elements"])]


def _input(block: Json, reader: Reader) -> list[str]:
    hint = [reader.words(block["hint"])] if block.get("hint") else []
    return [f"{reader.words(block['label'])}: {_element(block['element'], reader)}", *hint]


def _element(element: Json, reader: Reader) -> str:
    kind = element["type"]
    if kind in ("button", "workflow_button"):
        return f"[{reader.words(element['text'])}]"
    if kind == "image":
        return str(element.get("alt_text", ""))
    if element.get("options"):
        labels = " | ".join(reader.words(one["text"]) for one in element["options"])
        return f"[⋯ {labels}]" if kind == "overflow" else f"({labels})"
    placeholder = element.get("placeholder")
    return f"({reader.words(placeholder) if placeholder else kind})"


def _image(block: Json, reader: Reader) -> list[str]:
    title = [reader.words(block["title"])] if block.get("title") else []
    return [*title, str(block.get("alt_text", ""))]


def _table(block: Json, _reader: Reader) -> list[str]:
    rows = [" | ".join(_cell(cell) for cell in row) for row in block["rows"]]
    return [str(block.get("caption") or ""), *rows]


def _cell(cell: Json) -> str:
    return str(cell["text"]) if "text" in cell else "".join(_rich(cell))


def _chart(block: Json, _reader: Reader) -> list[str]:
    chart = block["chart"]
    if chart["type"] == "pie":
        return [block["title"], *(f"{one['label']}: {one['value']}" for one in chart["segments"])]
    drawn = [str(block["title"])]
    for series in chart["series"]:
        points = ", ".join(f"{point['label']} {point['value']}" for point in series["data"])
        drawn.append(f"{series['name']}: {points}")
    return drawn


def _rich_text(block: Json, _reader: Reader) -> list[str]:
    return ["".join(_rich(part)) for part in block["elements"]]


def _rich(part: Json) -> Iterator[str]:
    if isinstance(part.get("text"), str):
        yield part["text"]
    for inner in part.get("elements") or []:
        yield from _rich(inner)


DRAWERS: dict[str, Callable[[Json, Reader], list[str]]] = {
    "header": _text,
    "section": _section,
    "context": _context,
    "divider": lambda *_: [RULE],
    "actions": _actions,
    "input": _input,
    "image": _image,
    "alert": _text,
    "markdown": lambda block, _: [str(block["text"])],
    "rich_text": _rich_text,
    "table": _table,
    "data_table": _table,
    "data_visualization": _chart,
}
