"""What somebody does about each message, by their temper."""

from collections.abc import Callable
from datetime import timedelta
from random import Random

from bot.domain.lifecycle import MEETING_PAIRS, SessionState
from bot.domain.words import After
from bot.outbox.work import Work
from bot.programme.enrolment import after_pair, pauses
from bot.programme.meetings import afterwards, attendance, checkins, dates, finding
from bot.programme.pairs import pairing
from bot.store.tables import Pair, Session
from tests.simulation.lives import Lives
from tests.simulation.people import Temper
from tests.soak.company import Someone
from tests.soak.post import Delivered

RATING = {"useful": 4, "open": 5, "applied": 1, "balance": 0}
AWAY_AFTER, AWAY_FOR = (20, 140), (4, 21)
"""Days."""
WAKES = 0.3


class Habits:
    """Of everybody in these lives."""

    def __init__(self, lives: Lives) -> None:
        self.lives, self.dice = lives, lives.dice
        self._met: dict[str, int] = {}
        for who in lives.people:
            if self.dice.random() < self._temper(who).away:
                self._goes_away(who)

    def _temper(self, who: Someone) -> Temper:
        return self.lives.tempers[who.slack_id]

    def hears(self, who: Someone, message: Delivered) -> None:
        """Whether they take it up at all, and when, is thrown at once."""
        act = _ACTS.get(message.kind.key)
        if act is not None and self._takes_up(who):
            self.lives.later(who, lambda: act(self, who, message))

    def _takes_up(self, who: Someone) -> bool:
        temper, met = self._temper(who), self._met.get(who.slack_id, 0)
        silent = temper.until_meeting is not None and met >= temper.until_meeting
        return not silent and self.dice.random() < temper.reacts

    def _goes_away(self, who: Someone) -> None:
        first = timedelta(days=self.dice.randint(*AWAY_AFTER))
        lasts = timedelta(days=self.dice.randint(*AWAY_FOR))
        self.lives.later(
            who,
            lambda: self.lives.does(who, pauses.pause, (self.lives.now + lasts).date()),
            first,
        )

    # --- finding a time ---

    def introduced(self, who: Someone, message: Delivered) -> None:
        """The mentee proposes."""
        pair = self._pair(message)
        if pair is not None and pair.mentee.person.slack_id == who.slack_id:
            self._suggests(who, pair)

    def reminded(self, who: Someone, message: Delivered) -> None:
        pair = self._pair(message)
        if pair is not None:
            self._suggests(who, pair)

    def told_that_it_lapsed(self, who: Someone, message: Delivered) -> None:
        """Whoever had no answer twice running suggests no more until they hear something else."""
        mine = self._session(message)
        if mine is None:
            return
        theirs = self.lives.rows(Session, Session.pair_id == mine.pair_id)
        if [one.state for one in theirs][-2:] != [SessionState.LAPSED] * 2:
            self._suggests(who, mine.pair)

    def told_that_it_rests(self, who: Someone, message: Delivered) -> None:
        pair = self._pair(message)
        if pair is not None and self.dice.random() < WAKES:
            self.lives.does(who, pairing.wake, pair.id)
            self._suggests(who, pair)

    def _suggests(self, who: Someone, pair: Pair) -> None:
        """The times that the window offers; nothing where a date stands."""

        def use_case(work: Work) -> object:
            window = finding.in_pair(work, pair.id)
            if window.moves or not window.slots or self._stands(pair):
                return None
            return dates.propose(work, pair.id, window.slots)

        self.lives.does(who, use_case)

    def _stands(self, pair: Pair) -> bool:
        stands = (Session.pair_id == pair.id, Session.state == SessionState.PROPOSED)
        return bool(self.lives.rows(Session, *stands))

    def asked_for_a_date(self, who: Someone, message: Delivered) -> None:
        """Who did not suggest them takes one of the times that are left."""
        session = self._session(message)
        if session is None or session.state != SessionState.PROPOSED:
            return
        left = session.still_open(self.lives.now)
        if left and not self._suggested(who, session):
            self.lives.does(who, dates.confirm, session.id, self.dice.choice(left))

    def reminded_of_a_date(self, who: Someone, message: Delivered) -> None:
        """Now and then it has to be moved."""
        session = self._session(message)
        if session is None or self.dice.random() >= self._temper(who).moves / 2:
            return

        def use_case(work: Work) -> object:
            window = finding.instead_of(work, session.id)
            moves = window.moves and window.moves.session_id == session.id
            later = [at for at in window.slots if at > session.starts_at]
            return (
                dates.propose(work, window.pair_id, later, session.id) if moves and later else None
            )

        self.lives.does(who, use_case)

    # --- after it ---

    def asked_whether_they_met(self, who: Someone, message: Delivered) -> None:
        """Who answers goes on to the next date in the same window."""
        session = self._session(message)
        if session is None:
            return
        if not self._took_place(session):
            self._suggests(who, session.pair)
            return
        self.lives.does(who, attendance.say_met, session.id)
        self._met[who.slack_id] = self._met.get(who.slack_id, 0) + 1
        if self.dice.random() < self._temper(who).answers:
            self.lives.does(who, self._answers, session.id)

    def _answers(self, work: Work, session_id: int) -> object:
        window = afterwards.after(work, checkins.answer(work, session_id, RATING))
        choices = window.next.choices if window.next else ()
        return afterwards.suggest(work, session_id, self.dice.choice(choices)) if choices else None

    def _took_place(self, session: Session) -> bool:
        """Both say the same of it."""
        keeps = min(self.lives.tempers[one.person.slack_id].keeps for one in session.pair.sides)
        return Random(session.id).random() < keeps

    # --- the end ---

    def asked_what_next(self, who: Someone, message: Delivered) -> None:
        pair = self._pair(message)
        if pair is not None:
            self.lives.does(who, after_pair.choose, pair.id, self.dice.choice(list(After)))

    # --- what it is about ---

    def _pair(self, message: Delivered) -> Pair | None:
        number, session = message.pair_id or _number(message, "pair"), self._session(message)
        number = session.pair_id if session else number
        rows = self.lives.rows(Pair, Pair.id == number) if number else ()
        return next((row for row in rows if row.state in MEETING_PAIRS), None)

    def _session(self, message: Delivered) -> Session | None:
        number = _number(message, "session")
        return next(iter(self.lives.rows(Session, Session.id == number)), None) if number else None

    def _suggested(self, who: Someone, session: Session) -> bool:
        mine = next(one for one in session.pair.sides if one.person.slack_id == who.slack_id)
        return session.proposed_by == mine.id


def _number(message: Delivered, thing: str) -> int | None:
    what, _, number = (message.subject or "").partition(":")
    return int(number) if what == thing and number.isdecimal() else None


_ACTS: dict[str, Callable[[Habits, Someone, Delivered], None]] = {
    "pair.introduction": Habits.introduced,
    "session.proposed": Habits.asked_for_a_date,
    "session.lapsed": Habits.told_that_it_lapsed,
    "session.near": Habits.reminded_of_a_date,
    "checkin.ask": Habits.asked_whether_they_met,
    "checkin.reminder": Habits.asked_whether_they_met,
    "nudge.no_date": Habits.reminded,
    "nudge.last_word": Habits.reminded,
    "pair.rests": Habits.told_that_it_rests,
    "pair.choice": Habits.asked_what_next,
}
