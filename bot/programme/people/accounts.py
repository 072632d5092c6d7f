"""What Slack says of a person, and who is let in."""

from dataclasses import dataclass

from bot.domain.refusals import (
    BotsCannotJoin,
    ForeignTeam,
    GuestsCannotJoin,
)


@dataclass(frozen=True)
class Account:
    """What Slack says of a person; `language` is None when the locale is not one of ours."""

    slack_id: str
    zone: str | None
    language: str | None
    is_bot: bool = False
    is_guest: bool = False
    is_foreign: bool = False
    is_gone: bool = False
    is_primary_owner: bool = False

    @property
    def is_member(self) -> bool:
        """A person of this workspace, who may take part."""
        return not (self.is_bot or self.is_guest or self.is_foreign or self.is_gone)


def admit(account: Account) -> None:
    """Raises BotsCannotJoin, ForeignTeam, GuestsCannotJoin."""
    if account.is_bot or account.is_gone:
        raise BotsCannotJoin
    if account.is_foreign:
        raise ForeignTeam
    if account.is_guest:
        raise GuestsCannotJoin
