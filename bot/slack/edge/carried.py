"""What a request of Slack's carries, read with care: who, what was pressed, what was filled in."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from bot.domain.refusals import NotYours
from bot.slack.edge.guard import request_key
from bot.slack.kit.blocks import View
from bot.slack.kit.forms import Answer, metadata, parse


class Carried:
    """A command, a click, a submitted form or an event, as it came."""

    def __init__(self, body: Mapping[str, Any]) -> None:
        self.body = body

    @property
    def slack_id(self) -> str:
        """Who sent this; empty for what cannot be an id, which is nobody's."""
        user = self.body.get("user")
        named = self.body.get("user_id") or self.event.get("user")
        found = str((user.get("id") if isinstance(user, Mapping) else named) or "")
        return found if found.isalnum() else ""

    @property
    def key(self) -> str:
        return request_key(self.body)

    @property
    def value(self) -> str:
        """What the pressed element carries: a button's value, or the option chosen."""
        action = self._action
        option = action.get("selected_option")
        found = option.get("value") if isinstance(option, Mapping) else action.get("value")
        return str(found or "")

    @property
    def action_name(self) -> str:
        """The action id of the pressed element."""
        return str(self._action.get("action_id") or "")

    @property
    def number(self) -> int:
        """The id that a button carries. Raises NotYours for anything that is no id of ours."""
        return id_of(self.value)

    @property
    def choice(self) -> tuple[str, int]:
        """What a line of a menu carries: a word and an id. Raises NotYours for anything else."""
        word, _, text = self.value.partition(":")
        return word, id_of(text)

    @property
    def _action(self) -> Mapping[str, Any]:
        actions = self.body.get("actions")
        return _mapping(actions[0]) if isinstance(actions, list) and actions else {}

    @property
    def view(self) -> View:
        return dict(_mapping(self.body.get("view")))

    @property
    def values(self) -> Mapping[str, Answer]:
        """What was filled in, by field; see `bot.slack.kit.forms.parse`."""
        return parse(_mapping(self.view.get("state")).get("values"))

    @property
    def about(self) -> Mapping[str, Any]:
        """What the window was opened about; empty when that is forged or missing."""
        return metadata(self.view)

    @property
    def event(self) -> Mapping[str, Any]:
        return _mapping(self.body.get("event"))

    @property
    def is_submission(self) -> bool:
        return self.body.get("type") == "view_submission"

    @property
    def is_event(self) -> bool:
        return self.body.get("type") == "event_callback"

    @property
    def is_command(self) -> bool:
        return "command" in self.body

    @property
    def in_modal(self) -> bool:
        return self.view.get("type") == "modal"


def _mapping(thing: object) -> Mapping[str, Any]:
    return thing if isinstance(thing, Mapping) else {}


def id_of(value: object) -> int:
    """Raises NotYours for anything that is no id of ours."""
    text = str(value or "")
    if not (text.isascii() and text.isdigit() and len(text) <= 18):
        raise NotYours
    return int(text)


def moment_of(value: object) -> datetime:
    """The chosen instant; a picker gives whole seconds since 1970. Raises NotYours."""
    try:
        return datetime.fromtimestamp(int(str(value)), UTC).replace(second=0)
    except (ValueError, OverflowError, OSError) as error:
        raise NotYours from error


def day_of(value: object) -> date | None:
    """Raises NotYours for what is no day."""
    try:
        return date.fromisoformat(str(value)) if value else None
    except ValueError as error:
        raise NotYours from error
