"""A language is chosen."""

from collections.abc import Callable, Mapping

from bot.slack.edge.request import Visit
from bot.slack.people.verbs import language


def choose_language(visit: Visit) -> None:
    language(visit, visit.value or "-")


BUTTONS: Mapping[str, Callable[[Visit], None]] = {"language.choose": choose_language}
