"""Slack says that somebody changed."""

from collections.abc import Mapping

from bot.outbox.work import run_as_system
from bot.programme.enrolment.accounts import account_sync
from bot.slack.edge.directory import account_of
from bot.slack.edge.request import SlackRequest


def person_changed(request: SlackRequest) -> None:
    """`user_change` and `team_join`: another zone or language, gone, a guest now, back again."""
    user = request.event.get("user")
    if not isinstance(user, Mapping) or not user.get("id"):
        return
    services = request.services
    services.directory.forget(str(user["id"]))
    account = account_of(user, services.directory.team)
    run_as_system(services.sessions, services.now(), account_sync.changed, account)
