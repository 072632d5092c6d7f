"""The Home tab is opened."""

from bot.domain.refusals import Refusal
from bot.slack import answers
from bot.slack.edge.request import SlackRequest


def home_opened(request: SlackRequest) -> None:
    """Draw the Home tab; the Messages tab fires the same event and is left alone."""
    request.ack()
    if request.slack_id and request.event.get("tab") == "home":
        request.services.homes.open(request.slack_id)
        draw_home(request)


def draw_home(request: SlackRequest) -> None:
    """Draw the Home tab; whoever cannot take part reads why there."""
    try:
        request.draw_home()
    except Refusal as refusal:
        said = answers.refusal(refusal, request.words)
        request.publish({"type": "home", "blocks": said.blocks})
