"""What the files under `__snapshots__` hold: a screen as text in each language, and some as JSON.

`make snapshots` writes them anew.
"""

import json
from collections.abc import Sequence
from typing import Any

from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode

from bot.slack.kit.blocks import Said
from bot.texts.words import Words
from tests.slack.screens.rendering import SHOWN_WHOLE, rendered
from tests.slack.screens.samples import SCREENS, reader

EN, IT, LEI = reader("en"), reader("it"), reader("it", formal=True)
TITLE = "== "
"""How a rendering begins in a file."""
WIDTH = 120


class AsText(SingleFileSnapshotExtension):
    """A file of text for each snapshot."""

    _write_mode = WriteMode.TEXT
    file_extension = "txt"


class AsJson(AsText):
    file_extension = "json"


# --- text ----------------------------------------------------------------------------------------


def page(name: str) -> str:
    """The screen in English and in Italian; with Lei, the lines that read otherwise."""
    english, italian, lei = (rendered(SCREENS[name](words)) for words in (EN, IT, LEI))
    titled = [("en", english), ("it", italian), *_formal(italian, lei)]
    return "\n".join("\n".join([f"{TITLE}{title}", *lines, ""]) for title, lines in titled)


def _formal(italian: list[str], lei: list[str]) -> list[tuple[str, list[str]]]:
    if italian == lei:
        return []
    if len(italian) != len(lei):
        return [("it, Lei", lei)]
    other = [line for plain, line in zip(italian, lei, strict=True) if plain != line]
    return [("it, Lei: the lines that differ", other)]


# --- JSON ----------------------------------------------------------------------------------------


def shape(name: str, words: Words = EN) -> str:
    """The screen as Slack gets it, but for the middle of long lists of options."""
    shown = SCREENS[name](words)
    plain = {"text": shown.text, "blocks": shown.blocks} if isinstance(shown, Said) else shown
    return f"{_written(_folded(plain))}\n"


def _folded(thing: Any) -> Any:
    if isinstance(thing, dict):
        return {name: _of_options(name, _folded(inner)) for name, inner in thing.items()}
    return [_folded(inner) for inner in thing] if isinstance(thing, list) else thing


def _of_options(name: str, inner: Any) -> Any:
    most = {"options": SHOWN_WHOLE, "option_groups": 2}.get(name)
    if most is None or len(inner) <= most:
        return inner
    return [inner[0], f"… {len(inner) - 2} more …", inner[-1]]


def _written(thing: Any, indent: str = "") -> str:
    """What fits in a line stands in one, and a text always."""
    line = json.dumps(thing, ensure_ascii=False)
    if len(indent + line) <= WIDTH or not any(isinstance(one, dict | list) for one in _in(thing)):
        return line
    deeper = f"{indent}  "
    if isinstance(thing, dict):
        parts = [f"{json.dumps(name)}: {_written(one, deeper)}" for name, one in thing.items()]
        return _between("{", parts, "}", indent)
    return _between("[", [_written(one, deeper) for one in thing], "]", indent)


def _in(thing: Any) -> list[Any]:
    if isinstance(thing, dict):
        return list(thing.values())
    return thing if isinstance(thing, list) else []


def _between(start: str, parts: Sequence[str], end: str, indent: str) -> str:
    inner = ",\n".join(f"{indent}  {part}" for part in parts)
    return f"{start}\n{inner}\n{indent}{end}"
