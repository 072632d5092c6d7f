"""Limits of each block, and on which surface it may stand."""

from collections.abc import Callable

from playground.limits import charts, elements, objects
from playground.limits.objects import PLAIN
from playground.limits.problems import Place

EVERYWHERE = frozenset(
    {"actions", "card", "context", "divider", "header", "image", "input", "rich_text", "section"}
    | {"video"}
)
SURFACES = {
    "message": EVERYWHERE
    | {"carousel", "container", "context_actions", "data_table", "data_visualization", "file"}
    | {"markdown", "plan", "table", "task_card"},
    # Charts and tables of a private answer are not promised by any source, so they are refused.
    "ephemeral": EVERYWHERE | {"carousel", "container", "context_actions", "file", "markdown"},
    "modal": EVERYWHERE | {"alert"},
    "home": EVERYWHERE | {"carousel"},
}


def check(place: Place, surface: str) -> None:
    """One block on a surface: message, ephemeral, modal or home."""
    if not place.object():
        return
    kind = place.value.get("type")
    if not isinstance(kind, str) or kind not in RULES:
        place.says(f"unsupported block: {kind}")
        return
    if kind not in SURFACES[surface]:
        place.says(f"unsupported type: {kind} is not allowed on a {surface}")
    objects.optional_string(place, "block_id", 255, least=1)
    RULES[kind](place)


def _divider(place: Place) -> None:
    place.knows_only(frozenset({"type", "block_id"}))


def _header(place: Place) -> None:
    place.knows_only(frozenset({"type", "block_id", "text", "level"}))
    objects.text(place.at("text"), 150, PLAIN)


def _section(place: Place) -> None:
    place.knows_only(frozenset({"type", "block_id", "text", "fields", "accessory", "expand"}))
    if not place.has("text") and not place.has("fields"):
        place.says("needs text or fields")
    objects.optional_text(place, "text", 3000)
    if place.has("fields") and place.at("fields").listed(10):
        for field in place.at("fields").items():
            objects.text(field, 2000)
    if place.has("accessory"):
        elements.check(place.at("accessory"), elements.ACCESSORIES)


def _context(place: Place) -> None:
    place.knows_only(frozenset({"type", "block_id", "elements"}))
    if not place.at("elements").listed(10):
        return
    for one in place.at("elements").items():
        if one.object() and one.value.get("type") == "image":
            elements.check(one, frozenset({"image"}))
        elif isinstance(one.value, dict):
            objects.text(one, 3000)


def _actions(place: Place) -> None:
    place.knows_only(frozenset({"type", "block_id", "elements"}))
    if place.at("elements").listed(25):
        for one in place.at("elements").items():
            elements.check(one, elements.ACTIONS)


def _context_actions(place: Place) -> None:
    place.knows_only(frozenset({"type", "block_id", "elements"}))
    if place.at("elements").listed(5):
        for one in place.at("elements").items():
            elements.check(one, frozenset({"feedback_buttons", "icon_button"}))


def _input(place: Place) -> None:
    place.knows_only(
        frozenset({"type", "block_id", "label", "element", "dispatch_action", "hint", "optional"})
    )
    objects.text(place.at("label"), 2000, PLAIN)
    objects.optional_text(place, "hint", 2000, PLAIN)
    elements.check(place.at("element"), elements.INPUTS)


def _image(place: Place) -> None:
    place.knows_only(
        frozenset({"type", "block_id", "image_url", "slack_file", "alt_text", "title"})
    )
    if not place.has("slack_file"):
        place.at("image_url").string(3000)
    place.at("alt_text").string(2000)
    objects.optional_text(place, "title", 2000, PLAIN)


def _markdown(place: Place) -> None:
    place.knows_only(frozenset({"type", "block_id", "text"}))
    place.at("text").string(12_000)


def _alert(place: Place) -> None:
    place.knows_only(frozenset({"type", "block_id", "text", "level"}))
    objects.text(place.at("text"), 200)
    if place.has("level"):
        place.at("level").one_of(frozenset({"default", "info", "success", "warning", "error"}))


def _card(place: Place) -> None:
    objects.optional_text(place, "title", 150)
    objects.optional_text(place, "subtitle", 150)
    objects.optional_text(place, "body", 200)
    if place.has("actions") and place.at("actions").listed(3):
        for one in place.at("actions").items():
            elements.check(one, frozenset({"button"}))


def _carousel(place: Place) -> None:
    if place.at("elements").listed(10):
        for one in place.at("elements").items():
            check(one, "message")


def _container(place: Place) -> None:
    objects.optional_text(place, "title", 150)
    if place.at("child_blocks").listed(10):
        for one in place.at("child_blocks").items():
            check(one, "message")


def _rich_text(place: Place) -> None:
    place.knows_only(frozenset({"type", "block_id", "elements"}))
    place.at("elements").listed(1000, least=0)


def _table(place: Place) -> None:
    place.knows_only(frozenset({"type", "block_id", "rows", "column_settings"}))
    if place.at("rows").listed(100):
        for row in place.at("rows").items():
            row.listed(20)
    if place.has("column_settings"):
        place.at("column_settings").listed(20)


def _video(place: Place) -> None:
    objects.text(place.at("title"), 200, PLAIN)
    place.at("alt_text").string(2000)
    place.at("video_url").string(3000)
    place.at("thumbnail_url").string(3000)


def _file(place: Place) -> None:
    place.needs("external_id", "source")


def _plan(place: Place) -> None:
    if place.has("tasks"):
        place.at("tasks").listed(50)


def _task_card(place: Place) -> None:
    place.needs("task_id", "title")


RULES: dict[str, Callable[[Place], None]] = {
    "divider": _divider,
    "header": _header,
    "section": _section,
    "context": _context,
    "actions": _actions,
    "context_actions": _context_actions,
    "input": _input,
    "image": _image,
    "markdown": _markdown,
    "alert": _alert,
    "card": _card,
    "carousel": _carousel,
    "container": _container,
    "rich_text": _rich_text,
    "table": _table,
    "video": _video,
    "file": _file,
    "plan": _plan,
    "task_card": _task_card,
    "data_visualization": charts.chart,
    "data_table": charts.data_table,
}
