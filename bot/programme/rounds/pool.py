"""Who may be paired now, as plain data for the matcher.

The rules: docs/programme.md, Who may be paired, and docs/programme.md, Not again.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot import logs
from bot.domain.fit.eligibility import STILL, Rules, obstacles
from bot.domain.fit.people import Form, Offer, Participant, Role, Tenure, Wish
from bot.domain.rules import ProgrammeRules
from bot.domain.time.working_hours import slots
from bot.outbox.work import Work
from bot.programme.pairs import acquaintance
from bot.programme.people import looking
from bot.programme.people.hours import of_participation
from bot.store.db.session import Db
from bot.store.queries import enrolment, pairs, people, proposals
from bot.store.secrets import private, sealing, words
from bot.store.secrets.private import Private
from bot.store.tables import Participation, Programme, Proposal, Round

log = logs.logger(__name__)


@dataclass(frozen=True)
class Pool:
    """Everything a round is computed from; `forbidden` are two keys in either order. `turned` are
    those who come in another role than so far."""

    people: tuple[Participant, ...]
    forbidden: frozenset[tuple[int, int]]
    rules: Rules
    turned: Mapping[int, Role]


def read(work: Work, week_of: date) -> Pool:
    """The people who look for a pair, with their free places and the week's working quarter-hours;
    without those whose account is gone."""
    programme, rules = work.programme, work.rules
    here = [one for one in enrolment.active(work.db, programme.id) if one.can_be_paired]
    readable, kept_private = _readable(work.db, here, [one.slack_id for one in here])
    takers = [one for one in readable if _may_be_in(one, kept_private[one.id], rules)]
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
                mine=kept_private[one.id],
                paired=one.id in paired,
            )
            for one in takers
        ),
        forbidden=_forbidden(work, programme, takers, kept_private),
        rules=rules.matching,
        turned={one.id: turns_to for one in takers if (turns_to := kept_private[one.id].turns_to)},
    )


def _may_be_in(participation: Participation, mine: Private, rules: ProgrammeRules) -> bool:
    """Who looks for a pair; in another role than so far once their profile allows it."""
    return mine.looks and looking.missing(participation, mine.turns_to, rules) is None


def _readable(
    db: Db, takers: Sequence[Participation], accounts: Iterable[str]
) -> tuple[list[Participation], dict[int, Private]]:
    """Those of whom we know whom they avoid and whose line they are in.

    Whose sealed list does not open stays out of the round: it may name anybody. `accounts` are
    those whom a list may name by a code.
    """
    opened: dict[int, Private] = {}
    for one in takers:
        try:
            opened[one.id] = private.of(db, one)
        except sealing.Unreadable:
            log.error("a sealed list does not open: its owner stays out of the round")
    readable = [one for one in takers if one.id in opened]
    names = private.named(db, opened.values(), accounts)
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
    mine: Private,
    paired: bool,
) -> Participant:
    """One participation as the matcher sees it."""
    return replace(
        _as_it_counts_later(participation, seats, mine.manager),
        role=looking.role_of(participation, mine),
        languages=frozenset(participation.languages),
        offers=tuple(Offer(row.topic, row.level) for row in participation.offers),
        wishes=tuple(
            Wish(row.topic, row.level_now, row.level_wanted) for row in participation.wishes
        ),
        slots=slots(of_participation(participation, rules), week_of),
        paired=paired,
    )


def _as_it_counts_later(
    participation: Participation, seats: _Seats, manager: str | None
) -> Participant:
    """The same without topics, hours and languages: they do not count once a pair is drafted."""
    giving, taking = seats.as_mentor[participation.id], seats.as_mentee[participation.id]
    return Participant(
        key=participation.id,
        role=participation.role,
        band=participation.band,
        function=participation.function,
        site=participation.site,
        tenure=Tenure(participation.tenure) if participation.tenure else None,
        newcomer=participation.newcomer,
        languages=frozenset(),
        form=Form(participation.form),
        account=participation.slack_id,
        manager=manager,
        offers=(),
        wishes=(),
        style=(participation.style[0], participation.style[1], participation.style[2]),
        slots=frozenset(),
        free_mentor=participation.places_mentor - giving,
        free_mentee=participation.places_mentee - taking,
        free_total=participation.places_total - giving - taking,
        waiting=participation.rounds_waited + (1 if participation.priority else 0),
    )


def _forbidden(
    work: Work,
    programme: Programme,
    takers: Sequence[Participation],
    kept: Mapping[int, Private],
    among: Collection[int] | None = None,
) -> frozenset[tuple[int, int]]:
    key_of = {one.slack_id: one.id for one in takers}
    not_again = proposals.not_again(
        work.db,
        programme.id,
        work.now - acquaintance.NOT_AGAIN_FOR,
        work.now - acquaintance.APART_FOR,
        among,
    )
    apart = {(a, b) for a, b in not_again if a in kept and b in kept}
    for one in takers:
        mine = kept[one.id]
        still = (who for who, until in mine.not_again if until > work.now.date())
        apart.update((one.id, key_of[who]) for who in (*mine.avoids, *still) if who in key_of)
    return frozenset(apart)


# --- once drafted ---------------------------------------------------------------------------------


def still_fits(work: Work, round_: Round, pairs_left: Sequence[Proposal]) -> "Admission":
    """A second look at some pairs of a round: who looks for one, whom people avoid, whose line they
    are in, places, roles. Only what concerns the people of these pairs is read."""
    programme = work.programme
    sides = {side.id: side for row in pairs_left for side in row.sides}
    here = [one for one in sides.values() if one.can_be_paired]
    readable, kept = _readable(work.db, here, _everybody(work))
    takers = [one for one in readable if kept[one.id].looks]
    seats = _Seats(_held_by(work, round_, sides))
    return Admission(
        {one.id: _as_it_counts_later(one, seats, kept[one.id].manager) for one in takers},
        _managers_of(work, {mine.manager for mine in kept.values() if mine.manager}),
        _forbidden(work, programme, takers, kept, sides),
        ProgrammeRules.from_plain(round_.rules).matching,
    )


def _managers_of(work: Work, accounts: Collection[str]) -> dict[str, str | None]:
    """Whom these accounts name as their managers, by account."""
    found = enrolment.active_among(work.db, work.programme.id, accounts)
    known, kept = _readable(work.db, [one for one in found if one.can_be_paired], _everybody(work))
    return {one.slack_id: kept[one.id].manager for one in known}


def _everybody(work: Work) -> Iterator[str]:
    """Asked only where a list of an old installation holds codes."""
    yield from people.accounts(work.db, work.programme.id)


def _held_by(work: Work, round_: Round, sides: Collection[int]) -> Iterable[tuple[int, int]]:
    """The places that are taken: by pairs, and by open proposals, but for those of this round that
    did not fit any more when they were offered."""
    yield from pairs.live_places(work.db, work.programme.id, sides)
    for row in proposals.open_with(work.db, work.programme.id, sides):
        if row.round_id != round_.id or words.of(work.db, row).fits:
            yield row.mentor_id, row.mentee_id


class Admission:
    """Admits pairs one after another, each taking its places."""

    def __init__(
        self,
        people: Mapping[int, Participant],
        managers: Mapping[str, str | None],
        forbidden: Collection[tuple[int, int]],
        rules: Rules,
    ) -> None:
        self._people, self._managers, self._rules = people, managers, rules
        self._forbidden = frozenset(frozenset(two) for two in forbidden)
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
