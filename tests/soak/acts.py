"""What people may do, each act through its use case, and written into the history beside it."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from bot.domain.lifecycle import Undoable
from bot.domain.refusals import Refusal
from bot.domain.words import After, Reason, Word
from bot.programme.enrolment import (
    after_pair,
    joining,
    leaving,
    notifications,
    pauses,
    profile,
    undo,
)
from bot.programme.enrolment.results import Paused
from bot.programme.figures import stats
from bot.programme.meetings import attendance, checkins
from bot.programme.pairs import swaps
from bot.programme.people import language
from bot.programme.rounds import approval, proposals
from bot.programme.rounds.results import ProposalAnswered
from bot.store.tables import Pair, Proposal, Round, Session
from bot.texts.topics import topics
from tests.soak import eyes, promises
from tests.soak.company import Profile, Someone
from tests.soak.history import Said
from tests.soak.meetings import Meetings

ASKED = ("offered", "accepted", "closed")
LIVE = ("active", "needs_a_hand", "resting", "paused")
RATING = {"useful": 4, "open": 5, "applied": 1, "balance": 0}


class Acts(Meetings):
    """The acts of one life."""

    # --- joining, leaving, being away ---

    def joins(self, who: Someone, form: Profile, manager: Someone | None, *, twice: bool) -> object:
        whole = form.filled(manager.slack_id if manager else None)
        return self.life.asks(
            who, lambda work: joining.join(work, whole, topics().keys()), twice=twice
        )

    def edits(
        self,
        who: Someone,
        form: Profile,
        places: tuple[int, int],
        avoids: Sequence[Someone],
        *,
        twice: bool = False,
    ) -> object:
        names = [one.slack_id for one in avoids]
        more = {"places_mentor": str(places[0]), "places_total": str(places[1]), "avoids": names}
        whole = {**form.filled(), "more": more}
        told = self.life.asks(
            who, lambda work: profile.save(work, whole, topics().keys()), twice=twice
        )
        if not isinstance(told, Refusal):
            self.history.last_act.pop(who.slack_id, None)
            self.history.avoid(told.participation_id, names)
        return told

    def leaves(self, who: Someone, *, twice: bool = False) -> object:
        now = self.life.now
        told = self.life.asks(who, lambda work: leaving.leave(work), twice=twice)
        if not isinstance(told, Refusal):
            self.history.last_act[who.slack_id] = now
        return told

    def pauses(self, who: Someone, days: int, *, twice: bool = False) -> object:
        now = self.life.now
        until = now.astimezone(ZoneInfo(who.zone)).date() + timedelta(days=days)
        told = self.life.asks(who, lambda work: pauses.pause(work, until), twice=twice)
        if isinstance(told, Paused) and told.undo_until is not None:
            self.history.last_act[who.slack_id] = told.undo_until - promises.UNDO
        return told

    def resumes(self, who: Someone, *, twice: bool = False) -> object:
        return self.life.asks(who, lambda work: pauses.resume(work), twice=twice)

    def takes_back(self, who: Someone, what: str, *, twice: bool = False) -> object:
        one = self.participation(who)
        if one is None:
            return None
        told = self.life.asks(
            who, lambda work: undo.take_back(work, one.id, Undoable(what)), twice=twice
        )
        if not isinstance(told, Refusal) and what == "profile":
            self.history.avoid_as_before(one.id)
        if not isinstance(told, Refusal) and what == "join":
            self.history.avoids.pop(one.id, None)
        return told

    def account_goes(self, who: Someone) -> None:
        who.is_gone = True
        self.life.post.gone.add(who.slack_id)

    def account_returns(self, who: Someone) -> None:
        who.is_gone = False
        self.life.post.gone.discard(who.slack_id)
        self.history.account_gone.discard(who.slack_id)

    def chooses_language(self, who: Someone, typed: str) -> object:
        return self.life.asks(who, lambda work: language.choose(work, typed))

    def wants_reminders(self, who: Someone, *, fewer: bool) -> object:
        word = notifications.fewer if fewer else notifications.more
        return self.life.asks(who, lambda work: word(work))

    # --- after a pair ---

    def looks_for_somebody(self, who: Someone, *, asks: bool, twice: bool = False) -> object:
        """Or would rather wait; nobody else sees any difference."""
        before = eyes.seen(self.life, but=who.slack_id)
        use_case = after_pair.find_someone if asks else after_pair.wait
        told = self.life.asks(who, lambda work: use_case(work), twice=twice)
        self.same("who looks for a pair", before, eyes.seen(self.life, but=who.slack_id))
        return told

    def asks_for_the_end(
        self, pair: Pair, who: Someone, reason: str | None, *, twice: bool = False
    ) -> object:
        """Nobody else sees any difference before the ten minutes are over."""
        before = eyes.seen(self.life, but=who.slack_id)
        why = Reason(reason) if reason else None
        told = self.life.asks(who, lambda work: swaps.ask(work, pair.id, why), twice=twice)
        self.same("asking for the end", before, eyes.seen(self.life, but=who.slack_id))
        if not isinstance(told, Refusal):
            self.history.end_asked.setdefault((pair.id, who.slack_id), self.life.now)
        return told

    def takes_back_the_end(self, pair: Pair, who: Someone, *, twice: bool = False) -> object:
        told = self.life.asks(who, lambda work: swaps.take_back(work, pair.id), twice=twice)
        if not isinstance(told, Refusal):
            self.history.end_asked.pop((pair.id, who.slack_id))
        return told

    def says_beforehand(self, pair: Pair, who: Someone, *, asks: bool) -> object:
        use_case = after_pair.find_someone_then if asks else after_pair.wait_then
        return self.life.asks(who, lambda work: use_case(work, pair.id))

    # --- the lead ---

    def decides(self, proposal: Proposal, decision: str) -> object:
        told = self.life.asks(
            self.life.lead,
            lambda work: approval.decide_pair(work, proposal.id, decision),
        )
        if not isinstance(told, Refusal) and decision in ("drop", "restore"):
            (now,) = self.rows(Proposal, Proposal.id == proposal.id)
            changes = (
                self.history.apart.add if now.state == "dropped" else self.history.apart.discard
            )
            changes(_two(proposal))
        return told

    def asks_for_figures(self, period: str) -> object:
        return self.life.asks(self.life.lead, lambda work: stats.stats(work, period))

    def rules_on(self, one: Round, word: str, *, twice: bool = False) -> object:
        """'approve', 'stop' or 'postpone' a round."""
        act = getattr(approval, word)
        return self.life.asks(self.life.lead, lambda work: act(work, one.id), twice=twice)

    # --- a proposal ---

    def says(
        self,
        proposal: Proposal,
        who: Someone,
        word: str,
        *,
        not_again: bool = False,
        twice: bool = False,
    ) -> object:
        """Nobody else sees any difference, unless both said yes."""
        before = eyes.seen(self.life, but=who.slack_id)
        told = self.life.asks(
            who,
            lambda work: proposals.say(work, proposal.id, Word(word), not_again=not_again),
            twice=twice,
        )
        if not isinstance(told, ProposalAnswered):
            return told
        if told.outcome == word:
            self.same(f"the word {word}", before, eyes.seen(self.life, but=who.slack_id))
        self.history.words[proposal.id, who.slack_id] = Said(word, not_again)
        self._remember_pairs()
        return told

    def says_yes(self, proposal: Proposal, who: Someone, *, twice: bool = False) -> object:
        return self.says(proposal, who, "yes", twice=twice)

    def _remember_pairs(self) -> None:
        for pair in self.rows(Pair):
            self.history.apart.add(_two(pair))

    # --- a date, a meeting ---

    def says_met(self, date_: Session, who: Someone) -> object:
        return self.life.asks(who, lambda work: attendance.say_met(work, date_.id))

    def declares(self, who: Someone, day: date | None, *, twice: bool = False) -> object:
        return self.life.asks(who, lambda work: attendance.met_form(work, day), twice=twice)

    def answers(
        self, date_: Session, who: Someone, *, twice: bool = False, **values: int
    ) -> object:
        """The other side sees no difference, unless the answer says first that they met."""
        given = {**RATING, **values}
        before = eyes.seen(self.life, but=who.slack_id)
        told = self.life.asks(who, lambda work: checkins.answer(work, date_.id, given), twice=twice)
        if isinstance(told, Refusal):
            return told
        if date_.state == "held":
            self.same("an answer", before, eyes.seen(self.life, but=who.slack_id))
        one = self.participation(who)
        assert one is not None, "who answers takes part"
        self.history.answered.add((date_.id, one.id))
        return told

    # --- the end of a pair ---

    def chooses(self, pair: Pair, who: Someone, after: After, *, twice: bool = False) -> object:
        """Before its end or after it, nobody else sees any difference."""
        before = eyes.seen(self.life, but=who.slack_id)
        told = self.life.asks(
            who, lambda work: after_pair.choose(work, pair.id, after), twice=twice
        )
        if isinstance(told, Refusal):
            return told
        self.same(f"the choice {after}", before, eyes.seen(self.life, but=who.slack_id))
        if not told.over:
            self.history.choices[pair.id, who.slack_id] = after
        return told

    # --- minds that change ---

    def changes_their_mind(self, what: str, act: Callable[[], object], who: Someone) -> None:
        """An act that is taken back at once leaves no trace, whatever the bot did in between."""
        self.works()
        before = (eyes.seen(self.life), eyes.inside(self.life))
        one = self.participation(who)
        # A break that is changed is undone as a whole, or not at all.
        changes_a_break = what == "pause" and one is not None and one.state == "paused"
        if isinstance(act(), Refusal) or changes_a_break:
            return
        self.works()
        undone = self.takes_back(who, what)
        if isinstance(undone, Refusal):
            self.wrong.append(f"{what} could not be undone at once: {undone!r}")
        self.works()
        for was, is_ in zip(before, (eyes.seen(self.life), eyes.inside(self.life)), strict=True):
            self.same(f"{what} and its undo", was, is_)


def _two(one: Proposal | Pair) -> frozenset[str]:
    return frozenset((one.mentor.person.slack_id, one.mentee.person.slack_id))
