"""The payloads of commands and interactions, with the keys that Slack sends."""

import re

from playground.state.conversations import Conversation, Message
from playground.state.errors import Json, UnknownPerson
from playground.state.people import Person
from playground.state.views import View
from playground.state.workspace import Workspace

AT_NAME = re.compile(r"(?<![\w<])@([\w.\-]+)")
MENTION = re.compile(r"(<@[UW][A-Z0-9]+(?:\|[^<>]*)?>)")
HASH_NAME = re.compile(r"(?<![\w<])#([\w\-]+)")


def command(ws: Workspace, person: Person, room: Conversation, name: str, text: str) -> Json:
    """The form of a slash command; mentions are escaped when the app asks for it."""
    url = ws.response_urls.make(person.id, room.id)
    named = "directmessage" if room.kind == "im" else room.name
    return {
        "token": "playground",
        "team_id": ws.team_id if person.enterprise_id else person.team_id,
        "team_domain": ws.team_domain,
        **({"enterprise_id": ws.enterprise_id} if ws.enterprise_id else {}),
        "channel_id": room.id,
        "channel_name": named,
        "user_id": person.id,
        "user_name": person.name,
        "command": name,
        "text": escaped(ws, text) if ws.should_escape else text,
        "api_app_id": ws.app_id,
        "is_enterprise_install": str(ws.is_enterprise_install).lower(),
        "response_url": f"{ws.base_url}/response/{url.key}",
        "trigger_id": ws.triggers.make(person.id),
    }


def escaped(ws: Workspace, text: str) -> str:
    """`@name` and `#channel` as Slack writes them when the name is known; mentions that are
    written out already stay, all else is escaped."""

    def person_of(found: re.Match[str]) -> str:
        try:
            person = ws.person(found[1])
        except UnknownPerson:
            return found[0]
        return f"<@{person.id}|{person.name}>"

    def channel_of(found: re.Match[str]) -> str:
        room = ws.rooms.named(found[1])
        return f"<#{room.id}|{room.name}>" if room else found[0]

    def outside(words: str) -> str:
        safe = words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        return HASH_NAME.sub(channel_of, AT_NAME.sub(person_of, safe))

    parts = MENTION.split(text)
    return "".join(part if MENTION.fullmatch(part) else outside(part) for part in parts)


def on_message(ws: Workspace, person: Person, message: Message, action: Json) -> Json:
    """block_actions on a message or a private answer."""
    room = ws.rooms.by_id[message.conversation]
    url = ws.response_urls.make(person.id, room.id, message.ts)
    private = message.ephemeral_to is not None
    shown = ws.as_slack_message(message, with_metadata=not private)
    return {
        **_block_actions(ws, person, action),
        "trigger_id": ws.triggers.make(person.id),
        "container": {
            "type": "message",
            "message_ts": message.ts,
            "channel_id": room.id,
            "is_ephemeral": private,
        },
        "channel": {"id": room.id, "name": "directmessage" if room.kind == "im" else room.name},
        "message": shown if not private else {**shown, "is_ephemeral": True},
        "state": {"values": ws.message_form(message, person.id).values()},
        "response_url": f"{ws.base_url}/response/{url.key}",
    }


def on_view(ws: Workspace, person: Person, view: View, action: Json) -> Json:
    """block_actions on a modal or the Home tab: no channel, no response URL."""
    modal = view.id if view.kind == "modal" else None
    return {
        **_block_actions(ws, person, action),
        "trigger_id": ws.triggers.make(person.id, from_modal=modal),
        "container": {"type": "view", "view_id": view.id},
        "view": _view(ws, view),
    }


def submission(ws: Workspace, person: Person, view: View) -> Json:
    """view_submission"""
    return {
        "type": "view_submission",
        **_who(ws, person),
        "trigger_id": ws.triggers.make(person.id, from_modal=view.id),
        "view": _view(ws, view),
        "response_urls": [],
    }


def closed(ws: Workspace, person: Person, view: View, everything: bool) -> Json:
    """view_closed"""
    return {
        "type": "view_closed",
        **_who(ws, person),
        "view": _view(ws, view),
        "is_cleared": everything,
    }


def home_opened(ws: Workspace, person: Person, tab: str) -> Json:
    """The event app_home_opened."""
    event: Json = {
        "type": "app_home_opened",
        "user": person.id,
        "channel": ws.direct(person.id).id,
        "tab": tab,
        "event_ts": ws.next_ts(),
    }
    home = ws.views.homes.get(person.id)
    if home is not None and tab == "home":
        event["view"] = ws.views.as_json(home)
    return event


def _view(ws: Workspace, view: View) -> Json:
    return ws.views.as_json(view, ws.omits_untouched_after_update)


def _block_actions(ws: Workspace, person: Person, action: Json) -> Json:
    return {
        "type": "block_actions",
        **_who(ws, person),
        "actions": [{**action, "action_ts": ws.next_ts()}],
    }


def _who(ws: Workspace, person: Person) -> Json:
    return {
        "team": {"id": ws.team_id, "domain": ws.team_domain},
        "user": {
            "id": person.id,
            "username": person.name,
            "name": person.name,
            "team_id": person.team_id,
        },
        "api_app_id": ws.app_id,
        "token": "playground",
        "enterprise": {"id": ws.enterprise_id, "name": ws.team_name} if ws.enterprise_id else None,
        "is_enterprise_install": ws.is_enterprise_install,
    }
