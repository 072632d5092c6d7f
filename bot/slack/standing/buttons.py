"""Buttons that stand for a verb, and the Home tab drawn again."""

from bot.domain.refusals import NotYours
from bot.slack import verbs
from bot.slack.edge.request import SlackRequest
from bot.slack.edge.rows import Handler, Row
from bot.slack.standing.events import draw_home


def draw_home_again(request: SlackRequest) -> None:
    request.ack()
    draw_home(request)


def run_verb(request: SlackRequest) -> None:
    """A button that stands for a verb: the nearest one, or one of help."""
    verb = verbs.named(request.action_name.removeprefix("verb.").partition(".")[0])
    if verb is None:
        raise NotYours
    verb(request)


BUTTONS: tuple[Row, ...] = (
    Handler("home.again", draw_home_again),
    Handler("verb", run_verb),
)
