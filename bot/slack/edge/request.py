"""One Slack request, as listeners see it: who, what, and the ways to answer.

A listener is wrapped by `answering`, so that each refusal becomes a sentence and each fault of
ours becomes "our side, what you wrote is kept" with a code.
"""

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any, Concatenate, ParamSpec, TypeVar

from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.webhook import WebhookClient

from bot import logs
from bot.domain.refusals import ForeignTeam, NotYours, Refusal
from bot.outbox.work import Work
from bot.programme import unit_of_work
from bot.programme.people.accounts import Account
from bot.programme.people.voice import Voice
from bot.programme.standing import Standing
from bot.programme.unit_of_work import Again
from bot.slack import answers
from bot.slack.edge.guard import request_key
from bot.slack.edge.services import Heard, Services
from bot.slack.kit import views as views
from bot.slack.kit.blocks import Said
from bot.slack.standing.screens import standing
from bot.texts.words import Words

P = ParamSpec("P")
T = TypeVar("T")
View = dict[str, Any]
Listener = Callable[["SlackRequest"], None]

log = logs.logger(__name__)
_STALE = ("expired_trigger_id", "exchanged_trigger_id", "invalid_trigger_id", "trigger_expired")
_STALE_VIEW = ("hash_conflict", "not_found", "view_not_found")


class SlackRequest:
    """A command, a click, a submitted form or an event."""

    def __init__(
        self, services: Services, body: Mapping[str, Any], ack: Callable[..., Any], name: str = ""
    ) -> None:
        self.services = services
        self.name = name
        self.body = body
        self._ack = ack
        self.answered = False
        self.acted = False

    # --- who and what ---

    @property
    def slack_id(self) -> str:
        """Who sent this; empty for what cannot be an id, which is nobody's."""
        user = self.body.get("user")
        event: Mapping[str, Any] = self.body.get("event") or {}
        named = self.body.get("user_id") or event.get("user")
        found = str((user.get("id") if isinstance(user, Mapping) else named) or "")
        return found if found.isalnum() else ""

    @property
    def key(self) -> str:
        return request_key(self.body)

    @cached_property
    def account(self) -> Account:
        return self.services.directory.account(self.slack_id)

    @cached_property
    def words(self) -> Words:
        """The person's words; in the programme's language when Slack cannot say who it is."""
        try:
            account = self.account
        except (SlackClientError, OSError):
            account = Account(self.slack_id, None, None)
        return self.services.words(account)

    @property
    def value(self) -> str:
        """What the pressed element carries: a button's value, or the option chosen."""
        action = self._action
        option = action.get("selected_option")
        found = option.get("value") if isinstance(option, Mapping) else action.get("value")
        return str(found or "")

    @property
    def action_name(self) -> str:
        """The action id of the pressed element."""
        return str(self._action.get("action_id") or "")

    @property
    def number(self) -> int:
        """The id that a button carries. Raises NotYours for anything that is no id of ours."""
        return _number(self.value)

    @property
    def choice(self) -> tuple[str, int]:
        """What a line of a menu carries: a word and an id. Raises NotYours for anything else."""
        word, _, text = self.value.partition(":")
        return word, _number(text)

    @property
    def _action(self) -> Mapping[str, Any]:
        actions = self.body.get("actions")
        first = actions[0] if isinstance(actions, list) and actions else {}
        return first if isinstance(first, Mapping) else {}

    @property
    def view(self) -> View:
        view = self.body.get("view")
        return dict(view) if isinstance(view, Mapping) else {}

    @property
    def is_submission(self) -> bool:
        return self.body.get("type") == "view_submission"

    @property
    def is_event(self) -> bool:
        return self.body.get("type") == "event_callback"

    @property
    def is_command(self) -> bool:
        return "command" in self.body

    @property
    def in_modal(self) -> bool:
        return self.view.get("type") == "modal"

    # --- use cases ---

    def run_once(
        self, use_case: Callable[Concatenate[Work, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Change something, once for this request. Raises Again when it was done before."""
        services = self.services
        done = unit_of_work.run_once(
            services.sessions, self.account, self.key, services.now(), use_case, *args, **kwargs
        )
        self._answers_in(done.voice)
        self.acted = True
        return done.result

    def run(
        self, use_case: Callable[Concatenate[Work, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Look up, or keep what may be kept twice."""
        services = self.services
        done = unit_of_work.run(
            services.sessions, self.account, services.now(), use_case, *args, **kwargs
        )
        self._answers_in(done.voice)
        return done.result

    def stands(self) -> Standing:
        """Where the person stands now."""
        done = unit_of_work.stands(self.services.sessions, self.account, self.services.now())
        self._answers_in(done.voice)
        return done.result

    def _answers_in(self, voice: Voice) -> None:
        """Words for the answer, which were looked up with the effect: no second transaction."""
        if "words" not in vars(self):
            self.words = self.services.words_of(self.account, voice)

    # --- answers ---

    def ack(self, *args: Any, **kwargs: Any) -> None:
        self.answered = True
        self._ack(*args, **kwargs)

    def say(self, said: Said) -> None:
        """Answer only this person: beside the command, in the modal, or below the message."""
        if self.is_command:
            self.ack(text=said.text, blocks=said.blocks, response_type="ephemeral")
        elif self.is_submission:
            self.ack(response_action="update", view=views.told(said, self.words))
        elif self.body.get("response_url"):
            self.ack()
            self._respond(said, replace=False)
        else:
            self.ack()
            self._say_in_window(said)

    def replace(self, said: Said) -> None:
        """Put the answer in the place of the message whose button was pressed."""
        if not self.body.get("response_url"):
            self.say(said)
            return
        self.ack()
        self._respond(said, replace=True)

    def replace_and_say(self, lasting: Said, passing: Said) -> None:
        """One text in the place of the message, which Slack keeps, and one for the person alone."""
        if not self.body.get("response_url"):
            self.say(passing)
            return
        self.ack()
        self._respond(lasting, replace=True)
        self._respond(passing, replace=False)

    def open_and_replace(self, view: View, lasting: Said) -> None:
        """Open a window, and put a text in the place of the message that the click came from."""
        self.open(view)
        if self.body.get("response_url"):
            self._respond(lasting, replace=True)

    def say_where_i_stand(self) -> None:
        """The answer to a request that came twice: how things are now."""
        where = self.stands()
        if self.is_submission:
            self.ack(response_action="clear")
        else:
            self.say(standing.standing(where, self.words))

    def draw_home(self) -> None:
        """Publish the Home tab as things stand now."""
        where = self.stands()
        self.publish(standing.home(where, self.words))

    def publish(self, view: View) -> None:
        """Put this view into the person's Home tab."""
        self.services.client.views_publish(user_id=self.slack_id, view=view)

    def open(self, view: View) -> None:
        """Open a window; a click that came too late is answered with how things are."""
        try:
            self._show(view)
        except SlackApiError as error:
            if error.response.get("error") not in _STALE:
                raise
            self.say_where_i_stand()
            return
        self.ack()

    def update(self, view: View) -> None:
        """Redraw the window that the click came from; one that has changed meanwhile stays."""
        self.ack()
        try:
            self.services.client.views_update(
                view_id=self.view["id"], hash=self.view.get("hash"), view=view
            )
        except SlackApiError as error:
            if error.response.get("error") not in _STALE_VIEW:
                raise

    def turn_to(self, view: View) -> None:
        """Answer a submitted form with the next window in its place."""
        self.ack(response_action="update", view=view)

    def refuse_fields(self, errors: Mapping[str, str]) -> None:
        """Answer a submitted form beside its fields; what was typed stays."""
        self.ack(response_action="errors", errors=dict(errors))

    def _say_in_window(self, said: Said) -> None:
        """Where there is no conversation: on Home, or in a window, above or instead of another."""
        if self.is_event:
            if self.slack_id:
                home = views.at_home(said)
                self.services.client.views_publish(user_id=self.slack_id, view=home)
            return
        try:
            self._show(views.told(said, self.words))
        except SlackApiError as error:
            if error.response.get("error") not in _STALE:
                raise

    def _show(self, view: View) -> None:
        """In a window of its own, or instead of the one on top when there are three already."""
        client, trigger = self.services.client, str(self.body.get("trigger_id") or "none")
        if not self.in_modal:
            client.views_open(trigger_id=trigger, view=view)
            return
        try:
            client.views_push(trigger_id=trigger, view=view)
        except SlackApiError as error:
            if error.response.get("error") != "push_limit_reached":
                raise
            client.views_update(view_id=self.view["id"], view=view)

    def _respond(self, said: Said, *, replace: bool) -> None:
        """Through `response_url`; one that is used up or expired is not an error of anybody's."""
        client = self.services.client
        hook = WebhookClient(str(self.body["response_url"]), timeout=client.timeout, ssl=client.ssl)
        hook.proxy = client.proxy  # by itself it would take any proxy of the environment
        hook.send(
            text=said.text,
            blocks=said.blocks,
            response_type="ephemeral",
            replace_original=replace,
            unfurl_links=False,
        )


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 18):
        raise NotYours
    return int(text)


def answering(
    services: Services, listener: Listener, kind: str = "event", name: str = ""
) -> Callable[..., None]:
    """Wrap a listener for Bolt: refusals and faults are answered, nothing is left hanging.

    `kind` and `name` are what logs and figures call it.
    """

    def listen(body: dict[str, Any], ack: Callable[..., Any], context: dict[str, Any]) -> None:
        request, begun = SlackRequest(services, body, ack, name), services.clock.real_now()
        outcome, reason = _answered(request, listener, context.get("foreign_teams") or frozenset())
        seconds = (services.clock.real_now() - begun).total_seconds()
        _tell(services, Heard(kind, request.name, outcome, reason, max(0.0, seconds)))

    return listen


def _answered(
    request: SlackRequest, listener: Listener, foreign_teams: frozenset[str]
) -> tuple[str, str | None]:
    """What came of it, and the reason if it is not simply done."""
    try:
        if foreign_teams and not request.services.directory.shares(request.slack_id, foreign_teams):
            raise ForeignTeam
        listener(request)
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
