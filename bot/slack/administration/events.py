"""What Slack says of the installation."""

from bot import logs
from bot.slack.edge.request import SlackRequest

log = logs.logger(__name__)


def app_gone(request: SlackRequest) -> None:
    """`app_uninstalled`, `tokens_revoked`: nothing can be sent until an operator fixes it."""
    log.error("the app was removed from the workspace, or its token revoked")
    request.services.directory.forget_everybody()
