"""One of each block and of each element that Slack takes."""

from typing import Any

from tests.playground.pieces import actions, button, field, mrkdwn, options, plain, section

Json = dict[str, Any]
RICH = {
    "type": "rich_text",
    "elements": [
        {"type": "rich_text_section", "elements": [{"type": "text", "text": "Rich"}]},
        {"type": "rich_text_quote", "elements": [{"type": "text", "text": "quoted"}]},
    ],
}
SERIES = [
    {"name": "Held", "data": [{"label": "Oct", "value": 12}, {"label": "Nov", "value": 23.5}]},
    {"name": "Due", "data": [{"label": "Oct", "value": 14}, {"label": "Nov", "value": 27}]},
]


def chart(kind: str, title: str = "Meetings") -> Json:
    """A chart of two series over two months, or a pie."""
    inner: Json = {
        "type": kind,
        "series": SERIES,
        "axis_config": {"categories": ["Oct", "Nov"], "x_label": "Month", "y_label": "Meetings"},
    }
    if kind == "pie":
        inner = {
            "type": "pie",
            "segments": [{"label": "Open", "value": 1}, {"label": "Accepted", "value": 3}],
        }
    return {"type": "data_visualization", "title": title, "chart": inner}


def raw(text: str) -> Json:
    return {"type": "raw_text", "text": text}


HUES, ANSWERS = options("Red", "Blue"), options("Yes", "No")

ELEMENTS: dict[str, Json] = {
    "button": button("Go", "button"),
    "icon_button": {
        "type": "icon_button",
        "icon": "trash",
        "text": plain("Delete"),
        "action_id": "i",
    },
    "feedback_buttons": {
        "type": "feedback_buttons",
        "action_id": "feedback",
        "positive_button": {"text": plain("Good"), "value": "good"},
        "negative_button": {"text": plain("Bad"), "value": "bad"},
    },
    "image": {"type": "image", "image_url": "https://a.example/a.png", "alt_text": "A cat"},
    "overflow": {"type": "overflow", "action_id": "overflow", "options": options("Later", "Never")},
    "plain_text_input": {"type": "plain_text_input", "action_id": "text"},
    "email_text_input": {"type": "email_text_input", "action_id": "email"},
    "url_text_input": {"type": "url_text_input", "action_id": "url"},
    "number_input": {"type": "number_input", "action_id": "number", "is_decimal_allowed": False},
    "static_select": {
        "type": "static_select",
        "action_id": "one",
        "options": options("Red", "Blue"),
    },
    "multi_static_select": {
        "type": "multi_static_select",
        "action_id": "many",
        "option_groups": [
            {"label": plain("Warm"), "options": options("Red", "Yellow")},
            {"label": plain("Cold"), "options": options("Blue")},
        ],
    },
    "radio_buttons": {
        "type": "radio_buttons",
        "action_id": "radio",
        "options": options("Yes", "No"),
    },
    "checkboxes": {"type": "checkboxes", "action_id": "boxes", "options": options("Tea", "Coffee")},
    "datepicker": {"type": "datepicker", "action_id": "date"},
    "timepicker": {"type": "timepicker", "action_id": "time"},
    "datetimepicker": {"type": "datetimepicker", "action_id": "moment"},
    **{
        f"{many}{what}_select": {"type": f"{many}{what}_select", "action_id": f"{many}{what}"}
        for many in ("", "multi_")
        for what in ("users", "conversations", "channels")
    },
}

BLOCKS: dict[str, Json] = {
    "divider": {"type": "divider"},
    "header": {"type": "header", "text": plain("A header")},
    "section": section("*Bold*", fields=[mrkdwn("a"), plain("b")], accessory=ELEMENTS["button"]),
    "context": {"type": "context", "elements": [ELEMENTS["image"], mrkdwn("_small_")]},
    "actions": actions(ELEMENTS["button"], ELEMENTS["overflow"]),
    "context_actions": {"type": "context_actions", "elements": [ELEMENTS["feedback_buttons"]]},
    "input": field(
        "name", "Name", {"type": "plain_text_input", "initial_value": "Anna"},
        hint=plain("As on your badge"), optional=True,
    ),
    "image": {**ELEMENTS["image"], "title": plain("Our cat")},
    "markdown": {"type": "markdown", "text": "# Title\n- one\n- **two**"},
    "alert": {"type": "alert", "level": "warning", "text": mrkdwn("*Careful*")},
    "card": {"type": "card", "title": plain("A card"), "body": mrkdwn("Words"),
             "actions": [button("Take", "take")]},
    "carousel": {"type": "carousel", "elements": [{"type": "card", "title": plain("One")}]},
    "container": {"type": "container", "title": plain("A box"), "child_blocks": [section("In")]},
    "rich_text": RICH,
    "table": {"type": "table", "rows": [[raw("a"), RICH], [raw("c"), raw("d")]]},
    "video": {"type": "video", "title": plain("A film"), "alt_text": "How it works",
              "video_url": "https://a.example/v", "thumbnail_url": "https://a.example/t"},
    "file": {"type": "file", "external_id": "report.pdf", "source": "remote"},
    "plan": {"type": "plan", "title": "The plan",
             "tasks": [{"task_id": "1", "title": "One", "status": "complete"}]},
    "task_card": {"type": "task_card", "task_id": "1", "title": "One"},
    "data_visualization": chart("bar"),
    "data_table": {"type": "data_table", "caption": "All figures", "page_size": 1,
                   "rows": [[raw("What"), raw("How many")],
                            [raw("Pairs"), {"type": "raw_number", "text": "10", "value": 10}],
                            [raw("Waiting"), {"type": "raw_number", "text": "3", "value": 3}]]},
}  # fmt: skip
