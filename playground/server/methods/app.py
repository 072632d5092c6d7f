"""What concerns the installation itself: who am I, where is my socket."""

import secrets

from playground.limits.arguments import Arguments
from playground.state.errors import Json
from playground.state.workspace import Workspace


def auth_test(ws: Workspace, _arguments: Arguments) -> Json:
    """auth.test"""
    return {
        "url": f"https://{ws.team_domain}.slack.com/",
        "team": ws.team_name,
        "user": ws.bot_name,
        "team_id": ws.team_id,
        "user_id": ws.bot_user_id,
        "bot_id": ws.bot_id,
        "is_enterprise_install": ws.is_enterprise_install,
        **({"enterprise_id": ws.enterprise_id} if ws.enterprise_id else {}),
    }


def auth_teams(ws: Workspace, _arguments: Arguments) -> Json:
    """auth.teams.list: the workspaces that the token may act in."""
    teams = (ws.team_id, *(ws.other_teams if ws.is_enterprise_install else ()))
    return {
        "teams": [{"id": team, "name": team} for team in teams],
        "response_metadata": {"next_cursor": ""},
    }


def api_test(_ws: Workspace, arguments: Arguments) -> Json:
    """api.test: echoes, and fails on request."""
    return {"args": {name: value for name, value in arguments.given.items() if name != "token"}}


def open_socket(ws: Workspace, _arguments: Arguments) -> Json:
    """apps.connections.open: a URL for one WebSocket connection."""
    host = ws.base_url.replace("http", "ws", 1)
    return {"url": f"{host}/link/?ticket={secrets.token_hex(16)}&app_id={ws.app_id}"}


def team_info(ws: Workspace, _arguments: Arguments) -> Json:
    """team.info"""
    ws.require("team:read")
    return {"team": {"id": ws.team_id, "name": ws.team_name, "domain": ws.team_domain}}
