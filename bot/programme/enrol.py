"""Enrolment: people become known, keep a draft, join, leave, and change their mind."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from cryptography.fernet import InvalidToken, MultiFernet
from sqlalchemy.orm import Session as Db

from bot.domain import form as join_form
from bot.domain.calendar import known_zone
from bot.domain.form import JoinForm
from bot.domain.lifecycle import TAKES_PEOPLE_IN, ParticipationEvent, ParticipationState
from bot.domain.refusals import (
    AlreadyEnrolled,
    BotsCannotJoin,
    ForeignTeam,
    GuestsCannotJoin,
    NotEnrolled,
    NothingToUndo,
    ProgrammeClosed,
    UndoOver,
)
from bot.domain.rules import ProgrammeRules
from bot.outbox.owe import owe
from bot.programme import pairs, proposals
from bot.programme.facts import Left, Undone
from bot.programme.hours import rules_of
from bot.store import keys, people, programmes
from bot.store.moves import move, record
from bot.store.tables import Draft, OfferRow, Participation, Person, Programme, WishRow

UNDO_FOR = timedelta(minutes=10)
DELETED_AFTER = timedelta(days=30)
DRAFT_KEPT = timedelta(days=30)


@dataclass(frozen=True)
class Account:
    """What Slack says of a person; `language` is None when the locale is not one of ours."""

    slack_id: str
    zone: str | None
    language: str | None
    is_bot: bool = False
    is_guest: bool = False
    is_foreign: bool = False
    is_gone: bool = False


def meet(db: Db, account: Account, now: datetime) -> Person:
    """Know the person behind a request; zone and language follow Slack until they choose.

    Raises BotsCannotJoin, GuestsCannotJoin, ForeignTeam.
    """
    _admit(account)
    rules = rules_of(programmes.current(db))
    zone = known_zone(account.zone, rules.zone)
    language = account.language or rules.language
    person = people.meet(db, account.slack_id, zone, language, now)
    person.zone = zone
    if not person.language_chosen:
        person.language = language
    return person


def _admit(account: Account) -> None:
    if account.is_bot or account.is_gone:
        raise BotsCannotJoin
    if account.is_foreign:
        raise ForeignTeam
    if account.is_guest:
        raise GuestsCannotJoin


# --- the form, step by step -----------------------------------------------------------------------


def may_join(db: Db, person: Person) -> None:
    """Raises ProgrammeClosed, or AlreadyEnrolled with the role."""
    programme = programmes.current(db)
    if programme.state not in TAKES_PEOPLE_IN:
        raise ProgrammeClosed
    one = people.participation_of(db, programme.id, person.id)
    if one is not None and one.state == ParticipationState.ACTIVE:
        raise AlreadyEnrolled(one.role)


def draft(db: Db, person: Person, box: MultiFernet) -> dict[str, Any]:
    """What the person has filled so far, step by step; who left finds their old answers.

    The manager is not brought back after leaving: only a hash of it was kept.
    """
    programme = programmes.current(db)
    kept = people.draft_of(db, programme.id, person.id)
    if kept is not None:
        return _opened(kept, box)
    one = people.participation_of(db, programme.id, person.id)
    return _as_draft(one) if one is not None else {}


def keep_draft(
    db: Db, person: Person, step: str, values: Mapping[str, Any], box: MultiFernet, now: datetime
) -> dict[str, Any]:
    """Keep one step of the form; returns the whole draft, and in `turn` how often it was kept.

    A field that is missing keeps its earlier value: Slack leaves out what was prefilled and
    never touched. A field that was emptied comes as None.
    """
    programme = programmes.current(db)
    old = draft(db, person, box)
    whole = {**old, step: {**old.get(step, {}), **values}, "turn": old.get("turn", 0) + 1}
    sealed = box.encrypt(json.dumps(whole).encode())
    kept = people.draft_of(db, programme.id, person.id)
    if kept is None:
        db.add(Draft(person_id=person.id, programme_id=programme.id, sealed=sealed, kept_at=now))
    else:
        kept.sealed, kept.kept_at = sealed, now
    return whole


def _opened(kept: Draft, box: MultiFernet) -> dict[str, Any]:
    try:
        opened: dict[str, Any] = json.loads(box.decrypt(kept.sealed))
    except InvalidToken:  # the secret was replaced: the person starts again
        return {}
    return opened


def _as_draft(one: Participation) -> dict[str, Any]:
    wishes = {f"wish{n}": wish.topic for n, wish in enumerate(one.wishes, start=1)}
    styles = {f"style{n}": pick for n, pick in enumerate(one.style, start=1)}
    return {
        "you": {
            "role": one.role,
            "band": str(one.band),
            "function": one.function,
            "site": one.site,
            "tenure": one.tenure,
            "languages": one.languages,
            "form": one.form,
        },
        "topics": {
            "offers": [offer.topic for offer in one.offers],
            **wishes,
            **styles,
            "days": [str(day) for day in one.work_days],
            "from": str(one.work_from),
            "to": str(one.work_to),
        },
        "levels": {
            **{f"level.offer.{offer.topic}": str(offer.level) for offer in one.offers},
            **{f"level.now.{wish.topic}": str(wish.level_now) for wish in one.wishes},
            **{f"level.wanted.{wish.topic}": str(wish.level_wanted) for wish in one.wishes},
        },
    }


# --- join and leave -------------------------------------------------------------------------------


def join(
    db: Db,
    person: Person,
    whole: Mapping[str, Any],
    topics: Collection[str],
    box: MultiFernet,
    now: datetime,
) -> Participation:
    """Enrol with the complete form; queues the welcome, which carries Undo for ten minutes.

    Raises FormRefused with a sentence per field, ProgrammeClosed, AlreadyEnrolled.
    """
    may_join(db, person)
    programme = programmes.current(db)
    form = join_form.complete(whole, rules_of(programme), topics, person.slack_id)
    one = _written(db, programme, person, form, keys.installation_key(db, box), now)
    owe(
        db, "welcome", occasion=f"{one.id}:{now.timestamp()}", now=now, person=person.id,
        subject=f"participation:{one.id}",
    )  # fmt: skip
    return one


def _written(
    db: Db, programme: Programme, person: Person, form: JoinForm, key: bytes, now: datetime
) -> Participation:
    one = people.participation_of(db, programme.id, person.id, lock=True)
    joined_before = one is not None
    if one is None:
        one = Participation(
            programme_id=programme.id, person_id=person.id, state=ParticipationState.ACTIVE
        )
        one.person = person
        db.add(one)
    _fill(one, form, key, person)
    _give_places(one, rules_of(programme))
    one.joined_at = one.waiting_since = now
    one.undo_until = now + UNDO_FOR
    one.notice_version = programme.notice_version
    one.left_at = None
    db.flush()
    if joined_before:
        move(db, one, ParticipationEvent.REJOIN, now, by=person.id)
    else:
        record(db, one, "join", None, one.state, now, by=person.id)
    return one


def _fill(one: Participation, form: JoinForm, key: bytes, person: Person) -> None:
    one.role, one.band, one.form = form.role, form.band, form.form
    one.function, one.site = form.function, form.site
    one.tenure = form.tenure
    one.languages = sorted(form.languages)
    one.person_hash = keys.pseudonym(key, "person", person.slack_id)
    one.manager_hash = keys.pseudonym(key, "person", form.manager) if form.manager else None
    one.style = list(form.style)
    one.work_days = sorted(form.days)
    one.work_from, one.work_to = form.start, form.end
    one.offers = [
        OfferRow(topic=offer.topic, rank=n, level=offer.level)
        for n, offer in enumerate(form.offers)
    ]
    one.wishes = [
        WishRow(topic=wish.topic, rank=n, level_now=wish.now, level_wanted=wish.wanted)
        for n, wish in enumerate(form.wishes)
    ]


def _give_places(one: Participation, rules: ProgrammeRules) -> None:
    """So many pairs at a time as the programme gives; the form does not ask."""
    one.places_mentor, one.places_mentee = rules.places_mentor, rules.places_mentee
    one.places_total = rules.places_total


def undo_join(db: Db, person: Person, participation_id: int, now: datetime) -> Undone:
    """As if never joined; the draft is kept. Raises NothingToUndo, UndoOver."""
    one = _own(db, person, participation_id)
    if one.state != ParticipationState.ACTIVE:
        raise NothingToUndo
    if one.undo_until is None or now >= one.undo_until:
        raise UndoOver
    move(db, one, ParticipationEvent.UNDO_JOIN, now, by=person.id)
    if proposals.ever_in_a_round(db, one):
        _emptied(one, now)
        proposals.withdraw_all(db, one, now)
    else:
        db.delete(one)
    return Undone("join")


def _emptied(one: Participation, now: datetime) -> None:
    """What a round has seen stays as a shell without a profile."""
    one.offers, one.wishes, one.manager_hash = [], [], None
    one.left_at, one.undo_until = now, None


def leave(db: Db, person: Person, now: datetime) -> Left:
    """Leave at once; partners learn it ten minutes later, so that Undo leaves no trace.

    Raises NotEnrolled.
    """
    one = _held(db, person)
    if one is None or one.state != ParticipationState.ACTIVE:
        raise NotEnrolled
    move(db, one, ParticipationEvent.LEAVE, now, by=person.id)
    one.left_at, one.undo_until = now, now + UNDO_FOR
    told = pairs.end_for_leaver(db, one, one.undo_until, now)
    return Left(
        delete_on=(now + DELETED_AFTER).date(),
        partners_told_at=one.undo_until if told else None,
        undo_until=one.undo_until,
        participation_id=one.id,
    )


def undo_leave(db: Db, person: Person, participation_id: int, now: datetime) -> Undone:
    """All as before leaving: enrolment, proposals and pairs. Raises NothingToUndo, UndoOver."""
    one = _own(db, person, participation_id)
    if one.state != ParticipationState.LEFT or one.left_at is None:
        raise NothingToUndo
    if one.undo_until is None or now >= one.undo_until:
        raise UndoOver
    move(db, one, ParticipationEvent.UNDO_LEAVE, now, by=person.id)
    pairs.restore_for_returner(db, one, one.left_at, now)
    proposals.settle_yeses(db, one, now)
    one.left_at = one.undo_until = None
    return Undone("leave")


def _own(db: Db, person: Person, participation_id: int) -> Participation:
    one = _held(db, person)
    if one is None or one.id != participation_id:
        raise NothingToUndo
    return one


def _held(db: Db, person: Person) -> Participation | None:
    """The participation with all that ties it to others, locked in the order of answers:
    proposals, pairs, then the person. A yes at the same moment is either before or after."""
    programme_id = programmes.current(db).id
    one = people.participation_of(db, programme_id, person.id)
    if one is None:
        return None
    proposals.hold_still(db, one)
    pairs.hold_still(db, one)
    return people.participation_of(db, programme_id, person.id, lock=True)


def settle_leavers_due(db: Db, now: datetime) -> int:
    """Ten minutes after leaving: open proposals are withdrawn, dates of ended pairs lapse."""
    leavers = people.leavers_to_settle(db, now)
    for one in leavers:
        one.undo_until = None
        proposals.withdraw_all(db, one, now)
        pairs.drop_dates_of_ended(db, one, now)
    return len(leavers)


def forget_spent_drafts(db: Db, now: datetime) -> int:
    """Drop drafts untouched for thirty days, and those whose joining can no longer be undone."""
    spent = people.forget_drafts_of_enrolled(db, now)
    return spent + people.forget_drafts_kept_before(db, now - DRAFT_KEPT)
