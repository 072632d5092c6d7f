"""Blocks as the browser draws them: spans instead of markup, controls instead of elements."""

from collections.abc import Callable

from playground.page.drawing import charts, controls, richtext
from playground.page.drawing.context import DrawingContext
from playground.page.drawing.mrkdwn import mrkdwn
from playground.state.errors import Json


def blocks(given: list[Json], context: DrawingContext) -> list[Json]:
    """Every block, in order; `id` stays the same as long as the block is the same one."""
    return [_block(one, context) for one in given]


def _block(given: Json, context: DrawingContext) -> Json:
    kind = str(given["type"])
    draw = DRAWERS.get(kind)
    drawn = draw(given, context) if draw else {"draw": "unknown", "kind": kind}
    return {"id": given.get("block_id", ""), **drawn}


def _header(given: Json, context: DrawingContext) -> Json:
    return {"draw": "header", "text": context.text(given["text"])}


def _section(given: Json, context: DrawingContext) -> Json:
    accessory = given.get("accessory")
    return {
        "draw": "section",
        "text": context.text(given.get("text")),
        "label": context.label(given.get("text")).split("\n")[0],
        "fields": [context.text(one) for one in given.get("fields") or []],
        "accessory": controls.element(given, accessory, context) if accessory else None,
    }


def _context(given: Json, context: DrawingContext) -> Json:
    parts = [
        [str(one.get("alt_text", ""))] if one["type"] == "image" else context.text(one)
        for one in given["elements"]
    ]
    return {"draw": "context", "parts": parts}


def _actions(given: Json, context: DrawingContext) -> Json:
    elements = [controls.element(given, one, context) for one in given["elements"]]
    return {"draw": "actions", "elements": elements}


def _input(given: Json, context: DrawingContext) -> Json:
    return {
        "draw": "input",
        "label": context.label(given["label"]),
        "hint": context.text(given.get("hint")),
        "optional": bool(given.get("optional")),
        "error": context.errors.get(given["block_id"], ""),
        "element": controls.element(given, given["element"], context),
    }


def _image(given: Json, context: DrawingContext) -> Json:
    url = str(given.get("image_url") or "")
    return {
        "draw": "image",
        "title": context.text(given.get("title")),
        "alt": str(given.get("alt_text", "")),
        "src": url if url.startswith(f"{context.ws.base_url}/") else None,
    }


def _alert(given: Json, context: DrawingContext) -> Json:
    level = str(given.get("level") or "default")
    return {"draw": "alert", "level": level, "text": context.text(given["text"])}


def _card(given: Json, context: DrawingContext) -> Json:
    return {
        "draw": "card",
        "title": context.text(given.get("title")),
        "subtitle": context.text(given.get("subtitle")),
        "text": context.text(given.get("body")),
        "elements": [controls.element(given, one, context) for one in given.get("actions") or []],
    }


def _carousel(given: Json, context: DrawingContext) -> Json:
    return {"draw": "carousel", "blocks": blocks(given["elements"], context)}


def _container(given: Json, context: DrawingContext) -> Json:
    return {
        "draw": "container",
        "title": context.text(given.get("title")),
        "blocks": blocks(given["child_blocks"], context),
    }


def _video(given: Json, context: DrawingContext) -> Json:
    return {
        "draw": "file",
        "title": context.label(given["title"]),
        "more": str(given.get("alt_text", "")),
        "href": str(given.get("title_url") or given["video_url"]),
    }


def _file(given: Json, _: DrawingContext) -> Json:
    return {"draw": "file", "title": str(given.get("external_id", "")), "more": "", "href": None}


def _plan(given: Json, context: DrawingContext) -> Json:
    tasks = [_task(one, context) for one in given.get("tasks") or []]
    return {"draw": "plan", "title": _loose(given.get("title"), context), "tasks": tasks}


def _task_card(given: Json, context: DrawingContext) -> Json:
    return {"draw": "plan", "title": "", "tasks": [_task(given, context)]}


def _task(given: Json, context: DrawingContext) -> Json:
    return {
        "title": _loose(given.get("title"), context),
        "is_done": given.get("status") in ("complete", "completed"),
    }


def _loose(text: object, context: DrawingContext) -> str:
    """A title that comes as text or as a text object."""
    return context.label(text) if isinstance(text, dict) else str(text or "")


def message_text(text: str, context: DrawingContext) -> list[Json]:
    """A message without blocks: its text as one."""
    return [{"id": "text", "draw": "section", "text": mrkdwn(text, context.reader)}]


DRAWERS: dict[str, Callable[[Json, DrawingContext], Json]] = {
    "header": _header,
    "section": _section,
    "context": _context,
    "divider": lambda *_: {"draw": "divider"},
    "actions": _actions,
    "context_actions": _actions,
    "input": _input,
    "image": _image,
    "alert": _alert,
    "card": _card,
    "carousel": _carousel,
    "container": _container,
    "video": _video,
    "file": _file,
    "plan": _plan,
    "task_card": _task_card,
    "markdown": lambda given, _: {"draw": "rich", "text": richtext.markdown(given["text"])},
    "rich_text": lambda given, context: {
        "draw": "rich",
        "text": richtext.rich_text(given, context.reader),
    },
    "table": lambda given, context: charts.table(given, context),
    "data_table": lambda given, context: charts.table(given, context),
    "data_visualization": lambda given, context: charts.chart(given, context),
}
