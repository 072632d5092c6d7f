"""`stats`: operational counts of a period, and the releases whose windows closed in it."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import groupby

from sqlalchemy.orm import Session as Db

from bot.domain import cadence
from bot.domain.disclosure import Figure
from bot.domain.period import Period, period
from bot.outbox.owe import owe
from bot.programme import leads
from bot.programme.facts import Published, Stats, WindowFigures
from bot.programme.hours import rules_of
from bot.store import pairs, people, programmes, rounds
from bot.store.tables import Person, Programme, Release


def stats(db: Db, person: Person, asked: str, now: datetime) -> Stats:
    """The figures of a period, for leads; also owes the picture of them by DM.

    Answers are never read here: only what was released. Raises NotALead, BadPeriod.
    """
    programme = leads.require(db, person)
    zone = rules_of(programme).zone
    span = period(asked, cadence.local_day(now, zone))
    owe(
        db, "stats.picture", occasion=f"{span.asked}:{now.timestamp()}", now=now,
        person=person.id, arguments={"period": span.asked},
    )  # fmt: skip
    return counted(db, programme, span, now)


def picture(db: Db, asked: str, now: datetime) -> Stats:
    """The same figures, for the DM with chart and table."""
    programme = programmes.current(db)
    span = period(asked, cadence.local_day(now, rules_of(programme).zone))
    return counted(db, programme, span, now)


def counted(db: Db, programme: Programme, span: Period, now: datetime) -> Stats:
    """Count a period from local midnight to local midnight (or now) in the programme's zone."""
    rules = rules_of(programme)
    since = cadence.at_local(span.since, 0, rules.zone)
    until = min(now, cadence.at_local(span.until + timedelta(days=1), 0, rules.zone))
    fates = rounds.proposals_by_fate(db, programme.id, since, until)
    windows = _windows(
        programmes.releases_closed_between(db, programme.id, since, until), rules.zone
    )
    return Stats(
        period=span.asked,
        since=span.since,
        until=span.until,
        enrolled=people.enrolled_by_role(db, programme.id),
        waiting=_waiting(db, programme),
        rounds=rounds.sent_between(db, programme.id, since, until),
        proposals_open=fates["open"],
        proposals_accepted=fates["accepted"],
        proposals_not_ahead=fates["not_ahead"],
        pairs_by_state=pairs.pairs_by_state(db, programme.id),
        sessions_held=pairs.held_between(db, programme.id, since, until),
        sessions_due=_sessions_due(db, programme, since, until),
        windows=windows,
        too_few_yet=not windows,
    )


def _waiting(db: Db, programme: Programme) -> int:
    """Whoever takes part, is in no live pair, and has no open proposal."""
    engaged = [*pairs.live_places(db, programme.id), *rounds.open_places(db, programme.id)]
    busy = {one for two in engaged for one in two}
    return sum(one not in busy for one in people.active_ids(db, programme.id))


def _sessions_due(db: Db, programme: Programme, since: datetime, until: datetime) -> int:
    return sum(
        cadence.sessions_due(begun, min(until, ended))
        - cadence.sessions_due(begun, min(since, ended))
        for d0, ended, moved in pairs.lifetimes(db, programme.id)
        for begun in [d0 + timedelta(days=moved)]
    )


def _windows(releases: Sequence[Release], zone: str) -> tuple[WindowFigures, ...]:
    return tuple(
        WindowFigures(
            starts_on=cadence.local_day(first.starts_at, zone),
            ends_on=cadence.local_day(first.ends_at, zone) - timedelta(days=1),
            figures=tuple(_published(row) for row in rows),
        )
        for _, group in groupby(releases, key=lambda row: row.window_id)
        if (rows := list(group)) and (first := rows[0])
    )


def _published(row: Release) -> Published:
    figure = Figure.from_json(row.figure)
    return Published(figure.metric, figure.relation, figure.value, figure.n)
