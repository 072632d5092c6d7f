"""A handler wrapped for Bolt: each refusal becomes a sentence, and each fault of ours becomes
"our side, what you wrote is kept" with a code.
"""

from collections.abc import Callable
from typing import Any

from bot import logs
from bot.domain.refusals import ForeignTeam, Refusal
from bot.programme.unit_of_work import Again
from bot.slack import answers
from bot.slack.edge.request import SlackRequest
from bot.slack.edge.services import Heard, Services
from bot.slack.standing.screens import standing

Handle = Callable[[SlackRequest], None]

log = logs.logger(__name__)


def answering(
    services: Services, handle: Handle, kind: str = "event", name: str = ""
) -> Callable[..., None]:
    """Wrap a handler for Bolt: refusals and faults are answered, nothing is left hanging.

    `kind` and `name` are what logs and figures call it.
    """

    def listen(body: dict[str, Any], ack: Callable[..., Any], context: dict[str, Any]) -> None:
        request, begun = SlackRequest(services, body, ack, kind, name), services.clock.real_now()
        outcome, reason = _answered(request, handle, context.get("foreign_teams") or frozenset())
        seconds = (services.clock.real_now() - begun).total_seconds()
        _tell(services, Heard(request.kind, request.name, outcome, reason, max(0.0, seconds)))

    return listen


def _answered(
    request: SlackRequest, handle: Handle, foreign_teams: frozenset[str]
) -> tuple[str, str | None]:
    """What came of it, and the reason if it is not simply done."""
    try:
        if foreign_teams and not request.services.directory.shares(request.slack_id, foreign_teams):
            raise ForeignTeam
        handle(request)
        if not request.answered:
            request.ack()
        if request.acted:
            _redraw_home(request)
    except Again:
        _safely(request, request.say_where_i_stand)
        return "again", None
    except Refusal as refusal:
        _refused(request, refusal)
        return "refused", refusal.key
    except Exception as error:
        return "failed", _failed(request, error)
    return "done", None


def _tell(services: Services, heard: Heard) -> None:
    log.info(
        "request",
        kind=heard.kind,
        name=heard.name,
        outcome=heard.outcome,
        reason=heard.reason,
        ms=round(heard.seconds * 1000),
    )
    services.heard(heard)


def _redraw_home(request: SlackRequest) -> None:
    """The Home tab of who just did something, if they ever opened it here."""
    if request.services.homes.opened_by(request.slack_id):
        _safely(request, request.draw_home)


def _refused(request: SlackRequest, refusal: Refusal) -> None:
    _safely(request, lambda: request.say(answers.refusal(refusal, request.words)))


def _failed(request: SlackRequest, error: Exception) -> str:
    code = logs.error_code()
    logs.failure(code, error)
    _safely(request, lambda: _tell_of_trouble(request, code))
    return code


def _tell_of_trouble(request: SlackRequest, code: str) -> None:
    """The code finds the failure in the log; a Home tab that cannot be drawn gets a button."""
    if not request.is_event:
        request.say(answers.trouble(code, request.words))
    elif request.slack_id:
        request.ack()
        request.publish(standing.home_trouble(request.words))


def _safely(request: SlackRequest, answer: Callable[[], None]) -> None:
    """An answer that cannot be given is logged; the request itself is closed all the same."""
    try:
        answer()
    except Exception as error:
        logs.failure(logs.error_code(), error)
    if not request.answered:
        request.ack()
