"""Joins verbs, buttons, windows and events to a Bolt app."""

import re
from collections.abc import Callable
from typing import Any

from slack_bolt import App

from bot.domain.refusals import NoLongerOpen
from bot.programme import standing as standings
from bot.slack import verbs
from bot.slack.desk import Desk
from bot.slack.listeners import actions, commands, events, forms
from bot.slack.screens import answers
from bot.slack.visit import Visit, answering

COMMAND = "/revmentor"


def register(app: App, desk: Desk) -> None:
    """Every way in, each wrapped so that whatever happens is answered."""
    app.command(COMMAND)(answering(desk, typed))
    for name, press in actions.ACTIONS.items():
        app.action(re.compile(rf"^{re.escape(name)}(\..+)?$"))(answering(desk, press))
    for callback_id, submit in forms.VIEWS.items():
        app.view(callback_id)(answering(desk, submit))
    app.event("app_home_opened")(answering(desk, events.home_opened))
    app.action(re.compile(".*"))(answering(desk, too_old))
    app.view(re.compile(".*"))(answering(desk, too_old))
    app.event(re.compile(".*"))(_heard)


def typed(visit: Visit) -> None:
    """`/revmentor …`: the verb's row decides; without a verb, where the person stands."""
    said = verbs.read(str(visit.body.get("text") or ""))
    if said.verb is not None:
        said.verb.run(visit, said.argument)
    elif said.word:
        _guess(visit, said.word)
    else:
        commands.where_i_stand(visit)


def _guess(visit: Visit, word: str) -> None:
    now = visit.desk.now()
    where = visit.kept(lambda db, person: standings.where(db, person, now))
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
