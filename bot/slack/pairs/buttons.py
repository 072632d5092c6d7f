"""One of the two goes on with a pair that rests."""

from bot.programme.pairs import pairing
from bot.slack.edge.rows import ID, Button, Row, replace
from bot.slack.pairs import screens

BUTTONS: tuple[Row, ...] = (Button("pair.wake", pairing.wake, ID, replace(screens.woken)),)
