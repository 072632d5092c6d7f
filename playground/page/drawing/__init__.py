"""Blocks as the browser draws them: spans instead of markup, controls instead of elements."""

from collections.abc import Callable

from playground.page.drawing import charts, controls, richtext
from playground.page.drawing.context import DrawingContext
from playground.page.drawing.mrkdwn import mrkdwn
from playground.state.errors import Json


def blocks(given: list[Json], scene: DrawingContext) -> list[Json]:
    """Every block, in order; `id` stays the same as long as the block is the same one."""
    return [_block(one, scene) for one in given]


def _block(given: Json, scene: DrawingContext) -> Json:
    kind = str(given["type"])
    draw = DRAWERS.get(kind)
    drawn = draw(given, scene) if draw else {"draw": "unknown", "kind": kind}
    return {"id": given.get("block_id", ""), **drawn}


def _header(given: Json, scene: DrawingContext) -> Json:
    return {"draw": "header", "text": scene.text(given["text"])}


def _section(given: Json, scene: DrawingContext) -> Json:
    accessory = given.get("accessory")
    return {
        "draw": "section",
        "text": scene.text(given.get("text")),
        "label": scene.label(given.get("text")).split("\n")[0],
        "fields": [scene.text(one) for one in given.get("fields") or []],
        "accessory": controls.element(given, accessory, scene) if accessory else None,
    }


def _context(given: Json, scene: DrawingContext) -> Json:
    parts = [
        [str(one.get("alt_text", ""))] if one["type"] == "image" else scene.text(one)
        for one in given["elements"]
    ]
    return {"draw": "context", "parts": parts}


def _actions(given: Json, scene: DrawingContext) -> Json:
    elements = [controls.element(given, one, scene) for one in given["elements"]]
    return {"draw": "actions", "elements": elements}


def _input(given: Json, scene: DrawingContext) -> Json:
    return {
        "draw": "input",
        "label": scene.label(given["label"]),
        "hint": scene.text(given.get("hint")),
        "optional": bool(given.get("optional")),
        "error": scene.errors.get(given["block_id"], ""),
        "element": controls.element(given, given["element"], scene),
    }


def _image(given: Json, scene: DrawingContext) -> Json:
    url = str(given.get("image_url") or "")
    return {
        "draw": "image",
        "title": scene.text(given.get("title")),
        "alt": str(given.get("alt_text", "")),
        "src": url if url.startswith(f"{scene.ws.base_url}/") else None,
    }


def _alert(given: Json, scene: DrawingContext) -> Json:
    level = str(given.get("level") or "default")
    return {"draw": "alert", "level": level, "text": scene.text(given["text"])}


def _card(given: Json, scene: DrawingContext) -> Json:
    return {
        "draw": "card",
        "title": scene.text(given.get("title")),
        "subtitle": scene.text(given.get("subtitle")),
        "text": scene.text(given.get("body")),
        "elements": [controls.element(given, one, scene) for one in given.get("actions") or []],
    }


def _carousel(given: Json, scene: DrawingContext) -> Json:
    return {"draw": "carousel", "blocks": blocks(given["elements"], scene)}


def _container(given: Json, scene: DrawingContext) -> Json:
    return {
        "draw": "container",
        "title": scene.text(given.get("title")),
        "blocks": blocks(given["child_blocks"], scene),
    }


def _video(given: Json, scene: DrawingContext) -> Json:
    return {
        "draw": "file",
        "title": scene.label(given["title"]),
        "more": str(given.get("alt_text", "")),
        "href": str(given.get("title_url") or given["video_url"]),
    }


def _file(given: Json, _scene: DrawingContext) -> Json:
    return {"draw": "file", "title": str(given.get("external_id", "")), "more": "", "href": None}


def _plan(given: Json, scene: DrawingContext) -> Json:
    tasks = [_task(one, scene) for one in given.get("tasks") or []]
    return {"draw": "plan", "title": _loose(given.get("title"), scene), "tasks": tasks}


def _task_card(given: Json, scene: DrawingContext) -> Json:
    return {"draw": "plan", "title": "", "tasks": [_task(given, scene)]}


def _task(given: Json, scene: DrawingContext) -> Json:
    return {
        "title": _loose(given.get("title"), scene),
        "is_done": given.get("status") in ("complete", "completed"),
    }


def _loose(text: object, scene: DrawingContext) -> str:
    """A title that comes as text or as a text object."""
    return scene.label(text) if isinstance(text, dict) else str(text or "")


def message_text(text: str, scene: DrawingContext) -> list[Json]:
    """A message without blocks: its text as one."""
    return [{"id": "text", "draw": "section", "text": mrkdwn(text, scene.reader)}]


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
    "rich_text": lambda given, scene: {
        "draw": "rich",
        "text": richtext.rich_text(given, scene.reader),
    },
    "table": lambda given, scene: charts.table(given, scene),
    "data_table": lambda given, scene: charts.table(given, scene),
    "data_visualization": lambda given, scene: charts.chart(given, scene),
}
