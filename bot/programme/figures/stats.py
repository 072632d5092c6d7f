"""`stats`: who takes part now, the counts of whole closed windows, and what they released.

Why no single days: docs/programme.md, Windows.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from bot.domain.figures.disclosure import STEP, Figure
from bot.domain.time.local_time import local_day
from bot.domain.typed.period import Period, period
from bot.outbox.enqueue import enqueue
from bot.outbox.work import Work
from bot.programme.figures import counts, kinds
from bot.programme.figures.counts import Count
from bot.programme.figures.results import OfWindows, Published, Stats, WindowFigures
from bot.programme.people import leads
from bot.programme.people.hours import rules_of
from bot.store.db.session import Db
from bot.store.queries import enrolment, figures, proposals
from bot.store.tables import Programme, Release, Window


def stats(work: Work, asked: str) -> Stats:
    """The figures of a period, for leads; also owes the picture of them by DM.

    Answers are never read here: only what was released. Raises NotALead, BadPeriod.
    """
    programme = leads.require(work)
    zone = rules_of(programme).zone
    span = period(asked, local_day(work.now, zone))
    enqueue(
        work, kinds.PICTURE, None, to=work.me,
        occasion=f"{span.asked}:{work.now.timestamp()}", arguments={"period": span.asked},
    )  # fmt: skip
    return counted(work, programme, span)


def picture(work: Work, asked: str) -> Stats:
    """The same figures, for the DM with chart and table."""
    programme = work.programme
    span = period(asked, local_day(work.now, rules_of(programme).zone))
    return counted(work, programme, span)


def counted(work: Work, programme: Programme, span: Period) -> Stats:
    """Read a period; nothing of a closed window is counted again."""
    zone = rules_of(programme).zone
    chosen = span.of(
        figures.closed_windows(work.db, programme.id), lambda one: _last_day(one.ends_at, zone)
    )
    released = figures.releases_of(work.db, [one.id for one in chosen])
    return Stats(
        period=span.asked,
        enrolled=enrolment.enrolled_by_role(work.db, programme.id, work.now),
        waiting=counts.waiting(work, programme),
        proposals_open=proposals.open_until_expiry(work.db, programme.id, work.now),
        pairs_by_state=counts.pairs_by_fate(work.db, programme),
        closed=_of_windows(work.db, chosen, zone) if chosen else None,
        windows=_figures(released, zone),
    )


def _of_windows(db: Db, chosen: Sequence[Window], zone: str) -> OfWindows:
    """Sums of what was written when each closed. Meetings: of those windows that show them."""
    of_each = figures.counts_of(db, [one.id for one in chosen])
    total: Counter[str] = Counter()
    for one in of_each.values():
        total.update(one)
    with_meetings = sum(Count.HELD in one for one in of_each.values())
    return OfWindows(
        since=local_day(chosen[0].starts_at, zone),
        until=_last_day(chosen[-1].ends_at, zone),
        rounds=total[Count.ROUNDS],
        proposals_accepted=total[Count.ACCEPTED],
        proposals_not_ahead=total[Count.NOT_AHEAD],
        sessions_held=total[Count.HELD] if with_meetings else None,
        sessions_due=total[Count.DUE] if with_meetings else None,
        without_meetings=len(chosen) - with_meetings,
    )


def _figures(releases: Sequence[Release], zone: str) -> tuple[WindowFigures, ...]:
    by_window: dict[int, list[Release]] = {}
    for row in releases:
        by_window.setdefault(row.window_id, []).append(row)
    return tuple(
        WindowFigures(
            starts_on=local_day(rows[0].starts_at, zone),
            ends_on=_last_day(rows[0].ends_at, zone),
            figures=tuple(_published(row) for row in rows),
        )
        for rows in by_window.values()
    )


def _published(row: Release) -> Published:
    figure = Figure.from_json(row.figure)
    return Published(figure.metric, figure.relation, figure.value, figure.n // STEP * STEP)


def _last_day(ends_at: datetime, zone: str) -> date:
    return local_day(ends_at, zone) - timedelta(days=1)
