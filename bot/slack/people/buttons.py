"""A language is chosen."""

from collections.abc import Callable, Mapping

from bot.slack.edge.request import SlackRequest
from bot.slack.people.verbs import language


def choose_language(request: SlackRequest) -> None:
    language(request, request.value or "-")


BUTTONS: Mapping[str, Callable[[SlackRequest], None]] = {"language.choose": choose_language}
