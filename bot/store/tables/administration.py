"""The programme, and concerns about it."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    LargeBinary,
    String,
)
from sqlalchemy.orm import Mapped, mapped_column

from bot.domain.enrolment.notice import NOTICE
from bot.domain.lifecycle import ProgrammeState
from bot.store.db.types import value_of
from bot.store.tables.base import Id, Table


class Programme(Table):
    """The rules, the leads (Slack ids), and the date that waits: the next round.

    `next_round_on` is the nominal day of the rhythm; `next_round_at` the instant at which the
    round is drafted, moved off a holiday. `first_round_on` is where the windows start.
    `workspace` is whose people these are: Slack's id of a workspace, or of an organisation.
    `workspace_owner` is who owns it, as Slack said last.
    `leads` are all that are named, `leads_gone` those of them without a full account here;
    `without_lead_since` is since when none is left who has one, `owner_told_at` when the owner of
    the workspace was told so.
    """

    __tablename__ = "programme"
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    state: Mapped[ProgrammeState] = mapped_column(value_of(ProgrammeState, 20))
    rules: Mapped[dict[str, Any]]
    leads: Mapped[list[Any]]
    leads_gone: Mapped[list[Any]] = mapped_column(default=list)
    without_lead_since: Mapped[datetime | None]
    owner_told_at: Mapped[datetime | None]
    workspace: Mapped[str | None] = mapped_column(String(32))
    workspace_owner: Mapped[str | None] = mapped_column(String(32))
    opened_at: Mapped[datetime]
    first_round_on: Mapped[date | None]
    next_round_on: Mapped[date | None]
    next_round_at: Mapped[datetime | None] = mapped_column(index=True)
    next_nightly_sync_at: Mapped[datetime | None]
    next_night_at: Mapped[datetime | None] = mapped_column(index=True)
    accounts_held_at: Mapped[datetime | None]
    accounts_confirmed_at: Mapped[datetime | None]
    journal_begun_at: Mapped[datetime | None]
    notice_version: Mapped[int] = mapped_column(default=NOTICE)


class ConcernRow(Table):
    """A concern for one person, sealed (`bot.store.secrets.concerns`), under a random number."""

    __tablename__ = "concern"
    __table_args__ = ()
    id: Mapped[int] = mapped_column(Id, primary_key=True, autoincrement=False)
    raised_on: Mapped[date]
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
