"""A message, a window or a Home tab of ours as text: one line a block or an element, by its kind.

    section: *Hello*                        each further line of a text is indented
    actions: [Yes](proposal.yes=7 primary)  a button's text, then its action id and its value
    input role optional: My part            the field's name, then its label
      radio_buttons: a=Mentor | •b=Mentee   value=text; • is chosen already; long lists are folded

What our builders always write is left out: mrkdwn that is verbatim, plain text without emoji, an
input's action id, and that a field is not optional. So is the text of a message that says what its
blocks say, or the end of it from where it does. Whatever else there is stands behind its line, or
below it, as `name=value`: nothing is lost by being unknown here.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import takewhile
from typing import Any

from bot.slack.kit.blocks import VALUE, Said

Thing = Mapping[str, Any]
MRKDWN: Thing = {"type": "mrkdwn", "verbatim": True}
PLAIN: Thing = {"type": "plain_text", "emoji": False}
SHOWN_WHOLE = 7
"""So many options of a list, such as the days of a week, are written out."""
SEVERAL = ("checkboxes", "multi_static_select")
INDENT = "  "


def rendered(shown: Said | Thing) -> list[str]:
    """The lines of a message or of a view."""
    if isinstance(shown, Said):
        return ["message", *_fallback(shown), *_blocks(shown.blocks)]
    view = Members(shown)
    kind, blocks = view.take("type"), view.take("blocks")
    return [_headline(kind, view), *_blocks(blocks)]


class Members:
    """The members of a JSON object, each of which is taken once."""

    def __init__(self, thing: Thing) -> None:
        self._left = dict(thing)

    def take(self, name: str, otherwise: Any = None) -> Any:
        return self._left.pop(name, otherwise)

    def takes(self, name: str, expected: object) -> bool:
        """Whether the member is as expected; if not, it stays."""
        if name in self._left and self._left[name] == expected:
            del self._left[name]
            return True
        return False

    def rest(self) -> list[str]:
        """What nobody has taken, as `name=value`."""
        return [f"{name}={_json(value)}" for name, value in sorted(self._left.items())]


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


# --- texts ---------------------------------------------------------------------------------------


def _text(text: Any, expected: Thing) -> str:
    """The text of a text object, and wherein it is not as expected."""
    if not isinstance(text, Mapping) or not isinstance(text.get("text"), str):
        return _json(text)
    missing = [f"no {name}" for name in expected if name not in text]
    odd = [
        f"{name}={_json(value)}"
        for name, value in sorted(text.items())
        if name != "text" and (name, value) not in expected.items()
    ]
    return " ".join([text["text"], *([f"({', '.join(odd + missing)})"] if odd + missing else [])])


def _plain(text: Any) -> str:
    return _text(text, PLAIN)


def _lines(start: str, text: str) -> list[str]:
    """A text of several lines: those after the first one are indented."""
    first, *others = text.split("\n")
    return [f"{start} {first}", *(f"{INDENT}{line}" if line else "" for line in others)]


def _fallback(said: Said) -> list[str]:
    """The text of a message as far as it is not that of the blocks."""
    own, spoken = said.text.split("\n"), _spoken(said.blocks)
    if own == spoken:
        return []
    alike = zip(reversed(own[1:]), reversed(spoken), strict=False)
    same = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], alike))
    kept = "\n".join(own[: len(own) - same])
    folded = [f"{INDENT}… and the last {same} lines of the blocks"] if same > 1 else []
    return [*_lines("text:", kept if folded else said.text), *folded]


def _spoken(blocks: Sequence[Thing]) -> list[str]:
    """The lines that blocks say: a headline without its stars, an empty one for a divider."""
    lines: list[str] = []
    for block in blocks:
        if block["type"] == "section":
            lines.append(_not_bold(block["text"]["text"]))
        elif block["type"] == "context":
            lines += [element["text"] for element in block["elements"]]
        elif block["type"] == "divider":
            lines.append("")
    return "\n".join(lines).split("\n")


def _not_bold(text: str) -> str:
    whole = text.startswith("*") and text.endswith("*") and "\n" not in text
    return text[1:-1] if whole else text


# --- views and blocks ----------------------------------------------------------------------------


def _headline(kind: str, view: Members) -> str:
    """Such as `modal pause: "A break", submit "Pause", close "Close", private_metadata={…}`."""
    name = view.take("callback_id")
    texts = {part: view.take(part) for part in ("title", "submit", "close")}
    said = [f'{part} "{_plain(text)}"' for part, text in texts.items() if text is not None]
    about = view.take("private_metadata")
    more = [*said, *([f"metadata {about}"] if about is not None else []), *view.rest()]
    start = kind if name is None else f"{kind} {name}"
    return f"{start}: {', '.join(more)}" if more else start


def _blocks(blocks: Sequence[Thing]) -> Iterator[str]:
    for thing in blocks:
        block = Members(thing)
        kind = block.take("type")
        draw = _DRAWN.get(kind)
        lines = draw(block) if draw else [str(kind)]
        yield from lines
        yield from (f"{INDENT}{more}" for more in block.rest())


def _section(block: Members) -> list[str]:
    text, beside = block.take("text"), block.take("accessory")
    lines = _lines("section:", _text(text, MRKDWN))
    return [*lines, f"{INDENT}beside it: {_element(beside)}"] if beside is not None else lines


def _header(block: Members) -> list[str]:
    return _lines("header:", _plain(block.take("text")))


def _context(block: Members) -> list[str]:
    first, *others = [_text(element, MRKDWN) for element in block.take("elements", ())]
    more = [line for text in others for line in _lines(f"{INDENT}+", text)]
    return [*_lines("context:", first), *more]


def _actions(block: Members) -> list[str]:
    return [f"actions: {' '.join(_element(one) for one in block.take('elements', ()))}"]


def _input(block: Members) -> list[str]:
    name, label = block.take("block_id"), _plain(block.take("label"))
    optional = "" if block.takes("optional", False) else " optional" * block.takes("optional", True)
    hint = block.take("hint")
    return [
        f"input {name}{optional}: {label}",
        f"{INDENT}{_element(block.take('element'), field=True)}",
        *([f"{INDENT}hint: {_plain(hint)}"] if hint is not None else []),
    ]


def _chart(block: Members) -> list[str]:
    """A line a series; the categories where they are not those of the first one."""
    chart = Members(block.take("chart"))
    lines = [f"data_visualization {chart.take('type')}: {block.take('title')}"]
    every, axis = chart.take("series", ()), chart.take("axis_config")
    for one in every:
        series = Members(one)
        points = [f"{point['label']} {point['value']}" for point in series.take("data")]
        lines.append(f"{INDENT}{series.take('name')}: {' | '.join([*points, *series.rest()])}")
    expected = {"categories": [point["label"] for one in every[:1] for point in one["data"]]}
    odd = [] if axis == expected else [f"axis_config={_json(axis)}"]
    return [*lines, *(f"{INDENT}{more}" for more in [*odd, *chart.rest()])]


_DRAWN: Mapping[str, Callable[[Members], list[str]]] = {
    "section": _section,
    "header": _header,
    "context": _context,
    "divider": lambda _: ["divider"],
    "actions": _actions,
    "input": _input,
    "data_visualization": _chart,
}


# --- elements ------------------------------------------------------------------------------------


def _element(thing: Thing, *, field: bool = False) -> str:
    """A button as `[text](action_id=value style)`, anything else as `kind action_id: options`."""
    element = Members(thing)
    kind = element.take("type")
    if kind == "button":
        text = _plain(element.take("text"))
        return f"[{text}]({' '.join([_pressed(element), *_more(element)])})"
    named = [] if field and element.takes("action_id", VALUE) else [str(element.take("action_id"))]
    hint = element.take("placeholder")
    choices = _choices(kind, element)
    words = [
        *([f'"{_plain(hint)}"'] if hint is not None else []),
        *choices,
        *_more(element),
    ]
    start = " ".join([kind, *named])
    return f"{start}: {' '.join(words)}" if words else start


def _pressed(button: Members) -> str:
    name, value = button.take("action_id"), button.take("value")
    return str(name) if value is None else f"{name}={value}"


def _more(element: Members) -> list[str]:
    """A style, what is asked first, and whatever else there is."""
    style, sure = element.take("style"), element.take("confirm")
    asked = [] if sure is None else [f"confirm {_confirm(Members(sure))}"]
    return [*([style] if style else []), *asked, *element.rest()]


def _confirm(sure: Members) -> str:
    texts = [f'"{_plain(sure.take(name))}"' for name in ("title", "text", "confirm", "deny")]
    return " ".join([*texts, *sure.rest()])


# --- options -------------------------------------------------------------------------------------


def _choices(kind: str, element: Members) -> list[str]:
    """The options of a list, in groups or not, and how many there are of a long one."""
    groups = element.take("option_groups")
    options = element.take("options")
    chosen = _chosen(kind, element)
    if options is not None:
        return [_listed([(None, one) for one in options], chosen)]
    if groups is None:
        return []
    grouped = [(_plain(group["label"]), one) for group in groups for one in group["options"]]
    return [f"{len(groups)} groups:", _listed(grouped, chosen)]


def _chosen(kind: str, element: Members) -> list[Thing]:
    if kind in SEVERAL:
        return list(element.take("initial_options", ()))
    one = element.take("initial_option")
    return [] if one is None else [one]


def _listed(options: Sequence[tuple[str | None, Thing]], chosen: Sequence[Thing]) -> str:
    """Of a long list the first, the last, those that are chosen, and the number of all."""
    known = [one for _, one in options]
    odd = [f"{_option(one, None, True)} (no option)" for one in chosen if one not in known]
    if len(options) <= SHOWN_WHOLE:
        return " | ".join([*(_option(one, group, one in chosen) for group, one in options), *odd])
    ends = (options[0][1], options[-1][1])
    kept = [
        _option(one, group, one in chosen) for group, one in options if one in chosen or one in ends
    ]
    return " ".join([" … ".join([*kept, *odd]), f"({len(options)} options)"])


def _option(thing: Thing, group: str | None, chosen: bool) -> str:
    option = Members(thing)
    value, text, more = option.take("value"), option.take("text"), option.take("description")
    words = [
        f"{'•' * chosen}{value}={_plain(text)}",
        *([f"({_plain(more)})"] if more is not None else []),
        *([f"[{group}]"] if group is not None else []),
        *option.rest(),
    ]
    return " ".join(words)
