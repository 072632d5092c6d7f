"""Buttons that stand for a verb, and the Home tab drawn again."""

from collections.abc import Callable, Mapping

from bot.domain.refusals import NotYours
from bot.slack import verbs
from bot.slack.edge.request import Visit
from bot.slack.standing.events import draw_home


def draw_home_again(visit: Visit) -> None:
    visit.ack()
    draw_home(visit)


def run_verb(visit: Visit) -> None:
    """A button that stands for a verb: the nearest one, or one of help."""
    verb = verbs.named(visit.action_name.removeprefix("verb.").partition(".")[0])
    if verb is None:
        raise NotYours
    verb.run(visit, "")


BUTTONS: Mapping[str, Callable[[Visit], None]] = {
    "home.again": draw_home_again,
    "verb": run_verb,
}
