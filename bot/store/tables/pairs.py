"""Pairs."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    ForeignKey,
    LargeBinary,
    String,
)
from sqlalchemy.orm import Mapped, mapped_column

from bot.domain.due.plan import NewcomersPlan, Plan
from bot.domain.due.silence import Step
from bot.domain.lifecycle import PairState
from bot.store.db.types import value_of
from bot.store.tables.base import Id, Table
from bot.store.tables.two_sides import TwoSides

APART = "apart"
"""Stands in `Pair.channel` where Slack opens no group to the two: each is written to alone."""


class Pair(TwoSides, Table):
    """A mentor and a mentee from the start on (`d0`, the second yes); what reports may group by is
    frozen then, and so is their plan: `due_at` is by when each meeting is due, `minutes` how long
    each takes, `newcomers` whether it is that of the newcomers' track, by which reports group
    nothing.

    Where it stands on the ladder of silence: `next_step` is what it is owed next while it has no
    date, `next_step_at` when, unless the ladder has stood still since `stopped_at`; None where
    nothing is owed. Until `awaits_answer_until` it stands still for a suggestion without an answer;
    None where there was none yet. `choice_at` is when both are asked what they would like after it,
    None once they were; `choices` is what they say, sealed (`bot.store.secrets.choices`).
    `ends_early_at` is when it ends because one of the two has asked for that; which of them stands
    in `exits` alone (`bot.store.secrets.exits`). `moved_by_days` is by how much breaks moved its
    end; `video_link` is where the two meet from afar.
    """

    __tablename__ = "pair"
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"))
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"))
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"), unique=True)
    state: Mapped[PairState] = mapped_column(value_of(PairState, 20), index=True)
    topics: Mapped[list[Any]]
    give_back: Mapped[str | None] = mapped_column(String(40))
    mentor_dimension: Mapped[str | None] = mapped_column(String(64))
    mentee_dimension: Mapped[str | None] = mapped_column(String(64))
    d0: Mapped[datetime]
    ends_at: Mapped[datetime]
    due_at: Mapped[tuple[datetime, ...]]
    minutes: Mapped[int]
    newcomers: Mapped[bool] = mapped_column(default=False)
    silent_since: Mapped[datetime | None]
    next_step: Mapped[Step | None] = mapped_column(value_of(Step, 12))
    next_step_at: Mapped[datetime | None] = mapped_column(index=True)
    stopped_at: Mapped[datetime | None] = mapped_column(index=True)
    awaits_answer_until: Mapped[datetime | None]
    choice_at: Mapped[datetime | None] = mapped_column(index=True)
    choices: Mapped[bytes | None] = mapped_column(LargeBinary)
    paused_at: Mapped[datetime | None]
    moved_by_days: Mapped[int] = mapped_column(default=0)
    ends_early_at: Mapped[datetime | None] = mapped_column(index=True)
    exits: Mapped[bytes | None] = mapped_column(LargeBinary)
    ended_at: Mapped[datetime | None]
    channel: Mapped[str | None] = mapped_column(String(32))
    video_link: Mapped[str | None] = mapped_column(String(500))

    @property
    def plan(self) -> Plan:
        """The plan it began with; breaks have moved its end by whole days."""
        if self.newcomers:
            return NewcomersPlan(minutes=self.minutes)
        lasts = self.ends_at - self.d0 - timedelta(days=self.moved_by_days)
        return Plan(round(lasts / timedelta(weeks=1)), len(self.due_at), self.minutes)

    @property
    def is_at_rest(self) -> bool:
        """Whether it has come to rest and neither has returned to it, on a break or not."""
        return self.next_step is Step.END

    @property
    def meeting_lasts(self) -> timedelta:
        return timedelta(minutes=self.minutes)
