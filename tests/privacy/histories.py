"""Random histories of a programme, lived by this build: its use cases, its ticks, its sender.

Whether somebody says yes, answers or keeps silent is thrown by dice that look at nothing else, so
that nothing public can tell it: whoever does better than chance has found a trace. Copies are
taken early in the morning, when the night's work is done.
"""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from heapq import heappop, heappush
from itertools import count
from random import Random
from typing import Any, TypeVar

from sqlalchemy import update

from bot import schedule
from bot.domain.refusals import CheckinClosed
from bot.domain.words import After, Fit, Word
from bot.outbox.deliver.sender import Sender
from bot.outbox.deliver.timing import Timing
from bot.outbox.ports import (
    Absent,
    Edited,
    Opened,
    Owed,
    Rendered,
    Send,
    Sent,
    Verdict,
)
from bot.outbox.work import Work
from bot.programme import messages, unit_of_work
from bot.programme.administration.kinds import KINDS
from bot.programme.enrolment import after_pair, profile
from bot.programme.enrolment.joining import join
from bot.programme.learning import worksheets
from bot.programme.meetings import afterwards, attendance, checkins, dates
from bot.programme.people.accounts import Account
from bot.programme.rounds import approval, proposals
from bot.store.queries import administration as programmes
from bot.store.secrets import answers
from bot.store.tables import Pair, Participation, Proposal, Session
from bot.texts.topics import topics
from tests.databases import BOX, Database
from tests.people import form
from tests.privacy import copies
from tests.privacy.copies import Copy
from tests.privacy.readers import History, Side, Truth
from tests.programme.stage import LEAD, Stage

T = TypeVar("T")
OPENING = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)
DAY = timedelta(days=1)
FUNCTIONS = (
    *("operations", "product", "technology", "sales", "marketing"),
    *("service", "finance", "people", "legal", "other"),
)
TICK = timedelta(hours=10)
"""When (UTC) what is due is done and sent, day by day."""
NEVER = datetime(2100, 1, 1, tzinfo=UTC)
AFTER = {1: Fit.CHANGE, 2: Fit.TIME, 4: Fit.TIME, 5: Fit.GOOD}
"""What is said of the match, by how useful the meeting was; nothing by some."""
VIDEO_CALL = "https://meet.example.com/ours"
WORDS = ("yes",) * 8 + ("someone_else", "someone_else", "later", None)


@dataclass
class Slack:
    """Takes every message."""

    numbers: Any = field(default_factory=lambda: count(1))

    def post(self, channel: str, rendered: Rendered, uid: str, *, plain: bool) -> Sent:
        name = f"D{channel}" if channel.startswith("U") else channel
        return Sent(name, f"{1_800_000_000 + next(self.numbers)}.000100")

    def update(self, channel: str, ts: str, rendered: Rendered, *, plain: bool) -> Edited:
        return Edited()

    def open(self, slack_ids: tuple[str, ...]) -> Opened:
        return Opened("G" + "".join(sorted(slack_ids)))

    def find(self, channel: str, uid: str, since: datetime) -> Absent:
        return Absent()


class Life:
    """One programme with so many couples to be; `takes` a copy at each of three nights."""

    zones: Mapping[str, str] = {}

    def __init__(self, database: Database, seed: int, couples: int) -> None:
        self.database, self.dice, self.couples = database, Random(seed), couples
        self.stage = Stage(database, OPENING)
        self.sessions, self.cipher = database.sessions, BOX
        self.truth, self.copies = Truth(), list[Copy]()
        self._requests = count(1)
        self.postponed, self.known = False, Copy({})
        self.last_request = ""
        self._sender = Sender(
            self.sessions, KINDS, self, Slack(), self, Timing(pace=0), ended=messages.message_ended
        )
        self._acts: list[tuple[datetime, int, Callable[[], object]]] = []

    # --- the clock and the last look of the sender ---

    def now(self) -> datetime:
        return self.stage.now

    real_now = now

    def revalidate(self, work: Work, row: Owed) -> Verdict[Rendered]:
        verdict = messages.revalidate(work, row)
        if not isinstance(verdict, Send):
            return verdict
        return replace(verdict, content=Rendered(row.kind))  # type: ignore[arg-type, return-value]

    def works(self) -> None:
        """All that is due now is done and sent."""
        schedule.run_due(self.sessions, self.cipher, self.now())
        self._sender.pump()

    def goes_to(self, when: datetime) -> None:
        """Time passes: acts in their order, ticks in between, and a quick copy at each."""
        while self.now() < when:
            tick = min(self._next_tick(), when)
            while self._acts and self._acts[0][0] < tick:
                self.stage.now, _, act = heappop(self._acts)
                act()
            self.stage.now = tick
            self.works()
            if self.postponed:
                self.known = copies.take(self.database.url, replaying=False).after(self.known)

    def _next_tick(self) -> datetime:
        today = self.now().replace(hour=0, minute=0, second=0, microsecond=0)
        return today + TICK if self.now() < today + TICK else today + DAY + TICK

    def plans(self, day: int, act: Callable[[], object]) -> None:
        """An act in the working hours of a day, counted from today."""
        morning = self.now().replace(hour=8, minute=0, second=0, microsecond=0) + day * DAY
        at = morning + timedelta(seconds=self.dice.randrange(9 * 3600))
        heappush(self._acts, (at, next(self._requests), act))

    # --- what people do ---

    def asks(self, name: str, use_case: Callable[[Work], T]) -> T:
        """A request of theirs, as a listener makes it."""
        account = Account(name, self.zones.get(name, "Europe/Rome"), "it")
        self.last_request = f"trigger:{next(self._requests)}:{self.dice.random()}"
        return unit_of_work.run_once(
            self.sessions, account, self.last_request, self.now(), use_case
        ).result

    def lives(self) -> History:
        self.works()
        self._postpones(NEVER)
        self._join([f"UPERSON{n:04}" for n in range(1, 2 * self.couples + 1)])
        self._round()
        self._words()
        self._meetings()
        self.truth.author = self._authors()
        early, before, last = self.copies
        return History(self.truth, early, before, last)

    def _join(self, names: list[str]) -> None:
        """Half of them name a manager; of those who save their profile later, half an avoided."""
        numbers = {}
        bosses = {one: self._somebody(names, one) for one in names if self.dice.random() < 0.5}
        for name in self.dice.sample(names, len(names)):
            self.stage.now += timedelta(seconds=self.dice.randrange(60, 600))
            numbers[name] = self._joins(name, bosses.get(name))
        for name in self.dice.sample(names, len(names) // 2):
            self.stage.now += timedelta(seconds=self.dice.randrange(60, 600))
            avoided = [self._somebody(names, name)] if self.dice.random() < 0.5 else []
            self._saves(name, avoided, bosses.get(name))
            self.truth.avoids[numbers[name]] = frozenset(numbers[one] for one in avoided)
        self.truth.manager = {numbers[one]: numbers[boss] for one, boss in bosses.items()}
        self.works()

    def _somebody(self, names: list[str], but: str) -> str:
        return self.dice.choice([one for one in names if one != but])

    def _joins(self, name: str, manager: str | None) -> int:
        whole = self._form(name, manager)
        return self.asks(name, lambda work: join(work, whole, topics().keys())).id

    def _saves(self, name: str, avoided: list[str], manager: str | None) -> None:
        more = {"avoids": avoided, "places_mentor": "1", "places_total": "1"}
        whole = {**self._form(name, manager), "more": more}
        self.asks(name, lambda work: profile.save(work, whole, topics().keys()))

    def _form(self, name: str, manager: str | None) -> dict[str, Any]:
        role = "mentor" if int(name[-4:]) % 2 else "mentee"
        dice = Random(name)
        return form(role, function=dice.choice(FUNCTIONS), manager=manager)

    # --- a round ---

    def _round(self) -> None:
        with self.sessions.begin() as db:
            at = programmes.current(db).next_round_at
        assert at is not None
        self.stage.now = at - timedelta(hours=12)
        self.goes_to(at + timedelta(minutes=1))
        one = self.stage.rows(Proposal)[0].round_id
        self.asks(LEAD, lambda work: approval.approve(work, one))
        self.goes_to(self.now() + timedelta(minutes=30))

    def _words(self) -> None:
        """Each side says something or nothing on one of five days; a copy after the third."""
        for proposal in self.stage.rows(Proposal, state="offered"):
            for one in (proposal.mentor, proposal.mentee):
                side, word = (proposal.id, one.id), self.dice.choice(WORDS)
                self.truth.early_words[side] = self.truth.words[side] = None
                if word is not None:
                    self._says(side, one.person.slack_id, word, self.dice.randrange(1, 5))
        self._looks_after(3)
        self.truth.early_words = dict(self.truth.words)
        self.goes_to(self._morning(4))

    def _says(self, side: Side, name: str, word: str, day: int) -> None:
        def act() -> None:
            self.says(name, side[0], word)
            self.truth.words[side] = word

        self.plans(day, act)

    # --- meetings ---

    def _meetings(self) -> None:
        """Half of the pairs meet, three times; each side answers or not within four days.

        The others are nudged, and some of these two open the bot's home, which is a sign of life.
        """
        pairs = self.stage.rows(Pair, state="active")
        met_ = self.dice.sample(pairs, (len(pairs) + 1) // 2)
        for pair in met_:
            for first in (1, 6, 11):
                self.plans(first + self.dice.randrange(4), lambda pair=pair: self._meets(pair))  # type: ignore[misc]
        for pair in pairs:
            for one in (pair.mentor, pair.mentee) if pair not in met_ else ():
                self.truth.silent[one.id] = self.dice.random() < 0.5
                if not self.truth.silent[one.id]:
                    self.plans(12 + self.dice.randrange(6), lambda one=one: self._opens_home(one))  # type: ignore[misc]
        self._looks_after(17)
        self._looks_after(1)

    def _meets(self, pair: Pair) -> None:
        sides = [pair.mentor, pair.mentee]
        who = self.dice.choice(sides).person.slack_id
        self.asks(who, lambda work: attendance.declare_met(work, pair.id, None))
        session = max(row.id for row in self.stage.rows(Session, pair_id=pair.id))
        for one in sides:
            self.truth.answered[session, one.id] = False
            if self.dice.random() < 0.5:
                self.plans(self.dice.randrange(1, 5), lambda one=one: self.answers(session, one))  # type: ignore[misc]

    def answers(self, session: int, one: Participation, *, says_so: bool | None = None) -> None:
        """Either they say first that the two met, as most do, or answer at once; too late, and
        they are refused as anybody."""
        values = {"useful": self.dice.randint(1, 5), "open": 4, "applied": 1, "balance": 0}
        who = one.person.slack_id
        with suppress(CheckinClosed):
            if says_so if says_so is not None else self.dice.random() < 0.7:
                self.asks(who, lambda work: attendance.say_met(work, session))
            self.asks(who, lambda work: checkins.answer(work, session, values))
            self.truth.answered[session, one.id] = True
            if fit := AFTER.get(values["useful"]):
                self.says_fit(who, session, fit)

    def says_fit(self, name: str, session: int, fit: Fit) -> None:
        """Whether the match is good; after a later meeting nobody is asked."""
        self.asks(name, lambda work: afterwards.say_fit(work, session, fit))

    def meets_and_answers(self, pair: Pair, one: Participation) -> tuple[str, int]:
        """One of the two says that they met, and answers; who that is, and the meeting."""
        name = one.person.slack_id
        session = self.asks(name, lambda work: attendance.declare_met(work, pair.id, None).id)
        values = {"useful": 3, "open": 4, "applied": 1, "balance": 0}
        self.asks(name, lambda work: checkins.answer(work, session, values))
        return name, session

    def until_proposals(self) -> list[Proposal]:
        """Everybody has joined, and has heard whom they are proposed to."""
        self._join([f"UPERSON{n:04}" for n in range(1, 2 * self.couples + 1)])
        self._round()
        self.sleeps()
        return self.stage.rows(Proposal, state="offered")

    def all_say_yes(self) -> None:
        for proposal in self.until_proposals():
            for one in (proposal.mentor, proposal.mentee):
                self.says(one.person.slack_id, proposal.id, "yes")

    def says(self, name: str, proposal: int, word: str) -> None:
        self.asks(name, lambda work: proposals.say(work, proposal, Word(word)))

    def until_dates(self) -> list[Session]:
        """Everybody says yes, and each pair has agreed on a day; one a pair, in order."""
        self.all_say_yes()
        self.goes_to(self._morning(1) + timedelta(hours=6))
        for pair in self.stage.rows(Pair):
            self.agrees(pair, self.now() + 10 * DAY)
        self.sleeps()
        return self.stage.rows(Session)

    def agrees(self, pair: Pair, when: datetime) -> int:
        """The mentee proposes, the mentor agrees; the meeting's id."""
        mentor, mentee = (one.person.slack_id for one in (pair.mentor, pair.mentee))
        self.asks(mentee, lambda work: dates.propose(work, pair.id, [when], video_link=VIDEO_CALL))
        session = int(self.stage.rows(Session, pair_id=pair.id)[-1].id)
        self.asks(mentor, lambda work: dates.confirm(work, session))
        return session

    def notes(self, session: Session, **lines: str) -> None:
        """The mentee saves the worksheet."""
        name = session.pair.mentee.person.slack_id
        self.asks(name, lambda work: worksheets.save(work, session.id, lines))

    def until_a_meeting(self) -> tuple[int, Participation]:
        """Everybody says yes; one pair has just met: the session, and one of its sides."""
        self.all_say_yes()
        self.goes_to(self._morning(2) + timedelta(hours=4))
        pair = self.stage.rows(Pair)[0]
        name = pair.mentor.person.slack_id
        self.asks(name, lambda work: attendance.declare_met(work, pair.id, None))
        self.sleeps()
        return self.stage.rows(Session)[0].id, self.dice.choice([pair.mentor, pair.mentee])

    def chooses(self, one: Participation, pair: Pair, after: After) -> None:
        """What one of the two would like after it."""
        name = one.person.slack_id
        self.asks(name, lambda work: after_pair.choose(work, pair.id, after))

    def ends_all(self) -> None:
        """The last day of every pair is over now."""
        with self.sessions.begin() as db:
            db.execute(update(Pair).values(ends_at=self.now()))

    def sleeps(self) -> None:
        self.goes_to(self._morning(1) + timedelta(hours=6))

    def _opens_home(self, one: Participation) -> None:
        account = Account(one.person.slack_id, "Europe/Rome", "it")
        unit_of_work.run(self.sessions, account, self.now(), lambda work: None)

    # --- looking ---

    def _morning(self, days: int) -> datetime:
        """After the night's work, so many days from now."""
        day = self.now().replace(hour=0, minute=0, second=0, microsecond=0)
        return day + days * DAY + timedelta(hours=5)

    def _looks_after(self, days: int) -> None:
        """A copy after the night so many days from now, by somebody who has those of all days."""
        morning = self._morning(days)
        self.goes_to(morning - timedelta(hours=3))
        self._postpones(self.now())
        self.goes_to(morning)
        self._postpones(NEVER)
        self.copies.append(copies.take(self.database.url).after(self.known))

    def _postpones(self, until: datetime) -> None:
        """The night's work, which costs most; a later night does what an earlier one would."""
        self.postponed = True
        with self.sessions.begin() as db:
            programmes.current(db).next_night_at = until

    def _authors(self) -> dict[Any, Side]:
        """Whose each answer row is, by the keys."""
        with self.sessions.begin() as db:
            ciphers = answers._Ciphers(db, self.cipher)
            given = {
                row.id: answers._open(ciphers.of(row.round), row.id, row.sealed)
                for row in db.execute(answers._SELECT)
            }
        return {key: (one.session, one.respondent) for key, one in given.items()}
