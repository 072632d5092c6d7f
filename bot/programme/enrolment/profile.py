"""The profile: what the join form asked, people to avoid, places; saved at once, undone at will."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from bot.domain.enrolment import form as join_form
from bot.domain.enrolment.field_errors import MORE_PLACES_TAKEN
from bot.domain.enrolment.form import JoinForm
from bot.domain.enrolment.notifications import Notifications
from bot.domain.enrolment.profile import Places, places
from bot.domain.fit.people import Role, SideRole
from bot.domain.form_errors import FieldError, FormRefused
from bot.domain.lifecycle import RoundState, Undoable
from bot.outbox.work import Work
from bot.programme.enrolment import drafts, joining, pauses
from bot.programme.enrolment.results import ProfileKept
from bot.programme.people import looking, undo
from bot.programme.people.taking_part import my_part
from bot.programme.rounds import offers
from bot.store.db.session import Db
from bot.store.queries import enrolment, pairs, rounds
from bot.store.secrets import private
from bot.store.tables import Participation
from bot.store.transitions import log_event

TO_SETTLE = enrolment.to_settle(Undoable.PROFILE)


def draft(work: Work) -> dict[str, Any]:
    """The profile as the form shows it; a step kept but not saved yet is shown as kept.

    Raises NotEnrolled.
    """
    filled, kept = _as_filled(work.db, my_part(work, lock=True)), drafts.stored(work)
    steps = {step: {**values, **kept.get(step, {})} for step, values in filled.items()}
    return {**kept, **steps}


def keep(work: Work, step: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """Keep one step of the form before it is saved; returns the whole. Raises NotEnrolled."""
    drafts.keep(work, step, values)
    return draft(work)


def _as_filled(db: Db, participation: Participation) -> dict[str, Any]:
    filled, mine = drafts.as_filled(db, participation), private.of_or_nothing(db, participation)
    filled["you"]["role"] = looking.role_of(participation, mine)
    filled["topics"]["notice"] = ["yes"]
    filled["more"] = {
        "avoids": list(mine.avoids),
        "places_mentor": str(participation.places_mentor),
        "places_total": str(participation.places_total),
    }
    filled["kept"] = {"topics": sorted(_topics(participation))}
    return filled


def _topics(participation: Participation) -> frozenset[str]:
    shares = {row.topic for row in participation.offers}
    return frozenset(shares | {row.topic for row in participation.wishes})


def kept_topics(draft: Mapping[str, Any]) -> frozenset[str]:
    """The topics that somebody has now: they may keep those that are offered no longer."""
    return frozenset(draft.get("kept", {}).get("topics", ()))


def save(work: Work, whole: Mapping[str, Any], catalogue: Collection[str]) -> ProfileKept:
    """Save the profile; it holds from now on, and can be undone for ten minutes.

    An open proposal goes on as it is; a drafted round looks again when it is approved and sent.
    `catalogue` are the ids of the topics of every programme; what the programme offers no longer
    may be kept. Raises NotEnrolled, FormRefused (also for fewer places than live pairs take).
    """
    participation = my_part(work, lock=True)
    pauses.settle(work, participation)
    topics = work.rules.topics_offered(catalogue) | _topics(participation)
    form = join_form.complete(whole, work.rules, topics, work.me.slack_id)
    more = places(whole.get("more"), work.me.slack_id)
    _refuse_too_few_places(work.db, participation, more)
    _write(work, participation, form, more)
    drafts.forget(work)
    return ProfileKept(
        participation_id=participation.id,
        undo_until=work.now + undo.FOR,
        proposal_open=offers.has_open(work, participation),
        round_waits=_round_waits(work.db, participation),
    )


def change_hours(work: Work, participation: Participation, to: Notifications) -> datetime:
    """Nothing but days and hours, as if saved in the form; until when that can be undone."""
    pauses.settle(work, participation)
    before = _sealed(work.db, participation)
    participation.work_days = sorted(to.days)
    participation.work_from, participation.work_to = to.start, to.end
    return _saved(work, participation, before)


def _write(work: Work, participation: Participation, form: JoinForm, more: Places) -> None:
    before = _sealed(work.db, participation)
    joining.fill(participation, form)
    participation.places_mentor, participation.places_total = more.mentor, more.total
    _keep_private(work.db, participation, form.manager, more.avoids)
    _saved(work, participation, before)


def _sealed(db: Db, participation: Participation) -> bytes:
    plain, about = snapshot(db, participation), undo.about(participation)
    return db.secrets.fields.seal(plain, about=about, size=2 * private.SIZE)


def _saved(work: Work, participation: Participation, before: bytes) -> datetime:
    state = participation.state
    log_event(work.db, participation, "profile", state, state, work.now)
    return undo.offer(participation, Undoable.PROFILE, work.now, before)


def _refuse_too_few_places(db: Db, participation: Participation, more: Places) -> None:
    taken = _places_taken(db, participation)
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


def _places_taken(db: Db, participation: Participation) -> _Taken:
    live = pairs.live_pairs_of(db, participation.id)
    return _Taken(sum(pair.role_of(participation) is Role.MENTOR for pair in live), len(live))


def _round_waits(db: Db, participation: Participation) -> bool:
    undecided = rounds.undecided(db, participation.programme_id)
    return undecided is not None and undecided.state in (RoundState.DRAFTED, RoundState.APPROVED)


def undo_save(work: Work, participation: Participation) -> None:
    """The profile as it was before; a place that a pair took meanwhile stays."""
    before = undo.before(work.db, participation)
    if before is not None:
        restore(work.db, participation, before)
        taken = _places_taken(work.db, participation)
        participation.places_mentor = max(participation.places_mentor, taken.mentor)
        participation.places_total = max(participation.places_total, taken.total)
    state = participation.state
    log_event(work.db, participation, "undo_profile", state, state, work.now)


def settle_due(work: Work) -> int:
    """Ten minutes later the profile as it was before is kept no longer."""
    settled = TO_SETTLE.rows(work.db, work.now)
    for one in settled:
        undo.forget(one)
    return len(settled)


def snapshot(db: Db, participation: Participation) -> dict[str, Any]:
    """Everything that the profile form changes, as plain data."""
    mine = private.of_or_nothing(db, participation)
    return {
        **{name: getattr(participation, name) for name in _COLUMNS},
        "role": participation.role,
        "offers": [(row.topic, row.level) for row in participation.offers],
        "wishes": [(row.topic, row.level_now, row.level_wanted) for row in participation.wishes],
        "manager": mine.manager,
        "avoids": list(mine.avoids),
        "turns_to": mine.turns_to,
    }


def restore(db: Db, participation: Participation, before: Mapping[str, Any]) -> None:
    """Put a snapshot back; one from before an upgrade may lack what is new."""
    for name in before.keys() & _COLUMNS:
        setattr(participation, name, before[name])
    participation.role = Role(before["role"])
    joining.set_topics(participation, before["offers"], before["wishes"])
    turns_to = before["turns_to"]
    _keep_private(db, participation, before["manager"], before["avoids"], turns_to)


def _keep_private(
    db: Db,
    participation: Participation,
    manager: str | None,
    avoids: Collection[str],
    turns_to: SideRole | None = None,
) -> None:
    """Sealed anew, whatever of it changed. Whom only a code names no form can show: it stays. The
    role is the one that was filled in, which needs no turn any more."""
    mine = private.of_or_nothing(db, participation)
    coded = {name for name in mine.avoids if private.is_code(name)}
    if manager is None and mine.manager is not None and private.is_code(mine.manager):
        manager = mine.manager
    named = tuple(sorted({*avoids, *coded}))
    now = replace(mine, manager=manager, avoids=named, turns_to=turns_to)
    private.keep(db, participation, now)


_COLUMNS = (
    *("band", "function", "site", "tenure", "newcomer", "languages", "form"),
    *("style", "work_days", "work_from", "work_to", "places_mentor", "places_total"),
)
