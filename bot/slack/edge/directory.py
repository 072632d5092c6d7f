"""People from Slack: who they are, and their names at the moment of speaking. Nothing is stored."""

import re
import threading
from collections import OrderedDict
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web import SlackResponse

from bot.clock import Time
from bot.programme.people.accounts import Account
from bot.slack.edge.outcomes import retry_after
from bot.texts.clean import StandIn, has_ink
from bot.texts.words import language_of

KEPT_SECONDS = 600
MOST_KEPT = 20_000
PAGE = 1000
WORKSPACES = 100
"""Of an organisation, in one page."""
LONGEST_WAIT = 300.0
"""Seconds for which one page of everybody is waited for: the rest can wait for another night."""
_TEAM = re.compile("[TE][A-Z0-9]+")
_NOBODY = ("user_not_found", "user_not_visible", "users_not_found")


@dataclass(frozen=True)
class _Entry:
    account: Account
    workspaces: frozenset[str]
    name: str | None
    full_name: str | None
    at: float


class Directory:
    """Slack's `users.info`, remembered in memory for ten minutes.

    `team` says which workspace is ours, or which organisation (`E…`) where the app is installed
    for all of it; None while nobody has told yet.
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

    def asked_anew(self, slack_id: str) -> Account:
        """The same, whatever was remembered. Raises as `account`."""
        self.forget(slack_id)
        return self.account(slack_id)

    def name(self, slack_id: str) -> str | None:
        """The display name; a StandIn (the real name, or nothing) where it has no ink.

        None when Slack does not say: a mention does then.
        """
        try:
            return self._entry(slack_id).name
        except (SlackClientError, OSError):
            return None

    def full_name(self, slack_id: str) -> str | None:
        """First and last name, as far as Slack knows them; else as `name`."""
        try:
            return self._entry(slack_id).full_name
        except (SlackClientError, OSError):
            return None

    def shares(self, slack_id: str, workspaces: Collection[str]) -> bool:
        """Whether this is one of ours who is at home in these workspaces, too: on an
        organisation-wide Slack people knock from wherever they are.

        Raises the SDK's errors when Slack is away.
        """
        entry = self._entry(slack_id)
        return not entry.account.is_foreign and entry.workspaces.issuperset(workspaces)

    @property
    def team(self) -> str | None:
        """Our own workspace or organisation, once it is known."""
        return self._team()

    def forget_everybody(self) -> None:
        with self._lock:
            self._known.clear()

    def everybody(self, pause: Callable[[float], bool]) -> Iterator[list[Account]]:
        """All members of the workspace, page by page; a page that Slack holds back is waited for.

        An organisation is looked at workspace by workspace: who is in several comes several times.

        `pause` waits for so many seconds, or answers False: then the look ends there. Raises the
        SDK's errors when Slack is away, or holds a page back for longer than is worth waiting.
        """
        ours = self._team()
        if not is_organisation(ours):
            yield from self._members(None, ours, pause)
            return
        for page in self._pages(self._client.auth_teams_list, pause, limit=WORKSPACES):
            for one in page["teams"]:
                yield from self._members(str(one["id"]), ours, pause)

    def _members(
        self, team: str | None, ours: str | None, pause: Callable[[float], bool]
    ) -> Iterator[list[Account]]:
        asked = {"limit": PAGE, "include_locale": True} | ({"team_id": team} if team else {})
        for page in self._pages(self._client.users_list, pause, **asked):
            yield [account_of(user, ours) for user in page["members"]]

    def _pages(
        self, method: Callable[..., SlackResponse], pause: Callable[[float], bool], **asked: Any
    ) -> Iterator[SlackResponse]:
        cursor = ""
        while (answer := self._page(method, cursor, pause, asked)) is not None:
            yield answer
            cursor = (answer.get("response_metadata") or {}).get("next_cursor") or ""
            if not cursor:
                return

    def _page(
        self,
        method: Callable[..., SlackResponse],
        cursor: str,
        pause: Callable[[float], bool],
        asked: Mapping[str, Any],
    ) -> SlackResponse | None:
        waited = 0.0
        while True:
            try:
                return method(cursor=cursor, **asked)
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
                gone = Account(slack_id, None, None, is_gone=True)
                return _Entry(gone, frozenset(), None, None, now)
            raise
        user: Mapping[str, Any] = answer["user"]
        account = account_of(user, self._team())
        shown, real = _names_of(user)
        name, full_name = _readable([*shown, *real]), _readable([*real, *shown])
        return _Entry(account, _workspaces_of(user), name, full_name, now)


def account_of(user: Mapping[str, Any], ours: str | None) -> Account:
    """Slack's user object as plain data; which flags keep somebody out: docs/slack.md, People.

    `ours` is the id of our workspace, or of our organisation; None while it is not known.
    """
    locale = user.get("locale")
    return Account(
        slack_id=str(user["id"]),
        zone=user.get("tz"),
        language=language_of(locale, "") or None,
        is_bot=_any(user, "is_bot", "is_app_user", "is_workflow_bot", "is_connector_bot")
        or user["id"] == "USLACKBOT",
        is_guest=_any(user, "is_restricted", "is_ultra_restricted", "is_invited_user"),
        is_foreign=_any(user, "is_stranger") or _is_foreign(user, ours),
        is_gone=_any(user, "deleted"),
        is_primary_owner=_any(user, "is_primary_owner"),
    )


def _any(user: Mapping[str, Any], *flags: str) -> bool:
    return any(bool(user.get(flag)) for flag in flags)


def is_organisation(ours: str | None) -> bool:
    """Whether the app is installed for a whole organisation, by the id of what is ours."""
    return ours is not None and ours.startswith("E")


def _is_foreign(user: Mapping[str, Any], ours: str | None) -> bool:
    """Whether somebody belongs elsewhere. On an organisation-wide Slack `team_id` is one's home,
    and `enterprise_user.teams` says where one is a member; else `team_id` says it. Whose
    `team_id` is none belongs to nobody."""
    home = user.get("team_id")
    if not _is_id(home):
        return True
    if ours is None:
        return False
    grid = user.get("enterprise_user")
    if isinstance(grid, Mapping) and isinstance(teams := grid.get("teams"), list):
        return ours not in (*teams, grid.get("enterprise_id"))
    return bool(home != ours)


def _workspaces_of(user: Mapping[str, Any]) -> frozenset[str]:
    """All workspaces that somebody is in, with their organisation."""
    grid = user.get("enterprise_user")
    named = [user.get("team_id")]
    if isinstance(grid, Mapping):
        teams = grid.get("teams")
        named += [grid.get("enterprise_id"), *(teams if isinstance(teams, list) else ())]
    return frozenset(one for one in named if isinstance(one, str) and _is_id(one))


def _is_id(team: object) -> bool:
    return isinstance(team, str) and _TEAM.fullmatch(team) is not None


def _names_of(user: Mapping[str, Any]) -> tuple[list[str], list[str]]:
    """The display name, and the real ones; none of them may be there."""
    profile: Mapping[str, Any] = user.get("profile") or {}
    real = (profile.get("real_name"), user.get("real_name"))
    return _given(profile.get("display_name")), _given(*real)


def _given(*names: object) -> list[str]:
    return [str(name) for name in names if name]


def _readable(names: list[str]) -> str | None:
    """The first of these, or a stand-in for one that nobody can see."""
    if not names:
        return None
    seen = next(filter(has_ink, names), "")
    return seen if seen == names[0] else StandIn(seen)
