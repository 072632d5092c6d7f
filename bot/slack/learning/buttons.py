"""What the two prepare with, each behind a button."""

from bot.programme.learning import ideas, preparation, worksheets
from bot.slack.edge.carried import id_of
from bot.slack.edge.request import SlackRequest
from bot.slack.edge.rows import ID, Button, Row, open_, replace, say
from bot.slack.learning.screens import ideas as idea_screens
from bot.slack.learning.screens import preparation as pages
from bot.slack.learning.screens import worksheet as worksheet_screens


def _page(request: SlackRequest) -> tuple[int, int]:
    """For which pair, and which three."""
    page, pair_id = request.choice
    return pair_id, id_of(page)


BUTTONS: tuple[Row, ...] = (
    Button("learning.ideas", ideas.of_pair, ID, say(idea_screens.ideas), changes=False),
    Button("learning.more", ideas.more, _page, replace(idea_screens.ideas), changes=False),
    Button("learning.primer", preparation.primer, ID, open_(pages.primer), changes=False),
    Button(
        "learning.closing", preparation.closing_kit, ID, open_(pages.closing_kit), changes=False
    ),
    Button("learning.card", preparation.topic_card, ID, open_(pages.topic_card), changes=False),
    Button(
        "learning.worksheet", worksheets.form, ID, open_(worksheet_screens.opened), changes=False
    ),
)
