"""Slack says that somebody changed."""

from collections.abc import Mapping

from bot.programme.enrolment import account_sync
from bot.slack.edge.directory import account_of
from bot.slack.edge.request import Visit
from bot.slack.edge.submitted import event_of


def person_changed(visit: Visit) -> None:
    """`user_change` and `team_join`: another zone or language, gone, a guest now, back again."""
    user = event_of(visit).get("user")
    if not isinstance(user, Mapping) or not user.get("id"):
        return
    desk = visit.desk
    desk.directory.forget(str(user["id"]))
    account = account_of(user, desk.directory.team)
    desk.of_nobody(lambda db: account_sync.changed(db, account, desk.now()))
