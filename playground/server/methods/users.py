"""users.*: people of the workspace."""

from playground.limits.arguments import Arguments
from playground.server.methods.conversations import cursor_at, position_of
from playground.state.errors import Json, SlackError
from playground.state.workspace import Workspace

MOST_PEOPLE = 1000
WITHOUT_LIMIT = 500


def info(ws: Workspace, arguments: Arguments) -> Json:
    """users.info"""
    ws.require("users:read")
    person = ws.account(arguments.text("user"))
    return {"user": person.as_user(ws.clock.now(), arguments.flag("include_locale"))}


def listing(ws: Workspace, arguments: Arguments) -> Json:
    """users.list: by id, in pages; a large workspace demands a limit."""
    ws.require("users:read")
    limit = arguments.number("limit", 0)
    if limit < 0 or limit > MOST_PEOPLE:
        raise SlackError("invalid_limit")
    team = _asked_team(ws, arguments)
    after = position_of("user", arguments.text("cursor")) or ""
    rest = [ws.by_id[user] for user in sorted(ws.by_id) if user > after]
    rest = [person for person in rest if team in (None, person.team_id, *person.teams)]
    if limit == 0 and len(rest) > WITHOUT_LIMIT:
        raise SlackError("limit_required")
    page = rest[:limit] if limit else rest
    more = len(page) < len(rest)
    locale, now = arguments.flag("include_locale"), ws.clock.now()
    return {
        "members": [person.as_user(now, locale) for person in page],
        "cache_ts": int(now),
        "response_metadata": {"next_cursor": cursor_at("user", page[-1].id) if more else ""},
    }


def _asked_team(ws: Workspace, arguments: Arguments) -> str | None:
    """The workspace whose people are asked for; a whole organisation's token must name one."""
    team = arguments.text("team_id")
    if ws.is_enterprise_install and not team:
        raise SlackError("missing_argument")
    return team if ws.is_enterprise_install else None
