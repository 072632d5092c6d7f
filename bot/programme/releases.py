"""The release ledger: windows are sealed once, small ones roll over, figures never change."""

from collections import Counter, defaultdict
from datetime import datetime, timedelta

from cryptography.fernet import MultiFernet
from sqlalchemy.orm import Session as Db

from bot.domain import disclosure, measures
from bot.domain.disclosure import Figure, Metric
from bot.domain.lifecycle import WINDOW, WindowEvent
from bot.domain.measures import Answered
from bot.programme import windows
from bot.store import answers, keys, people, programmes
from bot.store import pairs as store
from bot.store.tables import Programme, Release, Window

KEPT_AFTER = timedelta(days=30)
NEVER_RELEASED = timedelta(weeks=26)


def open_windows_due(db: Db, now: datetime) -> int:
    """The window of today stands ready, so that sealing never leaves a gap."""
    programme = programmes.current(db)
    if programme.first_round_on is None or not programmes.any_window(db, programme.id):
        return 0
    return windows.open_until(db, programme, now)


def seal_due(db: Db, box: MultiFernet, now: datetime) -> int:
    """Seal the oldest window whose last check-in has closed: publish, or roll it over."""
    window = programmes.TO_SEAL.first(db, now)
    if window is None:
        return 0
    programme = programmes.current(db, lock=True)
    counted = _Counted(db, programme, window, box)
    enough = disclosure.publishable(len(counted.people), len(counted.pairs))
    event = WindowEvent.SEAL if enough else WindowEvent.SEAL_SMALL
    window.state = WINDOW.step(window.state, event).to
    if enough:
        _publish(db, programme, window, counted, now)
    else:
        _roll_over(db, programme, window)
    return 1


def forget_answers_due(db: Db, now: datetime) -> int:
    """Thirty days after a round's last release its raw answers and their key are gone.

    A round is over when none of its pairs lives. Answers that never came into a release, because
    too few people answered, go half a year after the last pair ended.
    """
    programme = programmes.current(db)
    gone = 0
    for round_id, ended in store.rounds_all_over(db, programme.id):
        if keys.has_round_key(db, round_id) and now >= _forgotten_at(db, round_id, ended):
            answers.destroy(db, round_id)
            gone += keys.destroy_round_key(db, round_id)
    return gone


def _forgotten_at(db: Db, round_id: int, ended: datetime) -> datetime:
    counted_in = answers.windows_of_round(db, round_id)
    if programmes.still_collecting(db, counted_in):
        return ended + NEVER_RELEASED
    last = programmes.last_release_of(db, counted_in)
    return max(ended, last or ended) + KEPT_AFTER


class _Counted:
    """The contributions of a window: one person one contribution, leads stored but not counted.

    Who answered is read in memory only, so that who answers in two rounds is one person.
    """

    def __init__(self, db: Db, programme: Programme, window: Window, box: MultiFernet) -> None:
        self._lead_ids = people.participations_of(db, programme.id, programme.leads)
        self.people: dict[int, list[Answered]] = defaultdict(list)
        self.pairs: set[int] = set()
        self.asked: Counter[int] = Counter()
        self.answered: Counter[int] = Counter()
        for given in answers.opened(db, box, window.id):
            if given.respondent in self._lead_ids:
                continue
            self.asked[given.respondent] += 1
            if given.values is not None:
                self.answered[given.respondent] += 1
                self.people[given.respondent].append(Answered(**given.values))
                self.pairs.add(given.pair)


def _publish(
    db: Db, programme: Programme, window: Window, counted: _Counted, now: datetime
) -> None:
    values = {
        metric: list(by_person.values())
        for metric, by_person in measures.contributions(counted.people).items()
    }
    values[Metric.ANSWER_RATE] = list(
        measures.answer_rates(counted.asked, counted.answered).values()
    )
    for metric, contributions in values.items():
        db.add(_release(programme, window, disclosure.figure(metric, contributions), now))


def _release(programme: Programme, window: Window, figure: Figure, now: datetime) -> Release:
    return Release(
        programme_id=programme.id,
        window_id=window.id,
        metric=figure.metric,
        people="whole",
        figure=figure.to_json(),
        starts_at=window.covers_from,
        ends_at=window.ends_at,
        published_at=now,
    )


def _roll_over(db: Db, programme: Programme, window: Window) -> None:
    following = windows.ensure(db, programme, window.number + 1)
    following.covers_from = window.covers_from
    answers.pass_on(db, window.id, following.id)
    programmes.pass_sessions_on(db, window.id, following.id)
