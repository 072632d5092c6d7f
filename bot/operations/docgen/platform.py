"""The part of `docs/slack.md` that is drawn from the limits that screens are checked against."""

from collections.abc import Iterable

from bot.operations.docgen import markdown
from bot.operations.docgen.markdown import Parts
from bot.slack.kit import limits

_LIMITS: Iterable[tuple[str, object]] = (
    ("blocks of a message", limits.MESSAGE_BLOCKS),
    ("blocks of a window or of Home", limits.VIEW_BLOCKS),
    ("bytes of a window or of Home", limits.VIEW_BYTES),
    ("characters in all blocks of a message", limits.MESSAGE_TEXT),
    ("a text", limits.TEXT),
    ("a header", limits.HEADER),
    ("a button", limits.BUTTON),
    ("a button's value", limits.BUTTON_VALUE),
    ("an option, and its description", limits.OPTION),
    ("an option's value", limits.OPTION_VALUE),
    ("a placeholder", limits.PLACEHOLDER),
    ("a label or a hint", limits.LABEL),
    ("a window's title and its buttons", limits.TITLE),
    ("an id of a block, an action or a window", limits.IDENTIFIER),
    ("private metadata", limits.METADATA),
    ("a confirmation: title, text, yes, no", ", ".join(map(str, limits.CONFIRM.values()))),
    ("elements in one row of actions", limits.MOST["actions"]),
    ("texts in one context", limits.MOST["context"]),
    ("lines of an overflow menu", limits.MOST["overflow"]),
    ("radio buttons or checkboxes", limits.MOST["radio_buttons"]),
    ("options of a menu", limits.OPTIONS),
    ("charts of a message", limits.CHARTS),
    ("a chart's title, a label", f"{limits.CHART_TITLE}, {limits.CHART_LABEL}"),
    ("a chart's points, series", f"{limits.CHART_POINTS}, {limits.CHART_SERIES}"),
)


def blocks() -> str:
    """One row a limit: characters where it does not say otherwise."""
    return markdown.table(("what", "at most"), [(what, str(most)) for what, most in _LIMITS])


PARTS: Parts = {"blocks": blocks}
