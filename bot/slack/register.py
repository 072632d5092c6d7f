"""Joins verbs, buttons, windows and events to a Bolt app."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from slack_bolt import App

from bot.domain.refusals import NoLongerOpen
from bot.slack import answers, verbs
from bot.slack.administration import buttons as administration_buttons
from bot.slack.administration import windows as administration_windows
from bot.slack.administration.events import app_gone
from bot.slack.edge.listening import Handle, answering
from bot.slack.edge.request import SlackRequest
from bot.slack.edge.rows import NotUnderstood, Row, VerbRow
from bot.slack.edge.services import Services
from bot.slack.enrolment import buttons as enrolment_buttons
from bot.slack.enrolment import windows as enrolment_windows
from bot.slack.enrolment.events import person_changed
from bot.slack.figures import buttons as figures_buttons
from bot.slack.learning import buttons as learning_buttons
from bot.slack.learning import windows as learning_windows
from bot.slack.meetings import buttons as meeting_buttons
from bot.slack.meetings import windows as meeting_windows
from bot.slack.pairs import buttons as pair_buttons
from bot.slack.pairs import windows as pair_windows
from bot.slack.people import buttons as people_buttons
from bot.slack.rounds import buttons as round_buttons
from bot.slack.rounds import windows as round_windows
from bot.slack.standing import buttons as standing_buttons
from bot.slack.standing.events import home_opened

COMMAND = "/revmentor"
BUTTON_ROWS: tuple[Row, ...] = (
    *enrolment_buttons.BUTTONS,
    *people_buttons.BUTTONS,
    *standing_buttons.BUTTONS,
    *round_buttons.BUTTONS,
    *pair_buttons.BUTTONS,
    *meeting_buttons.BUTTONS,
    *learning_buttons.BUTTONS,
    *figures_buttons.BUTTONS,
    *administration_buttons.BUTTONS,
)
WINDOW_ROWS: tuple[Row, ...] = (
    *enrolment_windows.WINDOWS,
    *pair_windows.WINDOWS,
    *round_windows.WINDOWS,
    *meeting_windows.WINDOWS,
    *learning_windows.WINDOWS,
    *administration_windows.WINDOWS,
)
BUTTONS: Mapping[str, Row] = {row.name: row for row in BUTTON_ROWS}
"""What each button does. The fixed action id is the row's name; a suffix keeps ids unique."""
WINDOWS: Mapping[str, Row] = {row.name: row for row in WINDOW_ROWS}
"""What each window does when it is sent."""
EVENTS: Mapping[str, Handle] = {
    "app_home_opened": home_opened,
    "user_change": person_changed,
    "team_join": person_changed,
    "app_uninstalled": app_gone,
    "tokens_revoked": app_gone,
}

PRIVATE = {
    "proposal": "proposal", "checkin": "checkin", "learning": "learning", "ideas": "learning",
    "concern": "own", "notify": "own", "reminders": "own",
    "end": "after_pair", "after_pair": "after_pair", "swap": "swap",
}  # fmt: skip
"""Of these, and of names that begin so, logs and figures say only that somebody did something of
this kind, and not by which button, window or verb."""


def heard_as(kind: str, name: str) -> tuple[str, str]:
    """What logs and figures call a button, a window or a verb.

    >>> heard_as("action", "proposal.no")
    ('private', 'proposal')
    >>> heard_as("view", "when")
    ('view', 'when')
    """
    chapter = PRIVATE.get(name.partition(".")[0])
    return (kind, name) if chapter is None else ("private", chapter)


def register(app: App, services: Services) -> None:
    """Every way in, each wrapped so that whatever happens is answered."""
    app.command(COMMAND)(answering(services, typed, "command", "unknown"))
    for name, press in BUTTONS.items():
        app.action(re.compile(rf"^{re.escape(name)}(\..+)?$"))(
            answering(services, press, *heard_as("action", name))
        )
    for callback_id, submit in WINDOWS.items():
        app.view(callback_id)(answering(services, submit, *heard_as("view", callback_id)))
    for name, hear in EVENTS.items():
        app.event(name)(answering(services, hear, "event", name))
    app.action(re.compile(".*"))(answering(services, too_old, "action", "unknown"))
    app.view(re.compile(".*"))(answering(services, too_old, "view", "unknown"))
    app.event(re.compile(".*"))(_heard)


def typed(request: SlackRequest) -> None:
    """`/revmentor …`: the verb's row decides; without a verb, where the person stands."""
    said = verbs.read(str(request.body.get("text") or ""))
    if said.verb is not None:
        request.kind, request.name = heard_as("command", said.verb.name)
        request.typed = said.argument
        _run(said.verb, request)
    elif said.word:
        _guess(request, said.word)
    else:
        request.name = "status"
        request.say_where_i_stand()


def _run(verb: VerbRow, request: SlackRequest) -> None:
    try:
        verb(request)
    except NotUnderstood:
        request.say(answers.not_understood(verb.name, request.typed, request.words))


def _guess(request: SlackRequest, word: str) -> None:
    where = request.stands()
    found = verbs.nearest(word, lead=where.lead)
    request.say(answers.unknown_verb(word, found.name if found else None, request.words))


def too_old(request: SlackRequest) -> None:
    """A button or window that this version no longer draws: say how things are."""
    if request.is_submission:
        raise NoLongerOpen
    request.say_where_i_stand()


def _heard(ack: Callable[..., Any]) -> None:
    """An event that nobody asked for is acknowledged, or Slack sends it again."""
    ack()
