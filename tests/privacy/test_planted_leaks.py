"""A leak of each kind, planted: the two worlds can be told apart then, and not before.

A planted leak knows what was done in private (`Secrets` overhears it) and lets one thing that an
observer can read or do depend on it, as the product once did or might one day.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import false, func, select

import bot.app
from bot import logs
from bot.domain.enrolment import other_role
from bot.domain.lifecycle import ParticipationState
from bot.domain.words import After, Fit
from bot.outbox.enqueue import cancel, edit_now
from bot.outbox.ports import Cancel
from bot.outbox.work import Work
from bot.programme import messages, standing
from bot.programme.administration import concerns, health
from bot.programme.administration.kinds import CONCERN_RAISED, KINDS, ConcernNote
from bot.programme.enrolment import after_pair, leaving, notifications, pauses, profile
from bot.programme.figures import own_answers, stats
from bot.programme.figures.results import Pairs, People, Stats
from bot.programme.learning import ideas, worksheets
from bot.programme.meetings import afterwards, attendance, checkins, nudges, slots
from bot.programme.pairs import closing, pairing, swaps
from bot.programme.people import leads
from bot.programme.people.hours import of_participation
from bot.programme.rounds import drafting, expiry, offers, proposals, sending, window
from bot.programme.rounds.kinds import DID_NOT_GO_AHEAD, REMINDER
from bot.slack import register
from bot.slack.edge.rows import Button
from bot.slack.verbs import VERBS
from bot.store.db.session import Db
from bot.store.queries import people, round_window
from bot.store.secrets import exits, private
from bot.store.secrets.choices import Choices
from bot.store.tables import (
    ConcernRow,
    Draft,
    Pair,
    Participation,
    Person,
    Proposal,
    Round,
    Session,
)
from tests.outbox.owing import owe
from tests.privacy import deeds, looks
from tests.privacy.acts import OVER, SOAKING
from tests.privacy.deeds import Deed
from tests.privacy.journal import EXPORT
from tests.privacy.story import END
from tests.privacy.town import Town
from tests.privacy.worlds import LOGS, METRICS, Act, Allowed, Step, differences
from tests.world import moment

SOON, LOOK = timedelta(minutes=7), timedelta(minutes=40)
ANSWERED = frozenset({Allowed.ANSWERED, Allowed.REQUESTS})
LONG_AGO = moment("2026-12-07 09:00")
Mapped = dict[str, Any]


# --- the acts that leaks are planted for ----------------------------------------------------------


def _act(
    at: str, author: str, variants: Mapping[str, Deed | None], observer: str, **more: Any
) -> Act:
    """One step in each variant, one observer, and the few looks that are always had."""
    return Act(
        f"{author}: {' or '.join(variants)}",
        at,
        author,
        {name: (Step(SOON, author, deed),) if deed else () for name, deed in variants.items()},
        (observer,),
        **{"until": 2 * LOOK, "looks_after": (LOOK,), "share": looks.FEW, **more},
    )


def _word(observer: str, at: str = "delivered", **more: Any) -> Act:
    """Marco says later, or someone else."""
    variants = {word: deeds.says(word) for word in ("later", "someone else")}
    return _act(at, "Marco", variants, observer, partner="Anna", **more)


def _changed(observer: str, at: str, author: str, change: Mapped, **more: Any) -> Act:
    variants = {"no change": deeds.edits(), "a change": deeds.edits(**change)}
    return _act(at, author, variants, observer, **more)


# --- what a leak knows ----------------------------------------------------------------------------


@dataclass
class Secrets:
    """What was done in private, by database: an act leaks only in the world in which it was."""

    patch: pytest.MonkeyPatch
    known: dict[str, list[tuple[str, int, int]]] = field(default_factory=dict)

    def note(self, db: Db, what: str, thing: int, person: int) -> None:
        self.known.setdefault(_where(db), []).append((what, thing, person))

    def of(self, db: Db, what: str) -> list[tuple[int, int]]:
        """(thing, person id) of each such act."""
        return [(one[1], one[2]) for one in self.known.get(_where(db), []) if one[0] == what]

    def wraps(self, place: Any, name: str, around: Callable[..., Any]) -> None:
        """`around` is called instead, with what it replaces before the arguments."""
        original = getattr(place, name)

        def planted(*a: Any, **k: Any) -> Any:
            return around(original, *a, **k)

        self.patch.setattr(place, name, planted)
        for row in (*VERBS, *register.BUTTON_ROWS, *register.WINDOW_ROWS):  # may hold it already
            if isinstance(row, Button) and row.use_case is original:
                self.patch.setitem(vars(row), "use_case", planted)

    def overhears_words(
        self, then: Callable[[Db, Person, Proposal], None] = lambda *_: None
    ) -> None:
        """That somebody said *someone else*; `then` is done in the same transaction."""

        def say(original: Any, work: Work, proposal: int, word: Any, **k: Any) -> Any:
            told = original(work, proposal, word, **k)
            self.note(work.db, str(word), proposal, work.me.id)
            if word == "someone_else":
                then(work.db, work.me, work.db.get_one(Proposal, proposal))
            return told

        self.wraps(proposals, "say", say)

    def overhears_answers(self) -> None:
        def answer(original: Any, work: Work, session: int, *a: Any) -> Any:
            self.note(work.db, "answer", session, work.me.id)
            return original(work, session, *a)

        self.wraps(checkins, "answer", answer)

    def adds(self, place: Any, name: str, **facts: Callable[[Db, Any], Any]) -> None:
        """What a use case tells, with some facts replaced by what `(db, told)` gives."""

        def told(original: Any, work: Work, *a: Any, **k: Any) -> Any:
            found = original(work, *a, **k)
            new = {} if found is None else {f: of(work.db, found) for f, of in facts.items()}
            return found and replace(found, **new)

        self.wraps(place, name, told)

    def declined(self, db: Db) -> int:
        return len(self.of(db, "someone_else"))


def _where(db: Db) -> str:
    return str(db.get_bind().engine.url)


# --- the leaks ------------------------------------------------------------------------------------

Leak = Callable[[Secrets], None]
LEAKS: dict[str, tuple[Leak, Act, str]] = {}
"""Each with the act, and the look that finds it."""


def leak(act: Act, look: str) -> Callable[[Leak], Leak]:
    def kept(plant: Leak) -> Leak:
        LEAKS[str(plant.__doc__)] = plant, act, look
        return plant

    return kept


@leak(_word("Anna"), "the profile saved unchanged")
def _(secrets: Secrets) -> None:
    """saving the profile says whether a proposal is open by its state"""
    secrets.overhears_words()
    secrets.wraps(
        offers,
        "has_open",
        lambda real, work, *a: real(work, *a) and not secrets.declined(work.db),
    )


@leak(_act("offered", "Carlo", {w: deeds.says(w) for w in ("later", "someone else")}, "John",
           partner="Carlo", until="2026-12-07 18:00", looks_after=()), "the screen")  # fmt: skip
def _(secrets: Secrets) -> None:
    """a decline takes back the other's offer that has not left yet"""
    secrets.overhears_words(lambda db, me, one: _cancels(db, one, "proposal.offer"))


@leak(_act("offered", "Carlo", {w: deeds.says(w) for w in ("later", "someone else")}, EXPORT,
           until="2026-12-07 18:00", looks_after=()), "the messages")  # fmt: skip
def _(secrets: Secrets) -> None:
    """the same, as Slack's export shows it"""
    secrets.overhears_words(lambda db, me, one: _cancels(db, one, "proposal.offer"))


def _cancels(db: Db, one: Proposal, kind: str) -> None:
    cancel(db, subject=f"proposal:{one.id}", kinds=[KINDS[kind]])


@leak(_word("Giulia"), "round")
def _(secrets: Secrets) -> None:
    """the round's page counts who declined (delivered n of m)"""
    secrets.overhears_words()
    secrets.adds(
        window,
        "view",
        counts=lambda db, told: replace(told.counts, held=secrets.declined(db)),
    )


@leak(_word("Giulia"), "round")
def _(secrets: Secrets) -> None:
    """the round's page lists pairs that were declined last"""
    secrets.overhears_words()
    secrets.adds(
        window,
        "view",
        pairs=lambda db, told: told.pairs[::-1] if secrets.declined(db) else told.pairs,
    )


@leak(_word("Giulia"), "round")
def _(secrets: Secrets) -> None:
    """an event's actor is shown: who did something last"""
    secrets.overhears_words()

    def last(db: Db, told: Any) -> str | None:
        found = secrets.of(db, "someone_else")
        return db.get_one(Person, found[-1][1]).slack_id if found else told.decided_by

    secrets.adds(window, "view", decided_by=last)


@leak(_changed("Giulia", "before the draft", "Bea", {"levels": {"level.offer.ai.meetings": "1"}},
               looks_after=(timedelta(days=3),), until=timedelta(days=3, hours=1),
               share=looks.ALL), "the round Best match first")  # fmt: skip
def _(secrets: Secrets) -> None:
    """the best match comes first, the lead's own pair among the others"""
    secrets.patch.setattr(round_window, "_is_own", lambda reader: false())


@leak(_word("Giulia"), "health")
def _(secrets: Secrets) -> None:
    """`health` counts a queue that depends on declines"""
    secrets.overhears_words()
    secrets.adds(health, "health", given_up=lambda db, told: told.given_up + secrets.declined(db))


@leak(_word("Giulia"), "all the figures")
def _(secrets: Secrets) -> None:
    """`stats` counts a proposal as no longer open from the decline on"""
    secrets.overhears_words()
    secrets.adds(
        stats,
        "all_figures",
        proposals_open=lambda db, told: told.proposals_open - secrets.declined(db),
    )


@leak(_word("Giulia"), "stats")
def _(secrets: Secrets) -> None:
    """who was declined waits again at once, instead of from the closing date on: the sum of the
    people stays, and tells it all the same"""
    secrets.overhears_words()

    def parts(db: Db, told: Stats) -> People:
        two = 2 * secrets.declined(db)
        people = told.people
        return replace(people, proposed=people.proposed - two, unpaired=people.unpaired + two)

    secrets.adds(stats, "stats", people=parts)


@leak(_word(EXPORT, until=END, looks_after=()), "the messages")
def _(secrets: Secrets) -> None:
    """the closing message goes to one only: who declined is not told"""
    secrets.overhears_words()

    def told(real: Any, work: Work, kind: Any, owed: Any) -> Any:
        silent = {person for _, person in secrets.of(work.db, "someone_else")}
        leave_out = silent if kind is DID_NOT_GO_AHEAD else set()
        return real(work, kind, [one for one in owed if one.to.id not in leave_out])

    secrets.wraps(expiry, "enqueue_many", told)


@leak(_act("delivered", "Marco", {"silence": None, "no": deeds.says("someone else")}, LOGS,
           allowed=ANSWERED, until=END, looks_after=()), "the log")  # fmt: skip
def _(secrets: Secrets) -> None:
    """a reminder is owed only to who is silent: the log has a line less"""
    secrets.overhears_words()

    def reminded(real: Any, work: Work, kind: Any, owed: Any) -> Any:
        answered = {person for _, person in secrets.of(work.db, "someone_else")}
        leave_out = answered if kind is REMINDER else set()
        return real(work, kind, [one for one in owed if one.to.id not in leave_out])

    secrets.wraps(offers, "enqueue_many", reminded)


@leak(_word("Anna", until="2026-12-16 12:00", looks_after=()), "the screen")
def _(secrets: Secrets) -> None:
    """a proposal that was declined closes a day earlier"""

    def sooner(db: Db, me: Person, one: Proposal) -> None:
        assert one.expires_at is not None
        one.expires_at -= timedelta(days=1)

    secrets.overhears_words(sooner)


@leak(_act("asked", "Anna", {"someone else": deeds.says("someone else"), "yes": deeds.says("yes")},
           "Giulia", until=END, looks_after=(timedelta(days=10, hours=19),)), "round")  # fmt: skip
def _(secrets: Secrets) -> None:
    """only a yes earns a waiting point: the next draft chooses whom it covers by it"""

    def say(original: Any, work: Work, proposal: int, word: Any, **k: Any) -> Any:
        if word == "yes":
            one = people.participation_of(work.db, 1, work.me.id)
            assert one is not None
            one.rounds_waited += 3
        return original(work, proposal, word, **k)

    secrets.wraps(proposals, "say", say)


@leak(_word(LOGS, looks_after=()), "the log")
def _(secrets: Secrets) -> None:
    """a log name for each button"""
    secrets.overhears_words(
        lambda db, me, one: logs.logger("bot").info("request", name="proposal.no")
    )


def _counts(secrets: Secrets, what: str) -> None:
    def trouble(real: Any, db: Db, *a: Any) -> Any:
        found = real(db, *a)
        return replace(found, late=found.late + len(secrets.of(db, what)))

    secrets.wraps(bot.app, "trouble", trouble)


@leak(_word(METRICS), "the pages")
def _(secrets: Secrets) -> None:
    """`/metrics` counts messages that a decline makes overdue"""
    secrets.overhears_words()

    _counts(secrets, "someone_else")


@leak(_word("Anna"), "home")
def _(secrets: Secrets) -> None:
    """Home no longer shows an offer that the other declined"""
    secrets.overhears_words()

    def where(real: Any, work: Work, *a: Any) -> Any:
        found = real(work, *a)
        about = {one for one, _ in secrets.of(work.db, "someone_else")}
        mine = found.proposal and found.proposal.proposal_id in about
        return replace(found, proposal=None, state="waiting") if mine else found

    secrets.wraps(standing, "of", where)


@leak(_act("delivered", "Marco", {"silence": None, "a break": deeds.types("pause 31/1")}, "Anna"),
      "the profile saved unchanged")  # fmt: skip
def _(secrets: Secrets) -> None:
    """a break closes the proposal to the other one at once"""

    def pause(real: Any, work: Work, *a: Any) -> Any:
        secrets.note(work.db, "someone_else", 0, work.me.id)
        return real(work, *a)

    secrets.wraps(pauses, "pause", pause)
    secrets.wraps(
        offers,
        "has_open",
        lambda real, work, *a: real(work, *a) and not secrets.declined(work.db),
    )


_ANSWERS = {"silence": None, "answers": deeds.answers(useful=4)}


@leak(_act("asked", "Gaia", _ANSWERS, "Giulia", allowed=ANSWERED), "stats")
def _(secrets: Secrets) -> None:
    """who answered is counted live, not once at sealing"""
    secrets.overhears_answers()
    secrets.adds(
        stats,
        "stats",
        people=lambda db, told: replace(
            told.people, unpaired=told.people.unpaired + len(secrets.of(db, "answer"))
        ),
    )


@leak(_act("asked", "Gaia", _ANSWERS, "Fabio", allowed=ANSWERED), "home")
def _(secrets: Secrets) -> None:
    """a pair is no longer asked once one of them answered"""
    secrets.overhears_answers()

    def of(real: Any, work: Work, *a: Any) -> Any:
        found = real(work, *a)
        if not secrets.of(work.db, "answer"):
            return found
        state = "paired" if found.state == "checkin" else found.state
        return replace(found, checkin=None, checkins=(), state=state)

    secrets.wraps(standing, "of", of)


@leak(_act("asked", "Gaia", {"a look": deeds.looks_at_the_questions,
                             "answers": deeds.answers(useful=4)}, EXPORT,
           until=END, looks_after=()), "the messages")  # fmt: skip
def _(secrets: Secrets) -> None:
    """who said that they met and has not answered is reminded"""

    def mine(real: Any, db: Db, session: Any, one: Any) -> Any:
        found = real(db, session, one)
        return replace(found, told=found.is_answered)

    secrets.wraps(own_answers, "mine", mine)


@leak(_act("asked", "Gaia", {"3": deeds.answers(useful=3), "5": deeds.answers(useful=5)}, METRICS),
      "the pages")  # fmt: skip
def _(secrets: Secrets) -> None:
    """`/metrics` sums what was answered"""

    def answer(real: Any, work: Work, session: int, values: Mapped) -> Any:
        for _ in range(int(values["useful"])):
            secrets.note(work.db, "useful", session, work.me.id)
        return real(work, session, values)

    secrets.wraps(checkins, "answer", answer)
    _counts(secrets, "useful")


@leak(_changed("Giulia", "before the draft", "Wanda", {"levels": {"avoids": ["Gaia"]}},
               until="2026-12-07 12:00", looks_after=(timedelta(days=3),)), "round")  # fmt: skip
def _(secrets: Secrets) -> None:
    """a waiting category is computed with avoid lists"""

    def match(real: Any, pool: Any, rules: Any, **k: Any) -> Any:
        found = real(pool, rules, **k)
        shy = {key for two in k["forbidden"] for key in two}
        first = next(iter(found.waiting.values()))
        why = {
            key: ("no_hours" if str(first) != "no_hours" else "no_language")
            for key in found.waiting
            if key in shy
        }
        return replace(found, waiting={**found.waiting, **why})

    secrets.wraps(drafting, "match", match)


@leak(_changed("Giulia", "approved", "Anna", {"levels": {"level.offer.ai.rules": "4"}},
               until="2026-12-07 12:00"), "round")  # fmt: skip
def _(secrets: Secrets) -> None:
    """the round's page looks at profiles as they are now"""

    def levels(db: Db) -> int:
        return sum(row.level for one in db.scalars(select(Participation)) for row in one.offers)

    secrets.adds(
        window,
        "view",
        pairs=lambda db, told: tuple(
            replace(one, categories=replace(one.categories, common_hours=levels(db)))
            if one.categories
            else one
            for one in told.pairs
        ),
    )


@leak(
    _changed("Marco", "offered", "Anna", {"you": {"manager": "Nives"}}),
    "the profile saved unchanged",
)
def _(secrets: Secrets) -> None:
    """who names a manager is told of to the other"""

    def save(real: Any, work: Work, whole: Mapped, *a: Any) -> Any:
        if whole.get("you", {}).get("manager"):
            secrets.note(work.db, "manager", 0, work.me.id)
        told = real(work, whole, *a)
        return replace(told, round_waits=told.round_waits or bool(secrets.of(work.db, "manager")))

    secrets.wraps(profile, "save", save)


@leak(_act("drafted", "Nives", {"nothing": None, "a form begun": deeds.begins_a_form}, "Giulia",
           allowed=frozenset({Allowed.REQUESTS}), until="2026-12-07 12:00"), "stats")  # fmt: skip
def _(secrets: Secrets) -> None:
    """drafts count as people who wait"""

    def parts(db: Db, told: Stats) -> People:
        drafts = db.scalar(select(func.count()).select_from(Draft)) or 0
        return replace(told.people, unpaired=told.people.unpaired + drafts)

    secrets.adds(stats, "stats", people=parts)


@leak(_act("before the draft", "Lea", {"silence": None, "fewer": deeds.wants_fewer_reminders},
           "Ivo", allowed=ANSWERED, looks_after=(), until="2026-12-08 12:00"),
      "the screen")  # fmt: skip
def _(secrets: Secrets) -> None:
    """a wish for fewer reminders silences the other's, too"""

    def fewer(real: Any, work: Work) -> Any:
        secrets.note(work.db, "fewer", 0, work.me.id)
        return real(work)

    secrets.wraps(notifications, "fewer", fewer)
    secrets.wraps(
        nudges,
        "enqueue",
        lambda real, work, kind, *a, **k: (
            not (kind.is_nudge and secrets.of(work.db, "fewer")) and real(work, kind, *a, **k)
        ),
    )


@leak(_act("before the draft", "Gaia",
           {"all": deeds.wants("all"), "none": deeds.wants("none")}, LOGS,
           allowed=frozenset({Allowed.UNWRITTEN}), looks_after=(), until="2026-12-09 12:00"),
      "the log")  # fmt: skip
def _(secrets: Secrets) -> None:
    """the log says that a message was not wanted"""
    secrets.wraps(messages, "Withhold", lambda real: Cancel("not wanted"))


@leak(_act("drafted", "Anna",
           {"none": None, "one": deeds.raises_a_concern("other", "no")}, "Giulia",
           looks_after=(), until=3 * LOOK), "the screen")  # fmt: skip
def _(secrets: Secrets) -> None:
    """the message about a concern goes to the leads, too"""

    def to_all(real: Any, work: Work, kind: Any, row: Any, **more: Any) -> bool:
        for lead in leads.persons(work):
            real(work, kind, row, **{**more, "to": lead})
        return bool(real(work, kind, row, **more))

    def still_true(real: Any, work: Work, row: ConcernRow, leaving: Any) -> ConcernNote:
        return ConcernNote(row.id, row.raised_on)

    secrets.wraps(concerns, "enqueue", to_all)
    secrets.wraps(CONCERN_RAISED, "_check", still_true)


@leak(_act("reminded", "Lea", {"silence": None, "a look": deeds.types("status")}, "Ivo",
           allowed=ANSWERED, looks_after=(), until="2027-01-12 10:00"), "the screen")  # fmt: skip
def _(secrets: Secrets) -> None:
    """a pair whose mentee has looked does not come to rest"""

    def heard_from(real: Any, db: Db, one: Participation) -> None:
        secrets.note(db, "looked", 0, one.id)
        real(db, one)

    secrets.wraps(nudges, "heard_from", heard_from)

    def rest(real: Any, work: Work, pair: Pair, occasion: str) -> None:
        if (0, pair.mentee_id) not in secrets.of(work.db, "looked"):
            real(work, pair, occasion)

    secrets.wraps(pairing, "rest", rest)


@leak(_word("Fabio", until=timedelta(days=2), looks_after=()), "the screen")
def _(secrets: Secrets) -> None:
    """somebody else altogether is told"""

    def tells(db: Db, me: Person, one: Proposal) -> None:
        for row in db.scalars(select(Participation)):
            if row.person_id != me.id:
                owe(
                    db, "pause.over", occasion="leak", now=one.offered_at or LONG_AGO,
                    person=row.person_id, arguments={}, subject="leak",
                )  # fmt: skip

    secrets.overhears_words(tells)


@leak(_act("delivered", "Marco", {"yes": deeds.says("yes"), "later": deeds.says("later")}, EXPORT,
           allowed=frozenset({Allowed.TOGETHER}), looks_after=(), until="2026-12-07 18:00"),
      "the messages")  # fmt: skip
def _(secrets: Secrets) -> None:
    """a pair begins at the first yes"""

    def say(real: Any, work: Work, proposal: int, word: Any, **k: Any) -> Any:
        told = real(work, proposal, word, **k)
        if word == "yes":
            early = Work(work.db, work.now)
            pair = pairing.open_pair(early, work.db.get_one(Proposal, proposal))
            pairing.introduce(early, pair, [])
        return told

    secrets.wraps(proposals, "say", say)


@leak(_act("asked", "Gaia", {"stays": None, "gone": deeds.types("leave")}, "Fabio",
           partner="Fabio", until=timedelta(minutes=16), looks_after=(timedelta(minutes=15),)),
      "home")  # fmt: skip
def _(secrets: Secrets) -> None:
    """a pair ends while its leaving can still be undone"""

    def leave(real: Any, work: Work) -> Any:
        told = real(work)
        one = work.db.get_one(Participation, told.participation_id)
        pairing.end_for_leaver(Work(work.db, work.now), one)
        return told

    secrets.wraps(leaving, "leave", leave)


@leak(_word("Giulia", looks_after=()), "the screen")
def _(secrets: Secrets) -> None:
    """a decline brings forward the edit of the message about the round"""

    def say(real: Any, work: Work, proposal: int, word: Any, **k: Any) -> Any:
        told = real(work, proposal, word, **k)
        if word == "someone_else":
            edit_now(work, f"round:{work.db.get_one(Proposal, proposal).round_id}")
        return told

    secrets.wraps(proposals, "say", say)


@leak(_act("asked", "Gaia", _ANSWERS, "Fabio", allowed=ANSWERED, looks_after=()), "the screen")
def _(secrets: Secrets) -> None:
    """an answer edits what the other was told of the meeting"""

    def answer(real: Any, work: Work, about: Any, *a: Any) -> Any:
        told = real(work, about, *a)
        edit_now(work, f"session:{about}")
        return told

    secrets.wraps(checkins, "answer", answer)


_KEPT_BACK: dict[str, tuple[Step, ...]] = {
    "held": (Step(SOON, "Giulia", deeds.decides("hold", "Anna", "Marco")),),
    "left": (Step(SOON, "Marco", deeds.types("leave")),),
}


@leak(Act("what kept Anna back", "drafted", "Marco", _KEPT_BACK, ("Anna",), "2026-12-07 18:00",
          moves=(Step(2 * SOON, "Giulia", deeds.approves),), share=looks.FEW,
          partner="Anna"), "the screen")  # fmt: skip
def _(secrets: Secrets) -> None:
    """whom the other has left reads of it in other words than whom a lead held back"""

    def told(real: Any, work: Work, round_: Round, one: Participation, category: str) -> Any:
        mine = work.db.query(Proposal).filter(
            Proposal.has_side(one.id), Proposal.round_id == round_.id
        )
        left = any(row.other(one).state == ParticipationState.LEFT for row in mine)
        return real(work, round_, one, "nobody_fitting" if left else category)

    secrets.wraps(sending, "_still_looking", told)


def _noted(observer: str, **more: Any) -> Act:
    """Gaia notes something for her meeting, or saves three empty lines."""
    variants = {"nothing": deeds.notes(), "a note": deeds.notes(give="A name")}
    return _act("reminded of a meeting", "Gaia", variants, observer, **more)


def _overhears_notes(secrets: Secrets, then: Callable[[Work, int], None] = lambda *_: None) -> None:
    """That somebody noted something; `then` is done in the same transaction."""

    def save(real: Any, work: Work, session: int, lines: Mapped) -> Any:
        told = real(work, session, lines)
        if any(lines.values()):
            secrets.note(work.db, "noted", session, work.me.id)
            then(work, session)
        return told

    secrets.wraps(worksheets, "save", save)


@leak(_noted("Fabio", looks_after=()), "the screen")
def _(secrets: Secrets) -> None:
    """a worksheet that is written on edits the other's reminder"""
    _overhears_notes(secrets, lambda work, session: edit_now(work, f"session:{session}"))


@leak(_noted("Fabio"), "ideas")
def _(secrets: Secrets) -> None:
    """other starters for who is prepared"""
    _overhears_notes(secrets)

    def of(real: Any, work: Work, *a: Any) -> Any:
        return tuple(
            replace(one, page=1) if secrets.of(work.db, "noted") else one for one in real(work, *a)
        )

    secrets.wraps(ideas, "ideas", of)


@leak(_noted(EXPORT, until=END, looks_after=()), "the messages")
def _(secrets: Secrets) -> None:
    """whoever has noted something is not asked whether they met"""
    _overhears_notes(secrets)

    def ask(real: Any, work: Work, kind: Any, session: Any, one: Any, *a: Any, **k: Any) -> Any:
        noted = (session.id, one.person_id) in secrets.of(work.db, "noted")
        return None if noted else real(work, kind, session, one, *a, **k)

    secrets.wraps(attendance, "enqueue_for", ask)


def _finds(observer: str, **more: Any) -> Act:
    """Gaia finds the match good, or would rather change."""
    variants = {fit: deeds.finds(fit, useful=4) for fit in ("good", "change")}
    return _act("asked", "Gaia", variants, observer, **more)


def _overhears_fit(secrets: Secrets, then: Callable[[Work, int], None] = lambda *_: None) -> None:
    """That somebody would rather change; `then` is done in the same transaction."""

    def say_fit(real: Any, work: Work, session: int, fit: Fit) -> Any:
        told = real(work, session, fit)
        if fit is Fit.CHANGE:
            secrets.note(work.db, "change", session, work.me.id)
            then(work, session)
        return told

    secrets.wraps(afterwards, "say_fit", say_fit)


@leak(_finds("Fabio", looks_after=()), "the screen")
def _(secrets: Secrets) -> None:
    """a wish to change edits what the other was told of the meeting"""
    _overhears_fit(secrets, lambda work, session: edit_now(work, f"session:{session}"))


@leak(_finds("Giulia"), "stats")
def _(secrets: Secrets) -> None:
    """a pair of which one would rather change needs a hand"""
    _overhears_fit(secrets)

    def hands(db: Db, told: Stats) -> Pairs:
        many = len(secrets.of(db, "change"))
        pairs = told.pairs
        return replace(pairs, active=pairs.active - many, needs_a_hand=pairs.needs_a_hand + many)

    secrets.adds(stats, "stats", pairs=hands)


@leak(_finds("Fabio"), "ideas")
def _(secrets: Secrets) -> None:
    """other starters where one would rather change"""
    _overhears_fit(secrets)

    def of(real: Any, work: Work, *a: Any) -> Any:
        return tuple(
            replace(one, page=1) if secrets.of(work.db, "change") else one for one in real(work, *a)
        )

    secrets.wraps(ideas, "ideas", of)


@leak(_act("asked", "Gaia", {"a word": deeds.finds("good", useful=4),
                             "a look": deeds.finds(useful=4, looks=1)}, LOGS,
           looks_after=()), "the log")  # fmt: skip
def _(secrets: Secrets) -> None:
    """a log name for what somebody says of the match"""
    secrets.wraps(register, "heard_as", lambda real, kind, name: (kind, name))


_LOW: dict[str, tuple[Step, ...]] = {
    f"{useful}": (
        Step(SOON, "Gaia", deeds.met_on("2026-12-03", useful=useful)),
        Step(2 * SOON, "Gaia", deeds.answers(useful=useful)),
    )
    for useful in (4, 1)
}


@leak(Act("two low answers, or two good ones", "asked", "Gaia", _LOW, ("Fabio",), 2 * LOOK,
          share=looks.FEW, partner="Fabio"), "the screen")  # fmt: skip
def _(secrets: Secrets) -> None:
    """two low answers edit what the other was told of the meeting"""

    def going_on(real: Any, work: Work, session: Any, *a: Any) -> Any:
        told = real(work, session, *a)
        if told.low:
            edit_now(work, f"session:{session.id}")
        return told

    secrets.wraps(afterwards, "_going_on", going_on)


_CHOICES: dict[str, Deed | None] = {
    word: deeds.chooses(f"end.{word}") for word in ("not_now", "together", "other_role")
}
_OVER: dict[str, Any] = {"until": OVER + 2 * LOOK, "looks_after": (OVER + LOOK,)}


def _chooses(word: str, observer: str, **more: Any) -> Act:
    """Gaia chooses this, or not now."""
    variants = {one: _CHOICES[one] for one in ("not_now", word)}
    return _act("ends soon", "Gaia", variants, observer, **more)


@leak(_chooses("together", "Fabio", looks_after=()), "the screen")
def _(secrets: Secrets) -> None:
    """who would go on together edits what the other was asked"""

    def choose(real: Any, work: Work, pair: int, after: After) -> Any:
        if after is After.TOGETHER:
            edit_now(work, f"pair:{pair}")
        return real(work, pair, after)

    secrets.wraps(after_pair, "choose", choose)


@leak(_chooses("together", "Fabio", **{**_OVER, "looks_after": ()}), "the screen")
def _(secrets: Secrets) -> None:
    """one who would go on together is enough for it to be told"""
    one = property(lambda said: After.TOGETHER in (said.mentor, said.mentee))
    secrets.patch.setattr(Choices, "both_together", one)


@leak(_chooses("other_role", "Giulia", **_OVER), "all the figures")
def _(secrets: Secrets) -> None:
    """the other role counts from the end of a pair on"""

    def what_next(real: Any, work: Work, one: Participation, after: After | None) -> None:
        real(work, one, after)
        if after is After.OTHER_ROLE:
            one.role = other_role.other(one.role) or one.role

    secrets.wraps(closing, "what_next", what_next)


@leak(_chooses("together", LOGS, looks_after=()), "the log")
def _(secrets: Secrets) -> None:
    """a log name for each choice at the end of a pair"""
    secrets.wraps(register, "heard_as", lambda real, kind, name: (kind, name))


@leak(_act("reminded of a meeting", "Gaia", {"the primer": deeds.prepares("primer"),
                                             "ideas": deeds.types("ideas")}, LOGS,
           looks_after=()), "the log")  # fmt: skip
def _(secrets: Secrets) -> None:
    """a log name for what somebody prepares with"""
    secrets.wraps(register, "heard_as", lambda real, kind, name: (kind, name))


@leak(_act("delivered", "Lea", {"the same hours": deeds.edits(),
                                "early hours": deeds.edits(topics={"from": "360", "to": "660"})},
           "Ivo", partner="Ivo", until=timedelta(minutes=16), share=looks.ALL,
           looks_after=(timedelta(minutes=15),)), "when")  # fmt: skip
def _(secrets: Secrets) -> None:
    """new hours count for the times of a pair while they can still be undone"""
    secrets.wraps(
        slots,
        "of_participation_as_known",
        lambda _, work, one: of_participation(one, work.rules),
    )


# --- the end of a pair ----------------------------------------------------------------------------

_ASKS: dict[str, tuple[Step, ...]] = {
    who: (Step(SOON, who, deeds.changes_pairing()),) for who in ("Fabio", "Gaia")
}
_NORA: dict[str, Deed | None] = {
    key: deeds.after_pair(f"button.{key}") for key in ("not_now", "find_someone")
}


@leak(Act("Fabio or Gaia asks for the end", "asked", "Fabio", _ASKS, (EXPORT,), 2 * LOOK),
      "the messages")  # fmt: skip
def _(secrets: Secrets) -> None:
    """who asked for the end of a pair is not told of it"""

    def ends(real: Any, work: Work, pair: Pair, *, to: Any) -> None:
        said = exits.of(work.db, pair)
        real(work, pair, to=[it for it in to if said.of(pair.role_of(it)).asked_at is None])

    secrets.wraps(pairing, "end_early", ends)


@leak(_act("asked", "Gaia", {"stays": None, "asks": deeds.changes_pairing()}, "Fabio",
           partner="Fabio", until=timedelta(minutes=16), looks_after=()), "the screen")  # fmt: skip
def _(secrets: Secrets) -> None:
    """what is said of a meeting is edited while the end can still be undone"""

    def asks(real: Any, work: Work, pair: int, *a: Any) -> Any:
        for session in work.db.scalars(select(Session).where(Session.pair_id == pair)):
            edit_now(work, f"session:{session.id}")
        return real(work, pair, *a)

    secrets.wraps(swaps, "ask", asks)


@leak(_act("asked", "Gaia", {then: deeds.changes_pairing(then=then) for then in _NORA}, LOGS,
           looks_after=()), "the log")  # fmt: skip
def _(secrets: Secrets) -> None:
    """a log name for what somebody would like once a pair has ended"""
    secrets.wraps(register, "heard_as", lambda real, kind, name: (kind, name))


@leak(_act("delivered", "Nora", _NORA, "Giulia"), "stats")
def _(secrets: Secrets) -> None:
    """who looks for nobody after a pair is not counted as without one"""

    def unpaired(db: Db, told: Stats) -> People:
        looking = [one for one in db.scalars(select(Participation)) if private.of(db, one).looks]
        return replace(told.people, unpaired=len(looking))

    secrets.adds(stats, "stats", people=unpaired)


# --- each is found --------------------------------------------------------------------------------


@pytest.mark.usefixtures("log")
@pytest.mark.parametrize("name", LEAKS)
def test_is_found(on_sqlite: dict[str, Town], monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    plant, act, look = LEAKS[name]
    if SOAKING:  # in other runs the worlds of `test_two_worlds` are proof enough
        assert not differences(on_sqlite, act), "before anything is planted"
    plant(Secrets(monkeypatch))
    found = [(one.observer, one.look) for one in differences(on_sqlite, act)]
    assert (act.observers[0], look) in found, found
