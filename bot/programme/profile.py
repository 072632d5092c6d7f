"""The profile: what the join form asked, people to avoid, places; saved at once, undone at will."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cryptography.fernet import MultiFernet
from sqlalchemy.orm import Session as Db

from bot.domain import form as join_form
from bot.domain.form import MORE_PLACES_TAKEN
from bot.domain.lifecycle import TAKES_PART, RoundState
from bot.domain.refusals import FieldError, FormRefused, NotEnrolled
from bot.programme import drafts, enrol, pauses, proposals, undo
from bot.programme.facts import ProfileKept
from bot.programme.hours import rules_now
from bot.store import keys, pairs, people, programmes, rounds
from bot.store.moves import record
from bot.store.tables import Avoided, Participation, Person

TO_SETTLE = people.to_settle("profile")


def draft(db: Db, person: Person, box: MultiFernet) -> dict[str, Any]:
    """The profile as the form shows it; a step kept but not saved yet is shown as kept.

    The manager and the people to avoid are known as hashes only: the form says how many are
    kept, and leaves them as they are unless somebody is chosen anew. Raises NotEnrolled.
    """
    filled, kept = _as_filled(_mine(db, person)), drafts.kept(db, person, box)
    steps = {step: {**values, **kept.get(step, {})} for step, values in filled.items()}
    return {**kept, **steps}


def keep(
    db: Db, person: Person, step: str, values: Mapping[str, Any], box: MultiFernet, now: datetime
) -> dict[str, Any]:
    """Keep one step of the form before it is saved; returns the whole. Raises NotEnrolled."""
    drafts.keep(db, person, step, values, box, now)
    return draft(db, person, box)


def _as_filled(one: Participation) -> dict[str, Any]:
    filled = drafts.as_filled(one)
    filled["you"]["keeps_manager"] = one.manager_hash is not None
    filled["topics"]["notice"] = ["yes"]
    filled["more"] = {
        "avoids": [],
        "keeps_avoided": len(one.avoids),
        "places_mentor": str(one.places_mentor),
        "places_total": str(one.places_total),
    }
    return filled


def save(
    db: Db,
    person: Person,
    whole: Mapping[str, Any],
    topics: Collection[str],
    box: MultiFernet,
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
    more = join_form.places(whole.get("more"), person.slack_id)
    _refuse_too_few_places(db, one, more)
    before = box.encrypt(json.dumps(snapshot(one)).encode())
    key = keys.installation_key(db, box)
    kept_manager = one.manager_hash if not form.manager else None
    enrol.fill(one, form, key, person)
    one.manager_hash = one.manager_hash or kept_manager
    one.places_mentor, one.places_total = more.mentor, more.total
    if more.avoids is not None:
        one.avoids = [
            Avoided(person_hash=keys.pseudonym(key, "person", slack_id))
            for slack_id in sorted(more.avoids)
        ]
    undo.offer(one, "profile", now, before)
    drafts.forget(db, person)
    record(db, one, "profile", one.state, one.state, now, by=person.id)
    return ProfileKept(
        participation_id=one.id,
        undo_until=now + undo.FOR,
        proposal_open=proposals.has_open(db, one, now),
        round_waits=_round_waits(db, one),
    )


def _refuse_too_few_places(db: Db, one: Participation, more: join_form.Places) -> None:
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


def undo_save(db: Db, one: Participation, box: MultiFernet, now: datetime) -> None:
    """The profile as it was before; a place that a pair took meanwhile stays."""
    if one.undo_sealed is not None:
        restore(one, json.loads(box.decrypt(one.undo_sealed)))
        taken = _places_taken(db, one)
        one.places_mentor = max(one.places_mentor, taken.mentor)
        one.places_total = max(one.places_total, taken.total)
    record(db, one, "undo_profile", one.state, one.state, now, by=one.person_id)


def settle_due(db: Db, now: datetime) -> int:
    """Ten minutes later the profile as it was before is kept no longer."""
    settled = TO_SETTLE.rows(db, now)
    for one in settled:
        undo.forget(one)
    return len(settled)


def snapshot(one: Participation) -> dict[str, Any]:
    """Everything that the profile form changes, as plain data."""
    return {
        **{name: getattr(one, name) for name in _COLUMNS},
        "offers": [(row.topic, row.level) for row in one.offers],
        "wishes": [(row.topic, row.level_now, row.level_wanted) for row in one.wishes],
        "avoids": [row.person_hash for row in one.avoids],
    }


def restore(one: Participation, before: Mapping[str, Any]) -> None:
    """Put a snapshot back."""
    for name in _COLUMNS:
        setattr(one, name, before[name])
    enrol.set_topics(one, before["offers"], before["wishes"])
    one.avoids = [Avoided(person_hash=hashed) for hashed in before["avoids"]]


_COLUMNS = (
    *("role", "band", "function", "site", "tenure", "languages", "form", "manager_hash"),
    *("style", "work_days", "work_from", "work_to", "places_mentor", "places_total"),
)


def _mine(db: Db, person: Person) -> Participation:
    one = people.participation_of(db, programmes.current(db).id, person.id, lock=True)
    if one is None or one.state not in TAKES_PART:
        raise NotEnrolled
    return one
