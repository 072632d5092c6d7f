"""The window with every figure."""

from bot.programme.figures import stats
from bot.slack.edge.request import SlackRequest
from bot.slack.edge.rows import Button, Row, open_
from bot.slack.figures import screens


def _period(request: SlackRequest) -> tuple[str]:
    return (request.value,)


BUTTONS: tuple[Row, ...] = (
    Button("stats.all", stats.all_figures, _period, open_(screens.all_figures), changes=False),
)
