"""`stats`: who takes part now, the counts of whole closed windows, and what they released.

Why no single days: docs/programme.md, Windows.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from bot.domain.figures.disclosure import STEP, Figure
from bot.domain.figures.meaning import NoneClosed
from bot.domain.lifecycle import ProgrammeState, WindowState
from bot.domain.time.local_time import local_day
from bot.domain.typed.period import Period, period
from bot.outbox.enqueue import enqueue
from bot.outbox.work import Work
from bot.programme.figures import counts, kinds, windows
from bot.programme.figures.counts import Count
from bot.programme.figures.results import NoFigures, OfWindows, Published, Stats, WindowFigures
from bot.programme.people import leads
from bot.store.db.session import Db
from bot.store.queries import enrolment, figures, proposals
from bot.store.tables import Release, Window


def stats(work: Work, asked: str) -> Stats:
    """The figures of a period, for leads; also owes the picture of them by DM, once a window of
    it has closed.

    Answers are never read here: only what was released. Raises NotALead, BadPeriod.
    """
    leads.require(work)
    found = of_period(work, asked)
    if isinstance(found.closed, OfWindows):
        enqueue(
            work, kinds.PICTURE, None, to=work.me,
            occasion=f"{found.period}:{work.now.timestamp()}", arguments={"period": found.period},
        )  # fmt: skip
    return found


def all_figures(work: Work, asked: str) -> Stats:
    """The same, to look through. Raises NotALead, BadPeriod."""
    leads.require(work)
    return of_period(work, asked)


def of_period(work: Work, asked: str) -> Stats:
    """The figures of a period, whoever asks. Raises BadPeriod."""
    return counted(work, period(asked, local_day(work.now, work.rules.zone)))


def counted(work: Work, span: Period) -> Stats:
    """Read a period; nothing of a closed window is counted again."""
    programme, zone = work.programme, work.rules.zone
    all_closed = figures.closed_windows(work.db, programme.id)
    chosen = span.of(all_closed, lambda one: _last_day(one.ends_at, zone))
    shown = [one for one in chosen if one.state != WindowState.UNPUBLISHED]
    everybody = enrolment.enrolled(work.db, programme.id, work.now)
    return Stats(
        period=span.asked,
        today=local_day(work.now, zone),
        people=counts.people(work, everybody),
        roles=Counter(one.role for one in everybody),
        pairs=counts.pairs_now(work),
        proposals_open=proposals.open_until_expiry(work.db, programme.id, work.now),
        closed=_of_windows(work.db, shown, zone)
        if shown
        else _no_figures(work, all_closed, chosen),
        windows=_figures(figures.releases_of(work.db, [one.id for one in shown]), zone),
    )


def _no_figures(work: Work, all_closed: Sequence[Window], chosen: Sequence[Window]) -> NoFigures:
    if chosen:
        return NoFigures(NoneClosed.LOST)
    if all_closed:
        return NoFigures(NoneClosed.OTHER_WEEKS)
    if work.programme.state == ProgrammeState.ENROLLING:
        return NoFigures(NoneClosed.NO_ROUND)
    first = windows.first_sealed_at(work)
    if first <= work.now:
        return NoFigures(NoneClosed.BEING_COUNTED)
    return NoFigures(NoneClosed.TO_COME, local_day(first, work.rules.zone))


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
