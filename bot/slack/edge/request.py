"""One Slack request, as handlers see it: what it carries, its use cases, the ways to answer it."""

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any, Concatenate, ParamSpec, TypeVar

from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.webhook import WebhookClient

from bot.outbox.work import Work
from bot.programme import unit_of_work
from bot.programme.people.accounts import Account
from bot.programme.standing import Standing
from bot.programme.unit_of_work import Voice
from bot.slack.edge.carried import Carried
from bot.slack.edge.services import Services
from bot.slack.kit.blocks import Said, View
from bot.slack.kit.tell import as_home, as_window
from bot.slack.standing.screens import standing
from bot.texts.words import Words

P = ParamSpec("P")
T = TypeVar("T")

_STALE = ("expired_trigger_id", "exchanged_trigger_id", "invalid_trigger_id", "trigger_expired")
_STALE_VIEW = ("hash_conflict", "not_found", "view_not_found")


class SlackRequest(Carried):
    """Who asks, with their words; runs use cases for them, and tells them what came of it.

    `typed` is what stood behind the verb of a command.
    """

    def __init__(
        self,
        services: Services,
        body: Mapping[str, Any],
        ack: Callable[..., Any],
        kind: str = "event",
        name: str = "",
    ) -> None:
        super().__init__(body)
        self.services = services
        self.kind, self.name = kind, name
        self.typed = ""
        self._ack = ack
        self.answered = False
        self.acted = False

    # --- who asks ---

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
            self.ack(response_action="update", view=as_window(said, self.words))
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
                home = as_home(said)
                self.services.client.views_publish(user_id=self.slack_id, view=home)
            return
        try:
            self._show(as_window(said, self.words))
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
