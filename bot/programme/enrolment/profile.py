"""The profile: what the join form asked, people to avoid, places; saved at once, undone at will."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session as Db

from bot.domain.enrolment import form as join_form
from bot.domain.enrolment.field_errors import MORE_PLACES_TAKEN
from bot.domain.enrolment.profile import Places, places
from bot.domain.lifecycle import TAKES_PART, RoundState
from bot.domain.refusals import FieldError, FormRefused, NotEnrolled
from bot.programme.enrolment import drafts, joining, pauses
from bot.programme.enrolment.results import ProfileKept
from bot.programme.people import undo
from bot.programme.people.hours import rules_now
from bot.programme.rounds import proposals
from bot.store.queries import administration as programmes
from bot.store.queries import enrolment, pairs, people, rounds
from bot.store.secrets import private, sealing
from bot.store.tables import Participation, Person
from bot.store.transitions import record

TO_SETTLE = enrolment.to_settle("profile")


def draft(db: Db, person: Person) -> dict[str, Any]:
    """The profile as the form shows it; a step kept but not saved yet is shown as kept.

    Raises NotEnrolled.
    """
    filled, kept = _as_filled(db, _mine(db, person)), drafts.kept(db, person)
    steps = {step: {**values, **kept.get(step, {})} for step, values in filled.items()}
    return {**kept, **steps}


def keep(
    db: Db, person: Person, step: str, values: Mapping[str, Any], now: datetime
) -> dict[str, Any]:
    """Keep one step of the form before it is saved; returns the whole. Raises NotEnrolled."""
    drafts.keep(db, person, step, values, now)
    return draft(db, person)


def _as_filled(db: Db, one: Participation) -> dict[str, Any]:
    filled = drafts.as_filled(db, one)
    filled["topics"]["notice"] = ["yes"]
    filled["more"] = {
        "avoids": list(private.of_or_nothing(db, one).avoids),
        "places_mentor": str(one.places_mentor),
        "places_total": str(one.places_total),
    }
    return filled


def save(
    db: Db,
    person: Person,
    whole: Mapping[str, Any],
    topics: Collection[str],
    now: datetime,
) -> ProfileKept:
    """Save the profile; it holds from now on, and can be undone for ten minutes.

    An open proposal goes on as it is; a drafted round looks again when it is approved and sent.
    Raises NotEnrolled, FormRefused (also for fewer places than live pairs take).
    """
    one = _mine(db, person)
    pauses.settle(db, one, now)
    rules = rules_now(db)
    form = join_form.complete(whole, rules, topics, person.slack_id)
    more = places(whole.get("more"), person.slack_id)
    _refuse_too_few_places(db, one, more)
    before = sealing.fields(db).seal(snapshot(db, one), about=_about(one), size=2 * private.SIZE)
    joining.fill(one, form)
    one.places_mentor, one.places_total = more.mentor, more.total
    _keep_private(db, one, form.manager, more.avoids)
    undo.offer(one, "profile", now, before)
    drafts.forget(db, person)
    record(db, one, "profile", one.state, one.state, now)
    return ProfileKept(
        participation_id=one.id,
        undo_until=now + undo.FOR,
        proposal_open=proposals.has_open(db, one, now),
        round_waits=_round_waits(db, one),
    )


def _refuse_too_few_places(db: Db, one: Participation, more: Places) -> None:
    taken = _places_taken(db, one)
    errors = {}
    if more.total < taken.total:
        errors["places_total"] = FieldError(MORE_PLACES_TAKEN, {"n": taken.total})
    if more.mentor < taken.mentor:
        errors["places_mentor"] = FieldError(MORE_PLACES_TAKEN, {"n": taken.mentor})
    if errors:
        raise FormRefused(errors)


@dataclass(frozen=True)
class _Taken:
    """Places that live pairs take now."""

    mentor: int
    total: int


def _places_taken(db: Db, one: Participation) -> _Taken:
    live = pairs.live_pairs_of(db, one.id)
    return _Taken(sum(pair.mentor_id == one.id for pair in live), len(live))


def _round_waits(db: Db, one: Participation) -> bool:
    undecided = rounds.undecided(db, one.programme_id)
    return undecided is not None and undecided.state in (RoundState.DRAFTED, RoundState.APPROVED)


def undo_save(db: Db, one: Participation, now: datetime) -> None:
    """The profile as it was before; a place that a pair took meanwhile stays."""
    if one.undo_sealed is not None:
        restore(db, one, sealing.fields(db).open(one.undo_sealed, about=_about(one)))
        taken = _places_taken(db, one)
        one.places_mentor = max(one.places_mentor, taken.mentor)
        one.places_total = max(one.places_total, taken.total)
    record(db, one, "undo_profile", one.state, one.state, now)


def settle_due(db: Db, now: datetime) -> int:
    """Ten minutes later the profile as it was before is kept no longer."""
    settled = TO_SETTLE.rows(db, now)
    for one in settled:
        undo.forget(one)
    return len(settled)


def snapshot(db: Db, one: Participation) -> dict[str, Any]:
    """Everything that the profile form changes, as plain data."""
    mine = private.of_or_nothing(db, one)
    return {
        **{name: getattr(one, name) for name in _COLUMNS},
        "offers": [(row.topic, row.level) for row in one.offers],
        "wishes": [(row.topic, row.level_now, row.level_wanted) for row in one.wishes],
        "manager": mine.manager,
        "avoids": list(mine.avoids),
    }


def restore(db: Db, one: Participation, before: Mapping[str, Any]) -> None:
    """Put a snapshot back."""
    for name in _COLUMNS:
        setattr(one, name, before[name])
    joining.set_topics(one, before["offers"], before["wishes"])
    _keep_private(db, one, before["manager"], before["avoids"])


def _keep_private(db: Db, one: Participation, manager: str | None, avoids: Collection[str]) -> None:
    """Sealed anew, whatever of it changed. Whom only a code names no form can show: it stays."""
    mine = private.of_or_nothing(db, one)
    coded = {name for name in mine.avoids if private.is_code(name)}
    if manager is None and mine.manager is not None and private.is_code(mine.manager):
        manager = mine.manager
    private.keep(db, one, replace(mine, manager=manager, avoids=tuple(sorted({*avoids, *coded}))))


def _about(one: Participation) -> str:
    return f"undo:{one.id}"


_COLUMNS = (
    *("role", "band", "function", "site", "tenure", "languages", "form"),
    *("style", "work_days", "work_from", "work_to", "places_mentor", "places_total"),
)


def _mine(db: Db, person: Person) -> Participation:
    one = people.participation_of(db, programmes.current(db).id, person.id, lock=True)
    if one is None or one.state not in TAKES_PART:
        raise NotEnrolled
    return one
