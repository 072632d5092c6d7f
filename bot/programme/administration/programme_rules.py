"""The programme itself: made at the first start, changed by its file, led by named people."""

from collections.abc import Collection

from bot.domain.due.rounds import first_monday, off_holiday, round_due
from bot.domain.lifecycle import ProgrammeState
from bot.domain.rules import (
    BadRules,
    Change,
    ProgrammeRules,
    breaks_live,
    difference,
)
from bot.domain.time.local_time import local_day
from bot.outbox.work import Work
from bot.programme.people import leads as leading
from bot.store.db.session import Db
from bot.store.queries import administration as programmes
from bot.store.tables import Programme
from bot.store.transitions import log_event


def first_programme(work: Work, rules: ProgrammeRules, admins: Collection[str]) -> Programme:
    """The programme of the first start, enrolling."""
    programme = Programme(
        state=ProgrammeState.ENROLLING,
        rules=rules.to_plain(),
        leads=[],
        leads_gone=[],
        opened_at=work.now,
    )
    leading.named(programme, _leads(rules, admins), work.now)
    _plan_first_round(programme, rules)
    work.db.add(programme)
    work.db.flush()
    log_event(work.db, programme, "open", None, programme.state, work.now)
    return programme


def is_there(db: Db) -> bool:
    """Whether there is a programme, with rules of its own."""
    return programmes.any_yet(db)


def renew_leads(work: Work, admins: Collection[str]) -> None:
    """At a later start: who leads is what the settings and the rules in force say."""
    programme = work.lock_programme()
    leading.named(programme, _leads(work.rules, admins), work.now)


def _leads(rules: ProgrammeRules, admins: Collection[str]) -> list[str]:
    return list(dict.fromkeys([*admins, *rules.leads]))


def _plan_first_round(programme: Programme, rules: ProgrammeRules) -> None:
    """Windows count from the day on which the first round takes place."""
    opening = local_day(programme.opened_at, rules.zone)
    nominal = rules.first_round or first_monday(opening)
    day = off_holiday(nominal, rules.own_country)
    programme.next_round_on, programme.first_round_on = nominal, day
    programme.next_round_at = round_due(day, rules.zone)


def changes(db: Db, rules: ProgrammeRules) -> list[Change]:
    """What applying these rules would change. Raises BadRules if it would break live pairs."""
    programme = programmes.current(db)
    old = ProgrammeRules.from_plain(programme.rules)
    used = programmes.in_use(db, programme.id)
    broken = breaks_live(old, rules, used.functions, used.sites, used.bands, used.topics)
    if broken:
        raise BadRules(tuple(broken))
    return difference(old, rules)


def apply(work: Work, rules: ProgrammeRules, admins: Collection[str]) -> list[Change]:
    """Change the programme; returns what changed. Raises BadRules.

    Before the first round a changed first date or zone moves it; afterwards the rhythm goes on
    from the last nominal day, and windows keep their start.
    """
    changed = changes(work.db, rules)
    programme = work.lock_programme()
    programme.rules = rules.to_plain()
    leading.named(programme, _leads(rules, admins), work.now)
    _plan_anew(work.db, programme, rules)
    if changed:
        fields = ",".join(sorted({one.field.split(".")[0] for one in changed}))[:40]
        state = programme.state
        log_event(work.db, programme, "apply", state, state, work.now, reason=fields)
    return changed


def _plan_anew(db: Db, programme: Programme, rules: ProgrammeRules) -> None:
    enrolling = programme.state == ProgrammeState.ENROLLING
    if enrolling and not programmes.any_round(db, programme.id):
        _plan_first_round(programme, rules)
    elif programme.next_round_on is not None:
        day = off_holiday(programme.next_round_on, rules.own_country)
        programme.next_round_at = round_due(day, rules.zone)


def shown(db: Db) -> tuple[Programme, ProgrammeRules]:
    """The programme and its rules, for the operator's `programme show`."""
    programme = programmes.current(db)
    return programme, ProgrammeRules.from_plain(programme.rules)


def leads_named(db: Db) -> tuple[str, ...]:
    """The Slack ids of all who are named as leads."""
    return tuple(programmes.current(db).leads)


def leads_present(work: Work) -> tuple[str, ...]:
    """The Slack ids of those of them who have a full account here, as far as is known."""
    return tuple(leading.present(work.programme))
