"""A concern is read by whom it went to."""

from bot.programme.administration import concerns
from bot.slack.administration.screens import concern as screens
from bot.slack.edge.rows import ID, Button, Row, open_

BUTTONS: tuple[Row, ...] = (
    Button("concern.open", concerns.opened, ID, open_(screens.opened), changes=False),
)
