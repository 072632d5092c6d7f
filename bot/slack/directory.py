"""People from Slack: who they are, and their names at the moment of speaking. Nothing is stored."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web import SlackResponse

from bot.clock import Time
from bot.programme.enrol import Account
from bot.slack.client import retry_after
from bot.texts.clean import StandIn, has_ink
from bot.texts.words import language_of

KEPT_SECONDS = 600
MOST_KEPT = 20_000
PAGE = 1000
LONGEST_WAIT = 300.0
"""Seconds for which one page of everybody is waited for: the rest can wait for another night."""
_NOBODY = ("user_not_found", "user_not_visible", "users_not_found")


@dataclass(frozen=True)
class _Entry:
    account: Account
    name: str | None
    at: float


class Directory:
    """Slack's `users.info`, remembered in memory for ten minutes.

    `team` says which workspace is ours, None while Slack has not told yet.
    """

    def __init__(self, client: WebClient, clock: Time, team: Callable[[], str | None]) -> None:
        self._client = client
        self._clock = clock
        self._team = team
        self._known: OrderedDict[str, _Entry] = OrderedDict()
        self._lock = threading.Lock()

    def account(self, slack_id: str) -> Account:
        """Who this is; unknown to Slack counts as gone.

        Raises the SDK's errors when Slack is away.
        """
        return self._entry(slack_id).account

    def name(self, slack_id: str) -> str | None:
        """The display name; a StandIn (the real name, or nothing) where it has no ink.

        None when Slack does not say: a mention does then.
        """
        try:
            return self._entry(slack_id).name
        except (SlackClientError, OSError):
            return None

    @property
    def team(self) -> str | None:
        """Our own workspace, once Slack has told."""
        return self._team()

    def forget_everybody(self) -> None:
        with self._lock:
            self._known.clear()

    def everybody(self, pause: Callable[[float], bool]) -> Iterator[list[Account]]:
        """All members of the workspace, page by page; a page that Slack holds back is waited for.

        `pause` waits for so many seconds, or answers False: then the look ends there. Raises the
        SDK's errors when Slack is away, or holds a page back for longer than is worth waiting.
        """
        cursor = ""
        while (answer := self._page(cursor, pause)) is not None:
            yield [account_of(user, self._team()) for user in answer["members"]]
            cursor = (answer.get("response_metadata") or {}).get("next_cursor") or ""
            if not cursor:
                return

    def _page(self, cursor: str, pause: Callable[[float], bool]) -> SlackResponse | None:
        waited = 0.0
        while True:
            try:
                return self._client.users_list(limit=PAGE, cursor=cursor, include_locale=True)
            except SlackApiError as error:
                if error.response.status_code != 429:
                    raise
                seconds = retry_after(error.response.headers)
                waited += seconds
                if waited > LONGEST_WAIT:
                    raise
                if not pause(seconds):
                    return None

    def forget(self, slack_id: str) -> None:
        """Somebody changed: ask Slack the next time."""
        with self._lock:
            self._known.pop(slack_id, None)

    def _entry(self, slack_id: str) -> _Entry:
        now = self._clock.real_now().timestamp()
        with self._lock:
            entry = self._known.get(slack_id)
        if entry is not None and now - entry.at < KEPT_SECONDS:
            return entry
        entry = self._asked(slack_id, now)
        if entry.account.is_gone:
            return entry  # asked again the next time: an account may come, or come back
        with self._lock:
            self._known[slack_id] = entry
            while len(self._known) > MOST_KEPT:
                self._known.popitem(last=False)
        return entry

    def _asked(self, slack_id: str, now: float) -> _Entry:
        try:
            answer = self._client.users_info(user=slack_id, include_locale=True)
        except SlackApiError as error:
            if error.response.get("error") in _NOBODY:
                return _Entry(Account(slack_id, None, None, is_gone=True), None, now)
            raise
        user: Mapping[str, Any] = answer["user"]
        return _Entry(account_of(user, self._team()), _name_of(user), now)


def account_of(user: Mapping[str, Any], team: str | None) -> Account:
    """Slack's user object as plain data; which flags keep somebody out: SLACK §3, *People*."""
    locale = user.get("locale")
    return Account(
        slack_id=str(user["id"]),
        zone=user.get("tz"),
        language=language_of(locale, "") or None,
        is_bot=_any(user, "is_bot", "is_app_user", "is_workflow_bot", "is_connector_bot")
        or user["id"] == "USLACKBOT",
        is_guest=_any(user, "is_restricted", "is_ultra_restricted", "is_invited_user"),
        is_foreign=_any(user, "is_stranger") or _is_foreign(user, team),
        is_gone=_any(user, "deleted"),
        is_primary_owner=_any(user, "is_primary_owner"),
    )


def _any(user: Mapping[str, Any], *flags: str) -> bool:
    return any(bool(user.get(flag)) for flag in flags)


def _is_foreign(user: Mapping[str, Any], team: str | None) -> bool:
    theirs = user.get("team_id")
    return team is not None and theirs is not None and theirs != team


def _name_of(user: Mapping[str, Any]) -> str | None:
    """The name that Slack shows, or a stand-in for one that nobody can see."""
    profile: Mapping[str, Any] = user.get("profile") or {}
    told = (profile.get("display_name"), profile.get("real_name"), user.get("real_name"))
    names = [str(name) for name in told if name]
    if not names:
        return None
    seen = next(filter(has_ink, names), "")
    return seen if seen == names[0] else StandIn(seen)
