"""What the domain refuses: one root, facts as fields, and a text key for the edge.

A refusal carries no sentence. `str()` of a refusal is its key alone, so that no fact (a date, a
role, a Slack id) reaches a log by accident.
"""

from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import ClassVar


class Refusal(Exception):
    """Something the rules do not allow; the edge renders `key` with `facts()`."""

    key: ClassVar[str]

    def facts(self) -> dict[str, object]:
        """The named values that the text of `key` may use."""
        return {f.name: getattr(self, f.name) for f in fields(self)}  # type: ignore[arg-type]

    def __str__(self) -> str:
        return self.key


@dataclass(eq=False)
class NotEnrolled(Refusal):
    """The verb needs somebody who takes part."""

    key: ClassVar[str] = "refusal.not_enrolled"


@dataclass(eq=False)
class AlreadyEnrolled(Refusal):
    """The person takes part already, in this role."""

    role: str
    key: ClassVar[str] = "refusal.already_enrolled"


@dataclass(eq=False)
class NotALead(Refusal):
    """Only for those who run the programme; `leads` are Slack ids to ask."""

    leads: tuple[str, ...]
    key: ClassVar[str] = "refusal.not_a_lead"


@dataclass(eq=False)
class NoLongerOpen(Refusal):
    """The thing has moved on: an old button, or somebody was first."""

    key: ClassVar[str] = "refusal.no_longer_open"


@dataclass(eq=False)
class NotYours(Refusal):
    """The thing belongs to other people, or does not exist."""

    key: ClassVar[str] = "refusal.not_yours"


@dataclass(eq=False)
class DateInPast(Refusal):
    """A date to come was asked for."""

    key: ClassVar[str] = "refusal.date_in_past"


@dataclass(eq=False)
class DateInFuture(Refusal):
    """A meeting that was held cannot lie ahead."""

    key: ClassVar[str] = "refusal.date_in_future"


@dataclass(eq=False)
class BeforeThePair(Refusal):
    """A meeting cannot have been held before the pair began, on `since`."""

    since: date
    key: ClassVar[str] = "refusal.before_the_pair"


@dataclass(eq=False)
class NoTimeLeft(Refusal):
    """The pair ends (on `day`) before the same time comes again."""

    day: date
    key: ClassVar[str] = "refusal.no_time_left"


@dataclass(eq=False)
class NoVideoLink(Refusal):
    """What was typed as a video call's address is none, or longer than `limit` characters."""

    limit: int
    key: ClassVar[str] = "refusal.no_video_link"


@dataclass(eq=False)
class DateTooFar(Refusal):
    """The date lies outside the life of the pair, or of the programme's figures."""

    key: ClassVar[str] = "refusal.date_too_far"


@dataclass(eq=False)
class NoTimeChosen(Refusal):
    """A date is proposed with one time at least."""

    key: ClassVar[str] = "refusal.no_time_chosen"


@dataclass(eq=False)
class TooManyTimes(Refusal):
    """A date is proposed with so many times at most."""

    most: int
    key: ClassVar[str] = "refusal.too_many_times"


@dataclass(eq=False)
class OwnMeeting(Refusal):
    """The time overlaps a meeting that this person has agreed, with whomever."""

    partner: str
    when: datetime
    key: ClassVar[str] = "refusal.own_meeting"


@dataclass(eq=False)
class OwnSuggestion(Refusal):
    """The time overlaps one that this person has suggested to somebody else, and still can be
    taken."""

    partner: str
    when: datetime
    key: ClassVar[str] = "refusal.own_suggestion"


@dataclass(eq=False)
class TimeKept(Refusal):
    """The two keep a time already; `when` is their next meeting at it."""

    when: datetime
    key: ClassVar[str] = "refusal.time_kept"


@dataclass(eq=False)
class TooManyDates(Refusal):
    """More dates in a day than anybody needs."""

    key: ClassVar[str] = "refusal.too_many_dates"


@dataclass(eq=False)
class TooManyMeetings(Refusal):
    """More meetings of one pair told in a day than anybody needs."""

    key: ClassVar[str] = "refusal.too_many_meetings"


@dataclass(eq=False)
class TooManyConcerns(Refusal):
    """So many concerns were raised by this person today."""

    key: ClassVar[str] = "refusal.too_many_concerns"


@dataclass(eq=False)
class ReceiverChanged(Refusal):
    """A concern does not go to whom the window names, or not any more."""

    key: ClassVar[str] = "refusal.receiver_changed"


@dataclass(eq=False)
class ConcernOver(Refusal):
    """A concern that is no longer kept, or that there never was."""

    key: ClassVar[str] = "refusal.concern_over"


@dataclass(eq=False)
class TooOften(Refusal):
    """Joined, paused or came back more often in a day than anybody needs."""

    key: ClassVar[str] = "refusal.too_often"


@dataclass(eq=False)
class NoLivePair(Refusal):
    """The verb needs a live pair."""

    key: ClassVar[str] = "refusal.no_live_pair"


@dataclass(eq=False)
class CheckinClosed(Refusal):
    """The seven days for answers about this session are over."""

    key: ClassVar[str] = "refusal.checkin_closed"


@dataclass(eq=False)
class WorksheetClosed(Refusal):
    """The meeting has begun, or will not be: what was noted for it stays as it is."""

    key: ClassVar[str] = "refusal.worksheet_closed"


@dataclass(eq=False)
class RoundNotOpen(Refusal):
    """A newer draft has taken the round's place, and nothing is left to decide."""

    key: ClassVar[str] = "refusal.round_not_open"


@dataclass(eq=False)
class OwnPair(Refusal):
    """A lead does not decide about a pair of their own."""

    key: ClassVar[str] = "refusal.own_pair"


@dataclass(eq=False)
class UndoOver(Refusal):
    """The ten minutes for taking it back have passed."""

    key: ClassVar[str] = "refusal.undo_over"


@dataclass(eq=False)
class NothingToUndo(Refusal):
    """What the button would take back is not so (any more)."""

    key: ClassVar[str] = "refusal.nothing_to_undo"


@dataclass(eq=False)
class GuestsCannotJoin(Refusal):
    """Guests of the workspace are not full members."""

    key: ClassVar[str] = "refusal.guests_cannot_join"


@dataclass(eq=False)
class BotsCannotJoin(Refusal):
    """Apps are not people."""

    key: ClassVar[str] = "refusal.bots_cannot_join"


@dataclass(eq=False)
class ForeignTeam(Refusal):
    """The person belongs to another workspace."""

    key: ClassVar[str] = "refusal.foreign_team"


@dataclass(eq=False)
class BadPeriod(Refusal):
    """`text`, as typed, names no period; whoever renders it escapes it."""

    text: str
    key: ClassVar[str] = "refusal.bad_period"


@dataclass(eq=False)
class NotPaused(Refusal):
    """There is no break to end."""

    key: ClassVar[str] = "refusal.not_paused"


@dataclass(eq=False)
class PauseTooLong(Refusal):
    """A break lasts eight weeks at most; `latest` is the last day possible."""

    latest: date
    key: ClassVar[str] = "refusal.pause_too_long"


@dataclass(eq=False)
class PairOnABreak(Refusal):
    """One of the two is on a break: dates wait until it is over."""

    key: ClassVar[str] = "refusal.pair_on_a_break"


@dataclass(eq=False)
class UnknownLanguage(Refusal):
    """Not one of the languages the bot speaks."""

    text: str
    key: ClassVar[str] = "refusal.unknown_language"
