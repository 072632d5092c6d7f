"""What happens without a click: somebody opens the app's Home."""

from bot.programme import standing as standings
from bot.slack.screens import standing
from bot.slack.visit import Visit


def home_opened(visit: Visit) -> None:
    """Draw the Home tab; the Messages tab fires the same event and is left alone."""
    visit.ack()
    if visit.body.get("event", {}).get("tab") == "home":
        now = visit.desk.now()
        where = visit.kept(lambda db, person: standings.where(db, person, now))
        home = standing.home(where, visit.words)
        visit.desk.client.views_publish(user_id=visit.slack_id, view=home)
