"""People of the workspace, as Slack describes them."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from playground.state.errors import Json

SLACKBOT = "USLACKBOT"


@dataclass(frozen=True, slots=True)
class Person:
    """One account. Every flag has Slack's name and is false for an ordinary member.

    On an organisation-wide Slack (`enterprise_id`), `team_id` is the home and `teams` are all
    workspaces that the account is a member of.
    """

    id: str
    name: str
    real_name: str
    display_name: str = ""
    title: str = ""
    tz: str = "Europe/Rome"
    locale: str = "it-IT"
    team_id: str = ""
    enterprise_id: str = ""
    teams: tuple[str, ...] = ()
    deleted: bool = False
    is_bot: bool = False
    is_app_user: bool = False
    is_workflow_bot: bool = False
    is_connector_bot: bool = False
    is_admin: bool = False
    is_owner: bool = False
    is_primary_owner: bool = False
    is_restricted: bool = False
    is_ultra_restricted: bool = False
    is_stranger: bool = False
    is_invited_user: bool = False

    def changed(self, **facts: Any) -> "Person":
        """The same account with other facts; an unknown name of a fact is a TypeError."""
        return replace(self, **facts)

    def as_user(self, slack_now: float, include_locale: bool = False) -> Json:
        """Slack's user object. `tz_offset` (seconds) is that of the zone at `slack_now`.

        A deactivated account comes without zone and locale, as from Slack.
        """
        user: Json = {
            "id": self.id,
            "team_id": self.team_id,
            "name": self.name,
            "deleted": self.deleted,
            "profile": self._profile(),
            "is_bot": self.is_bot,
            "is_app_user": self.is_app_user,
            "updated": int(slack_now),
        }
        if self.enterprise_id:
            user["enterprise_user"] = self._enterprise_user()
        if self.deleted:
            return user
        user |= {"real_name": self.real_name, "color": "4bbe2e", **self._zone(slack_now)}
        user |= {
            "is_admin": self.is_admin,
            "is_owner": self.is_owner,
            "is_primary_owner": self.is_primary_owner,
            "is_restricted": self.is_restricted,
            "is_ultra_restricted": self.is_ultra_restricted,
            "is_email_confirmed": not self.is_bot,
        }
        user |= dict.fromkeys(self._rare_flags(), True)
        if include_locale:
            user["locale"] = self.locale
        return user

    def _enterprise_user(self) -> Json:
        return {
            "id": self.id,
            "enterprise_id": self.enterprise_id,
            "enterprise_name": "Playground",
            "is_admin": False,
            "is_owner": False,
            "teams": list(self.teams),
        }

    def _profile(self) -> Json:
        return {
            "real_name": self.real_name,
            "real_name_normalized": self.real_name,
            "display_name": self.display_name,
            "display_name_normalized": self.display_name,
            "title": self.title,
            "team": self.team_id,
            "avatar_hash": f"g{self.id[-9:].lower()}",
        }

    def _zone(self, slack_now: float) -> Json:
        try:
            local = datetime.fromtimestamp(slack_now, UTC).astimezone(ZoneInfo(self.tz))
        except (KeyError, ValueError):
            return {"tz": self.tz, "tz_label": self.tz, "tz_offset": 0}
        offset = local.utcoffset()
        seconds = int(offset.total_seconds()) if offset is not None else 0
        return {"tz": self.tz, "tz_label": local.tzname() or self.tz, "tz_offset": seconds}

    def _rare_flags(self) -> list[str]:
        flags = ("is_stranger", "is_invited_user", "is_workflow_bot", "is_connector_bot")
        return [flag for flag in flags if getattr(self, flag)]


def can_be_written_to(person: Person) -> str | None:
    """None when the bot can open a conversation with this account, else Slack's refusal."""
    if person.is_bot or person.id == SLACKBOT:
        return "cannot_dm_bot"
    if person.deleted:
        return "user_disabled"
    return None
