"""Joins verbs, buttons, windows and events to a Bolt app."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from slack_bolt import App

from bot.domain.refusals import NoLongerOpen
from bot.slack import verbs
from bot.slack.desk import Desk
from bot.slack.listeners import actions, commands, events, forms
from bot.slack.screens import answers
from bot.slack.visit import Listener, Visit, answering

COMMAND = "/revmentor"
EVENTS: Mapping[str, Listener] = {
    "app_home_opened": events.home_opened,
    "user_change": events.person_changed,
    "team_join": events.person_changed,
    "app_uninstalled": events.app_gone,
    "tokens_revoked": events.app_gone,
}

PRIVATE = ("proposal", "checkin")
"""Chapters of which logs and figures say that somebody acted, and not by which button or window."""


def heard_as(kind: str, name: str) -> tuple[str, str]:
    """What logs and figures call a button or a window.

    >>> heard_as("action", "proposal.no")
    ('private', 'proposal')
    >>> heard_as("view", "when")
    ('view', 'when')
    """
    chapter = name.partition(".")[0]
    return ("private", chapter) if chapter in PRIVATE else (kind, name)


def register(app: App, desk: Desk) -> None:
    """Every way in, each wrapped so that whatever happens is answered."""
    app.command(COMMAND)(answering(desk, typed, "command", "unknown"))
    for name, press in actions.ACTIONS.items():
        app.action(re.compile(rf"^{re.escape(name)}(\..+)?$"))(
            answering(desk, press, *heard_as("action", name))
        )
    for callback_id, submit in forms.VIEWS.items():
        app.view(callback_id)(answering(desk, submit, *heard_as("view", callback_id)))
    for name, hear in EVENTS.items():
        app.event(name)(answering(desk, hear, "event", name))
    app.action(re.compile(".*"))(answering(desk, too_old, "action", "unknown"))
    app.view(re.compile(".*"))(answering(desk, too_old, "view", "unknown"))
    app.event(re.compile(".*"))(_heard)


def typed(visit: Visit) -> None:
    """`/revmentor …`: the verb's row decides; without a verb, where the person stands."""
    said = verbs.read(str(visit.body.get("text") or ""))
    if said.verb is not None:
        visit.name = said.verb.name
        said.verb.run(visit, said.argument)
    elif said.word:
        _guess(visit, said.word)
    else:
        visit.name = "status"
        commands.where_i_stand(visit)


def _guess(visit: Visit, word: str) -> None:
    where = visit.stands()
    found = verbs.nearest(word, lead=where.lead)
    visit.say(answers.unknown_verb(word, found.name if found else None, visit.words))


def too_old(visit: Visit) -> None:
    """A button or window that this version no longer draws: say how things are."""
    if visit.is_submission:
        raise NoLongerOpen
    visit.say_where_i_stand()


def _heard(ack: Callable[..., Any]) -> None:
    """An event that nobody asked for is acknowledged, or Slack sends it again."""
    ack()
