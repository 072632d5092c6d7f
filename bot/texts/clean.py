"""What people typed, made harmless before it stands in a sentence.

Slack reads `&`, `<` and `>` as its own marks (`<!channel>`, `<@U1>`, links), and `*`, `_`, `~`
and the backtick as formatting that cannot be escaped: those are replaced by look-alikes.
"""

import html
import re
import unicodedata

ELLIPSIS = "…"
_JOINERS = frozenset("\u200c\u200d")
_BLANK = frozenset("\u115f\u1160\u2800\u3164\uffa0\U00013441\U00013442\U0001d159")
"""Letters and symbols by category, and yet without ink: fillers, blanks, the null notehead."""
_INK = ("L", "N", "P", "S")
"""Marks have ink only on a letter; what is left out in `clean` and white space have none."""
_UNWANTED = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_LOOK_ALIKES = str.maketrans({"*": "∗", "~": "∼", "`": "ʹ"})
_LOOSE_UNDERSCORE = re.compile(r"(?<![^\W_])_|_(?![^\W_])")
_HALF_ENTITY = re.compile(r"(<[^<>]*|&[a-z#0-9]{0,6})$")


class Safe(str):
    """Text that is mrkdwn already: it goes into a sentence as it is."""

    __slots__ = ()


class StandIn(str):
    """A name that is told in the place of one without ink; empty if there is no other."""

    __slots__ = ()


def has_ink(text: str) -> bool:
    """Whether a reader sees anything of it."""
    return any(unicodedata.category(letter)[0] in _INK for letter in clean(text))


def clean(text: str, keep_lines: bool = False) -> str:
    """Without control and direction marks; white space and fillers are one blank each.

    Joiners stay, since several scripts need them inside a word.
    """
    lines = text.splitlines() if keep_lines else [text]
    return "\n".join(" ".join("".join(map(_kept, line)).split()) for line in lines).strip()


def _kept(letter: str) -> str:
    if letter in _JOINERS:
        return letter
    if letter.isspace() or letter in _BLANK:
        return " "
    return "" if unicodedata.category(letter) in _UNWANTED else letter


def escaped(text: str, keep_lines: bool = False) -> Safe:
    """Plain text as mrkdwn that shows exactly this and does nothing."""
    harmless = clean(text, keep_lines).translate(_LOOK_ALIKES)
    return Safe(html.escape(_LOOSE_UNDERSCORE.sub("＿", harmless), quote=False))


def clip(text: str, limit: int) -> str:
    """At most `limit` characters; what was cut off shows as an ellipsis."""
    return text if len(text) <= limit else text[: limit - 1].rstrip() + ELLIPSIS


def clip_mrkdwn(text: str, limit: int) -> str:
    """As `clip`, and never in the middle of an entity, a mention or a date token."""
    if len(text) <= limit:
        return text
    return _HALF_ENTITY.sub("", text[: limit - 1]).rstrip() + ELLIPSIS
