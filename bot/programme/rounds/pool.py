"""Who may be paired now, as plain data for the matcher.

The rules: docs/programme.md, Who may be paired, and docs/programme.md, Not again.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot import logs
from bot.domain.fit.eligibility import STILL, Rules, obstacles
from bot.domain.fit.people import Form, Offer, Participant, Tenure, Wish
from bot.domain.rules import ProgrammeRules
from bot.domain.time.working_hours import slots
from bot.outbox.work import Work
from bot.programme.people.hours import of_participation
from bot.programme.rounds import acquaintance
from bot.store.db.session import Db
from bot.store.queries import enrolment, pairs, proposals
from bot.store.secrets import private, sealing
from bot.store.secrets.private import Private
from bot.store.tables import Participation, Programme

log = logs.logger(__name__)


@dataclass(frozen=True)
class Pool:
    """Everything a round is computed from; `forbidden` are two keys in either order."""

    people: tuple[Participant, ...]
    forbidden: frozenset[tuple[int, int]]
    rules: Rules


def read(work: Work, programme: Programme, rules: ProgrammeRules, week_of: date) -> Pool:
    """The people who take part, with their free places and the week's working quarter-hours;
    without those whose account is gone."""
    here = [one for one in enrolment.active(work.db, programme.id) if one.gone_at is None]
    takers, kept_private = _readable(work.db, here)
    live = pairs.live_places(work.db, programme.id)
    held = [*live, *proposals.open_places(work.db, programme.id)]
    paired = {one for two in live for one in two}
    seats = _Seats(held)
    return Pool(
        people=tuple(
            participant(
                one,
                rules,
                week_of,
                seats,
                manager=kept_private[one.id].manager,
                paired=one.id in paired,
            )
            for one in takers
        ),
        forbidden=_forbidden(work, programme, takers, kept_private),
        rules=rules.matching,
    )


def _readable(
    db: Db, takers: Sequence[Participation]
) -> tuple[list[Participation], dict[int, Private]]:
    """Those of whom we know whom they avoid and whose line they are in.

    Whose sealed list does not open stays out of the round: it may name anybody.
    """
    opened: dict[int, Private] = {}
    for one in takers:
        try:
            opened[one.id] = private.of(db, one)
        except sealing.Unreadable:
            log.error("a sealed list does not open: its owner stays out of the round")
    readable = [one for one in takers if one.id in opened]
    names = private.named(db, opened.values(), [one.slack_id for one in readable])
    return readable, {key: kept.renamed(names) for key, kept in opened.items()}


class _Seats:
    """How many places each participation has taken, by role."""

    def __init__(self, held: Iterable[tuple[int, int]]) -> None:
        two = list(held)
        self.as_mentor = Counter(mentor for mentor, _ in two)
        self.as_mentee = Counter(mentee for _, mentee in two)


def participant(
    participation: Participation,
    rules: ProgrammeRules,
    week_of: date,
    seats: _Seats,
    *,
    manager: str | None,
    paired: bool,
) -> Participant:
    """One participation as the matcher sees it."""
    giving, taking = seats.as_mentor[participation.id], seats.as_mentee[participation.id]
    return Participant(
        key=participation.id,
        role=participation.role,
        band=participation.band,
        function=participation.function,
        site=participation.site,
        tenure=Tenure(participation.tenure) if participation.tenure else None,
        languages=frozenset(participation.languages),
        form=Form(participation.form),
        account=participation.slack_id,
        manager=manager,
        offers=tuple(Offer(row.topic, row.level) for row in participation.offers),
        wishes=tuple(
            Wish(row.topic, row.level_now, row.level_wanted) for row in participation.wishes
        ),
        style=(participation.style[0], participation.style[1], participation.style[2]),
        slots=slots(of_participation(participation, rules), week_of),
        free_mentor=participation.places_mentor - giving,
        free_mentee=participation.places_mentee - taking,
        free_total=participation.places_total - giving - taking,
        waiting=participation.rounds_waited + (1 if participation.priority else 0),
        paired=paired,
    )


def _forbidden(
    work: Work, programme: Programme, takers: Sequence[Participation], kept: Mapping[int, Private]
) -> frozenset[tuple[int, int]]:
    key_of = {one.slack_id: one.id for one in takers}
    not_again = proposals.not_again(
        work.db,
        programme.id,
        work.now - acquaintance.NOT_AGAIN_FOR,
        work.now - acquaintance.APART_FOR,
    )
    apart = {(a, b) for a, b in not_again if a in kept and b in kept}
    for one in takers:
        mine = kept[one.id]
        still = (who for who, until in mine.not_again if until > work.now.date())
        apart.update((one.id, key_of[who]) for who in (*mine.avoids, *still) if who in key_of)
    return frozenset(apart)


def still_fits(
    work: Work, programme: Programme, rules: ProgrammeRules, week_of: date
) -> "Admission":
    """A second look at drafted pairs: whom people avoid, whose line they are in, places, roles."""
    return Admission(read(work, programme, rules, week_of))


class Admission:
    """Admits pairs one after another, each taking its places."""

    def __init__(self, pool: Pool) -> None:
        self._people = {one.key: one for one in pool.people}
        self._managers = {one.account: one.manager for one in pool.people}
        self._forbidden = frozenset(frozenset(two) for two in pool.forbidden)
        self._rules = pool.rules
        self._taken = _Seats(())

    def admits(self, mentor: Participation, mentee: Participation) -> bool:
        """Whether the rules still hold that count once drafted; if so, the two places are taken."""
        if mentor.id not in self._people or mentee.id not in self._people:
            return False
        giver, taker = self._left(mentor.id), self._left(mentee.id)
        if STILL & obstacles(giver, taker, self._rules, self._forbidden, self._managers):
            return False
        self._taken.as_mentor[mentor.id] += 1
        self._taken.as_mentee[mentee.id] += 1
        return True

    def _left(self, key: int) -> Participant:
        one = self._people[key]
        giving, taking = self._taken.as_mentor[key], self._taken.as_mentee[key]
        return replace(
            one,
            free_mentor=one.free_mentor - giving,
            free_mentee=one.free_mentee - taking,
            free_total=one.free_total - giving - taking,
        )
