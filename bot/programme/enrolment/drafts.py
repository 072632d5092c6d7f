"""What people have filled of the form so far: kept step by step, encrypted, in time forgotten."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from bot.domain.lifecycle import ParticipationState
from bot.domain.refusals import NotYours
from bot.outbox.work import Work
from bot.store.db.session import Db
from bot.store.queries import enrolment, people
from bot.store.secrets import private, sealing
from bot.store.tables import Draft, Participation, Person

KEPT = timedelta(days=30)
SIZE = 8192
Steps = dict[str, Any]


def of(work: Work) -> Steps:
    """What the person has filled so far, step by step; who left finds their old answers."""
    so_far = stored(work)
    if so_far:
        return so_far
    participation = people.participation_of(work.db, work.programme.id, work.me.id)
    return (
        as_filled(work.db, participation)
        if participation is not None and participation.state in _WITH_A_PROFILE
        else {}
    )


_WITH_A_PROFILE = (
    ParticipationState.ACTIVE,
    ParticipationState.PAUSED,
    ParticipationState.LEFT,
    ParticipationState.ENDED,
)


def stored(work: Work) -> Steps:
    """The draft alone; empty when there is none, or when it does not open any more."""
    row = enrolment.draft_of(work.db, work.programme.id, work.me.id)
    if row is None:
        return {}
    try:
        return dict(work.db.secrets.fields.open(row.sealed, about=_about(work.me)))
    except sealing.Unreadable:
        return {}


def _about(person: Person) -> str:
    return f"draft:{person.id}"


def keep(work: Work, step: str, values: Mapping[str, Any]) -> Steps:
    """Keep one step of the form; returns the whole draft, and in `turn` how often it was kept.

    A field that is missing keeps its earlier value: Slack leaves out what was prefilled and
    never touched. A field that was emptied comes as None. Raises NotYours for more than a form of
    ours can send.
    """
    old = of(work)
    whole = {**old, step: {**old.get(step, {}), **values}, "turn": old.get("turn", 0) + 1}
    try:
        sealed = work.db.secrets.fields.seal(whole, about=_about(work.me), size=SIZE)
    except sealing.TooLong as error:
        raise NotYours from error
    _store(work, sealed)
    return whole


def _store(work: Work, sealed: bytes) -> None:
    programme_id = work.programme.id
    row = enrolment.draft_of(work.db, programme_id, work.me.id)
    if row is None:
        row = Draft(person_id=work.me.id, programme_id=programme_id)
        work.db.add(row)
    row.sealed, row.kept_at = sealed, work.now


def as_filled(db: Db, participation: Participation) -> Steps:
    """A participation as the form that would have made it."""
    return {
        "you": {**_you(participation), "manager": private.of_or_nothing(db, participation).manager},
        "topics": _topics(participation),
        "levels": _levels(participation),
    }


def _you(participation: Participation) -> dict[str, Any]:
    return {
        "role": participation.role,
        "band": str(participation.band),
        "function": participation.function,
        "site": participation.site,
        "tenure": participation.tenure,
        "newcomer": ["yes"] if participation.newcomer else [],
        "languages": participation.languages,
        "form": participation.form,
    }


def _topics(participation: Participation) -> dict[str, Any]:
    wishes = {f"wish{n}": wish.topic for n, wish in enumerate(participation.wishes, start=1)}
    styles = {f"style{n}": pick for n, pick in enumerate(participation.style, start=1)}
    return {
        "offers": [offer.topic for offer in participation.offers],
        **wishes,
        **styles,
        "days": [str(day) for day in participation.work_days],
        "from": str(participation.work_from),
        "to": str(participation.work_to),
    }


def _levels(participation: Participation) -> dict[str, str]:
    offers, wishes = participation.offers, participation.wishes
    return {
        **{f"level.offer.{offer.topic}": str(offer.level) for offer in offers},
        **{f"level.now.{wish.topic}": str(wish.level_now) for wish in wishes},
        **{f"level.wanted.{wish.topic}": str(wish.level_wanted) for wish in wishes},
    }


def forget(work: Work) -> None:
    """The draft has served."""
    enrolment.forget_draft(work.db, work.programme.id, work.me.id)


def forget_due(work: Work) -> int:
    """Drop drafts untouched for thirty days, and those whose joining can no longer be undone."""
    spent = enrolment.drop_drafts(work.db, enrolment.SPENT_DRAFTS.rows(work.db, work.now))
    return spent + enrolment.drop_drafts(
        work.db, enrolment.OLD_DRAFTS.rows(work.db, work.now - KEPT)
    )
