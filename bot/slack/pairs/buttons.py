"""One of the two goes on with a pair that rests, or would rather change."""

from bot.programme.pairs import pairing, swaps
from bot.slack.edge.rows import ID, Button, Row, replace
from bot.slack.pairs import screens, swap_screens
from bot.slack.pairs.windows import open_swap

BUTTONS: tuple[Row, ...] = (
    Button("pair.wake", pairing.wake, ID, replace(screens.woken)),
    Button("swap.open", swaps.in_pair, ID, open_swap, changes=False),
    Button("swap.undo", swaps.take_back, ID, replace(swap_screens.undone)),
)
