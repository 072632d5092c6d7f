"""What happens without a click: a Home is opened, somebody changes, the app is taken out."""

from collections.abc import Mapping
from typing import Any

from bot import logs
from bot.domain.refusals import Refusal
from bot.programme.enrolment import account_sync
from bot.slack.directory import account_of
from bot.slack.screens import answers
from bot.slack.visit import Visit

log = logs.logger(__name__)


def home_opened(visit: Visit) -> None:
    """Draw the Home tab; the Messages tab fires the same event and is left alone."""
    visit.ack()
    if visit.slack_id and _event(visit).get("tab") == "home":
        visit.desk.homes.open(visit.slack_id)
        draw_home(visit)


def draw_home(visit: Visit) -> None:
    """Draw the Home tab; whoever cannot take part reads why there."""
    try:
        visit.draw_home()
    except Refusal as refusal:
        said = answers.refusal(refusal, visit.words)
        visit.publish({"type": "home", "blocks": said.blocks})


def person_changed(visit: Visit) -> None:
    """`user_change` and `team_join`: another zone or language, gone, a guest now, back again."""
    user = _event(visit).get("user")
    if not isinstance(user, Mapping) or not user.get("id"):
        return
    desk = visit.desk
    desk.directory.forget(str(user["id"]))
    account = account_of(user, desk.directory.team)
    desk.of_nobody(lambda db: account_sync.changed(db, account, desk.now()))


def app_gone(visit: Visit) -> None:
    """`app_uninstalled`, `tokens_revoked`: nothing can be sent until an operator mends it."""
    log.error("the app was removed from the workspace, or its token revoked")
    visit.desk.directory.forget_everybody()


def _event(visit: Visit) -> Mapping[str, Any]:
    event = visit.body.get("event")
    return event if isinstance(event, Mapping) else {}
