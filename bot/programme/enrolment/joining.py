"""Enrolment: people become known, join, and change their mind for ten minutes."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from bot.domain import often
from bot.domain.enrolment import form as join_form
from bot.domain.enrolment.form import JoinForm
from bot.domain.enrolment.notifications import Notify
from bot.domain.lifecycle import ParticipationEvent, ParticipationState, Undoable
from bot.domain.refusals import (
    AlreadyEnrolled,
    TooOften,
)
from bot.domain.rules import ProgrammeRules
from bot.domain.time.calendar import known_zone
from bot.outbox.enqueue import cancel, enqueue, enqueued_since
from bot.outbox.work import Work
from bot.programme.enrolment import drafts, kinds, leaving
from bot.programme.enrolment.accounts import gone_accounts
from bot.programme.meetings import nudges
from bot.programme.pairs import acquaintance
from bot.programme.people import undo
from bot.programme.people.accounts import Account, admit
from bot.programme.rounds import proposals
from bot.store.queries import people
from bot.store.secrets import private
from bot.store.secrets.private import Private
from bot.store.tables import OfferRow, Participation, Person, WishRow
from bot.store.transitions import log_event, transition

R = TypeVar("R")


def asking(work: Work, account: Account) -> Work:
    """The work, for the person behind a request. Raises as `asking_with_part`."""
    return asking_with_part(work, account)[0]


def asking_with_part(work: Work, account: Account) -> tuple[Work, Participation | None]:
    """Know the person behind a request; zone and language follow Slack until they choose.

    Their part in the programme is as it was read first: whoever changes it reads it again, locked.

    Any sign of life ends a silence to nudges. Raises BotsCannotJoin, GuestsCannotJoin,
    ForeignTeam.
    """
    admit(account)
    found = people.asking(work.db, account.slack_id)
    work.learn(found.programme)
    rules = work.rules
    zone = known_zone(account.zone, rules.zone)
    language = account.language or rules.language
    person = found.person or people.meet(work.db, account.slack_id, zone, language, work.now)
    if found.participation is not None:
        if found.participation.gone_at is not None:
            gone_accounts.is_back(work, person)
        nudges.heard_from(work.db, found.participation)
    _follow_slack(person, zone, language)
    return work.asked_by(person), found.participation


def _follow_slack(person: Person, zone: str, language: str) -> None:
    # A value set anew is flushed, also where it is the same.
    if person.zone != zone:
        person.zone = zone
    if person.language != language and not person.language_chosen:
        person.language = language


# --- joining ------------------------------------------------------------------------------------


def may_join(work: Work) -> None:
    """Raises AlreadyEnrolled with the role."""
    programme = work.programme
    participation = people.participation_of(work.db, programme.id, work.me.id)
    if participation is not None and participation.takes_part:
        raise AlreadyEnrolled(participation.role)


def begin(work: Work, role: str | None) -> dict[str, Any]:
    """What the form shows at first; `role` may be chosen already. Raises as `may_join`."""
    may_join(work)
    draft = drafts.of(work)
    return {**draft, "you": {**draft.get("you", {}), "role": role}} if role else draft


def join(work: Work, whole: Mapping[str, Any], catalogue: Collection[str]) -> Participation:
    """Enrol with the complete form; queues the welcome, which carries Undo for ten minutes.

    `catalogue` are the ids of the topics of every programme. Raises FormRefused with a sentence per
    field, AlreadyEnrolled, TooOften.
    """
    may_join(work)
    _check_how_often(work)
    offered = work.rules.topics_offered(catalogue)
    form = join_form.complete(whole, work.rules, offered, work.me.slack_id)
    one = _written(work, form)
    enqueue(
        work, kinds.WELCOME, None, to=work.me, occasion=f"{one.id}:{work.now.timestamp()}",
        subject=f"participation:{one.id}", ages_at=one.undo_until,
    )  # fmt: skip
    return one


def _check_how_often(work: Work) -> None:
    since = work.now - often.DAY
    if enqueued_since(work.db, kinds.WELCOME, person=work.me, since=since) >= often.JOINS:
        raise TooOften


def _written(work: Work, form: JoinForm) -> Participation:
    before = people.participation_of(work.db, work.programme.id, work.me.id, lock=True)
    return _first_time(work, form) if before is None else _rejoin(work, before, form)


def _first_time(work: Work, form: JoinForm) -> Participation:
    one = Participation(
        programme_id=work.programme.id, person_id=work.me.id, state=ParticipationState.ACTIVE
    )
    one.person = work.me
    work.db.add(one)
    _enrol(work, one, form)
    mine = acquaintance.remembered(work, one)
    private.keep(work.db, one, replace(mine, manager=form.manager))
    log_event(work.db, one, "join", None, one.state, work.now)
    return one


def _rejoin(work: Work, participation: Participation, form: JoinForm) -> Participation:
    """Somebody is back who took part once; a leaving that could still be undone is final now."""
    if participation.undo_what is Undoable.LEAVE:
        leaving.settle(work, participation)
    _enrol(work, participation, form)
    mine = private.of_or_nothing(work.db, participation)
    anew = replace(mine, manager=form.manager, looks=True, looks_since=None)
    private.keep(work.db, participation, anew)
    transition(work.db, participation, ParticipationEvent.REJOIN, work.now)
    proposals.settle_yeses(work, participation)
    return participation


def _enrol(work: Work, participation: Participation, form: JoinForm) -> None:
    fill(participation, form)
    _give_places(participation, work.rules)
    participation.joined_at = participation.waiting_since = work.now
    undo.offer(participation, Undoable.JOIN, work.now)
    participation.notice_version = work.programme.notice_version
    participation.left_at = None
    participation.notify, participation.calendar_file = Notify.ALL, True
    work.db.flush()


def fill(participation: Participation, form: JoinForm) -> None:
    """Write a form into a participation, but for the manager, who is sealed."""
    participation.role, participation.band, participation.form = form.role, form.band, form.form
    participation.function, participation.site = form.function, form.site
    participation.tenure, participation.newcomer = form.tenure, form.newcomer
    participation.languages = sorted(form.languages)
    participation.style = list(form.style)
    participation.work_days = sorted(form.days)
    participation.work_from, participation.work_to = form.start, form.end
    set_topics(
        participation,
        [(offer.topic, offer.level) for offer in form.offers],
        [(wish.topic, wish.now, wish.wanted) for wish in form.wishes],
    )


def _give_places(participation: Participation, rules: ProgrammeRules) -> None:
    """So many pairs at a time as the programme gives; the form does not ask."""
    participation.places_mentor, participation.places_mentee = (
        rules.places_mentor,
        rules.places_mentee,
    )
    participation.places_total = rules.places_total


def set_topics(
    participation: Participation,
    offers: Sequence[tuple[str, int]],
    wishes: Sequence[tuple[str, int, int]],
) -> None:
    """Write what a person shares (topic, level) and wishes (topic, now, wanted), in order."""
    shared = {row.topic: row for row in participation.offers}
    wished = {row.topic: row for row in participation.wishes}
    participation.offers = [
        _set(shared.get(topic) or OfferRow(topic=topic), rank=rank, level=level)
        for rank, (topic, level) in enumerate(offers)
    ]
    participation.wishes = [
        _set(wished.get(topic) or WishRow(topic=topic), rank=rank, level_now=now, level_wanted=to)
        for rank, (topic, now, to) in enumerate(wishes)
    ]


def _set(row: R, **values: int) -> R:
    for name, value in values.items():
        setattr(row, name, value)
    return row


def undo_join(work: Work, participation: Participation) -> None:
    """As if never joined; the draft is kept. What a round has seen stays as an empty shell.

    A pair of these ten minutes ends as with any leaving.
    """
    transition(work.db, participation, ParticipationEvent.UNDO_JOIN, work.now)
    cancel(work.db, subject=f"participation:{participation.id}", kinds=[kinds.WELCOME])
    if not proposals.ever_in_a_round(work.db, participation):
        work.db.delete(participation)
        return
    participation.offers, participation.wishes = [], []
    mine = private.of_or_nothing(work.db, participation)
    private.keep(work.db, participation, Private(not_again=mine.not_again))
    participation.left_at = work.now
    leaving.settle(work, participation)
