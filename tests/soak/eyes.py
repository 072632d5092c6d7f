"""What people can see: their own standing; the lead also the round and the figures."""

from dataclasses import replace
from typing import Any

from sqlalchemy import select

from bot.domain.typed.period import period
from bot.outbox.work import Work
from bot.programme import standing
from bot.programme.figures import stats
from bot.programme.rounds import window
from bot.store.db.session import Db
from bot.store.queries import people
from bot.store.secrets import private, words
from bot.store.tables import OutboxRow, Pair, Participation, Proposal, Session
from tests.soak.company import LEAD
from tests.soak.life import Life


def seen(life: Life, *, but: str = "") -> dict[str, Any]:
    """What everybody but one person sees now, by Slack id."""
    return life.reads(lambda db: _seen(db, life, but))


def _seen(db: Db, life: Life, but: str) -> dict[str, Any]:
    views: dict[str, Any] = {}
    for slack_id in life.people:
        person = people.known(db, slack_id)
        if person is not None and slack_id != but:
            views[slack_id] = standing.where(Work(db, life.now, person))
    lead = people.known(db, LEAD)
    assert lead is not None, "the lead has written once"
    views["the round"] = window.view(Work(db, life.now, lead), None, 1)
    span = period("30d", life.now.date())
    views["the figures"] = stats.counted(Work(db, life.now), span)
    return views


def inside(life: Life) -> dict[str, Any]:
    """What an Undo has to bring back, for everybody: profiles, states, and what is still owed."""
    return life.reads(_inside)


def _inside(db: Db) -> dict[str, Any]:
    kept: dict[str, Any] = {}
    for one in db.scalars(select(Participation)):
        kept[f"participation {one.id}"] = {
            **{name: getattr(one, name) for name in _OF_A_PERSON},
            "offers": [(row.topic, row.level) for row in one.offers],
            "wishes": [(row.topic, row.level_now, row.level_wanted) for row in one.wishes],
            "private": replace(private.of(db, one), unanswered=0),
        }
    for table, names in _OF_THINGS.items():
        for row in db.scalars(select(table)):
            facts = {name: getattr(row, name) for name in names}
            if isinstance(row, Proposal):
                facts["words"] = words.of(db, row)
            kept[f"{table.__tablename__} {row.id}"] = facts
    for owed in db.scalars(select(OutboxRow).where(OutboxRow.state == "pending")):
        kept[f"owed {owed.id}"] = owed.kind
    return kept


_OF_A_PERSON = (
    *("state", "role", "band", "function", "site", "tenure", "newcomer", "languages", "form"),
    *("style", "work_days", "work_from", "work_to", "places_mentor", "places_mentee"),
    *("places_total", "waiting_since", "rounds_waited", "priority", "joined_at", "left_at"),
    *("paused_at", "pause_ends_at", "notify", "calendar_file"),
)
_OF_THINGS: dict[type[Any], tuple[str, ...]] = {
    Proposal: ("state", "expires_at", "remind_at"),
    Pair: ("state", "ends_at", "next_step", "next_step_at", "stopped_at", "paused_at", "ended_at"),
    Session: ("state", "starts_at", "closes_at"),
}
