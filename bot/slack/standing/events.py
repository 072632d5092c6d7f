"""The Home tab is opened."""

from bot.domain.refusals import Refusal
from bot.slack import answers
from bot.slack.edge.request import Visit
from bot.slack.edge.submitted import event_of


def home_opened(visit: Visit) -> None:
    """Draw the Home tab; the Messages tab fires the same event and is left alone."""
    visit.ack()
    if visit.slack_id and event_of(visit).get("tab") == "home":
        visit.desk.homes.open(visit.slack_id)
        draw_home(visit)


def draw_home(visit: Visit) -> None:
    """Draw the Home tab; whoever cannot take part reads why there."""
    try:
        visit.draw_home()
    except Refusal as refusal:
        said = answers.refusal(refusal, visit.words)
        visit.publish({"type": "home", "blocks": said.blocks})
